"""Which lines of a text are one paragraph, because they only break where a page was full."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.hard_wraps import paragraph_ranges, told_paragraph_ranges

WRAPPED = (
    "经市政府常务会议研究同意，自即日起对全市",
    "范围内的小型水库开展安全鉴定。鉴定经费由",
    "市财政统筹安排，结论由欧阳青山、张三、司马",
    "大江三位专家签字后报送市水利局备案。",
)


def paragraphs(*lines: str, between: str = "\n") -> list[str]:
    text = between.join(lines)
    return [text[start:end] for start, end in paragraph_ranges(text)]


@pytest.mark.parametrize(
    ("first", "others"), [("", ""), ("　　", ""), ("  ", "  "), ("　　", "　")]
)
def test_lines_that_are_full_are_one_paragraph_with_indents_and_without(
    first: str, others: str
) -> None:
    lines = [first + WRAPPED[0], *(others + line for line in WRAPPED[1:])]
    assert paragraphs(*lines) == ["\n".join(lines)]


def test_lines_may_be_full_of_characters_however_wide_they_are() -> None:
    lines = (
        "新增停车位12345个，鉴定水库678座，",
        "市财政统筹安排鉴定经费，结论由专家签字",
        "后报送。",
    )
    assert paragraphs(*lines) == ["\n".join(lines)]


@pytest.mark.parametrize("between", ["\n\n", "\n　　"])
def test_a_blank_line_or_an_indentation_begins_another(between: str) -> None:
    whole = "\n".join(WRAPPED)
    assert paragraphs(whole, whole, between=between) == [whole, between.strip("\n") + whole]


@pytest.mark.parametrize("ending", ["\r\n", "\x0c", "\u2028"])
def test_whatever_ends_a_line_is_no_part_of_a_paragraph(ending: str) -> None:
    assert paragraphs("甲。", "乙。", between=ending) == ["甲。", "乙。"]


@pytest.mark.parametrize(
    "lines",
    [
        ("关于开展全市小型水库安全鉴定工作的通知", "各县区人民政府："),  # a title, and to whom
        ("小型水库安全鉴定的范围和经费来源", "鉴定经费由市财政统筹安排，结论报送市水利局备案，限期整改。"),
        ("一、鉴定经费由市财政统筹安排的有关规定", "二、结论报送市水利局备案。"),
        ("三江市小型水库安全鉴定管理暂行办法", "三江市小型水库安全鉴定实施细则", "三江市水库名录"),
        ("（2020年12月23日三江市政府常务会议通过）", "为规范水库鉴定，制定本办法。"),
        ("春眠不觉晓，", "处处闻啼鸟。"),
    ],
)  # fmt: skip
def test_lines_that_end_on_purpose_are_paragraphs(lines: tuple[str, ...]) -> None:
    assert paragraphs(*lines) == list(lines)


def test_what_was_pasted_last_may_have_lost_its_end() -> None:
    assert len(paragraphs("鉴定经费由市财政统筹安排，结论由专家签", "字后报送市水利局备")) == 1


def test_what_announces_something_may_go_on_too() -> None:
    assert len(paragraphs("经市政府同意，现将小型水库安全鉴定事项通", "知如下：")) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ("联系人：市水利局工程科张三，电话12345", "联系地址：三江市沿江路十八号，市水利局"),
        ("本次安全鉴定由三江市水利局、三江市财政局", "二〇二四年五月十六日"),
        ("鉴定经费由市财政统筹安排，结论报送备案，", "（3）各县区要落实责任。"),
        ("水库名称，所在县区\t库容，万立方米\t等级", "云江水库\t二千三百五十\t二级。"),
        ("关于印发《小型水库安全鉴定办法》的通知", "各县区人民政府，市水利局："),
        ("限期整改，情况报市政府。（市水利局负责）", "鉴定经费由市财政统筹安排。"),
    ],
)  # fmt: skip
def test_what_stands_by_itself_goes_on_with_nothing(lines: tuple[str, ...]) -> None:
    assert paragraphs(*lines) == list(lines)


PLAIN = (
    "三江市小型水库安全鉴定管理暂行办法",
    "各县区人民政府，市政府各部门：",
    "为规范小型水库安全鉴定工作，保障水库安全运行，根据国家有关规定，结合本市实际，制定本办法",
    "一、总体要求",
    "小型水库每五年鉴定一次，新建的水库在蓄水后两年内完成首次鉴定，鉴定结论报市水利局备案。",
    "二、鉴定范围",
    "（一）总库容十万立方米以上的水库；",
    "（二）下游有居民区、学校和工厂的水库。",
    "云江水库、青山水库、白石水库、三桥水库",
    "联系人：张三，电话：0371-1234567",
    "附件：1.三江市小型水库名录",
    "2.三江市小型水库安全鉴定报告书",
    "三江市人民政府办公室、三江市水利局",
    "2024年5月16日",
)
TEXT = (
    "小型水库每五年鉴定一次，新建的水库在蓄水后两年内完成首次鉴定，结论报市水利局备案。未按期鉴定的，"
    "由市水利局责令限期改正，逾期不改的不得蓄水。",
    "鉴定经费由市财政统筹安排。结论由欧阳青山、张三、司马大江三位专家签字。三位专家中至少有一位熟悉"
    "土石坝，另一位熟悉泄水建筑物，名单在市水利局的网站上公布。",
    "除险加固立项以鉴定结论为依据。各县区要落实责任，每年汛期以前把水库的坝体、溢洪道、输水洞各查一"
    "遍，查出的问题列出清单，限期整改。",
)


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """Break a text at a width; its first line is narrower by what an indentation took."""
    first = width - indent
    return [text[:first], *(text[at : at + width] for at in range(first, len(text), width))]


def told(*lines: str) -> list[str]:
    text = "\n".join(lines)
    return [text[start:end] for start, end in told_paragraph_ranges(text)]


def test_each_line_of_a_text_that_is_not_wrapped_is_a_paragraph() -> None:
    assert told(*PLAIN) == list(PLAIN)


@pytest.mark.parametrize("width", [20, 26, 33, 40])
@pytest.mark.parametrize("indent", [0, 2])
def test_the_lines_of_a_text_that_is_wrapped_are_joined_where_its_sentences_break(
    width: int, indent: int
) -> None:
    whole = ["\n".join(wrapped(text, width, indent)) for text in TEXT]
    found = told("一、总则", *whole, "三江市水利局", "2024年5月16日")
    assert [text for text in whole if not any(text in paragraph for paragraph in found)] == []
    assert [found[0], *found[-2:]] == ["一、总则", "三江市水利局", "2024年5月16日"]


def test_paragraphs_that_keep_their_indentation_stay_apart() -> None:
    whole = ["\n".join(wrapped("　　" + text, 26)) for text in TEXT]
    ending = ["　　三江市水利局", "　　2024年5月16日"]
    assert told("一、总则", *whole, *ending) == ["一、总则", *whole, *ending]


def test_a_sentence_that_ends_with_a_full_line_does_not_end_the_paragraph() -> None:
    lines = [
        "　　小型水库每五年鉴定一次，由市水利局组织专",
        "家鉴定，结论报市水利局备案，经费由市里统筹。",
        "除险加固立项以鉴定结论为依据，各县区要落实责",
        "任，限期整改。",
    ]
    assert told(*lines) == ["\n".join(lines)]


def test_a_heading_that_is_wrapped_is_one() -> None:
    heading = wrapped("（一）加快小型水库安全鉴定和除险加固全面提升防洪能力", 20)
    whole = ["\n".join(wrapped(text, 20, 2)) for text in TEXT]
    assert told(*whole, *heading, *whole)[len(whole)] == "\n".join(heading)


def test_a_heading_that_is_not_full_is_not_joined_to_what_it_heads() -> None:
    heading = "二、小型水库安全鉴定的主要任务和措施"
    whole = ["\n".join(wrapped(text, 26, 2)) for text in TEXT]
    assert told(*whole, heading, whole[2]) == [*whole, heading, whole[2]]


def test_a_paragraph_that_is_wrapped_in_a_text_that_is_not_is_joined_alone() -> None:
    whole = wrapped(TEXT[0], 26)
    plain = [*PLAIN, *TEXT]
    assert told(*plain, *whole, *PLAIN) == [*plain, "\n".join(whole), *PLAIN]


@pytest.mark.parametrize(
    "lines",
    [
        ("独立小桥风满袖，平林新月人归后。", "云江春水绿如蓝，两岸青山相对出。") * 4,
        ("大江东去浪淘尽千古风流人物多少豪杰", "故垒西边人道是三国周郎赤壁乱石穿空") * 4,
        ("三江市水利局防汛抗旱指挥部办公室", "三江市财政局农业农村科水利专项组", "三江市审计局固定资产投资审计科") * 3,
        ("1 云江水库 二千三百五十万立方米 中型", "2 青山水库 一百二十万立方米 小（1）型"),
        ("水库名称 所在县区 总库容（万立方米）", "云江水库 沿江县 二千三百，中型", "青山水库 青山县 一百二十，小型。"),
        ("联系人：张三，市水利局工程科科长", "电话：0371-12345678，传真号码相同", "地址：三江市沿江路十八号，市水利局"),
    ],
)  # fmt: skip
def test_lines_that_are_as_wide_as_each_other_are_not_wrapped_for_that(
    lines: tuple[str, ...],
) -> None:
    assert told(*lines) == list(lines)


@given(
    st.lists(st.text(alphabet="一、（）水库鉴定，。：\t2024- \u3000\r\n", max_size=40), max_size=12)
)
def test_no_character_of_a_line_is_lost_whatever_the_text(texts: list[str]) -> None:
    text = "\n".join(texts)
    for ranges in (paragraph_ranges(text), told_paragraph_ranges(text)):
        ends = list(chain.from_iterable(ranges))
        assert ends == sorted(ends)
        gaps = zip([0, *ends[1::2]], [*ends[::2], len(text)], strict=True)
        outside = "".join(text[end:start] for end, start in gaps)
        assert not outside.strip()
