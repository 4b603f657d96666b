"""As sheet: how do rows look as a sheet of a spreadsheet, of which nothing is computed? XLSX."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

from .as_table import NOT_IN_XML, Row

_MOST_IN_A_CELL = 32_767  # characters: the limit of Excel
_BLOCK = 64 * 1024


def workbook(
    rows: Iterable[Row], widths: Sequence[int], note: tuple[str, str] | None = None
) -> Iterator[bytes]:
    """Write rows as a sheet: nothing in it is computed, or a link; a note has a sheet of its name.

    `widths` are those of the columns, in characters.
    """
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    text = NOT_IN_XML.sub("\ufffd", value)[:_MOST_IN_A_CELL]
                    sheet.write_string(number, column, text, None if number else bold)
                else:
                    sheet.write_number(number, column, value)
        if note:
            book.add_worksheet(note[0]).write_string(0, 0, note[1])
        book.close()
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block
