"""Hard wraps: which lines of a draft are one paragraph, broken where a page was full?

What is copied out of a PDF has a break at the end of each line, in the middle of a sentence or a name.
A line goes on in the next where it was full (the next is not longer), no sentence ends with it, and the
paragraph ends as sentences do; an indentation or a number begins another one.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from ..text.numbering import BLANK, style_of
from ..text.sentences import ends_sentence, ends_sentence_or_leads_on

Range = tuple[int, int]

_FEWEST = 15  # characters of a full line: what is shorter may be a heading
_RAGGED = 4.0  # characters by which full lines differ: marks and Latin words are not parted
_NOTE = re.compile("[（(].*[)）]")  # a line of its own: (2020年12月23日通过)
_MARKS = frozenset("，、；：,;:（《“")


def paragraph_ranges(text: str) -> list[Range]:
    """Return the ranges of a text's paragraphs: lines, or several that only hard wraps part.

    Blank lines are none; a range ends before its line break.
    """
    runs = list(_runs(text))
    found: list[Range] = []
    for run in runs:
        lines = [text[start:end] for start, end in run]
        is_one = len(run) > 1 and _reads_on(lines, is_last=run is runs[-1])
        found += [(run[0][0], run[-1][1])] if is_one else run
    return found


def _runs(text: str) -> Iterator[list[Range]]:
    """Yield lines that may be one paragraph, by how long they are and how each begins and ends."""
    run: list[Range] = []
    before: list[str] = []
    at = 0
    for kept in text.splitlines(keepends=True):
        line = kept.splitlines()[0]
        is_blank = not line.strip(BLANK)
        if run and (is_blank or not _may_go_on(before[-2:], line)):
            yield run
            run, before = [], []
        if not is_blank:
            run.append((at, at + len(line)))
            before.append(line)
        at += len(kept)
    if run:
        yield run


def _may_go_on(before: Sequence[str], line: str) -> bool:
    last = before[-1]
    return (
        _width(last) >= _FEWEST
        and any(_is_full(measure, before, line) for measure in (_width, len))
        and _indent(line) <= _indent(last)
        and style_of(line) is None
        and not ends_sentence_or_leads_on(last)
        and not _NOTE.fullmatch(last.strip(BLANK))
    )


def _is_full(measure: Callable[[str], float], before: Sequence[str], line: str) -> bool:
    """Say whether a line is not shorter than those beside it."""
    least = measure(before[-1]) + _RAGGED
    return measure(line) <= least and measure(before[0]) <= least


def _reads_on(lines: Sequence[str], is_last: bool) -> bool:
    """Say whether lines read as a sentence, and not as a title above the name of who is spoken to.

    What is pasted last may have lost its end.
    """
    last = lines[-1].rstrip(BLANK)
    if ends_sentence(last):
        return True
    has_marks = any(not _MARKS.isdisjoint(line) for line in lines[:-1])
    return has_marks and (is_last or ends_sentence_or_leads_on(last))


def _width(line: str) -> float:
    """Return how wide a line is, in Chinese characters: those of ASCII are half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in line.rstrip(BLANK))


def _indent(line: str) -> float:
    return _width(line) - _width(line.lstrip(BLANK))
