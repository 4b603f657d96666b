"""Page tables: which tables of records are in a page that a program wrote as .xls? HTML, or MHTML."""

import email
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from ...errors import UnreadableError, damaged
from ..files.decoding import decode
from ..records.record import Item
from .header import EXPECTED, find_header
from .rows import Read, read_tables
from .sheet import Merge, Sheet

_MOST_ROWS_ABOVE = 12
_MOST_COLUMNS = 1_000  # that one cell may cover: HTML Living Standard, 4.9.12
_MOST_ROWS = 65_534
_MOST_PARTS = 1_000  # of an MHTML file
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_page_tables(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each row of each table that names its columns."""
    pages = _pages(content)
    yield from read_tables(_sheets(pages), origin)


def holds_records(head: str) -> bool:
    """Say whether a page, by its beginning, has a table that names its columns as records do."""
    return any(_has_header(table) for table in _tables(_parsed(head)))


def _pages(content: bytes) -> Iterator[str]:
    """Yield the page, or those of a file that holds several: Excel saves a page for each sheet."""
    if content.lstrip()[:1] == b"<":
        yield decode(content)
        return
    try:
        message = email.message_from_bytes(content.lstrip())
        for part in islice(message.walk(), _MOST_PARTS):
            if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
                body = part.get_payload(decode=True)
                if isinstance(body, bytes):
                    yield decode(body, part.get_content_charset())
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise damaged("MHTML 文件") from error


def _sheets(pages: Iterator[str]) -> Iterator[Read]:
    tables = [table for page in pages for table in _tables(_parsed(page))]
    headed = [table for table in tables if _has_header(table)]
    if not headed:
        yield UnreadableError(EXPECTED)
    for number, table in enumerate(headed, 1):
        yield _sheet(table, f"第 {number} 个表格" if len(headed) > 1 else "")


def _parsed(page: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(page.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _tables(root: etree._Element | None) -> Iterator[etree._Element]:
    """Yield the tables that hold no other with a header: those around them lay out a page."""
    if root is not None:
        yield from (table for table in root.iter("table") if not _is_layout(table))


def _is_layout(table: etree._Element) -> bool:
    return any(inner is not table for inner in islice(table.iter("table"), 2))


def _has_header(table: etree._Element) -> bool:
    rows = (cells for _, cells, _ in islice(_rows(table), _MOST_ROWS_ABOVE))
    return find_header(rows) is not None


def _sheet(table: etree._Element, name: str) -> Sheet:
    rows: list[tuple[int, list[object]]] = []
    merges: list[Merge] = []
    hidden_rows = set()
    for number, cells, spans in _rows(table):
        rows.append((number, cells))
        merges += spans
    for number, row in enumerate(table.iter("tr"), 1):
        if _is_hidden(row):
            hidden_rows.add(number)
    return Sheet(
        rows, name, tuple(merges), frozenset(hidden_rows), frozenset(_hidden_columns(table))
    )


def _rows(table: etree._Element) -> Iterator[tuple[int, list[object], list[Merge]]]:
    """Yield each row: its number, from 1, a cell a column, and the cells in it that cover others.

    HTML Living Standard, 4.9.12: a cell that reaches into rows below moves their cells to the right.
    """
    reaching: dict[int, int] = {}  # by column, the last row that a cell above reaches
    for number, row in enumerate(table.iter("tr"), 1):
        cells: list[object] = []
        merges = []
        for cell in row.iterchildren("td", "th"):
            while reaching.get(len(cells), 0) >= number:
                cells.append(None)
            across = _span(cell, "colspan", _MOST_COLUMNS)
            down = _span(cell, "rowspan", _MOST_ROWS)
            first = len(cells)
            cells += [_value(cell), *[None] * (across - 1)]
            if across > 1 or down > 1:
                merges.append(Merge(number, number + down - 1, first, first + across - 1))
            if down > 1:
                reaching |= dict.fromkeys(range(first, first + across), number + down - 1)
        last = max((at for at, end in reaching.items() if end >= number), default=-1)
        cells += [None] * (last + 1 - len(cells))
        yield number, cells, merges


def _span(cell: etree._Element, name: str, most: int) -> int:
    given = cell.get(name, "").strip()
    return min(int(given), most) if given.isdecimal() and 0 < len(given) < 7 and int(given) else 1


def _value(cell: etree._Element) -> str:
    """Return what a cell shows: its text, or its markup where there is more than text in it."""
    for inner in list(cell.iter()):
        if inner is not cell and isinstance(inner.tag, str) and _is_hidden(inner):
            _cut_out(inner)
    if not len(cell):
        return _SPACE.sub(" ", cell.text or "").strip(" ")
    parts = [
        cell.text or "",
        *(etree.tostring(part, encoding="unicode", method="html") for part in cell),
    ]
    return "".join(parts).strip()


def _cut_out(element: etree._Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _hidden_columns(table: etree._Element) -> Iterator[int]:
    column = 0
    for element in table.iter("col"):
        span = _span(element, "span", _MOST_COLUMNS)
        if _is_hidden(element):
            yield from range(column, column + span)
        column += span
