"""Findings: what do a document's hints and labelled lines tell of its article, and what is to be believed?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ...article_fields import FIELD, GIVEN, ArticleField, FieldName, Kind
from ...partial_date import Day, read_iso
from ...text.characters import HAN
from ...validity import Validity, read_validity
from ..fields.dates import day_or_none, find_day, month_and_day
from ..fields.evidence import DOUBTFUL, Evidence
from ..fields.sources import source_name
from ..fields.values import day_in_address, day_in_force, web_address
from ..lines.labels import Aside, Label, is_label, labelled_values
from ..lines.page_furniture import is_page_control
from ..lines.rendering import Line
from .told_days import Yearless

_BAR_SEPARATOR = re.compile(r"[|｜•·\s\u3000\xa0]*[|｜•\s\u3000\xa0][|｜•·\s\u3000\xa0]*")
_TRAILING_NOTES = re.compile(r"(?:\s+(?:举报|订阅|关注|字号|分享|评论|参与)\S*)+$")
_ROLE = re.compile(r"^.{0,14}(?:记者|作者|评论员)\s+")
_NEXT_LABEL = re.compile(
    r"(?:供稿|值班编辑|责任编辑|责编|编辑|点击次数|点击|阅读|浏览|字号|作者|审核|发布时间|时间)[:：]|参与互动"
)
_MAX_VALUE = 80
#: From which, and until which, a paper is in force: whole days only.
_DAYS_IN_FORCE = {FieldName.EFFECTIVE, FieldName.EXPIRES}
_MAX_SHOWN = 40  # characters of what is no day
# Where years of two digits are those of the Republic of China.
_TRADITIONAL = re.compile("[發佈張貼時間點資訊訂關]")
_OF_DAY = re.compile(r"(?:星期|周)[一二三四五六日天]|[上中下]午|凌晨|早上|晚上")
_NO_SOURCES = frozenset(["原创", "转载", "正文", "字号", "首页", "文章", "关注", "星期"])
_LABEL_IN_BAR = re.compile(r"[^\s|｜\d]{1,6}\s?[:：](?!\d)")
_TITLE_PART = re.compile(r"\s*[-_|｜—–]+\s*")  # 职工夜校开班_云江网
_DIFFERENT = 0.7  # confidence of a day, when sure evidence gives another

# 000014349/2024-00012, YJ000-0101-2024-00017: 政府信息公开目录 leaves the form to each province.
_INDEX_NUMBER = re.compile(rf"(?=[A-Za-z\d/.\-]*\d)[A-Za-z\d][A-Za-z\d/.\-]{{3,39}}(?![{HAN}])")
_TRUST = {
    FieldName.DATE: 0.985,
    FieldName.AUTHOR: 0.9,
    FieldName.DOC_NUMBER: 0.98,
    FieldName.URL: 0.9,
}
_ADDRESS_TRUST = 0.5  # of a day in an address: of the text, or of when it was moved there
_USUAL_TRUST = 0.97  # of what a label says
_PUBLISHER_TRUST = 0.8  # that who has published it on a site is the source


class Findings:
    """Gathers evidence; for each field the surest counts, of equals the first."""

    def __init__(self, hints: Iterable[Evidence] = ()) -> None:
        self._evidence: dict[FieldName, list[Evidence]] = {}
        self._unreadable: dict[
            FieldName, str
        ] = {}  # what stands where a day should, the first of each
        self.yearless: list[Yearless] = []
        hints = list(hints)
        titles = [hint.value for hint in hints if hint.field is FieldName.TITLE]
        self._site_names = {part for title in titles for part in _TITLE_PART.split(title)[1:]}
        is_public_site = any(hint.reason.endswith(" ArticleTitle") for hint in hints)
        for hint in hints:
            # Other sites give their own name, or their editor, as the author of every page.
            if hint.field is not FieldName.AUTHOR or is_public_site:
                self._take_hint(hint)

    def add(self, field: FieldName, value: str, reason: str, confidence: float) -> None:
        """Keep a value, if there is anything in it."""
        if value:
            self._evidence.setdefault(field, []).append(Evidence(field, value, reason, confidence))

    def settle(self, evidence: Evidence) -> None:
        """Keep this evidence alone of its field: what is told of the article is what it has."""
        self._evidence[evidence.field] = [evidence]

    def best(self, field: FieldName) -> Evidence | None:
        """Return the surest evidence for a field; less sure where as sure a source says otherwise."""
        found = self._evidence.get(field)
        if not found:
            return None
        best = max(found, key=lambda entry: entry.confidence)
        if field is FieldName.SOURCE:
            # 云江日报 云江网: where the one is told, the other is the site.
            shorter = [e for e in found if best.value.startswith(f"{e.value} ")]
            best = shorter[0] if shorter else self._without_site(best)
        if FIELD[field].kind is Kind.DAY:
            best = _more_exact(best, found)
        others = {
            entry.value
            for entry in found
            if entry.confidence >= 0.9 and not best.value.startswith(entry.value)
        }
        if field is FieldName.DATE and others:
            days = "、".join(sorted({best.value, *others}))
            return Evidence(field, best.value, f"{best.reason}；各处日期不同：{days}", _DIFFERENT)
        return best

    def _without_site(self, source: Evidence) -> Evidence:
        """Cut the name of the site off a source, where another name stands before it."""
        name, _, last = source.value.rpartition(" ")
        return replace(source, value=name) if name and last in self._site_names else source

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what is to be said of days that could not be read, where nothing else gives them."""
        return tuple(
            f"{field.label}“{written[:_MAX_SHOWN]}”不能确定是哪一天，没有收入"
            for field, written in self._unreadable.items()
            if not self.value(field)
        )

    def value(self, field: FieldName) -> str | None:
        """Return the value to be believed."""
        best = self.best(field)
        return best.value if best else None

    def values(self) -> dict[str, Any]:
        """Return what is to be believed of each field that may be given, by the attributes of Article."""
        return {field.attribute_name: self._typed(field) for field in GIVEN}

    def _typed(self, field: ArticleField) -> str | Day | tuple[str, ...] | Validity | None:
        value = self.value(field.name)
        match field.kind:
            case Kind.DAY:
                return read_iso(value) if value else None
            case Kind.PATH:
                return tuple(value.split(">")) if value else ()
            case Kind.VALIDITY:
                return read_validity(value) if value else None
            case _:
                return value

    def take(self, line: Line, trust: float = 1.0) -> None:
        """Keep the values of a labelled line, trusting them so far."""
        for label, value in labelled_values(line.text):
            if label is not Aside.IGNORED:
                self._take_label(label, value, line, trust)

    def take_bar(self, text: str) -> None:
        """Keep what a line such as 云江日报 | 2023-12-05 16:40 | 阅读 568 says."""
        if day := day_or_none(text):
            self.add(FieldName.DATE, day, "标题下的日期", 0.93)
        labelled = list(labelled_values(text))
        for label, value in labelled:
            if label not in {Aside.IGNORED, FieldName.DATE, FieldName.SIGNED}:
                self._take_label(label, value, Line(text, 0))
        told = any(label is FieldName.SOURCE for label, _ in labelled)
        before = _LABEL_IN_BAR.split(text)[0] if labelled else text
        names = [name for name in _BAR_SEPARATOR.split(before) if _may_name_source(name)]
        if names and not told:
            self.add(FieldName.SOURCE, names[0], "与日期写在一行的名称", 0.76)

    def _take_label(self, label: Label, value: str, line: Line, trust: float = 1.0) -> None:
        if isinstance(label, Aside):
            field, confidence = FieldName.SOURCE, _PUBLISHER_TRUST
        else:
            field, confidence = label, _TRUST.get(label, _USUAL_TRUST)
        reason = f"“{line.text[:12]}…”一行" if len(line.text) > 12 else f"“{line.text}”一行"
        if field in _DAYS_IN_FORCE:
            value = day_in_force(value, field) or ""
        elif FIELD[field].kind is Kind.DAY:
            value, written = self._day(field, value, line.text), value
            if not value and month_and_day(written):
                self.yearless.append(Yearless(field, written, reason, confidence * trust))
        elif field is FieldName.SOURCE:
            behind = line.text.partition(value)[2] if value else ""
            self.add(
                FieldName.DATE,
                day_or_none(behind) or day_or_none(value) or "",
                "来源后面的日期",
                0.9 * trust,
            )
            if web_address(value):
                field = FieldName.URL  # copied pages give their address as the source
        if field is FieldName.URL:
            value = web_address(value) or ""
        self.add(field, _cleaned(field, value), reason, confidence * trust)

    def _day(self, field: FieldName, value: str, line: str = "") -> str:
        """Return the day that a value says, as ISO 8601; what is none, or not sure, is told in `doubts`."""
        try:
            day = find_day(value, is_roc=_TRADITIONAL.search(line) is not None)
        except ValueError:
            day = None
        if day is None and re.search(r"\d", value):
            self._unreadable.setdefault(field, value)
        return day.isoformat() if day else ""

    def _take_hint(self, hint: Evidence) -> None:
        value = hint.value
        if hint.field in _DAYS_IN_FORCE:
            value = day_in_force(value, hint.field) or ""
        elif FIELD[hint.field].kind is Kind.DAY:
            value = self._day(hint.field, value)
        elif hint.field is FieldName.URL:
            value = web_address(value) or ""
            self.add(FieldName.DATE, day_in_address(value) or "", "网址里的日期", _ADDRESS_TRUST)
        self.add(hint.field, _cleaned(hint.field, value), hint.reason, hint.confidence)


def _more_exact(best: Evidence, found: Sequence[Evidence]) -> Evidence:
    """Return the surest evidence that says more exactly what the best says: the day of a month."""
    finer = [
        entry
        for entry in found
        if entry.confidence >= DOUBTFUL and entry.value.startswith(f"{best.value}-")
    ]
    return max(finer, key=lambda entry: (len(entry.value), entry.confidence), default=best)


def _cleaned(field: FieldName, value: str) -> str:
    if field is FieldName.DOC_NUMBER and not re.search(r"\d", value):
        return ""  # a form that was not filled in: 〔〕号
    if field is FieldName.INDEX_NUMBER:
        match = _INDEX_NUMBER.match(value.strip())
        return match[0] if match else ""
    if field is FieldName.VALIDITY:
        validity = read_validity(value)
        return str(validity.label) if validity else ""
    if field is FieldName.SOURCE:
        return source_name(value)
    if field is FieldName.AUTHOR:
        value = _ROLE.sub("", _NEXT_LABEL.split(value)[0])
    if field in {FieldName.AUTHOR, FieldName.ISSUER}:
        value = _TRAILING_NOTES.sub("", value).strip(" |｜:：\u3000\xa0")
        return value if len(value) <= _MAX_VALUE else ""
    return value.strip()


def _may_name_source(name: str) -> bool:
    return (
        2 <= len(name) <= 24
        and re.search(r"[\d:：]", name) is None
        and re.search(rf"[{HAN}A-Za-z]{{2}}", name) is not None
        and _OF_DAY.fullmatch(name) is None
        and not is_page_control(name)
        and name not in _NO_SOURCES
        and source_name(name) == name
        and not is_label(name)
        and not name.endswith(("更新", "时间", "日期", "发布"))
    )
