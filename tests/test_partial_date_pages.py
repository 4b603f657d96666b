"""Pages, exports and JSON of articles of which only the year or the month is known."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from lxml import html

from search import Engine
from search.engine import FacetCount
from search.partial_date import PartialDate
from webui import create_app
from webui.asked.addresses import QuestionAddress
from webui.shown.citations import plain_citation, standard_citation
from webui.shown.timeline import make_timeline

from .articles import article, build
from .republished import NOTICE

YEARLY = article("y", "夜校总结", "夜校办得好。", published=PartialDate(2018), source="云江日报")
MONTHLY = article("m", "夜校月报", "夜校办得好。", published=PartialDate(2018, 5))
DAILY = article("d", "夜校日报", "夜校办得好。", published=date(2018, 1, 1))
SIGNED = replace(
    article("s", "夜校计划", "夜校要办好。", published=PartialDate(2019)), signed=date(2019, 3, 5)
)
FIRST = article("f", "夜校的通知", *NOTICE, published=PartialDate(2016), source="云江工会网")
COPY = article("c", "夜校的通知", *NOTICE, published=date(2016, 3, 8))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [YEARLY, MONTHLY, DAILY, SIGNED, FIRST, COPY]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def text(client: FlaskClient, address: str) -> str:
    return "".join(html.document_fromstring(client.get(address).text).text_content().split())


def test_a_hit_shows_the_year_and_that_no_more_is_known(client: FlaskClient) -> None:
    tree = html.document_fromstring(client.get("/search?q=夜校总结").text)
    (time,) = tree.cssselect(".hit time[datetime='2018']")
    assert (time.text, time.tail) == ("2018年", "（只知年份）")


def test_an_article_shows_the_month_and_that_no_more_is_known(client: FlaskClient) -> None:
    assert "2018年5月（只知年月）" in text(client, "/articles/m")
    assert "May2018(only" in text(client, "/articles/m?lang=en")


def test_an_article_that_tells_a_day_counts_by_it(client: FlaskClient) -> None:
    assert "2019年3月5日（成文）" in text(client, "/search?q=夜校计划")


def test_the_first_of_several_copies_says_that_its_day_is_uncertain(client: FlaskClient) -> None:
    assert "首发：云江工会网，2016年（只知年份）" in text(client, "/articles/c")


def test_json_says_how_much_of_a_date_is_known(client: FlaskClient) -> None:
    hits = client.get("/api/search?q=办得好&sort=oldest").get_json()["hits"]
    assert [(hit["date"], hit["date_precision"]) for hit in hits] == [
        ("2018", "year"),
        ("2018-01-01", "day"),
        ("2018-05", "month"),
    ]


def test_exports_write_as_much_as_is_known(client: FlaskClient) -> None:
    table = client.get("/export.csv?q=夜校总结").data.decode("utf-8-sig")
    row, *_ = csv.DictReader(io.StringIO(table, newline=""))
    assert (row["标题"], row["发布日期"]) == ("夜校总结", "2018")


def test_the_sitemap_and_the_feed_take_a_year(client: FlaskClient) -> None:
    assert "<lastmod>2018-05</lastmod>" in client.get("/sitemap-1.xml").text
    assert "2018-01-01T00:00:00+00:00" in client.get("/feed.atom?q=夜校总结").text


def test_citations_give_as_much_as_is_known() -> None:
    cited = standard_citation(MONTHLY, "http://a.example/m", date(2024, 5, 17))
    assert "(2018-05)[2024-05-17]" in cited
    assert plain_citation(YEARLY, "http://a.example/y").startswith("云江日报《夜校总结》（2018年）")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("日期:2018", {"y", "m", "d"}),
        ("日期:2018年5月", {"m"}),
        ("日期:2018-01-01..2018-06-30", {"m", "d"}),
        ("日期:..2018", {"y", "m", "d", "f", "c"}),
        ("日期:2018-05-17", set()),
    ],
)
def test_a_date_in_a_query_means_all_of_the_period(
    client: FlaskClient, query: str, found: set[str]
) -> None:
    hits = client.get("/api/search", query_string={"q": query, "copies": "separate"}).get_json()
    assert {hit["id"] for hit in hits["hits"]} == found


def test_the_collection_begins_and_ends_with_what_is_known(engine: Engine) -> None:
    statistics = engine.statistics()
    assert (statistics.first, statistics.last) == (PartialDate(2016), date(2019, 3, 5))


def test_bars_of_months_say_how_many_have_none(client: FlaskClient) -> None:
    facets = {
        name: tuple(FacetCount(value, count) for value, count in values.items())
        for name, values in {
            "year": {"2018": 6},
            "month": {"2018-01": 3, "2018-05": 1},
        }.items()
    }
    with client.application.test_request_context():
        timeline = make_timeline(facets, 6, QuestionAddress("夜校", (("year", "2018"),)))
    assert timeline is not None
    assert [bar.written for bar in timeline.bars[:5]] == ["3", "0", "0", "0", "1"]
    assert timeline.notes == ("另 2 篇只知年份",)


def test_a_chosen_year_of_which_no_month_is_known_is_listed_and_not_drawn(
    client: FlaskClient,
) -> None:
    facets = {"year": (FacetCount("2018", 2), FacetCount("2017", 1)), "month": ()}
    with client.application.test_request_context():
        address = QuestionAddress("夜校", (("year", "2018"),))
        assert make_timeline(facets, 2, address) is None
