"""Workbooks for the tests, with what stands in a sheet besides values: merges, hidden rows, forms of numbers."""

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter

Range = tuple[int, int, int, int]  # first and last row, first and last column, from 0


@dataclass(frozen=True)
class SheetMade:
    """What a sheet is made of; rows and columns from 0."""

    rows: Sequence[Sequence[object]]
    name: str = "甲"
    merges: Sequence[Range] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    is_hidden: bool = False
    forms: Mapping[tuple[int, int], str] = field(default_factory=dict)


def xlsx(*sheets: SheetMade, date_1904: bool = False) -> bytes:
    """Make an .xlsx; a text that begins with = is a formula, {value} behind it what was saved of it."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"date_1904": date_1904})
    for made in sheets:
        sheet = book.add_worksheet(made.name)
        for first_row, last_row, first_column, last_column in made.merges:
            sheet.merge_range(first_row, first_column, last_row, last_column, "")
        for number, row in enumerate(made.rows):
            for column, value in enumerate(row):
                _write(book, sheet, number, column, value, made.forms.get((number, column)))
        for number in made.hidden_rows:
            sheet.set_row(number, None, None, {"hidden": True})
        for column in made.hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
        if made.is_hidden:
            sheet.hide()
    book.close()
    return packed.getvalue()


def _write(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: object,
    form: str | None,
) -> None:
    shown = book.add_format({"num_format": form}) if form else None
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(
            row, column, value, book.add_format({"num_format": form or "yyyy-mm-dd"})
        )
    elif isinstance(value, str) and value.startswith("=") and value.endswith("}"):
        formula, _, saved = value[:-1].partition("{")
        sheet.write_formula(row, column, formula, shown, saved)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, shown)
    else:
        sheet.write_string(row, column, str(value), shown)


def xls(*sheets: SheetMade, date_1904: bool = False) -> bytes:
    """Make an .xls (BIFF8) of texts and numbers, in a storage as Office used before 2007."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    parts = [_sheet_records(sheet) for sheet in sheets]
    heads = [(sheet.name.encode("utf-16-le"), sheet.is_hidden) for sheet in sheets]
    globals_ = _record(0x809, begin) + _record(0x22, struct.pack("<H", date_1904))
    at = len(globals_) + sum(4 + 8 + len(name) for name, _ in heads) + 4
    for (name, is_hidden), part in zip(heads, parts, strict=True):
        globals_ += _record(0x85, struct.pack("<IBBBB", at, is_hidden, 0, len(name) // 2, 1) + name)
        at += len(part)
    return _stored("Workbook", globals_ + _record(0x0A, b"") + b"".join(parts))


def _sheet_records(sheet: SheetMade) -> bytes:
    records = [_record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    for column in sheet.hidden_columns:
        records.append(_record(0x7D, struct.pack("<HHHHHH", column, column, 2000, 15, 1, 0)))
    for number in sheet.hidden_rows:
        records.append(_record(0x208, struct.pack("<HHHHHHI", number, 0, 9, 255, 0, 0, 0x120)))
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                records.append(_record(0x203, struct.pack("<HHHd", number, column, 15, value)))
            elif value not in {None, ""}:
                text = str(value).encode("utf-16-le")
                head = struct.pack("<HHHHB", number, column, 15, len(text) // 2, 1)
                records.append(_record(0x204, head + text))
    if sheet.merges:
        ranges = b"".join(struct.pack("<HHHH", *merge) for merge in sheet.merges)
        records.append(_record(0xE5, struct.pack("<H", len(sheet.merges)) + ranges))
    return b"".join([*records, _record(0x0A, b"")])


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _stored(name: str, content: bytes) -> bytes:
    """Put one stream in a compound file: a sector of the table, one of the directory, then the stream."""
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    size = max(4096, len(content))  # shorter streams lie elsewhere
    sectors = -(-size // 512)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chain = [table, end, *range(3, 2 + sectors), end]
    chain += [free] * (128 - len(chain))
    directory = _entry("Root Entry", 5, 1, end, 0) + _entry(name, 2, free, 2, size) + bytes(256)
    return header + struct.pack("<128I", *chain) + directory + content.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child if kind == 5 else 0xFFFFFFFF)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
