"""Tables: how are rows sent as a file? While they are made, under a name that says what they are."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from flask import Response

from search.answer.as_table import Row, csv_lines

# What no file system takes, and marks that turn the direction of a name.
_NOT_IN_NAMES = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def csv_file(rows: Iterable[Row]) -> Iterator[bytes]:
    """Write rows as CSV."""
    return (line.encode("utf-8", "replace") for line in csv_lines(rows))


def attached(parts: Iterable[bytes], kind: str, name: str, ending: str) -> Response:
    """Send a file under a name."""
    response = Response(parts, mimetype=kind)
    plain = _NOT_IN_NAMES.sub(" ", name).strip() or "zhengsou"
    encoded = f"UTF-8''{quote(plain)}.{ending}"  # RFC 6266, 5: for all that know it
    names = f"filename=zhengsou.{ending}; filename*={encoded}"
    response.headers["Content-Disposition"] = f"attachment; {names}"
    return response
