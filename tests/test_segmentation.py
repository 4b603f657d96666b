"""How text becomes terms."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text.analysis import analyze
from search.text.cutters import (
    CutsFirst,
    Cutter,
    frequent_words,
    load_jieba,
    load_rjieba,
    segmenter_name,
    word_list,
)
from search.text.dictionary import Dictionary
from search.text.latin_words import MAX_WORD_LENGTH, Token, word_places, word_tokens
from search.text.normalization import normalize
from search.text.pieces import Piece, bigrams, pieces
from search.text.segmentation import Segmenter
from search.text.word_file import WordFile

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
    """Of cuts that are as likely (一一|一 and 一|一一), either may be taken: rounding decides."""
    rust, reference = both
    assert sorted(rust.cut(text)) == sorted(reference.cut(text))
    assert sorted(rust.cut_for_search(text)) == sorted(reference.cut_for_search(text))


@given(text=han | st.text(alphabet="〇㐀龥𠀀一丁中华人民共和国安全生产法", min_size=1, max_size=30))
@settings(max_examples=300, deadline=None)
def test_the_word_file_cuts_as_rjieba_does(text: str) -> None:
    rust, file = load_rjieba(Dictionary()), WordFile(word_list())
    assert sorted(file.cut(text)) == sorted(rust.cut(text))
    assert sorted(file.cut_for_search(text)) == sorted(rust.cut_for_search(text))


@given(text=st.lists(han | st.text(alphabet="〇一九年㐀𠀀，。 ab1.-\n", max_size=12), max_size=6))
@settings(max_examples=300, deadline=None)
def test_terms_are_counted_as_they_are_cut(text: list[str]) -> None:
    segmenter, normalized = Segmenter(), normalize("，".join(text))
    segmenter.load()
    assert segmenter.term_counts(normalized) == Counter(segmenter.terms(normalized))


def test_a_query_is_cut_without_a_segmenter_and_a_book_with_one() -> None:
    loaded: list[Cutter] = []

    def load() -> Cutter:
        loaded.append(load_rjieba(Dictionary()))
        return loaded[-1]

    first = CutsFirst(WordFile(word_list()), load)
    assert first.cut("安全生产") == ["安全", "生产"]
    assert loaded == []
    for _ in range(2):
        assert first.cut("安全生产" * 1000)[:2] == ["安全", "生产"]
    assert len(loaded) == 1


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("covid-19", ["covid-19", "covid", "19"]),
        ("2025-05-17", ["2025-05-17", "2025", "05", "17"]),
        ("2,350户", ["2,350", "2350"]),
        ("12,350.5", ["12,350.5", "12350.5"]),
        ("35.6%", ["35.6"]),
        ("pm2.5", ["pm2.5", "pm2", "5"]),
        ("5g基站", ["5g"]),
        ("〔2025〕5号", ["2025", "5"]),
        ("2023,1", ["2023", "1"]),
        ("1.5-2.5", ["1.5-2.5", "1.5", "2.5"]),
        ("1,200-2,350户", ["1,200-2,350", "1,200", "1200", "2,350", "2350"]),
        ("people's", ["people's", "people", "s"]),
        ("app'pm2.5", ["app'pm2.5", "app", "pm2.5", "pm2", "5"]),
        ("a_b", ["a_b", "a", "b"]),
    ],
)
def test_latin_words_and_numbers_are_whole_and_in_parts(text: str, terms: list[str]) -> None:
    assert [token.text for token in word_tokens(text)] == terms


def test_a_word_of_endless_length_is_no_term() -> None:
    assert list(word_tokens("a" * 1000)) == []
    assert pieces("a" * 1000) == (Piece("a" * 1000, is_word=False),)


@given(
    text=st.text(alphabet="ab1-.,/工。 ", max_size=30),
    word=st.sampled_from(["a", "b1", "a-b", "1", "ab", "1111", "1,111", "11,111"]),
)
def test_words_are_placed_where_the_tokens_are(text: str, word: str) -> None:
    places = [(token.start, token.end) for token in word_tokens(text) if token.text == word]
    assert word_places(text, [word]).get(word, []) == places


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
    pieces.cache_clear()
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


@pytest.mark.parametrize(
    "dictionary",
    [
        Dictionary((("中国", 5),)),
        Dictionary((("的", None),)),
        Dictionary((("云江市", 100_000), ("云江市", 5))),
    ],
    ids=["known word", "known character", "word given twice"],
)
def test_rjieba_cuts_as_jieba_does_when_a_word_gets_another_frequency(
    dictionary: Dictionary,
) -> None:
    texts = ["万章", "中岛", "劫道", "三格", "不明说"]
    rust, reference = load_rjieba(dictionary), load_jieba(dictionary)
    assert [rust.cut(text) for text in texts] == [reference.cut(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("职工夜校", ["职工", "夜校"]),
        ("职工covid-19夜校", ["职工", "covid-19", "covid", "19", "夜校"]),
        ("5g基站", ["5g", "基站"]),
        ("外文版图书", ["外文", "文版", "外文版", "图书"]),
        ("㐂云", ["㐂", "云"]),
        ("自二〇二四年起", ["自", "二〇二四年", "起"]),
        ("一九九〇年、二〇〇〇年", ["一九九〇年", "二〇〇〇年"]),
        ("，。😀", []),
        ("", []),
    ],
)
def test_terms_stand_in_the_order_of_the_text(text: str, terms: list[str]) -> None:
    assert Segmenter().terms(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("1,000,000", ["1,000,000", "1000000"]),
        ("12,34", ["12", "34"]),
        ("v1.2.3", ["v1.2.3", "v1", "2", "3"]),
        ("a--b", ["a", "b"]),
        ("-a-", ["a"]),
        ("12345热线", ["12345"]),
        ("yj@yunjiang.example", ["yj@yunjiang.example", "yj", "yunjiang", "example"]),
        ("café", ["café"]),
    ],
)
def test_a_single_mark_between_letters_or_digits_joins_a_word(text: str, terms: list[str]) -> None:
    assert [token.text for token in word_tokens(text)] == terms


@given(text=st.text(alphabet="ab12-./,'工。 😀", max_size=30).map(normalize))
def test_a_token_is_the_text_where_it_stands(text: str) -> None:
    for token in [*word_tokens(text), *bigrams(text)]:
        assert text[token.start : token.end] == token.text


def test_bigrams_are_all_pairs_of_neighbours() -> None:
    assert list(bigrams("云江市")) == [Token("云江", 0, 2), Token("江市", 1, 3)]
    assert list(bigrams("云")) == []


def test_the_longest_word_that_is_a_term_has_64_letters() -> None:
    longest = "a" * MAX_WORD_LENGTH
    assert Segmenter().terms(longest) == [longest]
    assert pieces(longest) == (Piece(longest, is_word=True),)
    assert Segmenter().terms(longest + "a") == []
    assert pieces(longest + "a") == (Piece(longest + "a", is_word=False),)


def test_a_long_compound_word_is_found_by_its_short_parts() -> None:
    compound = "-".join(["abcdefg"] * 10)
    assert Segmenter().terms(compound) == ["abcdefg"] * 10


@given(text=st.text(alphabet="张国清职工夜校ab1-.，。、 （😀℃$", max_size=30).map(normalize))
def test_pieces_stand_in_what_was_typed_one_behind_the_other(text: str) -> None:
    end = 0
    for piece in pieces(text):
        start = text.index(piece.text, end)
        assert not any(character.isalnum() for character in text[end:start])
        end = start + len(piece.text)
    assert not any(character.isalnum() for character in text[end:])


def test_only_latin_words_and_numbers_are_found_as_whole_words() -> None:
    found = [(piece.text, piece.is_word) for piece in pieces("5g基站😀pm2.5")]
    assert found == [("5g", True), ("基站", False), ("😀", False), ("pm2.5", True)]


@given(text=han)
@settings(deadline=None)
def test_a_user_dictionary_never_changes_pieces(text: str) -> None:
    before = pieces(text)
    Segmenter(WORDS).terms(text)
    pieces.cache_clear()
    assert pieces(text) == before


@given(text=st.text(max_size=30).map(normalize))
@settings(deadline=None)
def test_every_term_stands_in_the_text(text: str) -> None:
    assert all(term in text for term in Segmenter(WORDS).terms(text))


def test_threads_may_share_a_segmenter() -> None:
    segmenter, text = Segmenter(WORDS), "云江市三江善治发展新质生产力" * 50
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(segmenter.terms, [text] * 40))
    assert all(terms == segmenter.terms(text) for terms in results)


def test_the_segmenter_is_named_with_the_version_that_is_installed() -> None:
    name, number = segmenter_name().split()
    assert number == version(name)


def test_the_identity_names_the_segmenter_but_no_words() -> None:
    assert "jieba" in Segmenter().identity
    assert Segmenter(WORDS).identity == Segmenter().identity


def test_frequent_words_are_those_of_the_dictionary_the_commonest_last() -> None:
    words = frequent_words()
    assert len(words) == 16_000
    assert words.rindex("海关") < words.rindex("委员会") < words.rindex("国家")
