"""Written: where do exactly the characters that were typed stand? Lines in which they may are read, each once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from ....errors import UsageError
from ....plan import MAX_READ
from ....query.budget import left, spend
from ....query.nodes import Exact
from ....query.written import LinePlace, places_in_lines
from .articles import Articles
from .lines import Lines

# What is taken off the budget: for an article, a line that is read, a character of it.
_ARTICLE, _LINE, _CHARACTER = 35, 15, 0.03

_AT_ONCE = 256  # lines: they are in memory together
_NAMED = 20  # characters of what was typed

_Line = tuple[int, int, int]  # the number of a document, of a line in it, and its characters


class Written:
    """What was read of articles to answer one plan, by the numbers of their documents."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._places = defaultdict[Exact, dict[int, list[LinePlace]]](dict)

    def read(self, wanted: Exact, documents: Sequence[int]) -> None:
        """Read the lines of documents that may hold exactly these characters: where the phrase stands.

        Raises UsageError if these are more than the request may cost, or of more than `MAX_READ` articles.
        """
        known = self._places[wanted]
        unread = sorted({*documents} - known.keys())
        if len(unread) > MAX_READ:
            raise UsageError(
                "精确:%(text)s 要逐篇核对 %(count)s 篇，最多 %(most)s 篇；请再加几个词，或写长一些，"
                "或去掉“精确:”，不分繁简、大小写来查",
                text=wanted.written[:_NAMED],
                count=len(unread),
                most=MAX_READ,
            )
        lines = list(self._lines(wanted, unread))
        cost = len(unread) * _ARTICLE + len(lines) * _LINE
        cost += int(sum(length for *_, length in lines) * _CHARACTER)
        if cost > left():
            raise UsageError(
                "精确:%(text)s 要逐篇核对 %(count)s 篇，这里最多 %(most)s 篇；可到“上下文”里查，核对得更多，"
                "或再加几个词，或去掉“精确:”，不分繁简、大小写来查",
                text=wanted.written[:_NAMED],
                count=len(unread),
                most=int(len(unread) * left() / cost),
            )
        spend(cost, "“精确:”")  # the sign is to be left out, not the words
        self._articles.read_ahead(unread)
        known |= {one: [] for one in unread}
        for first in range(0, len(lines), _AT_ONCE):
            some = lines[first : first + _AT_ONCE]
            for at, start, end in places_in_lines(list(self._texts(some)), wanted):
                document, number, _ = some[at]
                known[document].append((number, start, end))

    def places(self, wanted: Exact, documents: Sequence[int]) -> list[Sequence[LinePlace]]:
        """Return where these characters stand in each of some documents: nowhere in those not read."""
        known = self._places[wanted]
        return [known.get(one, ()) for one in documents]

    def _lines(self, wanted: Exact, documents: Sequence[int]) -> Iterator[_Line]:
        """Yield the lines in which the phrase stands, those of a document together, each once."""
        for segment, own, numbers in self._articles.by_segment(documents):
            places = segment.places_in(wanted.text, own).astype(np.int64)
            there = Lines(segment, own).at(places)
            found = zip(
                *(one.tolist() for one in (there.documents, there.lines, there.lengths)),
                strict=True,
            )
            yield from ((numbers[at], line, length) for at, line, length in dict.fromkeys(found))

    def _texts(self, lines: Sequence[_Line]) -> Iterator[str]:
        """Read lines, those of a document together."""
        for document, of_document in groupby(lines, lambda line: line[0]):
            stored = self._articles.stored(document)
            for _, number, _ in of_document:
                yield self._articles.line(document, stored, number)
