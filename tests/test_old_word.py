"""Old Word files (.doc): what is shown is read, what is not is passed over and said, as in a .docx."""

import random
import struct

import pytest

from search.errors import UnreadableError
from search.ingest.lines.coverage import loss_of
from search.ingest.lines.rendering import Rendering
from search.ingest.word.binary import read_doc

from .files import storage_of
from .old_word import (
    DELETED,
    ENDS_ROW,
    HIDDEN,
    OldWord,
    as_symbol,
    elsewhere,
    in_list,
    in_style,
    in_style_of_paragraph,
    level,
)


def reading(document: OldWord) -> Rendering:
    rendering = read_doc(document.saved())
    assert loss_of(rendering) is None
    return rendering


def texts(document: OldWord) -> list[str]:
    return [line.text for line in reading(document).lines]


def remarks(document: OldWord) -> list[str]:
    return [aside.remark for aside in reading(document).set_aside if aside.remark]


def test_hidden_and_deleted_text_is_left_out_and_said() -> None:
    document = OldWord("夜灯底价三元旧的两盏。\r", [("底价三元", HIDDEN), ("旧的", DELETED)])
    assert texts(document) == ["夜灯两盏。"]
    assert remarks(document) == ["隐藏的 4 字未收入", "修订中删除的 2 字未收入"]


def hides(operand: int) -> bytes:
    return HIDDEN[:2] + bytes([operand])


@pytest.mark.parametrize(
    ("style", "direct", "shown"),
    [
        (b"", b"", "夜灯两盏"),
        (hides(1), b"", "夜灯"),
        (hides(0x81), b"", "夜灯"),
        (hides(1), hides(0), "夜灯两盏"),
        (hides(1), hides(0x80), "夜灯"),
        (hides(1), hides(0x81), "夜灯两盏"),
        (b"", hides(0x81), "夜灯"),
    ],
)
def test_a_style_hides_unless_the_text_says_otherwise(
    style: bytes, direct: bytes, shown: str
) -> None:
    document = OldWord(
        "夜灯两盏\r",
        [("两盏", in_style(2) + direct)],
        styles=[(1, 0xFFF, b""), (2, 0xFFF, style), (2, 1, b"")],
    )
    assert texts(document) == [shown]


def test_the_style_of_a_paragraph_hides_it() -> None:
    document = OldWord("底价两盏\r", [("两盏", hides(0))], styles=[(1, 0xFFF, HIDDEN)])
    assert texts(document) == ["两盏"]


def test_of_a_run_over_several_paragraphs_each_is_hidden_by_its_own_style() -> None:
    document = OldWord(
        "底价三元。\r夜灯两盏。\r",
        paragraphs=[("底价", in_style_of_paragraph(1))],
        styles=[(1, 0xFFF, b""), (1, 0xFFF, HIDDEN)],
    )
    assert texts(document) == ["夜灯两盏。"]


def test_styles_that_are_based_on_one_another_in_a_ring_end() -> None:
    document = OldWord("两盏\r", [("两盏", in_style(0))], styles=[(2, 1, b""), (2, 0, b"")])
    assert texts(document) == ["两盏"]


@pytest.mark.parametrize("properties", [HIDDEN, DELETED])
def test_a_paragraph_whose_mark_is_gone_runs_on_into_the_next(properties: bytes) -> None:
    assert texts(OldWord("骑手凭工\r牌取水。\r", [("\r", properties)])) == ["骑手凭工牌取水。"]


def test_a_note_follows_the_sentence_it_belongs_to_which_it_does_not_part() -> None:
    document = OldWord(
        "渡口管理办法\x02\r小渡口\x02逐一登记。\r2024年5月17日\r",
        footnotes=["\x02 本办法试行。\r", "\x02 日均不足五十人次。\r"],
    )
    assert texts(document) == [
        "渡口管理办法",
        "小渡口逐一登记。",
        "本办法试行。",
        "日均不足五十人次。",
        "2024年5月17日",
    ]


def test_comments_are_left_out_and_counted() -> None:
    document = OldWord("夜灯\x05两盏\x05。\r", comments=["再议\r", "同意\r"])
    assert texts(document) == ["夜灯两盏。"]
    assert remarks(document) == ["2 个批注未收入"]


def test_a_symbol_is_the_character_that_it_shows() -> None:
    document = OldWord(
        "温度(三十，\uf0b0。\r", [("(", as_symbol(1, 0xF0B3))], fonts=["宋体", "Symbol"]
    )
    assert texts(document) == ["温度≥三十，°。"]


def test_a_field_without_result_shows_its_equation_and_the_sounds_above_are_no_text() -> None:
    ruby = "\x13EQ \\* jc2 \\o\\ad(\\s\\up 9(ruì),汭)\x15"
    assert texts(OldWord(f"过{ruby}溪桥，\x13EQ \\f(面积,户数)\x15。\r")) == [
        "过汭溪桥，面积/户数。"
    ]


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert texts(OldWord("夜灯\x13两盏。\r完。\r")) == ["夜灯两盏。", "完。"]


def test_an_embedded_object_is_said() -> None:
    document = OldWord("式：\x13EMBED Equation.3\x14\x01\x15。\r")
    assert texts(document) == ["式：。"]
    assert remarks(document) == ["1 个嵌入的对象（如公式编辑器的公式、表格）未收入"]


NO_STORIES = [""] * 6  # what parts notes from the text


def test_a_letterhead_is_the_first_line_and_another_header_is_said() -> None:
    head = OldWord("夜灯两盏。\r", headers=[*NO_STORIES, "", "", "", "", "云江市水务局文件\r"])
    assert texts(head) == ["云江市水务局文件", "夜灯两盏。"]
    running = OldWord("夜灯两盏。\r", headers=[*NO_STORIES, "", "云江市水务局公报\r"])
    assert texts(running) == ["夜灯两盏。"]
    assert remarks(running) == ["页眉页脚的 8 字未收入"]


def test_word_art_comes_first_and_a_watermark_is_said() -> None:
    document = OldWord(
        "云水发〔2024〕3号\r夜灯两盏。\r",
        art=[("云江市水务局文件", "艺术字 1"), ("征求意见稿", "PowerPlusWaterMarkObject7")],
    )
    assert texts(document) == ["云江市水务局文件", "云水发〔2024〕3号", "夜灯两盏。"]
    assert remarks(document) == ["水印未收入"]


ARTICLES = level(39, "第\x00条")


def test_numbers_that_word_makes_are_written_out() -> None:
    document = OldWord(
        "夜灯办法\r甲设灯。\r乙点灯。\r",
        paragraphs=[("甲", in_list(1)), ("乙", in_list(1))],
        lists=[[ARTICLES]],
        numbers=[(0, {})],
    )
    assert texts(document) == ["夜灯办法", "第一条甲设灯。", "第二条乙点灯。"]


def test_levels_count_within_one_another_and_through_where_they_say_so() -> None:
    body = "总则\r甲。\r丙。\r附则\r乙。\r"
    placed = [("总则", in_list(1)), ("附则", in_list(1)), ("丙", in_list(1, 2))]
    placed += [(one, in_list(1, 1)) for one in ("甲", "乙")]
    rest = [level(255, "")] * 6
    through = level(39, "第\x01条", flags=0x08)
    document = OldWord(
        body,
        paragraphs=placed,
        lists=[[level(39, "第\x00章 "), through, level(0, "\x00.\x01.\x02", flags=0x04), *rest]],
        numbers=[(0, {})],
    )
    assert texts(document) == [
        "第一章 总则",
        "第一条甲。",
        "1.1.1 丙。",
        "第二章 附则",
        "第二条乙。",
    ]


def test_a_second_number_of_one_list_begins_it_anew_where_it_says_so() -> None:
    document = OldWord(
        "甲。\r乙。\r丙。\r",
        paragraphs=[("甲", in_list(1)), ("乙", in_list(2)), ("丙", in_list(2))],
        lists=[[level(0, "\x00、", start=5)]],
        numbers=[(0, {}), (0, {0: 1})],
    )
    assert texts(document) == ["5、甲。", "1、乙。", "2、丙。"]


@pytest.mark.parametrize("said", [in_list(0), in_list(7), in_list(0xF801), in_list(1, 200)])
def test_a_paragraph_of_no_list_has_no_number(said: bytes) -> None:
    document = OldWord("甲。\r", paragraphs=[("甲", said)], lists=[[ARTICLES]], numbers=[(0, {})])
    assert texts(document) == ["甲。"]


@pytest.mark.parametrize("says_so", [ENDS_ROW, elsewhere(8)])
def test_a_row_of_a_wide_table_ends_where_its_many_properties_say_so(says_so: bytes) -> None:
    document = OldWord(
        "灯\x07两盏\x07\x07桥\x07一座\x07\x07",
        paragraphs=[("", says_so)],
        data=bytes(8) + struct.pack("<H", len(ENDS_ROW)) + ENDS_ROW,
    )
    assert texts(document) == ["灯 | 两盏", "桥 | 一座"]


def test_a_table_that_never_ends_is_read() -> None:
    assert texts(OldWord("灯\x07两盏\x07桥\x07一座\x07")) == ["灯 | 两盏 | 桥 | 一座"]


def test_rows_of_which_nothing_is_said_end_at_an_empty_cell() -> None:
    assert texts(OldWord("灯\x07两盏\x07\x07桥\x07一座\x07\x07")) == ["灯 | 两盏", "桥 | 一座"]


@pytest.mark.parametrize("magic", [0xA5DC, 0xA699])
def test_a_document_of_word_95_is_named(magic: int) -> None:
    main = struct.pack("<HH", magic, 104).ljust(4096, b"\0")
    with pytest.raises(UnreadableError, match="Word 95 或更早"):
        read_doc(storage_of({"WordDocument": main}))


def test_any_damage_to_a_document_with_everything_gives_lines_or_a_reason() -> None:
    content = OldWord(
        "渡口\x02，底价(。\x05\r骑手\r取水。\r",
        [("底价", HIDDEN), ("(", as_symbol(0, 0xF0B3)), ("取水", in_style(1))],
        footnotes=["含轮渡。\r"],
        headers=[*NO_STORIES, "", "公报\r"],
        comments=["再议\r"],
        styles=[(1, 0xFFF, HIDDEN), (2, 0, HIDDEN)],
        fonts=["Symbol"],
        art=[("水务局文件", "x")],
        paragraphs=[("骑手", in_list(1)), ("取水", in_list(1))],
        lists=[[ARTICLES]],
        numbers=[(0, {0: 3})],
    ).saved()
    chance = random.Random(7)
    for _ in range(400):
        damaged = bytearray(content)
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(512, len(damaged))] = chance.randrange(256)
        try:
            assert read_doc(bytes(damaged)).lines
        except UnreadableError as error:
            assert error.reason
