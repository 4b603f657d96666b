"""Addresses written for many links at once are those written one by one, and are read back as they were meant."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search.facets import FACET_NAMES
from webui import create_app
from webui.asked.addresses import QuestionAddress

from .articles import article, build

WORDS = st.text("夜校工会 AZaz09&=+#?/%“”\u202e😀é", max_size=8)
VALUES = st.text("新闻公告/ &=+#%“😀", min_size=1, max_size=5) | st.sampled_from(
    ["新闻", "新闻/要闻", "新闻/要闻/基层", "公告", "2024", "2024-05", "有效"]
)
FACETS = st.lists(st.tuples(st.sampled_from(FACET_NAMES), VALUES), max_size=5, unique=True)
ADDRESSES = st.builds(
    QuestionAddress,
    text=WORDS,
    facets=FACETS.map(lambda pairs: tuple(sorted(pairs, key=lambda pair: FACET_NAMES.index(pair[0])))),
    first=st.sampled_from(["", "2020-01-01"]),
    last=st.sampled_from(["", "2024-12"]),
    sort=st.sampled_from(["", "newest"]),
    page=st.sampled_from(["", "1", "3"]),
    size=st.sampled_from(["", "10", "50"]),
    copies=st.sampled_from(["", "separate"]),
    matching=st.sampled_from(["", "most"]),
    synonyms=st.sampled_from(["", "off"]),
)  # fmt: skip
QUERIES = st.sampled_from(["", "?lang=en", "?lang=xx"])


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with closing(build(tmp_path_factory.mktemp("index"), [article("a", "夜校", "开班。")])) as one:
        yield create_app(one)


def read(url: str) -> QuestionAddress:
    return QuestionAddress.of(MultiDict(parse_qsl(urlsplit(url).query)))


def plainly(address: QuestionAddress, path: str, **own: str) -> str:
    """Write an address as Flask does: every parameter in its turn."""
    return url_for(path, **own, **address.parameters())  # type: ignore[arg-type]


@given(ADDRESSES, QUERIES, st.sampled_from(FACET_NAMES), st.lists(VALUES, max_size=6))
def test_the_links_of_a_facet_are_those_of_each_value(
    app: Flask, address: QuestionAddress, query: str, name: str, values: list[str]
) -> None:
    with app.test_request_context(f"/search{query}"):
        choose = address.choosing(name)
        assert [choose(value) for value in values] == [
            address.toggled(name, value) for value in values
        ]


@given(ADDRESSES, QUERIES)
def test_an_address_is_what_flask_would_write_and_is_read_back_as_it_was_meant(
    app: Flask, address: QuestionAddress, query: str
) -> None:
    with app.test_request_context(f"/search{query}"):
        for written, plain in (
            (address.url, plainly(address, "pages.search")),
            (address.timeline_page(), plainly(address, "pages.timeline")),
            (address.facet_page("type"), plainly(address, "pages.facet", name="type")),
            (address.of_article("a 甲/+"), plainly(address, "pages.article", identifier="a 甲/+")),
            (address.why("a?#"), plainly(address, "pages.why", identifier="a?#")),
        ):
            assert urlsplit(written).path == urlsplit(plain).path
            pairs = sorted(parse_qsl(urlsplit(written).query))
            assert pairs == sorted(parse_qsl(urlsplit(plain).query))
            assert not set(written) & set('\u202e 😀"<>')
            assert read(written).checked() == address.checked()


@given(ADDRESSES, st.sampled_from(FACET_NAMES), VALUES)
def test_a_value_chosen_and_taken_back_leaves_the_others_and_the_first_page(
    app: Flask, address: QuestionAddress, name: str, value: str
) -> None:
    with app.test_request_context("/search"):
        chosen = read(address.toggled(name, value))
        if address.has(name, value):
            assert not chosen.has(name, value)
            return
        assert chosen.has(name, value)
        assert chosen.page == ""
        others = [pair for pair in address.facets if pair[0] != "section" or name != "section"]
        assert set(others) <= set(chosen.facets)
        assert not read(chosen.toggled(name, value)).has(name, value)


def test_a_year_takes_the_place_of_those_chosen_and_several_years_are_days(app: Flask) -> None:
    address = QuestionAddress("夜校", (("type", "通知"), ("year", "2020"), ("month", "2020-03")))
    with app.test_request_context("/search"):
        assert read(address.of_year("2021")).facets == (("year", "2021"), ("type", "通知"))
        assert read(address.without_years()).facets == (("type", "通知"),)
        several = read(address.of_years("1949", "1989"))
    assert (several.facets, several.first, several.last) == (
        (("type", "通知"),), "1949-01-01", "1989-12-31",
    )  # fmt: skip


def test_chinese_stands_in_an_address_as_it_is(app: Flask) -> None:
    with app.test_request_context("/search"):
        assert QuestionAddress("夜校，“报名”").url == "/search?q=夜校，“报名”"
