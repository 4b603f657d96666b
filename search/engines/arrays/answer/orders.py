"""Orders: in which order do documents come, by date, or where they are as good as one another?"""

from functools import cached_property

import numpy as np

from ....request import Sort
from ....validity import standing
from ..file.array_types import AnyArray, Integers
from ..file.layout import NO_DATE
from .dates import Dates
from .ids import Ids
from .relations import Relations
from .standings import VALIDITIES


class Orders:
    """The orders of the documents of a generation, each the places of all documents in it."""

    def __init__(self, ids: Ids, dates: Dates, relations: Relations) -> None:
        self._ids, self._dates, self._relations = ids, dates, relations

    def by_date(self, sort: Sort) -> Integers:
        """Give each document its place in an order by date."""
        match sort:
            case Sort.OLDEST:
                return self.oldest_rank
            case Sort.ADDED:
                return self.added_rank
            case _:
                return self.newest_rank

    @cached_property
    def newest_rank(self) -> Integers:
        """Give each document its place, the newest first; ties go by id, without a date come last."""
        return _places(self._ids.rank, -self._dates.age_order)

    @cached_property
    def oldest_rank(self) -> Integers:
        """Give each document its place, the oldest first; ties go by id, without a date come last."""
        last = np.iinfo(np.int64).max
        is_undated = self._dates.published == NO_DATE
        return _places(self._ids.rank, np.where(is_undated, last, self._dates.age_order))

    @cached_property
    def added_rank(self) -> Integers:
        """Give each document its place, those added last first; of those added at once the newest."""
        return _places(self.newest_rank, -self._dates.added.astype(np.int64))

    @cached_property
    def relevance_rank(self) -> Integers:
        """Give each document its place where it is as good as others: in force, the newest; versions together."""
        standings = np.array([standing(validity) for validity in VALIDITIES], np.int64)
        places = _places(self.newest_rank, standings[self._relations.standings.codes])
        return self._relations.groups.side_by_side(places)


def _places(ties: Integers, keys: AnyArray) -> Integers:
    """Give each document its place, the least key first, and of these the least of what settles ties."""
    places = np.empty(len(keys), np.int64)
    places[np.lexsort((ties, keys))] = np.arange(len(keys))
    return places
