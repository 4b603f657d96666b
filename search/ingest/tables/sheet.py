"""Sheet: what does a person see of a table? Its rows, values of merged cells in each, and what is hidden."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

#: Of Excel's days; files of early Macs count from 1904 (ECMA-376 Part 1, 18.17.4.1).
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MOST_FILLED = 5_000_000  # cells to which merges give a value, in a sheet
Row = tuple[int, list[object]]  # its number, from 1, and its cells


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are one: rows by their numbers, columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as its file holds it."""

    rows: Iterable[tuple[int, Sequence[object]]]  # numbers ascend
    name: str = ""  # how users find it among others
    merges: tuple[Merge, ...] = ()
    hidden_rows: Container[int] = frozenset()
    hidden_columns: Container[int] = frozenset()
    day_zero: date = DAY_ZERO  # the day before the one that Excel counts as 1
    delimiter: str = ""  # between cells, in a table that is text
    remarks: tuple[str, ...] = ()


def filled_rows(sheet: Sheet) -> Iterator[Row]:
    """Yield the rows that hold something, with the value of a merged cell in all that it covers.

    Of a merge the first cell has the value (ECMA-376 Part 1, 18.3.1.55); one that covers a whole
    sheet costs no more than its rows.
    """
    starts = sorted(sheet.merges, key=lambda merge: merge.first_row, reverse=True)
    held: dict[int, tuple[object, int]] = {}  # by column: a value, and the last row that has it
    filled = 0
    for number, cells in sheet.rows:
        if not is_filled(cells):
            continue
        row = list(cells)
        while starts and starts[-1].first_row <= number:
            merge = starts.pop()
            last = min(merge.last_column, len(row) - 1)
            filled += max(0, last - merge.first_column + 1)
            if merge.first_row == number and filled <= _MOST_FILLED:
                value = row[merge.first_column] if merge.first_column < len(row) else None
                held |= dict.fromkeys(range(merge.first_column, last + 1), (value, merge.last_row))
        for column in [column for column, (_, last_row) in held.items() if last_row < number]:
            del held[column]
        for column, (value, _) in held.items():
            if column < len(row) and is_blank_cell(row[column]):
                row[column] = value
        yield number, row


def is_filled(cells: Sequence[object]) -> bool:
    """Say whether anything stands in a row."""
    return not all(is_blank_cell(cell) for cell in cells)


def is_blank_cell(cell: object) -> bool:
    """Say whether nothing stands in a cell."""
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())
