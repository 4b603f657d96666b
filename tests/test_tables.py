"""Tables and JSON files: one article a row, or an object."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, BlockKind
from search.errors import UnreadableError
from search.ingest import Rejection, read_corpus

from .files import workbook
from .records import read_csv, read_json, read_workbook

HEADER = ["标题", "发布日期", "正文"]
ROW = ["关于夜校开班的通知", "2024-03-08", "夜校下周开班。"]


def csv_of(*rows: list[str], delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in rows).encode()


Items = Iterable[Article | UnreadableError]


def only(items: Items) -> Article:
    (item,) = items
    assert isinstance(item, Article), item
    return item


def told(items: Items) -> list[str]:
    return [
        item.title if isinstance(item, Article) else f"{item.line}: {item.reason}" for item in items
    ]


def test_a_row_is_an_article() -> None:
    article = only(read_csv(csv_of(HEADER, ROW), "a.csv"))
    assert (article.title, article.published) == ("关于夜校开班的通知", date(2024, 3, 8))
    assert [block.text for block in article.blocks] == ["夜校下周开班。"]


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("题名", "title", "夜校"), ("文件名称", "title", "夜校"), ("TITLE", "title", "夜校"),
        ("信息来源", "source", "云江日报"), ("Ｓｏｕｒｃｅ", "source", "云江日报"),
        ("发文机关", "issuer", "云江市总工会"), ("制发机关", "issuer", "云江市总工会"),
        ("发文字号", "doc_number", "云工发〔2024〕3号"), ("文 号", "doc_number", "云工发〔2024〕3号"),
        ("作者：", "author", "李禾"), ("网址", "url", "https://www.yunjiang.example/a"),
        ("编号", "id", "yj-1"),
    ],
)  # fmt: skip
def test_columns_have_chinese_or_english_names(name: str, field: str, value: str) -> None:
    header, row = ["正文", name], ["夜校下周开班。", value]
    if field != "title":
        header, row = [*header, "标题"], [*row, "通知"]
    assert getattr(only(read_csv(csv_of(header, row), "a.csv")), field) == value


def test_both_days_and_the_section_are_read() -> None:
    header = [*HEADER, "成文日期", "栏目路径"]
    article = only(read_csv(csv_of(header, [*ROW, "2024年3月1日", "新闻中心>要闻"]), "a.csv"))
    assert (article.signed, article.section) == (date(2024, 3, 1), ("新闻中心", "要闻"))


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert only(read_csv(csv_of(HEADER, ROW, delimiter=delimiter), "a.csv")).title == ROW[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_table_is_decoded(encoding: str) -> None:
    content = csv_of(HEADER, ROW).decode().encode(encoding)
    assert only(read_csv(content, "a.csv")).title == ROW[0]


def test_a_title_may_stand_above_the_header() -> None:
    above = ["云江市政策文件一览表", "", ""]
    assert (
        only(read_workbook(workbook([above, ["", "", ""], HEADER, ROW]), "a.xlsx")).title == ROW[0]
    )


def test_a_cell_of_several_lines_has_paragraphs() -> None:
    row = [ROW[0], ROW[1], '"一、总则\n夜校下周开班。\n\n请转告。"']
    article = only(read_csv(csv_of(HEADER, row), "a.csv"))
    assert [block.text for block in article.blocks] == ["一、总则", "夜校下周开班。", "请转告。"]
    assert article.blocks[0].kind is BlockKind.HEADING


def test_a_cell_of_html_is_read_as_a_page() -> None:
    row = [ROW[0], ROW[1], "<div><p>夜校下周开班。</p><p>请&#8203;转告。</p></div>"]
    article = only(read_csv(csv_of(HEADER, row), "a.csv"))
    assert "<" not in "".join(article.texts())
    assert len(article.blocks) == 2


@pytest.mark.parametrize("day", [45359, 45359.5, "2024/3/8", "2024-03-08 09:30:00", 20240308])
def test_a_day_may_be_a_number_or_a_text(day: object) -> None:
    content = workbook([HEADER, [ROW[0], day, ROW[2]]])
    assert only(read_workbook(content, "a.xlsx")).published == date(2024, 3, 8)


def test_a_row_without_title_or_text_is_rejected_with_its_number() -> None:
    rows = [HEADER, ["", "", "文"], ["题", "", ""], ["", "", ""], ROW, ["题", "某日", "文"]]
    assert told(read_workbook(workbook(rows), "a.xlsx")) == [
        "2: 没有标题 title",
        "3: 没有正文 text",
        ROW[0],
        "题",
    ]


def test_a_row_of_csv_is_named_by_the_line_where_it_begins() -> None:
    rows = [HEADER, [ROW[0], "", '"甲。\n乙。"'], ["题", "", ""]]
    assert told(read_csv(csv_of(*rows), "a.csv"))[1] == "4: 没有正文 text"


def test_every_sheet_has_its_own_header_and_one_without_is_reported_once() -> None:
    other = [["content", "title"], ["河道清淤。", "关于清淤的通知"]]
    notes = [["说明"], ["本表由云江市整理"]]
    lines = told(read_workbook(workbook([HEADER, ROW], other, notes, []), "a.xlsx"))
    assert lines[:2] == [ROW[0], "关于清淤的通知"]
    assert len(lines) == 3
    assert "工作表“表3”：找不到表头" in lines[2]


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", "标题,日期\n甲,2024\n".encode()])
def test_a_table_without_header_names_what_is_expected(content: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"找不到表头.*“标题”.*“正文”.*发布日期"):
        list(read_csv(content, "a.csv"))


def test_a_quote_without_end_does_not_hide_the_rows_before() -> None:
    lines = told(read_csv(csv_of(HEADER, ROW, ["题", "", '"文']), "a.csv"))
    assert lines[0] == ROW[0]


def test_workbooks_that_are_damaged_or_empty_are_rejected() -> None:
    for content, reason in ((workbook([]), "空表"), (workbook([HEADER, ROW])[:-30], "已损坏")):
        with pytest.raises(UnreadableError, match=reason):
            list(read_workbook(content, "a.xlsx"))


def test_files_of_tables_are_read_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_of(HEADER, ROW))
    (tmp_path / "b.xlsx").write_bytes(workbook([HEADER, ["", "", "文"], ROW]))
    items = list(read_corpus(tmp_path))
    assert [type(item) for item in items] == [Article, Rejection, Article]
    assert str(items[1]) == "b.xlsx:2: 没有标题 title"


# JSON files


@pytest.mark.parametrize("wrap", ["{}", '{{"data": {}}}', '{{"total": 1, "articles": {}}}'])
def test_a_list_of_objects_is_read_wherever_it_stands(wrap: str) -> None:
    objects = json.dumps([{"标题": "夜校", "正文": "开班。", "发布日期": "2024-03-08"}])
    article = only(read_json(wrap.format(objects).encode(), "a.json"))
    assert (article.title, article.published) == ("夜校", date(2024, 3, 8))


def test_one_object_is_one_article() -> None:
    assert (
        only(read_json('{"title": "夜校", "content": "开班。"}'.encode(), "a.json")).title == "夜校"
    )


def test_objects_in_lines_are_read_whatever_the_file_is_called() -> None:
    line = '{"title": "夜校", "text": "开班。"}\n'.encode()
    assert told(read_json(line + b"\n" + line, "a.json")) == ["夜校", "夜校"]


def test_a_bad_object_costs_only_itself() -> None:
    content = '[{"title": "甲"}, 5, {"title": "丙", "text": "文"}]'.encode()
    assert told(read_json(content, "a.json")) == [
        "None: 第 1 项：没有正文 text",
        "None: 第 2 项：不是 JSON 对象，应为 {…}",
        "丙",
    ]


@pytest.mark.parametrize("content", [b"[{]", b"[", b"5", b"[]", b"[" * 99_999, b'{"a": '])
def test_what_is_no_list_of_articles_is_rejected(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        list(read_json(content, "a.json"))


@given(
    place=st.integers(0, 3000),
    bits=st.integers(1, 255),
    cut=st.one_of(st.none(), st.integers(1, 2000)),
)
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_articles_or_reasons(place: int, bits: int, cut: int | None) -> None:
    for content, read in (
        (workbook([HEADER, ROW]), read_workbook),
        (csv_of(HEADER, ROW), read_csv),
        (b'[{"title": "a", "text": "b"}]', read_json),
    ):
        damaged = bytearray(content[:cut])
        damaged[place % len(damaged)] ^= bits
        try:
            for item in read(bytes(damaged), "a"):
                assert isinstance(item, Article | UnreadableError)
        except UnreadableError as error:
            assert error.reason
