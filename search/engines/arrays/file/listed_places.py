"""Listed places: how are some places in a long column kept, ascending? In 16 bits each, within 65,536 of them.

For each 65,536 places it is noted how many are listed before.
"""

import numpy as np

from .array_types import AnyArray, Integers
from .arrays import ArrayFile

_BITS, _LOWER = 16, 0xFFFF
_BEFORE = "before"


class PlacesInParts:
    """Makes the arrays of such a list, of some of the column at a time."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._passed = self._listed = 0  # so many places so far; of these listed

    def arrays(self, at: Integers, count: int) -> dict[str, AnyArray]:
        """Return the arrays of further places, given which of the next so many are listed."""
        edges = np.arange(-self._passed % (1 << _BITS), count, 1 << _BITS)
        made: dict[str, AnyArray] = {
            self._name: ((at + self._passed) & _LOWER).astype(np.uint16),
            f"{self._name}/{_BEFORE}": (at.searchsorted(edges) + self._listed).astype(np.uint64),
        }
        self._passed += count
        self._listed += len(at)
        return made


class ListedPlaces:
    """Some places in a column. Raises ValueError where damage leads behind its end."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._arrays, self._name = arrays, name
        # Wide enough to be asked for any; in all but tiny segments they are so already.
        self._lower = arrays[name].astype(np.uint16, copy=False)
        # How many are listed before each 65,536 places, and before all that follow.
        before = np.append(arrays[f"{name}/{_BEFORE}"].astype(np.int64), len(self._lower))
        if (before[1:] < before[:-1]).any():
            raise ValueError("more than there are")
        self._before: list[int] = before.tolist()
        self._ends = before[1:]

    def __len__(self) -> int:
        return len(self._lower)

    def before(self, place: int) -> int:
        """Return how many are listed before a place."""
        block = place >> _BITS
        if block >= len(self._before) - 1:
            return len(self._lower)
        low, high = self._before[block : block + 2]
        # Asked in their own type, or all of them would be copied to another.
        return low + int(self._lower[low:high].searchsorted(np.uint16(place & _LOWER)))

    def between(self, low: int, high: int, start: int) -> Integers:
        """Return some of them, by their numbers in the list, each less `start`, which is not behind the first."""
        return self._whole(self._lower[low:high], low, high, start)

    def read(self, low: int, high: int, start: int) -> Integers:
        """Return the same without mapping them, for passes over the whole file."""
        return self._whole(self._arrays.read(self._name, low, high), low, high, start)

    def _whole(self, lower: AnyArray, low: int, high: int, start: int) -> Integers:
        at = lower.astype(np.int64)
        first = start >> _BITS
        at -= start - (first << _BITS)
        if first + 1 < len(self._before) and self._before[first + 1] < high:
            at += self._ends[first:].searchsorted(np.arange(low, high), "right") << _BITS
        return at
