"""Bars for years or months, each a link to what it counts."""

from datetime import date

import pytest
from flask import Flask

from search.engine import FacetCount
from search.request import Filters
from webui import create_app
from webui.asked.addresses import QuestionAddress
from webui.shown.facet_lists import (
    MOST_UNFOLDED,
    SHOWN_AT_ONCE,
    FacetCounts,
    facet_list,
    facet_lists,
)
from webui.shown.timeline import HEIGHT, STEP, make_timeline

from .articles import article, build


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(build(tmp_path_factory.mktemp("index"), [article("a", "夜校", "开班。")]))


def facets(years: dict[str, int], months: dict[str, int], **others: dict[str, int]) -> FacetCounts:
    counts = {"section": {}, "source": {}, "type": {}, **others, "year": years, "month": months}
    return {
        name: tuple(FacetCount(value, count) for value, count in values.items())
        for name, values in counts.items()
    }


def test_years_without_articles_leave_a_gap(app: Flask) -> None:
    counts = facets({"2024": 4, "2021": 2, "2020": 1}, {"2024-01": 4, "2021-02": 2, "2020-03": 1})
    with app.test_request_context():
        timeline = make_timeline(counts, Filters(), QuestionAddress("夜校"))
    assert timeline is not None
    assert [(bar.period, bar.count) for bar in timeline.bars] == [
        ("2020", 1), ("2021", 2), ("2022", 0), ("2023", 0), ("2024", 4),
    ]  # fmt: skip
    assert [bar.height for bar in timeline.bars] == [HEIGHT // 4, HEIGHT // 2, 0, 0, HEIGHT]
    assert timeline.bars[1].url == "/search?q=%E5%A4%9C%E6%A0%A1&year=2021"


def test_two_years_far_apart_are_years_and_two_in_a_row_are_months(app: Flask) -> None:
    apart = facets({"2025": 1, "2019": 1}, {"2025-05": 1, "2019-12": 1})
    in_a_row = facets({"2025": 1, "2024": 1}, {"2025-01": 1, "2024-12": 1})
    with app.test_request_context():
        timelines = [make_timeline(one, Filters(), QuestionAddress()) for one in (apart, in_a_row)]
    assert [one and (one.facet, len(one.bars)) for one in timelines] == [("year", 7), ("month", 2)]


def test_a_chosen_year_is_shown_month_by_month(app: Flask) -> None:
    counts = facets({"2024": 4, "2021": 2, "2020": 1}, {"2021-11": 1, "2021-09": 1})
    address = QuestionAddress(facets=(("year", "2021"), ("month", "2021-09")))
    with app.test_request_context():
        timeline = make_timeline(counts, Filters({"year": ("2021",)}), address)
    assert timeline is not None
    assert [(bar.period, bar.chosen) for bar in timeline.bars] == [
        ("2021-09", True), ("2021-10", False), ("2021-11", False),
    ]  # fmt: skip


@pytest.mark.parametrize("years", [{}, {"2024": 3}])
def test_a_single_bar_is_no_timeline(app: Flask, years: dict[str, int]) -> None:
    with app.test_request_context():
        assert (
            make_timeline(
                facets(years, dict.fromkeys(["2024-01"] if years else [], 3)),
                Filters(),
                QuestionAddress(),
            )
            is None
        )


def test_centuries_are_shown_without_the_gaps(app: Flask) -> None:
    with app.test_request_context():
        timeline = make_timeline(
            facets({"2024": 1, "1949": 1, "1368": 1}, {"2024-01": 1, "1949-10": 1, "1368-01": 1}),
            Filters(first=date(1000, 1, 1)),
            QuestionAddress(),
        )
    assert timeline is not None
    assert timeline.width == 3 * STEP


def test_months_stand_in_a_year_that_is_chosen(app: Flask) -> None:
    counts = facets({"2024": 4, "2023": 2}, {"2024-02": 3, "2024-01": 1})
    with app.test_request_context():
        (years,) = facet_lists(counts, QuestionAddress(facets=(("year", "2024"),)))
    assert [(one.value, [m.value for m in one.inner]) for one in years.shown] == [
        ("2024", ["2024-02", "2024-01"]), ("2023", []),
    ]  # fmt: skip


def test_sections_stand_under_their_parents_with_bars_as_long_as_their_counts(app: Flask) -> None:
    counts = facets({}, {}, section={"公开": 2, "新闻": 8, "新闻/要闻": 4})
    with app.test_request_context():
        sections = facet_list("section", counts, QuestionAddress(facets=(("section", "旧栏目"),)))
    assert [(one.label, one.depth, one.bar, one.chosen) for one in sections.shown] == [
        ("新闻", 0, 100, False), ("要闻", 1, 50, False), ("公开", 0, 25, False), ("旧栏目", 0, 0, True),
    ]  # fmt: skip


def test_a_long_facet_shows_some_unfolds_more_and_says_how_many_are_left(app: Flask) -> None:
    counts = facets({}, {}, source={f"来源{i}": 200 - i for i in range(100)})
    with app.test_request_context():
        sources = facet_list("source", counts, QuestionAddress(facets=(("source", "来源99"),)))
    assert len(sources.shown) == SHOWN_AT_ONCE + 1
    assert len(sources.more) == MOST_UNFOLDED
    assert sources.left_out == 100 - SHOWN_AT_ONCE - 1 - MOST_UNFOLDED
