"""The parts of a query: where each was typed, and the query without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parser import parse_query


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("职工 夜校", ["职工", "夜校"]),
        ("“以职工为中心” -夜校", ["“以职工为中心”", "-夜校"]),
        ("标题:通知 (夜校|竞赛) 2024", ["标题:通知", "(夜校|竞赛)", "2024"]),
        ("夜校 OR 竞赛 日期:2024", ["夜校 OR 竞赛", "日期:2024"]),
        ("“职工 夜校”~5 《通知》", ["“职工 夜校”~5", "《通知》"]),
        ("  职工  ", ["职工"]),
        ("", []),
    ],
)
def test_parts_are_what_was_typed_side_by_side(text: str, parts: list[str]) -> None:
    parsed = parse_query(text)
    assert [parsed.text[one.start : one.end] for one in parsed.parts] == parts


def test_a_query_without_a_part_is_what_is_left() -> None:
    parsed = parse_query("职工 -夜校 标题:通知")
    assert parsed.without(parsed.parts[1]) == "职工 标题:通知"
    assert parsed.without(parsed.parts[2]) == "职工 -夜校"


def test_a_part_typed_again_and_again_is_left_out_as_a_whole() -> None:
    parsed = parse_query("职工 夜校 职工 -职工  职工")
    assert parsed.without(parsed.parts[0]) == "夜校 -职工"


WORDS = [
    "职工",
    "“三江善治”",
    "-夜校",
    "标题:通知",
    "(甲|乙)",
    "日期:2024",
    "5G",
    "《办法》",
    "同句:(甲 乙)",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True), st.data())
def test_without_a_part_the_other_parts_are_read_as_before(
    words: list[str], data: st.DataObject
) -> None:
    parsed = parse_query(" ".join(words))
    left_out = data.draw(st.sampled_from(parsed.parts))
    again = parse_query(parsed.without(left_out))
    assert [p.node for p in again.parts] == [p.node for p in parsed.parts if p is not left_out]


@given(st.text(alphabet='职工夜校“”"-()|:标题《》~5 ORa*', max_size=30))
def test_ranges_of_parts_ascend_within_the_text(text: str) -> None:
    parsed = parse_query(text)
    ends = [0]
    for part in parsed.parts:
        assert ends[-1] <= part.start < part.end <= len(parsed.text)
        ends.append(part.end)
        parse_query(parsed.without(part))
