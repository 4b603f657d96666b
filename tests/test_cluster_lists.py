"""What a query needs of a cluster is asked for at once, and counted right however long an article is."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from search.answer.absence import explain_absence
from search.answer.question import Question
from search.article import Article
from search.engine import Engine
from search.engines.opensearch.connection import Connection
from search.query.nodes import AllOf, Field, Phrase, Query, Together, Unit, Word
from search.query.parser import parse_query
from search.request import SearchRequest
from search.wording.quotations import check_draft
from webui.app import create_app

from .articles import article, build
from .cluster.nodes import Cluster
from .contract.samples import versioned_collection

SCHOOL = [
    article("a", "职工夜校招生", "职工夜校春季招生。教师由区工会聘请。"),
    article("b", "图书馆开放", "职工可以借书。夜校教师也可以。"),
    article("c", "哈哈哈哈哈", "哈哈哈，哈哈哈哈哈哈。国中国中国。"),
]


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    with closing(build(cluster.location(f"test-{secrets.token_hex(4)}"), SCHOOL)) as built:
        yield built


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many searches each round trip from now on had."""
    made: list[int] = []
    ask = Connection.search_all

    def noted(self: Connection, index: str, bodies: Sequence[Any]) -> object:
        if bodies:
            made.append(len(bodies))
        return ask(self, index, bodies)

    monkeypatch.setattr(Connection, "search_all", noted)
    return made


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many articles each round trip that reads any has read."""
    made: list[int] = []
    read = Connection.read

    def noted(self: Connection, index: str, ids: Sequence[str]) -> object:
        if ids:
            made.append(len(ids))
        return read(self, index, ids)

    monkeypatch.setattr(Connection, "read", noted)
    return made


@pytest.mark.parametrize(
    ("query", "searches"),
    [
        (parse_query("夜校").query, 1),  # as a word, and by its characters
        (parse_query("职工 夜校").query, 3),  # each, and how near they stand
        (parse_query("“职工夜校”").query, 1),
        (Together(Unit.SENTENCE, (Phrase("夜校"), Phrase("教师"))), 3),
        (Together(Unit.PARAGRAPH, (Phrase("职工"), Phrase("教师"))), 3),
    ],
    ids=str,
)
def test_all_that_a_query_needs_is_asked_in_one_round_trip(
    engine: Engine, trips: list[int], query: Query, searches: int
) -> None:
    assert engine.find(SearchRequest(query)).total
    assert trips == [searches]


@pytest.mark.parametrize("merged", [True, False])
def test_the_articles_of_a_page_are_read_in_one_round_trip_with_all_that_it_names(
    cluster: Cluster, reads: list[int], merged: bool
) -> None:
    location = cluster.location(f"test-{secrets.token_hex(4)}")
    with closing(build(location, versioned_collection())) as engine:
        client = create_app(engine).test_client()
        reads.clear()
        page = client.get("/search?q=夜校办法" + ("" if merged else "&copies=separate")).text
        assert ("另有 3 个版本" if merged else "已被2022年版取代") in page
        assert len(reads) == 1


def test_which_pieces_of_a_wording_stand_is_asked_in_few_round_trips(
    engine: Engine, trips: list[int]
) -> None:
    wording = "“职工夜校教师也可以借书春季招生”"
    found = explain_absence(engine, Question(wording), parse_query(wording))
    (fragments,) = found.fragments
    assert [piece for piece, _ in fragments.pieces] == [
        "夜校教师也可以",
        "职工夜校",
        "可以借书",
        "春季招生",
    ]
    assert len(trips) <= 6


def test_what_a_draft_says_is_looked_up_in_one_round_trip(engine: Engine, trips: list[int]) -> None:
    draft = "职工夜校春季招生。教师由区工会聘请。职工可以借书。夜校教师也可以。"
    assert len(check_draft(engine, draft).findings) == 4
    assert len(trips) == 1


def test_what_was_asked_before_is_kept(engine: Engine, trips: list[int]) -> None:
    request = SearchRequest(parse_query("职工 夜校").query)
    first = engine.find(request)
    trips.clear()
    assert engine.find(request) == first
    assert trips == []


LONG = [
    article("long", "夜" * 200, "夜" * 140_000, "夜校开班。", headings=("夜校招生",) * 30),
    article("short", "夜校", "夜校开班，夜校招生。"),
]


#: More often than a count has room for beside others: as the first of a search, and as the last.
OFTEN = [
    article("a", "开班开班开班开班开班开班开班开班", "夜校。" * 600 + "开班。"),
    article("b", "夜校", "夜校。开班。" * 3),
    article("c", "开班", "开班。" * 700 + "夜校。"),
]

#: In most articles once, so word and characters are asked for together; in some more often than fits.
SELDOM = [
    article("title", "夜校" * 9 + "开班", "夜校开班。"),
    article("headings", "招生", "夜校。", headings=("夜校招生",) * 20),
    article("body", "招生", "夜校。" * 300 + "开班。" * 200),
    article("nowhere as a word", "招生", "三江夜校友会开班。"),
    *(article(f"a{n:03}", "招生", "夜校。" if n % 2 else "开班。") for n in range(600)),
]

#: Enough for Lucene to score in parts: no title has both words in the first, some have in the second only.
MANY = [
    article(
        f"a{n:04}",
        "夜校开班" if 2100 < n < 2110 else "夜校" if n % 900 < 3 else "开班",
        "夜校。" * (1 + n % 3) + "夜校开班。",
    )
    for n in range(4200)
]


@pytest.mark.parametrize(
    ("articles", "queries"),
    [
        (
            LONG,
            [
                Phrase("夜"),
                Phrase("夜夜"),
                Phrase("夜夜", Field.TITLE),
                Phrase("夜夜夜"),
                Phrase("夜校开班"),
                Word("夜校"),
            ],
        ),
        (
            OFTEN,
            [
                AllOf((Phrase("夜校"), Phrase("开班"))),
                AllOf((Phrase("开班"), Phrase("夜校"))),
                Together(Unit.SENTENCE, (Phrase("夜校"), Phrase("开班"))),
                Phrase("开班", Field.TITLE),
            ],
        ),
        (
            SELDOM,
            [
                AllOf((Phrase("夜校"), Phrase("开班"))),
                AllOf((Phrase("开班"), Phrase("夜校"))),
                parse_query("夜校").query,
                Word("夜校", Field.TITLE),
            ],
        ),
        (SCHOOL, [Phrase("哈哈哈"), Phrase("哈哈哈", Field.TITLE), Phrase("国中国")]),
        (
            MANY,
            [
                Phrase("夜校"),
                Phrase("夜校", Field.TITLE),
                Word("夜校"),
                Together(Unit.SENTENCE, (Phrase("夜校"), Phrase("开班"))),
            ],
        ),
    ],
    ids=["long articles", "often", "seldom", "what overlaps itself", "many articles"],
)
def test_places_are_counted_as_on_disk_however_many_there_are(
    cluster: Cluster, tmp_path: Path, articles: list[Article], queries: list[Query]
) -> None:
    location = cluster.location(f"test-{secrets.token_hex(4)}")
    with closing(build(location, articles)) as engine, closing(build(tmp_path, articles)) as own:
        for request in map(SearchRequest, queries):
            assert engine.find(request) == own.find(request), request.query


def test_what_has_no_room_is_asked_once_more_of_those_articles_only(
    cluster: Cluster, trips: list[int]
) -> None:
    location = cluster.location(f"test-{secrets.token_hex(4)}")
    with closing(build(location, SELDOM)) as engine:
        trips.clear()
        assert engine.find(SearchRequest(parse_query("夜校").query)).total == 304
        assert trips == [1, 5]  # as a word in three fields, and by its characters in two
