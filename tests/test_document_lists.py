"""Lists of documents are read as they were written, dense ones among them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays.file import document_lists, stepped_lists
from search.engines.arrays.file.array_types import AnyArray
from search.engines.arrays.file.arrays import ArrayFile, ArraySpool
from search.engines.arrays.file.document_lists import DocumentLists, ListsInParts

from .segments import array_file

Lists = list[list[int]]
DOCUMENTS = 200_001

# Far apart and side by side, over several 65,536.
numbers = st.one_of(st.integers(0, 40), st.integers(0, 600), st.integers(0, 200_000))
leasts = st.integers(1, 40)
some_lists = st.lists(st.sets(numbers, min_size=1, max_size=30).map(sorted), min_size=1, max_size=6)


@contextmanager
def written(
    lists: Lists, least: int, at_once: int = 2, marked: int = 1 << 30
) -> Iterator[DocumentLists]:
    """Write lists, some at once, of which those of so many postings are long, or even marked.

    Of steps every fourth number is noted.
    """
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as name:
        patch.setattr(document_lists, "_LEAST", min(least, marked))
        patch.setattr(document_lists, "_ONE_OF", DOCUMENTS)
        patch.setattr(document_lists, "_MANY", 0)
        patch.setattr(document_lists, "_ONE_MARKED_OF", DOCUMENTS / marked)
        patch.setattr(stepped_lists, "_APART", 4)
        spool, parts = ArraySpool(Path(name)), ListsInParts("n", DOCUMENTS)
        for first in range(0, len(lists), at_once):
            some = lists[first : first + at_once]
            numbers = np.array([number for one in some for number in one], np.uint32)
            arrays = parts.arrays(numbers, np.array([*map(len, some)], np.int64))
            for of_part, array in arrays.items():
                spool.append(of_part, array)
        spool.write(Path(name, "some.arrays"))
        spool.close()
        yield DocumentLists(ArrayFile(Path(name, "some.arrays")), "n")


@contextmanager
def lists_of(arrays: dict[str, AnyArray]) -> Iterator[DocumentLists]:
    with array_file(arrays) as file:
        yield DocumentLists(file, "n")


def bounds_of(lists: Sequence[Sequence[int]]) -> list[int]:
    return [0, *accumulate(map(len, lists))]


@given(lists=some_lists, least=leasts, marked=leasts, data=st.data())
def test_a_row_of_lists_is_read_as_it_was_written(
    lists: Lists, least: int, marked: int, data: st.DataObject
) -> None:
    bounds = bounds_of(lists)
    first = data.draw(st.integers(0, len(lists)))
    last = data.draw(st.integers(first, len(lists)))
    expected = [number for one in lists[first:last] for number in one]
    with written(lists, least, marked=marked) as kept:
        assert len(kept) == bounds[-1]
        assert kept.between(bounds[first], bounds[last]).tolist() == expected
        assert kept.read(bounds[first], bounds[last]).tolist() == expected


@given(
    lists=some_lists,
    least=leasts,
    marked=leasts,
    wanted=st.sets(numbers, max_size=8).map(sorted),
    data=st.data(),
)
def test_numbers_are_found_in_each_of_some_lists(
    lists: Lists, least: int, marked: int, wanted: list[int], data: st.DataObject
) -> None:
    wanted = sorted({*wanted, *data.draw(st.sets(st.sampled_from(lists[0]), max_size=3))})
    bounds = bounds_of(lists)
    rows = np.array([*pairwise(bounds)], np.int64)
    with written(lists, least, marked=marked) as kept:
        at, is_there = kept.find(np.array(wanted, np.int64), rows)
        for own, of_list, found in zip(lists, at, is_there, strict=True):
            assert found.tolist() == [number in own for number in wanted]
            start = bounds[lists.index(own)] if lists.count(own) == 1 else None
            if start is not None:
                assert of_list[found].tolist() == [
                    start + own.index(number) for number in wanted if number in own
                ]


def test_a_list_is_dense_from_so_many_postings_and_of_many_documents_of_more() -> None:
    least = document_lists.least_of_dense
    assert (least(65_537), least(4096 * 64), least(6_400_000)) == (4096, 4096, 100_000)


def test_of_few_documents_no_list_is_dense() -> None:
    assert document_lists.least_of_dense(65_536) > 65_536


@pytest.mark.parametrize(("each", "at_most"), [(3, 3.5 / 8), (6, 7 / 8), (7, 1.1), (60, 1.1)])
def test_a_long_list_takes_a_byte_a_posting_or_a_bit_a_document(each: int, at_most: float) -> None:
    dense = np.arange(0, 300_000, each, dtype=np.uint32)
    arrays = ListsInParts("n", 300_000).arrays(dense, np.array([len(dense)]))
    assert len(arrays["n"]) == 0
    assert sum(array.nbytes for array in arrays.values()) < at_most * len(dense)


@pytest.mark.parametrize("each", [2, 5, 9])
@pytest.mark.parametrize("few", [3, 100, 20_000])
def test_numbers_are_found_in_a_long_list_however_many(each: int, few: int) -> None:
    own = np.arange(1, 70_000, each, dtype=np.uint32)
    wanted = np.arange(0, 70_000, 70_000 // few)
    with lists_of(ListsInParts("n", 70_000).arrays(own, np.array([len(own)]))) as kept:
        at, is_there = kept.find(wanted, np.array([[0, len(own)]]))
    assert is_there[0].tolist() == np.isin(wanted, own).tolist()
    assert own[at[0][is_there[0]]].tolist() == wanted[is_there[0]].tolist()


def test_marks_that_are_more_than_postings_are_damage() -> None:
    own = np.arange(1, 70_000, 4, dtype=np.uint32)
    arrays = ListsInParts("n", 70_000).arrays(own, np.array([len(own)]))
    arrays["n/marks"][700] ^= 1
    with lists_of(arrays) as kept, pytest.raises(ValueError, match="than there are"):
        kept.between(0, len(own))


def test_marks_that_are_cut_off_are_damage() -> None:
    own = np.arange(1, 70_000, 4, dtype=np.uint32)
    arrays = ListsInParts("n", 70_000).arrays(own, np.array([len(own)]))
    arrays["n/marks"] = arrays["n/marks"][:-1]
    with pytest.raises(ValueError), lists_of(arrays):
        pass
