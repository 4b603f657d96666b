"""Sheets: what a person sees of a table. Merged cells, hidden rows, forms of numbers, tables of pages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from search.article import Article
from search.errors import UnreadableError
from search.ingest.tables import csv_file, page_tables, spreadsheet_xml, workbook
from search.ingest.tables.sheet import Merge, Sheet, filled_rows
from search.ingest.tables.sheet_marks import number_form

from .records import articles, doubts, remarks
from .sheets import SheetMade, xls, xlsx

HEADER: list[object] = ["标题", "栏目", "来源", "正文"]
ROWS: list[list[object]] = [
    HEADER,
    ["关于修剪行道树的通知", "政务公开/通知公告", "云江市园林局", "修剪自四月开始。"],
    ["关于认养古树的通知", "", "", "登记点设在东湖公园。"],
    ["关于开放花海的通知", "", "", "花海开放至六月底。"],
]
MERGED = SheetMade(ROWS, merges=[(1, 3, 1, 1), (1, 3, 2, 2)])
MAKERS = pytest.mark.parametrize("make", [xlsx, xls])
Make = Callable[..., bytes]


def read(content: bytes) -> list[Article]:
    found = list(articles(workbook.read_workbook(content, "a.xlsx")))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def told(content: bytes) -> list[str]:
    return remarks(workbook.read_workbook(content, "a.xlsx"))


def reasons(content: bytes) -> list[str]:
    found = articles(workbook.read_workbook(content, "a.xlsx"))
    return [item.reason for item in found if isinstance(item, UnreadableError)]


@MAKERS
def test_a_merged_value_holds_for_every_row_of_the_merge(make: Make) -> None:
    for article in read(make(MERGED)):
        assert article.section == ("政务公开", "通知公告")
        assert article.source == "云江市园林局"


@MAKERS
def test_a_header_may_be_merged_over_two_rows_below_a_title(make: Make) -> None:
    rows = [
        ["云江市文件一览表"],
        ["标题", "日期", "", "正文"],
        ["", "发布", "成文", ""],
        ["关于夜校开班的通知", "2024-03-08", "2024-03-01", "夜校下周开班。"],
    ]
    merges = [(0, 0, 0, 3), (1, 2, 0, 0), (1, 1, 1, 2), (1, 2, 3, 3)]
    (article,) = read(make(SheetMade(rows, merges=merges)))
    assert (article.published, article.signed) == (date(2024, 3, 8), date(2024, 3, 1))


@MAKERS
def test_one_cell_over_title_and_text_is_a_subheading_and_is_told(make: Make) -> None:
    rows: list[list[object]] = [HEADER, ["一、市政府文件"], *ROWS[1:]]
    content = make(SheetMade(rows, merges=[(1, 1, 0, 3)]))
    assert [article.title for article in read(content)] == [row[0] for row in ROWS[1:]]
    assert told(content) == ["1 行是合并成一格的小标题，未收入"]


@MAKERS
def test_hidden_rows_columns_and_sheets_are_left_out_and_told(make: Make) -> None:
    seen = replace(MERGED, hidden_rows=[2], hidden_columns=[2])
    content = make(seen, SheetMade(ROWS, name="草稿", is_hidden=True))
    assert [(one.title, one.source) for one in read(content)] == [
        ("关于修剪行道树的通知", None),
        ("关于开放花海的通知", None),
    ]
    assert told(content) == [
        "工作表“甲”：隐藏的列“来源”未收入",
        "工作表“甲”：隐藏的 1 行未收入",
        "工作表“草稿”是隐藏的，未收入",
    ]


@MAKERS
def test_a_hidden_column_of_texts_is_the_reason_why_there_is_no_article(make: Make) -> None:
    assert reasons(make(replace(MERGED, hidden_columns=[3]))) == [
        "列“正文”是隐藏的，未收入；请取消隐藏后另存"
    ]


@MAKERS
def test_days_that_are_numbers_count_from_1904_where_the_workbook_says_so(make: Make) -> None:
    rows: list[list[object]] = [["标题", "发布日期", "正文"], ["夜校", 43897, "开班。"]]
    (article,) = read(make(SheetMade(rows), date_1904=True))
    assert article.published == date(2024, 3, 8)


def test_a_cell_that_is_a_day_is_one_in_both_ways_to_count() -> None:
    rows: list[list[object]] = [["标题", "发布日期", "正文"], ["夜校", date(2024, 3, 8), "开班。"]]
    for date_1904 in (False, True):
        (article,) = read(xlsx(SheetMade(rows), date_1904=date_1904))
        assert article.published == date(2024, 3, 8)


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (0.35, "0%", "35%"), (0.1234, "0.00%", "12.34%"), (12, "00000", "00012"),
        (1234567, "#,##0", "1,234,567"), (3.5, "0.00", "3.50"), (7.0, None, "7"),
        (20240012, None, "20240012"), (3.14159, None, "3.14159"), (-0.5, "0.0", "-0.5"),
    ],
)  # fmt: skip
def test_a_number_is_written_as_its_cell_shows_it(
    number: float, form: str | None, shown: str
) -> None:
    rows: list[list[object]] = [HEADER, [number, "", "", "夜校下周开班。"]]
    content = xlsx(SheetMade(rows, forms={(1, 0): form} if form else {}))
    assert read(content)[0].title == shown


@pytest.mark.parametrize("code", ["General", "yyyy-mm-dd", "@", '0"号"', "[Red]0", "# ?/?"])
def test_a_form_that_is_more_than_digits_is_left_alone(code: str) -> None:
    assert number_form(code) is None


def test_formulas_are_read_by_what_was_saved_of_them() -> None:
    rows: list[list[object]] = [HEADER, ['="夜校"&"通知"{夜校通知}', "", "=1/0{#DIV/0!}", "开班。"]]
    content = xlsx(SheetMade(rows))
    assert [(one.title, one.source) for one in read(content)] == [("夜校通知", None)]
    assert told(content) == ["1 个单元格是错误值（如 #N/A），按空白读"]


def test_formulas_that_were_never_worked_out_are_told() -> None:
    rows: list[list[object]] = [*ROWS, ["夜校", '=A1&"x"{}', "", "开班。"]]
    assert told(xlsx(SheetMade(rows))) == ["1 个公式没有保存结果，按空白读；请用 Excel 打开后另存"]


def test_columns_beyond_the_header_or_twice_in_it_are_told() -> None:
    rows = [["标题", "正文", "", "备注", "正文"], ["夜校", "开班。", "甲", "乙", "别的正文。"]]
    assert told(xlsx(SheetMade(rows))) == [
        "字段 第 3 列、备注、正文（第 5 列）不认识，未收入（1 篇）"
    ]


def test_a_header_that_is_repeated_is_no_article() -> None:
    assert len(read(xlsx(SheetMade([*ROWS[:2], HEADER, *ROWS[2:]])))) == 3


def test_merges_beyond_all_bounds_cost_no_more_than_the_rows() -> None:
    merges = tuple(Merge(1, 10**6, 0, 10**6) for _ in range(100_000))
    rows = filled_rows(Sheet([(n, ["甲", None]) for n in range(1, 100)], merges=merges))
    assert list(rows)[-1] == (99, ["甲", "甲"])


# CSV


def csv_told(text: str) -> list[str]:
    return remarks(csv_file.read_csv(text.encode(), "a.csv"))


def csv_read(text: str) -> Article:
    (article,) = articles(csv_file.read_csv(text.encode(), "a.csv"))
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('="云江市夜校"', "云江市夜校"), ('="说""夜校"""', '说"夜校"'), ("'00123", "00123"),
        ('=HYPERLINK("https://a.example","云江市夜校")', "云江市夜校"), ("=夜校=", "=夜校="),
        ("'夜校'开班", "'夜校'开班"), (" 夜校 ", "夜校"),
    ],
)  # fmt: skip
def test_what_only_excel_understands_is_read_as_it_shows_it(cell: str, shown: str) -> None:
    quoted = cell.replace('"', '""')
    assert csv_read(f'标题,正文\n"{quoted}",开班。\n').title == shown


def test_errors_of_formulas_are_blank_and_told() -> None:
    text = "标题,来源,正文\n夜校,#REF!,开班。\n"
    assert csv_read(text).source is None
    assert csv_told(text) == ["1 个单元格是错误值（如 #N/A），按空白读"]


def test_a_comma_within_a_text_at_the_end_of_a_row_parts_nothing() -> None:
    text = "标题,来源,正文\n夜校,云江日报,开班,请转告,谢谢。\n"
    assert csv_read(text).blocks[0].text == "开班,请转告,谢谢。"
    assert doubts(csv_file.read_csv(text.encode(), "a.csv")) == [
        "这一行比表头多 2 格，接在正文后面"
    ]


def test_a_row_that_is_longer_than_its_header_is_a_doubt() -> None:
    text = "标题,正文,来源\n夜校,开班,请转告,云江日报\n"
    assert doubts(csv_file.read_csv(text.encode(), "a.csv")) == [
        "这一行比表头多 1 格，各栏可能错位"
    ]
    assert csv_told(text) == ["字段 第 4 列 不认识，未收入（1 篇）"]


def test_a_row_that_is_shorter_than_its_header_is_read() -> None:
    assert csv_read("标题,正文,来源\n夜校,开班。\n").source is None


def test_the_second_row_of_a_header_may_name_what_the_first_leaves_open() -> None:
    article = csv_read("标题,日期,,正文\n,发布,成文,\n夜校,2024-03-08,2024-03-01,开班。\n")
    assert (article.published, article.signed) == (date(2024, 3, 8), date(2024, 3, 1))


# Tables of pages, named .xls

TABLE = (
    "<table border=1><tr><th>标题</th><th>来源</th><th>正文</th></tr>"
    "<tr><td>夜校<br>通知</td><td rowspan=2>云江日报</td><td><p>开班。</p><p>请转告。</p></td></tr>"
    "<tr><td>花海&amp;古树</td><td>花海<b>开放</b>，工资&lt;3000元免费。</td></tr></table>"
)


def page_read(page: str) -> list[Article]:
    found = list(articles(page_tables.read_page_tables(page.encode(), "a.xls")))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def test_a_table_of_a_page_is_read_row_by_row() -> None:
    first, second = page_read(f"<html><body>{TABLE}</body></html>")
    assert (first.title, [block.text for block in first.blocks]) == (
        "夜校 通知",
        ["开班。", "请转告。"],
    )
    assert (second.title, second.source) == ("花海&古树", "云江日报")
    assert second.blocks[0].text == "花海开放，工资<3000元免费。"


def test_tables_may_stand_within_others_and_be_several() -> None:
    layout = f"<table><tr><td>菜单</td><td>{TABLE}</td></tr></table>"
    assert len(page_read(f"<html>{layout}{TABLE}<table><tr><td>页脚</td></tr></table></html>")) == 4


def test_hidden_rows_and_columns_of_a_page_are_left_out_and_told() -> None:
    page = (
        "<table><col><col style='display:none'><col><tr><td>标题<td>来源<td>正文</tr>"
        "<tr style='display:none'><td>甲<td>云江日报<td>文一。</tr>"
        "<tr><td>乙<td>云江日报<td>文<span style='display: none'>密</span>二。</tr></table>"
    )
    (article,) = page_read(page)
    assert (article.title, article.source, article.blocks[0].text) == ("乙", None, "文二。")
    assert remarks(page_tables.read_page_tables(page.encode(), "a.xls")) == [
        "隐藏的列“来源”未收入",
        "隐藏的 1 行未收入",
    ]


def test_a_workbook_saved_as_one_page_is_read() -> None:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    pages = [
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>{body}</html>\r\n"
        for body in ("<frameset><frame src=a></frameset>", TABLE)
    ]
    assert len(page_read(head + "".join(pages) + "--b--\r\n")) == 2


def test_spans_without_bounds_are_bounded() -> None:
    cell = "<td colspan=999999 rowspan=999999>夜校</td>"
    page = "<table><tr><td>标题<td>正文</tr>" + f"<tr>{cell}{cell}</tr>" * 20 + "</table>"
    list(page_tables.read_page_tables(page.encode(), "a.xls"))


# XML spreadsheets

SPREADSHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="甲"><Table><Column/><Column/><Column ss:Hidden="1"/>
<Row><Cell><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">发布日期</Data></Cell>
<Cell><Data ss:Type="String">来源</Data></Cell><Cell><Data ss:Type="String">正文</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">夜校通知</Data></Cell>
<Cell ss:MergeDown="1"><Data ss:Type="DateTime">2024-03-08T00:00:00.000</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">开班。</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">2024</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">花海<B>开放</B>。</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">密</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="藏"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_a_workbook_saved_as_xml_is_read() -> None:
    items = list(spreadsheet_xml.read_spreadsheet_xml(SPREADSHEET.encode(), "a.xml"))
    found = [item for item in articles(items) if isinstance(item, Article)]
    assert [(one.title, one.published, one.blocks[0].text) for one in found] == [
        ("夜校通知", date(2024, 3, 8), "开班。"),
        ("2024", date(2024, 3, 8), "花海开放。"),
    ]
    assert remarks(items) == [
        "工作表“甲”：隐藏的列“来源”未收入",
        "工作表“甲”：隐藏的 1 行未收入",
        "工作表“藏”是隐藏的，未收入",
    ]


@pytest.mark.parametrize("place", ['ss:Index="9999999"', 'ss:Index="99999999999"'])
def test_cells_and_rows_far_away_cost_nothing(place: str) -> None:
    for element in ("<Cell>", "<Row>"):
        text = SPREADSHEET.replace(element, f"{element[:-1]} {place}>", 1)
        try:
            list(spreadsheet_xml.read_spreadsheet_xml(text.encode(), "a.xml"))
        except UnreadableError as error:
            assert "过大" in error.reason
