"""Where the bigrams of a segment stand is read for all of a list, or for a few pieces of it."""

from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.arrays.file.layout import BIGRAM_KEYS, TEXT_STARTS
from search.engines.arrays.file.pieces import Pieces
from search.engines.arrays.file.places import Places, offsets_before
from search.engines.arrays.file.ranges import ranges

from .segments import Document, documents, segment_file, small_pieces

SMALL = pytest.mark.parametrize("bits", [2, 4, 16])


def line_of(documents: list[Document]) -> str:
    """Lay all texts behind one another, as a segment has them."""
    return "".join(text + "\n" for texts in documents for text in texts)


def bigrams_of(line: str) -> dict[str, list[int]]:
    """Say where each bigram stands, in the order in which a segment numbers them."""
    places: dict[str, list[int]] = {}
    for at, (one, next) in enumerate(pairwise(line)):
        if one != "\n":
            places.setdefault(one + next, []).append(at)
    return dict(sorted(places.items()))


@SMALL
@given(documents=documents, data=st.data())
@settings(max_examples=40)
def test_places_are_those_of_plain_search(
    bits: int, documents: list[Document], data: st.DataObject
) -> None:
    with small_pieces(bits), segment_file(documents) as arrays:
        expected = list(bigrams_of(line_of(documents)).values())
        places = Places(arrays, Pieces(arrays[TEXT_STARTS].astype(np.int64)))
        assert len(arrays[BIGRAM_KEYS]) == len(expected)
        some = sorted(data.draw(st.sets(st.integers(0, len(expected) - 1))))
        first, last = (some or [0])[0], (some or [0])[-1] + 1
        numbers = np.array(some, np.int64)
        assert places.sizes(numbers).tolist() == [len(expected[n]) for n in some]
        assert places.between(first, last).tolist() == list(chain(*expected[first:last]))


@SMALL
@given(documents=documents, data=st.data())
@settings(max_examples=40)
def test_of_a_few_pieces_nothing_else_is_read(
    bits: int, documents: list[Document], data: st.DataObject
) -> None:
    with small_pieces(bits), segment_file(documents) as arrays:
        expected = list(bigrams_of(line_of(documents)).values())
        pieces = Pieces(arrays[TEXT_STARTS].astype(np.int64))
        bigram = data.draw(st.integers(0, len(expected) - 1))
        wanted = sorted(data.draw(st.sets(st.integers(0, len(pieces) - 1))))
        found = Places(arrays, pieces).in_pieces(bigram, np.array(wanted, np.int64))
        starts = [*pieces.starts.tolist(), len(line_of(documents))]
        assert found.tolist() == [
            place
            for piece in wanted
            for place in expected[bigram]
            if starts[piece] <= place < starts[piece + 1]
        ]


@SMALL
@given(documents=documents, data=st.data())
@settings(max_examples=40)
def test_a_chain_begins_where_all_bigrams_of_a_phrase_stand(
    bits: int, documents: list[Document], data: st.DataObject
) -> None:
    with small_pieces(bits), segment_file(documents) as arrays:
        line = line_of(documents)
        names = list(bigrams_of(line))
        name = data.draw(st.sampled_from(names))
        phrase = line[line.index(name) :][: data.draw(st.integers(2, 5))]
        phrase = phrase[: phrase.find("\n") + 1 or None]
        bigrams = [names.index(one + next) for one, next in pairwise(phrase)]
        wanted = sorted(data.draw(st.sets(st.integers(0, len(documents) - 1))))
        pieces = Pieces(arrays[TEXT_STARTS].astype(np.int64))
        places = Places(arrays, pieces)
        found = places.chains(
            places.rows(np.array(bigrams)),
            np.arange(len(bigrams)),
            pieces.of(np.array(wanted, np.int64)),
        )
        starts = arrays[TEXT_STARTS].tolist()
        within = {at for one in wanted for at in range(starts[one], starts[one + 1])}
        assert found.tolist() == [
            at for at in range(len(line)) if line.startswith(phrase, at) and at in within
        ]


@given(st.lists(st.lists(st.integers(1, 300), max_size=80), max_size=4))
def test_how_many_occurrences_there_are_before_is_noted_every_64_postings(
    parts: list[list[int]],
) -> None:
    noted: list[int] = []
    postings = occurrences = 0
    for part in parts:
        noted += offsets_before(np.array(part, np.int64), postings, occurrences).tolist()
        postings, occurrences = postings + len(part), occurrences + sum(part)
    counts = list(chain(*parts))
    assert noted == [sum(counts[:posting]) for posting in range(0, len(counts), 64)]


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 20))))
def test_ranges_are_laid_behind_one_another(some: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in some], np.int64)
    lengths = np.array([length for _, length in some], np.int64)
    most = int(lengths.sum())
    assert ranges(starts, lengths, most).tolist() == [
        n for start, length in some for n in range(start, start + length)
    ]


def test_ranges_of_more_than_there_are_are_damage_and_take_no_memory() -> None:
    with pytest.raises(ValueError, match="more than there are"):
        ranges(np.array([0, 5]), np.array([3, 1 << 50]), 1000)
