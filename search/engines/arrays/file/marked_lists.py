"""Marked lists: how are lists kept that name a sixth of all documents, or more? A bit for each document.

Every 256 bits it is noted how many are set before, so a few numbers are looked up without the rest.
"""

from collections.abc import Sequence

import numpy as np

from .array_types import AnyArray, Integers, Marks
from .arrays import ArrayFile

_BLOCK_BITS = 8
_BLOCK = 1 << _BLOCK_BITS  # bits
_BYTES = _BLOCK // 8
_IS_BEFORE = np.tri(_BLOCK, k=-1, dtype=np.uint8)  # of a bit in a block: which come before it
#: For so many times as many numbers as there are blocks all of a list is read.
_FEW = 0.5
_MARKS, _SET_BEFORE = "marks", "set_before"


def marks_to_arrays(name: str, lists: Sequence[AnyArray], documents: int) -> dict[str, AnyArray]:
    """Return the arrays of some lists, each ascending, of so many documents, or pieces."""
    blocks = -(-documents // _BLOCK)
    marked = np.zeros((len(lists), blocks * _BLOCK), bool)
    for row, numbers in zip(marked, lists, strict=True):
        row[numbers] = True
    ends = marked.reshape(len(lists), blocks, _BLOCK).sum(axis=2).cumsum(axis=1)
    set_before = np.zeros_like(ends)
    set_before[:, 1:] = ends[:, :-1]
    return {
        f"{name}/{_MARKS}": np.packbits(marked, bitorder="little").ravel(),
        f"{name}/{_SET_BEFORE}": set_before.ravel().astype(np.uint32),
    }


class MarkedLists:
    """Some lists, by their numbers from 0. Raises ValueError where damage leads elsewhere."""

    def __init__(self, arrays: ArrayFile, name: str, sizes: Sequence[int]) -> None:
        """Take how many documents each names."""
        self._arrays, self._name, self._sizes = arrays, f"{name}/{_MARKS}", sizes
        self._table = arrays[self._name].reshape(-1, _BYTES)
        self._set_before = arrays[f"{name}/{_SET_BEFORE}"]
        self._blocks, rest = divmod(len(self._table), max(len(sizes), 1))  # of a list
        if rest or len(self._set_before) != len(self._table):
            raise ValueError("no marks for each document")

    def whole(self, number: int, *, is_mapped: bool) -> AnyArray:
        """Return the numbers of a list; without mapping them for passes over the whole file."""
        first, last = number * self._blocks, (number + 1) * self._blocks
        marks = (
            self._table[first:last]
            if is_mapped
            else self._arrays.read(self._name, first * _BYTES, last * _BYTES)
        )
        numbers = np.unpackbits(marks.ravel(), bitorder="little").view(bool).nonzero()[0]
        if len(numbers) != self._sizes[number]:
            raise ValueError("more, or fewer, than there are")
        return numbers

    def find(self, wanted: Integers, number: int) -> tuple[Integers, Marks]:
        """Look ascending numbers up in a list: where each stands in it, and whether it does."""
        if len(wanted) > self._blocks * _FEW:
            numbers = self.whole(number, is_mapped=True)
            at = numbers.searchsorted(wanted)
            return at, numbers.take(at, mode="clip") == wanted
        blocks = (wanted >> _BLOCK_BITS) + number * self._blocks
        within = wanted & (_BLOCK - 1)
        marks = np.unpackbits(self._table.take(blocks, axis=0), axis=1, bitorder="little")
        is_there = marks[np.arange(len(wanted)), within].view(bool)
        marks &= _IS_BEFORE.take(within, axis=0)
        return marks.sum(axis=1, dtype=np.int64) + self._set_before.take(blocks), is_there
