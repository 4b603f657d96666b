"""PDF notes: which rows at a page's foot are notes, that cut in two a sentence which goes on overleaf?"""

import re
from collections.abc import Sequence

from ...text.sentences import ends_sentence_or_leads_on
from .pdf_page import Column, Page, Row

_SMALLER = 0.93  # times the size of the text, at most
_LOWER_HALF = 0.6  # of the height of the page: notes stand below
_RULE = 0.6  # of the width: a line over notes is shorter
_SHORTEST_RULE = 30.0  # points
_ABOVE = 2.5  # times the size: so near below a line notes begin
_APART = 1.4  # times the size of the text, from it to the notes, more than between its lines
_MARK = re.compile(
    r"[①-⑳❶-❿⑴-⒇*＊※†‡]|[\[［〔【（(]\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|注)\s?[\]］〕】）)]"
    r"|\d{1,3}(?![\d.．、％%])|注\s?(?:\d{1,2}|[①-⑳])?\s?[:：]|脚注|[¹²³⁴-⁹]"
)


def without_notes(
    pages: Sequence[list[Column]], usual: float, flow: Sequence[tuple[int, Page]]
) -> tuple[list[Column], list[Column]]:
    """Part the columns of pages into text and notes; `usual` is the size of the text."""
    text: list[Column] = []
    notes: list[Column] = []
    for columns, (_, page) in zip(pages, flow, strict=True):
        is_only = len(columns) == 1
        for column in columns:
            start = _start_of_notes(column.rows, usual, page)
            if start is None or (start == 0 and is_only):
                text.append(column)
                continue
            if start:
                text.append(Column(column.rows[:start], is_full=column.is_full))
            notes.append(Column(column.rows[start:], is_full=column.is_full))
    return text, notes


def _start_of_notes(rows: Sequence[Row], usual: float, page: Page) -> int | None:
    """Find the first row of the notes at the foot of a column."""
    start = len(rows)
    while start and _may_be_note(rows[start - 1], usual, page):
        start -= 1
    if start < len(rows) and _begins_notes(rows, start, page):
        return start
    # Notes as large as the text have a line above them.
    for at, row in enumerate(rows):
        if row.base < _LOWER_HALF * page.height and _MARK.match(row.text) and _has_rule(row, page):
            return at
    return None


def _may_be_note(row: Row, usual: float, page: Page) -> bool:
    return (
        not row.is_ruled and row.size <= _SMALLER * usual and row.base < _LOWER_HALF * page.height
    )


def _begins_notes(rows: Sequence[Row], start: int, page: Page) -> bool:
    first = rows[start]
    if _MARK.match(first.text) or _has_rule(first, page):
        return True
    if not start:
        return False
    above = rows[start - 1]
    return (
        not ends_sentence_or_leads_on(above.text)
        and above.base - first.base > _APART * above.size * 1.5
    )


def _has_rule(row: Row, page: Page) -> bool:
    """Say whether a short line is drawn right above a row."""
    return any(
        abs(b - d) <= 1
        and _SHORTEST_RULE <= abs(a - c) <= _RULE * page.width
        and 0 < b - row.base <= _ABOVE * row.size
        and min(a, c) <= row.end
        for a, b, c, d in page.lines
    )
