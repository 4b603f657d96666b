"""The page with two texts side by side: what it shows, what it counts, and that nothing pasted stays."""

import http.client
import json
import logging
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

import lxml.html
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from search.article import Article
from search.engine import Engine
from search.validity import Validity
from search.wording.compared import MOST_PASTED
from webui import create_app
from webui.api import description
from webui.pasting import MOST_BYTES
from webui.shown.compare_page import asked_id

from .articles import article, build
from .clocks import PATIENCE
from .test_comparing import NEW, OLD
from .test_serving import serving

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e的“夜校”&amp;"
MIDDLE = (*OLD[:3], *OLD[4:])
#: Bytes, of the page of two laws, and as it is sent.
MOST, MOST_SENT = 200_000, 40_000


def version(identifier: str, year: int, lines: tuple[str, ...], validity: Validity) -> Article:
    day = date(year, 5, 1)
    return article(identifier, "三江市职工夜校条例", *lines, published=day, validity=validity)


def versions() -> list[Article]:
    """Make three versions of a regulation."""
    more = tuple(f"第{n}条 夜校第{n}号课程由区工会安排教室和老师。" for n in "六七八九")
    return [
        version("v1", 2020, OLD + more, Validity.AMENDED),
        version("v2", 2022, MIDDLE + more, Validity.AMENDED),
        version("v3", 2024, NEW + more, Validity.IN_FORCE),
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    other = article("other", "简讯", f"夜校开班。{HOSTILE}学员报到。")
    folder = tmp_path_factory.mktemp("index")
    with closing(build(folder, [*versions(), other])) as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def page(client: FlaskClient, address: str) -> lxml.html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.text)


def texts(tree: lxml.html.HtmlElement, css: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in tree.cssselect(css)]


def test_what_was_changed_is_marked_on_both_sides(client: FlaskClient) -> None:
    tree = page(client, "/compare?a=v1&b=v3")
    assert "删去的：二十" in texts(tree, ".was del")
    assert "新增的：二十五" in texts(tree, ".now ins")
    assert "删去的：50" in texts(tree, ".was del")


def test_what_is_the_same_is_shown_once_and_much_of_it_folded_away(client: FlaskClient) -> None:
    tree = page(client, "/compare?a=v1&b=v3")
    (fold,) = texts(tree, ".same details > summary")
    assert fold.startswith("相同 4 句")
    assert len(tree.xpath("//*[contains(text(), '第8号')]")) <= 1


def test_every_count_leads_to_the_first_of_its_kind(client: FlaskClient) -> None:
    tree = page(client, "/compare?a=v1&b=v3")
    links = tree.cssselect(".counts a")
    assert [link.text for link in links][:2] == ["改动 2 句", "新增 1 句"]
    for link in links:
        assert tree.get_element_by_id(link.get("href").removeprefix("#")) is not None


def test_a_law_is_walked_from_version_to_version(client: FlaskClient) -> None:
    tree = page(client, "/compare?a=v1&b=v2")
    assert texts(tree, ".steps [aria-current]") == ["2020年5月1日 → 2022年5月1日"]
    (after,) = tree.cssselect(".steps a[rel~=next]")
    assert after.get("href") == "/compare?a=v2&b=v3"
    (before,) = page(client, after.get("href")).cssselect(".steps a[rel~=prev]")
    assert before.get("href") == "/compare?a=v1&b=v2"


def test_the_page_of_an_article_leads_to_each_version_beside_it(client: FlaskClient) -> None:
    tree = page(client, "/articles/v2")
    assert tree.xpath("//a[text()='对照']/@href") == ["/compare?a=v2&b=v3", "/compare?a=v1&b=v2"]


def test_the_page_of_a_copy_leads_to_its_original_beside_it(sample_engine: Engine) -> None:
    tree = page(create_app(sample_engine).test_client(), "/articles/07450089f4218b91")
    beside = "/compare?a=f76501000a5ed6df&b=07450089f4218b91"
    assert beside in tree.xpath("//a[text()='对照']/@href")


def test_a_wording_that_only_one_has_leads_to_what_says_it(client: FlaskClient) -> None:
    tree = page(client, "/compare?a=v1&b=v3")
    for link in tree.cssselect(".wordings a"):
        assert link.get("href") == f"/search?q={quote(f'“{link.text}”', safe='')}"


def test_the_same_article_twice_is_said_to_be_the_same(client: FlaskClient) -> None:
    assert "两篇相同" in texts(page(client, "/compare?a=v1&b=v1"), "[role=status]")[0]


def test_an_article_is_asked_for_by_its_id_or_by_the_address_of_its_page() -> None:
    assert asked_id(" v1 ") == "v1"
    assert asked_id("http://localhost/zs/articles/%E7%94%B2-1?q=夜校#hit-1") == "甲-1"


def test_without_two_texts_the_page_asks_for_them(client: FlaskClient) -> None:
    tree = page(client, "/compare?a=v1")
    assert [one.get("value") for one in tree.cssselect("input[name=a]")] == ["v1", "v1"]


@pytest.mark.parametrize("query", ["a=v1&b=none", "a=none&b=v1"])
def test_an_article_that_is_not_there_is_not_found(client: FlaskClient, query: str) -> None:
    assert client.get(f"/compare?{query}").status_code == 404
    assert client.get(f"/api/compare?{query}").status_code == 404


def test_what_is_pasted_is_compared(client: FlaskClient) -> None:
    answer = client.post("/compare", data={"a": "v1", "text": "\n".join(NEW)})
    assert answer.status_code == 200
    assert "新增的：二十五" in texts(lxml.html.fromstring(answer.text), ".now ins")


def test_nothing_pasted_is_kept_anywhere(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    private = "尚未公布的一句话"
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/compare", data={"a": "v1", "text": private})
    assert private in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert private not in caplog.text
    assert private not in client.get("/compare?a=v1").text


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"a": "v1", "text": " "}, 400, "没有粘贴文字"),
        ({"a": "none", "text": "夜校"}, 404, "没有这篇文章"),
        ({"a": "v1", "text": "夜" * (MOST_PASTED + 1)}, 400, f"一次最多 {MOST_PASTED} 字"),
        ({"a": "v1", "text": "y" * MOST_BYTES}, 413, "文字太长"),
    ],
    ids=["nothing", "no article", "too long", "far too long"],
)
def test_what_cannot_be_compared_is_said(
    client: FlaskClient, form: dict[str, str], status: int, said: str
) -> None:
    answer = client.post("/compare", data=form)
    assert answer.status_code == status
    assert said in answer.text


def test_programs_compare_an_article_with_a_text_of_which_nothing_is_kept(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    text = "第二条 夜校由市总工会主办，各区工会协办。机密的第九条。"
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/api/compare", json={"a": "v1", "text": text})
    assert (answer.status_code, answer.get_json()["b"]) == (200, None)
    joined = [row for row in answer.get_json()["rows"] if row["sentences"] == [2, 1]]
    assert [row["b"] for row in joined] == ["第二条 夜校由市总工会主办，各区工会协办。"]
    schema = {"$ref": "#/components/schemas/Comparison", "components": description()["components"]}
    Draft202012Validator(schema).validate(answer.get_json())
    assert answer.headers["Cache-Control"] == "no-store"
    assert "机密" not in caplog.text


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ('{"a": "v1"}', 400, '应是 {"a": "…", "text": "…"}'),
        ('{"a": "v1", "text": 3}', 400, "请求里的 JSON 不全"),
        ("[", 400, "请求里的 JSON 不全"),
        ("[" * 100_000, 400, "请求里的 JSON 不全"),
        ('{"a": "v1", "text": " "}', 400, "没有粘贴文字"),
        ('{"a": "none", "text": "夜校"}', 404, "没有编号为 none 的文章"),
        (
            json.dumps({"a": "v1", "text": "夜" * (MOST_PASTED + 1)}),
            400,
            f"一次最多 {MOST_PASTED} 字",
        ),
        (json.dumps({"a": "v1", "text": "y" * MOST_BYTES}), 413, ""),
    ],
    ids=[
        "no text",
        "no text but a number",
        "no JSON",
        "lists within lists",
        "nothing",
        "no article",
        "too long",
        "far too long",
    ],
)
def test_what_a_program_sends_wrongly_is_said(
    client: FlaskClient, sent: str, status: int, said: str
) -> None:
    answer = client.post("/api/compare", data=sent, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert said in json.loads(answer.text)["detail"]


def test_a_sentence_that_was_cut_in_two_is_shown_beside_both(client: FlaskClient) -> None:
    form = {"a": "v1", "text": "第二条 夜校由市总工会主办，各区工会协办。"}
    tree = lxml.html.fromstring(client.post("/compare", data=form).text)
    (row,) = [one for one in tree.cssselect(".row") if "并成一句" in one.text_content()]
    assert texts(row, ".kind") == ["改动 2 句并成一句"]
    assert texts(row, ".was del") == ["删去的：。"]
    assert texts(row, ".now ins") == ["新增的：，"]


def test_markup_in_articles_and_in_what_is_pasted_is_text(client: FlaskClient) -> None:
    shown = [
        client.get("/compare?a=other&b=v1").text,
        client.get("/compare?a=v1&b=other").text,
        client.post("/compare", data={"a": "other", "text": HOSTILE}).text,
        client.post("/compare", data={"a": "v1", "text": f"{HOSTILE}</textarea><b>"}).text,
        client.get("/compare?a=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text,
    ]
    for html in shown:
        main = html[html.index("<main") : html.index("</main>")]
        assert "<script" not in main
        assert not re.search("<img|<b>", main)
        assert "\u202e" not in main.partition("<textarea")[0]


def test_a_long_comparison_is_shown_in_parts(tmp_path: Path) -> None:
    lines = [f"夜校第{n}号课程由三江市总工会安排，学员自愿报名参加。" for n in range(320)]
    later = [f"今年{line}" for line in lines]
    with closing(
        build(tmp_path, [article("old", "甲", *lines), article("new", "乙", *later)])
    ) as engine:
        client = create_app(engine).test_client()
        answer = client.get("/compare?a=old&b=new", headers={"Accept-Encoding": "br"})
        assert len(answer.data) < MOST_SENT
        tree = page(client, "/compare?a=old&b=new&part=2")
        assert len(tree.cssselect(".row")) == 20
        (link,) = tree.cssselect(".parts")[0].cssselect("a")
        first = client.get(link.get("href"))
        assert len(lxml.html.fromstring(first.text).cssselect(".row")) == 300
        assert len(first.data) < MOST
        form = {"a": "old", "text": "\n".join(later), "part": "2"}
        pasted = lxml.html.fromstring(client.post("/compare", data=form).text)
        assert len(pasted.cssselect(".row")) == 20
        (button,) = pasted.cssselect(".parts")[0].cssselect("button")
        assert (button.get("value"), button.get("form")) == ("1", "pasting")


def test_the_server_takes_a_text_to_compare_and_no_other(engine: Engine) -> None:
    body = urlencode({"a": "v1", "text": "\n".join(NEW)})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answers = {}
    with serving(create_app(engine), threads=2) as host:
        for path in ("/compare", "/search"):
            with closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as connection:
                connection.request("POST", path, body, form)
                answer = connection.getresponse()
                answers[path] = answer.status, "二十五" in answer.read().decode()
    assert answers == {"/compare": (200, True), "/search": (405, False)}
