"""Offsets: where in its piece does each occurrence of a bigram stand? In 16 bits, of short documents in 12."""

import numpy as np

from . import nibbles
from .array_types import AnyArray, Integers
from .arrays import ArrayFile
from .layout import OFFSETS
from .nibbles import NIBBLES

_UPPER = OFFSETS + NIBBLES
_LOWER_BITS = 8
_LOWER = np.uint16((1 << _LOWER_BITS) - 1)


def offsets_to_arrays(offsets: AnyArray, *, short: bool) -> dict[str, AnyArray]:
    """Return the arrays of a column, or of a part of it; `short`: no document is long, see `are_short`."""
    if not short:
        return {OFFSETS: offsets.astype(np.uint16)}
    lower, upper = offsets.astype(np.uint16) & _LOWER, offsets >> _LOWER_BITS
    return {OFFSETS: lower.astype(np.uint8), _UPPER: upper.astype(np.uint8)}


class Offsets:
    """A column of offsets."""

    def __init__(self, arrays: ArrayFile) -> None:
        self._arrays = arrays
        self._lower = arrays[OFFSETS]
        self._upper: AnyArray | None = None
        if _UPPER in arrays:
            self._upper = arrays[_UPPER]

    def __len__(self) -> int:
        return len(self._lower)

    def between(self, start: int, stop: int) -> AnyArray:
        """Return a range; mapped, where there are long documents."""
        lower = self._lower[start:stop]
        if self._upper is None:
            return lower
        first, last = nibbles.bytes_of(start, stop)
        return _whole(lower, nibbles.between(self._upper[first:last], start, stop))

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        lower = self._arrays.read(OFFSETS, start, stop)
        if self._upper is None:
            return lower
        upper = self._arrays.read(_UPPER, *nibbles.bytes_of(start, stop))
        return _whole(lower, nibbles.between(upper, start, stop))

    def take(self, at: Integers) -> AnyArray:
        """Return some."""
        lower = self._lower.take(at)
        return lower if self._upper is None else _whole(lower, nibbles.taken(self._upper, at))


def _whole(lower: AnyArray, upper: AnyArray) -> AnyArray:
    whole = upper.astype(np.uint16)
    whole <<= _LOWER_BITS
    whole |= lower
    return whole
