"""Tables: how are rows sent as a file? CSV and XLSX, while they are made; a name that says what they are."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import xlsxwriter
from flask import Response

from search.answer.as_table import NOT_IN_XML, Row, csv_lines

# What no file system takes, and marks that turn the direction of a name.
_NOT_IN_NAMES = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)
_MOST_IN_A_CELL = 32_767  # characters: the limit of Excel
_BLOCK = 64 * 1024
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(rows: Iterable[Row]) -> Iterator[bytes]:
    """Write rows as CSV."""
    return (line.encode("utf-8", "replace") for line in csv_lines(rows))


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


def attached(parts: Iterable[bytes], kind: str, name: str, ending: str) -> Response:
    """Send a file under a name."""
    response = Response(parts, mimetype=kind)
    plain = _NOT_IN_NAMES.sub(" ", name).strip() or "zhengsou"
    encoded = f"UTF-8''{quote(plain)}.{ending}"  # RFC 6266, 5: for all that know it
    names = f"filename=zhengsou.{ending}; filename*={encoded}"
    response.headers["Content-Disposition"] = f"attachment; {names}"
    return response
