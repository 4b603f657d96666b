"""Wraps: which breaks within a block only wrap a line for want of room, and which end it?

A page breaks lines with <br>, in <pre> with line feeds: some were typed at a fixed width, in the
middle of a sentence or a name; some part paragraphs, verses, addresses, the lines of a signature.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ...article import in_one_line
from ...text.characters import HAN
from ...text.hard_wraps import have_labels
from ...text.sentences import ends_sentence_or_leads_on
from ..fields.dates import is_date
from .blocks import is_numbered
from .labels import is_matter
from .rendering import Line

_FULL_LINE = 18  # characters: a shorter line without marks may be a heading
_VERSE_LINES = 3
_ENDS_OR_PAUSES = re.compile(r"[，、,。！？；：!?;:…—][”’」』）)》]*$")
_MARK_WITHIN = re.compile(r"[，、。；：,;“《（]")
_PAIRS = ("（）", "()", "《》", "“”", "「」", "『』", "〈〉", "〔〕")
_GOES_ON = re.compile(r"[、《（“(〈〔·和与及或]$")
_COMPOUND_SURNAME = re.compile(
    r"(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|司空|夏侯|轩辕|南宫|端木|独孤|东郭|闻人|澹台|公冶|濮阳|淳于|太史|申屠|钟离|鲜于|闾丘|呼延|赫连|拓跋|百里|第五)$"
)
_GOES_ON_FROM = re.compile(r"^[，。、；：！？）)》”」』〉〕,;·%％]")
_HAN = re.compile(rf"[{HAN}]")


def joined_wraps(lines: Sequence[Line], are_placed: bool = False) -> Iterator[Line]:
    """Yield the lines of one block, those together that only a wrap parts.

    `are_placed`: they are centred or stand at the right, so each of them was ended on purpose.
    """
    if len(lines) < 2:
        yield from lines
        return
    width = max(len(line.text) for line in lines)
    wrapped = not are_placed and _is_wrapped(lines, width)
    for run in _runs(lines, width, wrapped):
        yield from _joined_run(run, width, are_placed)


def _is_full(line: Line, width: int) -> bool:
    return len(line.text) >= width - min(4, width // 4)


def _is_wrapped(lines: Sequence[Line], width: int) -> bool:
    """Say whether most full lines break off within a sentence: then those that do not may be wrapped too."""
    full = [line.text for line in lines[:-1] if _is_full(line, width)]
    return sum(not ends_sentence_or_leads_on(text) for text in full) * 2 > len(full) > 1


def _runs(lines: Sequence[Line], width: int, wrapped: bool) -> Iterator[list[Line]]:
    """Yield what may be one paragraph: no blank line in it, no indentation, no end of a sentence but at a full line."""
    run = [lines[0]]
    for previous, line in pairwise(lines):
        if _parts(previous, line, width, wrapped):
            yield run
            run = []
        run.append(line)
    yield run


def _parts(previous: Line, line: Line, width: int, wrapped: bool) -> bool:
    """Say whether a line does not go on with what the line before it said."""
    if line.after_blank or line.indented or is_numbered(line.text):
        return True
    if any(is_date(each.text) or is_matter(each.text) for each in (previous, line)):
        return True
    if have_labels(previous.text, line.text):
        return True
    if is_numbered(previous.text) and not _is_full(previous, width) and not _has_mark(previous):
        return True  # 一、总体要求
    ends = ends_sentence_or_leads_on(previous.text)
    return ends and not (wrapped and _is_full(previous, width) and len(previous.text) >= _FULL_LINE)


def _has_mark(line: Line) -> bool:
    return _MARK_WITHIN.search(line.text[2:]) is not None


def _joined_run(run: list[Line], width: int, are_placed: bool) -> Iterator[Line]:
    start = 0
    if not are_placed and not _are_lines_on_purpose(run):
        heads = _heads(run, width)
        yield from run[:heads]
        yield _one_line(run[heads:])
        return
    for end, (previous, line) in enumerate(pairwise(run), 1):
        if not _must_go_on(previous.text, line.text):
            yield _one_line(run[start:end])
            start = end
    yield _one_line(run[start:])


def _are_lines_on_purpose(run: list[Line]) -> bool:
    """Say whether lines are verses, names or the like: no sentence ends with them, or each with a mark."""
    if not ends_sentence_or_leads_on(run[-1].text):
        return True
    if len(run) > 1 and all(_ENDS_OR_PAUSES.search(line.text) for line in run):
        return True
    return len(run) >= _VERSE_LINES and not any(_has_mark(line) for line in run)


def _heads(run: list[Line], width: int) -> int:
    """Return 1 where the first line is a heading above the sentence, else 0."""
    if len(run) < 2:
        return 0
    first, following = run[0], run[1]
    is_heading = (
        len(first.text) < _FULL_LINE
        and not _is_full(first, width)
        and not _MARK_WITHIN.search(first.text)
        and not _must_go_on(first.text, following.text)
        and not (first.text[-1].isascii() and following.text[0].isascii())  # Smart, City
    )
    return int(is_heading)


def _must_go_on(text: str, following: str) -> bool:
    """Say whether a break stands within what cannot be parted: a name, a bracket, a list."""
    if _ends_open(text) or _GOES_ON_FROM.match(following):
        return True
    return bool(_GOES_ON.search(text) or (_COMPOUND_SURNAME.search(text) and _HAN.match(following)))


def _ends_open(text: str) -> bool:
    return any(text.rfind(pair[0]) > text.rfind(pair[1]) for pair in _PAIRS)


def _one_line(run: list[Line]) -> Line:
    if len(run) == 1:
        return run[0]
    text = in_one_line("\n".join(line.text for line in run))
    linked = sum(line.linked * len(line.text) for line in run) / sum(len(line.text) for line in run)
    return replace(run[0], text=text, linked=min(1.0, linked))
