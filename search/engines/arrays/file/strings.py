"""Strings: how is a list of them kept in arrays? Bytes one behind another, and where each starts."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .array_types import AnyArray, Integers

_PREFIX = 8  # bytes
_FEW = 1 / 64  # of a list: fewer strings are looked up, for more it is gone through
#: Of the two arrays of a list, behind its name.
BYTES, STARTS = "bytes", "starts"


def strings_to_arrays(name: str, strings: Iterable[bytes]) -> dict[str, AnyArray]:
    """Return the two arrays, under `name`, of a list of strings; the last start is their end."""
    strings = list(strings)
    return {
        f"{name}/{BYTES}": np.frombuffer(b"".join(strings), np.uint8),
        f"{name}/{STARTS}": np.cumsum([0, *map(len, strings)], dtype=np.uint64),
    }


class NamedArrays(Protocol):
    """Arrays by name: an array file, or a dictionary."""

    def __getitem__(self, name: str, /) -> AnyArray: ...


class Strings:
    """A list of strings in an array file, read one at a time or all at once."""

    def __init__(self, arrays: NamedArrays, name: str) -> None:
        self._bytes = arrays[f"{name}/{BYTES}"].data
        self._starts: AnyArray = arrays[f"{name}/{STARTS}"]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        """Return one string, by its number from 0."""
        return bytes(self.view(number))

    def view(self, number: int) -> memoryview:
        """Return one string as it lies in the file, nothing of it read yet."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        start, end = self._starts[number : number + 2].tolist()
        return self._bytes[start:end]

    def __iter__(self) -> Iterator[bytes]:
        for start, end in pairwise(self._starts.tolist()):
            yield bytes(self._bytes[start:end])

    def some(self, numbers: AnyArray) -> Iterator[bytes]:
        """Yield some of the strings."""
        starts, ends = self._starts.take(numbers).tolist(), self._starts.take(numbers + 1).tolist()
        for start, end in zip(starts, ends, strict=True):
            yield bytes(self._bytes[start:end])

    def texts(self, numbers: AnyArray) -> list[str]:
        """Return some of the strings, as text."""
        starts, ends = self._starts.take(numbers).tolist(), self._starts.take(numbers + 1).tolist()
        return [str(self._bytes[a:b], "utf-8") for a, b in zip(starts, ends, strict=True)]

    def character_counts(self) -> Integers:
        """Return how many characters each string has: bytes that do not go on with one."""
        counts = np.zeros(len(self), np.int64)
        starts, ends = self._starts[:-1], self._starts[1:]
        having = (ends > starts).nonzero()[0]
        begins = (np.frombuffer(self._bytes, np.uint8) & 0xC0) != 0x80
        if len(having):
            counts[having] = np.add.reduceat(
                begins, starts[having].astype(np.int64), dtype=np.int64
            )
        return counts

    def find(self, string: bytes) -> int | None:
        """Return where a string stands in an ascending list."""
        prefix = np.uint64(int.from_bytes(string[:_PREFIX].ljust(_PREFIX, b"\0")))
        prefixes = self._prefixes
        low, high = int(prefixes.searchsorted(prefix)), int(prefixes.searchsorted(prefix, "right"))
        if low == high:
            return None
        at = bisect_left(range(high), string, low, key=self._string)
        return at if at < high and self._string(at) == string else None

    def those_of(self, wanted: Collection[bytes]) -> Iterator[tuple[bytes, int]]:
        """Yield those of some strings that are in an ascending list, and where."""
        if len(wanted) > len(self) * _FEW:
            yield from ((string, at) for at, string in enumerate(self) if string in wanted)
            return
        for string in wanted:
            if (at := self.find(string)) is not None:
                yield string, at

    def beginning(self, beginning: bytes) -> range:
        """Return which strings of an ascending list begin so."""
        low = bisect_left(self, beginning)
        # No text in UTF-8 has a byte of 255.
        return range(low, bisect_left(self, beginning + b"\xff", low))

    def _string(self, number: int) -> bytes:
        """Return one of the strings that there are."""
        start, end = self._starts[number : number + 2].tolist()
        return bytes(self._bytes[start:end])

    @cached_property
    def _prefixes(self) -> npt.NDArray[np.uint64]:
        """Return the first eight bytes of each string as one number, ascending as the strings do.

        Searching numbers is several times as fast as searching strings.
        """
        starts = self._starts[:-1].astype(np.int64)
        lengths = self._starts[1:].astype(np.int64) - starts
        padded = np.concatenate([np.frombuffer(self._bytes, np.uint8), np.zeros(_PREFIX, np.uint8)])
        prefixes = np.zeros(len(starts), np.uint64)
        for offset in range(_PREFIX):
            byte = np.where(lengths > offset, padded.take(starts + offset), np.uint8(0))
            prefixes = (prefixes << np.uint64(8)) | byte
        return prefixes
