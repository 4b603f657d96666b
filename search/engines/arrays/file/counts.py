"""Counts: how is a column of small numbers kept in arrays? Those that are not small are listed beside.

A byte for each, of short documents half a one; a list of what that cannot hold.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from . import nibbles
from .array_types import AnyArray, Integers
from .arrays import ArrayFile
from .nibbles import MOST as NIBBLE
from .nibbles import NIBBLES
from .ranges import ranges

_BYTE = 255  # stands for itself and for all that is more; then the list of the large ones tells
_FEW = 1 << 16
_LONG = 32  # counts: of ranges that are longer in the mean each is read at once
#: Postings whose counts are added up at once.
BLOCK = 64
_IS_BEFORE = np.tri(BLOCK, k=-1, dtype=np.uint8)  # of a place in a block: which come before it
_LARGE_AT, _LARGE = "large_at", "large"


def counts_to_arrays(
    name: str, counts: AnyArray, first: int = 0, *, short: bool = False
) -> dict[str, AnyArray]:
    """Return the arrays of a column, or of a part of it; `first` is the number of its first posting.

    `short`: of a segment of short documents, in which hardly any count is 15 or more.
    """
    most = NIBBLE if short else _BYTE
    large = np.flatnonzero(counts >= most)
    return {
        name + NIBBLES * short: np.minimum(counts, most).astype(np.uint8),
        f"{name}/{_LARGE_AT}": (large + first).astype(np.uint64),
        f"{name}/{_LARGE}": counts[large].astype(np.uint32),
    }


class _Bytes:
    """Counts, a byte for each."""

    most = _BYTE  # stands for itself and for all that is more
    in_byte = 1

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._arrays, self._name = arrays, name
        self.bytes = arrays[name]

    def between(self, start: int, stop: int) -> AnyArray:
        """Return a range; mapped."""
        return self.bytes[start:stop]

    def read(self, start: int, stop: int) -> AnyArray:
        """Return a range without mapping it."""
        return self._arrays.read(self._name, start, stop)

    def take(self, at: Integers) -> AnyArray:
        """Return some."""
        return self.bytes.take(at)

    def rows(self, of_bytes: AnyArray) -> AnyArray:
        """Return the counts of a table of bytes, row by row."""
        return of_bytes


class _Nibbles(_Bytes):
    """Counts, two in a byte."""

    most = NIBBLE
    in_byte = 2

    def between(self, start: int, stop: int) -> AnyArray:
        """Return a range."""
        first, last = nibbles.bytes_of(start, stop)
        return nibbles.between(self.bytes[first:last], start, stop)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return a range without mapping it."""
        return nibbles.between(super().read(*nibbles.bytes_of(start, stop)), start, stop)

    def take(self, at: Integers) -> AnyArray:
        """Return some."""
        return nibbles.taken(self.bytes, at)

    def rows(self, of_bytes: AnyArray) -> AnyArray:
        """Return the counts of a table of bytes, row by row."""
        return nibbles.unpacked(of_bytes)


class Counts:
    """A column of counts of which most are small."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        is_short = name + NIBBLES in arrays
        self._small = _Nibbles(arrays, name + NIBBLES) if is_short else _Bytes(arrays, name)
        width, of_all = BLOCK // self._small.in_byte, self._small.bytes  # of a block, in bytes
        whole = len(of_all) // width * width
        self._rest_from = whole * self._small.in_byte
        self._blocks = of_all[:whole].reshape(-1, width)
        self._rest = np.zeros(width, np.uint8)  # what is no whole block, at the end
        self._rest[: len(of_all) - whole] = of_all[whole:]
        if not whole:
            self._blocks = self._rest.reshape(1, width)
        self._large_at, self._large = arrays[f"{name}/{_LARGE_AT}"], arrays[f"{name}/{_LARGE}"]
        self._large_list: Sequence[int] | AnyArray = self._large_at
        if len(self._large_at) <= _FEW:  # more stay as they lie: wide enough for any posting
            self._large_at = self._large_at.astype(np.int64)
            self._large_list = self._large_at.tolist()

    @property
    def room(self) -> int:
        """Return how many counts there are at most: nibbles come in twos."""
        return len(self._small.bytes) * self._small.in_byte

    @property
    def most_in_byte(self) -> int:
        """Return what stands for itself and for all that is more, where a count lies."""
        return self._small.most

    @property
    def most(self) -> int:
        """Return the greatest count, if it is listed as a large one; else what others may be."""
        return int(self._large.max(initial=self._small.most))

    def between(self, start: int, stop: int) -> AnyArray:
        """Return the counts of a range of postings; mapped, where each has a byte and none is large."""
        return self._completed(self._small.between(start, stop), start, stop)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return self._completed(self._small.read(start, stop), start, stop)

    def take(self, postings: Integers) -> Integers:
        """Return the counts of some postings."""
        return self._with_large(self._small.take(postings), postings.take)

    def of_ranges(self, starts: Integers, lengths: Integers) -> Integers:
        """Return the counts of several ranges of postings, one behind another.

        Raises ValueError when there are more than all: what told the lengths is damaged.
        """
        if int(lengths.sum()) <= _LONG * len(lengths):
            return self.take(ranges(starts, lengths, self.room))
        bounds = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
        small = np.concatenate([self._small.between(start, stop) for start, stop in bounds])
        ends = lengths.cumsum()
        if len(small) != ends[-1]:
            raise ValueError("more than there are")

        def postings(at: Integers) -> Integers:
            return (starts - ends + lengths)[ends.searchsorted(at, "right")] + at

        return self._with_large(small, postings)

    def _with_large(self, small: AnyArray, postings: Callable[[Integers], Integers]) -> Integers:
        """Return counts as they lie, with the large ones told; `postings` says which those at some places are of."""
        counts = small.astype(np.int64)
        large = (small == self._small.most).nonzero()[0]
        if len(large):
            counts[large] = self._large[self._large_before(postings(large))]
        return counts

    def before(self, postings: Integers) -> Integers:
        """Add up the counts between the beginning of each posting's block and the posting."""
        blocks = postings // BLOCK
        of_blocks = self._blocks.take(blocks, axis=0, mode="clip")
        if int(postings.max(initial=-1)) >= self._rest_from:
            of_blocks[blocks == len(self._blocks)] = self._rest
        counts = self._small.rows(of_blocks)
        has_large = int(counts.max(initial=0)) == self._small.most
        counts *= _IS_BEFORE.take(postings % BLOCK, axis=0)
        sums: Integers = counts.sum(axis=1, dtype=np.int64)
        if has_large:
            starts = self._large_before(blocks * BLOCK)
            sums += self._more[self._large_before(postings)] - self._more[starts]
        return sums

    @cached_property
    def _more(self) -> Integers:
        """Return by how much the first so many large ones are more than what stands for them."""
        more = np.zeros(len(self._large) + 1, np.int64)
        (self._large.astype(np.int64) - self._small.most).cumsum(out=more[1:])
        return more

    def _large_before(self, postings: Integers) -> Integers:
        # Asked in their own type, or all of them would be copied to another.
        return self._large_at.searchsorted(postings.astype(self._large_at.dtype, copy=False))

    def _completed(self, counts: AnyArray, start: int, stop: int) -> AnyArray:
        low = bisect_left(self._large_list, start)
        high = bisect_left(self._large_list, stop, low)
        if low < high:
            counts = counts.astype(np.int64)
            counts[self._large_at[low:high].astype(np.int64) - start] = self._large[low:high]
        return counts
