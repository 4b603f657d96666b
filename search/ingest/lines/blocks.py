"""Blocks: which lines are headings, which paragraphs, and which only repeat the title?"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from ...article import Block, BlockKind
from ...text.characters import HAN
from ...text.hard_wraps import told_paragraph_ranges
from ...text.normalization import normalize
from ...text.numbering import BLANK
from ...text.sentences import ends_sentence_or_leads_on
from ..fields.dates import is_date
from .rendering import Line

_MAX_HEADING_LENGTH = 30
_MAX_NUMBERED_HEADING_LENGTH = 45
_MAX_HEADING_LINES = 5
_MAX_MARKED_HEADING_LENGTH = 80
_MAX_ECHO_START, _MAX_ECHO_LINES = 12, 12
_MOST_MARKS = 60  # of an echo: marks and spaces that the title has not
_FULL_LINE = 18  # characters: a shorter line was not broken for want of room

_NUMERAL = "一二三四五六七八九十百零〇0-9０-９"
_NUMBERED = re.compile(
    rf"第[{_NUMERAL}]+(?:[章节節编編篇部]|分[编編])|[{_NUMERAL}]{{1,3}}[、．]|[0-9]{{1,2}}[.](?![0-9])"
    rf"|[（(][{_NUMERAL}]{{1,3}}[)）]|[①-⑳]"
)
_PROSE = re.compile(r"[。！？；：!?;:，,]")
_NO_HEADING = re.compile(r"^(?:附件|附表|附[:：]|抄送|注[:：]|[—─-]{2,})|[，,、：:]$")
_NOTE = re.compile(r"^[（(](?:此|本)[件文页][^（）()]*[)）]$")  # （此件公开发布）
_HAN = re.compile(rf"[{HAN}]")
_NOT_WORDS = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[^\W_]")


def blocks_of_lines(lines: Sequence[str]) -> tuple[Block, ...]:
    """Make a block of each line, as fits text that a program wrote: numbered short lines are headings."""
    return tuple(
        Block(
            BlockKind.HEADING if _NUMBERED.match(line) and _may_head(line) else BlockKind.PARAGRAPH,
            line,
        )
        for line in lines
    )


def blocks_of_pasted(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Make blocks of what was copied from a page, where headings and paragraphs may be hard-wrapped."""
    units = _join_wrapped_paragraphs(lines)
    blocks: list[Block] = []
    start = 0
    while start < len(units):
        end = start
        while end < len(units) and _may_head(units[end]):
            end += 1
        if end == start:
            blocks.append(Block(BlockKind.PARAGRAPH, units[start]))
            start += 1
            continue
        blocks += _blocks_of_short_lines(
            units[start:end], heads_text=end < len(units) and _is_prose(units[end])
        )
        start = end
    return tuple(blocks)


def blocks_of_marked(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Make a block of each line of a document with markup: headings by their markup, or numbered."""
    blocks = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        is_heading = len(line.text) <= _MAX_MARKED_HEADING_LENGTH and (
            line.level is not None
            or (is_numbered(line.text) and _may_head(line.text) and following is not None)
        )
        blocks.append(Block(BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH, line.text))
    return tuple(blocks)


def without_echo_blocks(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Drop the blocks near the top that together only repeat the title, or make them one heading.

    See `heading_of_echo`. Of blocks that are nothing but the title none is left.
    """
    texts = [block.text for block in blocks]
    echo = find_title_echo(texts, title)
    if len(echo) == len(blocks):
        return ()
    kept = heading_of_echo(texts[echo.start : echo.stop], title)
    return (*blocks[: echo.start], *kept, *blocks[echo.stop :])


def heading_of_echo(lines: Sequence[str], title: str) -> tuple[Block, ...]:
    """Make a heading of lines that repeat the title, where they write it with other marks.

    What is the same text as the title is found by the title; anything else would be lost.
    """
    text = "\n".join(lines)
    return () if normalize(text) in normalize(title) else (Block(BlockKind.HEADING, text),)


def find_title_echo(lines: Sequence[str], title: str) -> range:
    """Find the first run of lines near the top that, joined, say what the title says."""
    wanted = title_key(title)
    longest = len(title) + _MOST_MARKS
    for start in range(min(len(lines), _MAX_ECHO_START)):
        joined = ""
        for end in range(start, min(len(lines), start + _MAX_ECHO_LINES)):
            line = lines[end]
            if len(line) > longest or not wanted.startswith(joined + _first_letter(line)):
                break  # by far the most, at little cost
            joined += title_key(line)
            if joined == wanted and joined:
                return range(start, end + 1)
            if not wanted.startswith(joined):
                break
    return range(0)


def is_numbered(text: str) -> bool:
    """Say whether a line begins with a number as headings do: 一、 （一） 1. 第一章."""
    return _NUMBERED.match(text) is not None


@lru_cache(maxsize=8192)
def title_key(text: str) -> str:
    """Return what two writings of one title have in common: its letters, no marks or spaces."""
    return _NOT_WORDS.sub("", normalize(text))


def _first_letter(text: str) -> str:
    """Return how the key of a text begins."""
    letter = _WORDS.search(text)
    return title_key(letter[0]) if letter else ""


def _may_head(text: str) -> bool:
    limit = _MAX_NUMBERED_HEADING_LENGTH if _NUMBERED.match(text) else _MAX_HEADING_LENGTH
    return (
        len(text) <= limit
        and _HAN.search(text) is not None
        and not ends_sentence_or_leads_on(text)
        and not _NO_HEADING.search(text)
        and not _NOTE.match(text)
        and not re.search(r"[。；：:|]", text)
        and not is_date(text)
    )


def _is_prose(text: str) -> bool:
    return not is_date(text) and (
        len(text) > _MAX_HEADING_LENGTH or _PROSE.search(text) is not None
    )


def _blocks_of_short_lines(lines: list[str], heads_text: bool) -> list[Block]:
    """Tell headings from other short lines (signatures, lists), and join a heading's lines."""
    groups: list[list[str]] = []
    for line in lines:
        if not groups or _NUMBERED.match(line):
            groups.append([])
        groups[-1].append(line)
    blocks = []
    for group in groups:
        numbered = _NUMBERED.match(group[0]) is not None
        joinable = len(group) <= _MAX_HEADING_LINES
        if joinable and heads_text and (numbered or group is groups[-1]):
            blocks.append(Block(BlockKind.HEADING, "\n".join(group)))
        elif numbered and heads_text:
            blocks.append(Block(BlockKind.HEADING, group[0]))
            blocks += [Block(BlockKind.PARAGRAPH, line) for line in group[1:]]
        else:
            blocks += [Block(BlockKind.PARAGRAPH, line) for line in group]
    return blocks


def _join_wrapped_paragraphs(lines: Sequence[Line]) -> list[str]:
    """Join the lines of each paragraph that was broken at a fixed width, keeping the breaks."""
    indents_mark_paragraphs = sum(line.indented for line in lines) >= 2
    width = max((len(line.text) for line in lines), default=0)
    sentences_may_wrap = (indents_mark_paragraphs or width <= 45) and _is_wrapped(lines, width)
    begin = _told_beginnings(lines)
    units: list[list[str]] = []
    for number, (previous, line) in enumerate(zip([None, *lines], lines, strict=False)):
        if previous and (
            number not in begin or _continues(previous, line, width, sentences_may_wrap)
        ):
            units[-1].append(line.text)
        else:
            units.append([line.text])
    return ["\n".join(unit) for unit in units]


def _told_beginnings(lines: Sequence[Line]) -> set[int]:
    """Return which lines begin a paragraph, by what the breaks of all of them tell."""
    written = [
        "\n" * line.after_blank + BLANK[0] * line.indented + line.text + "\n" for line in lines
    ]
    ends = accumulate(map(len, written), initial=0)
    numbers = {
        end + line.after_blank: number
        for number, (end, line) in enumerate(zip(ends, lines, strict=False))
    }
    return {numbers[start] for start, _ in told_paragraph_ranges("".join(written))}


def _is_wrapped(lines: Sequence[Line], width: int) -> bool:
    """Say whether most full lines break off within a sentence: then those that do not may be wrapped too."""
    full = [
        line.text
        for line, following in pairwise(lines)
        if _is_full(line, width) and not following.after_blank
    ]
    return sum(not ends_sentence_or_leads_on(text) for text in full) * 2 > len(full)


def _is_full(line: Line, width: int) -> bool:
    return len(line.text) >= width - 4


def _continues(previous: Line, line: Line, width: int, sentences_may_wrap: bool) -> bool:
    """Say whether a line goes on with the sentence that the line before it broke off."""
    if line.after_blank or line.indented or len(previous.text) < _FULL_LINE:
        return False
    if _NUMBERED.match(line.text) or is_date(line.text):
        return False
    full = _is_full(previous, width)
    if ends_sentence_or_leads_on(previous.text):
        return full and sentences_may_wrap and not _may_head(line.text)
    return full or _PROSE.search(previous.text) is not None
