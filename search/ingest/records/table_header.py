"""Table header: which row of a table names its columns?"""

import csv
import io
from collections.abc import Iterable, Sequence

from ..fields.names import NAMES, field_of

_MOST_ROWS_ABOVE = 10  # a title, a note, blank ones
_HEAD_CHARACTERS = 16 * 1024
_DELIMITERS = (",", "\t", ";", "|", "，")

#: What a table must have, and may have, for users.
EXPECTED = "找不到表头：前几行里要有一行列名，至少有“标题”（title）和“正文”（text）；" + (
    "还可以有"
    + "、".join(names[1] for field, names in NAMES.items() if field not in {"title", "text"})
)


def find_header(rows: Iterable[Sequence[object]]) -> tuple[int, tuple[str | None, ...]] | None:
    """Find the row among the first that names columns: its index, and the names as they stand."""
    for index, row in enumerate(rows):
        if index > _MOST_ROWS_ABOVE:
            break
        names = tuple(
            cell.strip() if isinstance(cell, str) and cell.strip() else None for cell in row
        )
        fields = {field_of(name) for name in names if name}
        if {"title", "text"} <= fields:
            return index, names
    return None


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
