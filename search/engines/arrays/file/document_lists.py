"""Document lists: how is a column of ascending lists kept? Long ones as steps or marks, the others as numbers.

A list is long when it names many of many documents, or pieces: then a byte or less tells of each
(`stepped_lists.py`, `marked_lists.py`). All others take 16 bits (`halves.py`).
"""

from bisect import bisect_left

import numpy as np

from .array_types import AnyArray, Integers, Marks
from .arrays import ArrayFile
from .halves import Halves, HalvesInParts, Rows
from .marked_lists import MarkedLists, marks_to_arrays
from .stepped_lists import SteppedLists, steps_of, steps_to_arrays

#: Of a long list: so many postings, and one of so many documents, at least; and of a marked one.
_LEAST, _ONE_OF, _ONE_MARKED_OF = 4096, 64, 6
#: Of fewer documents all numbers take 16 bits, and lists are too short to be worth undoing.
_MANY = 1 << 16
_AT, _ENDS, _ARE_MARKED = "dense_at", "dense_ends", "dense_marked"


def least_of_dense(documents: int) -> int:
    """Return how many postings a long list has, at least, where there are so many documents, or pieces."""
    return max(_LEAST, documents // _ONE_OF) if documents > _MANY else documents + 1


class ListsInParts:
    """Makes the arrays of a column, of some lists at a time: those of each part go behind those before."""

    def __init__(self, name: str, documents: int) -> None:
        """Take how many documents, or pieces, there are."""
        self._name, self._documents = name, documents
        self._postings = self._steps = 0  # so many so far; of steps
        self._sparse = HalvesInParts(name)  # numbers that are in no long list

    def arrays(self, numbers: AnyArray, lengths: Integers) -> dict[str, AnyArray]:
        """Return the arrays of further lists, given all their numbers, and how many each has."""
        made = {}
        is_dense = lengths >= least_of_dense(self._documents)
        sparse = numbers
        if is_dense.any():
            bounds = np.concatenate(([0], lengths.cumsum()))
            made = self._dense(numbers, bounds[:-1][is_dense], bounds[1:][is_dense])
            sparse = numbers[~np.repeat(is_dense, lengths)]
        self._postings += len(numbers)
        return made | self._sparse.arrays(sparse)

    def _dense(self, numbers: AnyArray, at: Integers, ends: Integers) -> dict[str, AnyArray]:
        lists = [numbers[start:end] for start, end in zip(at.tolist(), ends.tolist(), strict=True)]
        are_marked = (ends - at) * _ONE_MARKED_OF >= self._documents
        marked = [own for own, is_marked in zip(lists, are_marked, strict=True) if is_marked]
        stepped = [own for own, is_marked in zip(lists, are_marked, strict=True) if not is_marked]
        made: dict[str, AnyArray] = {
            f"{self._name}/{_AT}": at + self._postings,
            f"{self._name}/{_ENDS}": ends + self._postings,
            f"{self._name}/{_ARE_MARKED}": are_marked.astype(np.uint8),
            **marks_to_arrays(self._name, marked, self._documents),
            **steps_to_arrays(self._name, stepped, self._steps),
        }
        self._steps += sum(steps_of(len(own)) for own in stepped)
        return made


class DocumentLists:
    """A column of lists, each ascending; ranges begin and end where lists do."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._halves = Halves(arrays, name)
        self._at: list[int] = []  # where each long list begins among all postings
        if f"{name}/{_AT}" not in arrays:
            return
        self._at = arrays[f"{name}/{_AT}"].tolist()
        self._ends: list[int] = arrays[f"{name}/{_ENDS}"].tolist()
        sizes = [end - at for at, end in zip(self._at, self._ends, strict=True)]
        self._before: list[int] = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]  # in long ones
        are_marked = arrays[f"{name}/{_ARE_MARKED}"].astype(bool)
        own = np.array(sizes, np.int64)
        marked = MarkedLists(arrays, name, own[are_marked].tolist())
        stepped = SteppedLists(arrays, name, own[~are_marked].tolist())
        numbers = np.where(are_marked, np.cumsum(are_marked), np.cumsum(~are_marked)) - 1
        #: What has each long list, and its number there.
        self._dense: list[tuple[MarkedLists | SteppedLists, int]] = [
            (marked if is_marked else stepped, number)
            for is_marked, number in zip(are_marked.tolist(), numbers.tolist(), strict=True)
        ]

    def __len__(self) -> int:
        return len(self._halves) + (self._before[-1] if self._at else 0)

    def between(self, start: int, stop: int) -> AnyArray:
        """Return a range; mapped, where no list is long and all upper halves are 0."""
        return self._range(start, stop, is_mapped=True)

    def read(self, start: int, stop: int) -> AnyArray:
        """Return the same without mapping it, for passes over the whole file."""
        return self._range(start, stop, is_mapped=False)

    def find(self, wanted: AnyArray, rows: Rows) -> tuple[Integers, Marks]:
        """Look ascending numbers up in lists: where each stands, and whether it does; of each list as many."""
        if not self._at:
            return self._halves.find(wanted, rows)
        dense = [self._dense_list(start, end) for start, end in rows.tolist()]
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
                lists, own = self._dense[one]
                at[number], is_there[number] = lists.find(wanted.astype(np.int64), own)
                at[number] += self._at[one]
        return at, is_there

    def _dense_list(self, start: int, end: int) -> int | None:
        """Return which long list a range is, if it is one."""
        number = bisect_left(self._at, start)
        is_one = number < len(self._at) and self._at[number] == start < end
        return number if is_one else None

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
            lists, own = self._dense[number]
            parts.append(lists.whole(own, is_mapped=is_mapped))
            start = self._ends[number]
        if start < stop or not parts:
            parts.append(of_halves(start - self._before[high], stop - self._before[high]))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)
