"""What stands in too many articles is looked for in some of them only: rightly there, and that is said."""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import product

import pytest

from search.answer.as_json import page_json
from search.answer.question import Question
from search.answer.results import run_query
from search.article import Article
from search.engine import Engine, Matches
from search.engines import open_engine, open_updater
from search.engines.arrays.file.array_types import Documents, Integers
from search.engines.opensearch import too_common
from search.engines.opensearch.address import VARIABLES
from search.engines.opensearch.lists import Lists
from search.errors import UsageError
from search.partial_date import PartialDate
from search.query.nodes import (
    AllOf,
    AnyOf,
    Field,
    Like,
    Not,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Together,
    Unit,
    Word,
)
from search.query.parser import parse_query
from search.request import (
    Filters,
    PlacesRequest,
    SearchRequest,
    Sort,
    TallyRequest,
)
from search.suggest.first_uses import Coined
from search.wording.as_json import context_json
from search.wording.context import Beside, ContextRequest, context, group
from search.wording.evidence import EvidenceRequest, evidence
from search.wording.evidence_told import evidence_head
from search.wording.newness import NewRequest, find_new
from search.wording.quotations import check_draft
from search.wording.told import checked_json
from search.wording.trend import TrendRequest, find_uses, trend
from webui.app import create_app
from webui.wording import evidence_page

from .articles import article, build
from .cluster.indexes import NO_RECORD, change, new_location
from .cluster.nodes import Cluster
from .programs import run

COMMON = ["职工", "夜校", "通知", "开班"]
RARE = ["河道", "清淤", "渡口", "云江"]
COUNTED = 50
COUNT = 400


def collection() -> list[Article]:
    """Draw articles: each common word stands in about half of them, each rare one in one of 50."""
    chance, others = random.Random(20), random.Random(21)
    drawn = []
    for number in range(COUNT):
        words = [word for word in COMMON if chance.random() < 0.5]
        words += [word for word in RARE if chance.random() < 0.02]
        chance.shuffle(words)
        day = date(2015, 1, 1) + timedelta(chance.randrange(3000))
        title = f"第{number}号{chance.choice(['', '', '', *words])}"
        words += [f"yx{others.choice('abcdef')}"] if others.random() < 0.5 else []
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
    asked("yx* 渡口"),
    AllOf((Prefix("yxa"), Phrase("职工"))),
    Pattern("渡*口"),
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
    asked("标题:第*"),
    asked("yx*"),
    asked("yx* 职工"),
]
#: What is found by a pattern is told by how often it stands there, and that only of what is looked into.
PATTERNS = [Pattern("职*办"), Pattern("三江*夜校")]
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


@pytest.fixture
def counting(bounded: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Give the bounded engine, which tells the cluster of fewer articles by their numbers than a year has twice."""
    monkeypatch.setattr(too_common, "_MOST_TOLD", 60)
    return bounded


PERIODS = [
    *FILTERS,
    Filters({"year": ("2016", "2017", "2018")}),
    Filters(first=date(2021, 6, 1)),
    Filters({"section": ("要闻",)}, last=date(2015, 3, 1)),
]
ORDERS = [Sort.OLDEST, Sort.NEWEST, Sort.ADDED]


@pytest.mark.parametrize("query", [*NARROW, *WIDE, *PATTERNS], ids=str)
def test_the_first_places_are_those_without_a_bound(
    whole: Engine, counting: Engine, query: Query
) -> None:
    for filters, sort, copies in [
        *product(PERIODS, ORDERS, [True]),
        *product(PERIODS, ORDERS[:1], [False]),
    ]:
        request = PlacesRequest(query, filters, sort, 3, 20, copies)
        every, found = whole.places(request), counting.places(request)
        if not found.at_least:
            assert found == every
            continue
        assert found.places == every.places
        assert len(found.places) == 20
        assert found.total <= every.total
        assert found.articles <= every.articles


@pytest.mark.parametrize("filters", [*FILTERS[2:], *PERIODS[4:]], ids=str)
def test_where_filters_leave_little_enough_all_places_are_counted(
    counting: Engine, filters: Filters
) -> None:
    for word in COMMON:
        assert not counting.places(PlacesRequest(Phrase(word), filters, limit=1)).at_least
    assert counting.places(PlacesRequest(Phrase(COMMON[0]), limit=1)).at_least


def test_where_a_page_of_places_is_not_full_all_articles_are_looked_into(
    whole: Engine, counting: Engine
) -> None:
    for offset, limit in ((0, 10_000), (9_000, 10)):
        request = PlacesRequest(Phrase("职工"), offset=offset, limit=limit)
        found = counting.places(request)
        assert found == whole.places(request)
        assert not found.at_least


def test_a_tally_counts_all_or_says_what_to_narrow(whole: Engine, counting: Engine) -> None:
    refused, answered = 0, 0
    for query, filters, copies in product([*NARROW, *WIDE, *PATTERNS], PERIODS, (True, False)):
        for facet in ("year", "section"):
            request = TallyRequest(query, facet, filters, copies)
            try:
                found = counting.tally(request)
            except UsageError as error:
                assert "太常见" in str(error)
                refused += 1
            else:
                assert found == whole.tally(request)
                answered += 1
    assert refused
    assert answered > refused


def test_first_and_last_use_are_told_however_common_a_wording_is(
    whole: Engine, counting: Engine
) -> None:
    for word in (*COMMON, *RARE):
        assert find_uses(counting, Phrase(word)) == find_uses(whole, Phrase(word))


def test_a_trend_of_what_is_too_common_is_refused_in_one_line(
    counting: Engine, location: str
) -> None:
    with pytest.raises(
        UsageError, match=r"^“职工”太常见，一次只能在约 [0-9]+ 篇文章里数准；请限定年份"
    ):
        trend(counting, TrendRequest({"职工": Phrase("职工")}))
    page = create_app(counting).test_client()
    for path in ("/trend?w=职工", "/api/trend?w=职工"):
        answer = page.get(path)
        assert answer.status_code == 400
        assert "太常见" in answer.text
    assert page.get("/trend?w=职工&year=2017").status_code == 200
    said = run("trend", "职工", "--index", location, ZHENGSOU_CLUSTER_COUNTED=str(COUNTED))
    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.startswith("错误：“职工”太常见")
    assert said.stderr.count("\n") == 1


def test_context_and_evidence_say_that_there_may_be_more(
    counting: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = Phrase("三江市")
    lines = context(counting, ContextRequest(word, limit=5))
    assert context_json(lines)["at_least"] is True
    assert group(counting, ContextRequest(word, most=20), Beside.AFTER).at_least
    rows = evidence(counting, EvidenceRequest(word, limit=5))
    assert evidence_head(rows)["at_least"] is True
    assert str(rows.left_out) == f"共 至少 {rows.total} 处，只列最早的 5 处"
    page = create_app(counting).test_client()
    for path in ("/context?q=三江市", "/evidence?q=三江市"):
        assert f"至少 {lines.articles} 篇 至少 {lines.total} 处" in page.get(path).text
        assert "没有查遍所有文章" in page.get(path).text
    monkeypatch.setattr(evidence_page, "MAX_ROWS", 5)
    assert page.get("/evidence.csv?q=三江市").headers["X-Places-At-Least"] == "true"
    assert "X-Places-At-Least" not in page.get("/evidence.csv?q=渡口").headers
    assert "至少" not in page.get("/context?q=渡口").text


def test_the_command_says_that_there_may_be_more(location: str) -> None:
    bound = {f"{VARIABLES}COUNTED": str(COUNTED)}
    asked_of = ("三江市", "--index", location, "--limit", 5)
    # So few articles are told to the cluster by their numbers, and then all are counted.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(too_common, "_MOST_TOLD", 60)
        for command in ("context", "evidence"):
            assert "至少 " in run(command, *asked_of, **bound).stdout
            assert "至少 " in run(command, *asked_of, "--csv", **bound).stderr
    assert "至少" not in run("context", *asked_of).stdout


def test_new_wordings_under_filters_are_counted_or_refused(
    counting: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    coined = Coined("职工", "old", "1999-01-01", 200, 400, (("", 200),), 1, (("1999-01", 200),))
    monkeypatch.setattr(counting, "coined", lambda: [coined])
    (told,) = find_new(counting, NewRequest(PartialDate(1999), filters=FILTERS[2])).wordings
    assert told.within
    with pytest.raises(UsageError, match="太常见"):
        find_new(counting, NewRequest(PartialDate(1999), filters=FILTERS[1]))


def test_in_a_draft_what_is_too_common_stands_in_at_least_so_many(counting: Engine) -> None:
    checked = checked_json(check_draft(counting, "大会提到“职工夜校通知”、“三江市职工职工”。"))
    findings = checked["findings"]
    assert isinstance(findings, list)
    assert {one["text"]: one["at_least"] for one in findings}["三江市职工职工"] is True


def test_no_list_is_longer_than_it_may_be_whatever_is_asked(
    whole: Engine, counting: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest: list[int] = []
    listed = Lists._listed

    def noting(self: Lists, of_shards: Sequence[str]) -> tuple[Documents, Integers]:
        found = listed(self, of_shards)
        longest.append(len(found[0]))
        return found

    monkeypatch.setattr(Lists, "_listed", noting)
    whole.places(PlacesRequest(Phrase("职工")))
    most = max(longest)
    for ask in (
        lambda: find_uses(counting, Phrase("职工")),
        lambda: counting.places(PlacesRequest(asked("yx*"), limit=10)),
        lambda: counting.tally(TallyRequest(Phrase("职工"), filters=FILTERS[2])),
        lambda: counting.lexicon().counts(["职工", "三江市职工", "三江市"]),
        lambda: find(counting, Like("a003"), Sort.RELEVANCE, Filters()),
        lambda: find(counting, asked("yx*"), Sort.RELEVANCE, Filters()),
        lambda: find(counting, asked("标题:第*"), Sort.RELEVANCE, Filters()),
    ):
        longest.clear()
        ask()
        assert max(longest, default=0) < 0.7 * most
