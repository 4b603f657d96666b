"""Documents that are wanted, and lists of others: what both have, wherever it is looked up."""

import numpy as np
import pytest

from search.engines.arrays.answer.sparse import Wanted, unite
from search.engines.arrays.file.ascending import distinct

SIZE = 400


@pytest.mark.parametrize("listed", [0, 1, 40, 390])
@pytest.mark.parametrize("wanted", [0, 1, 3, 200, 400])
def test_what_a_list_has_of_the_wanted_is_said_by_its_places_in_both(
    wanted: int, listed: int
) -> None:
    chance = np.random.default_rng(wanted * SIZE + listed)
    documents, others = (np.sort(chance.choice(SIZE, n, replace=False)) for n in (wanted, listed))
    there, at = Wanted(documents, SIZE).among(others)
    both = np.intersect1d(documents, others)
    assert documents[there].tolist() == both.tolist()
    assert others[at].tolist() == both.tolist()


def test_a_list_that_is_wanted_itself_is_there_as_a_whole() -> None:
    documents = np.array([2, 3, 5])
    there, at = Wanted(documents, SIZE).among(documents)
    assert there.tolist() == at.tolist() == [0, 1, 2]


@pytest.mark.parametrize("size", [SIZE, 100_000])  # by a table, and by sorting
def test_united_lists_have_each_document_once(size: int) -> None:
    chance = np.random.default_rng(size)
    lists = [np.sort(chance.choice(SIZE, n, replace=False)) for n in (0, 7, 90, 90)]
    assert unite(lists, size).tolist() == np.unique(np.concatenate(lists)).tolist()


@pytest.mark.parametrize("numbers", [[], [4], [4, 4], [1, 1, 2, 5, 5, 5, 9]])
def test_distinct_numbers_are_each_there_once(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.int64)).tolist() == sorted(set(numbers))
