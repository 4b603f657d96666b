"""As sheet: how do rows look as a sheet of a spreadsheet, of which nothing is computed? XLSX.

XlsxWriter makes the workbook and its first row; the others, which are what takes long, are written
into its sheet here, and sent while they are made (ECMA-376 part 1, 18.3.1: inline strings).
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from .as_table import NOT_IN_XML, Row

_MOST_IN_A_CELL = 32_767  # characters: the limit of Excel
_BLOCK = 64 * 1024
_SHEET = "xl/worksheets/sheet1.xml"
_DIMENSION = re.compile(rb"<dimension [^>]*/>")  # of the first row alone; it may be left out
_AFTER_ROWS = b"</sheetData>"
# What would be read as a character by its number: ECMA-376 part 1, 22.9.2.19.
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def workbook(
    rows: Iterable[Row], widths: Sequence[int], note: tuple[str, str] | None = None
) -> Iterator[bytes]:
    """Write rows as a sheet: nothing in it is computed, or a link; a note has a sheet of its name.

    The first row names the columns; `widths` are theirs, in characters.
    """
    rows = iter(rows)
    header = next(rows)
    parts = _Parts()
    with (
        ZipFile(io.BytesIO(_frame(header, widths, note))) as frame,
        ZipFile(parts, "w", ZIP_DEFLATED) as book,
    ):
        for member in frame.infolist():
            content = frame.read(member)
            if member.filename != _SHEET:
                book.writestr(member.filename, content)
                continue
            before, mark, behind = _DIMENSION.sub(b"", content).partition(_AFTER_ROWS)
            with book.open(_SHEET, "w") as sheet:
                sheet.write(before)
                for written in _written(rows, len(header)):
                    sheet.write(written)
                    if parts.getbuffer().nbytes > _BLOCK:
                        yield parts.taken()
                sheet.write(mark + behind)
    yield parts.taken()


class _Parts(io.BytesIO):
    """What a file is written into that is sent piece by piece: there is no way back in it."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def taken(self) -> bytes:
        found = self.getvalue()
        super().seek(0)
        self.truncate()
        return found


def _frame(header: Row, widths: Sequence[int], note: tuple[str, str] | None) -> bytes:
    """Return a workbook that has the first row only."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for column, name in enumerate(header):
        sheet.write_string(0, column, str(name), bold)
    sheet.freeze_panes(1, 0)
    if note:
        book.add_worksheet(note[0]).write_string(0, 0, note[1])
    book.close()
    return file.getvalue()


def _written(rows: Iterable[Row], columns: int) -> Iterator[bytes]:
    """Write the rows below the first."""
    names = [xl_col_to_name(column) for column in range(columns)]
    for number, values in enumerate(rows, start=2):
        cells = [
            f'<c r="{name}{number}" t="inlineStr"><is>{_text(value)}</is></c>'
            if isinstance(value, str)
            else f'<c r="{name}{number}"><v>{value}</v></c>'
            for name, value in zip(names, values, strict=True)
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _text(value: str) -> str:
    text = NOT_IN_XML.sub("\ufffd", value)[:_MOST_IN_A_CELL]
    if "_x" in text:
        text = _NUMBERED.sub("_x005F_", text)
    return f'<t xml:space="preserve">{escape(text)}</t>'
