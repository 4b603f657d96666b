"""PDF pages: turned text, columns from right to left, watermarks, tables, notes, what cannot be read."""

import pytest

from search.errors import UnreadableError
from search.ingest.lines.coverage import loss_of
from search.ingest.pdf.document import read_pdf
from search.ingest.scans.installed import unread
from tests.pdf_files import Sheet, grid, lines, pdf, rule, text

TITLE = "云江市图书馆关于古籍修复的通知"
FIRST = "古籍修复室每周三向市民开放，参观者须事先预约，每批不超过十二人，由馆员带领讲解纸张、装帧和虫蛀的修补办法"
SECOND = "参观时请勿触摸案上书页，不得使用闪光灯，随身物品存放在一楼柜台。"
BODY = text(TITLE, 150, 760, 20) + lines(FIRST + "，" + SECOND, 80, 700)


def read(*sheets: Sheet | str) -> list[str]:
    return [line.text for line in read_pdf(pdf(*sheets)).lines]


def remarks(*sheets: Sheet | str) -> list[str]:
    return [part.remark for part in read_pdf(pdf(*sheets)).set_aside if part.remark]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_shown_turned_is_read_as_it_is_shown(angle: int) -> None:
    x, y = {90: (80, 200), 180: (500, 700), 270: (500, 700)}[angle]
    turned = Sheet(text("附件：修复工具清单", x, y, 12, angle), rotate=angle)
    assert "附件：修复工具清单" in read(BODY, turned)


@pytest.mark.parametrize("angle", [90, 180, 270, 45, 30, 200])
def test_text_drawn_at_any_angle_is_read_beside_upright_text(angle: int) -> None:
    assert "镊子与排笔各六支" in read(BODY + text("镊子与排笔各六支", 300, 400, 12, angle))


def test_a_file_all_of_which_is_drawn_turned_is_read_in_order() -> None:
    drawn = text(TITLE, 60, 100, 20, 90)
    for n, part in enumerate((FIRST[:30], FIRST[30:] + "，", SECOND)):
        drawn += text(part, 120 + 20 * n, 100, 12, 90)
    assert read(drawn)[0] == TITLE
    assert "".join(read(drawn)[1:]) == FIRST + "，" + SECOND


def test_a_table_drawn_turned_on_an_upright_page_has_its_rows() -> None:
    # Its x axis runs up the page, its y axis to the left.
    drawn = rule(200, 100, 200, 500) + rule(230, 100, 230, 500) + rule(260, 100, 260, 500)
    drawn += "".join(rule(200, y, 260, y) for y in (100, 300, 500))
    for x, cells in ((220, ("工具", "数量")), (250, ("喷壶", "四只"))):
        drawn += "".join(text(cell, x, 110 + 200 * n, 12, 90) for n, cell in enumerate(cells))
    assert [line for line in read(BODY + drawn) if "|" in line] == ["工具 | 数量", "喷壶 | 四只"]


def columns(*words: str, x: float = 500, size: float = 14, font: str = "Song") -> str:
    """Draw columns from right to left, character by character."""
    drawn = ""
    for n, column in enumerate(words):
        for at, one in enumerate(column):
            drawn += text(one, x - n * 2 * size, 740 - at * size, size, font=font)
    return drawn


def test_vertical_text_is_read_by_columns_from_right_to_left() -> None:
    drawn = columns("云江县志重修缘起", size=24)
    drawn += columns(
        "旧志毁于兵火，今据抄本与碑刻重修，凡", "三易其稿，历时九年，乃成此编。", x=440
    )
    assert read(drawn) == [
        "云江县志重修缘起",
        "旧志毁于兵火，今据抄本与碑刻重修，凡三易其稿，历时九年，乃成此编。",
    ]


def test_a_font_for_vertical_text_is_read_down_its_columns() -> None:
    drawn = text("旧志毁于兵火，今据抄本与碑刻重修，凡", 500, 740, 14, font="Down")
    drawn += text("三易其稿，历时九年，乃成此编。", 472, 740, 14, font="Down")
    assert read(drawn) == ["旧志毁于兵火，今据抄本与碑刻重修，凡三易其稿，历时九年，乃成此编。"]


def test_forms_for_vertical_text_are_the_marks_they_stand_for() -> None:
    assert read(columns("馆藏﹁云江图﹂一幅︐纸本︒")) == ["馆藏「云江图」一幅，纸本。"]


def test_numbers_across_a_column_and_turned_along_it_stay_in_their_place() -> None:
    drawn = columns("重修于民国") + text("11", 500, 670, 14)
    drawn += text("年，共存", 507, 668, 14, font="Down") + text("328", 502, 610, 14, 270)
    drawn += text("册。", 507, 586, 14, font="Down")
    assert "".join(read(drawn)) == "重修于民国11年，共存328册。"


def test_a_heading_across_the_columns_comes_first() -> None:
    drawn = text("云江县志重修缘起", 200, 790, 22)
    drawn += columns("旧志毁于兵火，今据抄本与碑刻重修，凡", "三易其稿，历时九年，乃成此编。")
    assert read(drawn)[0] == "云江县志重修缘起"


@pytest.mark.parametrize(
    "mark",
    [
        text("内部传阅", 120, 670, 44, before="0.85 g"),
        text("内部传阅", 200, 500, 50, 45, before="0.9 g"),
        text("内部传阅", 120, 670, 44, before="/Faint gs"),
        text("内部传阅", 120, 670, 44, before="0.97 g"),
        "".join(
            text(one, 120 + 50 * n, 690 - 4 * n, 44, before="0.8 g")
            for n, one in enumerate("内部传阅")
        ),
    ],
    ids=["pale", "slanted", "translucent", "nearly white", "letter by letter"],
)
@pytest.mark.parametrize("is_over", [True, False])
def test_a_watermark_is_left_out_of_the_words_it_crosses(mark: str, is_over: bool) -> None:
    page = BODY + mark if is_over else mark + BODY
    assert read(page) == [TITLE, FIRST + "，" + SECOND]
    assert remarks(page) == ["水印“内部传阅”未收入"]


def test_a_large_title_in_a_light_colour_is_no_watermark() -> None:
    light = text(TITLE, 130, 760, 22, before="0.2 0.6 0.9 rg") + lines(FIRST + "。", 80, 700)
    assert read(light)[0] == TITLE


def test_light_letters_on_a_dark_ground_are_text() -> None:
    banner = "0.1 0.2 0.6 rg 60 740 480 50 re f\n" + text(TITLE, 130, 755, 22, before="1 g")
    assert read(banner + lines(FIRST + "。", 80, 700))[0] == TITLE


def test_what_nobody_can_see_is_left_out_and_said() -> None:
    white = text("请勿收录此行暗字", 80, 500, 12, before="1 g")
    assert not any("暗字" in line for line in read(BODY + white))
    assert remarks(BODY + white) == ["8 个看不见的字未收入"]


def test_what_stands_outside_the_page_is_left_out_and_said() -> None:
    outside = text("裁切线外的校样说明", 80, -60, 12)
    assert not any("校样" in line for line in read(BODY + outside))
    assert remarks(BODY + outside) == ["页面以外的 9 个字未收入"]


def test_what_text_recognition_laid_over_a_scan_is_text() -> None:
    scan = "q 595 0 0 842 0 0 cm /Picture Do Q\n" + lines(FIRST + "。", 80, 700).replace(
        "BT", "3 Tr BT"
    )
    assert read(scan) == [FIRST + "。"]


def test_a_cell_that_wraps_is_one_text() -> None:
    drawn = BODY + grid([80, 120, 280, 400], [600, 570, 520])
    drawn += text("序号", 85, 580) + text("类别", 125, 580) + text("负责人", 285, 580)
    drawn += text("1", 85, 540) + text("善本修复（含函套、夹板、拓", 125, 550, 11)
    drawn += text("片装裱）", 125, 532, 11) + text("纪函", 285, 540)
    assert read(drawn)[-2:] == [
        "序号 | 类别 | 负责人",
        "1 | 善本修复（含函套、夹板、拓片装裱） | 纪函",
    ]


def test_a_merged_cell_is_written_in_its_first_row() -> None:
    drawn = BODY + grid([80, 180, 280], [600, 570, 540]).replace(
        rule(80, 570, 280, 570), rule(180, 570, 280, 570)
    )
    drawn += text("善本", 85, 565) + text("三百册", 185, 580) + text("待修二十册", 185, 550)
    assert read(drawn)[-2:] == ["善本 | 三百册", "待修二十册"]


def test_a_sentence_goes_on_over_the_notes_at_the_foot_of_a_page() -> None:
    first = text(TITLE, 150, 760, 20) + lines(FIRST[:36] * 2, 80, 140) + rule(80, 95, 200, 95)
    first += text("①虫蛀：指书虱啃食纸张所成的孔洞。", 80, 80, 9)
    got = read(first, lines(FIRST[36:] + "。", 80, 760))
    assert FIRST[:36] + FIRST + "。" in got
    assert got[-1] == "①虫蛀：指书虱啃食纸张所成的孔洞。"


def test_pages_that_are_pictures_amid_others_are_named() -> None:
    scan = "q 595 0 0 842 0 0 cm /Picture Do Q\n"
    assert remarks(BODY, scan, BODY, scan) == [unread("第 2、4 页是图片，没有文字层")]


def test_a_file_without_text_or_pictures_is_no_scan() -> None:
    with pytest.raises(UnreadableError, match="也没有图片"):
        read(rule(80, 80, 200, 200))


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(UnreadableError, match="扫描件"):
        read("q 595 0 0 842 0 0 cm /Picture Do Q\n")


def test_a_font_that_does_not_tell_its_characters_is_said() -> None:
    with pytest.raises(UnreadableError, match="字体没有对应的文字"):
        read(lines(FIRST, 80, 700).replace("/Song", "/Mute"))
    assert "6 个字的字体没有对应的文字，未收入" in remarks(
        BODY + text("修复室平面图", 80, 500, font="Mute")
    )


def test_every_character_is_read_or_set_aside_by_a_rule() -> None:
    page = BODY + text("内部传阅", 120, 670, 44, before="0.85 g") + text("— 1 —", 280, 30)
    rendering = read_pdf(pdf(page, page))
    assert rendering.held == len((TITLE + FIRST + SECOND) * 2) + 2 + 2 * 4 + 2 * 3
    assert loss_of(rendering) is None


def field(name: str, value: str, box: str) -> str:
    words = value.encode("utf-16-be").hex()
    return (
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V <feff{words}> /Rect [{box}] /F 4"
        " /DA (/Song 12 Tf) >>"
    )


def note(kind: str, words: str, box: str = "80 480 280 500") -> str:
    drawn = words.encode("utf-16-be").hex()
    return f"<< /Type /Annot /Subtype /{kind} /Contents <feff{drawn}> /Rect [{box}] /F 4 >>"


def test_what_was_filled_into_a_form_stands_beside_its_label() -> None:
    form = Sheet(
        BODY + text("预约单位：", 80, 500),
        annotations=(field("unit", "砚北路小学", "140 495 300 512"),),
    )
    content = pdf(form, catalog="/AcroForm << /Fields [] >>")
    assert "预约单位：砚北路小学" in [line.text for line in read_pdf(content).lines]


def test_a_box_of_text_that_was_laid_on_a_page_is_read() -> None:
    assert "改在周四开放" in read(Sheet(BODY, annotations=(note("FreeText", "改在周四开放"),)))


def test_comments_are_left_out_and_said() -> None:
    sheet = Sheet(BODY, annotations=(note("Text", "此处再核"), note("Highlight", "每批几人？")))
    assert read(sheet) == read(BODY)
    assert remarks(sheet) == ["2 个批注未收入"]


def test_a_list_whose_numbers_stand_apart_is_no_table() -> None:
    words = ("排笔洗净后悬挂晾干，不得平放，", "镊子用毕擦油。", "喷壶每日换水。")
    drawn = BODY
    for n, part in enumerate(words, 1):
        drawn += text(f"{n}.", 80, 560 - 40 * n) + text(part, 110, 560 - 40 * n)
        drawn += text(f"{n}.1", 110, 540 - 40 * n) + text("由馆员查验", 150, 540 - 40 * n)
    assert not any("|" in line for line in read(drawn))


def test_a_table_that_no_lines_draw_has_its_rows_each_cell_whole() -> None:
    drawn = BODY + text("序号", 80, 600) + text("类别", 130, 600) + text("负责人", 300, 600)
    drawn += (
        text("1", 80, 570) + text("善本修复（含函套、夹板、拓", 130, 579) + text("纪函", 300, 570)
    )
    drawn += text("片装裱）", 130, 561) + text("2", 80, 530) + text("碑帖", 130, 530)
    drawn += text("蓝帙", 300, 530)
    assert read(drawn)[-3:] == [
        "序号 | 类别 | 负责人",
        "1 | 善本修复（含函套、夹板、拓片装裱） | 纪函",
        "2 | 碑帖 | 蓝帙",
    ]


def test_three_columns_are_read_one_after_the_other() -> None:
    words = (FIRST + "，" + SECOND) * 3
    parts = [words[at : at + 10] for at in range(0, 240, 10)]
    drawn = text(TITLE, 150, 790, 20)
    for n, part in enumerate(parts):
        drawn += text(part, 80 + 150 * (n // 8), 740 - 20 * (n % 8))
    assert "".join(read(drawn)[1:]) == words[:240]
