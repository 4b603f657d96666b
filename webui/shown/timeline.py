"""Timeline: when were the articles of a result published? A bar for each year or month, each a link."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from search import Filters

from ..asked.addresses import QuestionAddress
from .facet_lists import FacetCounts

#: Pixels: a bar with its gap is a target of at least 24 (WCAG 2.2, 2.5.8).
STEP, HEIGHT, LABEL_HEIGHT = 34, 72, 34
_MONTHS_OF = 2  # years: results that span no more are shown month by month
_MAX_GAPS = 80  # bars without articles are left out where there would be more bars than this


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or month."""

    period: str  # 2024, or 2024-05
    label: str  # under the bar
    count: int
    x: int
    height: int
    chosen: bool
    url: str

    @property
    def y(self) -> int:
        """Return where the bar begins, from above."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, ascending, and the size of the picture in pixels."""

    facet: str  # year or month
    bars: tuple[Bar, ...]
    undated: int = 0  # articles of these years of which no month is known, where bars are months

    @property
    def width(self) -> int:
        """Return the width of the picture."""
        return STEP * len(self.bars)

    @property
    def height(self) -> int:
        """Return the height of the picture."""
        return HEIGHT + LABEL_HEIGHT


def make_timeline(
    facets: FacetCounts, filters: Filters, address: QuestionAddress
) -> Timeline | None:
    """Draw the years of a result, or its months where it spans few; None for a single bar or none."""
    years = {entry.value: entry.count for entry in facets["year"]}
    months = {entry.value: entry.count for entry in facets["month"]}
    # Of articles of which no month is known, years tell more than a single month.
    by_month = (
        len(months) > 1
        and _span(months) <= _MONTHS_OF
        and (_span(years) <= _MONTHS_OF or bool(filters.facets.get("year")))
    )
    name, counts = ("month", months) if by_month else ("year", years)
    if len(counts) < 2:
        return None
    most = max(counts.values())
    periods = list(_periods(min(counts), max(counts)))
    if len(periods) > _MAX_GAPS:
        periods = sorted(counts)
    return Timeline(
        name,
        tuple(
            Bar(
                period=period,
                label=period
                if name == "year" or index == 0 or period.endswith("-01")
                else period[5:],
                count=counts.get(period, 0),
                x=index * STEP,
                height=-(-counts.get(period, 0) * HEIGHT // most),
                chosen=address.has(name, period),
                url=address.toggled(name, period),
            )
            for index, period in enumerate(periods)
        ),
        _without_month(years, months, filters) if by_month else 0,
    )


def _without_month(years: Mapping[str, int], months: Mapping[str, int], filters: Filters) -> int:
    """Count the articles of a result that are in none of its months."""
    if filters.facets.get("month"):
        return 0  # those are not in it
    chosen = filters.facets.get("year") or years
    return sum(years.get(year, 0) for year in chosen) - sum(months.values())


def _span(periods: Iterable[str]) -> int:
    """Count the years from the first to the last of some years or months."""
    years = [int(period[:4]) for period in periods]
    return max(years) - min(years) + 1 if years else 0


def _periods(first: str, last: str) -> Iterator[str]:
    """Yield all years, or all months, from one to another."""
    if len(first) == 4:
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
        return
    day, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    while day <= end:
        yield f"{day:%Y-%m}"
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
