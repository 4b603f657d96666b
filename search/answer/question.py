"""Question: what does a person ask? Words, what narrows them, which page; checked where it comes as text."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from ..errors import UsageError
from ..facets import FACET_NAMES
from ..query.nodes import Dated
from ..query.periods import read_date
from ..query.synonyms import NO_SYNONYMS, Synonyms, abbreviations
from ..request import Filters, Sort
from ..saying import Message, message
from .matching import Matching


class CopyMode(StrEnum):
    """What becomes of republished copies, and of versions of a paper: one result, or each its own."""

    MERGED = "merged"
    SEPARATE = "separate"


DEFAULT_SIZE = 10
MAX_SIZE = 100
#: Facet values that one question may choose: every link of a page repeats them.
MAX_CHOSEN = 40


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks: the words typed, what narrows them, and which page."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1  # from 1
    size: int = DEFAULT_SIZE  # hits a page
    copies: CopyMode = CopyMode.MERGED
    synonyms: bool = True  # look for other names of the same thing too
    matching: Matching | None = None  # None: all, and where that finds nothing, most

    def __post_init__(self) -> None:
        if self.page < 1:
            raise UsageError("页码应为 1 或更大: %(number)s", number=self.page)
        if not 1 <= self.size <= MAX_SIZE:
            raise UsageError(
                "每页条数应为 1 到 %(most)s: %(number)s", most=MAX_SIZE, number=self.size
            )


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted of a result: which facets, and how many values of those listed by count."""

    facets: tuple[str, ...] = FACET_NAMES
    most: int = 200


EVERY_FACET = Counting()


def known_to(question: Question, synonyms: Synonyms | None) -> Synonyms:
    """Return the names that a question is read with; without others those of the program."""
    if not question.synonyms:
        return NO_SYNONYMS
    return abbreviations() if synonyms is None else synonyms


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question as it comes from a command line or a web address: texts, not yet checked."""

    text: str = ""
    facets: tuple[tuple[str, str], ...] = ()  # facet name and chosen value
    first: str = ""
    last: str = ""
    sort: str = ""
    page: str = ""
    size: str = ""
    copies: str = ""
    matching: str = ""
    synonyms: str = ""

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the chosen values of a facet, each once."""
        return tuple(dict.fromkeys(value for name, value in self.facets if name == facet))

    def checked(self) -> Question:
        """Read the texts; empty ones mean the default. Raises UsageError, naming what is wrong."""
        if len(self.facets) > MAX_CHOSEN:
            raise UsageError("筛选最多选 %(most)s 项，请去掉一些", most=MAX_CHOSEN)
        first = _period(message("起始日期"), self.first).first
        last = _period(message("截止日期"), self.last).last
        if first and last and first > last:
            raise UsageError(
                "起始日期 %(first)s 晚于截止日期 %(last)s，请改正",
                first=_shown(self.first),
                last=_shown(self.last),
            )
        return Question(
            text=self.text.strip(),
            filters=Filters(
                facets={name: self.chosen(name) for name, _ in self.facets},
                first=first,
                last=last,
            ),
            sort=_sort(self.sort),
            page=_number(message("页码"), self.page, 1),
            size=_number(message("每页条数"), self.size, DEFAULT_SIZE),
            copies=_copy_mode(self.copies),
            matching=_matching(self.matching),
            synonyms=_switch(message("同义词"), self.synonyms),
        )


def _shown(text: str) -> str:
    """Return the beginning of what was typed, on one line, for a message."""
    return " ".join(text.split())[:40]


def _period(name: Message, text: str) -> Dated:
    period = read_date(text) if text else Dated(None, None)
    if period is None or not text.isprintable():
        raise UsageError(
            '%(name)s不是日期: "%(typed)s"，应如 2024-05-17、2024-05 或 2024',
            name=name,
            typed=_shown(text),
        )
    return period


def _sort(text: str) -> Sort:
    try:
        return Sort(text or Sort.RELEVANCE)
    except ValueError as error:
        raise UsageError(
            '没有这种排序: "%(typed)s"，可用 %(known)s', typed=_shown(text), known="、".join(Sort)
        ) from error


def _copy_mode(text: str) -> CopyMode:
    try:
        return CopyMode(text or CopyMode.MERGED)
    except ValueError as error:
        known = "、".join(CopyMode)
        raise UsageError(
            '转载没有这种列法: "%(typed)s"，可用 %(known)s', typed=_shown(text), known=known
        ) from error


def _switch(name: Message, text: str) -> bool:
    if text not in {"", "on", "off"}:
        raise UsageError('%(name)s只能是 on 或 off: "%(typed)s"', name=name, typed=_shown(text))
    return text != "off"


def _matching(text: str) -> Matching | None:
    try:
        return Matching(text) if text else None
    except ValueError as error:
        known = "、".join(Matching)
        raise UsageError(
            '词语没有这种匹配方式: "%(typed)s"，可用 %(known)s', typed=_shown(text), known=known
        ) from error


def _number(name: Message, text: str, default: int) -> int:
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise UsageError('%(name)s不是数字: "%(typed)s"', name=name, typed=_shown(text))
    return int(text)
