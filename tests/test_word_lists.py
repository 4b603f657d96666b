"""Numbers that Word makes before paragraphs: how lists count, begin anew and are written."""

import pytest

from search.ingest.word.lists import Level, ListCounts

from .files import word_part
from .test_word_reading import Parts, paragraph, texts


def level(number: int, pattern: str, kind: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "", numbers: str = "") -> Parts:
    abstract = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}'
    first = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return {"n.xml": ("numbering", word_part("numbering", f"{abstract}{first}{numbers}"))}


def listed(text: str, depth: int = 0, number: int = 1) -> str:
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    )


CHAPTERS = level(0, "第%1章 ", "chineseCounting")


def test_a_level_begins_anew_after_one_above() -> None:
    parts = numbering(CHAPTERS, level(1, "第%2条 ", "chineseCounting"))
    body = (
        listed("总则") + listed("甲。", 1) + listed("乙。", 1) + listed("附则") + listed("丙。", 1)
    )
    assert texts(body, parts)[-1] == "第一条 丙。"


def test_a_level_that_never_begins_anew_counts_through_all_chapters() -> None:
    parts = numbering(CHAPTERS, level(1, "第%2条 ", "chineseCounting", '<w:lvlRestart w:val="0"/>'))
    body = listed("总则") + listed("甲。", 1) + listed("附则") + listed("乙。", 1)
    assert texts(body, parts) == ["第一章 总则", "第一条 甲。", "第二章 附则", "第二条 乙。"]


def test_a_second_list_of_one_kind_begins_anew_where_it_says_so() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    parts = numbering(level(0, "%1、"), numbers=again)
    body = listed("甲") + listed("乙") + listed("丙", number=2) + listed("丁", number=2)
    assert texts(body, parts) == ["1、甲", "2、乙", "1、丙", "2、丁"]


def test_levels_above_are_written_in_digits_where_a_level_says_so() -> None:
    parts = numbering(CHAPTERS, level(1, "%1.%2", more="<w:isLgl/>"))
    assert texts(listed("总则") + listed("甲。", 1), parts) == ["第一章 总则", "1.1 甲。"]


def test_a_list_may_be_that_of_a_style() -> None:
    link = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="条"/></w:abstractNum>'
    number = '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    parts = numbering('<w:styleLink w:val="条"/>', level(0, "第%1条 "), more=link, numbers=number)
    assert texts(listed("甲。", number=3), parts) == ["第1条 甲。"]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("decimalEnclosedFullstop", "⒊"),
        ("decimalEnclosedParen", "⑶"),
        ("ideographEnclosedCircle", "㈢"),
        ("decimalFullWidth", "３"),
        ("chineseLegalSimplified", "叁"),
        ("ideographTraditional", "丙"),
        ("ideographZodiac", "寅"),
        ("decimalZero", "03"),
        ("lowerLetter", "c"),
        ("unheard-of", "3"),
    ],
)
def test_a_number_is_written_in_many_ways(kind: str, written: str) -> None:
    assert ListCounts().label("a", {0: Level("%1、", kind, start=3)}, 0) == f"{written}、"
