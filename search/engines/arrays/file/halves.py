"""Halves: how is a column of numbers kept in 16 bits each? The lower halves, and where the upper ones change.

The upper half of a document's number says among which 65,536 it is. In posting lists, which ascend,
it seldom changes; where there are no more documents than that, never.
"""

from itertools import pairwise

import numpy as np

from .array_types import AnyArray, Integers, Marks
from .arrays import ArrayFile
from .listed_places import ListedPlaces, PlacesInParts

_BITS, _LOWER = 16, 0xFFFF
_FEW = 64  # turns: each range between is written by itself
_TURNS_AT, _TURNS = "turns_at", "turns"


class HalvesInParts:
    """Makes the arrays of a column, of some numbers at a time: those of each part go behind those before."""

    def __init__(self, name: str) -> None:
        self._name, self._turns_at = name, PlacesInParts(f"{name}/{_TURNS_AT}")
        self._upper = 0  # half of the last number so far

    def arrays(self, numbers: AnyArray) -> dict[str, AnyArray]:
        """Return the arrays of further numbers."""
        uppers = numbers.astype(np.int64) >> _BITS
        at = np.flatnonzero(np.diff(uppers, prepend=self._upper))
        if len(uppers):
            self._upper = int(uppers[-1])
        return {
            self._name: (numbers & _LOWER).astype(np.uint16),
            **self._turns_at.arrays(at, len(numbers)),
            f"{self._name}/{_TURNS}": uppers[at].astype(np.uint16),
        }


#: Where parts of a column begin and end: a row for each, of two numbers.
Rows = Integers


class Halves:
    """A column of numbers of at most 32 bits."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._arrays, self._name = arrays, name
        self._lower = arrays[name]
        self._at, self._uppers = (
            ListedPlaces(arrays, f"{name}/{_TURNS_AT}"),
            arrays[f"{name}/{_TURNS}"],
        )
        self._is_plain = not len(self._at)

    def __len__(self) -> int:
        return len(self._lower)

    def between(self, start: int, stop: int) -> AnyArray:
        """Return a range of the column; mapped, where all upper halves are 0."""
        return self._whole(self._lower[start:stop], start, stop)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return self._whole(self._arrays.read(self._name, start, stop), start, stop)

    def find(self, wanted: AnyArray, rows: Rows) -> tuple[Integers, Marks]:
        """Look ascending numbers up in rows that ascend, too: where each stands, and whether it does.

        Of each row as many as are wanted.
        """
        if self._is_plain:
            return self._find_lower(wanted, rows)
        at = np.zeros((len(rows), len(wanted)), np.int64)
        is_there = np.zeros(at.shape, bool)
        lower, parts = wanted & _LOWER, _parts_of(wanted)
        for number, row in enumerate(rows.tolist()):
            uppers, bounds = self._turns(*row)
            for upper, low, high in parts:
                if upper in uppers:
                    own = uppers.index(upper)
                    part = np.array([[bounds[own], bounds[own + 1]]])
                    found = self._find_lower(lower[low:high], part)
                    at[number, low:high], is_there[number, low:high] = found
        return at, is_there

    def _find_lower(self, wanted: AnyArray, rows: Rows) -> tuple[Integers, Marks]:
        # Asked in their own type, or all of a row would be copied to another.
        asked = wanted.astype(self._lower.dtype, copy=False)
        bounds = rows.tolist()
        at = np.array([self._lower[start:end].searchsorted(asked) for start, end in bounds])
        at += rows[:, :1]
        return at, (at < rows[:, 1:]) & (self._lower.take(at, mode="clip") == wanted)

    def _whole(self, lower: AnyArray, start: int, stop: int) -> AnyArray:
        if self._is_plain:
            return lower
        uppers, bounds = self._turns(start, stop)
        if len(uppers) == 1:
            return lower + np.uint32(uppers[0] << _BITS) if uppers[0] else lower
        if len(uppers) > _FEW:
            return np.repeat(np.array(uppers, np.uint32) << _BITS, np.diff(bounds)) + lower
        whole = lower.astype(np.uint32)
        for upper, (first, last) in zip(uppers, pairwise(bounds), strict=True):
            if upper:
                whole[first - start : last - start] += np.uint32(upper << _BITS)
        return whole

    def _turns(self, start: int, stop: int) -> tuple[list[int], list[int]]:
        """Return the upper halves in a range, and where each begins and the last ends."""
        first, last = self._at.before(start + 1), self._at.before(stop)
        upper = int(self._uppers[first - 1]) if first else 0
        if first >= last:
            return [upper], [start, stop]
        uppers, at = self._uppers[first:last].tolist(), self._at.between(first, last, start) + start
        return [upper, *uppers], [start, *at.tolist(), stop]


def _parts_of(ascending: AnyArray) -> list[tuple[int, int, int]]:
    """Part ascending numbers by their upper halves: that, and where each part begins and ends."""
    if not len(ascending):
        return []
    uppers = ascending >> _BITS
    turns = (np.diff(uppers).nonzero()[0] + 1).tolist()
    bounds = pairwise([0, *turns, len(ascending)])
    return [(int(uppers[low]), low, high) for low, high in bounds]
