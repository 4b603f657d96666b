"""Count columns: how often does each posting's term stand in each field? In some columns nearly all are 0.

A column in which few are 0 is kept as `counts.py` says; one in which nearly all are 0 lists the others:
the number of each posting in 16 bits, within 65,536 of them, and its count in 4.
"""

from collections.abc import Callable

import numpy as np

from .array_types import AnyArray
from .arrays import ArrayFile
from .counts import Counts, counts_to_arrays
from .layout import RARE_COUNTS

_BITS, _LOWER = 16, 0xFFFF
_AT, _BEFORE = "at", "before"


class CountsInParts:
    """Makes the arrays of a column, of some counts at a time: those of each part go behind those before."""

    def __init__(self, name: str, *, short: bool) -> None:
        """`short`: of a segment of short documents, in which hardly any count is 15 or more."""
        self._name, self._short = name, short
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
        edges = np.arange(-self._postings % (1 << _BITS), len(counts), 1 << _BITS)
        made: dict[str, AnyArray] = {
            f"{self._name}/{_AT}": ((at + self._postings) & _LOWER).astype(np.uint16),
            f"{self._name}/{_BEFORE}": (at.searchsorted(edges) + self._listed).astype(np.uint64),
            **counts_to_arrays(self._name, counts[at], self._listed, short=True),
        }
        self._listed += len(at)
        return made


def open_counts(arrays: ArrayFile, name: str) -> "Counts | RareCounts":
    """Open a column."""
    return (RareCounts if name in RARE_COUNTS else Counts)(arrays, name)


class RareCounts:
    """A column of counts that are nearly all 0."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._arrays, self._name = arrays, f"{name}/{_AT}"
        self._counts = Counts(arrays, name)
        # Wide enough to be asked for any; in all but tiny segments they are so already.
        self._at = arrays[self._name].astype(np.uint16, copy=False)
        # How many that are not 0 there are before each 65,536 postings, and before all that follow.
        before = np.append(arrays[f"{name}/{_BEFORE}"].astype(np.int64), len(self._at))
        if (before[1:] < before[:-1]).any():
            raise ValueError("more than there are")
        self._before: list[int] = before.tolist()

    def between(self, start: int, stop: int) -> AnyArray:
        """Return the counts of a range of postings."""
        return self._dense(start, stop, lambda low, high: self._at[low:high], self._counts.between)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return self._dense(
            start,
            stop,
            lambda low, high: self._arrays.read(self._name, low, high),
            self._counts.read,
        )

    def _dense(
        self,
        start: int,
        stop: int,
        places: Callable[[int, int], AnyArray],
        counts: Callable[[int, int], AnyArray],
    ) -> AnyArray:
        low, high = self._listed_before(start), self._listed_before(stop)
        if low == high:
            return np.zeros(stop - start, np.uint8)
        listed, at = counts(low, high), places(low, high).astype(np.int64)
        first, last = start >> _BITS, stop >> _BITS
        at -= start - (first << _BITS)
        if first != last:
            edges = self._before[first + 1 : last + 1]
            at += np.searchsorted(edges, np.arange(low, high), "right") << _BITS
        dense = np.zeros(stop - start, listed.dtype)
        dense[at] = listed
        return dense

    def _listed_before(self, posting: int) -> int:
        """Return how many of those that are not 0 come before a posting."""
        block = posting >> _BITS
        if block >= len(self._before) - 1:
            return len(self._at)
        low, high = self._before[block : block + 2]
        # Asked in their own type, or all of them would be copied to another.
        return low + int(self._at[low:high].searchsorted(np.uint16(posting & _LOWER)))
