"""Nibbles: how do numbers below 16 lie two in a byte? The first in its lower half."""

import numpy as np

from .array_types import AnyArray, Integers

#: What the names of arrays end in that are written so.
NIBBLES = "/nibbles"
#: What a nibble holds.
MOST = 15
_BITS = 4
# The two numbers of each byte, one behind another.
_BOTH = np.array([(byte & MOST, byte >> _BITS) for byte in range(256)], np.uint8).view("<u2")[:, 0]


def packed(numbers: AnyArray) -> AnyArray:
    """Return numbers two in a byte; of an odd number of them the last has one of its own.

    Raises ValueError when one is not below 16.
    """
    if int(numbers.max(initial=0)) > MOST:
        raise ValueError("no nibbles")
    both = np.zeros(len(numbers) + len(numbers) % 2, np.uint8)
    both[: len(numbers)] = numbers
    return both[::2] | both[1::2] << _BITS


def with_packed(arrays: dict[str, AnyArray]) -> dict[str, AnyArray]:
    """Return arrays as they are written: two numbers in a byte in those that are called so."""
    return {
        name: packed(array) if name.endswith(NIBBLES) else array for name, array in arrays.items()
    }


def unpacked(bytes_of_them: AnyArray) -> AnyArray:
    """Return the numbers of bytes, one behind another; of a table, row by row."""
    return _BOTH.take(bytes_of_them).view(np.uint8)


def bytes_of(start: int, stop: int) -> tuple[int, int]:
    """Return the bytes that a range of numbers is in."""
    return start // 2, (stop + 1) // 2


def between(bytes_of_them: AnyArray, start: int, stop: int) -> AnyArray:
    """Return a range of numbers, given the bytes that it is in."""
    return unpacked(bytes_of_them)[start % 2 :][: stop - start]


def taken(bytes_of_them: AnyArray, at: Integers) -> AnyArray:
    """Return some of all numbers."""
    return (bytes_of_them.take(at >> 1) >> ((at & 1) << 2).astype(np.uint8)) & np.uint8(MOST)
