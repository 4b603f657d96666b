"""A number that is a link is the number of what the link shows: followed on every page that counts something."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from lxml import html

from search.partial_date import PartialDate
from webui import create_app

from .articles import article, build
from .read_pages import page, text

#: What somebody may type, each read otherwise: words, numbers, fields, conditions, choices, signs.
TYPED = (
    "the", "GD", "gdp", "350", "2350", "5", "2,350", "50%", "职工", "夜校", "夜校，", "河北省,", "职工夜校",
    "“职工夜校”", "职工 -夜校", "夜校 栏目:街道", "标题:夜校", "夜校 标题:开班", "夜校 日期:2020", "夜校|清淤",
    "夜校|来源:云江日报", "-清淤|夜校", "(夜校 职工)|清淤", "职工 开班|结业", "《夜校》", "夜校 《夜校》", "精确:夜校",
    "精确:GDP", "精确:gdp", "精确:“the GDP”", "同句:(夜校 职工)", "同段:(夜校 5)", "“夜校 职工”~9", "“以*为中心”",
    "“职工?校”", "云政发〔2024〕7号", "云政发2024年第7号 夜校", "关于云政发〔2024〕7号的解读", "文号:云政发 夜校",
    "国务院令第706号", "gd*", "夜校*", "相似:a 夜校", "职工 怎么办", "“夜校”职工", "什么?", "people's", "the gdp",
    "党章", "渡轮", "-夜校", "日期:2020", "夜校 夜校", "夜校（二）", "来源:云江日报 职工",
)  # fmt: skip
NARROWED = (
    "",
    "source=云江日报",
    "year=2020&year=2016",
    "month=2020-04",
    "from=2016-02-01&to=2020-12-31",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    copied = (
        "街道办好职工夜校，以职工为中心，这一段话转载时一字不改，逐字照登，共两处。职工夜校不收费。"
    )
    articles = [
        article("a", "夜校开班", "街道办好职工夜校。夜校（二）招生350人，职工夜校不收费。",
            "Other GDP: the GDP 2,350。", published=date(2016, 3, 1), source="云江日报", section=("新闻", "街道"),
            headings=("一、夜校",)),
        article("b", "=夜校结业", "以职工为中心，办好职工夜校。", "党章，中国共产党章程。", published=date(2020, 4, 1)),
        article("c", "河道清淤", "以水为中心，以职工为中心；清淤12350米，5%，65%。gdps", published=date(2020, 5, 1),
            section=("新闻", "街道", "一街"), source="云江日报"),
        article("d", "關於夜校的解讀", "職工夜校，云政发〔2024〕7号文件，国务院令第706号。",
            published=date(2024, 4, 1)),
        article("e", "关于夜校的通知", "职工夜校，people’s gdp 夜校。",
            published=PartialDate(2024), doc_number="云政发〔2024〕7号"),
        article("f", "街道办夜校", copied, published=date(2020, 4, 8), source="云江日报", section=("新闻",)),
        article("g", "街道办夜校", copied, published=date(2021, 4, 9), source="三江日报", section=("时政",)),
        article("h", "夜校", "夜校5个，50%，GD，河北省，河北省,贷款。"),
        article("i", "清淤", "清淤，渡轮。", published=PartialDate(2016, 5), source="三江日报"),
    ]  # fmt: skip
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def opened(client: FlaskClient, path: str, **asked: str) -> html.HtmlElement:
    return page(
        client.get(f"{path}{'&' if '?' in path else '?'}{urlencode({**asked, 'lang': 'zh'})}")
    )


def numbers(said: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", said)]


def counted(client: FlaskClient, url: str) -> tuple[int, int]:
    """Return the articles and the places of what a link shows: of a search, or of places in context."""
    path, _, asked = url.partition("#")[0].partition("?")
    name = {"/search": "search", "/context": "context"}[path]
    answer = client.get(f"/api/{name}?{asked}").get_json()
    return (
        (answer["total"], answer["occurrences"] or 0)
        if name == "search"
        else (answer["articles"], answer["total"])
    )


@pytest.mark.parametrize("narrowed", NARROWED)
@pytest.mark.parametrize("path", ["/context", "/evidence"])
def test_places_of_whatever_was_typed_lead_to_as_many_articles_and_places(
    client: FlaskClient, path: str, narrowed: str
) -> None:
    linked = 0
    for typed in TYPED:
        tree = opened(client, f"{path}?{narrowed}", q=typed)
        for link in tree.cssselect("[role=status] a"):
            if said := numbers(text(link)):
                linked += 1
                assert (typed, *counted(client, link.get("href"))) == (typed, *said)
    assert linked > len(TYPED) * 0.9


@pytest.mark.parametrize("by", ["after", "before", "gap"])
def test_no_number_of_a_group_leads_to_others_and_what_was_typed_beside_stays(
    client: FlaskClient, by: str
) -> None:
    followed = 0
    for typed in TYPED:
        tree = opened(client, "/context", q=typed, by=by)
        assert not tree.cssselect("tbody .number a")  # words are counted, and characters looked for
        for row in tree.cssselect("tbody tr"):
            for link in row.cssselect("th a"):
                followed += 1
                _articles, places = counted(client, link.get("href"))
                (said,) = numbers(text(row.cssselect(".number")[0]))
                whole = counted(client, f"/context?{urlencode({'q': typed})}")[1]
                assert said <= places <= whole, (typed, text(link))
    assert followed


@pytest.mark.parametrize(
    ("typed", "by", "beside"),
    [
        ("夜校 -清淤 -渡轮 日期:2020", "after", "。"), ("夜校 栏目:街道", "after", "。"),
        ("职工 来源:云江日报", "before", "以"), ("“以*为中心” 日期:2020-05", "gap", "水"),
        ("标题:夜校", "before", "街道办"), ("gdp", "before", "the"),
    ],
)  # fmt: skip
def test_what_stands_beside_leads_to_just_that_where_no_longer_word_has_it(
    client: FlaskClient, typed: str, by: str, beside: str
) -> None:
    tree = opened(client, "/context", q=typed, by=by)
    (row,) = [one for one in tree.cssselect("tbody tr") if text(one.cssselect("th")[0]) == beside]
    (link,) = row.cssselect("a")
    assert [counted(client, link.get("href"))[1]] == numbers(text(row.cssselect(".number")[0]))


@pytest.mark.parametrize("narrowed", NARROWED)
@pytest.mark.parametrize("copies", ["", "off"])
@pytest.mark.parametrize("by", ["year", "month"])
def test_every_number_of_wordings_through_time_is_that_of_what_it_leads_to(
    client: FlaskClient, by: str, copies: str, narrowed: str
) -> None:
    for typed in (
        "the",
        "350",
        "夜校",
        "“以*为中心”",
        "河北省,",
        "a”职工",
        "党章",
        "GDP",
        "50%",
        "《夜校》",
    ):
        tree = opened(client, f"/trend?{narrowed}", w=typed, by=by, copies=copies)
        for row in tree.cssselect("tbody tr, tfoot tr"):
            cells = row.cssselect("td")
            for at, cell in enumerate(cells):
                for link in cell.cssselect("a"):
                    articles, places = counted(client, link.get("href"))
                    said = float(text(link).replace(",", "").removeprefix("<"))
                    assert said in ({0: (places,), 1: (articles,), 3: (articles,)}.get(at, (said,))), (
                        typed, text(row), link.get("href"),
                    )  # fmt: skip
        for link in tree.cssselect(".told dd a"):
            if "处" in text(link):
                assert counted(client, link.get("href"))[1] == numbers(text(link))[-1]
        for link in tree.cssselect("[role=status] a"):
            if said_of_all := numbers(text(link)):
                assert counted(client, link.get("href"))[0] == said_of_all[0]


@pytest.mark.parametrize("narrowed", NARROWED)
@pytest.mark.parametrize("name", ["source", "section", "type", "validity"])
def test_every_value_of_a_facet_leads_to_as_many_articles(
    client: FlaskClient, name: str, narrowed: str
) -> None:
    if narrowed.startswith(f"{name}="):
        return  # values that are chosen are added up
    for typed in (
        "",
        "夜校",
        "职工 夜校 清淤",
        "职工夜校招生",
        "-夜校",
        "夜校|清淤",
        "350",
        "街道怎么办好职工夜校",
    ):
        for link in opened(client, f"/facet?name={name}&{narrowed}", q=typed).cssselect(
            ".values a"
        ):
            articles, _places = counted(client, link.get("href"))
            assert [articles] == numbers(text(link.cssselect("span")[-1])), (typed, text(link))


@pytest.mark.parametrize("narrowed", NARROWED)
@pytest.mark.parametrize("path", ["/timeline", "/search"])
def test_every_year_and_month_leads_to_as_many_articles(
    client: FlaskClient, path: str, narrowed: str
) -> None:
    adds_up = path == "/search" and narrowed.startswith(("year", "month"))
    for typed in ("夜校", "职工 夜校 清淤", "-夜校", "日期:2020 夜校", "街道怎么办好职工夜校"):
        tree = opened(client, f"{path}?{narrowed}", q=typed)
        for row in tree.cssselect("table.periods tbody tr"):
            (link,) = row.cssselect("a")
            if link.get("aria-current") is None:
                articles, _places = counted(client, link.get("href"))
                assert [articles] == numbers(text(row.cssselect(".number")[0])), (typed, text(row))
        for link in [] if adds_up else tree.cssselect(".timeline li a:not([aria-current])"):
            articles, _places = counted(client, link.get("href"))
            assert [articles] == numbers(text(link.cssselect("span")[0])), (typed, text(link))
