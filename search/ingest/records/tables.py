"""Tables: how does each row of a table (CSV, Excel) become an article?"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import chain, islice
from typing import IO

import python_calamine

from ...article_fields import FIELDS, Kind
from ...errors import UnreadableError, damaged
from ..fields.names import field_of
from ..files.archives import DAMAGES
from ..files.decoding import decode
from ..files.listing import Remark
from .record import Item, Record, read_records
from .table_header import EXPECTED, delimiter_of, find_header

_MOST_CELL_CHARACTERS = 16 * 1024 * 1024
_MOST_UNPACKED_BYTES = 512 * 1024 * 1024
_MOST_CELLS = 20_000_000  # between the first of a sheet and its last
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,8})(\d{1,10})[\"'][^>]*(?<!/)>")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_AT_ONCE, _LONGEST_TAG = 4 * 1024 * 1024, 256  # bytes of a sheet
_MOST_HEAD_ROWS = 12
_WORKBOOK = "Excel 文件"
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(10_000, 80_000)  # 1927 to 2119
_COMPACT_DAYS = range(1000_01_01, 3000_01_01)  # 20240308
_DAY_FIELDS = {field.name.value for field in FIELDS if field.kind is Kind.DAY}

_Records = Iterator[Record | Remark | UnreadableError]
_Rows = Iterable[tuple[int, Sequence[object]]]  # each with its number, from 1


def read_csv(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each row. Raises UnreadableError."""
    text = decode(content).removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    if delimiter is None:
        raise UnreadableError(EXPECTED)
    yield from read_records(_records(_csv_rows(text, delimiter)), origin)


def read_workbook(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each row of each sheet. Raises UnreadableError."""
    _refuse_bomb(content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise UnreadableError("已加密，需要密码；请去掉密码后另存") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise damaged(_WORKBOOK) from error
    with workbook:
        yield from read_records(_sheets(workbook), origin)


def _sheets(workbook: python_calamine.CalamineWorkbook) -> _Records:
    names = workbook.sheet_names
    is_empty = True
    for name in names:
        for item in _read_sheet(workbook, name):
            is_empty = False
            yield item if len(names) == 1 else _in_sheet(item, name)
    if is_empty:
        raise UnreadableError("空表")


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[object]]]:
    csv.field_size_limit(_MOST_CELL_CHARACTERS)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"不是完整的表格（{error}）", line) from error


def _refuse_bomb(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(member.file_size for member in package.infolist())
            if size > _MOST_UNPACKED_BYTES:
                raise UnreadableError(f"解开后超过 {_MOST_UNPACKED_BYTES >> 20} MB；请拆开")
            extents = list(_extents(package))
    except DAMAGES as error:
        raise damaged(_WORKBOOK) from error
    for rows, columns in extents:
        if rows * columns > _MOST_CELLS:
            raise UnreadableError(f"表格范围过大（{rows} 行 × {columns} 列）；请删去远处的单元格")


def _extents(package: zipfile.ZipFile) -> Iterator[tuple[int, int]]:
    """Yield, of each sheet, the row and column (from 1) beyond which no cell lies.

    Every cell before the last takes memory, empty ones too.
    """
    for name in filter(_SHEET.fullmatch, package.namelist()):
        with package.open(name) as sheet:
            yield _extent(sheet)


def _extent(sheet: IO[bytes]) -> tuple[int, int]:
    rows = columns = 0
    rest = b""
    while part := sheet.read(_AT_ONCE):
        part = rest + part
        for letters, row in set(_CELL.findall(part)):
            column = reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters, 0)
            rows, columns = max(rows, int(row)), max(columns, column)
        rest = part[-_LONGEST_TAG:]
    return rows, columns


def _read_sheet(workbook: python_calamine.CalamineWorkbook, name: str) -> _Records:
    try:
        sheet = workbook.get_sheet_by_name(name)
        first = sheet.start[0] + 1 if sheet.start else 1
        yield from _records(enumerate(sheet.iter_rows(), first))
    except UnreadableError as error:
        yield error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        yield UnreadableError(f"工作表已损坏（{error}）；请用 Excel 打开后另存")


def _in_sheet(
    item: Record | Remark | UnreadableError, sheet: str
) -> Record | Remark | UnreadableError:
    if isinstance(item, Record):
        return replace(item, place=f"工作表“{sheet}”")
    if isinstance(item, UnreadableError):
        return UnreadableError(f"工作表“{sheet}”：{item.reason}", item.line)
    return item


def _records(rows: _Rows) -> _Records:
    """Find the header, and read the rows below it. Raises UnreadableError when there is none."""
    remaining = iter(rows)
    head = list(islice(remaining, _MOST_HEAD_ROWS))
    header = find_header(row for _, row in head)
    if header is None:
        if not any(_is_filled(row) for _, row in head):
            return
        raise UnreadableError(EXPECTED)
    index, names = header
    for number, row in chain(head[index + 1 :], remaining):
        if not _is_filled(row):
            continue
        yield Record(_values(names, row), line=number)


def _is_filled(row: Sequence[object]) -> bool:
    return any(cell is not None and cell != "" for cell in row)


def _values(names: Sequence[str | None], row: Sequence[object]) -> dict[str, object]:
    """Name the cells of a row; of columns with the same name the first that says something counts."""
    values: dict[str, object] = {}
    for name, cell in zip(names, row, strict=False):
        if name and cell != "" and name not in values:
            values[name] = _day(cell) if field_of(name) in _DAY_FIELDS else _plain(cell)
    return values


def _plain(cell: object) -> object:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel has no integers
    return str(cell) if not isinstance(cell, str | None) else cell


def _day(cell: object) -> object:
    """Read the ways in which tables write days: as a number of days, or 20240308."""
    text = _plain(cell) if not isinstance(cell, date) else cell
    if isinstance(text, float) or not isinstance(text, str):
        return text
    number = text.partition(".")[0]
    if not number.isdecimal() or not text.replace(".", "", 1).isdecimal():
        return text
    if int(number) in _EXCEL_DAYS:
        return _EXCEL_DAY_ZERO + timedelta(days=int(number))
    if int(number) in _COMPACT_DAYS:
        return f"{number[:4]}-{number[4:6]}-{number[6:]}"
    return text
