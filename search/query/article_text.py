"""Article text: what is read of an article to show where something stands in it? A few of its blocks.

An engine says which stretches of its lines show most, by where literals stand in them; whoever
shows them reads those, and no more. What stands there its text tells: an engine may promise too
much, never too little.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Protocol

import numpy as np

from ..article import Article, ArticleHead, Block, BlockKind
from ..text.normalization import normalize
from ..text.outline import entry_name, outline
from .marks import find_places, in_text
from .nodes import Literal
from .promises import Numbers, Places, Promise, Promises, find_promises


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks of a line that stand side by side; what begins in some of them is looked for."""

    first: int  # the number of the first of these
    texts: tuple[str, ...]
    own: range  # which of them, from 0; the others only go on where these end, or lead to them
    near: tuple[int, int]  # about where in all of them, in characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article: the number of its first block, and the texts of its blocks."""

    first: int
    texts: tuple[str, ...]


class ArticleText(Protocol):
    """The text of an article in which literals are looked for. Raises IndexUnusableError where it is damaged."""

    @property
    def head(self) -> ArticleHead:
        """Return what is known of the article besides its text."""

    @property
    def literals(self) -> Sequence[Literal]:
        """Return what is looked for in the text."""

    @property
    def outline(self) -> Sequence[int]:
        """Return which blocks head what follows them, ascending; see `search.text.outline`."""

    def promises(self, first: int, last: int) -> list[Promise]:
        """Return some of the stretches in which literals stand, from 0: those that show most come first."""

    def stretch(self, promise: Promise) -> Stretch:
        """Read the blocks in which something stands."""

    def line(self, number: int) -> Line:
        """Read one line whole."""

    def block(self, number: int) -> Block:
        """Read one block."""

    def is_heading(self, number: int) -> bool:
        """Say whether a block is a heading."""

    def paragraphs(self) -> Iterator[int]:
        """Yield the blocks that are no headings."""


def stretch_near(
    promise: Promise,
    edges: Sequence[int],
    length: int,
    texts: Callable[[range], Iterable[str]],
    first_block: int,
) -> Stretch:
    """Read the blocks of a line in which something stands, and their neighbours: a match may run over an edge.

    Given are where the blocks begin, and the last ends, as written; how long all are, normalised;
    what reads the texts of some of them, from 0; and the number of the first. What normalising drops
    or adds moves a place by no more than it changes the length of the line.
    """
    shift = edges[-1] - edges[0] - length
    start = max(edges[0] + promise.start - abs(shift), edges[0])
    end = edges[0] + promise.end + abs(shift)
    last_block = len(edges) - 1
    if last_block == 1:  # as most lines have
        near = (start - edges[0], end - edges[0])
        return Stretch(first_block, tuple(texts(range(1))), range(1), near)
    first = min(bisect_right(edges, start) - 1, last_block - 1)
    last = max(min(bisect_left(edges, end), last_block), first + 1)
    read = range(max(first - 1, 0), min(last + 1, last_block))
    return Stretch(
        first_block + read.start,
        tuple(texts(read)),
        range(first - read.start, last - read.start),
        (start - edges[read.start], end - edges[read.start]),
    )


def heading_above(text: ArticleText, block: int, place: int) -> str | None:
    """Return what stands above a place in a block: a numbered paragraph, above what goes on in it.

    Above its beginning stands a heading, not the numbered paragraph before it.
    """
    heads = text.outline
    at = bisect_left(heads, block + (place > 0))
    is_numbered = at < len(heads) and heads[at] == block
    if is_numbered and not text.is_heading(block):
        while at and not text.is_heading(heads[at - 1]):
            at -= 1
    return entry_name(text.block(heads[at - 1])) if at else None


class WholeText:
    """The text of an article that is at hand whole: how any engine may answer."""

    def __init__(self, article: Article, literals: Sequence[Literal]) -> None:
        self.literals = in_text(literals)
        self._article = article
        self._lines = list(article.blocks_of_lines())

    @property
    def head(self) -> ArticleHead:
        """Return what is known of the article besides its text."""
        return self._article.head

    @property
    def outline(self) -> Sequence[int]:
        """Return which blocks head what follows them."""
        return [entry.block for entry in outline(self._article.blocks)]

    @cached_property
    def _starts(self) -> Numbers:
        """Return where each line begins, normalised, one behind another, and behind the last."""
        lines = [normalize("".join(block.text for block in line)) for line in self._lines]
        return np.cumsum([0, *(len(line) + 1 for line in lines)])

    @cached_property
    def _promised(self) -> Promises:
        lines = ["".join(block.text for block in line) for line in self._lines]
        columns = np.array(find_places(lines, self.literals), np.int64).reshape(-1, 3)
        starts, ends, numbers = columns.T
        of_line = self._starts.searchsorted(starts, "right") - 1
        places = Places(starts, ends, numbers, of_line)
        return find_promises(places, self._starts, np.zeros(1, np.int64), self.literals)[0]

    def promises(self, first: int, last: int) -> list[Promise]:
        """Return some of the stretches in which literals stand."""
        return self._promised.between(first, last)

    def stretch(self, promise: Promise) -> Stretch:
        """Return the blocks in which something stands."""
        texts = [block.text for block in self._lines[promise.line]]
        units = (len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts)
        edges = list(accumulate(units, initial=0))
        length = int(self._starts[promise.line + 1] - self._starts[promise.line]) - 1
        first_block = sum(map(len, self._lines[: promise.line]))
        return stretch_near(
            promise, edges, length, lambda some: texts[some.start : some.stop], first_block
        )

    def line(self, number: int) -> Line:
        """Return one line."""
        texts = tuple(block.text for block in self._lines[number])
        return Line(sum(map(len, self._lines[:number])), texts)

    def block(self, number: int) -> Block:
        """Return one block."""
        return self._article.blocks[number]

    def is_heading(self, number: int) -> bool:
        """Say whether a block is a heading."""
        return self._article.blocks[number].kind is BlockKind.HEADING

    def paragraphs(self) -> Iterator[int]:
        """Yield the blocks that are no headings."""
        return (n for n in range(len(self._article.blocks)) if not self.is_heading(n))
