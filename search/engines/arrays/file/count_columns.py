"""Count columns: how often does each posting's term stand in each field? In some columns nearly all are 0.

A column in which few are 0 is kept as `counts.py` says; one in which nearly all are 0 lists the others:
which postings these are (`listed_places.py`), and in 4 bits the count of each.
"""

from collections.abc import Callable

import numpy as np

from .array_types import AnyArray, Integers
from .arrays import ArrayFile
from .counts import Counts, counts_to_arrays
from .layout import RARE_COUNTS
from .listed_places import ListedPlaces, PlacesInParts

_AT = "at"


class CountsInParts:
    """Makes the arrays of a column, of some counts at a time: those of each part go behind those before."""

    def __init__(self, name: str, *, short: bool) -> None:
        """`short`: of a segment of short documents, in which hardly any count is 15 or more."""
        self._name, self._short = name, short
        self._places = PlacesInParts(f"{name}/{_AT}")
        self._postings = self._listed = 0  # so many so far; of these not 0

    def arrays(self, counts: AnyArray) -> dict[str, AnyArray]:
        """Return the arrays of further counts."""
        if self._name in RARE_COUNTS:
            made = self._rare(counts)
        else:
            made = counts_to_arrays(self._name, counts, self._postings, short=self._short)
        self._postings += len(counts)
        return made

    def _rare(self, counts: AnyArray) -> dict[str, AnyArray]:
        at = np.flatnonzero(counts)
        made = self._places.arrays(at, len(counts))
        made |= counts_to_arrays(self._name, counts[at], self._listed, short=True)
        self._listed += len(at)
        return made


def open_counts(arrays: ArrayFile, name: str) -> "Counts | RareCounts":
    """Open a column."""
    return (RareCounts if name in RARE_COUNTS else Counts)(arrays, name)


class RareCounts:
    """A column of counts that are nearly all 0."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._at = ListedPlaces(arrays, f"{name}/{_AT}")
        self._counts = Counts(arrays, name)

    def between(self, start: int, stop: int) -> AnyArray:
        """Return the counts of a range of postings."""
        return _dense(start, stop, self._at, self._at.between, self._counts.between)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return _dense(start, stop, self._at, self._at.read, self._counts.read)


def _dense(
    start: int,
    stop: int,
    listed: ListedPlaces,
    places: Callable[[int, int, int], Integers],
    counts: Callable[[int, int], AnyArray],
) -> AnyArray:
    low, high = listed.before(start), listed.before(stop)
    if low == high:
        return np.zeros(stop - start, np.uint8)
    own = counts(low, high)
    dense = np.zeros(stop - start, own.dtype)
    dense[places(low, high, start)] = own
    return dense
