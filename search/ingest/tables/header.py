"""Header: which rows of a table name its columns?"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..fields.audience import means_audience
from ..fields.names import NAMES, field_of

_MOST_ROWS_ABOVE = 10  # a title, a note, blank ones
_HEAD_CHARACTERS = 16 * 1024
_LONGEST_NAME = 20
_DELIMITERS = (",", "\t", ";", "|", "，", "；")

#: What a table must have, and may have, for users.
EXPECTED = "找不到表头：前几行里要有一行列名，至少有“标题”（title）和“正文”（text）；" + (
    "还可以有"
    + "、".join(names[1] for field, names in NAMES.items() if field not in {"title", "text"})
)


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a table's columns; of one that has none it is None."""

    names: tuple[str | None, ...]
    last: int  # index of the last of the rows that it is made of

    def column_of(self, field: str) -> int:
        """Return the column that gives a field; the last, of several."""
        return max(at for at, name in enumerate(self.names) if name and field_of(name) == field)


def find_header(rows: Iterable[Sequence[object]]) -> Header | None:
    """Find the row among the first that names columns, and the one below if that names some too."""
    first = None
    for index, row in enumerate(rows):
        if first is None:
            if index > _MOST_ROWS_ABOVE:
                return None
            names = _names(row)
            if {"title", "text"} <= _fields(names):
                first = Header(names, index)
            continue
        below = _names(row)
        return Header(_joined(first.names, below), index) if _goes_on(first.names, below) else first
    return first


def _names(row: Sequence[object]) -> tuple[str | None, ...]:
    return tuple(
        " ".join(cell.split()) if isinstance(cell, str) and cell.strip() else None for cell in row
    )


def _fields(names: Iterable[str | None]) -> set[str | None]:
    return {field_of(name) for name in names if name}


def _pairs(
    above: Sequence[str | None], below: Sequence[str | None]
) -> Iterator[tuple[str | None, str | None]]:
    """Yield what both rows of a header say of each column.

    Where only the lower one says something, the upper name is that on the left: a merged cell that
    was written as text.
    """
    on_left = None
    for over, under in zip_longest(above, below):
        on_left = over or on_left
        yield (over if over or not under else on_left), under


def _goes_on(above: Sequence[str | None], below: Sequence[str | None]) -> bool:
    """Say whether a row is the second of a header: it names columns, but neither title nor text anew."""
    others = 0
    for over, under in _pairs(above, below):
        if under is None or under == over:
            continue
        if field_of(over or "") in {"title", "text"} or len(under) > _LONGEST_NAME:
            return False
        if not (field_of(under) or field_of(under + (over or "")) or _says_audience(over, under)):
            return False
        others += 1
    return others > 0


def _says_audience(above: str | None, below: str) -> bool:
    """Say whether a column says who may read the rest, by either row: 密级 over 必填, 管理 over 密级."""
    return means_audience(below) or means_audience(above or "")


def _joined(above: Sequence[str | None], below: Sequence[str | None]) -> tuple[str | None, ...]:
    """Name each column by both rows: 日期 over 发布 is 发布日期."""
    return tuple(_name_of(over, under) for over, under in _pairs(above, below))


def _name_of(above: str | None, below: str | None) -> str | None:
    if above and below and _says_audience(above, below):
        return below if means_audience(below) else above
    if not above or not below or above == below or field_of(below):
        return below or above
    return next((name for name in (below + above, above + below) if field_of(name)), below)


def delimiter_of(text: str) -> str | None:
    """Return what stands between the cells of a table that is text; None for what is no table."""
    head = text[:_HEAD_CHARACTERS]
    for delimiter in _DELIMITERS:
        if delimiter not in head:
            continue
        try:
            if find_header(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)):
                return delimiter
        except csv.Error:  # a field without end; the table's reader says so
            continue
    return None
