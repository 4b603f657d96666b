"""Days in a query are read as they plainly mean, however they are written; what is no date is none."""

from datetime import date

import pytest

from search.query.nodes import AllOf, Dated, Phrase
from search.query.parser import parse_query
from search.query.periods import read_date, read_period

_MAY = date(2018, 5, 1), date(2018, 5, 31)
_YEARS = date(2020, 1, 1), date(2021, 12, 31)


@pytest.mark.parametrize(
    ("texts", "first", "last"),
    [
        (("20180305", "2018.3.5", "2018/03/05", "2018年3月5日", "2018年3月5号", "２０１８０３０５"),
            date(2018, 3, 5), date(2018, 3, 5)),
        (("201805", "2018.5", "2018年5月"), *_MAY),
        (("2020..2021", "2020-2021", "2020—2021", "2020——2021", "2020–2021", "2020~2021", "2020～2021",
            "2020至2021", "2020年到2021年", "2020年-2021年", "202001-202112", "2020.1-2021.12"), *_YEARS),
        (("2018.5.1-2018.5.31", "20180501-20180531", "2018-05-01-2018-05-31", "2018年5月1日至31日",
            "2018年5月1日至5月31日", "2018.5.1-5.31", "2018-05-01至05-31"), *_MAY),
        (("2018年5月至6月", "2018.05～2018.06", "2018年5月到2018年6月"), date(2018, 5, 1), date(2018, 6, 30)),
        (("2018..", "2018-", "2018年至今", "2018以来", "2018年以来"), date(2018, 1, 1), None),
        (("..2018", "-2018", "至2018年"), None, date(2018, 12, 31)),
        (("2021-2020",), date(2021, 1, 1), date(2020, 12, 31)),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_is_meant(
    texts: tuple[str, ...], first: date | None, last: date | None
) -> None:
    for text in texts:
        assert (text, read_period(text)) == (text, Dated(first, last))


@pytest.mark.parametrize(
    "text",
    ["", "..", "-", "至", "20181305", "20180230", "2018-13", "2018-02-30", "201800", "1", "12345", "2020-20",
        "2018-02-30-2018-03-01", "2018至", "2020-2021-2022", "5月", "以来", "1234567"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize("text", ["20180305", "2018.3.5"])
def test_an_end_of_a_range_is_one_date(text: str) -> None:
    assert read_date(text) == Dated(date(2018, 3, 5), date(2018, 3, 5))
    assert read_date(f"{text}..") is read_date("2018-2019") is None


@pytest.mark.parametrize("written", ["20180305", "2018.3.5", "2018年3月5号"])
def test_a_field_of_days_ends_where_its_value_does(written: str) -> None:
    day = Dated(date(2018, 3, 5), date(2018, 3, 5))
    assert parse_query(f"日期:{written} “夜校”").query == AllOf((day, Phrase("夜校")))


def test_what_follows_a_date_and_is_none_are_words() -> None:
    year = Dated(date(2020, 1, 1), date(2020, 12, 31))
    for text in ("日期:2020到位", "日期:2020今年", "日期:2020夜校"):
        query = parse_query(text).query
        assert isinstance(query, AllOf), text
        assert query.nodes[0] == year
