"""PDF notes: which rows at a page's foot are notes, that cut in two a sentence which goes on overleaf?"""

import re
from collections.abc import Sequence

from ...text.sentences import ends_sentence_or_leads_on
from .page import Column, Page, Row

_SMALLER = 0.93  # times the size of the text, at most
_LOWER_HALF = 0.6  # of the height of the page: notes stand below
_RULE = 0.6  # of the width: a line over notes is shorter
_SHORTEST_RULE = 30.0  # points
_ABOVE = 2.5  # times the size: so near below a line notes begin
_APART = 2.1  # times the size of the text, from it to the notes, more than between its lines
_MOST_RULES = 200
_MARK = re.compile(
    r"[①-⑳❶-❿⑴-⒇*＊※†‡]|[\[［〔【（(]\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|注)\s?[\]］〕】）)]"
    r"|\d{1,3}(?![\d.．、％%])|注\s?(?:\d{1,2}|[①-⑳])?\s?[:：]|脚注|[¹²³⁴-⁹]"
)

_Rule = tuple[float, float]  # how high a line is drawn, where it begins


def without_notes(
    pages: Sequence[list[Column]], usual: float, flow: Sequence[tuple[int, Page]]
) -> tuple[list[Column], list[Column]]:
    """Part the columns of pages into text and notes; `usual` is the size of the text."""
    text: list[Column] = []
    notes: list[Column] = []
    for columns, (_, page) in zip(pages, flow, strict=True):
        is_only = len(columns) == 1
        rules = _rules(page)
        for column in columns:
            start = _start_of_notes(column.rows, usual, page.height, rules)
            if start is None or (start == 0 and is_only):
                text.append(column)
                continue
            if start:
                text.append(Column(column.rows[:start], is_full=column.is_full))
            notes.append(Column(column.rows[start:], is_full=column.is_full))
    return text, notes


def _start_of_notes(
    rows: Sequence[Row], usual: float, height: float, rules: Sequence[_Rule]
) -> int | None:
    """Find the first row of the notes at the foot of a column."""
    start = len(rows)
    while start and _may_be_note(rows[start - 1], usual, height):
        start -= 1
    if start < len(rows) and _begins_notes(rows, start, rules):
        return start
    # Notes as large as the text have a line above them.
    for at, row in enumerate(rows):
        is_low = row.base < _LOWER_HALF * height
        if is_low and _MARK.match(row.text) and _has_rule(row, rules):
            return at
    return None


def _may_be_note(row: Row, usual: float, height: float) -> bool:
    return not row.is_ruled and row.size <= _SMALLER * usual and row.base < _LOWER_HALF * height


def _begins_notes(rows: Sequence[Row], start: int, rules: Sequence[_Rule]) -> bool:
    first = rows[start]
    if _MARK.match(first.text) or _has_rule(first, rules):
        return True
    if not start:
        return False
    above = rows[start - 1]
    is_broken_off = not ends_sentence_or_leads_on(above.text)
    return is_broken_off and above.base - first.base > _APART * above.size


def _rules(page: Page) -> list[_Rule]:
    """Return the short lines that are drawn in the lower half of a page, as what may part notes off."""
    rules = [
        (b, min(a, c))
        for a, b, c, d in page.lines
        if abs(b - d) <= 1
        and b < _LOWER_HALF * page.height
        and _SHORTEST_RULE <= abs(a - c) <= _RULE * page.width
    ]
    return rules[:_MOST_RULES]


def _has_rule(row: Row, rules: Sequence[_Rule]) -> bool:
    """Say whether a short line is drawn right above a row."""
    return any(
        0 < base - row.base <= _ABOVE * row.size and begin <= row.end for base, begin in rules
    )
