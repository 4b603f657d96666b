"""How does a table become articles? A row is an article; the header names its fields, Chinese or English."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import python_calamine

from ..article import Article
from ..errors import UnreadableError
from .fields import USUAL_NAMES, field_named
from .records import article_of

_HEADER_ROWS = 10  # in which the header is looked for: a title may stand above it
_FEWEST_NAMES = 2
_DELIMITERS = ",\t;|"
_MAX_CELL = 8 * 1024 * 1024  # characters
_NO_HEADER = f"没有表头；第一行应写明各列的名称，如 {USUAL_NAMES}"

Row = Sequence[object]


def read_csv(text: str, origin: str) -> Iterator[Article | UnreadableError]:
    """Yield an article, or why there is none, for each row of a text table. Raises UnreadableError."""
    csv.field_size_limit(_MAX_CELL)
    beginning = text[:4096].split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=beginning.count)
    try:
        yield from _articles(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), origin)
    except csv.Error as error:
        raise UnreadableError("表格已损坏，或有一格太长") from error


def read_spreadsheet(content: bytes, origin: str) -> Iterator[Article | UnreadableError]:
    """Yield an article, or why there is none, for each row of all sheets. Raises UnreadableError."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except python_calamine.PasswordError as error:
        raise UnreadableError("已加密；请去掉密码后再放入") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableError("电子表格已损坏，或没有下载完整") from error
    filled = [(name, sheet) for name, sheet in sheets if sheet.height]
    if not filled:
        raise UnreadableError("空表格")
    for name, sheet in filled:
        prefix = f"工作表“{name}”" if len(filled) > 1 else ""
        try:
            for item in _articles(sheet.iter_rows(), f"{origin}\0{name}" if prefix else origin):
                if isinstance(item, UnreadableError):
                    yield UnreadableError(f"{prefix}{item.reason}", item.line)
                else:
                    yield item
        except UnreadableError as error:
            yield UnreadableError(f"{prefix}{error.reason}")


def _articles(rows: Iterable[Row], origin: str) -> Iterator[Article | UnreadableError]:
    numbered = enumerate(rows, 1)
    header = next((row for _, row in islice(numbered, _HEADER_ROWS) if _is_header(row)), None)
    if header is None:
        raise UnreadableError(_NO_HEADER)
    for number, row in numbered:
        values = dict(zip(map(str, header), row, strict=False))
        if not any(str(value).strip() for value in row if value is not None):
            continue
        try:
            yield article_of(values, origin)
        except UnreadableError as error:
            yield UnreadableError(error.reason, number)


def _is_header(row: Row) -> bool:
    """Say whether a row names columns: a title and another field at least."""
    names = {field_named(cell) for cell in row if isinstance(cell, str)} - {None}
    return len(names) >= _FEWEST_NAMES and "title" in names
