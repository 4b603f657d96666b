"""Counts: how is a column of counts kept in arrays? Most are small, and in some columns nearly all are 0.

A posting has several: how often its term stands in each field. A column in which few are 0 takes a
byte for each, and lists what a byte cannot hold; one in which nearly all are 0 lists the others.
"""

from bisect import bisect_left
from collections.abc import Callable

import numpy as np

from .array_types import AnyArray, Integers
from .arrays import ArrayFile
from .layout import RARE_COUNTS

_BYTE = 255  # stands for itself and for all that is more; then the list of the large ones tells
#: Postings whose counts are added up at once.
BLOCK = 32
_IS_BEFORE = np.tri(BLOCK, k=-1, dtype=np.uint8)  # of a place in a block: which come before it
_AT, _LARGE_AT, _LARGE = "at", "large_at", "large"


def counts_to_arrays(name: str, counts: AnyArray, first: int = 0) -> dict[str, AnyArray]:
    """Return the arrays of a column, or of a part of it; `first` is the number of its first posting."""
    if name in RARE_COUNTS:
        at = np.flatnonzero(counts)
        return {f"{name}/{_AT}": (at + first).astype(np.uint64), name: counts[at].astype(np.uint32)}
    large = np.flatnonzero(counts >= _BYTE)
    return {
        name: np.minimum(counts, _BYTE).astype(np.uint8),
        f"{name}/{_LARGE_AT}": (large + first).astype(np.uint64),
        f"{name}/{_LARGE}": counts[large].astype(np.uint32),
    }


def open_counts(arrays: ArrayFile, name: str) -> "Counts | RareCounts":
    """Open a column."""
    return (RareCounts if name in RARE_COUNTS else Counts)(arrays, name)


class Counts:
    """A column of counts with a byte for each."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._arrays, self._name = arrays, name
        self._bytes = arrays[name]
        whole = len(self._bytes) // BLOCK * BLOCK
        self._blocks = self._bytes[:whole].reshape(-1, BLOCK)
        self._rest = np.zeros(BLOCK, np.uint8)  # what is no whole block, at the end
        self._rest[: len(self._bytes) - whole] = self._bytes[whole:]
        if not whole:
            self._blocks = self._rest.reshape(1, BLOCK)
        self._large_at = arrays[f"{name}/{_LARGE_AT}"].astype(np.int64)
        self._large_list: list[int] = self._large_at.tolist()  # there are few
        self._large = arrays[f"{name}/{_LARGE}"].astype(np.int64)
        # By how much the first so many large ones are more than their bytes say.
        self._more = np.concatenate(([0], np.cumsum(self._large - _BYTE)))

    @property
    def most(self) -> int:
        """Return the greatest count, if it is more than a byte holds; else what that does."""
        return int(self._large.max(initial=_BYTE))

    def between(self, start: int, stop: int) -> AnyArray:
        """Return the counts of a range of postings; mapped, where none is large."""
        return self._completed(self._bytes[start:stop], start, stop)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return self._completed(self._arrays.read(self._name, start, stop), start, stop)

    def take(self, postings: Integers) -> Integers:
        """Return the counts of some postings."""
        counts = self._bytes.take(postings).astype(np.int64)
        large = (counts == _BYTE).nonzero()[0]
        if len(large):
            counts[large] = self._large[self._large_at.searchsorted(postings[large])]
        return counts

    def before(self, postings: Integers) -> Integers:
        """Add up the counts between the beginning of each posting's block and the posting."""
        blocks = postings // BLOCK
        counts = self._blocks.take(blocks, axis=0, mode="clip")
        counts[blocks == len(self._blocks)] = self._rest
        counts *= _IS_BEFORE.take(postings % BLOCK, axis=0)
        sums: Integers = counts.sum(axis=1, dtype=np.int64)
        if len(self._large):
            starts = self._large_at.searchsorted(blocks * BLOCK)
            sums += self._more[self._large_at.searchsorted(postings)] - self._more[starts]
        return sums

    def _completed(self, counts: AnyArray, start: int, stop: int) -> AnyArray:
        low = bisect_left(self._large_list, start)
        high = bisect_left(self._large_list, stop, low)
        if low < high:
            counts = counts.astype(np.int64)
            counts[self._large_at[low:high] - start] = self._large[low:high]
        return counts


class RareCounts:
    """A column of counts that are nearly all 0."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._arrays, self._name = arrays, name
        self._at, self._counts = arrays[f"{name}/{_AT}"], arrays[name]
        self._end = int(self._at[-1]) + 1 if len(self._at) else 0
        self._type = self._at.dtype.type

    def between(self, start: int, stop: int) -> AnyArray:
        """Return the counts of a range of postings."""
        return self._dense(start, stop, lambda name, low, high: self._arrays[name][low:high])

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return self._dense(start, stop, self._arrays.read)

    def _dense(self, start: int, stop: int, get: Callable[[str, int, int], AnyArray]) -> AnyArray:
        counts = np.zeros(stop - start, self._counts.dtype)
        low, high = self._before(start), self._before(stop)
        if low == high:
            return counts
        at = get(f"{self._name}/{_AT}", low, high).astype(np.int64)
        counts[at - start] = get(self._name, low, high)
        return counts

    def _before(self, posting: int) -> int:
        """Return how many of those that are not 0 come before a posting."""
        # Asked in their own type, or all of them would be copied to another.
        return (
            int(self._at.searchsorted(self._type(posting)))
            if posting < self._end
            else len(self._at)
        )
