"""CSV: which rows are in a table that is text, whatever stands between its cells?"""

import csv
import io
from collections.abc import Iterator, Sequence

from ...errors import UnreadableError
from ..files.decoding import decode
from ..records.record import Item
from .header import EXPECTED, delimiter_of
from .rows import read_tables
from .sheet import Sheet

_MOST_CELL_CHARACTERS = 16 * 1024 * 1024


def read_csv(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each row, and remarks. Raises UnreadableError."""
    text = decode(content).removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    if delimiter is None:
        raise UnreadableError(EXPECTED)
    yield from read_tables([Sheet(_rows(text, delimiter), delimiter=delimiter)], origin)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[object]]]:
    csv.field_size_limit(_MOST_CELL_CHARACTERS)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"不是完整的表格（{error}）", line) from error
