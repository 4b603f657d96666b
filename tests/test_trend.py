"""A wording through time: counts by year or month, gaps, first and last use, silence."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.engine import Engine
from search.errors import UsageError
from search.partial_date import Day, PartialDate
from search.query.nodes import Phrase
from search.request import Filters
from search.text.normalization import normalize
from search.wording.asked import read_wordings
from search.wording.trend import Period, Silence, Trend, TrendRequest, Uses, find_uses, trend

from .articles import article, build


def _said(identifier: str, day: Day | None, *texts: str) -> tuple[str, Day | None, tuple[str, ...]]:
    return identifier, day, texts


SAID = [
    _said("d1", date(2013, 9, 7), "三江同治。三江同治。"),
    _said("d2", date(2014, 1, 1), "河道清淤。"),
    _said("d3", date(2016, 5, 1), "河道清淤。"),
    _said("d4", date(2017, 5, 1), "河道清淤。"),
    _said("d5", date(2018, 3, 1), "三江同治，三江共治。"),
    _said("d6", PartialDate(2018), "三江同治。"),
    _said("d7", None, "三江同治。三江同治。三江同治。"),
    _said("d8", date(2020, 6, 1), "河道清淤。"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [article(name, "题", *texts, published=day) for name, day, texts in SAID]
    with closing(build(tmp_path_factory.mktemp("said"), articles)) as opened:
        yield opened


def of(
    engine: Engine, *typed: str, by: Period = Period.YEAR, filters: Filters | None = None
) -> Trend:
    return trend(engine, TrendRequest(read_wordings(typed), by, filters or Filters()))


def test_each_year_has_its_articles_and_occurrences_and_what_they_are_held_against(
    engine: Engine,
) -> None:
    (series,) = of(engine, "三江同治").series
    points = {point.period: point for point in series.points}
    assert (points["2013"].articles, points["2013"].occurrences) == (1, 2)
    assert (points["2018"].articles, points["2018"].occurrences) == (2, 2)
    assert points["2013"].all_characters == len("题\n三江同治。三江同治。")
    assert points["2013"].per_ten_thousand == 2 * 10_000 / 12


def test_a_year_without_articles_is_a_gap_and_one_without_the_wording_is_none(
    engine: Engine,
) -> None:
    found = of(engine, "三江同治")
    assert found.periods == tuple(str(year) for year in range(2013, 2021))
    gaps = [point.period for point in found.series[0].points if point.is_gap]
    assert gaps == ["2015", "2019"]
    assert found.series[0].points[1].per_ten_thousand == 0.0
    assert found.series[0].points[2].per_ten_thousand is None


def test_undated_articles_are_counted_apart(engine: Engine) -> None:
    by_year, by_month = (of(engine, "三江同治", by=by).series[0] for by in Period)
    assert (by_year.undated.articles, by_year.undated.occurrences) == (1, 3)
    assert (by_month.undated.articles, by_month.undated.occurrences) == (2, 4)
    assert by_year.total == by_month.total
    assert by_year.total.occurrences == sum(p.occurrences for p in by_year.points) + 3


def test_months_go_on_over_the_turn_of_the_year(engine: Engine) -> None:
    periods = of(engine, "三江同治", by=Period.MONTH).periods
    assert (periods[0], periods[3], periods[4], periods[-1]) == (
        "2013-09", "2013-12", "2014-01", "2020-06",
    )  # fmt: skip


def test_first_and_latest_use_are_of_dated_articles(engine: Engine) -> None:
    uses = of(engine, "三江同治").series[0].uses
    assert uses.first is not None
    assert uses.latest is not None
    assert (uses.first.id, uses.latest.id) == ("d1", "d5")


def test_what_only_undated_articles_say_has_no_first_use(engine: Engine) -> None:
    undated = Phrase("。三江同治。三江同治。")
    assert find_uses(engine, undated) == Uses(None, None)
    assert find_uses(engine, Phrase("没有的")) == Uses(None, None)


def test_most_in_a_year_and_the_longest_silence_are_told(engine: Engine) -> None:
    (series,) = of(engine, "三江同治").series
    assert series.peak is not None
    assert series.peak.period == "2013"
    assert series.silence == Silence(
        "2013", "2018", 3
    )  # 2015 has no articles, so nobody was silent


def test_a_wording_used_without_a_pause_was_never_silent(engine: Engine) -> None:
    (never, once) = of(engine, "没有的", "三江共治").series
    assert (never.peak, never.silence, once.silence) == (None, None, None)


def test_several_wordings_have_the_same_periods(engine: Engine) -> None:
    found = of(engine, "三江同治", "三江共治", filters=Filters(first=date(2018, 1, 1)))
    assert [[point.period for point in one.points] for one in found.series] == [
        ["2018", "2019", "2020"],
        ["2018", "2019", "2020"],
    ]
    assert found.all_articles == 3


def test_a_trend_of_no_articles_has_no_periods(engine: Engine) -> None:
    found = of(engine, "三江同治", filters=Filters({"source": ("没有的",)}))
    assert (found.periods, found.all_articles) == ((), 0)


def test_an_article_of_the_year_1_names_no_thousand_years_of_months(tmp_path: Path) -> None:
    days = [date(1, 1, 1), date(2024, 5, 1)]
    articles = [article(f"y{day.year}", "题", published=day) for day in days]
    with closing(build(tmp_path, articles)) as engine:
        assert of(engine, "题", by=Period.MONTH).periods == ("0001-01", "2024-05")
        assert len(of(engine, "题").periods) == 2024


def test_wordings_are_read_as_if_in_quotes() -> None:
    assert read_wordings(["三江同治", "“三江共治”", " ", "三江同治", "５Ｇ 基站"]) == {
        "三江同治": Phrase("三江同治"),
        "三江共治": Phrase("三江共治"),
        "５Ｇ 基站": Phrase("5g基站"),
    }


@pytest.mark.parametrize(
    "typed", ['"三江"工作', "“三江”工作", "三江”工作", '"三江工作', "＂三江＂工作"]
)
def test_a_wording_keeps_the_quotes_within_it(typed: str) -> None:
    assert read_wordings([typed]) == {typed: Phrase(normalize(typed))}


@pytest.mark.parametrize("typed", ["“三江”和“夜校”", '"三江"和"夜校"'])
def test_quotes_at_both_ends_that_are_not_one_pair_are_of_the_wording(typed: str) -> None:
    assert read_wordings([typed]) == {typed: Phrase("'三江'和'夜校'")}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "请写要统计的提法"),
        (["“”"], "请写"),
        (list("一二三四五六"), "最多同时统计 5 个"),
        (["字" * 999], "太长"),
    ],
)
def test_what_is_no_wording_is_said(typed: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_wordings(typed)
