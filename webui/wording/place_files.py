"""Place files: how do places leave as a file? With its name, its headers and a sheet saying that not all are in it."""

from collections.abc import Iterable, Sequence

from flask import Response

from search.answer.as_sheet import workbook
from search.answer.as_table import Row
from search.wording.context import Context, Grouped
from search.wording.evidence import Evidence

from .. import tables
from ..asked.languages import gettext as _

#: What may leave so: how many places it has of how many is the same of each.
Places = Evidence | Context | Grouped


def csv_of(found: Places, rows: Iterable[Row], name: str) -> Response:
    """Send rows as CSV, in which is no place to say that there are more."""
    return attached(found, tables.csv_file(rows), tables.CSV, name, "csv")


def sheet_of(found: Places, rows: Iterable[Row], widths: Sequence[int], name: str) -> Response:
    """Send rows as a sheet, with another that says so where there are more."""
    note = (_("没有列全"), found.left_out.said(_)) if found.left_out else None
    return attached(found, workbook(rows, widths, note), tables.XLSX, name, "xlsx")


def attached(found: Places, parts: Iterable[bytes], kind: str, name: str, ending: str) -> Response:
    """Send a file. Its name and its headers say when it has not all places."""
    left_out = f"（{found.left_out.said(_)}）" if found.left_out else ""
    response = tables.attached(parts, kind, f"{name}{left_out}", ending)
    response.headers["X-Places-Total"] = str(found.total)
    response.headers["X-Places-Listed"] = str(found.listed)
    if found.at_least:
        response.headers["X-Places-At-Least"] = "true"
    return response
