"""Articles and queries made to break out of a page show nothing but text, wherever they come out."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree, html
from playwright.sync_api import Browser, ConsoleMessage, Dialog
from python_calamine import CalamineWorkbook

from search.article import Article, Block, BlockKind
from search.engine import Engine
from webui import create_app
from webui.escaping import without_directions

from .articles import build
from .browsers import serving

TEXTS = {
    "script": "<script>alert(1)</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='alert(1)' autofocus onfocus=alert(1) x='",
    "closing": "</title></textarea></pre><svg/onload=alert(1)>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &amp;#x6A;",
    "template": "{{7*7}}{% for x in config %}${7*7}<%= 7*7 %>#{7*7}%(name)s%s",
    "xml": "]]><!--<![CDATA[<x/>--><!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "formula": "=cmd|' /C calc'!A0",
    "formula too": '＝HYPERLINK("http://坏.example")',
    "direction": "\u202e倒\u2066过\u2067来\u200f",
    "controls": "a\x00b\x07c\x1b[31md\x7f\ufffe",
    "marks": "校" + "\u0301\u0489" * 200,
    "long": "x" * 20_000,
    "joined": "夜\u200b校\u200d\ufeff",
    "face": "👩‍👩‍👧‍👦🇨🇳",
}
LINKS = ("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//坏.example/\r\nX: y")
QUERIES = {
    **{name: text[:1000] for name, text in TEXTS.items()},
    "ten thousand": "夜校" * 5_000,
    "brackets": "(" * 2_000 + "夜校",
    "minuses": "-夜 " * 500,
    "choices": "夜|" * 1_500,
    "stars": "夜* " * 700,
    "near": "“夜 校 开 班”~9 " * 40,
    "quotes": "“" * 999,
}
MANY = 400


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        Article(
            f"h-{number}", f"{text}夜校", date(2020 + number % 5, 1 + number % 9, 1),
            (text[:500], "夜校"), text, text, f"{text[:200]}〔2024〕3号", LINKS[number % 3],
            blocks=(Block(BlockKind.HEADING, text), Block(BlockKind.PARAGRAPH, f"夜校{text}。开班{text}。")),
            issuer=text,
        )
        for number, text in enumerate(TEXTS.values())
    ]  # fmt: skip
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as built:
        yield built


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def addresses(query: str) -> list[str]:
    typed = quote(query, errors="replace")
    return [
        f"/search?q={typed}", f"/search?q=夜校&section={typed}&source={typed}",
        f"/search?q={typed}&lang=en", f"/advanced?q={typed}", f"/articles/h-0?q={typed}",
        f"/articles/h-0?sentence={typed}&begins={typed}", f"/why/h-0?q={typed}", f"/passages/h-0?q={typed}",
        f"/sections/{typed}", f"/search?q=夜校&from={typed}", f"/search?q=夜校&sort={typed}",
        f"/search?q=夜校&lang={typed}&page={typed}", f"/{typed}",
    ]  # fmt: skip


PAGES = [
    "/", "/search?q=夜校&size=50", "/search?q=“夜校没有这样一句”", "/sections/", "/years/2020", "/help",
    *(f"/articles/h-{number}?q=夜校&links=on" for number in range(len(TEXTS))),
    *(f"/why/h-{number}?q=夜校 开班" for number in range(3)),
]  # fmt: skip


def assert_is_plain(page: str) -> None:
    """Assert that a page holds no markup but that of the templates."""
    tree = html.document_fromstring(page)
    for one in tree.iter(etree.Element):
        assert one.tag not in {"img", "iframe", "object", "embed", "base", "x"}
        assert not [name for name in one.attrib if name.startswith(("on", "style"))]
        for name in ("href", "src", "action"):
            target = one.get(name, "")
            assert urlsplit(target).scheme in {"", "http", "https", "mailto"}, target
            assert not target.startswith("//")
        if one.tag == "script":
            assert str(one.get("src")).startswith("/static/")
            assert not one.text
    text = re.sub(
        r"用时 [0-9]+ 毫秒|Took [0-9]+ ms", "", " ".join(str(tree.text_content()).split())
    )
    assert "49" not in re.sub(r"[0-9a-f]{12}|[0-9]{3,}", "", text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_hostile_articles_is_text(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert_is_plain(answer.text)


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_of_a_hostile_query_is_text(client: FlaskClient, name: str) -> None:
    for address in addresses(QUERIES[name]):
        answer = client.get(address)
        assert answer.status_code in {200, 308, 400, 404}, address[:80]
        assert "Content-Security-Policy" in answer.headers
        assert_is_plain(answer.text)


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_read_as_it_was_written(client: FlaskClient, name: str) -> None:
    number = list(TEXTS).index(name)
    tree = html.document_fromstring(client.get(f"/articles/h-{number}").text)
    shown = str(tree.xpath("string(//h1)")).strip()
    # A parser of HTML drops what HTML cannot hold; marks of direction are taken out on purpose.
    wanted = re.sub("[\x00-\x1f\x7f]", "", str(without_directions(f"{TEXTS[name]}夜校")))
    assert re.sub("[\x00-\x1f\x7f\ufffd]", "", shown) == wanted


def test_marks_that_turn_directions_are_taken_out_of_pages(client: FlaskClient) -> None:
    for path in [*PAGES, *addresses(TEXTS["direction"])]:
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", client.get(path).text)


def test_control_characters_are_taken_out_of_pages(client: FlaskClient) -> None:
    for path in [
        *addresses("夜\0校\x1b\x7f"),
        "/trend?w=夜%00校",
        "/search?q=夜校&source=%00",
        "/new?since=%00",
    ]:
        assert not re.search("[\0-\x08\x0b\x0e-\x1f\x7f]", client.get(path).text), path


def test_atom_opensearch_and_sitemap_are_sound_xml(client: FlaskClient) -> None:
    strict = etree.XMLParser(resolve_entities=False, no_network=True)
    for path in ("/feed.atom", "/opensearch.xml", "/sitemap.xml", "/sitemap-1.xml"):
        tree = etree.fromstring(client.get(path).data, strict)
        assert {etree.QName(one).localname for one in tree.iter("{*}*")} <= {
            "feed", "id", "title", "updated", "published", "link", "author", "name", "entry", "summary",
            "category", "OpenSearchDescription", "ShortName", "Description", "InputEncoding",
            "Image", "Url", "sitemapindex", "sitemap", "loc", "urlset", "url", "lastmod",
        }  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_a_feed_of_a_hostile_query_is_sound_xml(client: FlaskClient, name: str) -> None:
    answer = client.get("/feed.atom", query_string={"q": QUERIES[name]})
    assert answer.status_code == 200
    etree.fromstring(answer.data, etree.XMLParser(resolve_entities=False))


def test_json_gives_every_text_as_it_is_stored(client: FlaskClient) -> None:
    hits = client.get("/api/search?q=夜校&size=100").get_json()["hits"]
    assert {hit["title"].removesuffix("夜校") for hit in hits} == set(TEXTS.values())
    exported = json.loads(client.get("/export.json?q=夜校").data)
    assert len(exported["hits"]) == len(TEXTS)


def test_no_cell_of_a_table_is_a_formula_or_a_control(client: FlaskClient) -> None:
    text = client.get("/export.csv?q=夜校").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠|%]", cell)]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/export.xlsx?q=夜校").data))
    titles = [row[1] for row in book.get_sheet_by_index(0).to_python()]
    assert f"{TEXTS['formula']}夜校" in titles


@pytest.mark.parametrize("name", QUERIES)
def test_a_hostile_query_breaks_no_header(client: FlaskClient, name: str) -> None:
    for path in ("/export.csv", "/export.xlsx", "/export.json"):
        answer = client.get(path, query_string={"q": f"{QUERIES[name][:900]}\r\nX-Own: 1"})
        assert "X-Own" not in answer.headers
        assert answer.headers["Content-Disposition"].isascii()


@pytest.mark.parametrize(
    "parameters",
    [
        "endpoint=a",
        "_scheme=javascript&_external=1",
        "_anchor=x",
        "_method=POST",
        "identifier=b",
        "year=x",
    ],
)
def test_a_parameter_that_means_nothing_changes_nothing(
    client: FlaskClient, parameters: str
) -> None:
    for path in ("/search", "/articles/h-0", "/years/2020", "/nothing"):
        answer = client.get(f"{path}?{parameters}")
        assert answer.status_code in {200, 404}
        english = re.search(r'href="([^"]*)" lang="en"', answer.text)
        assert english
        assert english[1].startswith(path)


def test_too_many_filters_are_refused_before_a_page_repeats_them(client: FlaskClient) -> None:
    many = "&".join(f"source=s{number}" for number in range(MANY))
    answer = client.get(f"/search?{many}")
    assert answer.status_code == 400
    assert "筛选最多选 40 项" in answer.text
    assert len(answer.data) < 100_000


def test_a_long_query_is_cut_before_a_page_repeats_it(client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"q": "夜校 " * 3_000})
    assert "查询过长" in answer.text
    assert len(answer.data) < 3_000_000


@pytest.mark.parametrize("host", ["", "a b", "a,b", "坏 例"])
def test_a_request_that_names_no_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/feed.atom", headers={"Host": host.encode().decode("latin-1")})
    assert answer.status_code == 400


def test_a_redirect_does_not_repeat_the_host_of_a_request(client: FlaskClient) -> None:
    answer = client.get("/sections", headers={"Host": "bad.example"})
    assert answer.headers["Location"] == "/sections/"


def test_an_article_of_ten_thousand_sentences_in_one_paragraph_is_shown(tmp_path: Path) -> None:
    text = "改革开放。" * 10_000
    long = Article(
        "a", "改革", None, (), None, None, None, None, blocks=(Block(BlockKind.PARAGRAPH, text),)
    )
    with closing(build(tmp_path, [long])) as engine:
        page = create_app(engine).test_client().get("/articles/a?q=改革").text
    assert page.count("<mark") == 10_001
    assert 'id="hit-500"' in page
    assert 'id="hit-501"' not in page


def test_a_browser_runs_nothing_and_shows_nothing_out_of_place(
    engine: Engine, browser: Browser
) -> None:
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()

    def hear(dialog: Dialog) -> None:
        complaints.append(dialog.message)
        dialog.dismiss()

    def read(said: ConsoleMessage) -> None:
        if "Failed to load" not in said.text:  # a page of an error is one
            complaints.append(said.text)

    page.on("dialog", hear)
    page.on("console", read)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with serving(engine) as address:
        for path in [*PAGES, *addresses(TEXTS["handler"]), *addresses(TEXTS["direction"])]:
            page.goto(address + path)
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                complaints.append(f"wide: {path}")
    context.close()
    assert complaints == []
