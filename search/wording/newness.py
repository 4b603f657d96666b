"""Newness: which wordings are new since a year or a month, who used each first, and how often is it used since?

An index knows them when it is written (`Engine.coined`); here some are chosen, and told.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..article import ArticleHead
from ..engine import Engine, Places
from ..errors import UsageError
from ..partial_date import Day, PartialDate, first_of, last_of, read_iso
from ..query.nodes import Phrase
from ..request import Filters, PlacesRequest, TallyRequest
from ..suggest.first_uses import LEAST_KEPT, Coined

#: So many articles a wording has at least, where no number is given.
LEAST = 5
#: Bars of a small chart are quarters up to so many, else years.
_MOST_QUARTERS = 20
#: Without a year, what is new in the newest years of the collection is told: so many.
_YEARS_TOLD = 3
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Wordings first used from the beginning of a year or month to the end of another, both included."""

    since: Day | None = None  # None: of the newest three years of the collection
    until: Day | None = None
    least: int = LEAST  # articles, whatever the filters
    filters: Filters = field(
        default_factory=Filters
    )  # of which uses: only wordings with any are told


@dataclass(frozen=True, slots=True)
class Within:
    """What filters leave of the uses of a wording, of copies the first: undated ones, too."""

    articles: int
    occurrences: int
    first: ArticleHead | None  # None: none has a day


@dataclass(frozen=True, slots=True)
class NewWording:
    """A new wording, and the article that has it first."""

    coined: Coined
    first: ArticleHead
    bars: tuple[
        int, ...
    ]  # articles a quarter, or a year, from its first to the newest of the collection
    by: str  # quarter or year
    within: Within | None  # None: nothing narrows; else bars are of what is left

    @property
    def text(self) -> str:
        """Return the wording, normalised."""
        return self.coined.text


@dataclass(frozen=True, slots=True)
class NewWordings:
    """New wordings, those most used first, and of how many articles."""

    since: Day
    until: Day | None
    least: int
    total: int  # of which some are told
    wordings: tuple[NewWording, ...]
    years: tuple[
        tuple[int, int], ...
    ]  # the years in which wordings were new, the newest first, and how many, whatever the filters
    articles: int  # of the collection
    first: Day | None  # its days
    last: Day | None


def read_period(text: str) -> Day | None:
    """Read a year or a month, 2024 or 2024-05; None for nothing. Raises UsageError."""
    match = _PERIOD.fullmatch(text.strip())
    if not text.strip():
        return None
    try:
        if match is None:
            raise ValueError("neither")
        return PartialDate(int(match[1]), int(match[2]) if match[2] else None)
    except ValueError as error:
        raise UsageError(
            "不认识的时间 %(text)s：请写年或年月，如 2024 或 2024-05", text=text[:40]
        ) from error


def find_new(
    engine: Engine,
    request: NewRequest,
    hidden: Container[str] = (),
    offset: int = 0,
    limit: int | None = None,
) -> NewWordings:
    """Return some of the wordings that are new, without those hidden, which are normalised.

    Raises UsageError where fewer articles are asked for than are kept, IndexUnusableError.
    """
    if request.least < LEAST_KEPT:
        raise UsageError("至少 %(least)s 篇：更少的不作提法统计", least=LEAST_KEPT)
    statistics = engine.statistics()
    known = [
        one for one in engine.coined() if one.articles >= request.least and one.text not in hidden
    ]
    newest = last_of(statistics.last) if statistics.last else date.min
    since = request.since or PartialDate(max(1, newest.year - _YEARS_TOLD + 1))
    until = last_of(request.until) if request.until else date.max
    if first_of(since) > until:
        raise UsageError(
            "起始日期 %(first)s 晚于截止日期 %(last)s，请改正", first=since, last=request.until
        )
    found = [one for one in known if first_of(since) <= first_of(read_iso(one.day)) <= until]
    uses = _uses_within(engine, request.filters, found)
    if uses:
        found = [one for one in found if uses[one.text].articles]
        found.sort(key=lambda one: -uses[one.text].articles)
    told = found[offset:] if limit is None else found[offset:][:limit]
    firsts = [place.id for one in told for place in uses[one.text].places] if uses else []
    heads = {head.id: head for head in engine.heads([*(one.first for one in told), *firsts])}
    return NewWordings(
        since,
        request.until,
        request.least,
        len(found),
        tuple(
            NewWording(
                one,
                heads[one.first],
                *_bars(_months(engine, request.filters, one), newest),
                _within(uses[one.text], heads) if uses else None,
            )
            for one in told
            if one.first in heads
        ),
        _years(known),
        statistics.articles,
        statistics.first,
        statistics.last,
    )


def _uses_within(engine: Engine, filters: Filters, known: Sequence[Coined]) -> dict[str, Places]:
    """Return by text what filters leave, with the place of the first; nothing where they leave all."""
    if not filters.narrow:
        return {}
    uses = {
        one.text: engine.places(PlacesRequest(Phrase(one.text), filters, limit=1, copies=False))
        for one in known
    }
    if common := next((text for text, found in uses.items() if found.at_least), None):
        raise UsageError("“%(wording)s”在筛选内太常见，数不准；请再限定日期等", wording=common)
    return uses


def _within(uses: Places, heads: Mapping[str, ArticleHead]) -> Within:
    first = next((heads[place.id] for place in uses.places if place.id in heads), None)
    # An article without a day comes last: then none has one.
    return Within(uses.articles, uses.total, first if first and first.day else None)


def _months(engine: Engine, filters: Filters, coined: Coined) -> Sequence[tuple[str, int]]:
    """Return the articles of each month that filters leave, where it is known."""
    if not filters.narrow:
        return coined.months
    phrase = Phrase(coined.text)
    tally = engine.tally(TallyRequest(phrase, "month", filters, copies=False))
    return [(row.value, row.articles) for row in tally.rows if row.articles]


def _years(known: Sequence[Coined]) -> tuple[tuple[int, int], ...]:
    counts: dict[int, int] = {}
    for one in known:
        year = read_iso(one.day).year
        counts[year] = counts.get(year, 0) + 1
    return tuple(sorted(counts.items(), reverse=True))


def _bars(by_month: Sequence[tuple[str, int]], newest: date) -> tuple[tuple[int, ...], str]:
    """Return the articles of each quarter from the first use on, or of each year where these are too many."""
    months = {_month_number(month): count for month, count in by_month}
    last = max([*months, newest.year * 12 + newest.month - 1])
    first = min(months, default=last)
    size, by = (3, "quarter") if last // 3 - first // 3 < _MOST_QUARTERS else (12, "year")
    bars = [0] * (last // size - first // size + 1)
    for month, count in months.items():
        bars[month // size - first // size] += count
    return tuple(bars), by


def _month_number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1
