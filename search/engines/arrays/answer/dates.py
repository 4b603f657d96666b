"""Dates: when was each document published, when added, and from when until when is it in force?"""

from datetime import date
from functools import cached_property

import numpy as np

from ....partial_date import Day
from ..file.array_types import AnyArray, Integers, Marks, Scores
from ..file.days import day_of, order_numbers
from ..file.layout import ADDED, EFFECTIVE, EXPIRES, NO_DATE, PUBLISHED, PUBLISHED_LATEST
from .ranking import recency
from .segments import Segments


class Dates:
    """The days of the documents of a generation, as ordinals; NO_DATE where there is none."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self.published = segments.each(PUBLISHED).astype(np.int64)
        #: Of those of which a year or a month is known, the last day that it may have been.
        self.latest = segments.each(PUBLISHED_LATEST).astype(np.int64)

    @property
    def effective(self) -> Integers:
        """Return the first day that each document is in force."""
        return self._segments.each(EFFECTIVE).astype(np.int64)

    @property
    def expires(self) -> Integers:
        """Return the last day of that."""
        return self._segments.each(EXPIRES).astype(np.int64)

    @cached_property
    def added(self) -> AnyArray:
        """Return when each document was added, in seconds since 1970; NOT_KNOWN: it has no day."""
        return self._segments.each(ADDED)

    @cached_property
    def age_order(self) -> Integers:
        """Return a number for each document that ascends with its day, 0 without one."""
        return order_numbers(self.published, self.latest)

    @cached_property
    def recency(self) -> Scores:
        """Return what each document gains by being recent, as a factor."""
        return recency(self.published, self._segments.live)

    def of(self, document: int) -> Day | None:
        """Return the day of a document."""
        return day_of(int(self.published[document]), int(self.latest[document]))

    def between(self, documents: Integers, first: date | None, last: date | None) -> Marks:
        """Mark those of some documents that were published from one day to another, both included.

        Those of which no more than a year or a month is known lie between them with all of it.
        """
        if first is None and last is None:
            return np.ones(len(documents), bool)
        published, latest = self.published.take(documents), self.latest.take(documents)
        low = first.toordinal() if first else NO_DATE + 1
        high = last.toordinal() if last else date.max.toordinal()
        return np.asarray((published >= low) & (latest <= high))
