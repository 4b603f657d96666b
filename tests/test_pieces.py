"""A segment's characters lie in pieces: each document in one or more, none longer than 16 bits count."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.arrays.file.pieces import Pieces

from .segments import small_pieces

BITS = 3
MOST = 1 << BITS  # characters of a piece
#: Of each document; at least the line break behind its title.
lengths = st.lists(
    st.sampled_from([1, MOST - 1, MOST, MOST + 1, 2 * MOST, 2 * MOST + 1]) | st.integers(1, 40),
    min_size=1,
    max_size=12,
)


def pieces_of(lengths: list[int]) -> Pieces:
    with small_pieces(BITS):
        return Pieces(np.cumsum([0, *lengths]))


def plain(lengths: list[int]) -> list[tuple[int, int, int]]:
    """Cut documents into pieces one by one: the document, the start and the end of each."""
    cut, start = [], 0
    for document, length in enumerate(lengths):
        end = start + length
        cut += [(document, at, min(at + MOST, end)) for at in range(start, end, MOST)]
        start = end
    return cut


@given(lengths)
def test_a_document_is_cut_wherever_a_piece_is_full(lengths: list[int]) -> None:
    pieces, cut = pieces_of(lengths), plain(lengths)
    assert len(pieces) == len(cut)
    assert pieces.documents.tolist() == [document for document, _, _ in cut]
    assert pieces.starts.tolist() == [start for _, start, _ in cut]


def test_a_document_of_65536_characters_is_one_piece_and_one_more_begins_another() -> None:
    assert len(Pieces(np.array([0, 65_536]))) == 1
    assert Pieces(np.array([0, 65_537, 65_538])).starts.tolist() == [0, 65_536, 65_537]


@given(lengths)
def test_each_place_is_in_one_piece(lengths: list[int]) -> None:
    places = np.arange(sum(lengths), dtype=np.uint32)
    of_places = [
        number for number, (_, start, end) in enumerate(plain(lengths)) for _ in range(start, end)
    ]
    assert pieces_of(lengths).at(places).tolist() == of_places


@given(lengths=lengths, data=st.data())
def test_around_places_is_all_where_a_phrase_from_there_may_end(
    lengths: list[int], data: st.DataObject
) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, sum(lengths) - 1), max_size=10)))
    cut, pieces = plain(lengths), pieces_of(lengths)
    own = set(pieces.at(np.array(places, np.uint32)).tolist())
    following = {n + 1 for n in own if n + 1 < len(cut) and cut[n + 1][0] == cut[n][0]}
    assert pieces.around(np.array(places, np.uint32)).tolist() == sorted(own | following)


@given(lengths=lengths, data=st.data())
def test_beside_pieces_are_those_before_and_behind_them_in_their_documents(
    lengths: list[int], data: st.DataObject
) -> None:
    cut = plain(lengths)
    own = data.draw(st.sets(st.integers(0, len(cut) - 1)))
    beside = {n + step for n in own for step in (-1, 1) if 0 <= n + step < len(cut)}
    of_same = {n for n in beside if any(cut[n][0] == cut[m][0] and abs(n - m) == 1 for m in own)}
    found = pieces_of(lengths).beside(np.array(sorted(own), np.int64))
    assert found.tolist() == sorted(own | of_same)


@given(lengths=lengths, data=st.data())
def test_documents_have_all_their_pieces(lengths: list[int], data: st.DataObject) -> None:
    documents = sorted(data.draw(st.sets(st.integers(0, len(lengths) - 1))))
    of_documents = [n for n, (document, _, _) in enumerate(plain(lengths)) if document in documents]
    assert pieces_of(lengths).of(np.array(documents, np.int64)).tolist() == of_documents


@given(lengths=lengths, data=st.data())
def test_what_stands_in_pieces_is_added_up_by_documents(
    lengths: list[int], data: st.DataObject
) -> None:
    cut = plain(lengths)
    counts = data.draw(
        st.dictionaries(
            st.integers(0, len(cut) - 1),
            st.tuples(st.integers(1, 300), st.integers(0, 300)),
            min_size=1,
        )
    )
    summed: dict[int, tuple[int, int]] = {}
    for piece, (count, in_title) in sorted(counts.items()):
        before = summed.get(cut[piece][0], (0, 0))
        summed[cut[piece][0]] = (before[0] + count, before[1] + in_title)
    own = np.array(sorted(counts), np.min_scalar_type(max(counts)))
    of_pieces = [np.array([counts[n][i] for n in own.tolist()], np.uint16) for i in range(2)]
    documents, merged = pieces_of(lengths).merged(own, of_pieces)
    found = zip(documents.tolist(), *(each.tolist() for each in merged), strict=True)
    assert {document: (count, in_title) for document, count, in_title in found} == summed
    assert all(one < next for one, next in pairwise(documents.tolist()))


def test_pieces_whose_numbers_a_list_has_no_room_for_are_no_others() -> None:
    """A list in bytes, of a segment with 257 pieces, of which the last is of a long document."""
    pieces = pieces_of([1] * 255 + [MOST + 1])
    documents, (counts,) = pieces.merged(np.array([0, 1, 255], np.uint8), [np.array([1, 2, 3])])
    assert documents.tolist() == [0, 1, 255]
    assert counts.tolist() == [1, 2, 3]
