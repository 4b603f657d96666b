"""Article text: what is read of an article to show where something stands in it? A few of its lines.

An engine says which lines may show most; whoever shows them reads those. What stands in a line its
text tells, so an engine may promise too much, never too little.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..article import Article, ArticleHead, Block, BlockKind
from ..text.outline import outline
from .marks import find_marks, in_text
from .nodes import Literal


@dataclass(frozen=True, slots=True)
class Promise:
    """A line in which literals stand, or may, and at most how many; known by its first block."""

    block: int
    weight: int  # of the different literals: see `weight_of`
    marks: int


def weight_of(literal: Literal) -> int:
    """Return what a literal weighs: a whole run more than its pieces scattered over a passage."""
    return len(literal.text) ** 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: its blocks, and the number of the first."""

    first: int
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """Return the whole line."""
        return "".join(block.text for block in self.blocks)


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

    def promises(self) -> Iterator[Promise]:
        """Yield the lines in which literals stand: the greatest weight first, then the most marks, then in order."""

    def lines(self, first_blocks: Sequence[int]) -> list[Line]:
        """Read some lines, each by its first block."""

    def block(self, number: int) -> Block:
        """Read one block."""

    def is_heading(self, number: int) -> bool:
        """Say whether a block is a heading."""

    def paragraphs(self) -> Iterator[int]:
        """Yield the blocks that are no headings."""


class WholeText:
    """The text of an article that is at hand whole: how any engine may answer."""

    def __init__(self, article: Article, literals: Sequence[Literal]) -> None:
        self.literals = in_text(literals)
        self._article = article
        blocks = list(article.blocks_of_lines())
        firsts = _firsts(blocks)
        self._lines = {first: Line(first, own) for first, own in zip(firsts, blocks, strict=True)}

    @property
    def head(self) -> ArticleHead:
        """Return what is known of the article besides its text."""
        return self._article.head

    @property
    def outline(self) -> Sequence[int]:
        """Return which blocks head what follows them."""
        return [entry.block for entry in outline(self._article.blocks)]

    def promises(self) -> Iterator[Promise]:
        """Yield the lines in which literals stand, with just what stands there."""
        found = find_marks([line.text for line in self._lines.values()], self.literals)
        promises = [
            Promise(first, sum(weight_of(self.literals[one]) for one in different), len(marks))
            for first, marks in zip(self._lines, found, strict=True)
            if (different := {mark.literal for mark in marks})
        ]
        yield from sorted(promises, key=lambda one: (-one.weight, -one.marks, one.block))

    def lines(self, first_blocks: Sequence[int]) -> list[Line]:
        """Return some lines."""
        return [self._lines[first] for first in first_blocks]

    def block(self, number: int) -> Block:
        """Return one block."""
        return self._article.blocks[number]

    def is_heading(self, number: int) -> bool:
        """Say whether a block is a heading."""
        return self._article.blocks[number].kind is BlockKind.HEADING

    def paragraphs(self) -> Iterator[int]:
        """Yield the blocks that are no headings."""
        return (n for n in range(len(self._article.blocks)) if not self.is_heading(n))


def _firsts(lines: Sequence[tuple[Block, ...]]) -> list[int]:
    firsts, first = [], 0
    for blocks in lines:
        firsts.append(first)
        first += len(blocks)
    return firsts
