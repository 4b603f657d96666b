"""Column merging: how do sorted strings of several segments become one list, and sets of values one column?

Strings pass by one at a time; only numbers are kept of each. A set of values is a string too: the
numbers of its values, which ascend as the values do.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice, pairwise, repeat

import numpy as np

from ..file.array_types import AnyArray, Integers, Marks
from ..file.arrays import ArraySpool
from ..file.layout import ID_DOCUMENTS, IDS, Column
from ..file.strings import BYTES, STARTS, Strings
from .inversion import starts_of
from .source import Source

_STRINGS_AT_ONCE = 1 << 14
_NUMBER = np.dtype(">u4")  # as bytes, these ascend as numbers do


def merge_ids(sources: Sequence[Source], live: Sequence[Marks], spool: ArraySpool) -> None:
    """Merge the ids of the documents of each source that are marked, and stay, each with its new document."""
    documents = array("I")
    append_strings(spool, IDS, _noted(merge(*map(_ids, sources, live)), documents))
    spool.append(ID_DOCUMENTS, np.frombuffer(documents, np.uint32))


def _ids(source: Source, live: Marks) -> Iterator[tuple[bytes, int]]:
    """Yield the ids of some documents, ascending, and the new numbers of these."""
    old = source.arrays[ID_DOCUMENTS]
    kept = live[old].nonzero()[0]
    ids = Strings(source.arrays, IDS).some(kept)
    yield from zip(ids, source.documents.numbers[old[kept]].tolist(), strict=True)


def _noted(pairs: Iterable[tuple[bytes, int]], numbers: "array[int]") -> Iterator[bytes]:
    for string, number in pairs:
        numbers.append(number)
        yield string


def merge_column(column: Column, sources: Sequence[Source], spool: ArraySpool) -> None:
    """Merge a column, without what no document has that stays."""
    own = [_Own(source, column) for source in sources]
    values = [array("I") for _ in own]
    append_strings(spool, column.strings, distinct([one.strings() for one in own], values))
    keys = [one.keys(numbers_in(new)) for one, new in zip(own, values, strict=True)]
    sets = [array("I") for _ in own]
    append_runs(
        spool, column.set_values, column.set_starts, distinct(keys, sets), _NUMBER, np.uint32
    )
    spool.append(column.sets, np.empty(0, np.uint32))
    for one, new in zip(own, sets, strict=True):
        spool.append(column.sets, numbers_in(new)[one.of_documents])


class _Own:
    """The column of one source, without the sets and values that no document has that stays."""

    def __init__(self, source: Source, column: Column) -> None:
        arrays = source.arrays
        sets, self.of_documents = np.unique(arrays[column.sets][source.live], return_inverse=True)
        starts = arrays[column.set_starts].astype(np.int64)
        self._lengths = np.diff(starts)[sets]
        ends = np.cumsum(self._lengths)
        total = int(ends[-1]) if len(ends) else 0
        places = np.repeat(starts[sets] - (ends - self._lengths), self._lengths) + np.arange(total)
        self._values, self._entries = np.unique(
            arrays[column.set_values][places], return_inverse=True
        )
        self._strings = Strings(arrays, column.strings)

    def strings(self) -> Iterator[bytes]:
        """Yield the values, ascending."""
        return self._strings.some(self._values)

    def keys(self, numbers: AnyArray) -> Iterator[bytes]:
        """Yield the sets, ascending, given the new numbers of the values."""
        line = numbers[self._entries].astype(_NUMBER).tobytes()
        starts = starts_of(self._lengths * _NUMBER.itemsize).tolist()
        return (line[start:end] for start, end in pairwise(starts))


def distinct(lists: Sequence[Iterator[bytes]], numbers: "Sequence[array[int]]") -> Iterator[bytes]:
    """Yield the strings of several ascending lists, ascending, each once; note which each one is."""
    last, count = None, -1
    for string, which in merge(*map(zip, lists, map(repeat, range(len(lists))))):
        if string != last:
            last = string
            count += 1
            yield string
        numbers[which].append(count)


def append_strings(spool: ArraySpool, name: str, strings: Iterable[bytes]) -> None:
    """Append the arrays of a list of strings; see `strings_to_arrays`."""
    bytes_name, starts_name = f"{name}/{BYTES}", f"{name}/{STARTS}"
    append_runs(spool, bytes_name, starts_name, strings, np.dtype(np.uint8), np.uint8)


def append_runs(
    spool: ArraySpool,
    name: str,
    starts_name: str,
    runs: Iterable[bytes],
    of: "np.dtype[np.uint8] | np.dtype[np.uint32]",
    kept_as: type[np.uint8] | type[np.uint32],
) -> None:
    """Append entries that come in runs, as bytes of a type, and where each begins."""
    spool.append(name, np.empty(0, kept_as))
    spool.append(starts_name, np.zeros(1, np.uint64))
    end, left = 0, iter(runs)
    while some := list(islice(left, _STRINGS_AT_ONCE)):
        spool.append(name, np.frombuffer(b"".join(some), of).astype(kept_as))
        ends = end + np.cumsum([len(run) // of.itemsize for run in some])
        spool.append(starts_name, ends.astype(np.uint64))
        end = int(ends[-1])


def numbers_in(numbers: "array[int]") -> Integers:
    """Return numbers that were noted one by one."""
    return np.frombuffer(numbers, np.uint32) if len(numbers) else np.empty(0, np.uint32)
