"""The JSON that programs get."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from flask.testing import FlaskClient

from webui import create_app

from .articles import article, build
from .republished import NOTICE


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        article("a", "劳动竞赛", "以职工为中心。", published=date(2024, 3, 8), section=("要闻",)),
        article("b", "夜校", "职工夜校，职工办。", published=date(2023, 5, 1), section=("要闻",)),
    ]
    engine = build(tmp_path_factory.mktemp("index"), articles)
    yield create_app(engine).test_client()
    engine.close()


def test_a_search_answers_with_what_the_design_promises(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=职工&size=1&sort=newest").get_json()
    assert {
        "query",
        "total",
        "occurrences",
        "page",
        "size",
        "took_ms",
        "hits",
        "facets",
        "suggestion",
    } <= set(answer)
    assert (answer["total"], answer["occurrences"], answer["size"]) == (2, 3, 1)
    hit = answer["hits"][0]
    assert (hit["id"], hit["date"], hit["section"], hit["occurrences"]) == (
        "a",
        "2024-03-08",
        ["要闻"],
        1,
    )
    assert hit["snippets"] == [{"text": "以职工为中心。", "highlights": [[1, 3]], "heading": None}]
    assert answer["facets"]["year"] == [
        {"value": "2024", "count": 1},
        {"value": "2023", "count": 1},
    ]


def test_filters_narrow(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=职工&from=2024-01-01&to=2024-12-31&section=要闻").get_json()
    assert [hit["id"] for hit in answer["hits"]] == ["a"]


def test_an_article_is_given_whole(client: FlaskClient) -> None:
    answer = client.get("/api/articles/b").get_json()
    assert answer["title"] == "夜校"
    assert answer["blocks"] == [{"kind": "paragraph", "text": "职工夜校，职工办。"}]


def test_health_says_how_much_there_is(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "articles": 2, "generation": 1}


@pytest.mark.parametrize(
    ("url", "status"),
    [("/api/search?page=x", 400), ("/api/articles/none", 404), ("/api/none", 404)],
)
def test_what_is_wrong_is_told_as_problem_details(
    client: FlaskClient, url: str, status: int
) -> None:
    answer = client.get(url)
    problem = answer.get_json(force=True)
    assert answer.status_code == problem["status"] == status
    assert answer.content_type == "application/problem+json"
    assert problem["title"]
    assert problem["detail"]


def test_chinese_is_sent_as_it_is(client: FlaskClient) -> None:
    assert "劳动竞赛" in client.get("/api/articles/a").get_data(as_text=True)


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    assert client.post("/api/search").status_code == 405


def test_copies_are_merged_unless_asked_for_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    articles = [article(f"r{i}", "通知", *NOTICE, published=date(2023, 3, 1 + i)) for i in range(3)]
    with closing(build(tmp_path_factory.mktemp("copies"), articles)) as engine:
        client = create_app(engine).test_client()
        merged = client.get("/api/search?q=夜校").get_json()
        separate = client.get("/api/search?q=夜校&copies=separate").get_json()
        wrong = client.get("/api/search?q=夜校&copies=none")
    assert (merged["total"], merged["groups"], merged["hits"][0]["copies"]) == (3, 1, ["r1", "r2"])
    assert (separate["total"], separate["groups"], len(separate["hits"])) == (3, 3, 3)
    assert (wrong.status_code, wrong.content_type) == (400, "application/problem+json")
