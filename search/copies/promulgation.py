"""Promulgation: by which act is a text what it is? The days on which it was passed, published, amended.

As the head of a text tells them, before its first chapter or clause: 1998年12月26日国务院第11次常务会议通过，
1999年1月22日国务院令第258号发布.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from ..text.numerals import NUMERALS, read_numeral

_HEAD = 2000  # characters of a normalised text
_BODY_BEGINS = re.compile("第[一1][编章条]")
_ACT = re.compile(
    rf"([〇零一二三四五六七八九0-9]{{4}})年([{NUMERALS}]{{1,3}})月([{NUMERALS}]{{1,3}})日"
    r"(?:(?!\d日|[一二三四五六七八九十]日)[^。]){0,80}?(?:(通过|批准|修[正订改])|公布|发布|颁布)"
)
_AMENDED = re.compile("修[正订改]")


@dataclass(frozen=True, slots=True)
class Promulgation:
    """What a text says of how it came about; nothing where it says none."""

    passed: date | None = None  # or amended: the last time
    last: date | None = None  # of all days
    is_amended: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """Read it in a normalised text."""
        begins = _BODY_BEGINS.search(text, 0, _HEAD)
        head = text[: begins.start() if begins else _HEAD]
        acts = [(day, bool(act[4])) for act in _ACT.finditer(head) if (day := _day(act))]
        return cls(
            max((day for day, is_passed in acts if is_passed), default=None),
            max((day for day, _ in acts), default=None),
            _AMENDED.search(head) is not None,
        )

    def is_that_of(self, other: "Promulgation") -> bool | None:
        """Say whether two texts of one paper are of the same act; None where that is not told.

        Of one it may be told when it was passed only, of the other when it was published.
        """
        if self.last is None or other.last is None:
            return None
        if self.last == other.last or (self.passed is not None and self.passed == other.passed):
            return True
        are_alike = (self.passed is None) == (other.passed is None)
        return False if are_alike or self.is_amended != other.is_amended else None


def _day(act: re.Match[str]) -> date | None:
    year, month, day = map(read_numeral, act.group(1, 2, 3))
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
