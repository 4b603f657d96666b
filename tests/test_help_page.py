"""What can be typed is shown by examples that find something in this collection."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.article import Article
from search.engine import Engine
from webui import create_app

from .articles import article, build

ROW = re.compile(
    r'<tr><th scope="row"><a href="([^"]*)">([^<]*)</a>.*?<td class="number">([\d,]+)</td>'
)


def rows(client: FlaskClient) -> list[tuple[str, str, str]]:
    found = ROW.findall(client.get("/help").text)
    return [(unescape(url), unescape(query), count) for url, query, count in found]


@contextmanager
def client_of(folder: Path, articles: Sequence[Article]) -> Iterator[FlaskClient]:
    with closing(build(folder, articles)) as engine:
        yield create_app(engine).test_client()


def test_every_example_finds_as_many_articles_as_it_says(sample_engine: Engine) -> None:
    client = create_app(sample_engine).test_client()
    shown = rows(client)
    assert len(shown) > 8
    for url, _, count in shown:
        said = client.get(f"/api{url}").get_json()
        assert said["total"] == int(count.replace(",", "")) > 0


def test_words_are_chosen_that_stand_together_here(tmp_path: Path) -> None:
    articles = [article(str(n), "简讯", f"第{n}次职工大会，工会发言。") for n in range(5)]
    with client_of(tmp_path, articles) as client:
        queries = [query for _, query, _ in rows(client)]
    assert "职工 工会" in queries
    assert not [query for query in queries if "就业" in query]


def test_the_year_and_the_law_are_of_this_collection(tmp_path: Path) -> None:
    texts = "第一条　为办好夜校。", "第二条　夜校免费。", "第三条　夜校开班。"
    law = article("a", "云江市夜校条例", *texts, published=date(2019, 5, 1))
    with client_of(tmp_path, [law]) as client:
        shown = {query for _, query, _ in rows(client)}
    assert "云江市夜校条例第三条" in shown
    assert "日期:2019" in shown


@pytest.mark.parametrize("articles", [[], [article("a", "甲", "乙。")]])
def test_where_nothing_fits_there_is_no_example(tmp_path: Path, articles: list[Article]) -> None:
    with client_of(tmp_path, articles) as client:
        assert all(int(count) for *_, count in rows(client))
        assert client.get("/").status_code == 200


def test_the_home_page_offers_what_finds_something(sample_engine: Engine) -> None:
    client = create_app(sample_engine).test_client()
    part = client.get("/").text.partition('class="home-examples"')[2].partition("</ul>")[0]
    links = re.findall(r'href="([^"]*)"', part)
    assert len(links) == 4
    assert all(client.get(f"/api{unescape(link)}").get_json()["total"] for link in links)
