"""Trend: how often was a wording used, year by year or month by month; when first, when last?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from ..article import ArticleHead
from ..engine import Engine, Tally, TallyRow
from ..query.nodes import Query, Standing
from ..request import Filters, PlacesRequest, Sort, TallyRequest

#: Years or months without articles are named between others up to so many of all.
MAX_PERIODS = 3000
_PER = 10_000  # characters


class Period(StrEnum):
    """By what uses are counted: the name of the facet."""

    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Point:
    """What was said in a year or a month, and how much there is of it."""

    period: str  # 2024 or 2024-05; "" for all, or for the articles of which it is not known
    articles: int  # with the wording
    occurrences: int
    all_articles: int
    all_characters: int  # normalised

    @property
    def is_gap(self) -> bool:
        """Say whether there are no articles: then nothing can be said, not even that it was not used."""
        return not self.all_articles

    @property
    def per_ten_thousand(self) -> float | None:
        """Return the occurrences for each ten thousand characters; None where there are none."""
        return self.occurrences * _PER / self.all_characters if self.all_characters else None


@dataclass(frozen=True, slots=True)
class Uses:
    """The dated articles in which a wording stands first and last, as far as there are any."""

    first: ArticleHead | None
    latest: ArticleHead | None


@dataclass(frozen=True, slots=True)
class Silence:
    """The longest row of periods with articles in which a wording was used before and after, but not there."""

    after: str  # the period of the use before
    before: str  # and of the next
    periods: int  # between them, those with articles


@dataclass(frozen=True, slots=True)
class Series:
    """One wording through time."""

    wording: str  # as typed, without quotes
    phrase: Standing
    points: tuple[Point, ...]  # the same periods in every series of a trend
    undated: Point  # articles without a year, or without a known month
    total: Point
    uses: Uses

    @property
    def peak(self) -> Point | None:
        """Return the period with most occurrences, the earliest of equal ones; None without any."""
        used = [point for point in self.points if point.occurrences]
        return max(used, key=lambda point: point.occurrences, default=None)

    @property
    def silence(self) -> Silence | None:
        """Return the longest silence, the latest of equal ones; None where there is none."""
        held = [point for point in self.points if not point.is_gap]
        used = [at for at, point in enumerate(held) if point.occurrences]
        between = [(after - at - 1, at, after) for at, after in pairwise(used)]
        length, at, after = max(between, default=(0, 0, 0))
        return Silence(held[at].period, held[after].period, length) if length else None


@dataclass(frozen=True, slots=True)
class TrendRequest:
    """One to five wordings (see `asked.read_wordings`), by year or by month, of which articles."""

    wordings: Mapping[str, Standing]
    by: Period = Period.YEAR
    filters: Filters = field(default_factory=Filters)
    copies: bool = True  # republished copies count, too


@dataclass(frozen=True, slots=True)
class Trend:
    """Wordings through time, and what they are held against."""

    request: TrendRequest
    series: tuple[Series, ...]  # in the order of the wordings

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the years or months, ascending: from the first to the last with articles, gaps too."""
        return tuple(point.period for point in self.series[0].points)

    @property
    def all_articles(self) -> int:
        """Count the articles that were looked into, undated ones too."""
        return self.series[0].total.all_articles


def trend(engine: Engine, request: TrendRequest) -> Trend:
    """Count wordings through time. Raises UsageError, IndexUnusableError as the engine does."""
    return Trend(
        request,
        tuple(_series(engine, request, text, phrase) for text, phrase in request.wordings.items()),
    )


def find_uses(
    engine: Engine, query: Query, filters: Filters | None = None, copies: bool = True
) -> Uses:
    """Find the dated articles in which what a query counts stands first and last."""
    ids = [
        [place.id for place in engine.places(request).places]
        for sort in (Sort.OLDEST, Sort.NEWEST)
        for request in [PlacesRequest(query, filters or Filters(), sort, 0, 1, copies)]
    ]
    heads = {head.id: head for head in engine.heads([one for found in ids for one in found])}
    first, latest = (next((heads[one] for one in found if one in heads), None) for found in ids)
    # An article without a day comes last in both orders: then none has one.
    return Uses(
        first if first is not None and first.day else None,
        latest if latest is not None and latest.day else None,
    )


def _series(engine: Engine, request: TrendRequest, text: str, phrase: Standing) -> Series:
    tally = engine.tally(TallyRequest(phrase, request.by.value, request.filters, request.copies))
    return Series(
        text,
        phrase,
        tuple(_points(tally, request.by)),
        _point(tally.without),
        _point(tally.total),
        find_uses(engine, phrase, request.filters, request.copies),
    )


def _points(tally: Tally, by: Period) -> Iterator[Point]:
    """Yield a point for each period from the first to the last, those without articles too."""
    rows = {row.value: row for row in tally.rows}
    for period in _periods(list(rows), by):
        row = rows.get(period)
        yield Point(period, 0, 0, 0, 0) if row is None else _point(row)


def _point(row: TallyRow) -> Point:
    return Point(row.value, row.articles, row.occurrences, row.all_articles, row.all_characters)


def _periods(having: Sequence[str], by: Period) -> list[str]:
    """Name all years, or months, from the first to the last; only those that are there, if all are too many."""
    if not having:
        return []
    first, last = (_number(period) for period in (having[0], having[-1]))
    step = 12 if by is Period.YEAR else 1
    if (last - first) // step >= MAX_PERIODS:
        return list(having)
    return [_name(number, by) for number in range(first, last + 1, step)]


def _number(period: str) -> int:
    """Count months since the year 0."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month or 1) - 1


def _name(number: int, by: Period) -> str:
    year, month = divmod(number, 12)
    return f"{year:04}" if by is Period.YEAR else f"{year:04}-{month + 1:02}"
