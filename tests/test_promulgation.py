"""By which act is a text what it is? The days on which its head says that it was passed, published, amended."""

from datetime import date

import pytest

from search.copies.promulgation import Promulgation
from search.text.normalization import normalize

PASSED = "（2009年12月26日云江市人民政府第3次常务会议通过"
PUBLISHED = " 2010年3月1日云江市人民政府令第6号公布"
AMENDED = " 根据2019年5月6日《云江市人民政府关于修改部分规章的决定》修订"


def told(*parts: str) -> Promulgation:
    return Promulgation.of(normalize("".join(parts)))


def test_the_head_tells_when_a_text_was_passed_published_and_amended() -> None:
    assert told(PASSED, PUBLISHED) == Promulgation(date(2009, 12, 26), date(2010, 3, 1))
    assert told(PASSED, PUBLISHED, AMENDED) == Promulgation(
        date(2019, 5, 6), date(2019, 5, 6), is_amended=True
    )


@pytest.mark.parametrize(
    "head",
    [
        "云江市人民政府令第6号（２０１０年３月１日发布）",
        "（二〇一〇年三月一日云江市人民代表大会批准）",
        "《云江市河道管理办法》已于2010年3月1日通过，现予公布，自2010年5月1日起施行。",
    ],
)
def test_days_are_read_in_every_writing(head: str) -> None:
    assert told(head).last == date(2010, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "第一条 根据2010年3月1日公布的《云江市河道条例》，制定本办法。",
        "第一章 总则 2010年3月1日公布",
        "2010年3月1日。本办法公布后",
        "2010年13月1日公布",
    ],
)
def test_what_stands_in_the_body_or_is_no_day_is_not_taken(text: str) -> None:
    assert told(text).last is None


def test_texts_are_of_one_act_if_a_day_of_it_is_the_same() -> None:
    decree = "《云江市河道管理办法》已经2009年12月26日市政府第3次常务会议通过，现予公布。"
    assert told(PASSED, PUBLISHED).is_that_of(told(decree))
    assert told(PASSED, PUBLISHED).is_that_of(told(PUBLISHED))


def test_an_amended_text_is_of_another_act() -> None:
    amended = told(PASSED, PUBLISHED, AMENDED)
    assert amended.is_that_of(told(PASSED, PUBLISHED)) is False
    assert amended.is_that_of(told(PUBLISHED)) is False


def test_of_texts_that_do_not_tell_the_same_kind_of_day_nothing_is_said() -> None:
    assert told(PASSED).is_that_of(told(PUBLISHED)) is None
    assert told(PASSED).is_that_of(told("云江市河道管理办法")) is None
