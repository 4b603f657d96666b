"""What other programs follow: Atom, OpenSearch, suggestions, sitemaps."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from webui import create_app, feeds
from webui.settings.sections import Settings, Site

from .articles import article, build

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOSTILE = "<script>alert(1)</script>]]>&{{7*7}}\x00\x0b\u202e"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        article("a", "夜校通知", "夜校下周开班。", published=date(2024, 3, 8), section=("要闻",)),
        article("b", "夜校结业", "夜校办完了。", published=date(2024, 6, 1), source="云江日报"),
        article("c", HOSTILE, HOSTILE, source=HOSTILE, section=(HOSTILE,)),
        *(article(f"n{i:02}", "简讯", "快讯。", published=date(2020, 1, 1 + i)) for i in range(25)),
    ]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        site = Site(name="云江政搜", base_url="https://search.yunjiang.example")
        yield create_app(engine, settings=Settings(site)).test_client()


def read(client: FlaskClient, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200
    return etree.fromstring(answer.data)


def test_a_feed_has_the_newest_articles_of_a_query(client: FlaskClient) -> None:
    feed = read(client, "/feed.atom?q=夜校&sort=oldest")
    assert feed.findtext("a:title", namespaces=ATOM) == "夜校 - 云江政搜"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2024-06-01T00:00:00+00:00"
    titles = [one.text for one in feed.findall("a:entry/a:title", ATOM)]
    assert titles == ["夜校结业", "夜校通知"]


def test_an_entry_leads_to_its_article_by_a_lasting_address(client: FlaskClient) -> None:
    entry = read(client, "/feed.atom?q=夜校&lang=en").find("a:entry", ATOM)
    lasting = "https://search.yunjiang.example/articles/b"
    assert entry.findtext("a:id", namespaces=ATOM) == lasting
    assert entry.find("a:link", ATOM).get("href") == lasting
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "云江日报"


def test_a_page_before_a_feed_says_what_it_is_and_where(client: FlaskClient) -> None:
    page = client.get("/subscribe?q=夜校&section=要闻").text
    assert "订阅“夜校 要闻”的新文章" in page
    address = "https://search.yunjiang.example/feed.atom?q=%E5%A4%9C%E6%A0%A1&amp;section=%E8%A6%81%E9%97%BB"
    assert re.search(rf"<pre[^>]*>{re.escape(address)}</pre>", page)
    assert "现在有 1 篇符合" in page
    assert "夜校通知" in page
    assert "没有的" in client.get("/subscribe?q=没有的").text


def test_results_lead_to_the_page_before_the_feed(client: FlaskClient) -> None:
    page = client.get("/search?q=夜校").text
    assert re.search('<a href="/subscribe[?][^"]*"[^>]*>订阅新文章</a>', page)


def test_a_feed_has_so_many_entries_at_most(client: FlaskClient) -> None:
    assert len(read(client, "/feed.atom").findall("a:entry", ATOM)) == 20


def test_a_feed_has_every_element_that_atom_asks_for(client: FlaskClient) -> None:
    feed = read(client, "/feed.atom?q=夜校")
    for one in [feed, *feed.findall("a:entry", ATOM)]:
        for name in ("id", "title", "updated"):
            assert one.findtext(f"a:{name}", namespaces=ATOM)
    assert feed.find("a:link[@rel='self']", ATOM) is not None


def test_hostile_texts_stay_texts(client: FlaskClient) -> None:
    feed = read(client, "/feed.atom?q=alert")
    title = feed.findtext("a:entry/a:title", namespaces=ATOM)
    assert title.startswith("<script>alert(1)</script>]]>&{{7*7}}\ufffd\ufffd")
    assert not list(feed.iter("{*}script"))


def test_browsers_learn_how_to_search_here(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'type="application/opensearchdescription+xml"' in page
    described = read(client, "/opensearch.xml")
    addresses = [one.get("template") for one in described.iter("{*}Url")]
    assert addresses[0] == "https://search.yunjiang.example/search?q={searchTerms}"
    assert described.findtext("{*}ShortName") == "云江政搜"


def test_suggestions_are_what_was_typed_and_what_it_may_become(client: FlaskClient) -> None:
    answer = client.get("/suggestions.json?q=夜校")
    assert answer.mimetype == "application/x-suggestions+json"
    typed, texts = answer.get_json(force=True)
    assert typed == "夜校"
    assert "夜校通知" in texts


def test_the_sitemap_lists_every_article_with_its_day(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_SITEMAP_ENTRIES", 10)
    parts = [one.text for one in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", SITEMAP)]
    assert parts[0] == "https://search.yunjiang.example/sitemap-1.xml"
    found = {}
    for number in range(1, len(parts) + 1):
        for one in read(client, f"/sitemap-{number}.xml").findall("s:url", SITEMAP):
            found[one.findtext("s:loc", namespaces=SITEMAP)] = one.findtext(
                "s:lastmod", namespaces=SITEMAP
            )
    assert len(found) == 28
    assert found["https://search.yunjiang.example/articles/a"] == "2024-03-08"
    assert found["https://search.yunjiang.example/articles/c"] is None


def test_a_day_to_come_does_not_stop_the_news(tmp_path: Path) -> None:
    future = article("f", "远期", "正文。", published=date(9999, 12, 31))
    with closing(build(tmp_path, [future])) as engine:
        client = create_app(engine).test_client()
        moments = read(client, "/feed.atom").iterfind(".//a:updated", ATOM)
        assert not [one.text for one in moments if one.text.startswith("9999")]
        assert "9999" not in client.get("/sitemap-1.xml").text


@pytest.mark.parametrize("number", ["0", "99"])
def test_there_is_no_sitemap_beyond_the_last(client: FlaskClient, number: str) -> None:
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_robots_are_kept_to_the_articles(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /search" in text
    assert "Disallow: /articles" not in text
    assert "Sitemap: https://search.yunjiang.example/sitemap.xml" in text
