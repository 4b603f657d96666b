"""Told days: what do a paper's text, title and number tell of its day, where nothing else gives it?

Only what surely tells: no day is better than a wrong one. The year in most titles is that of which a
paper speaks (2018年统计公报, 2019年元旦放假的通知), not that in which it was written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...article import Article
from ...article_fields import FieldName
from ...document_numbers import read_number
from ...partial_date import Day, PartialDate, read_iso, refined
from ..fields.dates import day_alone, doubt_about, find_day, is_date, month_and_day, parse_date
from ..fields.evidence import DOUBTFUL, Evidence, ReadArticle
from .notes import note_day

_SIGNATURE_LINES = 6
_UNDER_TITLE = 5  # lines in which a day may stand alone
_FIRST_YEAR = 1900
_MOST_OF_LINE = 200
_MOST_LOOKED_AT = 100_000  # characters above a signature
_DIGITS = "一二三四五六七八九〇○零"
_YEAR = rf"(?:(?<!\d)(?:19|20)\d{{2}}|[一二][{_DIGITS}]{{3}})\s*年"
_YEARS = re.compile(_YEAR)
# 到2025年, 2021—2025年, 2035年前: years that are still to come.
_STATED_YEAR = re.compile(
    rf"(?<![到至—–\-~～届])(?P<year>{_YEAR})(?!\s*(?:[底末]?以?前|[底末]?之前))"
)
_RANGE = re.compile(rf"\d\s*年?\s*[-—–~～至到]+\s*(?:\d{{4}}|[一二][{_DIGITS}]{{3}})\s*年")
# Given in the year that it is called by: 2018年云江市政府工作报告.
_REPORT = re.compile(
    r"政府工作报告(?:\s*[（(][^（()）]{1,12}[)）]|\s*[—–-]{1,2}在[^，。]{4,60}上)?$"
)
_YEAR_BEHIND = re.compile(r"[（(]((?:19|20)\d{2})[)）]\s*$")
# （2018年1月15日在云江市第十届人民代表大会第三次会议上）, behind a title or below it.
_DELIVERED = re.compile(
    r"(?:^|[—–（(-])\s*(?P<day>[^，。（(—–]{6,20}日)\s*[，,]?\s*[在于][^，。]{4,80}[会议式]上\s*[)）]?\s*$"
)
# （2018年修订）, （2018年版）: the year in which this version was made.
_VERSION = re.compile(
    rf"[（(](?P<year>{_YEAR})[^（()）]{{0,12}}?(?:修订|修正|修改|版|本|公布|发布|颁布|印发|制定|通过)[^（()）]{{0,8}}[)）]"
)
# Behind a title in brackets: a whole day; of a speech, its month or year.
_BEHIND = re.compile(r"[（(]([^（()）]{4,24})[)）]\s*$")
# 云江市人民政府办公室　2024年5月17日
_SIGNED = re.compile(r"[^，。！？；：\s]{2,40}\s{1,20}([^，。！？；：]{6,30})$")
_SPOKEN = re.compile(r"讲话|致辞|发言|谈话|贺信|社论|评论员文章")


@dataclass(frozen=True, slots=True)
class Yearless:
    """A day without its year, as a label has it: 发布时间：05-17 10:23."""

    field: FieldName
    written: str
    reason: str
    confidence: float


def told_day(title: str, texts: Sequence[str], number: str | None) -> Evidence | None:
    """Return what a paper's text, its title or its document number tells of the day it was signed."""
    return (
        _in_signature(texts, number)
        or _in_note(texts)
        or _under_title(texts)
        or _in_title(title)
        or _in_number(number)
    )


def with_years(
    days: Iterable[Yearless], title: str, address: str | None, number: str | None
) -> Iterator[Evidence]:
    """Give days the year that the page's address, its number or its title tells."""
    for day in days:
        parts = month_and_day(day.written)
        if parts is None:
            continue
        years = [*_years_in_address(address, parts), *_years_of_paper(title, number)]
        if years and (found := _day(years[0], parts)):
            reason = f"{day.reason}，年份取自网址、文号或标题"
            yield Evidence(day.field, found.isoformat(), reason, min(day.confidence, 0.8))


def with_told_day(read: ReadArticle) -> ReadArticle:
    """Fill in what an article tells of its day, where its fields give none, or only a year that has it."""
    article = read.article
    texts = [line for block in article.blocks for line in block.text.splitlines()]
    told = None
    if not isinstance(article.day, date):
        told = told_day(article.title, texts, article.doc_number)
    if told is None or (article.day and refined(article.day, read_iso(told.value)) == article.day):
        return read
    doubt = (f"{told.field.label}“{told.value}”没有把握：{told.reason}",)
    return replace(
        read,
        article=replace(article, signed=parse_date(told.value)),
        evidence=(*read.evidence, told),
        doubts=(*read.doubts, *(doubt if told.confidence < DOUBTFUL else ())),
    )


def unlikely_days(article: Article) -> Iterator[str]:
    """Yield what is unlikely about an article's days, a line each."""
    for field, day in ((FieldName.DATE, article.published), (FieldName.SIGNED, article.signed)):
        if doubt := doubt_about(field.label, day):
            yield doubt


def _in_signature(texts: Sequence[str], number: str | None) -> Evidence | None:
    """Read the line near the end that is a day: its month only, or without a year, too."""
    first = max(0, len(texts) - _SIGNATURE_LINES)
    for place in range(len(texts) - 1, first - 1, -1):
        text = texts[place]
        if is_date(text):
            return _signed(parse_date(text), "文末署名下的日期", 0.9)
        if (signed := _SIGNED.match(text)) and is_date(signed[1]):
            return _signed(parse_date(signed[1]), "文末署名后的日期", 0.85)
        if parts := month_and_day(text):
            return _without_year(text, parts, texts[:place], number)
        if _YEARS.match(text.strip()) and (day := day_alone(text)) and day.month:
            return _signed(day, "文末署名下的年月", 0.8)
    return None


def _without_year(
    text: str, parts: tuple[int, int], above: Sequence[str], number: str | None
) -> Evidence | None:
    """Give a day in a signature the year of the paper's number, or the nearest one stated above it."""
    of_paper = _years_of_paper("", number)
    year, source, confidence = next(of_paper, None), "文号", 0.85
    if year is None:
        year, source, confidence = _year_above(above), "上文", 0.7
    day = _day(year, parts) if year else None
    reason = f"文末“{text.strip()[:20]}”，年份 {year} 取自{source}"
    return _signed(day, reason, confidence) if day else None


def _year_above(texts: Sequence[str]) -> int | None:
    """Return the year that is stated last, but for those of plans."""
    left = _MOST_LOOKED_AT
    for text in reversed(texts):
        left -= len(text)
        if left < 0:
            return None
        for match in reversed(list(_STATED_YEAR.finditer(text))):
            year = _year(match["year"])
            if year and _FIRST_YEAR <= year <= date.today().year:
                return year
    return None


def _in_note(texts: Sequence[str]) -> Evidence | None:
    day = note_day(texts)
    return _signed(date.fromisoformat(day), "题注中的日期", 0.8) if day else None


def _under_title(texts: Sequence[str]) -> Evidence | None:
    for text in texts[:_UNDER_TITLE]:
        if is_date(text):
            return _signed(parse_date(text), "标题下的日期", 0.8)
        if day := _day_delivered(text):
            return _signed(day, "标题下作报告、讲话的日期", 0.85)
    return None


def _day_delivered(text: str) -> Day | None:
    match = _DELIVERED.search(text) if len(text) <= _MOST_OF_LINE else None
    day = day_alone(match["day"].strip()) if match else None
    return day if isinstance(day, date) else None


def _in_title(title: str) -> Evidence | None:
    """Read the day, or the year, that a title surely tells."""
    behind = _BEHIND.search(title)
    day = day_alone(behind[1]) if behind else None
    if delivered := _day_delivered(title):
        return _signed(delivered, "标题里作报告、讲话的日期", 0.9)
    if day and (isinstance(day, date) or _SPOKEN.search(title)):
        return _signed(day, "标题末尾括号里的日期", 0.9)
    if version := _VERSION.search(title):
        return _of_year(version["year"], "标题括号里的年份", 0.85)
    years = {match[0] for match in _YEARS.finditer(title)}
    if year_behind := _YEAR_BEHIND.search(title):
        years.add(f"{year_behind[1]}年")
    if len(years) == 1 and _REPORT.search(title.strip()) and not _RANGE.search(title):
        return _of_year(years.pop(), "标题里的年份", 0.85)
    return None


def _in_number(number: str | None) -> Evidence | None:
    year = next(_years_of_paper("", number), None)
    return _signed(PartialDate(year), "文号里的年份", 0.85) if year else None


def _years_of_paper(title: str, number: str | None) -> Iterator[int]:
    """Yield the years that a paper's number and its title surely tell."""
    read = read_number(number) if number else None
    if read and read.year and _FIRST_YEAR <= read.year <= date.today().year:
        yield read.year
    if told := _in_title(title):
        yield parse_date(told.value).year


def _years_in_address(address: str | None, parts: tuple[int, int]) -> Iterator[int]:
    """Yield the year of the same day in an address: /202405/t20240517_123.html."""
    month, day = parts
    pattern = rf"(?<!\d)((?:19|20)\d{{2}})([-/]?){month:02}(?:\2){day:02}(?!\d)"
    for match in re.finditer(pattern, (address or "")[:2000]):
        yield int(match[1])


def _of_year(written: str, reason: str, confidence: float) -> Evidence | None:
    year = _year(written)
    return _signed(PartialDate(year), reason, confidence) if year else None


def _year(written: str) -> int | None:
    try:
        day = find_day(written)
    except ValueError:
        return None
    return day.year if day else None


def _day(year: int, parts: tuple[int, int]) -> date | None:
    try:
        return date(year, *parts)
    except ValueError:
        return None


def _signed(day: Day, reason: str, confidence: float) -> Evidence:
    return Evidence(FieldName.SIGNED, day.isoformat(), reason, confidence)
