"""Document lists: how is a column of ascending lists kept? Long ones as steps, the others as numbers.

A list is dense when it names many of many documents, or pieces. Of such a list a byte for each posting
says how much more its number is than that of the posting before, and every 64th number is noted: so
a few are found without the rest. All others take 16 bits (`halves.py`).
"""

from bisect import bisect_left

import numpy as np

from .array_types import AnyArray, Integers, Marks
from .arrays import ArrayFile
from .counts import Counts, counts_to_arrays
from .halves import Halves, Rows, halves_to_arrays, upper_of

#: Of a dense list: so many postings, and one of so many documents, at least.
_LEAST, _ONE_OF = 4096, 64
#: Of fewer documents all numbers take 16 bits, and lists are too short to be worth undoing.
_MANY = 1 << 16
_APART = 64  # postings whose numbers are noted
_AT, _ENDS, _STEPS, _NOTED = "dense_at", "dense_ends", "steps", "noted"


def least_of_dense(documents: int) -> int:
    """Return how many postings a dense list has, at least, where there are so many documents, or pieces."""
    return max(_LEAST, documents // _ONE_OF) if documents > _MANY else documents + 1


class ListsInParts:
    """Makes the arrays of a column, of some lists at a time: those of each part go behind those before."""

    def __init__(self, name: str, documents: int) -> None:
        """Take how many documents, or pieces, there are."""
        self._name, self._least = name, least_of_dense(documents)
        self._postings = self._sparse = self._steps = (
            0  # so many so far; not in dense lists; kept of those
        )
        self._upper = 0  # half of the last number that is in no dense list

    def arrays(self, numbers: AnyArray, lengths: Integers) -> dict[str, AnyArray]:
        """Return the arrays of further lists, given all their numbers, and how many each has."""
        made = {}
        is_dense = lengths >= self._least
        sparse = numbers
        if is_dense.any():
            bounds = np.concatenate(([0], lengths.cumsum()))
            dense = [bounds[at : at + 2].tolist() for at in is_dense.nonzero()[0].tolist()]
            steps = [_steps(numbers[start:end]) for start, end in dense]
            made = {
                f"{self._name}/{_AT}": np.array([start for start, _ in dense]) + self._postings,
                f"{self._name}/{_ENDS}": np.array([end for _, end in dense]) + self._postings,
                f"{self._name}/{_NOTED}": np.concatenate(
                    [numbers[start:end:_APART] for start, end in dense]
                ).astype(np.uint32),
                **counts_to_arrays(f"{self._name}/{_STEPS}", np.concatenate(steps), self._steps),
            }
            self._steps += sum(map(len, steps))
            sparse = numbers[~np.repeat(is_dense, lengths)]
        made |= halves_to_arrays(self._name, sparse, self._sparse, self._upper)
        self._postings += len(numbers)
        self._sparse += len(sparse)
        if len(sparse):
            self._upper = upper_of(int(sparse[-1]))
        return made


def _steps(numbers: AnyArray) -> Integers:
    """Return by how much each number is more than the one before; then 0, to a multiple of 64."""
    steps = np.zeros(_kept(len(numbers)), np.int64)
    steps[1 : len(numbers)] = np.diff(numbers.astype(np.int64))
    return steps


def _kept(postings: int) -> int:
    """Return how many steps are kept for a dense list."""
    return -(-postings // _APART) * _APART


class DocumentLists:
    """A column of lists, each ascending; ranges begin and end where lists do."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._halves = Halves(arrays, name)
        self._at: list[int] = []  # where each dense list begins among all postings
        if f"{name}/{_AT}" not in arrays:
            return
        self._at = arrays[f"{name}/{_AT}"].tolist()
        self._ends: list[int] = arrays[f"{name}/{_ENDS}"].tolist()
        lengths = [end - at for at, end in zip(self._at, self._ends, strict=True)]
        self._before: list[int] = [0, *np.cumsum(lengths, dtype=np.int64).tolist()]  # in dense ones
        self._firsts: list[int] = [
            0,
            *np.cumsum([*map(_kept, lengths)], dtype=np.int64).tolist(),
        ]
        self._steps = Counts(arrays, f"{name}/{_STEPS}")
        self._table = arrays[f"{name}/{_STEPS}"].reshape(-1, _APART)
        self._noted = arrays[f"{name}/{_NOTED}"]

    def __len__(self) -> int:
        return len(self._halves) + (self._before[-1] if self._at else 0)

    def between(self, start: int, stop: int) -> AnyArray:
        """Return a range; mapped, where no list is dense and all upper halves are 0."""
        return self._range(start, stop, is_mapped=True)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return self._range(start, stop, is_mapped=False)

    def find(self, wanted: AnyArray, rows: Rows) -> tuple[Integers, Marks]:
        """Look ascending numbers up in lists: where each stands, and whether it does; of each list as many."""
        if not self._at:
            return self._halves.find(wanted, rows)
        dense = [self._dense(start, end) for start, end in rows.tolist()]
        before = np.array(
            [self._before[bisect_left(self._at, start)] for start in rows[:, 0].tolist()]
        )
        shifts = before[:, np.newaxis]
        at = np.empty((len(rows), len(wanted)), np.int64)
        is_there = np.empty(at.shape, bool)
        sparse = [number for number, one in enumerate(dense) if one is None]
        if sparse:
            found = self._halves.find(wanted, rows[sparse] - shifts[sparse])
            at[sparse], is_there[sparse] = found[0] + shifts[sparse], found[1]
        for number, one in enumerate(dense):
            if one is not None:
                at[number], is_there[number] = self._find_dense(wanted.astype(np.int64), one)
        return at, is_there

    def _dense(self, start: int, end: int) -> int | None:
        """Return which dense list a range is, if it is one."""
        number = bisect_left(self._at, start)
        is_one = number < len(self._at) and self._at[number] == start < end
        return number if is_one else None

    def _find_dense(self, wanted: Integers, number: int) -> tuple[Integers, Marks]:
        size, first = self._ends[number] - self._at[number], self._firsts[number]
        if len(wanted) * _APART >= size:
            numbers = self._whole(number, is_mapped=True)
            at = numbers.searchsorted(wanted.astype(numbers.dtype))
            return at + self._at[number], numbers.take(at, mode="clip") == wanted
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
        at = self._at[number] + block * _APART + is_it.argmax(axis=1)
        return at, is_it.any(axis=1)

    def _range(self, start: int, stop: int, *, is_mapped: bool) -> AnyArray:
        of_halves = self._halves.between if is_mapped else self._halves.read
        if not self._at:
            return of_halves(start, stop)
        low, high = bisect_left(self._at, start), bisect_left(self._at, stop)
        parts = []
        for number in range(low, high):
            if start < self._at[number]:
                before = self._before[number]
                parts.append(of_halves(start - before, self._at[number] - before))
            parts.append(self._whole(number, is_mapped=is_mapped))
            start = self._ends[number]
        if start < stop or not parts:
            parts.append(of_halves(start - self._before[high], stop - self._before[high]))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _whole(self, number: int, *, is_mapped: bool) -> AnyArray:
        """Return the numbers of a dense list."""
        first = self._firsts[number]
        last = first + self._ends[number] - self._at[number]
        steps = (self._steps.between if is_mapped else self._steps.read)(first, last)
        numbers = steps.cumsum(dtype=np.uint32)
        numbers += self._noted[first // _APART]
        return numbers
