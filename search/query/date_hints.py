"""Date hints: which days may a query mean (去年)? Offered as a filter, never applied."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..text.numerals import read_numeral
from .periods import read_period
from .signs import EXCLAMATIONS, FIELD_PREFIX, MINUS, OR

_YEARS_BACK = {"前年": 2, "去年": 1, "上年": 1, "今年": 0, "本年": 0}
_MONTHS_BACK = {"上个月": 1, "上月": 1, "本月": 0, "这个月": 0}
_HINT = re.compile(
    r"(?P<day>(?<![0-9])(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?)"
    r"|(?:最?近|过去)(?P<number>[0-9]{1,2}|[一二两三四五六七八九十])(?P<unit>年|个月)(?:来|以来|内)?"
    r"|(?P<year>前年|去年|上年|今年|本年)(?:以来|初以来|度)?"
    r"|(?P<month>上个月|上月|本月|这个月)"
)
#: A field right before: its value, up to a space, is what it says.
_FIELD_BEFORE = re.compile(rf"{FIELD_PREFIX.pattern}\S*$", re.IGNORECASE)

_SIGNS = tuple(MINUS + EXCLAMATIONS + OR)  # of what is excluded, or one of several


@dataclass(frozen=True, slots=True)
class DateHint:
    """What of a query may have been meant as days, and the query without it."""

    typed: str
    first: date
    last: date
    rest: str


def find_date_hint(text: str, today: date) -> DateHint | None:
    """Find the first words that speak of days, outside quotes and fields: 2024年5月, 去年, 近三年."""
    for match in _HINT.finditer(text):
        days = _days(match, today) if is_plain(text, match.start()) else None
        if days is not None:
            before = text[: match.start()]
            rest = f"{before.rstrip('，, ')} {text[match.end() :].lstrip('的，, ')}".strip()
            return DateHint(match[0], *days, rest)
    return None


def is_plain(text: str, position: int) -> bool:
    """Say whether a place of a query is neither quoted, nor in the value of a field, nor behind a sign."""
    before = text[:position]
    is_marked = before.endswith(_SIGNS) or _FIELD_BEFORE.search(before)
    return not (_is_quoted(before) or is_marked)


def _is_quoted(before: str) -> bool:
    pairs = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"))
    return any(before.count(a) > before.count(b) for a, b in pairs) or bool(before.count('"') % 2)


def _days(match: re.Match[str], today: date) -> tuple[date, date] | None:
    if match["day"]:
        period = read_period(match["day"])
        if period is None or period.first is None or period.last is None:
            return None
        return period.first, period.last
    if match["number"]:
        number = read_numeral(match["number"]) or 0  # the pattern lets numerals only
        return last_months(number * 12 if match["unit"] == "年" else number, today)
    if match["year"]:
        year = today.year - _YEARS_BACK[match["year"]]
        return date(year, 1, 1), min(date(year, 12, 31), today)
    first = _months_before(today.replace(day=1), _MONTHS_BACK[match["month"]])
    following = _months_before(first, -1)
    return first, min(following - timedelta(days=1), today)


def last_months(number: int, today: date) -> tuple[date, date]:
    """Return the first and the last day of the last months, up to today."""
    return _months_before(today, number) + timedelta(days=1), today


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months before, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
