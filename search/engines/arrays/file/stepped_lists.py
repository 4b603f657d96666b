"""Stepped lists: how are long lists kept? As steps from each number to the next, a byte each.

Of each posting it is said how much more its number is than that of the posting before, and every
64th number is noted: so a few are found without the rest.
"""

from collections.abc import Sequence

import numpy as np

from .array_types import AnyArray, Integers, Marks
from .arrays import ArrayFile
from .counts import Counts, counts_to_arrays

_APART = 64  # postings whose numbers are noted
_STEPS, _NOTED = "steps", "noted"


def steps_to_arrays(name: str, lists: Sequence[AnyArray], first: int) -> dict[str, AnyArray]:
    """Return the arrays of some lists, each ascending; `first`: so many steps are kept of those before."""
    steps = [np.empty(0, np.int64), *map(_steps, lists)]
    noted = [np.empty(0, np.uint32), *(numbers[::_APART] for numbers in lists)]
    return {
        f"{name}/{_NOTED}": np.concatenate(noted).astype(np.uint32),
        **counts_to_arrays(f"{name}/{_STEPS}", np.concatenate(steps), first),
    }


def _steps(numbers: AnyArray) -> Integers:
    """Return by how much each number is more than the one before; then 0, to a multiple of 64."""
    steps = np.zeros(steps_of(len(numbers)), np.int64)
    steps[1 : len(numbers)] = np.diff(numbers.astype(np.int64))
    return steps


def steps_of(postings: int) -> int:
    """Return how many steps are kept of a list."""
    return -(-postings // _APART) * _APART


class SteppedLists:
    """Some lists, by their numbers from 0."""

    def __init__(self, arrays: ArrayFile, name: str, sizes: Sequence[int]) -> None:
        """Take how many postings each has."""
        self._sizes = sizes
        self._firsts: list[int] = [0, *np.cumsum([*map(steps_of, sizes)], dtype=np.int64).tolist()]
        self._steps = Counts(arrays, f"{name}/{_STEPS}")
        self._table = arrays[f"{name}/{_STEPS}"].reshape(-1, _APART)
        self._noted = arrays[f"{name}/{_NOTED}"]

    def whole(self, number: int, *, is_mapped: bool) -> AnyArray:
        """Return the numbers of a list; without mapping them for passes over the whole file."""
        first = self._firsts[number]
        last = first + self._sizes[number]
        steps = (self._steps.between if is_mapped else self._steps.read)(first, last)
        numbers = steps.cumsum(dtype=np.uint32)
        numbers += self._noted[first // _APART]
        return numbers

    def find(self, wanted: Integers, number: int) -> tuple[Integers, Marks]:
        """Look ascending numbers up in a list: where each stands in it, and whether it does."""
        if len(wanted) * _APART >= self._sizes[number]:
            numbers = self.whole(number, is_mapped=True)
            at = numbers.searchsorted(wanted.astype(numbers.dtype))
            return at, numbers.take(at, mode="clip") == wanted
        first = self._firsts[number]
        first_block = first // _APART
        noted = self._noted[first_block : self._firsts[number + 1] // _APART].astype(np.int64)
        block = np.maximum(noted.searchsorted(wanted, "right") - 1, 0)
        steps = self._table.take(block + first_block, axis=0)
        if int(steps.max(initial=0)) == self._steps.most_in_byte:
            steps = steps.astype(np.uint32)
            row, column = (steps == self._steps.most_in_byte).nonzero()
            steps[row, column] = self._steps.take(first + block[row] * _APART + column)
        steps[:, 0] = 0
        further = np.maximum(wanted - noted.take(block), -1).astype(np.uint32)
        is_it = steps.cumsum(axis=1, dtype=np.uint32) == further[:, np.newaxis]
        return block * _APART + is_it.argmax(axis=1), is_it.any(axis=1)
