"""New wordings have a page: the most used first, each number and name leads to what it stands for; CSV and JSON."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from search.query.hidden_wordings import HiddenFile
from webui import create_app

from .articles import build
from .coinage import SOURCES, quiet_years, told

EARLIER, NEW = "双河夜谈", "江心驿站"


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus") / "hidden-wordings.txt"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, hidden: Path) -> Iterator[FlaskClient]:
    uses = [told(100 + n, date(2021, 2 + n, 3), EARLIER) for n in range(9)]
    uses += [told(120 + n, date(2023, 3 + n, 3), NEW) for n in range(7)]
    articles = [*quiet_years(), *uses]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine, hidden=HiddenFile(hidden)).test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}lang=zh")
    assert answer.status_code == status
    return html.document_fromstring(answer.text)


def text(node: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(node.text_content())).strip()


def wordings(tree: html.HtmlElement) -> list[str]:
    return [text(link) for link in tree.cssselect(".new-wording")]


def test_the_most_used_stand_first(client: FlaskClient) -> None:
    assert wordings(page(client, "/new")) == [EARLIER, NEW]


def test_a_wording_leads_to_its_hits_its_first_article_and_its_trend(client: FlaskClient) -> None:
    (one,) = page(client, "/new?since=2023").cssselect(".new-wordings li")
    hits, first, trend = (link.get("href") for link in one.cssselect("a"))
    assert text(page(client, hits).cssselect("h1")[0])
    assert NEW in text(page(client, first.partition("#")[0]))
    assert NEW in text(page(client, trend))
    assert "copies=off" in trend  # as they are counted here
    assert "7 篇 7 处 · 2 个来源" in text(one)
    assert "2023年3月3日" in text(one)


def test_years_and_a_form_choose(client: FlaskClient) -> None:
    tree = page(client, "/new?since=2020")
    links = {text(link): link.get("href") for link in tree.cssselect("nav.choices a")}
    assert wordings(page(client, links["2021 1"])) == [EARLIER]
    fields = [field.get("name") for field in tree.cssselect("form.new-form input")]
    assert [name for name in fields if name != "lang"] == ["since", "until", "least"]
    assert wordings(page(client, "/new?since=2020-01&until=2023-01&least=9")) == [EARLIER]


@pytest.mark.parametrize(
    "asked", ["/new", "/new?least=8", "/new?since=2022", "/new?since=2023&until=2023"]
)
def test_the_number_at_a_year_is_that_of_the_wordings_listed_there(
    client: FlaskClient, asked: str
) -> None:
    years = page(client, asked).cssselect("nav.choices[aria-label=首次出现的年份] a")
    assert years
    for link in years:
        (counted,) = re.findall(r"[0-9,]+", text(link.cssselect("span")[0]))
        assert len(wordings(page(client, link.get("href")))) == int(counted)


def test_a_form_and_the_address_narrow_and_every_link_keeps_that(client: FlaskClient) -> None:
    (select,) = page(client, "/new").cssselect("select")
    assert (select.get("name"), [text(one) for one in select]) == (
        "source",
        ["不限", *SOURCES],
    )
    tree = page(client, f"/new?since=2020&source={SOURCES[0]}")
    assert [text(one) for one in tree.cssselect("select option[selected]")] == [SOURCES[0]]
    one = tree.cssselect(".new-wordings li")[0]
    assert "9 篇 9 处 · 2 个来源" in text(one) and "筛选内 5 篇 5 处" in text(one)
    narrowed = [link.get("href") for link in one.cssselect("a") if "source=" in link.get("href")]
    assert len(narrowed) == 3  # hits, the first of these, trend: the first of all is not narrowed
    assert text(page(client, narrowed[0]).cssselect("main [role=status]")[0]).startswith(
        "命中 5 篇 5 处"
    )
    exports = [link.get("href") for link in tree.cssselect("nav.choices a")][-3:]
    assert all("source=" in link and "since=2020" in link for link in exports)
    links = {text(link): link.get("href") for link in tree.cssselect("main a")}
    assert "source=" not in links["在全部文章里"]


def test_a_small_chart_is_drawn_without_style(client: FlaskClient) -> None:
    (svg,) = page(client, "/new?since=2023").cssselect(".small-chart svg")
    assert svg.cssselect("path")[0].get("d") == "M0 24v-8h5v8zM6 24v-24h5v24zM12 24v-24h5v24z"
    assert not svg.xpath("//*[@style]")


@pytest.mark.parametrize("asked", ["since=去年", "until=2024-13", "least=x", "least=1", "page=x"])
def test_what_cannot_be_read_is_said(client: FlaskClient, asked: str) -> None:
    assert page(client, f"/new?{asked}", 400) is not None


def test_nothing_new_is_said(client: FlaskClient) -> None:
    assert "没有" in text(page(client, "/new?since=2024"))


def test_a_page_behind_the_last_is_empty(client: FlaskClient) -> None:
    assert not wordings(page(client, "/new?page=9"))


def test_what_an_administrator_hides_is_gone_at_once(client: FlaskClient, hidden: Path) -> None:
    hidden.write_text(f"{EARLIER}\n", "utf-8")
    try:
        assert wordings(page(client, "/new")) == [NEW]
    finally:
        hidden.unlink()
    assert wordings(page(client, "/new")) == [EARLIER, NEW]


@pytest.mark.parametrize("narrowed", ["", f"&source={SOURCES[0]}"])
def test_a_page_of_fifty_would_be_light(client: FlaskClient, narrowed: str) -> None:
    one, both = (len(client.get(f"/new?since={since}{narrowed}").data) for since in (2023, 2020))
    assert one + 49 * (both - one) < 70_000  # bytes: sent packed, a ninth


def test_they_leave_as_csv_xlsx_and_json(client: FlaskClient) -> None:
    lines = client.get("/new.csv?lang=zh").text.removeprefix("\ufeff").splitlines()
    assert [row[:2] for row in csv.reader(lines)] == [["提法", "篇数"], [EARLIER, "9"], [NEW, "7"]]
    sheet = client.get(f"/new.xlsx?since=2020&source={SOURCES[0]}&lang=zh")
    with zipfile.ZipFile(io.BytesIO(sheet.data)) as book:
        strings = book.read("xl/worksheets/sheet1.xml").decode()
    assert EARLIER in strings and "筛选内篇数" in strings
    told_ = client.get("/api/new?since=2023").get_json()
    assert [one["wording"] for one in told_["wordings"]] == [NEW]
    assert told_["wordings"][0]["first"]["date"] == "2023-03-03"
    assert told_["wordings"][0]["within"] is None
    narrowed = client.get(f"/api/new?since=2023&source={SOURCES[0]}").get_json()["wordings"][0]
    assert (narrowed["within"]["articles"], narrowed["within"]["first"]["date"]) == (
        4,
        "2023-03-03",
    )


def test_the_page_of_all_tools_leads_there(client: FlaskClient) -> None:
    assert "/new?lang=zh" in {link.get("href") for link in page(client, "/wording").cssselect("a")}
