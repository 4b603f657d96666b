"""Articles as values, and by what they can be narrowed."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Article, Block, BlockKind, in_one_line
from search.facets import FACET_NAMES, FACETS, section_path

from .articles import article

texts = st.text(max_size=20)
some_text = st.none() | texts
articles = st.builds(
    Article,
    id=texts,
    title=texts,
    published=st.none() | st.dates(),
    section=st.lists(texts, max_size=3).map(tuple),
    source=some_text,
    author=some_text,
    doc_number=some_text,
    url=some_text,
    blocks=st.lists(st.builds(Block, st.sampled_from(BlockKind), texts), max_size=3).map(tuple),
)


def values(one: Article, name: str) -> tuple[str, ...]:
    (facet,) = (facet for facet in FACETS if facet.name == name)
    return facet.values(one)


@given(one=articles)
def test_an_article_survives_its_json_whatever_it_says(one: Article) -> None:
    assert Article.from_json(one.to_json()) == one


@given(one=articles)
def test_the_json_of_an_article_is_one_line(one: Article) -> None:
    assert "\n" not in one.to_json()
    assert "\r" not in one.to_json()


def test_chinese_is_stored_as_it_is() -> None:
    assert "职工夜校" in article("a", "职工夜校").to_json()


def test_a_search_looks_into_the_title_and_every_block() -> None:
    one = article("a", "题", "第一段。", "第二段。", headings=("一、总则",))
    assert list(one.texts()) == ["题", "一、总则", "第一段。", "第二段。"]


def test_an_article_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        article("a", "题").title = "别的题"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("wrapped", "line"),
    [
        ("坚决扛起\n政治责任\n筑牢基础", "坚决扛起政治责任筑牢基础"),
        ("建设5G\n基站", "建设5G基站"),
        ("North\r\nDock", "North Dock"),
        ("云江\n\n市", "云江市"),
        ("\n云江市\n", "云江市"),
    ],
)
def test_the_lines_of_a_heading_join(wrapped: str, line: str) -> None:
    assert in_one_line(wrapped) == line


def test_an_article_counts_under_its_section_and_those_above() -> None:
    one = article("a", "题", section=("新闻中心", "工会要闻", "基层"))
    assert values(one, "section") == ("新闻中心", "新闻中心/工会要闻", "新闻中心/工会要闻/基层")


def test_a_slash_in_a_name_makes_no_level() -> None:
    assert section_path(("新闻", "工会/企业")) == "新闻/工会／企业"
    assert values(article("a", "题", section=("工会/企业",)), "section") == ("工会／企业",)


def test_an_article_counts_under_its_year_month_and_source() -> None:
    one = article("a", "题", published=date(2024, 3, 8), source="云江日报")
    assert values(one, "year") == ("2024",)
    assert values(one, "month") == ("2024-03",)
    assert values(one, "source") == ("云江日报",)


def test_what_is_unknown_counts_nowhere() -> None:
    assert all(facet.values(article("a", "题")) == () for facet in FACETS)


def test_facets_have_names_of_their_own() -> None:
    assert FACET_NAMES == ("section", "year", "month", "source", "type", "validity")
    assert len({facet.label for facet in FACETS}) == len(FACETS)


def test_years_and_months_are_listed_newest_first() -> None:
    assert [facet.name for facet in FACETS if facet.newest_first] == ["year", "month"]
