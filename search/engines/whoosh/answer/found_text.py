"""Found texts: which lines of the articles found may show most of what was looked for?

Positions tell, of all articles of a page at once, so no text is read to choose what is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np

from ....article import ArticleHead, Block
from ....query.article_text import Line, Promise, weight_of
from ....query.budget import spend
from ....query.marks import in_text, stands_as_written, writings
from ....query.nodes import Literal
from ..file.array_types import Integers, Marks
from ..file.damage import damaged
from ..file.segment import Segment
from ..file.stored import ARTICLE_DAMAGE, StoredArticle
from .snapshot import Snapshot

_PROMISES_AT_ONCE = 64
# What is taken off the budget: for a literal, and each of its places.
_LITERAL, _PLACE = 50, 0.5


@dataclass(frozen=True, slots=True)
class Promises:
    """Lines of one article, by their first blocks, and what each may show; the most first."""

    blocks: Integers
    weights: Integers
    marks: Integers


class StoredText:
    """The text of an article as it is stored; see `search.query.article_text.ArticleText`."""

    def __init__(
        self,
        head: ArticleHead,
        literals: Sequence[Literal],
        stored: StoredArticle,
        promises: Promises,
        build: Path,
    ) -> None:
        self.head = head
        self.literals = literals
        self._stored = stored
        self._promises = promises
        self._build = build

    @cached_property
    def outline(self) -> list[int]:
        """Return which blocks head what follows them."""
        with self._reading():
            return self._stored.in_outline.tolist()

    def promises(self) -> Iterator[Promise]:
        """Yield the lines in which literals may stand."""
        found = self._promises
        for start in range(0, len(found.blocks), _PROMISES_AT_ONCE):
            some = slice(start, start + _PROMISES_AT_ONCE)
            columns = (found.blocks[some], found.weights[some], found.marks[some])
            yield from map(Promise, *(column.tolist() for column in columns))

    def lines(self, first_blocks: Sequence[int]) -> list[Line]:
        """Read some lines."""
        with self._reading():
            return [Line(first, self._stored.line(first)) for first in first_blocks]

    def block(self, number: int) -> Block:
        """Read one block."""
        with self._reading():
            return self._stored.blocks(number, number + 1)[0]

    def is_heading(self, number: int) -> bool:
        """Say whether a block is a heading."""
        with self._reading():
            return self._stored.is_heading(number)

    def paragraphs(self) -> Iterator[int]:
        """Yield the blocks that are no headings."""
        with self._reading():
            return iter(self._stored.paragraphs)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except ARTICLE_DAMAGE as error:
            raise damaged(self._build) from error


def found_texts(
    snapshot: Snapshot, documents: Sequence[int], literals: Sequence[Literal]
) -> list[StoredText]:
    """Return the texts of documents in which literals are looked for. Raises IndexUnusableError."""
    looked_for = in_text(literals)
    texts: dict[int, StoredText] = {}
    for segment, first, numbers in snapshot.by_segment(sorted(set(documents))):
        own = np.array(numbers, np.int64) - first
        stored = [snapshot.stored(number) for number in numbers]
        promised = _find_promises(segment, own, stored, looked_for)
        for number, article, promises in zip(numbers, stored, promised, strict=True):
            head = snapshot.head_today(number)
            texts[number] = StoredText(head, looked_for, article, promises, snapshot.build)
    return [texts[number] for number in documents]


def _find_promises(
    segment: Segment,
    documents: Integers,
    stored: Sequence[StoredArticle],
    literals: Sequence[Literal],
) -> list[Promises]:
    """Say of each document which of its lines may show most."""
    lines = _Lines.of(segment, documents, stored)
    places = _Places.of(segment, documents, literals)
    of_place = lines.starts.searchsorted(places.starts, "right") - 1
    in_blocks = lines.blocks[of_place] >= 0
    places, of_place = places.only(in_blocks), of_place[in_blocks]
    is_open = np.zeros(len(lines.starts), bool)  # lines in which not all is sure
    is_open[of_place[~places.is_sure]] = True
    kept = _first_of_overlapping(places) | is_open[of_place]
    of_place, which = of_place[kept], places.literals[kept]
    marks = np.bincount(of_place, minlength=len(lines.starts))
    of_line, literal = np.divmod(np.unique(of_place * len(literals) + which), max(len(literals), 1))
    worth = np.array(list(map(weight_of, literals)), np.int64)
    weights = np.bincount(of_line, worth[literal], len(lines.starts)).astype(np.int64)
    found = marks.nonzero()[0]
    order = found[np.lexsort((found, -marks[found], -weights[found], lines.documents[found]))]
    edges = lines.documents[order].searchsorted(np.arange(len(stored) + 1)).tolist()
    return [
        Promises(lines.blocks[own], weights[own], marks[own])
        for own in (order[start:end] for start, end in pairwise(edges))
    ]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The titles and lines of some documents: where each starts, its first block (-1: a title), whose it is."""

    starts: Integers
    blocks: Integers
    documents: Integers

    @classmethod
    def of(cls, segment: Segment, documents: Integers, stored: Sequence[StoredArticle]) -> Self:
        titles, texts = segment.text_starts(documents)
        title = np.array([-1])
        none = np.empty(0, np.int64)
        starts, blocks = [none], [none]
        for article, at, text in zip(stored, titles.tolist(), texts.tolist(), strict=True):
            starts += [title + (at + 1), article.line_starts[:-1] + text]
            blocks += [title, article.first_blocks[:-1]]
        lengths = [len(article.line_starts) for article in stored]
        return cls(
            np.concatenate(starts),
            np.concatenate(blocks),
            np.repeat(np.arange(len(stored)), lengths),
        )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where literals stand, or may: ascending, and of those that start at one place the longest first."""

    starts: Integers
    ends: Integers
    literals: Integers  # by number
    is_sure: Marks

    @classmethod
    def of(cls, segment: Segment, documents: Integers, literals: Sequence[Literal]) -> Self:
        none = np.empty(0, np.int64)
        starts, ends, numbers, sure = [none], [none], [none], [np.empty(0, bool)]
        for number, literal in enumerate(literals):
            is_sure = stands_as_written(literal)
            for writing in writings(literal):
                found = segment.places_in(writing, documents).astype(np.int64)
                spend(_LITERAL + len(found) * _PLACE, literal.text)
                own = _apart(found, len(writing)) if is_sure else found
                starts.append(own)
                ends.append(own + len(writing))
                numbers.append(np.full(len(own), number))
                sure.append(np.full(len(own), is_sure))
        columns = [np.concatenate(column) for column in (starts, ends, numbers, sure)]
        order = np.lexsort((-columns[1], columns[0]))
        return cls(*(column[order] for column in columns))

    def only(self, kept: Marks) -> "_Places":
        return _Places(self.starts[kept], self.ends[kept], self.literals[kept], self.is_sure[kept])


def _apart(places: Integers, length: int) -> Integers:
    """Return the places of a text that begin not before the end of the last of them."""
    if (np.diff(places) >= length).all():
        return places
    kept, end = [], 0
    for place in places.tolist():
        if place >= end:
            kept.append(place)
            end = place + length
    return np.array(kept, np.int64)


def _first_of_overlapping(places: _Places) -> Marks:
    """Mark the places that stay: of overlapping ones the first, and the longest there."""
    kept = np.ones(len(places.starts), bool)
    kept[1:] = places.starts[1:] >= np.maximum.accumulate(places.ends)[:-1]
    if kept.all():
        return kept
    reached = 0
    for at, (start, end) in enumerate(
        zip(places.starts.tolist(), places.ends.tolist(), strict=True)
    ):
        kept[at] = start >= reached
        if start >= reached:
            reached = end
    return kept
