"""Rows: how does each row of a table become an article? One way for CSV, Excel, and tables of pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain, islice, takewhile

from ...article_fields import FIELDS, Kind
from ...errors import UnreadableError
from ..fields.audience import Told, means_audience
from ..fields.audience_lines import told_in_lines
from ..fields.names import field_of
from ..files.listing import Remark
from ..records.record import Item, Record, read_records
from .header import EXPECTED, Header, find_header
from .sheet import Sheet, filled_rows, is_blank_cell, is_filled

_MOST_HEAD_ROWS = 12
_EXCEL_DAYS = range(10_000, 80_000)  # 1927 to 2119
_DAY_FIELDS = {field.name.value for field in FIELDS if field.kind is Kind.DAY}
# ="00123" keeps Excel from reading a number; of a link what is shown is the second value.
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
_LINK = re.compile(r'=HYPERLINK\("[^"]*"\s*[,;]\s*"([^"]*)"\)', re.IGNORECASE)
#: What Excel shows where a formula has no value (ECMA-376 Part 1, 18.17.2.6).
ERRORS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #GETTING_DATA".split())

Read = Sheet | UnreadableError | Remark
_Found = Iterator[Record | Remark | UnreadableError]


def read_tables(sheets: Iterable[Read], origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each row of each table, and remarks.

    Raises UnreadableError when there is nothing in any.
    """
    yield from read_records(_records_of_all(sheets, origin), origin)


def _records_of_all(sheets: Iterable[Read], origin: str) -> _Found:
    is_empty = True
    for sheet in sheets:
        if not isinstance(sheet, Sheet):
            is_empty = False
            yield sheet
            continue
        try:
            for item in _records(sheet, origin):
                is_empty = False
                yield _named(item, sheet.name)
        except UnreadableError as error:  # of a row: those above it are read
            is_empty = False
            yield _named(error, sheet.name)
    if is_empty:
        raise UnreadableError("空表")


def _named(item: Record | Remark | UnreadableError, name: str) -> Record | Remark | UnreadableError:
    """Say of which of several tables something is said."""
    if not name:
        return item
    match item:
        case Record():
            return replace(item, place=name)
        case Remark():
            return replace(item, text=f"{name}：{item.text}")
        case _:
            return UnreadableError(f"{name}：{item.reason}", item.line)


def _records(sheet: Sheet, origin: str) -> _Found:
    """Find the header of a table, and yield what the rows below it say."""
    remaining = filled_rows(sheet)
    head = list(islice(remaining, _MOST_HEAD_ROWS))
    header = find_header([_cleaned(row) for _, row in head])
    if header is None:
        if head:
            yield UnreadableError(EXPECTED)
        return
    table = _Table(sheet, header)
    if table.lacks:
        yield UnreadableError(f"列“{table.lacks}”是隐藏的，未收入；请取消隐藏后另存")
        return
    told = _told_above([_cleaned(row) for _, row in head])
    for number, row in chain(head[header.last + 1 :], remaining):
        if record := table.record(number, row):
            yield replace(record, told=told) if told.audience else record
    for text in table.remarks():
        yield Remark(origin, text)


def _told_above(head: Sequence[Sequence[object]]) -> Told:
    """Return what stands above a header of who may read what is below it: 内部资料, 密级：机密."""
    above = list(takewhile(lambda row: find_header([row]) is None, head))
    return told_in_lines([" | ".join(str(c) for c in row if not is_blank_cell(c)) for row in above])


class _Table:
    """Reads the rows below a header, and counts what is passed over."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        columns = range(len(header.names))
        # One that says who may read the rest counts, seen or not.
        said = {at for at, name in enumerate(header.names) if name and means_audience(name)}
        self._hidden = frozenset(at for at in columns if at in sheet.hidden_columns) - said
        self._hidden_names = [header.names[at] or f"第 {at + 1} 列" for at in sorted(self._hidden)]
        self._names = tuple(
            None if at in self._hidden else name for at, name in enumerate(header.names)
        )
        self._days = frozenset(
            at for at, name in enumerate(self._names) if name and field_of(name) in _DAY_FIELDS
        )
        self._text = header.column_of("text")
        self._subheadings = _subheadings(sheet, header.column_of("title"), self._text)
        self._passed_over: Counter[str] = Counter()
        known = {field_of(name) for name in self._names if name}
        #: Names of what an article must have, and is hidden.
        self.lacks = "、".join(
            header.names[header.column_of(name)] or ""
            for name in ("title", "text")
            if name not in known
        )

    def record(self, number: int, row: Sequence[object]) -> Record | None:
        """Return what a row says; None for one that is no article."""
        if number in self._sheet.hidden_rows:
            self._passed_over["隐藏的 %d 行未收入"] += 1
            return None
        if number in self._subheadings:
            self._passed_over["%d 行是合并成一格的小标题，未收入"] += 1
            return None
        cells = [None if at in self._hidden else cell for at, cell in enumerate(row)]
        errors = sum(isinstance(cell, str) and cell in ERRORS for cell in cells)
        self._passed_over["%d 个单元格是错误值（如 #N/A），按空白读"] += errors
        cells = _cleaned(cells)
        if not is_filled(cells) or _repeats(self._names, cells):
            return None
        cells, doubts = self._fitted(cells)
        for at in self._days.intersection(range(len(cells))):
            cells[at] = _day(cells[at], self._sheet.day_zero)
        return Record(_values(self._names, cells), line=number, doubts=doubts)

    def remarks(self) -> Iterator[str]:
        """Say what was passed over."""
        yield from self._sheet.remarks
        if self._hidden_names:
            yield f"隐藏的列“{'、'.join(self._hidden_names)}”未收入"
        yield from (text % count for text, count in self._passed_over.items() if count)

    def _fitted(self, cells: list[object]) -> tuple[list[object], tuple[str, ...]]:
        """Put what stands beyond the last column behind the text, where that is the last: a comma parted it."""
        width = len(self._names)
        beyond = [cell for cell in cells[width:] if not is_blank_cell(cell)]
        if not self._sheet.delimiter or not beyond:
            return cells, ()
        doubt = f"这一行比表头多 {len(cells) - width} 格"
        if self._text != width - 1:
            return cells, (f"{doubt}，各栏可能错位",)
        text = self._sheet.delimiter.join(str(cell or "") for cell in cells[width - 1 :])
        return [*cells[: width - 1], text], (f"{doubt}，接在正文后面",)


def _subheadings(sheet: Sheet, *columns: int) -> frozenset[int]:
    """Return the rows that are one cell over title and text: what stands in it is above articles."""
    return frozenset(
        merge.first_row
        for merge in sheet.merges
        if merge.first_row == merge.last_row
        and merge.first_column <= min(columns)
        and max(columns) <= merge.last_column
    )


def _cleaned(row: Sequence[object]) -> list[object]:
    return [_clean(cell) for cell in row]


def _clean(cell: object) -> object:
    """Return what a cell shows, as text or as a day."""
    if isinstance(cell, str):
        return _clean_text(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel has no integers
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return cell if isinstance(cell, date | None) else str(cell)


def _clean_text(text: str) -> str:
    if text in ERRORS:
        return ""
    if text.startswith("="):
        match = _QUOTED.fullmatch(text) or _LINK.fullmatch(text)
        return match[1].replace('""', '"') if match else text
    # Excel's sign that a number is a text.
    return text[1:] if text.startswith("'") and "'" not in text[1:] else text


def _repeats(names: Sequence[str | None], cells: Sequence[object]) -> bool:
    """Say whether a row is the header again, as on each page of a print."""
    pairs = zip(names, cells, strict=False)
    return all(name == cell for name, cell in pairs if name or not is_blank_cell(cell))


def _values(names: Sequence[str | None], cells: Sequence[object]) -> dict[str, object]:
    """Name the cells of a row; of columns with the same name the first that says something counts."""
    values: dict[str, object] = {}
    for at, cell in enumerate(cells):
        if is_blank_cell(cell):
            continue
        place = f"第 {at + 1} 列"
        name = names[at] if at < len(names) else None
        if name is None:
            values[place] = cell
        elif name not in values:
            values[name] = cell
        elif values[name] != cell:
            values[f"{name}（{place}）"] = cell
    return values


def _day(cell: object, day_zero: date) -> object:
    """Read a day that a table counts, where no format of the cell tells that it is one."""
    if not isinstance(cell, str):
        return cell
    number = cell.partition(".")[0]
    if not (number.isdecimal() and number.isascii() and cell.replace(".", "", 1).isdecimal()):
        return cell
    if int(number[:10]) in _EXCEL_DAYS and len(number) == 5:
        return day_zero + timedelta(days=int(number))
    return cell
