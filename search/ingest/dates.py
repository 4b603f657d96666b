"""Which day does a text name? 2024-03-08, 2024年3月8日, 二〇二四年三月八日."""

import re
from datetime import date

_DIGITS = {
    digit: value
    for value, digits in enumerate(("〇零○", *"一二三四五六七八九"))
    for digit in digits
}
_ARABIC = (
    r"(?P<year>\d{4})\s*(?:[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})"
    r"|年\s*(?P<month2>\d{1,2})\s*月\s*(?P<day2>\d{1,2})\s*[日号])(?!\d)"
)
_CHINESE = (
    r"(?P<year3>[一二][〇零○一二三四五六七八九]{3})年"
    r"(?P<month3>[一二三四五六七八九十]{1,2})月(?P<day3>[一二三四五六七八九十]{1,3})日"
)
_DATE = re.compile(rf"(?<!\d)(?:{_ARABIC}|{_CHINESE})")
_NUMERAL = re.compile(r"(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)(?<!^)")
_TIME = r"(?:[T\s]*\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_WHOLE = re.compile(rf"[（(]?\s*(?:{_ARABIC}|{_CHINESE})\s*{_TIME}\s*[)）]?")


def find_date(text: str) -> date | None:
    """Return the first date in a text, None if there is none. Raises ValueError for an impossible day."""
    match = _DATE.search(text)
    return _to_date(match) if match else None


def parse_date(text: str) -> date:
    """Read a text that is a date, a time of day allowed after it. Raises ValueError."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return _to_date(match)


def is_date(text: str) -> bool:
    """Say whether a text is a date and nothing else, perhaps in brackets."""
    return _WHOLE.fullmatch(text.strip()) is not None


def _to_date(match: re.Match[str]) -> date:
    if match["year3"]:
        year = int("".join(str(_DIGITS[digit]) for digit in match["year3"]))
        return date(year, _number(match["month3"]), _number(match["day3"]))
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    return date(int(match["year"]), int(month), int(day))


def _number(numeral: str) -> int:
    """Read 一 to 九十九."""
    match = _NUMERAL.fullmatch(numeral)
    if match is None:
        raise ValueError(numeral)
    tens, ten, units = match.groups()
    return (_DIGITS[tens] if tens else 1 if ten else 0) * 10 + (_DIGITS[units] if units else 0)
