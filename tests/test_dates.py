"""Which day a text names. The usual writings are tried in test_pasted_text."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.fields.dates import find_date, is_date, parse_date
from search.partial_date import PartialDate

DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    tens, units = divmod(number, 10)
    return {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十") + (DIGITS[units] if units else "")


def in_chinese(day: date) -> str:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


@given(day=st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_day_in_chinese_numerals_is_that_day(day: date) -> None:
    assert parse_date(in_chinese(day)) == day
    assert is_date(in_chinese(day))


@given(
    day=st.dates(date(1000, 1, 1)),
    form=st.sampled_from(
        [
            "{0}-{1:02}-{2:02}",
            "{0}/{1}/{2}",
            "{0}.{1}.{2}",
            "{0}年{1}月{2}日",
            "{0} 年 {1} 月 {2} 号",
        ]
    ),
)
def test_a_day_in_digits_is_that_day(day: date, form: str) -> None:
    text = form.format(day.year, day.month, day.day)
    assert parse_date(text) == day
    assert find_date(f"云江市总工会 {text} 印发") == day


@pytest.mark.parametrize(
    "time", [" 09:12", "T09:12:33", "T09:12:33.123Z", " 09:12:33+0800", "　9：12"]
)
def test_a_time_of_day_may_follow(time: str) -> None:
    assert parse_date(f"2024-03-08{time}") == date(2024, 3, 8)


@pytest.mark.parametrize("text", ["（2024-03-08）", "(二〇二四年三月八日)", "  2024-03-08\n"])
def test_brackets_and_white_space_may_stand_around_a_day(text: str) -> None:
    assert parse_date(text) == date(2024, 3, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年03月08日07:15", date(2024, 3, 8)),
        ("2024 03/08 16:40:12", date(2024, 3, 8)),
        ("2024．3．8", date(2024, 3, 8)),
        ("二O二四年三月八日", date(2024, 3, 8)),
        ("二0一九年三月八日", date(2019, 3, 8)),
        ("二〇二四年十月卅一日", date(2024, 10, 31)),
        ("二〇二四年十月廿日", date(2024, 10, 20)),
        ("二〇二四年十月廿八日", date(2024, 10, 28)),
    ],
)
def test_what_sites_and_typists_make_of_a_day_is_that_day(text: str, day: date) -> None:
    assert parse_date(text) == day
    assert find_date(f"发布时间：{text} 来源：云州日报") == day


@pytest.mark.parametrize("text", ["0571-12-12", "0001-01-01 00:00:00", "0999年3月8日"])
def test_a_year_before_1000_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


def test_the_first_of_several_days_is_found() -> None:
    assert find_date("2024年3月8日开班，2024-05-01结业") == date(2024, 3, 8)


@pytest.mark.parametrize(
    "text", ["12024-03-08", "2024-03-081", "2024年", "3月8日", "2024-3", "35.6", "0000-6600246"]
)
def test_numbers_that_are_no_day_are_not_found(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    "text", ["2023-13-01", "2023年2月29日", "二〇二三年二月三十日", "0000-01-01"]
)
def test_an_impossible_day_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)
    with pytest.raises(ValueError):
        find_date(f"发布时间：{text}")


@pytest.mark.parametrize(
    "text",
    [
        "二〇二四年十十月八日",
        "二〇二四年三月十十日",
        "二〇二四年三月二三日",
        "二〇二四年三月十十一日",
        "二〇二四年三月廿十日",
        "二〇二四年三月十廿日",
    ],
)
def test_what_is_no_numeral_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


@given(text=st.text(alphabet="二〇四三八十年月日号2024-/. :（）", max_size=16) | st.text())
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(parse_date(text), date | PartialDate)
    with suppress(ValueError):
        assert isinstance(find_date(text), date | None)


@pytest.mark.parametrize("text", ["2024-03-08前报名", "发布时间：2024-03-08", "第2024-03-08号", ""])
def test_a_text_with_more_than_a_day_is_no_date(text: str) -> None:
    assert not is_date(text)
