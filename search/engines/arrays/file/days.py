"""Days of documents: in which order do they lie? Of a partial date, its beginning counts."""

from datetime import date

import numpy as np

from ....partial_date import Day, day_between
from .array_types import AnyArray, Integers
from .layout import NO_DATE

_APART = 512  # more than the days of a year


def order_numbers(published: AnyArray, latest: AnyArray) -> Integers:
    """Return a number for each document that ascends with its day, 0 without one.

    Given are the first and the last day that its day may be. A year comes before its January, and
    that before its first day, as in `search.partial_date.age_of`.
    """
    first = published.astype(np.int64)
    return first * _APART - (latest.astype(np.int64) - first)


def day_of(published: int, latest: int) -> Day | None:
    """Return the day that lies between the first and the last that it may be; None without one."""
    if published == NO_DATE:
        return None
    return day_between(date.fromordinal(published), date.fromordinal(latest))
