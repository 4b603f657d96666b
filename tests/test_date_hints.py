"""Which days a query speaks of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.date_hints import find_date_hint

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "typed", "first", "last", "rest"),
    [
        ("2024年5月 工会", "2024年5月", date(2024, 5, 1), date(2024, 5, 31), "工会"),
        ("2024年的补贴", "2024年", date(2024, 1, 1), date(2024, 12, 31), "补贴"),
        ("去年补贴政策", "去年", date(2025, 1, 1), date(2025, 12, 31), "补贴政策"),
        ("今年以来 采暖", "今年以来", date(2026, 1, 1), TODAY, "采暖"),
        ("近三年 采暖", "近三年", date(2023, 4, 1), TODAY, "采暖"),
        ("最近两个月轮渡", "最近两个月", date(2026, 2, 1), TODAY, "轮渡"),
        ("上个月 轮渡", "上个月", date(2026, 2, 1), date(2026, 2, 28), "轮渡"),
        ("轮渡 本月", "本月", date(2026, 3, 1), TODAY, "轮渡"),
    ],
)
def test_words_that_speak_of_days_are_found(
    text: str, typed: str, first: date, last: date, rest: str
) -> None:
    hint = find_date_hint(text, TODAY)
    assert hint is not None
    assert (hint.typed, hint.first, hint.last, hint.rest) == (typed, first, last, rest)


@pytest.mark.parametrize(
    "text",
    [
        "“去年的雪”",
        "《2024年公报》",
        '"去年"',
        "日期:2024年",
        "标题:去年",
        "工会",
        "工会 -去年",
        "工会|去年",
    ],
)
def test_nothing_is_offered_for_what_is_quoted_a_field_behind_a_sign_or_no_date(text: str) -> None:
    assert find_date_hint(text, TODAY) is None


@given(st.text(alphabet='去今前年上本月日近过12三两十来以内个“”《》 "', max_size=20), st.dates())
def test_any_text_on_any_day_is_read(text: str, today: date) -> None:
    if today.year > 100:
        hint = find_date_hint(text, today)
        assert hint is None or hint.typed in text
