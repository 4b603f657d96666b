"""What a query needs of a cluster is asked for at once, and counted right however long an article is."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from search.article import Article
from search.engine import Engine
from search.engines.opensearch.connection import Connection
from search.query.nodes import Field, Phrase, Query, Together, Unit, Word
from search.query.parser import parse_query
from search.request import SearchRequest

from .articles import article, build
from .cluster.nodes import Cluster

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


@pytest.mark.parametrize(
    "query",
    [
        parse_query("夜校").query,
        parse_query("职工 夜校").query,
        parse_query("“职工夜校”").query,
        Together(Unit.SENTENCE, (Phrase("夜校"), Phrase("教师"))),
        Together(Unit.PARAGRAPH, (Phrase("职工"), Phrase("教师"))),
    ],
    ids=str,
)
def test_all_that_a_query_needs_is_asked_in_one_round_trip(
    engine: Engine, trips: list[int], query: Query
) -> None:
    assert engine.find(SearchRequest(query)).total
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
    ids=["long articles", "what overlaps itself", "many articles"],
)
def test_places_are_counted_as_on_disk_however_many_there_are(
    cluster: Cluster, tmp_path: Path, articles: list[Article], queries: list[Query]
) -> None:
    location = cluster.location(f"test-{secrets.token_hex(4)}")
    with closing(build(location, articles)) as engine, closing(build(tmp_path, articles)) as own:
        for request in map(SearchRequest, queries):
            assert engine.find(request) == own.find(request), request.query
