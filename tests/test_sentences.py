"""A sentence can be pointed at, found again, and known to be gone."""

from hypothesis import given
from hypothesis import strategies as st

from search.article import Article
from search.text.sentences import (
    find_changed,
    find_sentence,
    sentence_key,
    sentence_keys,
    sentence_ranges,
    sentences,
)

from .articles import article

NOTICE = article("a", "夜校通知", "夜校下周开班。请大家相互转告！", "“免费”吗？“免费。”")


def texts(of: Article) -> list[str]:
    return [one.text for one in sentences(of)]


def test_a_text_is_cut_after_the_marks_that_end_sentences_and_the_quotes_that_close_them() -> None:
    assert texts(NOTICE) == ["夜校下周开班。", "请大家相互转告！", "“免费”吗？", "“免费。”"]


@given(st.text(alphabet="夜校。！“”\n a", max_size=40))
def test_sentences_cover_a_text_without_gaps(text: str) -> None:
    ranges = sentence_ranges(text)
    assert "".join(text[start:end] for start, end in ranges) == text


def test_a_key_stays_when_a_line_is_wrapped_otherwise() -> None:
    assert sentence_key("夜校下周开班。") == sentence_key("夜校下\n周开班。")
    assert sentence_key("夜校下周开班。") != sentence_key("夜校本周开班。")


@given(st.lists(st.text(alphabet="夜校Ａ é\u0301.…。\n\u200b ", max_size=9), max_size=5))
def test_the_keys_of_several_sentences_are_those_of_each(texts: list[str]) -> None:
    assert sentence_keys(texts) == [sentence_key(text) if text.strip() else "" for text in texts]


def test_a_sentence_is_found_by_its_key_wherever_it_has_moved() -> None:
    moved = article("a", "夜校通知", "前面加了一段。", "请大家相互转告！夜校下周开班。")
    found = find_sentence(moved, sentence_key("夜校下周开班。"))
    assert found is not None
    assert (found.block, found.text) == (1, "夜校下周开班。")


def test_of_a_sentence_that_has_changed_the_one_most_like_it_is_shown() -> None:
    assert find_sentence(NOTICE, sentence_key("夜校本周末开班。")) is None
    changed = find_changed(NOTICE, "夜校本周末开班。")
    assert changed is not None
    assert changed.text == "夜校下周开班。"


def test_a_sentence_that_is_gone_is_like_no_other() -> None:
    assert find_changed(NOTICE, "河道清淤工程已经完工。") is None
