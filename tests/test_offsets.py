"""Offsets and nibbles are read as they were written, however many there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays.file import nibbles
from search.engines.arrays.file.offsets import Offsets, offsets_to_arrays
from search.engines.arrays.file.pieces import are_short

from .segments import array_file

some_offsets = st.lists(st.integers(0, 4095), max_size=40)


@pytest.mark.parametrize("short", [True, False])
@given(offsets=some_offsets, data=st.data())
def test_offsets_are_read_as_they_were_written(
    short: bool, offsets: list[int], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(offsets)))
    stop = data.draw(st.integers(start, len(offsets)))
    at = data.draw(st.lists(st.integers(0, len(offsets) - 1), max_size=9)) if offsets else []
    with array_file(offsets_to_arrays(np.array(offsets, np.int64), short=short)) as arrays:
        kept = Offsets(arrays)
        assert len(kept) == len(offsets)
        assert kept.between(start, stop).tolist() == offsets[start:stop]
        assert kept.read(start, stop).tolist() == offsets[start:stop]
        assert kept.take(np.array(at, np.int64)).tolist() == [offsets[one] for one in at]


def test_offsets_of_short_documents_take_a_byte_and_a_half() -> None:
    with array_file(offsets_to_arrays(np.arange(3000), short=True)) as arrays:
        assert {name: arrays[name].nbytes for name in arrays} == {
            "bigrams/offsets": 3000,
            "bigrams/offsets/nibbles": 1500,
        }


def test_what_is_no_nibble_is_not_written_as_one() -> None:
    with pytest.raises(ValueError, match="no nibbles"):
        nibbles.packed(np.array([15, 16], np.uint8))


@pytest.mark.parametrize(("longest", "is_short"), [(0, True), (4096, True), (4097, False)])
def test_documents_are_short_when_a_place_in_each_takes_twelve_bits(
    longest: int, is_short: bool
) -> None:
    assert are_short(np.array([3, longest])) is is_short
