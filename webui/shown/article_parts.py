"""Article parts: where is a long article cut, and which part has what? Each is a page of its own."""

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from search import Block, Highlighted, MarkedArticle

#: What a page of an article holds at most; only a single paragraph may be longer.
MOST_BLOCKS = 200
MOST_CHARACTERS = 20_000
#: So many of these are a long part, for who prints: about what ten usual pages cost.
LONG = 10
_ROUNDING = 1e-9
_ALMOST = 0.75  # of a part: from there on it rather ends before a heading


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an article: its blocks, and the hits that begin there, counted through the article."""

    number: int  # from 1
    blocks: range
    hits: range  # from 1


def parts_of(marked: MarkedArticle, heading_blocks: Container[int], length: int = 1) -> list[Part]:
    """Cut an article into parts, so many times as long as usual ones; most articles are one."""
    blocks = marked.article.blocks
    cuts = [*_cuts(blocks, heading_blocks, length), len(blocks)]
    counts = list(_hits_of_blocks(marked)) if any(line.highlights for line in marked.lines) else []
    parts: list[Part] = []
    first, hit = 0, 1
    for cut in cuts:
        hits = sum(counts[first:cut])
        parts.append(Part(len(parts) + 1, range(first, cut), range(hit, hit + hits)))
        first, hit = cut, hit + hits
    return parts


def part_of_block(parts: Sequence[Part], block: int) -> Part:
    """Return the part that has a block."""
    return parts[max(0, bisect_right(parts, block, key=lambda part: part.blocks.start) - 1)]


def part_of_hit(parts: Sequence[Part], hit: int) -> Part:
    """Return the part in which a hit begins; the first, if there is no such hit."""
    return next((part for part in parts if hit in part.hits), parts[0])


def _cuts(blocks: Sequence[Block], heading_blocks: Container[int], length: int) -> Iterator[int]:
    """Yield where a part ends and another begins: parts of like size, no more than needed."""
    most_blocks, most_characters = length * MOST_BLOCKS, length * MOST_CHARACTERS
    characters = sum(len(block.text) for block in blocks)
    if len(blocks) <= most_blocks and characters <= most_characters:
        return
    weights = [max(1 / most_blocks, len(block.text) / most_characters) for block in blocks]
    left = sum(weights)
    filled, most = 0.0, left / ceil(left)
    for number, weight in enumerate(weights):
        is_full = filled + weight > most + _ROUNDING
        if filled and (is_full or (filled > most * _ALMOST and number in heading_blocks)):
            yield number
            left -= filled
            filled, most = 0.0, left / ceil(left - _ROUNDING)
        filled += weight


def _hits_of_blocks(marked: MarkedArticle) -> Iterator[int]:
    """Yield how many hits begin in each block."""
    for line, highlighted in zip(marked.article.blocks_of_lines(), marked.lines, strict=True):
        yield from _hits_of_line(line, highlighted)


def _hits_of_line(line: Sequence[Block], highlighted: Highlighted) -> Iterator[int]:
    begun, end = 0, 0
    for block in line:
        end += len(block.text)
        before = begun
        begun = bisect_right(highlighted.highlights, end - 1, before, key=lambda place: place[0])
        yield begun - before
