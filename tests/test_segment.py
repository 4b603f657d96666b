"""A segment finds what plain search finds in the same texts, however they are cut into pieces."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.arrays.file.segment import Segment
from search.engines.arrays.file.texts import SegmentPostings
from search.query.nodes import Unit
from search.query.patterns import is_pattern, read_pattern, shape_of

from .contract.documents import pattern_ranges
from .segments import (
    Document,
    documents,
    places_in,
    plain_counts,
    segment_file,
    segmenter,
    small_pieces,
)

#: A piece of so many bits has 8 characters, or 32, or as many as there ever are.
SMALL = pytest.mark.parametrize("bits", [3, 5, 16])
#: As long as a piece and one more, at most: the next piece ends no sooner.
phrases = st.text(alphabet="哈江。", min_size=1, max_size=9)


def found(postings: SegmentPostings) -> dict[int, tuple[int, ...]]:
    """Return the counts of each document, seeing that these ascend."""
    numbers = postings.documents.tolist()
    assert numbers == sorted(set(numbers))
    return dict(
        zip(numbers, zip(*(each.tolist() for each in postings.counts), strict=True), strict=True)
    )


@SMALL
@given(documents=documents, phrases=st.lists(phrases, min_size=1, max_size=6))
@settings(max_examples=40)
def test_a_phrase_is_counted_as_plain_search_counts_it(
    bits: int, documents: list[Document], phrases: list[str]
) -> None:
    with small_pieces(bits), segment_file(documents) as arrays:
        segment = Segment(arrays)
        for phrase in phrases:
            assert found(segment.phrase(phrase)) == plain_counts(documents, phrase), phrase


@SMALL
@given(documents=documents, texts=st.lists(phrases, max_size=5), data=st.data())
@settings(max_examples=60)
def test_several_texts_are_found_together_where_each_is_by_itself(
    bits: int, documents: list[Document], texts: list[str], data: st.DataObject
) -> None:
    with small_pieces(bits), segment_file(documents) as arrays:
        segment = Segment(arrays)
        numbers = st.sets(st.integers(0, len(documents) - 1), min_size=1)
        chosen = np.array(sorted(data.draw(numbers)), np.int64)
        together = segment.places_of(texts, chosen)
        for text, places in zip(texts, together, strict=True):
            assert places.tolist() == segment.places_in(text, chosen).tolist(), text


@SMALL
@given(documents=documents, pattern=st.text("哈江。*?", min_size=2, max_size=7).map(read_pattern))
@settings(max_examples=25)
def test_a_pattern_stands_where_a_regular_expression_finds_it_in_a_sentence(
    bits: int, documents: list[Document], pattern: str
) -> None:
    if not is_pattern(pattern):
        return
    with small_pieces(bits), segment_file(documents) as arrays:
        segment = Segment(arrays)
        every = np.arange(len(documents))
        expected = {}
        places, begin = [], 0
        for number, texts in enumerate(documents):
            ranges = [pattern_ranges(text, pattern) for text in texts]
            if any(ranges):
                expected[number] = (sum(map(len, ranges)), len(ranges[0]))
            for text, own in zip(texts, ranges, strict=True):
                places += [(begin + start, begin + end) for start, end in own]
                begin += len(text) + 1
        assert found(segment.pattern(shape_of(pattern), every)) == expected
        begins, ends = segment.pattern_places(shape_of(pattern), every)
        assert list(zip(begins.tolist(), ends.tolist(), strict=True)) == places


@SMALL
@given(parts=st.lists(documents, min_size=1, max_size=3), data=st.data())
@settings(max_examples=30)
def test_merged_segments_are_as_one_written_of_what_is_left(
    bits: int, parts: list[list[Document]], data: st.DataObject
) -> None:
    numbers = range(sum(map(len, parts)))
    gone = data.draw(st.sets(st.sampled_from(numbers), max_size=len(numbers) - 1))
    left = [one for n, one in enumerate(chain(*parts)) if n not in gone]
    with (
        small_pieces(bits),
        segment_file(*parts, gone=sorted(gone)) as merged,
        segment_file(left) as fresh,
    ):
        assert set(merged) == set(fresh)
        for name in fresh:
            if not name.startswith(("articles/", "ids/", "columns/")):  # these tell them apart
                assert merged[name].tolist() == fresh[name].tolist(), name
                assert merged[name].dtype == fresh[name].dtype, name


@SMALL
@given(documents=documents)
@settings(max_examples=40)
def test_a_word_has_the_documents_and_fields_it_stands_in(
    bits: int, documents: list[Document]
) -> None:
    expected: dict[str, dict[int, tuple[int, ...]]] = {}
    for number, (title, *texts) in enumerate(documents):
        in_title = Counter(segmenter().terms(title))
        in_body = Counter(term for text in texts for term in segmenter().terms(text))
        for word in in_title | in_body:
            expected.setdefault(word, {})[number] = (in_title[word], 0, in_body[word])
    with small_pieces(bits), segment_file(documents) as arrays:
        segment = Segment(arrays)
        assert {word: found(segment.word(word)) for word in expected} == expected
        assert segment.words_beginning("") == {word: len(own) for word, own in expected.items()}


@SMALL
@given(documents=documents, phrase=phrases, data=st.data())
@settings(max_examples=40)
def test_titles_that_begin_so_are_marked(
    bits: int, documents: list[Document], phrase: str, data: st.DataObject
) -> None:
    wanted = sorted(data.draw(st.sets(st.integers(0, len(documents) - 1), min_size=1)))
    with small_pieces(bits), segment_file(documents) as arrays:
        marks = Segment(arrays).title_begins(phrase, np.array(wanted))
        assert marks.tolist() == [documents[n][0].startswith(phrase) for n in wanted]


@SMALL
@pytest.mark.parametrize("unit", list(Unit))
@given(
    documents=documents,
    texts=st.lists(st.text(alphabet="哈江", min_size=1, max_size=4), min_size=2, max_size=3),
    distance=st.none() | st.integers(0, 4),
    data=st.data(),
)
@settings(max_examples=40)
def test_texts_stand_together_where_plain_search_finds_them_so(
    bits: int,
    unit: Unit,
    documents: list[Document],
    texts: list[str],
    distance: int | None,
    data: st.DataObject,
) -> None:
    wanted = sorted(data.draw(st.sets(st.integers(0, len(documents) - 1), min_size=1)))
    with small_pieces(bits), segment_file(documents) as arrays:
        marks = Segment(arrays).together(texts, np.array(wanted), unit, distance)
    assert marks.tolist() == [
        any(are_together(stretch, texts, distance) for stretch in stretches(documents[n], unit))
        for n in wanted
    ]


def stretches(texts: Document, unit: Unit) -> list[str]:
    if unit is Unit.SENTENCE:
        return [sentence for text in texts for sentence in text.split("。")]
    return list(texts)


def are_together(stretch: str, texts: Sequence[str], distance: int | None) -> bool:
    """Look for the other texts behind each place of each, as a query says it."""
    places = [places_in(stretch, text) for text in texts]
    if distance is None:
        return all(places)
    for of_one in places:
        for first in of_one:
            following = [min((p for p in own if p >= first), default=None) for own in places]
            if None not in following:
                ends = [p + len(t) for p, t in zip(following, texts, strict=True)]  # type: ignore[operator]
                if max(ends) - first - sum(map(len, texts)) <= distance:
                    return True
    return False


# What a piece's border may do to a phrase, each by itself; a piece has 8 characters.


@pytest.fixture
def pieces_of_8() -> Iterator[None]:
    with small_pieces(3):
        yield


@pytest.mark.usefixtures("pieces_of_8")
@pytest.mark.parametrize("border", range(9))
def test_a_phrase_may_lie_across_the_border_of_two_pieces(border: int) -> None:
    text = "云" * border + "三江善治" + "云" * (12 - border)
    with segment_file([("题", text)]) as arrays:
        assert found(Segment(arrays).phrase("三江善治")) == {0: (1, 0)}


@pytest.mark.usefixtures("pieces_of_8")
def test_a_document_may_stand_right_behind_a_full_piece() -> None:
    with segment_file([("题", "云" * 5), ("三江善治", "三江")]) as arrays:  # 题⏎云云云云云⏎: 8
        assert found(Segment(arrays).phrase("三江善治")) == {1: (1, 1)}
        assert found(Segment(arrays).phrase("三江")) == {1: (2, 1)}


@pytest.mark.usefixtures("pieces_of_8")
def test_a_line_break_may_be_a_piece_by_itself() -> None:
    with segment_file([("题", "云" * 6), ("三江善治",)]) as arrays:  # the ninth is the line break
        assert found(Segment(arrays).phrase("云云云云云云")) == {0: (1, 0)}
        assert found(Segment(arrays).phrase("三江善治")) == {1: (1, 1)}


@pytest.mark.usefixtures("pieces_of_8")
def test_a_title_may_be_longer_than_a_piece() -> None:
    title = "云江市三江善治工作推进会在云江召开三江"
    with segment_file([("题",), (title, "三江善治")]) as arrays:
        segment = Segment(arrays)
        assert found(segment.phrase("三江善治")) == {1: (2, 1)}
        assert found(segment.phrase("三江")) == {1: (3, 2)}
        assert found(segment.phrase("江")) == {1: (5, 4)}
        assert segment.title_begins("云江市三江善治", np.array([0, 1])).tolist() == [False, True]


@pytest.mark.usefixtures("pieces_of_8")
def test_of_a_bigram_that_stands_in_some_pieces_of_a_document_only_these_count() -> None:
    with segment_file([("题", "三江" + "云" * 20 + "三江")]) as arrays:
        assert found(Segment(arrays).phrase("三江")) == {0: (2, 0)}


def test_a_count_may_be_more_than_a_byte_holds() -> None:
    with segment_file([("题", "哈" * 300), ("哈" * 257, "夜校")]) as arrays:
        segment = Segment(arrays)
        assert found(segment.phrase("哈哈")) == {0: (299, 0), 1: (256, 256)}
        assert found(segment.phrase("哈" * 299)) == {0: (2, 0)}
        assert found(segment.phrase("哈")) == {0: (300, 0), 1: (257, 257)}


@pytest.mark.parametrize("length", [65_536, 131_072])
def test_documents_may_be_longer_than_16_bits_count(length: int) -> None:
    """Nothing is patched here: one that fills its pieces, one shorter, one longer by a character."""
    sentence = "云江市三江善治工作推进会召开。"
    body = sentence * (length // len(sentence) + 1)
    texts = [("题", body[: length - 4 + more] + "终") for more in (-1, 0, 1)]  # 题⏎…终⏎
    with segment_file([*texts, ("三江善治", "夜校")]) as arrays:
        segment = Segment(arrays)
        for phrase in ("三江善治工作", "三江", "江", "开。云江", body[100:200]):
            expected = plain_counts([*texts, ("三江善治", "夜校")], phrase)
            assert found(segment.phrase(phrase)) == expected, phrase
        ends = [text[-6:] for _, text in texts]
        for end in ends:
            assert found(segment.phrase(end)) == plain_counts(texts, end), end
        everywhere = np.arange(4)
        marks = segment.together(["三江", "终"], everywhere, Unit.SENTENCE, None)
        assert marks.tolist() == [
            any("三江" in part and "终" in part for part in text.split("。")) for _, text in texts
        ] + [False]
