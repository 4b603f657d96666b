"""Partial date: what is known of a day? Perhaps only its year, or its month: 2018, 2018-05.

A day that is known whole is a `datetime.date`; `Day` is either. Written as ISO 8601-1:2019, 5.2.2
says: a date of reduced precision leaves out what is not known.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .saying import Message, message


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year or a month in which a day lies that is not known. Raises ValueError where there is none."""

    year: int
    month: int | None = None

    def __post_init__(self) -> None:
        date(self.year, 1 if self.month is None else self.month, 1)

    @property
    def first(self) -> date:
        """Return the first day that it may be."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Return the last day that it may be."""
        month = self.month or 12
        if month == 12:
            return date(self.year, 12, 31)
        return date(self.year, month + 1, 1) - timedelta(days=1)

    def isoformat(self) -> str:
        """Write it as 2018 or 2018-05."""
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"

    def __str__(self) -> str:
        return self.isoformat()


Day = date | PartialDate


class Precision(StrEnum):
    """How much of a day is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


_UNCERTAINTIES = {
    Precision.YEAR: message("（只知年份）"),
    Precision.MONTH: message("（只知年月）"),
}


def first_of(day: Day) -> date:
    """Return the first day that a day may be: itself where it is known."""
    return day if isinstance(day, date) else day.first


def last_of(day: Day) -> date:
    """Return the last day that a day may be: itself where it is known."""
    return day if isinstance(day, date) else day.last


def precision_of(day: Day) -> Precision:
    """Say how much of a day is known."""
    if isinstance(day, date):
        return Precision.DAY
    return Precision.YEAR if day.month is None else Precision.MONTH


def uncertainty_of(day: Day) -> Message | None:
    """Say in words, behind a day, that no more of it is known; None where all is."""
    return _UNCERTAINTIES.get(precision_of(day))


def is_within(day: Day, first: date | None, last: date | None) -> bool:
    """Say whether a day surely lies between two, both included: whichever of its period it is."""
    return (first is None or first <= first_of(day)) and (last is None or last_of(day) <= last)


def age_of(day: Day) -> tuple[int, int]:
    """Return what days are ordered by, the oldest first: what is not known counts as its beginning.

    A year comes before its January, and that before its first day.
    """
    first = first_of(day).toordinal()
    return first, first - last_of(day).toordinal()


def day_between(first: date, last: date) -> Day:
    """Return the day that is known to lie between two: what `first_of` and `last_of` came from."""
    if first == last:
        return first
    return PartialDate(first.year, first.month if first.month == last.month else None)


def refined(day: Day | None, other: Day | None) -> Day | None:
    """Return the other day where it says more exactly what a day says, else the day; either if alone."""
    if day is None or other is None:
        return day or other
    is_finer = day != other and is_within(other, first_of(day), last_of(day))
    return other if is_finer else day


def read_iso(text: str) -> Day:
    """Read what `isoformat` writes: 2018, 2018-05, 2018-05-17. Raises ValueError."""
    if len(text) > len("2018-05"):
        return date.fromisoformat(text)
    year, _, month = text.partition("-")
    return PartialDate(int(year), int(month) if month else None)


def in_words(day: Day) -> str:
    """Write a day as running text has it: 2018年, 2018年5月, 2018年5月17日."""
    year = f"{day.year}年"
    month = f"{day.month}月" if day.month else ""
    return f"{year}{month}{day.day}日" if isinstance(day, date) else year + month
