"""Outline: what in an article heads what follows, and on which level?

Its headings; where it has none, and in lines that were cut, the paragraphs that are numbered 一、, too,
by how they begin.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..article import Block, BlockKind, in_one_line
from .numbering import BLANK, Style, opened, style_of

_LONGEST_NAME = 24  # characters, of a paragraph
_PAUSE = re.compile("[，。；：！？,;:!?]")
_MOST_LEVELS = 4  # 编, 分编, 章, 节


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A block that heads what follows it: what it is called, and how deep it stands, from 1."""

    block: int
    name: str
    level: int


def outline(blocks: Sequence[Block]) -> list[OutlineEntry]:
    """List what heads the blocks of an article, in order."""
    entries: list[OutlineEntry] = []
    levels: list[Style] = []
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            style = style_of(block.text)
            levels = [] if style is None else opened(levels, style)
            level = min(max(len(levels), 1), _MOST_LEVELS)
            entries.append(OutlineEntry(number, entry_name(block), level))
    if not entries:
        return _numbered(blocks, range(len(blocks)))
    if any(block.joined for block in blocks):
        beside = _numbered(blocks, _in_cut_lines(blocks))
        entries = sorted([*entries, *beside], key=lambda entry: entry.block)
    return entries


def entry_name(block: Block) -> str:
    """Return what a block that heads others is called: a heading, or the beginning of a paragraph."""
    return heading_name(block) if block.kind is BlockKind.HEADING else _beginning(block.text)


def heading_name(block: Block) -> str:
    """Return what a heading is called: without the stop that closes it in its line."""
    return in_one_line(block.text).strip(BLANK).rstrip("。：:") or block.text


def _in_cut_lines(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the paragraphs of the lines that were cut: beside headings, some had no title to tell."""
    for number, block in enumerate(blocks):
        cut = block.joined or any(after.joined for after in blocks[number + 1 : number + 2])
        if cut and block.kind is BlockKind.PARAGRAPH:
            yield number


def _numbered(blocks: Sequence[Block], places: Iterable[int]) -> list[OutlineEntry]:
    return [
        OutlineEntry(number, entry_name(blocks[number]), 1)
        for number in places
        if style_of(blocks[number].text) is Style.CHINESE
    ]


def _beginning(text: str) -> str:
    line = in_one_line(text[: _LONGEST_NAME * 2]).strip(BLANK)
    pause = _PAUSE.search(line)
    end = min(pause.start() if pause else len(line), _LONGEST_NAME)
    return line[:end] + ("…" if end < len(text.strip(BLANK)) else "")
