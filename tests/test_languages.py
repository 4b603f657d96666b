"""The page speaks Chinese and English."""

import io
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from webui import create_app
from webui.settings.sections import Home, Settings, Site

from .articles import article, build

WEBUI = Path(__file__).parents[1] / "webui"
CATALOGUE = WEBUI / "translations" / "en" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        article(
            f"a{i}", "夜校通知", "夜校开班。", published=date(2024, 3, 1 + i % 9), section=("要闻",)
        )
        for i in range(1200)
    ]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def test_chinese_is_spoken_where_nothing_is_asked(client: FlaskClient) -> None:
    page = client.get("/").text
    assert '<html lang="zh-CN">' in page
    assert "共收 1,200 篇" in page
    assert "2024年3月9日" in page


def test_a_browser_that_prefers_english_gets_it(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9,zh;q=0.5"}).text
    assert '<html lang="en">' in page
    assert "Articles: 1,200" in page
    assert "9 Mar 2024" in page


def test_an_address_keeps_its_language_from_page_to_page(client: FlaskClient) -> None:
    page = client.get("/search?q=夜校&lang=en", headers={"Accept-Language": "zh"}).text
    assert "Results" not in page or "articles" in page
    links = re.findall(r'href="(/[^"]*)"', page)
    kept_out = ("/static", "/opensearch.xml")
    others = [one for one in links if not one.startswith(kept_out) and "lang=" not in one]
    assert others == []


def test_a_page_leads_to_itself_in_the_other_language(client: FlaskClient) -> None:
    page = client.get("/search?q=夜校&year=2024").text
    assert re.search(r'href="/search\?[^"]*year=2024[^"]*lang=en" lang="en"', page)


def test_a_language_that_is_not_spoken_is_none(client: FlaskClient) -> None:
    assert '<html lang="zh-CN">' in client.get("/?lang=fr").text
    assert '<html lang="zh-CN">' in client.get("/?lang=../../etc").text


def test_a_site_may_prefer_english(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "夜校", "开班。")])) as engine:
        client = create_app(engine, settings=Settings(Site(language="en"))).test_client()
        assert '<html lang="en">' in client.get("/").text
        assert '<html lang="zh-CN">' in client.get("/", headers={"Accept-Language": "zh"}).text


def test_every_text_of_the_pages_is_translated() -> None:
    methods = [
        ("**.py", "python"),
        ("templates/**.html", "jinja2"),
        ("openapi.yaml", "webui.api:extract_texts"),
    ]
    spoken = ("_", "gettext", "lazy_gettext", "say", "message", "UsageError")
    keywords = dict.fromkeys(spoken)
    found = {
        message
        for folder in (WEBUI, WEBUI.parent / "search")
        for _, _, message, _, _ in extract_from_dir(folder, methods, keywords=keywords)
        if isinstance(message, str)
    }
    with (CATALOGUE / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    translated = {message.id for message in catalogue if message.id and message.string}
    assert found == translated


def test_the_compiled_catalogue_is_that_of_its_source() -> None:
    with (CATALOGUE / "messages.po").open("rb") as file:
        source = {message.id: message.string for message in read_po(file) if message.id}
    compiled = read_mo(io.BytesIO((CATALOGUE / "messages.mo").read_bytes()))
    assert {message.id: message.string for message in compiled if message.id} == source


def test_a_translation_has_the_same_places_and_marks_as_its_source() -> None:
    with (CATALOGUE / "messages.po").open("rb") as file:
        for message in read_po(file):
            places = re.compile(r"%\(\w+\)s|</?strong>")
            assert sorted(places.findall(str(message.id))) == sorted(
                places.findall(str(message.string))
            )


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=evening+school&from=2024-01-01",
        "/search?q=title:school+-night&section=News",
        "/search?q=“evening+classes”+school&year=2024&from=2024-01-01",
        "/search?q=((evening&matching=most",
        "/search?q=school&page=many",
        "/search?q=school&from=2025&to=2024",
        "/search?q=school&sort=best",
        "/articles/a?q=school&links=on",
        "/articles/a?sentence=000000000000&begins=Long+ago",
        "/why/a?q=evening+school",
        "/sections/",
        "/sections/News",
        "/years/2024",
        "/nothing",
        "/articles/nothing",
        "/api/",
    ],
)
def test_nothing_is_left_in_chinese_on_an_english_page(tmp_path: Path, path: str) -> None:
    only = article(
        "a",
        "Evening school",
        "Evening school opens.",
        published=date(2024, 3, 1),
        section=("News",),
    )
    settings = Settings(Site(name="Search"), home=Home(examples=("school",)))
    with closing(build(tmp_path, [only])) as engine:
        client = create_app(engine, settings=settings).test_client()
        page = client.get(path, headers={"Accept-Language": "en"}).text
    # A citation is Chinese running text; what can be typed has Chinese examples.
    page = re.sub('<pre id="citation-plain".*?</pre>', "", page, flags=re.DOTALL)
    page = re.sub(r"<li><a href=\"/api[^<]*</a></li>", "", page)
    examples = {"高质量发展", "就业", "创业"}
    assert set(re.findall("[\u3400-\u9fff]+", page)) <= {"中文"} | examples
