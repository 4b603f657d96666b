"""Marks of .xlsx: which rows and columns of its sheets are hidden, and how are numbers shown?

A sheet is looked through as bytes first: few have anything of the kind, and parsing takes longer
than reading the values.
"""

import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import IO

from lxml import etree

from .sheet import DAY_ZERO, DAY_ZERO_1904
from .sheet_marks import BUILT_IN, NumberForm, SheetMarks, number_form

_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,8})(\d{1,10})[\"'][^>]*(?<!/)>")
_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_ERROR = re.compile(rb"<(?:\w+:)?c\s[^>]*?\bt=[\"']e[\"']")
_STYLED = re.compile(rb"\ss=[\"'](\d{1,6})[\"']")
_UNSAVED = re.compile(rb"</(?:\w+:)?f>(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v/>)?</(?:\w+:)?c>")
_AT_ONCE, _LONGEST_TAG = 4 * 1024 * 1024, 256  # bytes of a sheet
_MOST_PART_BYTES = 32 * 1024 * 1024  # of a part that is read whole
_MOST_FORMS = 1_000_000
_MOST_COLUMNS = 16_384
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TRUE = frozenset({"1", "true"})


def read_xlsx_marks(package: zipfile.ZipFile) -> tuple[SheetMarks, ...]:
    """Return the marks of the sheets. Raises what zipfile raises for a damaged package.

    A workbook that does not say which part is which sheet has sheets without names.
    """
    names = set(package.namelist())
    workbook = _root(package, "xl/workbook.xml", names)
    targets = _targets(_root(package, "xl/_rels/workbook.xml.rels", names))
    forms = _forms(_root(package, "xl/styles.xml", names))
    day_zero = _day_zero(workbook)
    sheets = []
    listed = set()
    for name, relation in _sheets(workbook):
        part = posixpath.normpath(posixpath.join("xl", targets.get(relation, ""))).removeprefix("/")
        part = part.removeprefix("xl/xl/") if part not in names else part
        if part in names and part not in listed:
            listed.add(part)
            marks = _marks(package, part, forms)
            sheets.append(replace(marks, name=name, day_zero=day_zero))
    others = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
    for part in names - listed:
        if others.fullmatch(part):
            sheets.append(_marks(package, part, {}))
    return tuple(sheets)


def _root(package: zipfile.ZipFile, part: str, names: set[str]) -> etree._Element | None:
    """Parse a part; None where there is none, or it is no XML: who reads the values says so."""
    if part not in names:
        return None
    with package.open(part) as stream:
        content = stream.read(_MOST_PART_BYTES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def _elements(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return iter(()) if root is None else root.iter(f"{{*}}{name}")


def _targets(relations: etree._Element | None) -> dict[str, str]:
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _elements(relations, "Relationship")
    }


def _sheets(workbook: etree._Element | None) -> Iterator[tuple[str, str]]:
    for sheet in _elements(workbook, "sheet"):
        relation = next(
            (value for name, value in sheet.attrib.items() if str(name).endswith("}id")), ""
        )
        yield sheet.get("name", ""), str(relation)


def _day_zero(workbook: etree._Element | None) -> date:
    properties = next(_elements(workbook, "workbookPr"), None)
    is_1904 = properties is not None and properties.get("date1904", "").lower() in _TRUE
    return DAY_ZERO_1904 if is_1904 else DAY_ZERO


def _forms(styles: etree._Element | None) -> dict[str, NumberForm]:
    """Return how the styles of cells show numbers, by the index that cells name them by."""
    codes = {str(number): code for number, code in BUILT_IN.items()}
    for form in _elements(styles, "numFmt"):
        codes[form.get("numFmtId", "")] = form.get("formatCode", "")
    cell_styles = next(_elements(styles, "cellXfs"), None)
    forms = {}
    for index, style in enumerate(() if cell_styles is None else cell_styles):
        form = number_form(codes.get(style.get("numFmtId", ""), ""))
        if form and form != NumberForm():
            forms[str(index)] = form
    return forms


def _marks(package: zipfile.ZipFile, part: str, forms: Mapping[str, NumberForm]) -> SheetMarks:
    with package.open(part) as sheet:
        marks, may_have_more = _look_through(sheet, forms)
    if not may_have_more:
        return marks
    with package.open(part) as sheet:
        return _parsed(sheet, forms, marks)


def _look_through(sheet: IO[bytes], forms: Mapping[str, NumberForm]) -> tuple[SheetMarks, bool]:
    """Return what bytes tell of a sheet, and whether there is more to be parsed.

    Every cell before the last takes memory, empty ones too.
    """
    styles = {index.encode() for index in forms}
    rows = columns = unsaved = errors = 0
    may_have_more = False
    rest = b""
    while part := sheet.read(_AT_ONCE):
        unsaved += len(_UNSAVED.findall(part))
        errors += len(_ERROR.findall(part))
        part = rest + part
        for letters, row in set(_CELL.findall(part)):
            rows, columns = max(rows, int(row)), max(columns, _column(letters))
        may_have_more = (
            may_have_more
            or _HIDDEN.search(part) is not None
            or any(style[1] in styles for style in _STYLED.finditer(part))
        )
        rest = part[-_LONGEST_TAG:]
    marks = SheetMarks(rows=rows, columns=columns, unsaved=unsaved, errors=errors)
    return marks, may_have_more


def _column(letters: bytes) -> int:
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters, 0)


def _parsed(sheet: IO[bytes], forms: Mapping[str, NumberForm], marks: SheetMarks) -> SheetMarks:
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    shown: dict[int, dict[int, NumberForm]] = defaultdict(dict)
    row = column = count = 0
    events = etree.iterparse(
        sheet, events=("start", "end"), tag=("{*}row", "{*}c", "{*}col"), recover=True,
        resolve_entities=False, no_network=True,
    )  # fmt: skip
    for event, element in events:
        name = etree.QName(element).localname
        if event == "end":
            if name == "row":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        elif name == "col" and element.get("hidden", "").lower() in _TRUE:
            first, last = _number(element.get("min"), 1), _number(element.get("max"), 0)
            hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
        elif name == "row":
            row, column = _number(element.get("r"), row + 1), 0
            if element.get("hidden", "").lower() in _TRUE:
                hidden_rows.add(row)
        elif name == "c":
            place = _PLACE.fullmatch(element.get("r", ""))
            column = _column(place[1].encode()) if place else column + 1
            form = forms.get(element.get("s", ""))
            if form and count < _MOST_FORMS:
                shown[row][column - 1] = form
                count += 1
    return replace(
        marks,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        forms=dict(shown),
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else default
