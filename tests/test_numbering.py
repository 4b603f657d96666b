"""Numbering: what counts up in a text, and what only looks like it?"""

import pytest

from search.text.numbering import Style, find_numbering, style_of


def numbers(text: str) -> list[str]:
    """Return the numbers that count in a text, as they are written there."""
    return [text[mark.start : mark.end] for mark in find_numbering([text], [True])]


def test_numbers_that_begin_at_one_and_count_up_are_found_on_each_level() -> None:
    text = "为办好夜校，通知如下：一、总体要求（一）指导思想。以人为本。（二）目标。1.开班。2.结业。二、保障措施。"
    assert numbers(text) == ["一、", "（一）", "（二）", "1.", "2.", "二、"]
    depths = [mark.depth for mark in find_numbering([text], [True])]
    assert depths == [0, 1, 1, 2, 2, 0]


@pytest.mark.parametrize(
    "text",
    [
        "云江市获科技进步一、二等奖。共有一、二、三产业。",
        "第一，办夜校。第二，办食堂。",
        "依照本条例第四条规定办理，第五条所列情形除外。",
        "增长3.5%。2.6万人受益。1.2024年开班。",
        "一、只有一项。",
        "三、从三开始。四、到四为止。",
        "符合（一）、（二）项条件的，可以报名。",
        "一是办班。二是办食堂。",
        "课程分为：1.书法；2.合唱；3.剪纸。",
        "详见附件1.报名表和附件2.课程表。",
        "他说：“一、办班。”又说：“二、办食堂。”",
    ],
)
def test_what_only_looks_like_numbering_is_none(text: str) -> None:
    assert numbers(text) == []


def test_a_reference_within_a_law_is_no_clause_of_it() -> None:
    text = (
        "第一条 为了办好夜校，制定本办法。第二条 违反第一条规定的，改正。"
        "第三条第二款除外。第三条 本办法自公布之日起施行。"
    )
    assert [mark.start for mark in find_numbering([text], [True])] == [
        0,
        text.index("第二条 "),
        text.index("第三条 "),
    ]


def test_clauses_count_on_through_chapters_and_inserted_ones_stand_between() -> None:
    text = "第一章 总则第一条 为了办好夜校。第二条 适用全市。第二条之一 郊区同此。第二章 附则第三条 即日施行。"
    assert numbers(text) == [
        "第一章", "第一条", "第二条", "第二条之一", "第二章", "第三条",
    ]  # fmt: skip


def test_clauses_count_on_through_sections() -> None:
    text = (
        "第一章 总则第一条 为了办好夜校。第二条 适用全市。第二章 办学第一节 开班第三条 按月开班。"
        "第二节 结业第四条 按时结业。第三章 附则第五条 即日施行。"
    )
    assert [number for number in numbers(text) if number.endswith("条")] == [
        "第一条", "第二条", "第三条", "第四条", "第五条",
    ]  # fmt: skip


def test_items_go_on_counting_under_the_next_heading() -> None:
    text = "一、办班（一）选址。甲。（二）招生。乙。二、管理（三）点名。丙。（四）考核。丁。"
    assert numbers(text) == ["一、", "（一）", "（二）", "二、", "（三）", "（四）"]


def test_an_attachment_begins_to_count_again() -> None:
    text = "一、甲事要办好。二、乙事要办好。附件一、丙事要办好。办好。一、丁事也要。二、戊事也要。"
    assert numbers(text) == ["一、", "二、", "一、", "二、"]


def test_one_number_may_be_missing() -> None:
    assert numbers("一、甲要办好。二、乙要办好。四、丁要办好。") == ["一、", "二、", "四、"]


def test_full_width_and_traditional_forms_count_too() -> None:
    assert numbers("１．甲要办好才行，要快要好要省。２．乙要办好才行，要快要好要省。") == [
        "１．",
        "２．",
    ]
    assert numbers("第一條 為了辦好夜校。第二條 適用全市。") == ["第一條", "第二條"]


def test_a_text_that_is_only_looked_at_where_it_begins_is_not_looked_through() -> None:
    marks = find_numbering(["一、甲。一、乙。二、丙。", "二、丁。"], [False, False])
    assert [(mark.text, mark.start) for mark in marks] == [(0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("第二编 夜校", Style.PART),
        ("第一分编 开班", Style.SUBPART),
        ("第三章 附则", Style.CHAPTER),
        ("第三条 施行", Style.CLAUSE),
        ("三、附则", Style.CHINESE),
        ("(三)附则", Style.BRACKETED),
        ("3.附则", Style.ARABIC),
        ("附则", None),
        ("3.5亿元", None),
    ],
)
def test_the_style_of_a_number_is_told(text: str, style: Style | None) -> None:
    assert style_of(text) is style
