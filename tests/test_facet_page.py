"""All values of a facet have a page of their own, and so have all years: counted, found by name, each a link back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from search.answer.facet_values import find_values
from search.engine import Engine, Matches
from search.request import SearchRequest
from webui import create_app

from .articles import article, build
from .read_pages import page, text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        *(
            article(
                f"s{number:03}", "夜校通知", "夜校开班。", source=f"第{number:03}街道",
                section=("街道", f"第{number:03}街道"), published=date(2000 + number % 24, 5, 1),
            )
            for number in range(230)
        ),
        article("a", "夜校", "夜校开班。", source="云江日报", published=date(2023, 3, 1)),
        article("b", "夜校", "夜校结业。", source="云江日报", published=date(2023, 4, 1)),
        article("c", "夜校", "夜校招生。", source="YUNJIANG 晚报"),
        article("d", "河道", "清淤。", source="水务局"),
    ]  # fmt: skip
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


class SomeOnly:
    """An engine that has not looked into all articles."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def find(self, request: SearchRequest) -> Matches:
        return replace(self._engine.find(request), looked_into=200)


def test_of_some_articles_only_pages_say_that_there_may_be_more(tmp_path: Path) -> None:
    with closing(
        build(tmp_path, [article("a", "夜校", "夜校开班。", source="云江日报")])
    ) as engine:
        client = create_app(SomeOnly(engine)).test_client()
        for path, said in (
            ("/facet?name=source&q=夜校", "“夜校”的 至少 1 篇，分在 1 项"),
            ("/timeline?q=夜校", "“夜校”的 至少 1 篇，点一年"),
            ("/search?q=夜校", "命中 至少 1 篇 2 处"),
            ("/search?q=夜校", "没有查遍所有文章，只查遍最新的 200 篇"),
            ("/search?q=夜校&lang=en", "at least 1"),
        ):
            assert said in text(page(client.get(path)))


def rows(tree: html.HtmlElement) -> list[str]:
    return [" ".join(map(text, row)).strip() for row in tree.cssselect("tbody tr")]


def listed(tree: html.HtmlElement) -> list[str]:
    return [text(one) for one in tree.cssselect(".values a")]


def test_the_page_of_a_result_leads_to_all_values_which_lead_back_to_it(
    client: FlaskClient,
) -> None:
    result = page(client.get("/search?q=夜校&sort=newest"))
    assert len(result.xpath("//details[summary='来源']//li")) == 8
    (more,) = result.xpath("//details[summary='来源']//a[contains(., '更多')]/@href")
    tree = page(client.get(str(more)))
    assert "“夜校”的 233 篇，分在 232 项" in text(tree)
    assert listed(tree)[0] == "云江日报 2"
    narrowed = page(client.get(str(tree.cssselect(".values a")[0].get("href"))))
    assert "命中 2 篇" in text(narrowed)
    (back,) = tree.xpath("//nav[@class='breadcrumb']//a[. = '检索结果']/@href")
    assert back == "/search?q=夜校&sort=newest"


def test_values_come_in_pages(client: FlaskClient) -> None:
    first = page(client.get("/facet?name=source&q=夜校"))
    second = page(client.get(str(first.xpath("//a[@rel='next']/@href")[0])))
    assert (len(listed(first)), len(listed(second))) == (200, 32)
    assert not set(listed(first)) & set(listed(second))
    assert listed(page(client.get("/facet?name=source&q=夜校&part=99"))) == listed(second)
    assert listed(page(client.get("/facet?name=source&q=夜校&part=x"))) == listed(first)


def test_values_are_ordered_by_name_where_that_is_asked_for(client: FlaskClient) -> None:
    names = listed(page(client.get("/facet?name=source&q=夜校&order=name&find=0")))
    assert names[:2] == ["第000街道 1", "第001街道 1"]
    names = listed(page(client.get("/facet?name=source&order=name&find=江")))
    assert names == ["云江日报 2"]


def test_a_name_is_found_by_a_part_of_it_in_any_script_or_by_its_pinyin(
    client: FlaskClient,
) -> None:
    for typed, found in {
        "日報": ["云江日报 2"],
        "yjrb": ["云江日报 2"],
        "YunJiang": ["云江日报 2", "YUNJIANG 晚报 1"],
        "ｙｕｎｊｉａｎｇ　": ["云江日报 2", "YUNJIANG 晚报 1"],
        "无此报": [],
        "水务": [],  # no source of this result
    }.items():
        asked = {"name": "source", "q": "夜校", "find": typed}
        assert listed(page(client.get("/facet", query_string=asked))) == found, typed


def test_a_form_finds_names_and_keeps_the_question(client: FlaskClient) -> None:
    tree = page(client.get("/facet?name=source&q=夜校&year=2023&order=name&lang=en"))
    form = tree.cssselect("main form")[0]
    assert {one.get("name"): one.get("value") for one in form.cssselect("input[type=hidden]")} == {
        "name": "source", "q": "夜校", "year": "2023", "order": "name", "lang": "en",
    }  # fmt: skip


def test_a_section_found_by_name_or_far_down_is_named_with_those_it_lies_in(
    client: FlaskClient,
) -> None:
    whole = page(client.get("/facet?name=section&q=夜校"))
    assert listed(whole)[:2] == ["街道 230", "第000街道 1"]
    assert len(whole.cssselect(".values .depth-1")) == 199
    assert listed(page(client.get("/facet?name=section&q=夜校&find=229"))) == ["街道 / 第229街道 1"]
    assert listed(page(client.get("/facet?name=section&q=夜校&part=2")))[0] == "街道 / 第199街道 1"


def test_a_chosen_value_is_taken_back_though_nothing_has_it(client: FlaskClient) -> None:
    tree = page(client.get("/facet?name=source&q=夜校&source=无此报&source=云江日报"))
    chosen = tree.cssselect(".values [aria-current]")
    assert [text(one) for one in chosen] == ["云江日报（已选，点击取消） 2"]
    last = page(client.get("/facet?name=source&q=夜校&source=无此报&part=2"))
    assert text(last.cssselect(".values [aria-current]")[0]) == "无此报（已选，点击取消） 0"


def test_neither_page_is_for_robots_nor_is_any_other_filter_a_page(client: FlaskClient) -> None:
    for address in ("/facet?name=source&q=夜校", "/timeline?q=夜校"):
        tree = page(client.get(address))
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert "没有这种筛选" in text(page(client.get("/facet?name=colour&q=夜校"), 404))
    assert "没有这种筛选" in text(page(client.get("/facet?q=夜校"), 404))
    assert "Disallow: /facet" in client.get("/robots.txt").text
    assert "Disallow: /timeline" in client.get("/robots.txt").text


def test_all_years_are_a_table_and_those_chosen_have_their_months(client: FlaskClient) -> None:
    tree = page(client.get("/timeline?q=夜校"))
    assert (len(rows(tree)), rows(tree)[0]) == (24, "2023 11")
    assert "另 1 篇无日期" in text(tree)
    (year,) = tree.xpath("//tbody//a[. = '2023']/@href")
    assert "命中 11 篇" in text(page(client.get(str(year))))
    tree = page(client.get("/timeline?q=夜校&year=2023"))
    assert rows(tree)[:4] == [
        "2023（已选，点击取消） 11", "2023年5月 9", "2023年4月 1", "2023年3月 1",
    ]  # fmt: skip
    (month,) = tree.xpath("//tbody//a[. = '2023年4月']/@href")
    assert "命中 1 篇" in text(page(client.get(str(month))))


@pytest.mark.parametrize("name", ["year", "month"])
def test_years_and_months_are_listed_nowhere_else(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/facet?name={name}&q=夜校")
    assert answer.status_code == 302
    assert answer.location == "/timeline?q=%E5%A4%9C%E6%A0%A1"


def test_a_question_that_cannot_be_read_is_refused(client: FlaskClient) -> None:
    for address in ("/facet?name=source&from=昨天", "/timeline?from=昨天"):
        assert "起始日期不是日期" in text(page(client.get(address), 400))


def test_names_with_line_breaks_and_no_letters_are_found_each_as_itself() -> None:
    names = ["云江\n日报", "", "云江\u2028晚报", "\u202e", "云江"]
    assert find_values(names, "云江") == ["云江\n日报", "云江\u2028晚报", "云江"]
    assert find_values(names, "\u200b") == names


def test_a_year_is_looked_at_alone_also_where_another_is_chosen(client: FlaskClient) -> None:
    tree = page(client.get("/timeline?q=夜校&year=2020&lang=zh"))
    links = {
        text(one)[:4]: str(one.get("href"))
        for one in tree.cssselect(".periods tr:not(.inner) > th a")
    }
    assert "点一年只看这一年，点已选的取消" in text(tree)
    assert links["2022"] == "/search?lang=zh&q=夜校&year=2022"
    assert "year=" not in links["2020"]
