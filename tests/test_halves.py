"""Numbers of 32 bits are kept in halves, and read as they were."""

from itertools import chain, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays.file.halves import Halves, HalvesInParts

from .segments import array_file

#: Few upper halves and few lower ones, so that numbers of different halves look alike.
numbers = st.builds(
    lambda upper, lower: (upper << 16) + lower,
    st.sampled_from([0, 0, 1, 2, 65535]),
    st.sampled_from([0, 1, 300, 65535]),
)
lists = st.lists(st.sets(numbers, max_size=12).map(sorted), min_size=1, max_size=5)


@given(lists=lists, data=st.data())
def test_a_range_of_a_column_is_read_as_it_was(lists: list[list[int]], data: st.DataObject) -> None:
    column = np.array([*chain(*lists)], np.uint32)
    start = data.draw(st.integers(0, len(column)))
    stop = data.draw(st.integers(start, len(column)))
    with array_file(HalvesInParts("n").arrays(column)) as arrays:
        halves = Halves(arrays, "n")
        assert halves.between(start, stop).tolist() == column[start:stop].tolist()
        assert halves.read(start, stop).tolist() == column[start:stop].tolist()


@given(lists=lists, at=st.integers(0, 60))
def test_a_column_may_be_written_in_parts(lists: list[list[int]], at: int) -> None:
    column = np.array([*chain(*lists)], np.uint32)
    at = min(at, len(column))
    in_parts = HalvesInParts("n")
    parts = in_parts.arrays(column[:at]), in_parts.arrays(column[at:])
    for name, array in HalvesInParts("n").arrays(column).items():
        assert np.concatenate([part[name] for part in parts]).tolist() == array.tolist()


@given(lists=lists, wanted=st.sets(numbers, max_size=12).map(sorted))
def test_numbers_are_found_in_each_of_many_lists(lists: list[list[int]], wanted: list[int]) -> None:
    column, ascending = np.array([*chain(*lists)], np.uint32), np.array(wanted, np.int64)
    ends = np.cumsum([0, *map(len, lists)]).tolist()
    with array_file(HalvesInParts("n").arrays(column)) as arrays:
        halves = Halves(arrays, "n")
        rows = [row for row in pairwise(ends) if row[0] < row[1]]
        found = zip(*halves.find(ascending, np.array(rows)), strict=True) if rows else ()
        for own, (at, is_there) in zip(filter(None, lists), found, strict=True):
            assert is_there.tolist() == [number in own for number in wanted]
            assert column[at[is_there]].tolist() == [number for number in wanted if number in own]
