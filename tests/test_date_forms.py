"""Ways to write a day: every one is that day, or none; never another."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.fields.dates import (
    day_alone,
    day_in_beijing,
    doubt_about,
    find_date,
    find_day,
    is_date,
    month_and_day,
    parse_date,
)
from search.partial_date import Day, PartialDate

THAT_DAY = date(2024, 5, 17)


@pytest.mark.parametrize("hyphen", [*"-‐‑‒–—―－−─·・．", "/", "／", "∕", " - ", "."])
def test_hyphens_slashes_and_dots_of_every_kind_part_the_numbers(hyphen: str) -> None:
    text = f"2024{hyphen}05{hyphen}17"
    assert parse_date(text) == find_date(f"发布时间：{text} 来源") == THAT_DAY
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "２０２４－０５－１７", "２０２４年５月１７日", "⼆〇⼆四年5⽉17⽇", "2024 年 5 月 17 日", "2024年5月17号",
        "2024年5月17", "2024年五月十七日", "二零二四年五月十七日", "二○二四年五月十七日", "二千零二十四年五月十七日",
        "公元2024年5月17日", "2024年5月17日 星期五", "2024年05月17日（星期五）", "2024年5月17日（周五）上午9时",
        "2024年5月17日上午9时30分", "2024-05-17 09:12:33 周五", "2024-5-17 下午 3:20", "2024-05-17 10:20:30 AM",
        "Fri, 17 May 2024 10:00:00 +0800", "May 17, 2024", "17 May 2024", "17th May, 2024", "MAY 17 2024",
        "Friday, May 17, 2024", "Fri May 17 10:00:00 CST 2024", "Fri May 17 2024 08:00:00 GMT+0800 (中国标准时间)",
        "2024-05-17T00:05:00+08:00[Asia/Shanghai]",
    ],
)  # fmt: skip
def test_a_whole_day_may_be_written_so_anywhere(text: str) -> None:
    assert parse_date(text) == find_day(text) == THAT_DAY
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "20240517", "20240517093000", "2024051709", "20240517T093000", "2024 05 17", "2024_05_17",
        "1715913000", "1715913000000", "1715913000.25", "/Date(1715913000000)/", "/Date(1715913000000+0800)/",
        "05/17/2024", "17/05/2024", "17-05-2024", "113-05-17", "113年5月17日",
    ],
)  # fmt: skip
def test_where_a_day_is_expected_it_may_be_written_so_too(text: str) -> None:
    assert parse_date(text) == find_day(text) == THAT_DAY
    assert not is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-16T17:05:00Z", "2024-05-16T16:30:00.000Z", "2024-05-16 16:00:00 UTC", "20240516T163000Z",
        "2024-05-16T17:05:00+00:00", "2024-05-16T22:05:00+0500", "2024-05-16T12:05:00-04:00",
        "Thu, 16 May 2024 17:05:00 GMT", "Thu May 16 16:30:00 UTC 2024",
        "Thu May 16 2024 16:30:00 GMT+0000 (Coordinated Universal Time)",
    ],
)  # fmt: skip
def test_a_time_that_tells_its_zone_is_on_the_day_it_was_in_beijing(text: str) -> None:
    assert parse_date(text) == find_day(text) == THAT_DAY


@pytest.mark.parametrize("month", ["元月", "1月", "01月", "一月", "㋀"])
def test_the_first_month_has_a_name_of_its_own(month: str) -> None:
    assert parse_date(f"2024年{month}5日") == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-05-17", THAT_DAY),
        ("24/5/17", THAT_DAY),
        ("24.05.17 09:30", THAT_DAY),
        ("98-05-17", date(1998, 5, 17)),
        ("24年5月17日", THAT_DAY),
        ("08年5月12日", date(2008, 5, 12)),
    ],
)
def test_a_year_of_two_digits_is_read_where_it_can_be_nothing_else(text: str, day: date) -> None:
    assert parse_date(text) == find_day(text) == day


@pytest.mark.parametrize(
    "text", ["08-05-12", "05-17-24", "12/11/10", "31-05-17", "40年5月17日", "05/06/2024", "1-2-3"]
)
def test_what_may_be_another_day_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


@given(day=st.dates(date(1950, 1, 1), date(2024, 12, 31)), form=st.sampled_from("-/."))
def test_a_year_of_two_digits_is_never_another_year(day: date, form: str) -> None:
    text = f"{day:%y}{form}{day:%m}{form}{day:%d}"
    try:
        assert parse_date(text) == day
    except ValueError:
        assert int(f"{day:%y}") <= 12


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("民国二十四年五月十七日", date(1935, 5, 17)),
        ("民国元年元月一日", date(1912, 1, 1)),
        ("中華民國113年5月17日", THAT_DAY),
        ("民國113-05-17", THAT_DAY),
        ("中华民国三十八年四月二十三日", date(1949, 4, 23)),
    ],
)
def test_years_of_the_republic_are_counted_from_1912(text: str, day: date) -> None:
    assert parse_date(text) == find_date(f"云江县政府{text}令") == day


def test_in_traditional_writing_a_year_of_two_digits_is_one_of_the_republic() -> None:
    assert find_day("98-05-17", is_roc=True) == find_day("98年5月17日", is_roc=True)
    assert find_day("98-05-17", is_roc=True) == date(2009, 5, 17)
    assert find_day("98-05-17") == date(1998, 5, 17)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018", PartialDate(2018)),
        ("2018.0", PartialDate(2018)),
        ("2018年", PartialDate(2018)),
        ("2018年度", PartialDate(2018)),
        ("二〇一八年", PartialDate(2018)),
        ("2018年5月", PartialDate(2018, 5)),
        ("2018年5月份", PartialDate(2018, 5)),
        ("2018年5月中旬", PartialDate(2018, 5)),
        ("2018年元月", PartialDate(2018, 1)),
        ("二〇一八年五月", PartialDate(2018, 5)),
        ("2018-05", PartialDate(2018, 5)),
        ("2018/5", PartialDate(2018, 5)),
        ("2018.5", PartialDate(2018, 5)),
        ("201805", PartialDate(2018, 5)),
        ("May 2018", PartialDate(2018, 5)),
        ("（２０１８年５月）", PartialDate(2018, 5)),
    ],
)
def test_a_year_or_a_month_alone_is_as_much_as_is_known(text: str, day: Day) -> None:
    assert parse_date(text) == find_day(text) == day_alone(text) == day
    assert not is_date(text)
    assert find_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["2018-13", "2018年13月", "201813", "99999999999", "2024-138", "去年", "3天前", "第2024期"],
)
def test_what_is_no_day_and_no_part_of_one_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


def test_a_field_may_say_more_than_a_day_but_name_no_other() -> None:
    assert parse_date("2024年5月17日印发") == parse_date("云江市总工会 2024-05-17") == THAT_DAY
    with pytest.raises(ValueError):
        parse_date("2024-05-01至2024-05-17")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5月17日", (5, 17)),
        ("五月十七日", (5, 17)),
        ("（5月17日）", (5, 17)),
        ("05-17 10:23", (5, 17)),
        ("元月5日", (1, 5)),
        ("2024-05-17", None),
        ("5月", None),
        ("5月17日召开大会", None),
    ],
)
def test_a_day_without_its_year_is_known_as_such(text: str, parts: tuple[int, int] | None) -> None:
    assert month_and_day(text) == parts


def test_a_moment_is_on_the_day_it_was_in_beijing() -> None:
    assert day_in_beijing(datetime(2024, 5, 16, 17, tzinfo=UTC)) == THAT_DAY
    assert day_in_beijing(datetime(2024, 5, 17, 23)) == THAT_DAY
    assert day_in_beijing(THAT_DAY) == THAT_DAY
    assert day_in_beijing(datetime.max.replace(tzinfo=UTC)) == date.max


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(9999, 1, 1), "还没有到"),
        (PartialDate(9999), "还没有到"),
        (date(1899, 1, 1), "早于 1900 年"),
        (date(1970, 1, 1), "可能没有填写"),
        (date(1899, 12, 30), "可能没有填写"),
    ],
)
def test_what_is_unlikely_about_a_day_is_said(day: Day, reason: str) -> None:
    doubt = doubt_about("发布日期", day) or ""
    assert doubt.startswith(f"发布日期“{day}”") and reason in doubt


@pytest.mark.parametrize("day", [None, THAT_DAY, PartialDate(1949), date(1912, 1, 1)])
def test_likely_days_are_not_doubted(day: Day | None) -> None:
    assert doubt_about("发布日期", day) is None


@given(
    text=st.from_regex(re.compile(r"[\d年月日元./\-T:Z+ 一二〇十年民國May,]{0,40}"), fullmatch=True)
)
def test_whatever_is_written_is_a_day_or_none(text: str) -> None:
    for read in (parse_date, find_day, find_date):
        try:
            assert read(text) is None or isinstance(read(text), date | PartialDate)
        except ValueError:
            continue
    assert isinstance(is_date(text), bool)
    assert day_alone(text) is None or month_and_day(text) is None


@pytest.mark.parametrize(
    "text", [" " * 100_000, "2024" * 20_000, "(" + " " * 70 + "2", "一二" * 40_000, "1-" * 40]
)
def test_hostile_texts_take_no_time(text: str) -> None:
    for read in (find_date, find_day, parse_date, is_date, month_and_day, day_alone):
        try:
            read(text)
        except ValueError:
            continue
