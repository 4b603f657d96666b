"""Columns: which documents have which values? A column of all segments as one."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ..file.array_types import AnyArray, Documents, Integers, Marks
from ..file.common_strings import CommonStrings
from ..file.layout import Column
from ..file.strings import Strings
from ..file.terms import Terms


class ColumnValues:
    """The values of a column: document i has those of set `sets[i]`.

    Pair j says that set `pair_sets[j]` has value `strings[pair_values[j]]`; strings ascend.
    """

    def __init__(
        self,
        strings: Sequence[str],
        set_count: int,
        pair_sets: Integers,
        pair_values: Integers,
        sets: AnyArray,
    ) -> None:
        self.strings = strings
        self.set_count = set_count
        self.pair_sets = pair_sets
        self.pair_values = pair_values
        self.sets = sets

    def sets_with(self, marked: Marks) -> Marks:
        """Mark the sets that have one of the marked values."""
        found = np.zeros(self.set_count, bool)
        found[self.pair_sets[marked[self.pair_values]]] = True
        return found

    def documents_with(self, value: int) -> Documents:
        """Find the documents with a value, deleted ones too."""
        sets = self.pair_sets[self._pairs_of_values.places(value)].tolist()
        found = [self._documents_of_sets.places(each) for each in sets]
        return np.sort(np.concatenate([np.empty(0, np.intp), *found]))

    @cached_property
    def _pairs_of_values(self) -> "_Places":
        return _Places(self.pair_values)

    @cached_property
    def _documents_of_sets(self) -> "_Places":
        return _Places(self.sets)

    def one_of_each(self, of_values: Integers, without: int) -> Integers:
        """Give each document what is given for its one value, or what is for those without."""
        of_sets = np.full(self.set_count, without, np.int64)
        of_sets[self.pair_sets] = of_values[self.pair_values]
        return of_sets[self.sets]

    def counts(self, documents: Integers, weights: Integers | None = None) -> Integers:
        """Count, for each value, the documents that have it; with weights, add up theirs."""
        of_sets = self._of_sets(documents, weights).take(self.pair_sets)
        counts = np.bincount(self.pair_values, of_sets, len(self.strings))
        return counts.astype(np.int64)

    def count_without(self, documents: Integers, weights: Integers | None = None) -> int:
        """Count the documents that have no value; with weights, add up theirs."""
        has_values = np.zeros(self.set_count, bool)
        has_values[self.pair_sets] = True
        return int(self._of_sets(documents, weights)[~has_values].sum())

    def _of_sets(self, documents: Integers, weights: Integers | None) -> AnyArray:
        return np.bincount(self.sets.take(documents), weights, self.set_count)


class _Places:
    """Where each number stands in an array, found by sorting it once."""

    def __init__(self, numbers: AnyArray) -> None:
        self._order = numbers.argsort(kind="stable")
        self._sorted = numbers[self._order]

    def places(self, number: int) -> Integers:
        """Return where a number stands, ascending."""
        low = int(self._sorted.searchsorted(number))
        high = int(self._sorted.searchsorted(number, "right"))
        return self._order[low:high]


class TextColumn(ColumnValues):
    """A column with about as many values as documents, so they stay on disk until one is asked for."""

    strings: CommonStrings

    def in_memory(self) -> ColumnValues:
        """Return the column with its values, of which there are few."""
        return ColumnValues(
            tuple(self.strings), self.set_count, self.pair_sets, self.pair_values, self.sets
        )


def read_column(segments: Sequence[Terms], column: Column) -> TextColumn:
    """Read a column, numbering the values and sets of all segments in common."""
    strings = CommonStrings([Strings(segment.arrays, column.strings) for segment in segments])
    pair_sets, pair_values, sets = [], [], []
    set_count = 0
    for segment, numbers in zip(segments, strings.numbers, strict=True):
        starts = segment.arrays[column.set_starts].astype(np.int64)
        lengths, own = np.diff(starts), segment.arrays[column.sets]
        # What is counted by them must not take as much memory as damage says.
        if starts[-1] != len(segment.arrays[column.set_values]) or own.max(initial=0) >= len(
            lengths
        ):
            raise ValueError("more than there are")
        pair_sets.append(set_count + np.repeat(np.arange(len(lengths)), lengths))
        pair_values.append(numbers[segment.arrays[column.set_values]])
        sets.append(own if len(segments) == 1 else set_count + own.astype(np.int64))
        set_count += len(lengths)
    none = np.empty(0, np.int64)
    return TextColumn(
        strings,
        set_count,
        np.concatenate([none, *pair_sets]),
        np.concatenate([none, *pair_values]),
        sets[0] if len(sets) == 1 else np.concatenate([none, *sets]),
    )
