"""A query of places can be typed: each wording in quotes, and read again it is the same query."""

import pytest

from search.query.nodes import AnyOf, Field, Nothing, Phrase
from search.query.retyped import exchanged, next_to, retyped, with_places
from search.wording.asked import read_places


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("350", "“350”"), ("2,350", "“2350”"), ("夜校，", "“夜校”"), ("《夜校》", "“夜校”"),
        ("夜校 -清淤", "“夜校” -“清淤”"), ("-(夜校 开班) 清淤", "-(“夜校” “开班”) “清淤”"),
        ("(夜校 开班)|清淤", "(“夜校” “开班”)|“清淤”"), ("标题:夜校 来源：云江日报", "标题:“夜校” 来源:“云江日报”"),
        ("夜校 日期:2020", "“夜校” 日期:2020-01-01..2020-12-31"), ("日期:..2015 夜校", "日期:..2015-12-31 “夜校”"),
        ("同句:(夜校 开班)", "同句:(“夜校” “开班”)"), ("“夜校 开班”~9", "“夜校 开班”~9"),
        ("“以*为中心”", "“以*为中心”"),
        ("精确:GDP", "精确:“GDP”"), ("精确:“The GDP”", "精确:“The GDP”"), ("相似:a 夜校", "相似:“a” “夜校”"),
        ("云政发2024年第7号", "云政发〔2024〕7号"),
    ],
)  # fmt: skip
def test_each_wording_is_written_in_quotes_and_read_as_the_same(typed: str, written: str) -> None:
    query = read_places(typed)
    assert retyped(query) == written
    assert read_places(written) == query


@pytest.mark.parametrize("typed", ["", "云政发7号"])
def test_what_no_text_asks_for_is_not_written(typed: str) -> None:
    assert retyped(read_places(typed)) is None


def test_articles_without_a_place_are_left_out() -> None:
    assert with_places(read_places("-夜校")) == Nothing()
    assert with_places(read_places("夜校 日期:2020")) == read_places("夜校 日期:2020")
    assert with_places(read_places("夜校|日期:2020")) == read_places("夜校|日期:2020 夜校")


def test_a_literal_is_exchanged_where_it_must_stand() -> None:
    query = exchanged(read_places("夜校 -(夜校 清淤)"), Phrase("夜校"), Phrase("夜校的"))
    assert query == read_places("夜校的 -(夜校 清淤)")


def test_between_words_of_letters_a_space_may_stand() -> None:
    assert next_to("夜校", "的", Field.TITLE) == Phrase("夜校的", Field.TITLE)
    assert next_to("the", "gdp", Field.TEXT) == AnyOf((Phrase("thegdp"), Phrase("the gdp")))
