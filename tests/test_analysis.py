"""What of an article goes into an index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import analysis_identity, analyze
from search.text.dictionary import Dictionary
from search.text.normalization import NORMALIZATION_VERSION, normalize
from search.text.segmentation import Segmenter

from .articles import article


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


def test_the_title_stands_first_and_a_line_break_between_texts(segmenter: Segmenter) -> None:
    analysis = analyze(article("a", "职工 夜校", "第一段。", "第二段。"), segmenter)
    assert analysis.characters == "职工夜校\n第一段。\n第二段。"


def test_line_breaks_inside_a_text_are_gone(segmenter: Segmenter) -> None:
    analysis = analyze(article("a", "题", "职工\n夜校\n\nNew\nYork"), segmenter)
    assert analysis.characters == "题\n职工夜校new york"


def test_a_phrase_never_runs_from_one_text_into_the_next(segmenter: Segmenter) -> None:
    analysis = analyze(article("a", "办好职工", "夜校，大家", "一起来。"), segmenter)
    assert "职工夜校" not in analysis.characters
    assert "大家一起" not in analysis.characters


def test_words_are_counted_where_they_stand(segmenter: Segmenter) -> None:
    one = article("a", "通知", "夜校夜校", headings=("职工",))
    analysis = analyze(one, segmenter)
    assert analysis.title_terms == ["通知"]
    assert analysis.heading_terms == ["职工"]
    assert analysis.body_terms == ["夜校", "夜校"]


def test_a_word_is_cut_from_the_normal_form(segmenter: Segmenter) -> None:
    analysis = analyze(article("a", "總\n工會ＡＰＰ", "COVID-19"), segmenter)
    assert analysis.title_terms == ["总工", "工会", "总工会", "app"]
    assert analysis.body_terms == ["covid-19", "covid", "19"]


def test_the_words_of_a_user_dictionary_are_terms() -> None:
    one = article("a", "题", "推进三江善治。")
    plain = analyze(one, Segmenter())
    with_words = analyze(one, Segmenter(Dictionary((("三江善治", None),))))
    assert "三江善治" in with_words.body_terms
    assert "三江善治" not in plain.body_terms
    assert with_words.characters == plain.characters


def test_an_article_of_nothing_visible_has_no_terms(segmenter: Segmenter) -> None:
    analysis = analyze(article("a", "\u200b", " ", "\n"), segmenter)
    assert analysis.characters == "\n\n"
    assert analysis.title_terms == analysis.heading_terms == analysis.body_terms == []


@given(
    title=st.text(alphabet="工 \n，a", max_size=9), texts=st.lists(st.text("夜 \n。b", max_size=9))
)
def test_every_text_has_its_own_line(title: str, texts: list[str]) -> None:
    analysis = analyze(article("a", title, *texts), Segmenter())
    assert analysis.characters.split("\n") == [normalize(text) for text in (title, *texts)]


def test_the_identity_names_rules_and_segmenter_but_no_words(segmenter: Segmenter) -> None:
    identity = analysis_identity(segmenter)
    assert f"normalization {NORMALIZATION_VERSION}" in identity
    assert segmenter.identity in identity
    assert analysis_identity(Segmenter(Dictionary((("云江市", 5),)))) == identity
