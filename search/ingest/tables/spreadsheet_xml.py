"""Spreadsheet XML: which sheets are in a workbook that Excel 2003 or a program saved as one XML file?

The elements are those of Microsoft's XML Spreadsheet Reference (urn:schemas-microsoft-com:office:spreadsheet).
"""

from collections.abc import Iterator

from lxml import etree

from ...errors import UnreadableError
from ..files.listing import Remark
from ..records.record import Item
from ..records.xml_tree import local_name, parse_xml
from .rows import Read, read_tables
from .sheet import Merge, Sheet

_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_NUMBERS = {"Number", "Boolean"}


def read_spreadsheet_xml(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each row of each sheet, and remarks. Raises UnreadableError."""
    yield from read_tables(_sheets(parse_xml(content), origin), origin)


def _sheets(root: etree._Element, origin: str) -> Iterator[Read]:
    sheets = list(root.iter("{*}Worksheet"))
    for sheet in sheets:
        name = _attribute(sheet, "Name")
        if any((visible.text or "") != "SheetVisible" for visible in sheet.iter("{*}Visible")):
            yield Remark(origin, f"工作表“{name}”是隐藏的，未收入")
            continue
        for table in sheet.iter("{*}Table"):
            yield _sheet(table, f"工作表“{name}”" if len(sheets) > 1 else "")


def _sheet(table: etree._Element, name: str) -> Sheet:
    rows: list[tuple[int, list[object]]] = []
    merges: list[Merge] = []
    hidden_rows = set()
    number = 0
    for row in table.iterchildren("{*}Row"):
        number = _index(row, number + 1, _MOST_ROWS)
        if _attribute(row, "Hidden") == "1":
            hidden_rows.add(number)
        cells: list[object] = []
        for cell in row.iterchildren("{*}Cell"):
            column = _index(cell, len(cells) + 1, _MOST_COLUMNS) - 1
            cells += [None] * (column - len(cells))
            across, down = (_count(cell, side) for side in ("MergeAcross", "MergeDown"))
            if across or down:
                merges.append(Merge(number, number + down, column, column + across))
            cells += [_value(cell), *[None] * min(across, _MOST_COLUMNS - column)]
        rows.append((number, cells))
    return Sheet(
        _padded(rows),
        name,
        tuple(merges),
        frozenset(hidden_rows),
        frozenset(_hidden_columns(table)),
    )


def _padded(rows: list[tuple[int, list[object]]]) -> Iterator[tuple[int, list[object]]]:
    """Make the rows as wide as the header may be: a cell that is covered from above is not written."""
    width = max((len(cells) for _, cells in rows[:20]), default=0)
    for number, cells in rows:
        yield number, cells + [None] * (width - len(cells))


def _value(cell: etree._Element) -> str:
    """Return the text of a cell; of one in several styles its parts are elements of HTML."""
    data = next(cell.iterchildren("{*}Data"), None)
    if data is None:
        return ""
    text = "".join(str(part) for part in data.itertext())
    if _attribute(data, "Type") == "DateTime":
        return text.removesuffix("T00:00:00.000")
    if _attribute(data, "Type") == "Number":
        return text.removesuffix(".0")
    return text


def _hidden_columns(table: etree._Element) -> Iterator[int]:
    column = 0
    for element in table.iterchildren("{*}Column"):
        column = _index(element, column + 1, _MOST_COLUMNS)
        last = min(column + _count(element, "Span"), _MOST_COLUMNS)
        if _attribute(element, "Hidden") == "1":
            yield from range(column - 1, last)
        column = last


def _attribute(element: etree._Element, name: str) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if local_name(str(key)) == name), ""
    )


def _index(element: etree._Element, following: int, most: int) -> int:
    """Return the place that an element gives itself, from 1; else the one behind the element before."""
    given = _attribute(element, "Index")
    place = int(given) if given.isdecimal() and len(given) < 8 else following
    if place > most:
        raise UnreadableError(f"表格范围过大（超过 {most}）")
    return max(place, following)


def _count(element: etree._Element, name: str) -> int:
    given = _attribute(element, name)
    return min(int(given), _MOST_ROWS) if given.isdecimal() and len(given) < 8 else 0
