"""Marks of .xls: which rows and columns of its sheets are hidden?

Records of a stream, each with its kind and length (MS-XLS 2.1.4); those of a sheet begin where its
BoundSheet8 says.
"""

import io
import struct
from collections.abc import Iterator

import olefile

from ..files.archives import STORAGE_DAMAGES
from .sheet import DAY_ZERO, DAY_ZERO_1904
from .sheet_marks import SheetMarks

_END, _BEGINNING = 0x0A, 0x809
_BOUND_SHEET, _DATE_1904 = 0x85, 0x22
_ROW, _COLUMNS = 0x208, 0x7D
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_MOST_RECORDS = 5_000_000
_MOST_COLUMNS = 256


def read_xls_marks(content: bytes) -> tuple[SheetMarks, ...]:
    """Return the marks of the sheets; none of a file that is damaged: who reads the values says so."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as storage:
            name = next((n for n in ("Workbook", "Book") if storage.exists(n)), None)
            stream = storage.openstream(name).read() if name else b""
    except STORAGE_DAMAGES:
        return ()
    sheets = []
    day_zero = DAY_ZERO
    for kind, body in _records(stream, 0):
        if kind == _DATE_1904 and body[:1] == b"\x01":
            day_zero = DAY_ZERO_1904
        elif kind == _BOUND_SHEET and len(body) > 8:
            sheets.append((_name(body), struct.unpack_from("<I", body)[0]))
    return tuple(
        SheetMarks(name, hidden_rows=rows, hidden_columns=columns, day_zero=day_zero)
        for name, start in sheets
        for rows, columns in [_hidden(stream, start)]
    )


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from a place to the end of the part that begins there."""
    depth = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BEGINNING) - (kind == _END)
        if depth <= 0:
            return
        at += 4 + length


def _name(body: bytes) -> str:
    """Read the name of a sheet: its length, whether in two bytes a character, the characters."""
    length, is_wide = body[6], body[7] & 1
    characters = body[8 : 8 + length * (2 if is_wide else 1)]
    return characters.decode("utf-16-le" if is_wide else "latin-1", "replace")


def _hidden(stream: bytes, start: int) -> tuple[frozenset[int], frozenset[int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, body in _records(stream, start):
        if kind == _ROW and len(body) >= 14 and body[12] & _HIDDEN_ROW:
            rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMNS and len(body) >= 10 and body[8] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", body)
            columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    return frozenset(rows), frozenset(columns)
