"""How text becomes terms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import analyze
from search.dictionary import Dictionary
from search.normalization import normalize
from search.segmentation import (
    Cutter,
    Piece,
    Segmenter,
    load_jieba,
    load_rjieba,
    pieces,
    word_places,
    word_tokens,
)

from .articles import article

WORDS = Dictionary((("云江市", None), ("三江善治", 5), ("新质生产力", None), ("的发", 100000)))
han = st.one_of(
    st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1),
    st.text(
        alphabet="云江市总工会三善治新质生产力发展的在版图外文书高量研究生命起源",
        min_size=1,
        max_size=40,
    ),
)


@pytest.fixture(scope="module", params=[Dictionary(), WORDS], ids=["plain", "with words"])
def both(request: pytest.FixtureRequest) -> tuple[Cutter, Cutter]:
    return load_rjieba(request.param), load_jieba(request.param)


@given(text=han)
@settings(max_examples=300, deadline=None)
def test_rjieba_cuts_chinese_as_jieba_does(both: tuple[Cutter, Cutter], text: str) -> None:
    rust, reference = both
    assert rust.cut(text) == reference.cut(text)
    assert rust.cut_for_search(text) == reference.cut_for_search(text)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("covid-19", ["covid-19", "covid", "19"]),
        ("2025-05-17", ["2025-05-17", "2025", "05", "17"]),
        ("2,350户", ["2,350", "2", "350"]),
        ("35.6%", ["35.6"]),
        ("pm2.5", ["pm2.5", "pm2", "5"]),
        ("5g基站", ["5g"]),
        ("〔2025〕5号", ["2025", "5"]),
        ("2023,1", ["2023", "1"]),
        ("a_b", ["a_b", "a", "b"]),
    ],
)
def test_latin_words_and_numbers_are_whole_and_in_parts(text: str, terms: list[str]) -> None:
    assert [token.text for token in word_tokens(text)] == terms


def test_a_word_of_endless_length_is_no_term() -> None:
    assert list(word_tokens("a" * 1000)) == []
    assert pieces("a" * 1000) == [Piece("a" * 1000, is_word=False)]


@given(
    text=st.text(alphabet="ab1-.,/工。 ", max_size=30),
    word=st.sampled_from(["a", "b1", "a-b", "1", "ab"]),
)
def test_words_are_placed_where_the_tokens_are(text: str, word: str) -> None:
    places = [(token.start, token.end) for token in word_tokens(text) if token.text == word]
    assert list(word_places(text, word)) == places


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("职工夜校", ["职工", "夜校"]),
        ("张国清", ["张国清"]),
        ("国发〔2025〕5号", ["国发", "2025", "5", "号"]),
        ("工会😀改革", ["工会", "😀", "改革"]),
        ("工会，改革", ["工会", "改革"]),
        ("，。", []),
        ("5g基站", ["5g", "基站"]),
        ("㐂云", ["㐂云"]),
    ],
)
def test_a_run_is_cut_into_pieces(typed: str, found: list[str]) -> None:
    assert [piece.text for piece in pieces(typed)] == found


@given(text=han)
def test_pieces_lose_no_chinese_character(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text)) == text


def test_a_user_dictionary_adds_terms_and_changes_no_pieces() -> None:
    before = pieces("三江善治")
    assert "三江善治" in Segmenter(WORDS).terms("三江善治")
    assert "三江善治" not in Segmenter().terms("三江善治")
    assert pieces("三江善治") == before


def test_an_article_is_analysed_by_its_parts() -> None:
    one = article("a", "雲江", "职工夜校。", headings=("把课堂\n办好",))
    analysis = analyze(one, Segmenter())
    assert analysis.characters == "云江\n把课堂办好\n职工夜校。"
    assert analysis.title_terms == ["云江"]
    assert "课堂" in analysis.heading_terms
    assert "夜校" in analysis.body_terms


@given(texts=st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_analysis_takes_any_text(texts: list[str]) -> None:
    analysis = analyze(article("a", texts[0], *texts[1:]), Segmenter())
    assert analysis.characters.split("\n") == [normalize(text) for text in texts]
