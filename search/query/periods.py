"""Periods: which days does a date in a query mean? A year, a month, a day, or from one to another."""

import re
from dataclasses import replace
from datetime import date, timedelta

from ..text.normalization import normalize
from .nodes import Dated

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?|年|(\d{2})(\d{2})?)?")
#: What joins two dates, the surest first: a dash may stand within one, too.
_JOINTS = (re.compile(r"\.\."), re.compile("[至到~]"), re.compile("--?"))
#: What only says that a period has no end: 2020年至今, 2020年以来.
_UNTIL_NOW = re.compile("(?:至今|到现在|以来)$")
#: The end of a period within the year, or the month, in which it begins: 5月, 5月3日, 10日.
_WITHIN_YEAR = re.compile(r"\d{1,2}月(?:\d{1,2}[日号]?)?|\d{1,2}[./-]\d{1,2}")
_WITHIN_MONTH = re.compile(r"\d{1,2}[日号]")


def read_period(text: str) -> Dated | None:
    """Read a date, or two with .. or what people write for it between, either end open; None for anything else.

    2024, 2024-05, 20240517, 2024年5月17日, 2024..2025, 2024-2025, 2024年5月至7月, 2024.5.1～2024.5.9, 2024年以来.
    """
    written = _UNTIL_NOW.sub("..", normalize(text.strip()))
    if (day := _span(written)) is not None:
        return day
    for joint in _JOINTS:
        for found in joint.finditer(written):
            if found[0] in "至到" and found.end() == len(written):
                continue  # 2020到: of another word
            between = _between(written[: found.start()], written[found.end() :])
            if between is not None:
                return between
    return None


def read_date(text: str) -> Dated | None:
    """Read a year, a month or a day alone, as its first and last day; None for anything else."""
    return _span(normalize(text.strip()))


def _between(first_text: str, last_text: str) -> Dated | None:
    first = _span(first_text) if first_text else Dated(None, None)
    if first is None or not (first_text or last_text):
        return None
    last = _end(last_text, first) if last_text else Dated(None, None)
    return replace(first, last=last.last) if last is not None else None


def _end(text: str, begin: Dated) -> Dated | None:
    """Read the end of a period; it may leave out what it has in common with the beginning."""
    day = begin.first
    is_day = day == begin.last
    if day and _WITHIN_YEAR.fullmatch(text) and (is_day or "月" in text):
        return _span(f"{day.year}-{text}")
    if day and is_day and _WITHIN_MONTH.fullmatch(text):
        return _span(f"{day.year}-{day.month}-{text}")
    return _span(text)


def _span(text: str) -> Dated | None:
    """Return the first and last day of a year, a month or a day."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day, month_alone, day_alone = (
        int(part) if part else None for part in match.groups()
    )
    month, day = month or month_alone, day or day_alone
    try:
        if year is None:
            return None
        if month is None:
            return Dated(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            following = date(year + month // 12, month % 12 + 1, 1)
            return Dated(date(year, month, 1), following - timedelta(days=1))
        return Dated(date(year, month, day), date(year, month, day))
    except ValueError:
        return None
