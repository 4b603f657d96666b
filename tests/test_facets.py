"""Results are narrowed, and what would be left is counted: the index against plain counting."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.facets import FACET_NAMES, FACETS, section_path
from search.partial_date import is_within
from search.query.nodes import Phrase
from search.request import Filters, SearchRequest

from .articles import article, build

SECTIONS = [(), ("新闻中心",), ("新闻中心", "工会要闻"), ("新闻中心", "基层", "夜校"), ("新闻",)]
SOURCES = [None, "云江日报", "云江工会网", "云江"]
FIRST_DAY = date(2019, 12, 1)


def collection() -> list[Article]:
    """Make 60 articles in every mixture of section, source and day."""
    return [
        article(
            f"a{i:02}",
            f"第{i}期",
            "夜校开班。" if i % 3 else "河道清淤。",
            published=None if i % 11 == 0 else FIRST_DAY + timedelta(days=17 * i),
            section=SECTIONS[i % 5],
            source=SOURCES[i % 4],
        )
        for i in range(60)
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Open an index of several segments, some of whose articles have been removed again."""
    folder = tmp_path_factory.mktemp("facets")
    articles = collection()
    strays = [article(f"gone{i}", "删去", "夜校。", section=("已删",)) for i in range(5)]
    build(folder, strays + articles[:20]).close()
    for part, gone in ((articles[20:45], strays[1:]), (articles[45:], strays[:1])):
        with open_updater(folder) as writer:
            writer.remove(one.id for one in gone)
            for one in part:
                writer.add(one)
            writer.commit(CorpusRecord(corpus="", files={}))
    with closing(open_engine(folder)) as engine:
        yield engine


def values_of(one: Article, name: str) -> tuple[str, ...]:
    return next(facet for facet in FACETS if facet.name == name).values(one)


def is_left(one: Article, filters: Filters, ignored: str = "") -> bool:
    """Say, without an index, whether an article passes filters, one facet ignored."""
    day = one.published
    if (filters.first or filters.last) and day is None:
        return False
    if day and not is_within(day, filters.first, filters.last):
        return False
    return all(
        set(values_of(one, name)) & set(chosen)
        for name, chosen in filters.facets.items()
        if name != ignored and chosen
    )


days = st.none() | st.integers(-30, 1100).map(lambda n: FIRST_DAY + timedelta(days=n))
choices = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(
            st.sampled_from([*sorted({v for one in collection() for v in values_of(one, name)}), "无此值"]),
            max_size=3,
        ).map(tuple)
        for name in FACET_NAMES
    },
)  # fmt: skip


@given(facets=choices, first=days, last=days)
@settings(max_examples=150, deadline=None)
def test_whatever_is_chosen_totals_and_counts_are_those_of_plain_counting(
    engine: Engine, facets: dict[str, tuple[str, ...]], first: date | None, last: date | None
) -> None:
    filters = Filters(facets, first, last)
    found = [one for one in collection() if "夜校" in one.blocks[0].text]
    matches = engine.find(SearchRequest(Phrase("夜校"), filters, limit=100))
    assert {m.id for m in matches.matches} == {one.id for one in found if is_left(one, filters)}
    for name in FACET_NAMES:
        left = [one for one in found if is_left(one, filters, ignored=name)]
        counts = Counter(value for one in left for value in values_of(one, name))
        assert {entry.value: entry.count for entry in matches.facets[name]} == counts, name


def test_a_chosen_section_takes_in_those_below_it_but_none_that_only_begins_alike(
    engine: Engine,
) -> None:
    matches = engine.find(SearchRequest(filters=Filters({"section": ("新闻",)}), limit=100))
    assert {m.id for m in matches.matches} == {
        one.id for one in collection() if one.section == ("新闻",)
    }


def test_a_value_that_no_article_has_leaves_nothing(engine: Engine) -> None:
    assert engine.find(SearchRequest(filters=Filters({"source": ("无此报",)}))).total == 0


def test_an_empty_choice_is_no_choice(engine: Engine) -> None:
    assert engine.find(SearchRequest(filters=Filters({"source": ()}))).total == 60


def test_values_of_removed_articles_are_not_listed(engine: Engine) -> None:
    listed = {entry.value for entry in engine.find(SearchRequest()).facets["section"]}
    assert "已删" not in listed


def test_values_come_by_count_and_then_by_themselves(engine: Engine) -> None:
    for name in ("section", "source"):
        entries = engine.find(SearchRequest()).facets[name]
        assert list(entries) == sorted(entries, key=lambda entry: (-entry.count, entry.value))


@pytest.mark.parametrize("name", ["year", "month"])
def test_years_and_months_come_newest_first(engine: Engine, name: str) -> None:
    values = [entry.value for entry in engine.find(SearchRequest()).facets[name]]
    assert values == sorted(values, reverse=True)


def test_counts_do_not_depend_on_the_page(engine: Engine) -> None:
    whole = engine.find(SearchRequest(limit=100)).facets
    assert engine.find(SearchRequest(offset=50, limit=3)).facets == whole
    assert engine.find(SearchRequest(limit=0)).facets == whole


def test_occurrences_are_counted_in_what_is_left_only(engine: Engine) -> None:
    filters = Filters({"source": ("云江日报",)})
    matches = engine.find(SearchRequest(Phrase("夜校"), filters, limit=100))
    assert matches.occurrences == matches.total < 40


def test_a_facet_lists_its_200_most_frequent_values(tmp_path: Path) -> None:
    articles = [article(f"a{i}", "题", "文", source=f"第{i:03}报") for i in range(230)]
    articles.append(article("twice", "题", "文", source="第229报"))
    with closing(build(tmp_path, articles)) as engine:
        listed = [entry.value for entry in engine.find(SearchRequest()).facets["source"]]
    assert len(listed) == 200
    assert listed[:2] == ["第229报", "第000报"]


def test_a_slash_within_a_name_is_no_level() -> None:
    assert section_path(("新闻/要闻", "基层")) == "新闻／要闻/基层"


def test_a_facet_of_an_article_without_the_field_has_no_value() -> None:
    bare = article("a", "题", "文")
    assert [facet.values(bare) for facet in FACETS] == [()] * len(FACETS)
