"""Workbooks: which sheets are in an Excel file, .xlsx or .xls?"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

import python_calamine
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from ...errors import UnreadableError, damaged
from ..files.archives import DAMAGES
from ..files.listing import Remark
from ..records.record import Item
from .rows import Read, read_tables
from .sheet import Merge, Sheet
from .sheet_marks import NO_MARKS, SheetMarks
from .xls_marks import read_xls_marks
from .xlsx_marks import read_xlsx_marks

_MOST_UNPACKED_BYTES = 512 * 1024 * 1024
_MOST_CELLS = 20_000_000  # between the first of a sheet and its last
_WORKBOOK = "Excel 文件"


def read_workbook(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each row of each sheet, and remarks.

    Sheets, rows and columns that are hidden are left out, and named. Raises UnreadableError.
    """
    marks = _marks(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise UnreadableError("已加密，需要密码；请去掉密码后另存") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise damaged(_WORKBOOK) from error
    with workbook:
        yield from read_tables(_sheets(workbook, marks, origin), origin)


def _marks(content: bytes) -> Sequence[SheetMarks]:
    """Return what a workbook says of its sheets besides their values. Raises UnreadableError for a bomb."""
    if not content.startswith(b"PK"):
        return read_xls_marks(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(member.file_size for member in package.infolist())
            if size > _MOST_UNPACKED_BYTES:
                raise UnreadableError(f"解开后超过 {_MOST_UNPACKED_BYTES >> 20} MB；请拆开")
            marks = read_xlsx_marks(package)
    except DAMAGES as error:
        raise damaged(_WORKBOOK) from error
    for sheet in marks:
        if sheet.rows * sheet.columns > _MOST_CELLS:
            extent = f"{sheet.rows} 行 × {sheet.columns} 列"
            raise UnreadableError(f"表格范围过大（{extent}）；请删去远处的单元格")
    return marks


def _sheets(workbook: CalamineWorkbook, marks: Iterable[SheetMarks], origin: str) -> Iterator[Read]:
    by_name = {sheet.name: sheet for sheet in marks}
    visible = SheetVisibleEnum.Visible
    several = len(workbook.sheets_metadata) > 1
    for metadata in workbook.sheets_metadata:
        if metadata.visible != visible:
            yield Remark(origin, f"工作表“{metadata.name}”是隐藏的，未收入")
        else:
            yield _sheet(workbook, metadata.name, by_name.get(metadata.name, NO_MARKS), several)


def _sheet(workbook: CalamineWorkbook, name: str, marks: SheetMarks, several: bool) -> Read:
    place = f"工作表“{name}”" if several else ""
    try:
        sheet = workbook.get_sheet_by_name(name)
        row, column = sheet.start or (0, 0)
        merges = sheet.merged_cell_ranges or []
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        return _damaged(error)
    return Sheet(
        _rows(sheet, row + 1, column, marks),
        place,
        tuple(
            Merge(first_row + 1, last_row + 1, first_column - column, last_column - column)
            for (first_row, first_column), (last_row, last_column) in merges
        ),
        marks.hidden_rows,
        frozenset(hidden - column for hidden in marks.hidden_columns),
        marks.day_zero,
        remarks=tuple(marks.remarks()),
    )


def _damaged(error: Exception) -> UnreadableError:
    return UnreadableError(f"工作表已损坏（{error}）；请用 Excel 打开后另存")


def _rows(
    sheet: python_calamine.CalamineSheet, first_row: int, first_column: int, marks: SheetMarks
) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows; a number whose cell shows it in a form of its own is written so: 0.35 is 35%."""
    try:
        for number, cells in enumerate(sheet.iter_rows(), first_row):
            row: list[object] = list(cells)
            for column, form in marks.forms.get(number, {}).items():
                at = column - first_column
                if 0 <= at < len(row) and isinstance(value := row[at], int | float):
                    row[at] = form.written(value)
            yield number, row
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(error) from error
