"""Name starts: which names hold a word that begins so? The places where words of them begin, by what follows."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np

from .array_types import AnyArray
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
    found: list[tuple[bytes, int, int]] = []
    for number, places in offsets.items():
        if len(found) + len(places) > MAX_STARTS:
            break
        found += [(keys[number][offset:], number, offset) for offset in places]
    found.sort()
    return {
        f"{name}/{_ENTRIES}": np.array([number for _, number, _ in found], np.uint32),
        f"{name}/{_OFFSETS}": np.array([offset for _, _, offset in found], np.uint16),
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
