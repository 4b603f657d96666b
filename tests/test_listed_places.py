"""Places that are listed of a long column are read as they were written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays.file.array_types import AnyArray
from search.engines.arrays.file.listed_places import ListedPlaces, PlacesInParts

from .segments import array_file

COUNT = 300_000
# Side by side, and at the edges of 65,536.
places = st.one_of(
    st.integers(0, 20), st.integers(65_530, 65_540), st.integers(0, COUNT - 1), st.just(131_072)
)
some_places = st.sets(places, max_size=30).map(sorted)


@contextmanager
def listed(at: Sequence[int], cuts: Sequence[int] = ()) -> Iterator[ListedPlaces]:
    """Write places of a column, in parts of it."""
    marked = np.zeros(COUNT, bool)
    marked[list(at)] = True
    in_parts, made = PlacesInParts("n"), []
    for part in np.split(marked, sorted(cuts)):
        made.append(in_parts.arrays(part.nonzero()[0], len(part)))
    arrays: dict[str, AnyArray] = {
        name: np.concatenate([one[name] for one in made]) for name in made[0]
    }
    with array_file(arrays) as file:
        yield ListedPlaces(file, "n")


@given(at=some_places, cuts=st.lists(places, max_size=3), place=places)
def test_how_many_are_listed_before_a_place_is_counted(
    at: list[int], cuts: list[int], place: int
) -> None:
    with listed(at, cuts) as kept:
        assert len(kept) == len(at)
        for asked in (place, place + 1, COUNT, 1 << 20):
            assert kept.before(asked) == sum(one < asked for one in at)


@given(at=some_places.filter(len), data=st.data())
def test_those_in_a_range_are_read(at: list[int], data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(at) - 1))
    high = data.draw(st.integers(low, len(at)))
    start = data.draw(st.sampled_from([0, at[low], at[low] // 65_536 * 65_536]))
    with listed(at) as kept:
        expected = [one - start for one in at[low:high]]
        assert kept.between(low, high, start).tolist() == expected
        assert kept.read(low, high, start).tolist() == expected


def test_a_place_takes_16_bits() -> None:
    made = PlacesInParts("n").arrays(np.array([1, 65_535, 65_536, 200_000]), COUNT)
    assert {name: array.tolist() for name, array in made.items()} == {
        "n": [1, 65_535, 0, 3392],
        "n/before": [0, 2, 3, 3, 4],
    }


def test_what_leads_behind_the_end_is_damage() -> None:
    made = PlacesInParts("n").arrays(np.array([1, 3]), 5) | {"n/before": np.array([1 << 60])}
    with array_file(made) as arrays, pytest.raises(ValueError, match="than there are"):
        ListedPlaces(arrays, "n")
