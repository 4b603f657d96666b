"""Bars for years or months, each a link to what it counts; and lists of what else narrows a result."""

from datetime import date

import pytest
from flask import Flask

from search.engine import FacetCount
from search.request import Filters
from webui import create_app
from webui.asked.addresses import QuestionAddress
from webui.shown.facet_lists import LONGEST_BAR, SHOWN, FacetCounts, facet_list, facet_lists
from webui.shown.timeline import BARS, Timeline, facets_drawn, make_timeline

from .articles import article, build


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(build(tmp_path_factory.mktemp("index"), [article("a", "夜校", "开班。")]))


def counts(values: dict[str, int]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, count) for value, count in values.items())


def drawn(
    app: Flask,
    years: dict[str, int],
    months: dict[str, int] | None = None,
    address: QuestionAddress = QuestionAddress("夜校"),  # noqa: B008 - a value
    total: int | None = None,
) -> Timeline | None:
    facets: FacetCounts = {"year": counts(years), "month": counts(months or {})}
    with app.test_request_context():
        return make_timeline(facets, sum(years.values()) if total is None else total, address)


def test_the_last_years_are_drawn_with_gaps_for_those_without_articles(app: Flask) -> None:
    timeline = drawn(app, {"2024": 20, "2021": 10, "2020": 1})
    assert timeline is not None
    assert len(timeline.bars) == BARS
    assert [(bar.period, bar.written, bar.height) for bar in timeline.bars[-5:]] == [
        ("2020", "1", 1), ("2021", "10", LONGEST_BAR // 2), ("2022", "0", 0), ("2023", "0", 0),
        ("2024", "20", LONGEST_BAR),
    ]  # fmt: skip
    assert timeline.bars[-4].url == "/search?q=夜校&year=2021#filters"
    assert (timeline.bars[-3].url, timeline.most) == ("", 20)


def test_a_few_articles_draw_no_towers(app: Flask) -> None:
    timeline = drawn(app, {"2024": 1, "2023": 1})
    assert timeline is not None
    assert [bar.height for bar in timeline.bars[-2:]] == [LONGEST_BAR // 5] * 2


def test_years_that_are_not_drawn_are_named_with_their_articles(app: Flask) -> None:
    ahead = date.today().year + 9
    years = {str(ahead): 1, "2024": 5, "1989": 4, "1949": 8}
    timeline = drawn(app, years)
    assert timeline is not None
    assert timeline.bars[-1].period == "2024"
    (earlier, earlier_url), (later, _) = timeline.outside
    assert (earlier, later) == ("1949–1989 另 12 篇", f"{ahead} 另 1 篇")
    assert earlier_url == "/search?q=夜校&from=1949-01-01&to=1989-12-31#filters"


def test_articles_without_a_day_are_counted(app: Flask) -> None:
    years = {"2024": 5, "2023": 4}
    undated, dated = drawn(app, years, total=20), drawn(app, years)
    assert undated is not None
    assert dated is not None
    assert (undated.notes, dated.notes) == (("另 11 篇无日期",), ())


def test_a_chosen_year_is_drawn_month_by_month_between_its_neighbours(app: Flask) -> None:
    address = QuestionAddress("夜校", (("year", "2021"), ("month", "2021-09")))
    timeline = drawn(
        app, {"2024": 4, "2021": 2, "2020": 1}, {"2021-11": 1, "2021-09": 1, "2020-02": 1}, address
    )
    assert timeline is not None
    assert timeline.title == "2021 年各月篇数"
    assert [(bar.period, bar.chosen) for bar in timeline.bars if bar.url] == [
        ("2021-09", True), ("2021-11", False),
    ]  # fmt: skip
    assert timeline.outside == (
        ("2020 年 1 篇", "/search?q=夜校&year=2020#filters"),
        ("2024 年 4 篇", "/search?q=夜校&year=2024#filters"),
    )
    assert timeline.wider == "/search?q=夜校#filters"


def test_several_chosen_years_stay_years_and_in_sight(app: Flask) -> None:
    address = QuestionAddress(facets=(("year", "1992"), ("year", "1990")))
    timeline = drawn(app, {"2024": 9, "1992": 2, "1990": 1, "1980": 1}, address=address)
    assert timeline is not None
    assert [bar.period for bar in timeline.bars if bar.chosen] == ["1990", "1992"]
    assert timeline.notes == ()


@pytest.mark.parametrize("years", [{}, {"2024": 3}])
def test_a_single_year_is_no_timeline(app: Flask, years: dict[str, int]) -> None:
    assert drawn(app, years) is None


def test_a_single_year_is_listed_instead(app: Flask) -> None:
    facets = {"year": counts({"2024": 3}), "source": counts({"云江日报": 3})}
    with app.test_request_context():
        assert [one.name for one in facet_lists(facets, QuestionAddress())] == ["year", "source"]
        assert [one.name for one in facet_lists(facets, QuestionAddress(), ["year"])] == ["source"]


def test_many_articles_are_written_short(app: Flask) -> None:
    timeline = drawn(app, {"2024": 123_456, "2023": 9_999})
    assert timeline is not None
    assert [bar.written for bar in timeline.bars[-2:]] == ["9999", "12万"]


def test_months_are_counted_only_where_they_are_drawn() -> None:
    assert facets_drawn(Filters()) == ("year",)
    assert facets_drawn(Filters({"year": ("2024",)})) == ("year", "month")
    assert facets_drawn(Filters({"month": ("2024-05",)})) == ("year", "month")


def test_sections_stand_under_their_parents_with_bars_as_long_as_their_counts(app: Flask) -> None:
    listed = counts({"新闻": 8, "新闻/要闻": 4, "公开": 2})
    with app.test_request_context():
        sections = facet_list("section", listed, QuestionAddress(facets=(("section", "旧栏目"),)))
    assert [(one.label, one.depth, one.bar, one.chosen) for one in sections.values] == [
        ("新闻", 0, 20, False), ("要闻", 1, 10, False), ("公开", 0, 5, False), ("旧栏目", 0, 0, True),
    ]  # fmt: skip


def test_of_many_sections_the_best_are_listed_and_within_a_chosen_one_the_best(app: Flask) -> None:
    listed = counts({
        path: 500 - n * 20 - m
        for n in range(20)
        for path, m in ((f"栏目{n:02}", 0), *((f"栏目{n:02}/分栏{m:02}", m) for m in range(1, 20)))
    })  # fmt: skip
    with app.test_request_context():
        plain = facet_list("section", listed, QuestionAddress())
        chosen = QuestionAddress(facets=(("section", "栏目15/分栏17"),))
        opened = facet_list("section", listed, chosen)
    assert [one.label for one in plain.values] == [f"栏目{n:02}" for n in range(SHOWN)]
    assert [one.label for one in opened.values[SHOWN:]] == [
        "栏目15", *(f"分栏{m:02}" for m in (*range(1, SHOWN + 1), 17)),
    ]  # fmt: skip
    assert opened.more.startswith("/facet?name=section&section=")


def test_a_long_facet_shows_its_best_values_and_those_chosen(app: Flask) -> None:
    listed = counts({f"来源{i}": 200 - i for i in range(100)})
    with app.test_request_context():
        sources = facet_list("source", listed, QuestionAddress(facets=(("source", "来源99"),)))
        few = facet_list("source", listed[:SHOWN], QuestionAddress())
    assert [one.label for one in sources.values] == [*(f"来源{i}" for i in range(SHOWN)), "来源99"]
    assert (bool(sources.more), few.more) == (True, "")


def test_of_a_long_text_few_values_are_listed_each_of_which_repeats_it(app: Flask) -> None:
    listed = counts({f"来源{i}": 200 - i for i in range(100)})
    with app.test_request_context():
        sources = facet_list("source", listed, QuestionAddress("夜校不收学费" * 10))
    assert len(sources.values) < SHOWN
    assert sources.more.startswith("/facet?name=source&q=")
