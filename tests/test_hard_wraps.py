"""Which lines of a draft are one paragraph, because they only break where a page was full."""

import pytest

from search.wording.hard_wraps import paragraph_ranges

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
