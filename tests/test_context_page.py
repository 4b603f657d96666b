"""The places of a wording have a page: a line each, in order or grouped, and a table of their sentences."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from flask.testing import FlaskClient
from lxml import html

from webui import create_app

from .articles import article, build
from .read_pages import page, text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        article(
            "a", "夜校开班", "街道办好职工夜校。职工夜校的招生已经开始，职工夜校不收费。",
            published=date(2016, 3, 1), source="云江日报", section=("新闻", "街道"),
            headings=("一、招生",),
        ),
        article("b", "=夜校结业", "以职工为中心，办好职工夜校的结业。", published=date(2020, 4, 1)),
        article("c", "河道", "以水为中心，以职工为中心。", published=date(2021, 4, 1)),
    ]  # fmt: skip
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def lines(tree: html.HtmlElement) -> list[tuple[str, ...]]:
    return [
        tuple(text(line.cssselect(part)[0]) for part in (".left", ".wording", ".right"))
        for line in tree.cssselect(".kwic li")
    ]


def groups(tree: html.HtmlElement) -> list[list[str]]:
    return [[text(cell) for cell in row.cssselect("th, td")] for row in tree.cssselect("tbody tr")]


def test_every_place_is_a_line_with_the_wording_in_one_column(client: FlaskClient) -> None:
    tree = page(client.get("/context?q=职工夜校&lang=zh"))
    assert text(tree.cssselect("[role=status]")[0]) == "2 篇 4 处"
    assert lines(tree)[:2] == [
        ("街道办好", "职工夜校", "。职工夜校的招生已经开始，职工夜校不收费。"),
        ("街道办好职工夜校。", "职工夜校", "的招生已经开始，职工夜校不收费。"),
    ]
    assert page(client.get(tree.cssselect(".kwic a")[0].get("href"))).cssselect("mark")
    assert "本库 3 篇，从2016年3月1日到2021年4月1日" in text(tree)
    assert "空白、全角半角、繁体简体视为相同" in text(tree)


def test_lines_are_put_in_order_by_what_follows_or_stands_before(client: FlaskClient) -> None:
    after = lines(page(client.get("/context?q=职工夜校&sort=after")))
    assert [right[:1] for _, _, right in after] == ["。", "不", "的", "的"]
    before = lines(page(client.get("/context?q=职工夜校&sort=before")))
    assert [left[-1:] for left, _, _ in before] == ["，", "。", "好", "好"]


def test_what_follows_is_counted_and_each_count_leads_to_its_places(client: FlaskClient) -> None:
    tree = page(client.get("/context?q=职工夜校&by=after&lang=zh"))
    assert groups(tree)[0] == ["的", "2", "2", "2016年3月1日", "2020年4月1日"]
    for link in tree.cssselect("tbody tr:first-child a"):  # what follows, and its number
        assert len(lines(page(client.get(link.get("href"))))) == 2


def test_what_fills_the_gap_of_a_pattern_is_counted(client: FlaskClient) -> None:
    tree = page(
        client.get("/context", query_string={"q": "“以*为中心”", "by": "gap", "lang": "zh"})
    )
    assert groups(tree)[0][:3] == ["职工", "2", "2"]
    assert ["水", "1", "1"] in [row[:3] for row in groups(tree)]
    link = tree.cssselect("tbody th a")[0].get("href")
    assert len(lines(page(client.get(link)))) == 2


def test_tables_have_the_same_lines_or_groups(client: FlaskClient) -> None:
    answer = client.get("/context.csv?q=职工夜校&sort=after&lang=zh")
    header, *listed = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert header == ["日期", "标题", "来源", "左", "提法", "右", "编号", "网址"]
    assert [row[5][:1] for row in listed] == ["。", "不", "的", "的"]
    grouped = client.get("/context.csv?q=职工夜校&by=after&lang=zh").text.splitlines()
    assert grouped[1] == "的,2,2,2016-03-01,2020-04-01"
    assert client.get("/context.xlsx?q=职工夜校").data.startswith(b"PK")


@pytest.mark.parametrize("path", ["/context", "/evidence"])
def test_nothing_asked_shows_the_form_and_nothing_found_says_so(
    client: FlaskClient, path: str
) -> None:
    assert page(client.get(path)).cssselect("form.find-form input[name=q]")
    assert "本库没有这样的原文" in text(page(client.get(f"{path}?q=没有这句话&lang=zh")))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/context?q=职工&sort=best", "没有这种选择"),
        ("/context?q=职工&by=colour", "没有这种选择"),
        ("/context?q=职工&page=0", "页码应为 1 或更大"),
        ("/evidence?q=职工&page=x", "页码应为 1 或更大"),
        ("/context?q=职工&page=102", "最多只能翻到第 10000 处"),
        ("/evidence.csv?q=职工&from=20x4", "不是日期"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(client: FlaskClient, asked: str, said: str) -> None:
    assert said in text(page(client.get(f"{asked}&lang=zh"), 400))


def test_programs_get_a_page_of_any_size_or_the_groups(client: FlaskClient) -> None:
    answer = client.get("/api/context?q=职工夜校&size=2&page=2&source=云江日报").get_json()
    assert (answer["total"], answer["articles"]) == (3, 1)
    (line,) = answer["lines"]
    assert (line["article"]["id"], line["block"], line["start"]) == ("a", 1, 21)
    assert (line["left"][-1:], line["wording"], line["right"]) == ("，", "职工夜校", "不收费。")
    grouped = client.get("/api/context?q=职工夜校&by=after").get_json()
    assert grouped["groups"][0] == {
        "text": "的", "occurrences": 2, "articles": 2, "first": "2016-03-01", "latest": "2020-04-01",
    }  # fmt: skip


@pytest.mark.parametrize("sort", ["relevance", "recent", "newest", "added"])
def test_the_result_of_a_wording_leads_to_its_context_and_evidence(
    client: FlaskClient, sort: str
) -> None:
    tree = page(client.get(f"/search?q=“职工夜校”&source=云江日报&sort={sort}&lang=zh"))
    links = {text(link): link.get("href") for link in tree.cssselect(".uses a")}
    assert len(lines(page(client.get(links["上下文"])))) == 3
    assert page(client.get(links["依据表"])).cssselect(".evidence")


def test_every_result_in_which_something_stands_leads_to_its_evidence(client: FlaskClient) -> None:
    tree = page(client.get("/search?q=职工 结业&lang=zh"))
    (link,) = tree.xpath("//nav[@aria-label='带走这些结果']/a[.='依据表']/@href")
    assert [text(one) for one in page(client.get(link)).cssselect(".evidence td a mark")] == [
        "结业", "职工", "职工", "结业",
    ]  # fmt: skip
    assert not page(client.get("/search?q=日期:2020&lang=zh")).xpath("//a[.='依据表']")


def test_the_page_of_all_tools_says_what_they_look_into(client: FlaskClient) -> None:
    tree = page(client.get("/wording?lang=zh"))
    assert "本库 3 篇，从2016年3月1日到2021年4月1日；按原文逐字查找" in text(tree)


@pytest.mark.parametrize("path", ["/context", "/evidence"])
def test_filters_are_said_and_can_be_left(client: FlaskClient, path: str) -> None:
    tree = page(client.get(f"{path}?q=职工夜校&source=云江日报&lang=zh"))
    status = tree.cssselect("[role=status]")[0]
    assert text(status).startswith("1 篇 3 处（有筛选条件）")
    hits, everywhere = (link.get("href") for link in status.cssselect("a"))
    assert page(client.get(hits)).cssselect("#a-a")
    assert text(page(client.get(everywhere)).cssselect("[role=status]")[0]) == "2 篇 4 处"


def test_groups_of_words_say_that_their_links_list_longer_words_too(client: FlaskClient) -> None:
    said = "按词计数；点开是逐字查找"
    assert said in text(page(client.get("/context?q=职工夜校&by=before&lang=zh")))
    assert said not in text(page(client.get("/context?q=“以*为中心”&by=gap&lang=zh")))


def test_what_has_no_gap_to_group_by_says_so(client: FlaskClient) -> None:
    tree = page(client.get("/context?q=职工夜校&by=gap&lang=zh"))
    assert "所写的没有空处。" in text(tree)
    assert not tree.cssselect("table")


def test_what_asks_for_no_wording_says_so_and_leads_to_its_articles(client: FlaskClient) -> None:
    tree = page(client.get("/context?q=-夜校&lang=zh"))
    assert "所写的没有可以列出的原文，只有条件。 看文章" in text(tree)
    assert "本库没有这样的原文" not in text(tree)
    assert "本库没有这样的原文" in text(page(client.get("/context?q=渡轮&lang=zh")))
