"""Which wordings are new, since when, and how often they are used: the same by every engine."""

from datetime import date

import pytest

from search.engine import Engine
from search.partial_date import PartialDate
from search.suggest.first_uses import Coined

from ..articles import article
from ..coinage import SOURCES, quiet_years, told
from ..republished import NOTICE
from .conftest import MakeEngine

NEW = "双河夜谈"


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW) for n in range(8)]
    return make_engine([*quiet_years(), *uses, told(120, date(2024, 5, 1))])


def test_a_new_wording_has_its_first_article_its_uses_and_who_uses_it(engine: Engine) -> None:
    assert list(engine.coined()) == [
        Coined(
            text=NEW,
            first="a100",
            day="2023-02-03",
            articles=8,
            occurrences=8,
            sources=((SOURCES[1], 4), (SOURCES[0], 4)),
            source_count=2,
            months=tuple((f"2023-{2 + n:02}", 1) for n in range(8)),
        )
    ]


def test_a_wording_that_one_article_of_long_ago_has_is_not_new(make_engine: MakeEngine) -> None:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW) for n in range(8)]
    old = told(99, date(2009, 5, 5), NEW)
    assert not make_engine([old, *quiet_years(), *uses]).coined()


def test_a_wording_of_one_source_is_its_own(make_engine: MakeEngine) -> None:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW, SOURCES[0]) for n in range(8)]
    assert not make_engine([*quiet_years(), *uses]).coined()


def test_nothing_is_new_where_nothing_is_known_of_the_years_before(make_engine: MakeEngine) -> None:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW) for n in range(8)]
    assert not make_engine([*quiet_years(2022, 2022), *uses]).coined()


def test_what_a_source_says_that_is_held_only_since_then_is_not_new_for_it(
    make_engine: MakeEngine,
) -> None:
    late = [told(100 + n, date(2023, 2 + n, 3), NEW, "双河新闻网") for n in range(7)]
    other = [told(120 + n, date(2023, 4 + n, 3), "", SOURCES[1]) for n in range(8)]
    seldom = told(130, date(2023, 10, 9), NEW, SOURCES[1])
    assert not make_engine([*quiet_years(), *late, *other, seldom]).coined()


def test_copies_count_once_on_the_day_of_the_earliest(make_engine: MakeEngine) -> None:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW) for n in range(8)]
    lines = [*NOTICE, f"本通知推行“{NEW}”。"]
    copies = [
        article(f"c{n}", "夜校的通知", *lines, published=date(2023, 11 + n, 1), source=SOURCES[n])
        for n in range(2)
    ]
    found = make_engine([*quiet_years(), *uses, *copies]).coined()
    assert [(one.articles, one.months[-1]) for one in found if one.text == NEW] == [
        (9, ("2023-11", 1))
    ]


def test_articles_without_a_day_say_nothing_and_many_of_them_leave_it_open(
    make_engine: MakeEngine,
) -> None:
    uses = [told(100 + n, date(2023, 2 + n, 3), NEW) for n in range(10)]
    undated = [told(120 + n, None, NEW) for n in range(2)]
    one, both = ([*quiet_years(), *uses, *undated[:count]] for count in (1, 2))
    assert [wording.articles for wording in make_engine(one).coined()] == [10]
    assert not make_engine(both).coined()


def test_a_year_alone_is_the_day_of_a_first_use(make_engine: MakeEngine) -> None:
    uses = [told(100 + n, PartialDate(2023), NEW) for n in range(8)]
    (found,) = make_engine([*quiet_years(), *uses]).coined()
    assert (found.day, found.first, found.months) == ("2023", "a100", (("2023-01", 8),))


def test_an_article_of_a_year_alone_is_not_before_one_of_a_day_in_it(
    make_engine: MakeEngine,
) -> None:
    uses = [told(100, PartialDate(2023), NEW)]
    uses += [told(101 + n, date(2023, 3 + n, 3), NEW) for n in range(8)]
    (found,) = make_engine([*quiet_years(), *uses]).coined()
    assert (found.first, found.day, found.articles) == ("a101", "2023-03-03", 9)


def test_an_empty_collection_has_no_new_wordings(make_engine: MakeEngine) -> None:
    assert not make_engine([]).coined()
