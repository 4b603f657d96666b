"""Results as tables: complete up to their bound, and harmless in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from search.answer import as_table
from webui import create_app, exports
from webui.shown import result_page

from .articles import article, build

HOSTILE = '=HYPERLINK("http://坏.example","看")'
CONTROLS = "a\x00\x07\x0b\ufffe\u202e" + "长" * 40_000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    articles = [
        article(
            "a", "夜校通知", "夜校下周开班。", published=date(2024, 3, 8), section=("要闻", "工会/夜校"),
            source="云江日报", doc_number="云工发〔2024〕3号",
        ),
        article("b", HOSTILE, "<script>夜校</script>{{7*7}}", source="@SUM(A1)", section=("+1",)),
        article("c", f"-1 {CONTROLS}", "夜校", source="\t=1"),
        article("d", " _x0041_<编号>& ", "轮渡。"),
        *(article(f"n{i:03}", "简讯", "青屿区快讯。") for i in range(230)),
    ]  # fmt: skip
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield create_app(engine).test_client()


def rows(client: FlaskClient, url: str) -> list[list[str]]:
    text = client.get(url).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def sheets(client: FlaskClient, url: str) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url).data))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def sheet(client: FlaskClient, url: str) -> list[list[object]]:
    return next(iter(sheets(client, url).values()))


def test_a_row_says_what_is_known_of_an_article(client: FlaskClient) -> None:
    header, row = rows(client, "/export.csv?q=开班")
    assert dict(zip(header, row, strict=True)) == {
        "编号": "a",
        "标题": "夜校通知",
        "发布日期": "2024-03-08",
        "成文日期": "",
        "栏目": "要闻/工会／夜校",
        "来源": "云江日报",
        "发文机关": "",
        "文号": "云工发〔2024〕3号",
        "时效": "",
        "施行日期": "",
        "有效期至": "",
        "其他版本": "0",
        "命中处数": "1",
        "摘录": "夜校下周开班。",
        "原文网址": "",
        "本站网址": "http://localhost/articles/a",
    }


def test_a_sheet_has_the_same_rows(client: FlaskClient) -> None:
    header, row = sheet(client, "/export.xlsx?q=开班")
    assert (header[1], row[1], row[12]) == ("标题", "夜校通知", 1.0)


def test_all_pages_are_exported_in_the_order_asked_for(client: FlaskClient) -> None:
    found = rows(client, "/export.csv?q=青屿区&sort=oldest&page=3&size=20")
    assert [row[0] for row in found[1:]] == [f"n{i:03}" for i in range(230)]


def test_filters_narrow_an_export(client: FlaskClient) -> None:
    assert [row[0] for row in rows(client, "/export.csv?q=夜校&section=要闻")[1:]] == ["a"]


def test_no_cell_begins_as_a_formula_does(client: FlaskClient) -> None:
    for row in rows(client, "/export.csv?q=夜校"):
        assert not [cell for cell in row if cell.lstrip()[:1] in {"=", "+", "-", "@"}]


def test_a_sheet_holds_formulas_as_texts(client: FlaskClient) -> None:
    titles = [row[1] for row in sheet(client, "/export.xlsx?q=夜校")]
    assert HOSTILE in titles


def test_what_a_sheet_cannot_hold_is_replaced_or_cut(client: FlaskClient) -> None:
    (title,) = [str(row[1]) for row in sheet(client, "/export.xlsx?q=夜校") if row[0] == "c"]
    assert len(title) == 32_767
    assert "\x07" not in title


def test_a_sheet_holds_texts_as_they_are_written(client: FlaskClient) -> None:
    assert [row[1] for row in sheet(client, "/export.xlsx?q=轮渡")[1:]] == [" _x0041_<编号>& "]


def test_a_sheet_is_a_whole_package_that_says_how_wide_its_columns_are(client: FlaskClient) -> None:
    with ZipFile(io.BytesIO(client.get("/export.xlsx?q=夜校").data)) as book:
        assert book.testzip() is None
        written = book.read("xl/worksheets/sheet1.xml").decode()
    assert written.index("<cols>") < written.index('<row r="1"') < written.index('<row r="4"')
    assert "<dimension" not in written


def test_json_has_the_hits_of_the_api(client: FlaskClient) -> None:
    exported = client.get("/export.json?q=夜校").get_json()
    assert exported["hits"] == client.get("/api/search?q=夜校").get_json()["hits"]
    assert (exported["query"], exported["total"]) == ("夜校", 3)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_an_export_is_a_file_with_the_query_as_its_name(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/export.{kind}", query_string={"q": '夜校"/\r\n../'})
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert disposition.endswith(f".{kind}")
    assert "\n" not in disposition
    assert "/" not in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_what_is_wrong_is_said_before_anything_is_sent(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/export.{kind}?sort=best")
    assert answer.status_code == 400
    assert "没有这种排序" in answer.text


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part of an export have 100 hits."""
    for module in (as_table, exports, result_page):
        monkeypatch.setattr(module, "MOST_IN_PART", 100)


@pytest.mark.usefixtures("in_parts")
def test_the_parts_of_an_export_have_all_hits_each_once(client: FlaskClient) -> None:
    url: str | None = "/export.json?q=青屿区&sort=oldest&source=&page=2&size=20"
    found, bounds = list[str](), []
    while url:
        exported = client.get(url).get_json()
        found += [hit["id"] for hit in exported["hits"]]
        bounds.append((exported["first"], exported["listed"]))
        url = exported["next"]
    assert found == [f"n{i:03}" for i in range(230)]
    assert bounds == [(1, 100), (101, 100), (201, 30)]


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_part_says_what_it_has_in_its_name_and_headers(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/export.{kind}?q=青屿区&part=3")
    counted = [answer.headers[f"X-Hits-{name}"] for name in ("Total", "First", "Listed")]
    assert counted == ["230", "201", "30"]
    assert "Link" not in answer.headers
    name = unquote(answer.headers["Content-Disposition"].partition("UTF-8''")[2])
    assert name == f"青屿区（第 201 至 230 条，共 230 条）.{kind}"


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_part_leads_to_the_next(client: FlaskClient, kind: str) -> None:
    link = client.get(f"/export.{kind}?q=青屿区&sort=newest&page=2").headers["Link"]
    url, relation = link.split("; ")
    assert relation == 'rel="next"'
    following = client.get(url.strip("<>"))
    assert (following.status_code, following.headers["X-Hits-First"]) == (200, "101")
    assert "sort=newest" in link


@pytest.mark.usefixtures("in_parts")
def test_a_sheet_says_inside_where_the_next_part_is(client: FlaskClient) -> None:
    [[said]] = sheets(client, "/export.xlsx?q=青屿区")["没有列全"]
    assert str(said).startswith("第 1 至 100 条，共 230 条 http://localhost/export.xlsx?q=")
    assert str(said).endswith("&part=2")


@pytest.mark.parametrize("part", ["0", "-1", "x", "21", "9999999"])
def test_a_part_that_there_is_not_is_refused(client: FlaskClient, part: str) -> None:
    assert client.get(f"/export.csv?q=夜校&part={part}").status_code == 400


def test_it_is_said_how_many_parts_there_are(client: FlaskClient) -> None:
    assert "没有第 2 份，一共 1 份" in client.get("/export.csv?q=夜校&part=2").text
    assert len(rows(client, "/export.csv?q=没有的词句&part=1")) == 1


@pytest.mark.usefixtures("in_parts")
def test_the_page_offers_each_part(client: FlaskClient) -> None:
    page = client.get("/search?q=青屿区&sort=oldest&size=20").text
    assert "每份 100 条，共 3 份" in page
    assert 'name="part" value="1" min="1" max="3"' in page
    assert '<input type="hidden" name="sort" value="oldest">' in page
    assert "共 1 份" not in client.get("/search?q=夜校").text


def test_an_export_of_all_hits_says_nothing_of_a_bound(client: FlaskClient) -> None:
    headers = client.get("/export.csv?q=夜校").headers
    assert (headers["X-Hits-Total"], headers["X-Hits-Listed"]) == ("3", "3")
    assert headers["Content-Disposition"].endswith("%E5%A4%9C%E6%A0%A1.csv")
    assert len(sheets(client, "/export.xlsx?q=夜校")) == 1
