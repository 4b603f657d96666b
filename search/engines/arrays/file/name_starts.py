"""Name starts: which names hold a word that begins so? The places where words of them begin, by what follows."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

import numpy as np

from .array_types import AnyArray, Integers
from .strings import NamedArrays, Strings

_ENTRIES, _OFFSETS = "entries", "offsets"

#: At most so many are kept, 12 MB of them: all of a quarter of a million titles.
MAX_STARTS = 2_000_000


def starts_to_arrays(
    name: str, keys: Sequence[bytes], offsets: Mapping[int, Sequence[int]]
) -> dict[str, AnyArray]:
    """Return the two arrays, under `name`, of where words begin: by number of a key, in bytes.

    Of too many, those of the first keys given are kept.
    """
    found = sorted(_listed(keys, offsets))
    return _to_arrays(name, [number for _, number, _ in found], [offset for _, _, offset in found])


def _listed(
    keys: Sequence[bytes], offsets: Mapping[int, Sequence[int]]
) -> list[tuple[bytes, int, int]]:
    found: list[tuple[bytes, int, int]] = []
    for number, places in offsets.items():
        if len(found) + len(places) > MAX_STARTS:
            break
        found += [(keys[number][offset:], number, offset) for offset in places]
    return found


def _to_arrays(
    name: str, entries: Sequence[int] | AnyArray, offsets: Sequence[int] | AnyArray
) -> dict[str, AnyArray]:
    return {
        f"{name}/{_ENTRIES}": np.asarray(entries, np.uint32),
        f"{name}/{_OFFSETS}": np.asarray(offsets, np.uint16),
    }


class NameStarts:
    """Where words of keys begin, ascending by what stands from there to the key's end."""

    def __init__(self, arrays: NamedArrays, name: str, keys: Strings) -> None:
        self.entries, self.offsets = arrays[f"{name}/{_ENTRIES}"], arrays[f"{name}/{_OFFSETS}"]
        self._keys = keys

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, place: int) -> bytes:
        """Return what stands from a place to the end of its key."""
        return self._keys[int(self.entries[place])][int(self.offsets[place]) :]

    def beginning(self, beginning: bytes) -> slice:
        """Return the places where what follows begins so."""
        low = bisect_left(self, beginning)
        return slice(low, bisect_left(self, beginning + b"\xff", low))

    def with_others(
        self,
        name: str,
        numbers: Integers,
        keys: Sequence[bytes],
        offsets: Mapping[int, Sequence[int]],
    ) -> dict[str, AnyArray] | None:
        """Return what `starts_to_arrays` does, given starts of new keys only; None for too many.

        `numbers` are the new ones of the keys here, in the same order, -1 of those that are gone.
        """
        own = numbers[self.entries]
        kept = np.flatnonzero(own >= 0)
        added = sorted(_listed(keys, offsets))
        if len(kept) + len(added) > MAX_STARTS:
            return None
        at = [self._place_of(string, number, own) for string, number, _ in added]
        places = kept.searchsorted(np.array(at, np.int64))
        return _to_arrays(
            name,
            np.insert(own[kept], places, [number for _, number, _ in added]),
            np.insert(self.offsets[kept], places, [offset for _, _, offset in added]),
        )

    def _place_of(self, string: bytes, number: int, own: Integers) -> int:
        """Return before which place a new one stands: of those with the same behind them, by number."""
        low = bisect_left(self, string)
        high = bisect_right(self, string, low)
        later = own[low:high] > number
        return low + int(later.argmax()) if later.any() else high
