"""Dates: which day does a text name, and how much of it? `date_forms` has the ways to write one."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from ...partial_date import Day, first_of
from .date_forms import (
    AS_VALUE,
    AS_VALUE_OF_ROC,
    BEIJING,
    IN_TEXT,
    MONTH_AND_DAY,
    Form,
    number_of,
    plain,
)

_MAX_LENGTH = 80  # of a date with its time; longer texts are not tried
_MAX_VALUE = 200  # of a field that says more than a date
_MAY_BE_DATE = re.compile(
    r"[\s(（\[【]*(?:[\d一二⼀⼆]|中[华華]|民|公元|西元|星期|周|週|[A-Za-z]{3})"
)
_FIRST_LIKELY_YEAR = 1900
_NEVER_FILLED_IN = {
    date(1970, 1, 1),
    date(1900, 1, 1),
    date(1899, 12, 30),
}  # what programs count from


def find_date(text: str) -> date | None:
    """Return the first whole day that a text names, None if it names none.

    Raises ValueError where it looks like one and is none: 2024-13-01.
    """
    day = _first(plain(text))
    assert day is None or isinstance(day, date)
    return day


def find_day(text: str, is_roc: bool = False) -> Day | None:
    """Return what a value, behind a label or in a page's head, says of a day: 2024-05-17 10:12, 2024年5月.

    `is_roc` where years of two or three digits are those of the Republic of China. None where it
    says nothing of any day. Raises ValueError where what it says is none, or not sure.
    """
    written = plain(text[:_MAX_VALUE]).lstrip(" \n\t([【")
    if day := _first(written):
        return day
    for form in AS_VALUE_OF_ROC if is_roc else AS_VALUE:
        if match := form.pattern.match(written):
            return form.read(match)
    return None


def parse_date(text: str) -> Day:
    """Read a field that is a date, or names just one. Raises ValueError."""
    written = plain(text[: _MAX_VALUE + 1]).strip()
    if len(written) <= _MAX_LENGTH and (day := _alone(written, (*IN_TEXT, *AS_VALUE))):
        return day
    found = set(_all(written)) if len(written) <= _MAX_VALUE else set()
    if len(found) != 1:
        raise ValueError(text)
    return found.pop()


def is_date(text: str) -> bool:
    """Say whether a text is a whole day and nothing else, perhaps with its time, or in brackets."""
    if len(text) > _MAX_LENGTH or not _MAY_BE_DATE.match(text):
        return False
    written = plain(text)
    return any(form.alone.fullmatch(written) for form in IN_TEXT)


def day_or_none(text: str) -> str | None:
    """Return the first whole day in a text as YYYY-MM-DD, None if there is none that is possible."""
    try:
        day = find_date(text)
    except ValueError:
        return None
    return day.isoformat() if day else None


def day_alone(text: str) -> Day | None:
    """Return the day, or the month or year, that a text is and nothing else: 二〇一八年五月."""
    if len(text) > _MAX_LENGTH or not _MAY_BE_DATE.match(text):
        return None
    try:
        return _alone(plain(text), (*IN_TEXT, *AS_VALUE))
    except ValueError:
        return None


def month_and_day(text: str) -> tuple[int, int] | None:
    """Return the month and the day that a text is, where it leaves out the year: 5月17日, 05-17 10:12."""
    match = MONTH_AND_DAY.fullmatch(plain(text)) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return None
    try:
        month = number_of(match["month"] or match["month2"])
        return month, number_of(match["day"] or match["day2"])
    except ValueError:
        return None


def day_in_beijing(moment: date) -> date:
    """Return the day of a date or a time; where that tells its zone, the day it was in Beijing."""
    if not isinstance(moment, datetime):
        return moment
    try:
        return (moment.astimezone(BEIJING) if moment.tzinfo else moment).date()
    except OverflowError:
        return moment.date()


def doubt_about(label: str, day: Day | None) -> str | None:
    """Say what is unlikely about a day, in Chinese: that it is still to come, or before 1900."""
    if day is None:
        return None
    if first_of(day) > datetime.now(BEIJING).date() + timedelta(days=1):
        return f"{label}“{day}”还没有到"
    if day.year < _FIRST_LIKELY_YEAR and day not in _NEVER_FILLED_IN:
        return f"{label}“{day}”早于 {_FIRST_LIKELY_YEAR} 年"
    if day in _NEVER_FILLED_IN:
        return f"{label}“{day}”可能没有填写"
    return None


def _first(written: str) -> Day | None:
    """Return the whole day that stands first in a text that is written plainly."""
    matches = ((form.pattern.search(written), form) for form in IN_TEXT)
    found = [
        (match.start(), number, match, form)
        for number, (match, form) in enumerate(matches)
        if match
    ]
    if not found:
        return None
    _, _, match, form = min(found, key=lambda one: one[:2])
    return form.read(match)


def _all(written: str) -> Iterator[Day]:
    for form in IN_TEXT:
        for match in form.pattern.finditer(written):
            yield form.read(match)


def _alone(written: str, forms: Sequence[Form]) -> Day | None:
    for form in forms:
        if match := form.alone.fullmatch(written):
            return form.read(match)
    return None
