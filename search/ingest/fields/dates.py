"""Dates: which day does a text name? 2024-03-08, 2024年3月8日, 二〇二四年三月八日."""

import re
from datetime import date

_FIRST_YEAR = 1000  # before it stand telephone numbers, and what programs write for "none"
_MAX_LENGTH = 80  # of a date with its time; longer texts are not tried

_ZEROS = "〇零○OＯo0０"  # a Latin O or a digit, where the keyboard has no 〇
_DIGITS = {
    digit: value for value, digits in enumerate((_ZEROS, *"一二三四五六七八九")) for digit in digits
}
_ARABIC = (
    r"(?P<year>\d{4})\s*(?:(?:[-/.．]\s*|(?<=\s)(?=\d{1,2}/))"
    r"(?P<month>\d{1,2})\s*[-/.．]\s*(?P<day>\d{1,2})(?!\d)"
    r"|年\s*(?P<month2>\d{1,2})\s*月\s*(?P<day2>\d{1,2})\s*[日号])"
)
_CHINESE = (
    rf"(?P<year3>[一二][{_ZEROS}一二三四五六七八九]{{3}})年"
    r"(?P<month3>[一二三四五六七八九十]{1,2})月(?P<day3>[一二三四五六七八九十廿卅]{1,3})日"
)
_DATE = re.compile(rf"(?<!\d)(?:{_ARABIC}|{_CHINESE})")
_ROC_DATE = re.compile(
    r"(?:中華)?(?:民國)?\s*(\d{2,3})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)"
)
_ROC_YEAR_ZERO = 1911
_TENS = {"廿": "二十", "卅": "三十"}
_NUMERAL = re.compile(r"(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)(?<!^)")
_TIME = r"(?:[T\s]*\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_WHOLE = re.compile(rf"[（(]?\s*(?:{_ARABIC}|{_CHINESE})\s*{_TIME}\s*[)）]?")


def find_date(text: str) -> date | None:
    """Return the first date in a text, None if there is none. Raises ValueError for an impossible day."""
    match = _DATE.search(text)
    return _to_date(match) if match else None


def parse_date(text: str) -> date:
    """Read a text that is a date, a time of day allowed after it. Raises ValueError."""
    match = _whole(text)
    if match is None:
        raise ValueError(text)
    return _to_date(match)


def is_date(text: str) -> bool:
    """Say whether a text is a date and nothing else, perhaps in brackets."""
    return _whole(text) is not None


def find_roc_date(text: str) -> date | None:
    """Return the date that a text begins with in years of the Republic of China: 民國113年5月1日, 113-05-01."""
    match = _ROC_DATE.match(text.strip())
    if match is None:
        return None
    return date(int(match[1]) + _ROC_YEAR_ZERO, int(match[2]), int(match[3]))


def day_or_none(text: str) -> str | None:
    """Return the first date in a text as YYYY-MM-DD, None if there is none that is possible."""
    try:
        day = find_date(text)
    except ValueError:
        return None
    return day.isoformat() if day else None


def _whole(text: str) -> re.Match[str] | None:
    stripped = text.strip()
    return _WHOLE.fullmatch(stripped) if len(stripped) <= _MAX_LENGTH else None


def _to_date(match: re.Match[str]) -> date:
    if match["year3"]:
        year = int("".join(str(_DIGITS[digit]) for digit in match["year3"]))
        return date(year, _number(match["month3"]), _number(match["day3"]))
    year = int(match["year"])
    if year < _FIRST_YEAR:
        raise ValueError(match[0])
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    return date(year, int(month), int(day))


def _number(numeral: str) -> int:
    """Read 一 to 九十九, 廿 and 卅 too."""
    for short, tens in _TENS.items():
        numeral = numeral.replace(short, tens)
    match = _NUMERAL.fullmatch(numeral)
    if match is None:
        raise ValueError(numeral)
    tens, ten, units = match.groups()
    return (_DIGITS[tens] if tens else 1 if ten else 0) * 10 + (_DIGITS[units] if units else 0)
