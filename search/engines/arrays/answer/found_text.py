"""Found texts: which stretches of the articles found show most of what was looked for?

Positions tell, of all articles of a page at once, so no text is read to choose what is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from ....article import ArticleHead, Block
from ....errors import IndexUnusableError
from ....query.article_text import Line, Stretch, stretch_near
from ....query.budget import spend
from ....query.marks import in_text, stands_as_written, writings
from ....query.nodes import Literal, Pattern
from ....query.promises import NO_PROMISES, Places, Promise, Promises, find_promises
from ..file.array_types import Integers, Marks
from ..file.damage import telling_damage
from ..file.manifest import Manifest
from ..file.once import once
from ..file.stored import StoredArticle
from ..file.texts import Texts
from .snapshot import Snapshot

# What is taken off the budget: for a literal, and each of its places.
_LITERAL, _PLACE = 65, 0.4
_PLACE_BITS = 32


class StoredText:
    """The text of an article as it is stored; see `search.query.article_text.ArticleText`."""

    def __init__(
        self,
        head: ArticleHead,
        literals: Sequence[Literal],
        stored: StoredArticle,
        promises: Promises,
        manifest: Manifest,
    ) -> None:
        self.head = head
        self.literals = literals
        self._stored = stored
        self._promises = promises
        self._manifest = manifest

    def damaged(self) -> IndexUnusableError:
        """Return the error that says that the index is damaged."""
        return self._manifest.damaged()

    @once
    @telling_damage
    def outline(self) -> list[int]:
        """Return which blocks head what follows them."""
        return self._stored.in_outline.tolist()

    def promises(self, first: int, last: int) -> list[Promise]:
        """Return some of the stretches in which literals may stand."""
        return self._promises.between(first, last)

    @telling_damage
    def stretch(self, promise: Promise) -> Stretch:
        """Read the blocks in which something may stand."""
        stored = self._stored
        line = stored.blocks_of_line(promise.line)
        start, end = stored.line_starts[promise.line : promise.line + 2].tolist()
        return stretch_near(
            promise,
            stored.edges(line),
            end - start - 1,
            lambda some: stored.texts(line[some.start : some.stop]),
            line.start,
        )

    @telling_damage
    def line(self, number: int) -> Line:
        """Read one line whole."""
        blocks = self._stored.blocks_of_line(number)
        return Line(blocks.start, tuple(self._stored.texts(blocks)))

    @telling_damage
    def block(self, number: int) -> Block:
        """Read one block."""
        return self._stored.blocks(number, number + 1)[0]

    @telling_damage
    def is_heading(self, number: int) -> bool:
        """Say whether a block is a heading."""
        return self._stored.is_heading(number)

    @telling_damage
    def paragraphs(self) -> Iterator[int]:
        """Yield the blocks that are no headings."""
        return iter(self._stored.paragraphs)


def found_texts(
    snapshot: Snapshot, documents: Sequence[int], literals: Sequence[Literal]
) -> list[StoredText]:
    """Return the texts of documents in which literals are looked for. Raises IndexUnusableError."""
    looked_for, articles = in_text(literals), snapshot.articles
    texts: dict[int, StoredText] = {}
    for segment, own, numbers in articles.by_segment(sorted(set(documents))):
        stored = [articles.stored(number) for number in numbers]
        promised = _find_promises(segment, own, stored, looked_for)
        for number, article, promises in zip(numbers, stored, promised, strict=True):
            head = snapshot.head_today(number, article)
            texts[number] = StoredText(head, looked_for, article, promises, snapshot.manifest)
    return [texts[number] for number in documents]


def _find_promises(
    segment: Texts,
    documents: Integers,
    stored: Sequence[StoredArticle],
    literals: Sequence[Literal],
) -> list[Promises]:
    """Say of each document which of its lines may show most."""
    if not literals:
        return [NO_PROMISES] * len(stored)
    lines = _Lines.of(segment, documents, stored)
    places = _Places.of(segment, documents, literals)
    of_place = lines.starts.searchsorted(places.starts, "right") - 1
    in_lines = (of_place >= 0) & lines.are_texts[of_place]
    places, of_place = places.only(in_lines), of_place[in_lines]
    kept = _apart(places.starts, places.ends)
    if not places.is_sure.all():
        is_open = np.zeros(len(lines.starts), bool)  # lines in which not all is sure
        is_open[of_place[~places.is_sure]] = True
        kept |= is_open[of_place]
    places, of_place = places.only(kept), of_place[kept]
    found = Places(places.starts, places.ends, places.literals, of_place)
    return find_promises(found, lines.starts, lines.firsts, literals, ~places.is_sure)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of some documents: where each starts, and what stands between documents as one more."""

    starts: Integers
    are_texts: Marks
    firsts: Integers  # the number of the first line of each document

    @classmethod
    def of(cls, segment: Texts, documents: Integers, stored: Sequence[StoredArticle]) -> Self:
        _, texts = segment.text_starts(documents)
        of_documents = [article.line_starts for article in stored]
        starts = [own + text for own, text in zip(of_documents, texts.tolist(), strict=True)]
        edges = np.array([0, *map(len, of_documents)]).cumsum()
        are_texts = np.ones(int(edges[-1]), bool)
        are_texts[edges[1:] - 1] = False
        return cls(np.concatenate(starts), are_texts, edges[:-1])


@dataclass(frozen=True, slots=True)
class _Places:
    """Where literals stand, or may: ascending, and of those that start at one place the longest first."""

    starts: Integers
    ends: Integers
    literals: Integers  # by number
    is_sure: Marks

    @classmethod
    def of(cls, segment: Texts, documents: Integers, literals: Sequence[Literal]) -> Self:
        numbers, ranges = zip(*_standing(segment, documents, literals), strict=True)
        lengths = [len(begins) for begins, _ in ranges]
        of_each = np.array(numbers).repeat(lengths)
        starts, ends = map(np.concatenate, zip(*ranges, strict=True))
        is_sure = np.array(list(map(stands_as_written, literals)))[of_each]
        # Moved apart, so that only places of one literal overlap.
        apart = np.arange(len(lengths)).repeat(lengths) << _PLACE_BITS
        kept = _apart(starts + apart, ends + apart) | ~is_sure
        starts, ends = starts[kept], ends[kept]
        order = np.lexsort((-ends, starts))
        return cls(starts[order], ends[order], of_each[kept][order], is_sure[kept][order])

    def only(self, kept: Marks) -> "_Places":
        return _Places(self.starts[kept], self.ends[kept], self.literals[kept], self.is_sure[kept])


def _standing(
    segment: Texts, documents: Integers, literals: Sequence[Literal]
) -> Iterator[tuple[int, tuple[Integers, Integers]]]:
    """Yield where each writing of a literal, by its number, begins in documents, ascending, and where it ends."""
    written = [
        (number, writing)
        for number, literal in enumerate(literals)
        if not isinstance(literal, Pattern)
        for writing in writings(literal)
    ]
    found = segment.places_of([writing for _, writing in written], documents)
    for (number, writing), places in zip(written, found, strict=True):
        begins = places.astype(np.int64)
        spend(_LITERAL + len(begins) * _PLACE, literals[number].text)
        yield number, (begins, begins + len(writing))
    for number, literal in enumerate(literals):
        if isinstance(literal, Pattern):
            begins, ends = segment.pattern_places(literal.shape, documents)
            spend(_LITERAL + len(begins) * _PLACE, literal.text)
            yield number, (begins, ends)


def _apart(begins: Integers, ends: Integers) -> Marks:
    """Mark those of some places, ascending, that begin not before the end of the last one marked."""
    count = len(begins)
    is_apart = np.ones(count + 1, bool)  # behind all places one more, which none comes before
    is_apart[1:count] = begins[1:] >= np.maximum.accumulate(ends)[:-1]
    if is_apart.all():
        return is_apart[:count]
    following = np.append(begins.searchsorted(ends), count)
    # Of those known to be, the next one is; then the second behind each, then the fourth.
    while not is_apart[ahead := following[is_apart]].all():
        is_apart[ahead] = True
        following = following[following]
    return is_apart[:count]
