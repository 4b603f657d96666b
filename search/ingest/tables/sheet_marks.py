"""Sheet marks: what does a workbook say of a sheet besides the values? What is hidden, how numbers are shown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .sheet import DAY_ZERO

_FORM = re.compile(r'(?:"[^"]*"|#,##)?(0+)(\.0+)?(%?)')
#: Forms that Excel knows by number (ECMA-376 Part 1, 18.8.30).
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a cell shows its number."""

    digits: int = 1  # at least, before the point
    decimals: int = 0
    grouped: bool = False  # 12,000
    percent: bool = False

    def written(self, number: float) -> str:
        """Write a number as its cell shows it."""
        value = number * 100 if self.percent else number
        width = self.digits + (self.decimals + 1 if self.decimals else 0)
        text = (
            f"{value:,.{self.decimals}f}" if self.grouped else f"{value:0{width}.{self.decimals}f}"
        )
        return f"{text}%" if self.percent else text


def number_form(code: str) -> NumberForm | None:
    """Read the code of a form; None for the usual one, for days, and for what is more than digits."""
    match = _FORM.fullmatch(code.split(";", maxsplit=1)[0])
    if match is None or code.startswith('"'):
        return None
    return NumberForm(
        len(match[1]), len(match[2] or ".") - 1, code.startswith("#,##"), bool(match[3])
    )


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Of one sheet; rows by their numbers, from 1, columns from 0."""

    name: str = ""
    rows: int = 0  # beyond which no cell lies
    columns: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    forms: Mapping[int, Mapping[int, NumberForm]] = field(default_factory=dict)  # by row and column
    unsaved: int = 0  # formulas without a value
    errors: int = 0  # cells whose value is one: they are read as blank
    day_zero: date = DAY_ZERO

    def remarks(self) -> Iterator[str]:
        """Say what of the sheet cannot be read."""
        if self.errors:
            yield f"{self.errors} 个单元格是错误值（如 #N/A），按空白读"
        if self.unsaved:
            yield f"{self.unsaved} 个公式没有保存结果，按空白读；请用 Excel 打开后另存"


NO_MARKS = SheetMarks()
