"""A wording through time has a page: drawn, as a table whose numbers lead to what they count, as CSV, XLSX and JSON."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html
from python_calamine import CalamineWorkbook

from search.partial_date import PartialDate
from webui import create_app
from webui.wording.chart import HEIGHT, draw

from .articles import article, build
from .read_pages import page, text
from .republished import NOTICE


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        article("a", "旧闻", "清淤。", published=date(1990, 1, 1)),
        article("b", "夜校开班", "职工夜校开班，职工夜校招生。", published=date(2016, 3, 1), source="云江日报"),
        article("c", "河道", "清淤。", published=date(2017, 3, 1)),
        article("d", "夜校结业", "职工夜校结业，善治有成。", published=date(2020, 4, 1), source="云江日报"),
        article("e", "夜校再开", "职工夜校再开。", published=PartialDate(2021)),
        article("f", "夜校", "职工夜校。"),
    ]  # fmt: skip
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def rows(tree: html.HtmlElement) -> dict[str, list[str]]:
    table = [[text(cell) for cell in row.cssselect("th, td")] for row in tree.cssselect("tr")]
    return {label: cells for label, *cells in table}


def test_each_year_is_told_with_what_it_is_held_against(client: FlaskClient) -> None:
    told = rows(page(client.get("/trend?w=职工夜校&lang=zh")))
    assert told["时间"] == ["处数", "篇数", "每万字处数", "本库篇数", "本库字数"]
    assert told["2016年"] == ["2", "1", "1,052.63", "1", "19"]
    assert told["2017年"][:2] == ["0", "0"]
    assert told["2021年"][:2] == ["1", "1"]
    assert told["无日期"][:2] == ["1", "1"]
    assert told["合计"][:2] == ["5", "4"]


def test_a_year_without_articles_is_a_gap_and_no_zero(client: FlaskClient) -> None:
    tree = page(client.get("/trend?w=职工夜校&lang=zh"))
    assert rows(tree)["2018年 – 2019年"] == ["本库没有文章"]
    assert tree.cssselect("svg.chart rect")


def test_what_lies_long_before_the_first_use_is_one_row(client: FlaskClient) -> None:
    told = rows(page(client.get("/trend?w=职工夜校&lang=zh")))
    assert told["1990年 – 2012年"][:4] == ["0", "0", "0", "1"]


def test_every_number_leads_to_what_it_counts(client: FlaskClient) -> None:
    tree = page(client.get("/trend?w=职工夜校&lang=zh"))
    links = {link.get("href"): text(link) for link in tree.cssselect("tbody td:nth-child(3) a")}
    assert len(links) == 3
    for address, count in links.items():
        hits = page(client.get(address)).cssselect(".hit")
        assert str(len(hits)) == count


def test_a_bar_leads_to_its_hits_and_only_by_mouse(client: FlaskClient) -> None:
    tree = page(client.get("/trend?w=职工夜校&lang=zh"))
    bars = tree.cssselect("svg.chart a")
    in_table = [link.get("href") for link in tree.cssselect("tbody td:nth-child(2) a")]
    assert [bar.get("href") for bar in bars] == in_table
    assert {bar.get("tabindex") for bar in bars} == {"-1"}
    assert tree.cssselect("svg.chart")[0].get("aria-hidden") == "true"


def test_first_and_latest_use_most_in_a_year_and_the_longest_silence_are_told(
    client: FlaskClient,
) -> None:
    tree = page(client.get("/trend?w=职工夜校&lang=zh"))
    told = {text(one[0]): text(one[1]) for one in tree.cssselect(".told dl > div")}
    assert told == {
        "最早见于": "2016年3月1日 夜校开班 云江日报",
        "最近见于": "2021年（只知年份） 夜校再开",
        "最多": "2016年，2 处",
        "最长间断": "2016年之后，到2020年才又见到",
    }


def test_several_wordings_stand_beside_one_another(client: FlaskClient) -> None:
    tree = page(client.get("/trend?w=职工夜校&w=“善治”&measure=articles&lang=zh"))
    told = rows(tree)
    assert told["时间"][:2] == ["职工夜校", "善治"]
    assert told["2020年"][:2] == ["1", "1"]
    assert len(tree.cssselect("svg.chart path.line")) == 2
    assert len({key.get("d") for key in tree.cssselect("figcaption .point")}) == 2  # forms


def choices(tree: html.HtmlElement) -> dict[str, str]:
    return {text(link): link.get("href") for link in tree.cssselect(".trend-choices a")}


def test_lines_or_bars_are_a_choice_in_the_address(client: FlaskClient) -> None:
    bars = page(client.get("/trend?w=职工夜校&lang=zh"))
    assert bars.cssselect("svg.chart .bar")
    line = page(client.get(choices(bars)["线"]))
    assert (len(line.cssselect("svg.chart .line")), len(line.cssselect("svg.chart .point"))) == (
        1,
        3,
    )
    assert page(client.get(choices(line)["柱"])).cssselect("svg.chart .bar")
    assert "chart=line" in choices(line)["篇数"]


def test_bars_of_several_wordings_stand_side_by_side_each_filled_in_its_own_way(
    client: FlaskClient,
) -> None:
    lines = page(client.get("/trend?w=职工夜校&w=善治&w=清淤&lang=zh"))
    assert not lines.cssselect(".bar")
    tree = page(client.get(choices(lines)["柱"]))
    fills = [
        {bar.get("fill") for bar in group.cssselect(".bar")}
        for group in tree.cssselect("svg.chart > g")
    ]
    assert fills == [{"url(#fill-1)"}, {"url(#fill-2)"}, {"url(#fill-3)"}]
    patterns = tree.cssselect("svg.chart pattern[id^=fill] path")
    assert len({one.get("d") for one in patterns}) == 3
    assert [key.get("fill") for key in tree.cssselect("figcaption .bar")] == [
        "url(#fill-1)", "url(#fill-2)", "url(#fill-3)",
    ]  # fmt: skip


def test_how_much_there_is_of_a_year_leads_to_it(client: FlaskClient) -> None:
    tree = page(client.get("/trend?w=职工夜校&lang=zh"))
    (status,) = tree.cssselect("[role=status] a")
    assert len(page(client.get(status.get("href"))).cssselect(".hit")) == 6
    held = tree.cssselect("tbody td.soft a")
    assert [text(link) for link in held] == ["1"] * 5
    for link in held:
        assert len(page(client.get(link.get("href"))).cssselect(".hit")) == 1
    (peak,) = tree.cssselect(".told dd a[href*=year]")
    assert text(peak) == "2016年，2 处"
    assert "本库 6 篇，从1990年1月1日到2021年" in text(tree)


def test_months_are_counted_where_they_are_known(client: FlaskClient) -> None:
    told = rows(page(client.get("/trend?w=职工夜校&by=month&lang=zh")))
    assert told["2020年4月"][:2] == ["1", "1"]
    assert told["不知月份"][:2] == ["2", "2"]


def test_filters_narrow_and_are_kept_by_every_choice(client: FlaskClient) -> None:
    tree = page(client.get("/trend?w=职工夜校&source=云江日报&lang=zh"))
    assert rows(tree)["合计"][:2] == ["3", "2"]
    choices = [link.get("href") for link in tree.cssselect(".trend-choices a, tbody a")]
    assert choices
    assert all("source=云江日报" in address for address in choices)
    assert ("source", "云江日报") in [
        (field.get("name"), field.get("value")) for field in tree.cssselect("form.trend-form input")
    ]


def test_without_a_wording_there_is_the_form_to_ask_for_some(client: FlaskClient) -> None:
    tree = page(client.get("/trend"))
    assert len(tree.cssselect("form.trend-form input[name=w]")) == 5
    assert not tree.cssselect("table")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("&".join(f"w=提法{number}" for number in range(6)), "最多同时统计 5 个提法"),
        ("w=职工&by=day", "没有这种选择"),
        ("w=职工&measure=all", "没有这种选择"),
        ("w=职工&chart=pie", "没有这种选择"),
        ("w=职工&from=20x4", "不是日期"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(client: FlaskClient, asked: str, said: str) -> None:
    assert said in text(page(client.get(f"/trend?{asked}&lang=zh"), 400))


def test_a_wording_is_never_markup(client: FlaskClient) -> None:
    answer = client.get("/trend", query_string={"w": "<script>alert(1)</script>夜校"})
    assert b"<script>alert" not in answer.data


def test_tables_have_a_row_for_each_wording_and_year(client: FlaskClient) -> None:
    lines = client.get("/trend.csv?w=职工夜校&lang=zh").text.removeprefix("\ufeff")
    header, *listed = csv.reader(io.StringIO(lines))
    assert header == ["提法", "年份", "处数", "篇数", "每万字处数", "本库篇数", "本库字数"]
    of_year = {row[1]: row[2:] for row in listed}
    assert of_year["2016"] == ["2", "1", "1052.6316", "1", "19"]
    assert of_year["2018"] == ["", "", "", "0", "0"]
    file = io.BytesIO(client.get("/trend.xlsx?w=职工夜校&lang=zh").data)
    sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert sheet[0] == header
    assert len(sheet) == len(listed) + 1


def test_json_tells_the_same(client: FlaskClient) -> None:
    told = client.get("/api/trend?w=职工夜校").get_json()
    (wording,) = told["wordings"]
    assert told["articles"] == 6
    assert wording["total"]["occurrences"] == 5
    assert wording["first"]["id"] == "b"
    assert wording["silence"] == {"after": "2016", "before": "2020", "periods": 1}
    gap = next(point for point in wording["points"] if point["period"] == "2018")
    assert gap["per_ten_thousand"] is None


def test_the_result_of_a_wording_says_when_it_was_used_first_and_leads_to_its_trend(
    client: FlaskClient,
) -> None:
    tree = page(client.get("/search?q=“职工夜校”&source=云江日报&lang=zh"))
    (uses,) = tree.cssselect(".uses")
    assert text(uses) == (
        "本库最早 2016年3月1日《夜校开班》 · 最近 2021年（只知年份）《夜校再开》 · 走势 · 上下文 · 依据表"
    )
    assert page(client.get(uses.cssselect("a")[2].get("href"))).cssselect("svg.chart")
    assert not page(client.get("/search?q=“没有这句话”")).cssselect(".uses")


def test_a_chart_is_as_high_as_its_greatest_value() -> None:
    (bars,) = draw(["2023", "2024"], [[2.0, 7.0]], are_bars=True).series
    tops = [float(path.split("V")[1].split("h")[0]) for path in bars.points]
    ticks = [tick.label for tick in draw(["2023", "2024"], [[2.0, 7.0]], are_bars=True).values]
    assert ticks == [0, 2, 4, 6, 8]
    assert tops[1] < tops[0] < HEIGHT


def test_a_line_is_broken_where_nothing_can_be_said() -> None:
    one, other = draw(
        ["2021", "2022", "2023", "2024"], [[1, 2, None, 4], [0, 0, None, 0]], are_bars=False
    ).series
    assert one.line.count("M") == 2
    assert one.periods == (0, 1, 3)
    assert other.periods == ()


def test_without_copies_the_sum_leads_to_what_it_counts_and_no_year_does(tmp_path: Path) -> None:
    """A copy of what another year has first is counted there; the year by itself has it once more."""
    papers = [
        article(f"n{day}", "职工夜校通知", *NOTICE, published=date(2023, 5, day))
        for day in (1, 2, 3)
    ]
    papers += [
        article("c", "职工夜校通知", *NOTICE, published=date(2024, 5, 1)),
        article("o", "夜校", "职工夜校。", published=date(2024, 6, 1)),
    ]
    with closing(build(tmp_path, papers)) as engine:
        client = create_app(engine).test_client()
        tree = page(client.get("/trend?w=职工夜校&copies=off&lang=zh"))
        links = {one.get("href") for one in tree.cssselect(".trend-table a, .chart a, .told h2 a")}
        assert rows(tree)["2023年"][:2] == ["3", "1"]
        assert rows(tree)["2024年"][:2] == ["1", "1"]
        assert len(tree.cssselect(".chart .bar")) == 2
        assert len(links) == 1
        for url in links:
            there = page(client.get(url))
            assert text(there.cssselect("[role=status]")[0]).startswith("2 篇 4 处")
            assert not there.cssselect("[role=status] a[href^='/search']")
