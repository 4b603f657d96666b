"""Word files: the new format, made here; the old one, made by tests/fixtures/documents/make.py."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from search.errors import UnreadableError
from search.ingest.lines.rendering import Form, Rendering
from search.ingest.word.binary import read_doc
from search.ingest.word.document import read_docx
from search.ingest.word.lists import chinese_number

from .files import word_file

CORPUS = Path(__file__).parents[1] / "corpus" / "documents"
FIXTURES = Path(__file__).parent / "fixtures" / "documents"


def saved(document: Any) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def texts(document: Any) -> list[str]:
    return [line.text for line in read_docx(saved(document)).lines]


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def test_paragraphs_and_tables_come_in_order_a_row_a_line() -> None:
    document = docx.Document()
    document.add_paragraph("课程如下：")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["课程", "时间", "剪纸", "周三"], strict=True
    ):
        cell.text = text
    document.add_paragraph("请转告。")
    assert texts(document) == ["课程如下：", "课程 | 时间", "剪纸 | 周三", "请转告。"]
    assert read_docx(saved(document)).form is Form.DOCUMENT


def test_a_line_break_ends_a_line_and_a_tab_is_a_space() -> None:
    document = docx.Document()
    document.add_paragraph("云江市总工会\n关于夜校的\t通知")
    assert texts(document) == ["云江市总工会", "关于夜校的 通知"]


def test_heading_styles_have_levels() -> None:
    document = docx.Document()
    document.add_heading("夜校通知", 0)
    document.add_heading("一、时间", 1)
    document.add_heading("（一）平日", 2)
    document.add_paragraph("周三晚上。")
    assert [line.level for line in read_docx(saved(document)).lines] == [1, 1, 2, None]


def test_a_large_centred_line_near_the_top_is_a_title() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("关于夜校的通知").font.size = Pt(22)
    document.add_paragraph("各区县总工会：")
    assert [line.level for line in read_docx(saved(document)).lines] == [1, None]


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("夜校")
    for name, kind, text in (("del", "delText", "停课"), ("ins", "t", "开班")):
        change, run, shown = element(name), element("r"), element(kind)
        shown.text = text
        run.append(shown)
        change.append(run)
        paragraph._p.append(change)
    hidden = paragraph.add_run("（内部掌握）")
    hidden.font.hidden = True
    assert texts(document) == ["夜校开班"]


def test_text_boxes_and_content_controls_are_read_once() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("外")
    control, content = element("sdt"), element("sdtContent")
    inner = element("p")
    inner.append(element("r"))
    inner[0].append(element("t"))
    inner[0][0].text = "控件里"
    content.append(inner)
    control.append(content)
    paragraph._p.addnext(control)
    assert texts(document) == ["外", "控件里"]


@pytest.mark.parametrize(
    ("kind", "pattern", "labels"),
    [
        ("chineseCountingThousand", "第%1条", ["第一条", "第二条", "第三条"]),
        ("chineseCounting", "（%1）", ["（一）", "（二）", "（三）"]),
        ("decimal", "%1.", ["1. ", "2. ", "3. "]),
        ("upperRoman", "%1", ["I ", "II ", "III "]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("bullet", "•", ["", "", ""]),
    ],
)
def test_numbers_that_word_makes_are_written_out(
    kind: str, pattern: str, labels: list[str]
) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract, level = element("abstractNum", abstractNumId="90"), element("lvl", ilvl="0")
    for name, value in (("start", "1"), ("numFmt", kind), ("lvlText", pattern)):
        level.append(element(name, val=value))
    abstract.append(level)
    numbering.insert(0, abstract)
    number = element("num", numId="90")
    number.append(element("abstractNumId", val="90"))
    numbering.append(number)
    for _ in labels:
        properties = document.add_paragraph("夜校")._p.get_or_add_pPr()
        listed = element("numPr")
        listed.extend([element("ilvl", val="0"), element("numId", val="90")])
        properties.append(listed)
    assert texts(document) == [f"{label}夜校" for label in labels]


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (103, "一百零三"), (110, "一百一十"),
     (1005, "一千零五"), (2024, "二千零二十四")],
)  # fmt: skip
def test_numbers_are_written_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_the_old_format_gives_the_same_lines() -> None:
    lines = [line.text for line in read_doc((CORPUS / "2017-old-wells.doc").read_bytes()).lines]
    assert lines[:3] == [
        "云江市水务局关于封填废弃水井的通知",
        "云水发〔2017〕9号",
        "各区县水务局：",
    ]
    assert "砚岭县 | 412 | 2017年9月" in lines
    assert lines[-1] == "二〇一七年四月十一日"


def test_headings_of_the_old_format_have_levels() -> None:
    lines = read_doc((CORPUS / "2017-old-wells.doc").read_bytes()).lines
    assert [line.text for line in lines if line.level == 1] == ["一、摸清底数", "二、分类处理"]


def test_empty_cells_and_rare_characters_of_the_old_format_are_read() -> None:
    lines = [line.text for line in read_doc((FIXTURES / "tables.doc").read_bytes()).lines]
    assert lines[1:4] == ["课程 | 时间 | 地点", "剪纸 |  | 一楼 东厅", "書法𠮷 | 周三 | 二楼"]
    assert lines[4:] == ["报名请到工会办公室。", "额满为止。"]


def test_an_encrypted_file_of_the_old_format_is_said_to_be_encrypted() -> None:
    content = bytearray((FIXTURES / "tables.doc").read_bytes())
    start = content.index(b"\xec\xa5")
    content[start + 0x0B] |= 0x01
    with pytest.raises(UnreadableError, match="已加密"):
        read_doc(bytes(content))


def test_a_document_without_text_is_rejected() -> None:
    with pytest.raises(UnreadableError, match="没有文字"):
        read_docx(saved(docx.Document()))


def test_a_part_that_unpacks_without_end_is_refused() -> None:
    bomb = b"\0" * (201 << 20)
    with pytest.raises(UnreadableError, match="压缩炸弹"):
        read_docx(word_file("", {"styles.xml": ("styles", bomb)}))


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "夜校"><!ENTITY b "&a;&a;&a;">]>'
    source = saved(docx.Document())
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                head, body = content.split("?>", 1)
                content = f"{head}?>{bomb}{body.replace('<w:body>', '<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p>')}"
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UnreadableError):
        read_docx(packed.getvalue())


@pytest.mark.parametrize(
    ("read", "path"),
    [(read_doc, CORPUS / "2017-old-wells.doc"), (read_docx, CORPUS / "2024-rural-roads.docx")],
    ids=["doc", "docx"],
)
def test_any_damage_gives_lines_or_a_reason(read: Callable[[bytes], Rendering], path: Path) -> None:
    content = path.read_bytes()
    chance = random.Random(4)
    for _ in range(150):
        damaged = bytearray(
            content[: chance.randrange(len(content))] if chance.random() < 0.3 else content
        )
        for _ in range(chance.randrange(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            assert read(bytes(damaged)).lines
        except UnreadableError as error:
            assert error.reason
