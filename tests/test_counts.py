"""A column of counts says what was put into it, however it is kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays.file.count_columns import CountsInParts, RareCounts, open_counts
from search.engines.arrays.file.counts import BLOCK, Counts, counts_to_arrays
from search.engines.arrays.file.layout import BIGRAM_COUNTS, BIGRAM_TITLE_COUNTS

from .segments import array_file

BOTH = pytest.mark.parametrize("name", [BIGRAM_COUNTS, BIGRAM_TITLE_COUNTS])
OF_ANY_LENGTH = pytest.mark.parametrize("short", [False, True])  # documents

# What four bits and a byte hold, their edges, and what they cannot hold.
some_counts = st.lists(
    st.one_of(
        st.just(0),
        st.integers(0, 3),
        st.sampled_from([14, 15, 16, 254, 255, 256]),
        st.integers(0, 1000),
    ),
    max_size=60,
)
many_nothings = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 1000)).map(lambda run: [0] * run[0] + [run[1]]),
    max_size=4,
).map(lambda runs: list(chain(*runs)))
columns = some_counts | many_nothings


@contextmanager
def column(
    name: str, counts: Sequence[int], *, short: bool = False
) -> Iterator[Counts | RareCounts]:
    with array_file(CountsInParts(name, short=short).arrays(np.array(counts, np.int64))) as arrays:
        yield open_counts(arrays, name)


def ranges_in(counts: Sequence[int]) -> st.SearchStrategy[tuple[int, int]]:
    edge = st.integers(0, len(counts))
    return st.tuples(edge, edge).map(lambda edges: (min(edges), max(edges)))


@BOTH
@OF_ANY_LENGTH
@given(counts=columns, data=st.data())
def test_any_range_is_what_was_put_in(
    name: str, short: bool, counts: list[int], data: st.DataObject
) -> None:
    with column(name, counts, short=short) as kept:
        for _ in range(3):
            start, stop = data.draw(ranges_in(counts))
            assert kept.between(start, stop).tolist() == counts[start:stop]
            assert kept.read(start, stop).tolist() == counts[start:stop]


@OF_ANY_LENGTH
@pytest.mark.parametrize("times", [1, 3])  # as short ranges are read, and as long ones
@given(counts=columns, data=st.data())
def test_several_ranges_are_what_was_put_in_one_behind_another(
    times: int, short: bool, counts: list[int], data: st.DataObject
) -> None:
    counts = counts * times
    edges = sorted(data.draw(st.lists(st.integers(0, len(counts)), max_size=9)))
    ranges = list(zip(edges[::2], edges[1::2], strict=False))
    arrays = counts_to_arrays("c", np.array(counts, np.int64), 0, short=short)
    with array_file(arrays) as kept:
        starts = np.array([start for start, _ in ranges], np.int64)
        lengths = np.array([stop - start for start, stop in ranges], np.int64)
        found = Counts(kept, "c").of_ranges(starts, lengths)
        assert found.tolist() == [one for start, stop in ranges for one in counts[start:stop]]


@pytest.mark.parametrize("length", [11, 1000])
def test_ranges_that_are_more_than_all_are_refused(length: int) -> None:
    with array_file(counts_to_arrays("c", np.arange(10), 0)) as kept, pytest.raises(ValueError):
        Counts(kept, "c").of_ranges(np.array([0]), np.array([length]))


@BOTH
@OF_ANY_LENGTH
@given(parts=st.lists(columns, min_size=1, max_size=4))
def test_parts_laid_behind_one_another_are_one_column(
    name: str, short: bool, parts: list[list[int]]
) -> None:
    arrays: dict[str, list[np.ndarray]] = {}
    in_parts = CountsInParts(name, short=short)
    for part in parts:
        for of, array in in_parts.arrays(np.array(part, np.int64)).items():
            arrays.setdefault(of, []).append(array)
    whole = list(chain(*parts))
    with array_file({of: np.concatenate(those) for of, those in arrays.items()}) as together:
        assert open_counts(together, name).between(0, len(whole)).tolist() == whole


@OF_ANY_LENGTH
@given(counts=some_counts.filter(len), data=st.data())
def test_single_ones_are_taken_in_any_order(
    short: bool, counts: list[int], data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.integers(0, len(counts) - 1), max_size=20))
    with column(BIGRAM_COUNTS, counts, short=short) as kept:
        assert isinstance(kept, Counts)
        taken = kept.take(np.array(wanted, np.int64))
        assert taken.tolist() == [counts[one] for one in wanted]


@OF_ANY_LENGTH
@given(counts=some_counts.filter(len), data=st.data())
def test_what_stands_before_in_a_block_is_added_up(
    short: bool, counts: list[int], data: st.DataObject
) -> None:
    counts *= data.draw(st.sampled_from([1, 9]))  # a block or two
    wanted = data.draw(st.lists(st.integers(0, len(counts) - 1), max_size=10))
    with column(BIGRAM_COUNTS, counts, short=short) as kept:
        assert isinstance(kept, Counts)
        sums = kept.before(np.array(wanted, np.int64))
        assert sums.tolist() == [sum(counts[one // BLOCK * BLOCK : one]) for one in wanted]


def test_a_byte_holds_what_is_small_and_a_list_what_is_not() -> None:
    arrays = counts_to_arrays(BIGRAM_COUNTS, np.array([1, 254, 255, 256, 0]), first=7)
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "bigrams/counts": [1, 254, 255, 255, 0],
        "bigrams/counts/large_at": [9, 10],
        "bigrams/counts/large": [255, 256],
    }


def test_of_short_documents_half_a_byte_holds_what_is_small() -> None:
    arrays = counts_to_arrays(BIGRAM_COUNTS, np.array([1, 14, 15, 256]), short=True)
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "bigrams/counts/nibbles": [1, 14, 15, 15],
        "bigrams/counts/large_at": [2, 3],
        "bigrams/counts/large": [15, 256],
    }


def test_many_large_counts_stay_as_they_lie() -> None:
    counts = np.arange(1, 70_000) % 20 + 14
    at = np.array([5, 31, 33, 69_000])
    with column(BIGRAM_COUNTS, counts.tolist(), short=True) as kept:
        assert isinstance(kept, Counts)
        assert kept.between(66_000, 66_999).tolist() == counts[66_000:66_999].tolist()
        assert kept.take(at).tolist() == counts[at].tolist()
        assert kept.before(at).tolist() == [
            counts[one // BLOCK * BLOCK : one].sum() for one in at.tolist()
        ]


def test_of_counts_that_are_nearly_all_nothing_the_others_are_listed() -> None:
    arrays = CountsInParts(BIGRAM_TITLE_COUNTS, short=False).arrays(np.array([0, 0, 300, 0, 1]))
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "bigrams/title_counts/at": [2, 4],
        "bigrams/title_counts/at/before": [0],
        "bigrams/title_counts/nibbles": [15, 1],
        "bigrams/title_counts/large_at": [0],
        "bigrams/title_counts/large": [300],
    }


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 200_000])
def test_the_others_are_listed_for_each_65_536_postings(size: int) -> None:
    listed = {0: 2, 60_000: 3, 65_534: 1, 65_536: 400, 131_072: 7, 199_999: 1}
    counts = np.zeros(size, np.int64)
    for at, count in listed.items():
        counts[at : at + 1] = count
    in_parts = CountsInParts(BIGRAM_TITLE_COUNTS, short=True)
    made = [in_parts.arrays(part) for part in np.split(counts, [61_000, 65_536])]
    with array_file(
        {name: np.concatenate([one[name] for one in made]) for name in made[0]}
    ) as arrays:
        kept = open_counts(arrays, BIGRAM_TITLE_COUNTS)
        for start in (0, 1, 60_000, 65_530, 65_535):
            for stop in (start, 65_535, 65_536, 65_537, 131_073, 200_000):
                expected = counts[start:stop].tolist()
                assert kept.between(start, start + len(expected)).tolist() == expected
                assert kept.read(start, start + len(expected)).tolist() == expected


def test_lists_that_lead_behind_their_end_are_damage() -> None:
    made = CountsInParts(BIGRAM_TITLE_COUNTS, short=True).arrays(np.ones(5, np.int64))
    before = {"bigrams/title_counts/at/before": np.array([1 << 60])}
    with array_file(made | before) as arrays, pytest.raises(ValueError):
        open_counts(arrays, BIGRAM_TITLE_COUNTS)
