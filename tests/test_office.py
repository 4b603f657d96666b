"""Files of other programs than Word: OpenDocument, slides, RTF, books are read as they are shown."""

import io
import zipfile
from pathlib import Path

import pytest

from search.errors import UnreadableError
from search.ingest import ReadArticle, Rejection, Remark, read_file, single_file
from search.ingest.lines.coverage import loss_of
from search.ingest.office.book import read_book
from search.ingest.office.open_document import read_open_document
from search.ingest.office.presentation import read_presentation
from search.ingest.office.rich_text import read_rich_text
from tests.files import archive_of
from tests.office_files import (
    book,
    in_rich_text,
    open_document,
    open_table,
    paragraph,
    presentation,
    rich_text,
    shape,
    slide_table,
)

TITLE = "三江市图书馆关于调整开放时间的通知"
FIRST = "自六月一日起，周二至周日早上八点半开馆，周一整理书架，不对外开放。"
SECOND = "少儿阅览室提前到下午六点半闭馆，节假日照常开放。"


def items(folder: Path, name: str, content: bytes) -> list[ReadArticle | Remark | Rejection]:
    (folder / name).write_bytes(content)
    return list(read_file(single_file(folder / name)))


def opened(body: str, styles: str = "") -> list[str]:
    return [line.text for line in read_open_document(open_document(body, styles)).lines]


def said(body: str, styles: str = "") -> list[str]:
    rendering = read_open_document(open_document(body, styles))
    assert loss_of(rendering) is None
    return [part.remark for part in rendering.set_aside if part.remark]


# OpenDocument


def test_paragraphs_headings_and_tables_come_in_their_order() -> None:
    body = paragraph(TITLE, tag="h", more='text:outline-level="1"') + paragraph(FIRST)
    body += open_table(("阅览室", "座位"), ("少儿", 80)) + paragraph(SECOND)
    assert opened(body) == [TITLE, FIRST, "阅览室 | 座位", "少儿 | 80", SECOND]
    assert read_open_document(open_document(body)).lines[0].level == 1


def test_numbers_that_a_list_makes_are_written() -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
        'style:num-format="一, 二, 三, ..." style:num-suffix="、"/><text:list-level-style-number '
        'text:level="2" style:num-format="1" style:num-suffix="."/></text:list-style>'
    )
    inner = f"<text:list><text:list-item>{paragraph('周二')}</text:list-item></text:list>"
    listed = f'<text:list text:style-name="L"><text:list-item>{paragraph("开馆")}{inner}</text:list-item>'
    listed += f"<text:list-item>{paragraph('闭馆')}{paragraph('不编号的一段')}</text:list-item></text:list>"
    assert opened(listed, styles) == ["一、开馆", "1. 周二", "二、闭馆", "不编号的一段"]


def test_notes_follow_the_sentence_they_belong_to() -> None:
    told = f"<text:note-body>{paragraph('遇台风顺延。')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{told}</text:note>"
    assert opened(paragraph("六月一日" + note + "起开放。") + paragraph(SECOND)) == [
        "六月一日起开放。", "遇台风顺延。", SECOND,
    ]  # fmt: skip


def test_spaces_tabs_and_line_ends_are_what_their_elements_say() -> None:
    words = "甲\n  乙<text:tab/>丙<text:line-break/>丁"
    assert opened(paragraph(words)) == ["甲 乙 丙", "丁"]


def test_text_boxes_follow_their_paragraph() -> None:
    box = f"<draw:frame><draw:text-box>{paragraph('特急')}</draw:text-box></draw:frame>"
    assert opened(paragraph(TITLE + box) + paragraph(FIRST)) == [TITLE, "特急", FIRST]


def test_what_was_deleted_hidden_or_noted_is_no_text_and_is_said() -> None:
    styles = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    deleted = f"<text:deletion>{paragraph('旧的')}</text:deletion>"
    changes = f"<text:tracked-changes>{deleted}</text:tracked-changes>"
    comment = f"<office:annotation>{paragraph('查一下')}</office:annotation>"
    hidden = '<text:span text:style-name="H">内部</text:span>'
    body = changes + paragraph(TITLE + hidden) + paragraph(FIRST + comment)
    assert opened(body, styles) == [TITLE, FIRST]
    assert said(body, styles) == ["1 个批注未收入", "隐藏的 2 字未收入", "修订中删除的 2 字未收入"]


def test_an_encrypted_document_is_named() -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(UnreadableError, match="已加密"):
        read_open_document(open_document(paragraph(TITLE), manifest=manifest))


def test_rows_of_a_spreadsheet_are_articles(tmp_path: Path) -> None:
    rows = open_table(("标题", "正文", "发布日期"), (TITLE, FIRST, "2024-05-20"))
    (item,) = items(tmp_path, "a.ods", open_document(rows, kind="spreadsheet"))
    assert isinstance(item, ReadArticle)
    assert (item.article.title, str(item.article.day)) == (TITLE, "2024-05-20")


# Slides


def slides(*drawn: str, hidden: tuple[int, ...] = ()) -> list[str]:
    return [line.text for line in read_presentation(presentation(*drawn, hidden=hidden)).lines]


def test_the_title_of_a_slide_comes_before_what_is_on_it() -> None:
    first = shape("2024年5月20日") + shape(TITLE, kind="ctrTitle")
    second = shape("开馆", kind="title") + shape(FIRST, SECOND)
    assert slides(first, second) == [TITLE, "2024年5月20日", "开馆", FIRST, SECOND]


def test_a_table_on_a_slide_has_its_rows() -> None:
    table = slide_table(("阅览室", "座位"), ("少儿", "80"))
    assert slides(shape(TITLE, kind="title") + table) == [TITLE, "阅览室 | 座位", "少儿 | 80"]


def test_what_stands_at_the_foot_of_slides_is_no_text() -> None:
    content = presentation(shape(TITLE, kind="title") + shape("图书馆", kind="ftr") + shape(FIRST))
    rendering = read_presentation(content)
    assert [line.text for line in rendering.lines] == [TITLE, FIRST]
    assert loss_of(rendering) is None


def test_slides_that_are_not_shown_are_said() -> None:
    rendering = read_presentation(presentation(shape(TITLE), shape("备用"), hidden=[1]))
    assert [line.text for line in rendering.lines] == [TITLE]
    assert "1 张隐藏的幻灯片未收入" in [part.remark for part in rendering.set_aside]


# RTF


def rich(body: str) -> list[str]:
    return [line.text for line in read_rich_text(rich_text(body)).lines]


def test_text_in_bytes_of_gbk_and_in_numbers_of_unicode_is_read() -> None:
    assert rich(in_rich_text(TITLE) + r"\par \u23569?\u20799 \'3f" + in_rich_text("室") + r"\par") == [
        TITLE, "少儿室",
    ]  # fmt: skip


def test_each_font_has_its_encoding() -> None:
    fonts = r"{\fonttbl{\f0\fcharset134 a;}{\f1\fcharset136 b;}{\f2\fcharset0 c;}}"
    body = r"\f0\'ba\'ba\f1\'ba\'7e\f2\'e9\par"
    content = rf"{{\rtf1\ansi\ansicpg1252{fonts}{body}}}".encode()
    assert read_rich_text(content).lines[0].text == "汉漢é"


def test_a_character_beyond_the_first_65536_is_read() -> None:
    assert rich(r"\u-10187?\u-8896?\par") == ["\U0001d540"]


def test_rows_of_tables_are_lines() -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl {}\cell {}\cell\row "
    body = "".join(
        row.format(*map(in_rich_text, cells)) for cells in (("室", "座位"), ("少儿", "80"))
    )
    assert rich(in_rich_text(TITLE) + r"\par" + body + r"\pard " + in_rich_text(FIRST) + r"\par") == [
        TITLE, "室 | 座位", "少儿 | 80", FIRST,
    ]  # fmt: skip


def test_what_only_programs_read_is_no_text() -> None:
    aside = r"{\*\generator Riched}{\stylesheet{\s0 Normal;}}{\pict\pngblip 89504e47}"
    field = r"{\field{\*\fldinst HYPERLINK x}{\fldrslt " + in_rich_text("官网") + "}}"
    assert rich(aside + in_rich_text("见") + field + r"\par") == ["见官网"]


def test_bytes_of_a_picture_are_passed_over() -> None:
    content = rich_text(
        in_rich_text(TITLE) + r"{\pict\bin9 " + "}}}}{{\\\\}" + "}" + in_rich_text("附件") + r"\par"
    )
    assert read_rich_text(content).lines[0].text.endswith("附件")


def test_hidden_and_deleted_text_and_headers_of_rtf_are_said() -> None:
    header, hidden, deleted = map(in_rich_text, ("页眉", "藏", "删去"))
    body = (
        rf"{{\header {header}\par}}{in_rich_text(TITLE)}{{\v {hidden}}}{{\deleted {deleted}}}\par"
    )
    rendering = read_rich_text(rich_text(body))
    assert [line.text for line in rendering.lines] == [TITLE]
    assert sorted(part.remark for part in rendering.set_aside) == [
        "修订中删除的 2 字未收入", "隐藏的 1 字未收入", "页眉页脚的 2 字未收入",
    ]  # fmt: skip


def test_a_footnote_of_rtf_follows_its_sentence() -> None:
    note = r"{\footnote " + in_rich_text("遇台风顺延。") + "}"
    assert rich(in_rich_text("六月一日") + note + in_rich_text("起开放。") + r"\par") == [
        "六月一日起开放。", "遇台风顺延。",
    ]  # fmt: skip


def test_groups_without_end_are_damage() -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        read_rich_text(b"{\\rtf1" + b"{" * 100_000)


# Books


def test_pages_of_a_book_come_in_the_order_of_its_spine(tmp_path: Path) -> None:
    content = book(
        "三江渡口小识", f"<h1>柳浦渡</h1><p>{FIRST}</p>", f"<p>{SECOND}</p>", day="2020-10"
    )
    (item,) = items(tmp_path, "a.epub", content)
    assert isinstance(item, ReadArticle)
    assert (item.article.title, str(item.article.day)) == ("三江渡口小识", "2020-10")
    assert [block.text for block in item.article.blocks] == ["柳浦渡", FIRST, SECOND]


def test_a_book_that_a_shop_has_locked_is_named() -> None:
    with zipfile.ZipFile(io.BytesIO(book("书", f"<p>{FIRST}</p>"))) as packed:
        parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    parts["META-INF/rights.xml"] = "<rights/>"
    with pytest.raises(UnreadableError, match="已加密"):
        read_book(archive_of(parts))


# Files of WPS are those of Word 97 and Excel 97


@pytest.mark.parametrize("name", ["documents/2016-tea-market.wps", "exports/bus-stops-2019.et"])
def test_files_of_wps_are_read_by_what_is_in_them(name: str) -> None:
    (item,) = read_file(single_file(Path(__file__).parents[1] / "corpus" / name))
    assert isinstance(item, ReadArticle)
    assert not item.doubts
