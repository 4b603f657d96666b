"""Date forms: how is a day written? 2024-05-17, 2024年元月5日, 二〇二四年五月十七日, May 17, 2024, 1715913000.

One list of patterns over a text that is written plainly (`plain`): half-width, with one kind of
hyphen, slash and dot. What a form matches and is no day after all (2024-13-01) raises ValueError.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from ...partial_date import Day, PartialDate
from ...text.numerals import read_numeral

BEIJING = timezone(timedelta(hours=8))
_FIRST_YEAR = 1000  # before it stand telephone numbers, and what programs write for "none"
_ROC_YEAR_ZERO = 1911
_MOST_MONTHS = 12  # a number up to this may be a month
_OLD = 50  # years of two digits from this on are of the last century

_HYPHENS, _SLASHES, _DOTS, _ZEROS = "‐‑‒–—―−⁃─━︱﹘﹣", "∕⁄\\", "·・‧•∙⋅", "○零OoΟο"
_SAME = str.maketrans(
    {**dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_SLASHES, "/"), **dict.fromkeys(_DOTS, ".")}
)
_ONE_ZERO = str.maketrans(dict.fromkeys(_ZEROS, "〇"))
#: A day in digits, as it stands in a line that was not written plainly.
WRITTEN_DAY = (
    rf"\d{{4}}(?:\s?[-/.．年－／{_HYPHENS}{_DOTS}]\s?|\s(?=\d{{1,2}}/))(?:\d{{1,2}}|元)"
    rf"\s?[-/.．月－／{_HYPHENS}{_DOTS}]\s?\d{{1,2}}日?"
)

_UNITS = "一二三四五六七八九"
_YEAR = rf"(?P<year>\d{{4}}|[一二](?:[{_UNITS}\d〇{_ZEROS}]){{3}}|[一二]千[{_UNITS}〇{_ZEROS}十百]{{1,6}})"
_MONTH = rf"(?P<month>\d{{1,2}}|元|[〇○零{_UNITS}十]{{1,3}})"
_DAY = rf"(?P<day>\d{{1,2}}|[〇○零{_UNITS}十廿卅]{{1,3}})"
_COUNT = re.compile(rf"[一二三]?十[{_UNITS}]?|[廿卅][{_UNITS}]?|〇?[{_UNITS}]|[一二三]〇")
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = rf"(?P<name>{'|'.join(_NAMES)})[a-z]{{0,6}}\.?"
_WEEKDAY = (
    r"\s*[,(]?\s*(?:(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?)\s*[),]?\s*"
)
_ZONE = (
    r"(?P<zone>Z|(?:UTC|GMT)?[+-]\d{1,2}:?\d{2}|UTC|GMT)(?![a-z\d])"
    r"(?:\[[\w/]{1,40}\])?(?:\s[A-Z]{3,4}\b)?(?:\s?\([^()]{1,40}\))?"
)
_TIME = (
    r"[T,\s]*(?:凌晨|清晨|早上|早晨|上午|中午|下午|晚上|晚间|晚)?\s*(?P<hour>\d{1,2})\s*[:时時点點]"
    r"\s*(?P<minute>\d{1,2})?(?:\s*[:分]\s*(?:\d{1,2}(?:[.,]\d{1,9})?)?\s*秒?)?"
    rf"(?:\s*[ap]\.?m\.?)?(?:\s*{_ZONE})?"
)
#: What may follow a day: a weekday and a time, either first.
_TAIL = rf"(?:{_WEEKDAY})?(?:{_TIME})?(?:{_WEEKDAY})?"
_ENDS = r"(?=$|[\s),;。|(\]】]|[上下中]午|星期|周[一二三四五六日])"

_Match = re.Match[str]


def plain(text: str) -> str:
    """Write a text plainly: in half width, with one kind of hyphen, and one space for any white space."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME).split())


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a day: how it begins in a text, how it is a text alone, and what it says."""

    pattern: re.Pattern[str]
    alone: re.Pattern[str]
    read: Callable[[_Match], Day]


def _form(pattern: str, read: Callable[[_Match], Day], tail: str = _TAIL) -> Form:
    flags = re.IGNORECASE
    return Form(
        re.compile(rf"(?<!\d)(?<!\d\.){pattern}{tail}", flags),
        re.compile(
            rf"\s*[(\[【]?\s*(?:公元|西元)?(?:{_WEEKDAY})?{pattern}{tail}\s*[)\]】]?\s*", flags
        ),
        read,
    )


def _whole(match: _Match) -> date:
    return _in_beijing(
        match, _year(match["year"]), number_of(match["month"]), number_of(match["day"])
    )


def _named(match: _Match) -> date:
    return _in_beijing(match, _year(match["year"]), _month_called(match), int(match["day"]))


def _republican(match: _Match) -> date:
    """Read 民国二十四年五月十七日, 113-05-01: years of the Republic of China."""
    year = 1 if match["year"] == "元" else read_numeral(match["year"])
    if not year:
        raise ValueError(match[0])
    return date(_ROC_YEAR_ZERO + year, number_of(match["month"]), number_of(match["day"]))


def _year_last(match: _Match) -> date:
    """Read 17/05/2024 and 05/17/2024; where either number may be the month, neither is sure."""
    month, day = sorted((int(match["month"]), int(match["day"])))
    if month != day <= _MOST_MONTHS:
        raise ValueError(match[0])
    return date(_year(match["year"]), month, day)


def _short(match: _Match) -> date:
    """Read 24-05-17: the year stands first, as it always does in Chinese, if it can be no month."""
    if int(match["year"]) <= _MOST_MONTHS:
        raise ValueError(match[0])
    return _short_in_words(match)


def _short_in_words(match: _Match) -> date:
    """Read 24年5月17日; a year that is still to come is none."""
    short = int(match["year"])
    year = 1900 + short if short >= _OLD else 2000 + short
    if year > _latest_year():
        raise ValueError(match[0])
    return date(year, number_of(match["month"]), number_of(match["day"]))


def _stamp(match: _Match) -> date:
    """Read the seconds since 1970 that programs count by, or thousandths or millionths of them."""
    moment = datetime.fromtimestamp(int(match["stamp"][:10]), BEIJING)
    if moment.year > _latest_year():
        raise ValueError(match[0])
    return moment.date()


def _partial(match: _Match) -> PartialDate:
    month = match.groupdict().get("month")
    return PartialDate(_year(match["year"]), number_of(month) if month else None)


def _partial_named(match: _Match) -> PartialDate:
    return PartialDate(_year(match["year"]), _month_called(match))


def _month_called(match: _Match) -> int:
    return _NAMES.index(match["name"].lower()) + 1


def _year(written: str) -> int:
    """Read a year: 2024, 二〇二四, 二零24, 二千零二十四. Raises ValueError before the first."""
    plainly = written.translate(_ONE_ZERO)
    by_digits = "".join(str(read_numeral(sign)) for sign in plainly)
    year = read_numeral(plainly) if "千" in plainly else int(by_digits)
    if not year or year < _FIRST_YEAR:
        raise ValueError(written)
    return year


def number_of(written: str) -> int:
    """Read a month or a day: 5, 05, 五, 一〇, 十七, 廿八, 元. Raises ValueError."""
    if written.isdecimal():
        return int(written)
    if written == "元":
        return 1
    plainly = written.translate(_ONE_ZERO)
    number = read_numeral(plainly) if _COUNT.fullmatch(plainly) else None
    if number is None:
        raise ValueError(written)
    return number


def _latest_year() -> int:
    return datetime.now(BEIJING).year + 1


def _in_beijing(match: _Match, year: int, month: int, day: int) -> date:
    """Return the day that it was in Beijing, where a time of day tells its zone."""
    written, known = date(year, month, day), match.groupdict()
    if not known.get("zone") or not known.get("hour"):
        return written
    moment = datetime(year, month, day, int(known["hour"]) % 24, int(known["minute"] or 0))
    try:
        return (moment - _offset(known["zone"]) + timedelta(hours=8)).date()
    except OverflowError:
        return written


def _offset(zone: str) -> timedelta:
    """Return how far a zone is ahead of UTC: Z, GMT, +08:00, GMT+0800."""
    digits = re.sub(r"\D", "", zone)
    if not digits:
        return timedelta()
    ahead = timedelta(hours=int(digits[:-2]), minutes=int(digits[-2:]))
    return -ahead if "-" in zone else ahead


#: Whole days that are meant as such wherever they stand.
IN_TEXT = (
    _form(
        r"(?P<year>\d{4})\s*(?:[-/.]\s*|(?<=\s)(?=\d{1,2}/))"
        r"(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})(?!\d)",
        _whole,
    ),
    _form(rf"{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*(?:[日号號]|{_ENDS})", _whole),
    _form(
        rf"(?:中[华華])?民[国國]\s*(?P<year>元|\d{{1,3}}|[〇○零{_UNITS}十百]{{1,5}})\s*[-/.年]"
        rf"\s*{_MONTH}\s*[-/.月]\s*{_DAY}日?",
        _republican,
    ),
    _form(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s/-]+(?:of\s+)?{_NAME},?[\s/-]+(?P<year>\d{{4}})(?!\d)",
        _named,
    ),
    _form(
        rf"(?<![a-z]){_NAME}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?![\d:])",
        _named,
    ),
    _form(
        rf"(?<![a-z]){_NAME}\s+(?P<day>\d{{1,2}})\s+(?P<hour>\d{{2}}):(?P<minute>\d{{2}})(?::\d{{2}})?\s+"
        r"(?:(?P<zone>(?:UTC|GMT)(?:[+-]\d{2}:?\d{2})?|[+-]\d{4})|[A-Z]{3,4})?\s*(?P<year>\d{4})(?!\d)",
        _named,
        tail="",
    ),
)
_SHORT_IN_DIGITS = (
    r"(?P<year>\d{2,3})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})(?!\d)"
)
_SHORT_IN_WORDS = rf"(?P<year>\d{{2,3}})\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号號]?"
_SHORT_OF_ROC = tuple(
    _form(pattern, _republican) for pattern in (_SHORT_IN_DIGITS, _SHORT_IN_WORDS)
)
#: What else says a day where one is expected: behind a label, in a field. The likelier before.
AS_VALUE = (
    _form(
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
        rf"(?:[T\s]?(?P<hour>\d{{2}}):?(?:(?P<minute>\d{{2}}):?(?:\d{{2}}(?:\.?\d{{3}})?)?)?(?:\s?{_ZONE})?)?(?!\d)",
        _whole,
        tail="",
    ),
    _form(
        r"(?:/Date\()?(?P<stamp>1[0-8]\d{8}(?:\d{3}){0,2})(?:\.\d{1,9})?(?!\d)(?:[+-]\d{4})?(?:\)/)?",
        _stamp,
        tail="",
    ),
    _form(r"(?P<year>(?:19|20)\d{2})[ _](?P<month>\d{1,2})[ _](?P<day>\d{1,2})(?!\d)", _whole),
    _form(
        r"(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})(?!\d)", _year_last
    ),
    _form(_SHORT_IN_DIGITS.replace("{2,3}", "{3}"), _republican),
    _form(_SHORT_IN_DIGITS.replace("{2,3}", "{2}"), _short),
    _form(_SHORT_IN_WORDS.replace("{2,3}", "{3}"), _republican),
    _form(_SHORT_IN_WORDS.replace("{2,3}", "{2}"), _short_in_words),
    _form(
        rf"{_YEAR}\s*年\s*{_MONTH}\s*月(?:份|初|中|底|末|[上中下]旬)?(?:{_ENDS})", _partial, tail=""
    ),
    _form(rf"{_YEAR}\s*年(?:度|初|底|末|[上下]半年)?(?:{_ENDS})", _partial, tail=""),
    _form(r"(?P<year>(?:1[89]|20)\d{2})(?:\.0)?(?![-/.]?\d)" + _ENDS, _partial, tail=""),
    _form(r"(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})(?!\s*[-/.]?\d)", _partial, tail=""),
    _form(r"(?P<year>(?:1[89]|20)\d{2})(?P<month>0[1-9]|1[0-2])(?![-/.]?\d)", _partial, tail=""),
    _form(rf"{_NAME},?\s*(?P<year>\d{{4}})(?!\d)", _partial_named, tail=""),
)
#: The same where years are counted from the Republic's first: 98-05-17 is in 2009.
AS_VALUE_OF_ROC = (*_SHORT_OF_ROC, *AS_VALUE)
#: A day of a year that is said elsewhere.
MONTH_AND_DAY = re.compile(
    rf"\s*[(\[【]?\s*(?:{_MONTH}\s*月\s*{_DAY}\s*[日号號]|(?P<month2>\d{{1,2}})[-/.](?P<day2>\d{{1,2}}))"
    rf"{_TAIL}\s*[)\]】]?\s*",
    re.IGNORECASE,
)
