"""Sparse lists: what do sorted lists of documents have in common? Set operations, look-ups.

Each takes the cheaper of two ways: binary search for few documents among many, a table with an
entry for every document of the index otherwise.
"""

from functools import cached_property

import numpy as np

from ..file.array_types import AnyArray, Documents, Integers, Marks
from ..file.ascending import distinct

# A step of a binary search costs about as much as this many entries of a table.
_SEARCH_COST = 12


def contains(ascending: Documents, wanted: Documents, size: int) -> Marks:
    """Mark those wanted that are in an ascending list of documents, of an index of so many."""
    if not len(ascending) or not len(wanted):
        return np.zeros(len(wanted), bool)
    if is_search_cheaper(len(ascending), len(wanted), size):
        at = ascending.searchsorted(wanted)
        return np.asarray(ascending.take(at, mode="clip") == wanted)
    table = np.zeros(size, bool)
    table[ascending] = True
    return table.take(wanted)


def values_at(ascending: Documents, values: AnyArray, wanted: Documents, size: int) -> AnyArray:
    """Return the value of each document wanted, 0 where it is not in the ascending list."""
    if not len(ascending) or not len(wanted):
        return np.zeros(len(wanted), values.dtype)
    if ascending is wanted:
        return values
    if is_search_cheaper(len(ascending), len(wanted), size):
        at = ascending.searchsorted(wanted)
        is_there = ascending.take(at, mode="clip") == wanted
        return np.asarray(values.take(at, mode="clip") * is_there)
    table = np.zeros(size, values.dtype)
    table[ascending] = values
    return table.take(wanted)


def intersect(lists: list[Documents], size: int) -> Documents:
    """Return the documents that are in all of some lists, at least one."""
    shortest, *others = sorted(lists, key=len)
    for other in others:
        shortest = shortest[contains(other, shortest, size)]
    return shortest


def unite(lists: list[Documents], size: int) -> Documents:
    """Return the documents that are in any of some lists, at least one."""
    if len(lists) == 1:
        return lists[0]
    if sum(map(len, lists)) * _SEARCH_COST < size:
        together = np.concatenate(lists)
        together.sort(kind="stable")  # merges what ascends
        return distinct(together)
    table = np.zeros(size, bool)
    for documents in lists:
        table[documents] = True
    return table.nonzero()[0]


def is_search_cheaper(listed: int, wanted: int, size: int) -> bool:
    """Say whether to search for some documents in a list, rather than make a table of the list."""
    return wanted * _SEARCH_COST < size // 8 + listed


class Wanted:
    """Ascending documents of which it is asked many times which of them are in a list."""

    def __init__(self, documents: Documents, size: int) -> None:
        self.documents, self._size = documents, size

    def among(self, listed: Documents) -> tuple[Integers, Integers]:
        """Return where those are that an ascending list has: among these documents, and in the list."""
        if len(self.documents) * _SEARCH_COST < len(listed):
            at = listed.searchsorted(self.documents)
            there = (listed.take(at, mode="clip") == self.documents).nonzero()[0]
            return there, at[there]
        if listed is self.documents:
            return (every := np.arange(len(listed))), every
        there = self._places.take(listed)
        at = (there >= 0).nonzero()[0]
        return (there if len(at) == len(there) else there[at]), at

    @cached_property
    def _places(self) -> Integers:
        """Return where each document of the index is among these; -1: nowhere."""
        places = np.full(self._size, -1)
        places[self.documents] = np.arange(len(self.documents))
        return places
