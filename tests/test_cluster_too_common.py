"""What stands in too many articles is looked for in some of them only: rightly there, and that is said."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from search.answer.as_json import page_json
from search.answer.question import Question
from search.answer.results import run_query
from search.article import Article
from search.engine import Engine, Matches
from search.engines import open_engine, open_updater
from search.engines.opensearch.address import VARIABLES
from search.query.nodes import AllOf, AnyOf, Field, Not, Phrase, Query, Together, Unit, Word
from search.query.parser import parse_query
from search.request import Filters, SearchRequest, Sort

from .articles import article, build
from .cluster.indexes import NO_RECORD, change, new_location
from .cluster.nodes import Cluster

COMMON = ["职工", "夜校", "通知", "开班"]
RARE = ["河道", "清淤", "渡口", "云江"]
COUNTED = 50
COUNT = 400


def collection() -> list[Article]:
    """Draw articles: each common word stands in about half of them, each rare one in one of 50."""
    chance = random.Random(20)
    drawn = []
    for number in range(COUNT):
        words = [word for word in COMMON if chance.random() < 0.5]
        words += [word for word in RARE if chance.random() < 0.02]
        chance.shuffle(words)
        day = date(2015, 1, 1) + timedelta(chance.randrange(3000))
        title = f"第{number}号{chance.choice(['', '', '', *words])}"
        texts = [f"三江市{word}{chance.choice(['', '', '已办'])}{word}。" for word in words]
        drawn.append(
            article(
                f"a{number:03}",
                title,
                "".join(texts) or "三江市。",
                published=None if chance.random() < 0.1 else day,
                section=(chance.choice(["要闻", "公告"]),),
            )
        )
    old = article("old", "旧档", "职工与夜校。", published=date(1999, 1, 1), section=("要闻",))
    return [*drawn, old]


@pytest.fixture(scope="module")
def location(cluster: Cluster) -> str:
    wanted = new_location(cluster)
    build(wanted, collection()).close()
    with open_updater(wanted) as writer:  # some that are removed, some that come later
        change(
            writer, [replace(one, id=f"b{one.id}") for one in collection()[:20]], ["a007", "a100"]
        )
        writer.commit(NO_RECORD)
    return wanted


@pytest.fixture
def whole(location: str) -> Iterator[Engine]:
    with closing(open_engine(location)) as engine:
        yield engine


@pytest.fixture
def bounded(location: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv(f"{VARIABLES}COUNTED", str(COUNTED))
    with closing(open_engine(location)) as engine:
        yield engine


def asked(text: str) -> Query:
    return parse_query(text).query


#: What is found has something rare.
NARROW = [
    *(asked(f"{rare} {common}") for rare, common in zip(RARE, COMMON, strict=True)),
    asked("“河道” -“职工”"),
    asked("河道 OR 渡口 -夜校"),
    AllOf((Phrase("清淤"), AnyOf((Phrase("职工"), Not(Phrase("夜校")))))),
    AllOf((AnyOf((Phrase("云江"), Phrase("渡口"))), Phrase("三江市"), Word("通知"))),
    Together(Unit.SENTENCE, (Phrase("三江市"), Phrase("渡口"))),
    asked("精确:渡口 职工"),
    asked("标题:渡口 通知"),
    asked("渡口"),
    asked("不见了"),
]
#: What is found may have nothing rare.
WIDE = [
    *map(asked, COMMON),
    asked("职工 夜校"),
    asked("职工 -夜校"),
    asked("职工 OR 河道"),
    asked("-职工"),
    asked("职工夜校通知开班"),
    asked("“三江市职工”"),
    asked("“职工已办”"),
    Together(Unit.PARAGRAPH, (Phrase("职工"), Phrase("夜校"))),
    asked("标题:职工"),
]
FILTERS = [Filters(), Filters({"section": ("要闻",)}), Filters({"year": ("2017",)})]


def find(engine: Engine, query: Query, sort: Sort, filters: Filters) -> Matches:
    return engine.find(SearchRequest(query, filters, sort, limit=1000))


@pytest.mark.parametrize("query", NARROW, ids=str)
def test_what_has_something_rare_is_answered_as_if_there_were_no_bound(
    whole: Engine, bounded: Engine, query: Query
) -> None:
    for sort in Sort:
        for filters in FILTERS:
            found = find(bounded, query, sort, filters)
            assert found.looked_into is None
            assert found == find(whole, query, sort, filters)


@pytest.mark.parametrize("query", WIDE, ids=str)
@pytest.mark.parametrize("filters", FILTERS, ids=["all", "section", "year"])
def test_of_what_is_common_some_is_found_as_if_there_were_no_bound(
    whole: Engine, bounded: Engine, query: Query, filters: Filters
) -> None:
    for sort in (Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST, Sort.ADDED):
        everything = find(whole, query, sort, filters)
        found = find(bounded, query, sort, filters)
        if found.looked_into is None:
            assert found == everything
            continue
        assert 0 < found.total <= everything.total
        assert found.total == len(found.matches)
        assert found.occurrences == sum(match.occurrences for match in found.matches)
        all_matches = {match.id: match for match in everything.matches}
        for match in found.matches:
            expected = all_matches[match.id]
            assert match.occurrences == expected.occurrences
            assert match.score == pytest.approx(expected.score, abs=1e-6)
        if sort.is_by_date:
            kept = {match.id for match in found.matches}
            in_order = [match.id for match in everything.matches if match.id in kept]
            assert [match.id for match in found.matches] == in_order


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST, Sort.ADDED])
def test_by_date_the_first_hits_are_those_without_a_bound(
    whole: Engine, bounded: Engine, sort: Sort
) -> None:
    for query in (Phrase("职工"), Phrase("夜校"), AllOf((Phrase("职工"), Not(Phrase("夜校"))))):
        found = find(bounded, query, sort, Filters())
        assert found.looked_into is not None
        first = [match.id for match in find(whole, query, sort, Filters()).matches][:20]
        assert [match.id for match in found.matches][:20] == first


def test_by_relevance_what_has_it_in_its_title_is_found_however_old(
    whole: Engine, bounded: Engine
) -> None:
    titled, everything = (
        {match.id for match in find(whole, query, Sort.RELEVANCE, Filters()).matches}
        for query in (Phrase("职工", Field.TITLE), Phrase("职工"))
    )
    found = {match.id for match in find(bounded, Phrase("职工"), Sort.RELEVANCE, Filters()).matches}
    assert titled < found < everything


def test_that_nothing_is_found_is_said_of_all_articles_only(bounded: Engine) -> None:
    """The only one that says so is older than all that are looked into."""
    for query in (Phrase("职工与夜校"), AllOf((Phrase("夜校"), Phrase("职工与")))):
        found = find(bounded, query, Sort.NEWEST, Filters())
        assert [match.id for match in found.matches] == ["old"]
    nothing = find(bounded, asked("“职工夜校职工夜校”"), Sort.NEWEST, Filters())
    assert (nothing.total, nothing.looked_into) == (0, None)


def test_page_and_json_say_that_there_may_be_more(whole: Engine, bounded: Engine) -> None:
    page, every = (run_query(engine, Question("职工")) for engine in (bounded, whole))
    assert str(page.headline[0]).startswith(f"命中 至少 {page.total} 篇 ")
    assert str(every.headline[0]).startswith(f"命中 {every.total} 篇 ")
    assert page.total < every.total
    assert any("没有查遍所有文章" in str(note) for note in page.notes)
    assert not any("没有查遍所有文章" in str(note) for note in every.notes)
    for one, at_least in ((page, True), (every, False)):
        plain = page_json(one)
        assert plain["at_least"] is at_least
        assert plain["complete"] == asdict(one.complete)
        assert one.complete.at_least is at_least
