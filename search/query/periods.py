"""Periods: which days does a date in a query mean? A year, a month, a day, or from one to another."""

import re
from dataclasses import replace
from datetime import date, timedelta

from ..text.normalization import normalize
from .nodes import Dated

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


def read_period(text: str) -> Dated | None:
    """Read 2024, 2024-05, 2024年5月17日, or a..b with either end open; None for anything else."""
    ascii_text = normalize(text.strip())
    first_text, dots, last_text = ascii_text.partition("..")
    if not dots:
        return _span(first_text)
    first = _span(first_text) if first_text else Dated(None, None)
    last = _span(last_text) if last_text else Dated(None, None)
    if first is None or last is None or not (first_text or last_text):
        return None
    return replace(first, last=last.last)


def _span(text: str) -> Dated | None:
    """Return the first and last day of a year, a month or a day."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
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
