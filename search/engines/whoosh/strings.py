"""How is a list of strings kept in arrays? Their bytes one behind another, and where each ends."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_BYTES, _ENDS = "bytes", "ends"


def strings_to_arrays(name: str, strings: Iterable[bytes]) -> dict[str, Array]:
    """Return the two arrays, under `name`, of a list of strings."""
    strings = list(strings)
    return {
        f"{name}/{_BYTES}": np.frombuffer(b"".join(strings), np.uint8),
        f"{name}/{_ENDS}": np.cumsum([len(string) for string in strings], dtype=np.uint64),
    }


class NamedArrays(Protocol):
    """Arrays by name: an array file, or a dictionary."""

    def __getitem__(self, name: str, /) -> Array: ...


class Strings:
    """A list of strings in an array file, read one at a time or all at once."""

    def __init__(self, arrays: NamedArrays, name: str) -> None:
        self._bytes = arrays[f"{name}/{_BYTES}"].data
        self._ends: Array = arrays[f"{name}/{_ENDS}"]

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        """Return one string, by its number from 0."""
        if number >= len(self._ends):
            raise IndexError(number)
        start = int(self._ends[number - 1]) if number else 0
        return bytes(self._bytes[start : int(self._ends[number])])

    def __iter__(self) -> Iterator[bytes]:
        start = 0
        for end in self._ends.tolist():
            yield bytes(self._bytes[start:end])
            start = end

    def find(self, string: bytes) -> int | None:
        """Return where a string stands in an ascending list."""
        at = bisect_left(self, string)
        return at if at < len(self) and self[at] == string else None
