"""A page is light: what the page of a result weighs, and all that a first visit loads."""

import re

import pytest
from flask.testing import FlaskClient

from search import PicksFile
from search.engine import Engine
from webui import create_app

from .conftest import ROOT
from .test_calm_page import QUERIES

#: Bytes: of the page, of the page as it is sent, and of all that a first visit loads as it is sent.
MOST, MOST_SENT, MOST_IN_ALL = 40_000, 10_000, 22_000
#: Sixty characters, as they are copied from an article.
SENTENCE = (
    "q=工会负责核对信息，不要求职工开具收入证明，不举行要求受助学生上台的发放仪式，"
    "不公开学生姓名和照片。各区工会要做好助学"
)
TEN_HITS = [SENTENCE, *(query for query in QUERIES if "size=" not in query)]


@pytest.fixture(scope="module")
def client(sample_engine: Engine) -> FlaskClient:
    return create_app(sample_engine, picks=PicksFile(ROOT / "corpus" / "picks.toml")).test_client()


def sent(client: FlaskClient, address: str) -> int:
    with client.get(address, headers={"Accept-Encoding": "br"}) as answer:
        assert answer.status_code == 200
        return len(answer.data)


def loaded(client: FlaskClient, page: str) -> set[str]:
    """Find what a page loads: styles, scripts, pictures, and what its modules import."""
    found = set(
        re.findall(
            r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*(?:href|src)="([^"]*)"', page
        )
    )
    for script in [one for one in found if one.endswith(".js")]:
        with client.get(script) as answer:
            imported = re.findall(r'from "\./([^"]*)"', answer.get_data(as_text=True))
        found |= {f"{script.rpartition('/')[0]}/{name}" for name in imported}
    return found


@pytest.mark.parametrize("query", TEN_HITS)
def test_a_page_of_ten_hits_is_light(client: FlaskClient, query: str) -> None:
    address = f"/search?{query}"
    assert len(client.get(address).data) < MOST
    assert sent(client, address) < MOST_SENT


def test_of_a_long_text_few_links_repeat_it(client: FlaskClient) -> None:
    page = client.get(f"/search?{SENTENCE}").text
    assert page.count('<li class="hit"') == 10
    assert page.count(SENTENCE) < 75
    assert '<a class="more-values" href="/facet?name=year&amp;q=' in page  # all are a step away


def test_a_first_visit_loads_little(client: FlaskClient) -> None:
    address = "/search?q=高质量发展"
    parts = loaded(client, client.get(address).text)
    assert {part.rpartition(".")[2] for part in parts} == {"css", "js", "svg"}
    assert sent(client, address) + sum(sent(client, part) for part in parts) < MOST_IN_ALL
