"""Partial dates: what is known of a day, and what follows of it."""

import random
from datetime import date

import pytest

from search.article import Article
from search.facets import FACETS
from search.partial_date import (
    Day,
    PartialDate,
    Precision,
    age_of,
    day_between,
    first_of,
    in_words,
    is_within,
    last_of,
    precision_of,
    read_iso,
    refined,
    uncertainty_of,
)

from .articles import article

YEAR, MONTH, DAY = PartialDate(2018), PartialDate(2018, 2), date(2018, 2, 17)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (YEAR, date(2018, 1, 1), date(2018, 12, 31)),
        (MONTH, date(2018, 2, 1), date(2018, 2, 28)),
        (PartialDate(2020, 2), date(2020, 2, 1), date(2020, 2, 29)),
        (PartialDate(2018, 12), date(2018, 12, 1), date(2018, 12, 31)),
        (DAY, DAY, DAY),
    ],
)
def test_a_day_lies_between_the_first_and_the_last_that_it_may_be(
    day: Day, first: date, last: date
) -> None:
    assert (first_of(day), last_of(day)) == (first, last)
    assert day_between(first, last) == day


@pytest.mark.parametrize(("day", "text"), [(YEAR, "2018"), (MONTH, "2018-02"), (DAY, "2018-02-17")])
def test_a_day_is_written_as_much_as_is_known(day: Day, text: str) -> None:
    assert str(day) == day.isoformat() == text
    assert read_iso(text) == day


@pytest.mark.parametrize("text", ["", "2018-13", "2018-00", "0000", "二〇一八"])
def test_what_is_no_day_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        read_iso(text)


def test_there_is_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2018, 13)


@pytest.mark.parametrize(
    ("day", "words"), [(YEAR, "2018年"), (MONTH, "2018年2月"), (DAY, "2018年2月17日")]
)
def test_a_day_is_written_in_words(day: Day, words: str) -> None:
    assert in_words(day) == words


def test_how_much_is_known_is_said() -> None:
    assert [precision_of(day) for day in (YEAR, MONTH, DAY)] == list(Precision)
    said = [str(uncertainty_of(day) or "") for day in (YEAR, MONTH, DAY)]
    assert said == ["（只知年份）", "（只知年月）", ""]


def test_a_year_comes_before_its_january_and_that_before_its_first_day() -> None:
    ordered: list[Day] = [
        date(2017, 12, 31),
        YEAR,
        PartialDate(2018, 1),
        date(2018, 1, 1),
        date(2018, 1, 31),
        MONTH,
        date(2018, 2, 1),
        PartialDate(2019),
    ]
    random.Random(1).shuffle(shuffled := list(ordered))
    assert sorted(shuffled, key=age_of) == ordered


@pytest.mark.parametrize(
    ("first", "last", "within"),
    [
        (date(2018, 1, 1), date(2018, 12, 31), True),
        (date(2018, 1, 1), None, True),
        (None, date(2018, 12, 31), True),
        (date(2018, 1, 2), None, False),
        (None, date(2018, 12, 30), False),
        (None, None, True),
    ],
)
def test_a_year_lies_in_a_range_when_all_of_it_does(
    first: date | None, last: date | None, within: bool
) -> None:
    assert is_within(YEAR, first, last) is within


def test_of_two_days_that_agree_the_more_exact_one_counts() -> None:
    assert refined(YEAR, DAY) == DAY
    assert refined(YEAR, MONTH) == MONTH
    assert refined(DAY, YEAR) == DAY
    assert refined(YEAR, date(2019, 1, 3)) == YEAR
    assert refined(None, MONTH) == MONTH
    assert refined(None, None) is None


def partly_dated(published: Day | None = None, signed: Day | None = None) -> Article:
    return Article("a", "云江市夜校通知", published, (), None, None, None, None, signed=signed)


def test_an_article_counts_under_the_more_exact_of_its_days() -> None:
    assert partly_dated(YEAR, DAY).day == DAY
    assert partly_dated(YEAR, DAY).day_kind == "signed"
    assert partly_dated(PartialDate(2019), DAY).day == PartialDate(2019)
    assert partly_dated(YEAR).day_kind == "published"
    assert partly_dated(YEAR).day_precision is Precision.YEAR
    assert partly_dated().day_precision is None


def test_an_article_with_a_partial_date_is_stored_and_read_again() -> None:
    one = partly_dated(YEAR, MONTH)
    assert Article.from_json(one.to_json()) == one


def test_a_year_counts_in_its_year_and_in_no_month() -> None:
    values = {facet.name: facet.values for facet in FACETS}
    for day, year, month in [(YEAR, "2018", ()), (MONTH, "2018", ("2018-02",))]:
        one = article("a", "夜校", "开班。", published=day)
        assert values["year"](one) == (year,)
        assert values["month"](one) == month
