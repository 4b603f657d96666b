"""Timeline: when were the articles of a result published? A few bars, each a link; all on a page of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import NamedTuple

from babel.numbers import format_compact_decimal
from flask_babel import get_locale
from markupsafe import Markup

from search import Filters

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..escaping import all_escaped
from .facet_lists import BAR_CLASSES, CURRENT, SHEET, FacetCounts, bar_length

#: The facets that a timeline draws: there is no other list of their values.
DRAWN = ("year", "month")
#: Bars beside each other: twelve months, or as many years; each is 24 pixels wide (WCAG 2.2, 2.5.8).
BARS = 12
_LEAST_SCALE = 5  # articles: fewer in the highest bar draw no tower
_WRITTEN_OUT = 10_000  # articles: more are written as 12万


class Bar(NamedTuple):
    """One year or month."""

    period: str  # 2024, or 2024-05: of which the last two digits are seen
    written: str  # how many articles
    height: int  # 0 to LONGEST_BAR
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, ascending, and what they leave out."""

    title: str
    most: int  # articles in the highest bar
    bars: tuple[Bar, ...]
    outside: tuple[tuple[str, str], ...]  # before and after: what to call it, and its address
    notes: tuple[str, ...]  # on articles that are in none of the bars
    wider: str  # address without the year whose months these are


def facets_drawn(filters: Filters) -> tuple[str, ...]:
    """Say of which facets a timeline needs the counts."""
    return DRAWN if filters.facets.keys() & set(DRAWN) else DRAWN[:1]


def make_timeline(facets: FacetCounts, total: int, address: QuestionAddress) -> Timeline | None:
    """Draw the last years of a result, or the months of a year that is chosen; None for a single year."""
    years = {entry.value: entry.count for entry in facets["year"]}
    year = one_year(years, address)
    if year:
        return _of_months(year, years, facets, address)
    return _of_years(years, total, address) if len(years) > 1 else None


def one_year(years: Mapping[str, int], address: QuestionAddress) -> str:
    """Return the year that is chosen, itself or by its months, where it is one alone."""
    chosen = {*address.chosen("year"), *(month[:4] for month in address.chosen("month"))}
    return chosen.pop() if len(chosen) == 1 else ""


def _of_months(
    year: str, years: Mapping[str, int], facets: FacetCounts, address: QuestionAddress
) -> Timeline | None:
    months = months_of(year, facets)
    if not months:
        return None
    periods = [f"{year}-{month:02}" for month in range(1, 13)]
    unknown = 0 if address.chosen("month") else years.get(year, 0) - sum(months.values())
    return Timeline(
        title=_("%(year)s 年各月篇数", year=year),
        most=max(months.values()),
        bars=_bars("month", periods, months, address),
        outside=tuple(_beside(year, years, address)),
        notes=(_("另 %(count)s 篇只知年份", count=unknown),) if unknown > 0 else (),
        wider=f"{address.without_years()}#{SHEET}",
    )


def _beside(
    year: str, years: Mapping[str, int], address: QuestionAddress
) -> Iterator[tuple[str, str]]:
    """Yield the years with articles right before and after one, each with its address in its place."""
    before = max((other for other in years if other < year), default="")
    after = min((other for other in years if other > year), default="")
    for other in filter(None, (before, after)):
        label = _("%(period)s 年 %(count)s 篇", period=other, count=years[other])
        yield label, f"{address.of_year(other)}#{SHEET}"


def months_of(year: str, facets: FacetCounts) -> dict[str, int]:
    """Return the months of a year that have articles, the newest first."""
    months = facets.get("month", ())
    return {month.value: month.count for month in months if month.value.startswith(f"{year}-")}


def _of_years(years: Mapping[str, int], total: int, address: QuestionAddress) -> Timeline:
    last = _last_year(years, address)
    periods = [f"{year:04}" for year in range(max(1, last - BARS + 1), last + 1)]
    outside = (
        [year for year in years if year < periods[0]],
        [year for year in years if year > periods[-1]],
    )
    undated = 0 if address.chosen("year") else total - sum(years.values())
    return Timeline(
        title=_("各年篇数"),
        most=max(map(years.get, periods, repeat(0))),
        bars=_bars("year", periods, years, address),
        outside=tuple(_named(some, years, address) for some in outside if some),
        notes=(_("另 %(count)s 篇无日期", count=undated),) if undated > 0 else (),
        wider="",
    )


def _last_year(years: Mapping[str, int], address: QuestionAddress) -> int:
    """Return the last year that is drawn: the newest, no later than today's, that chosen ones allow."""
    today = f"{date.today().year:04}"
    newest = int(max([year for year in years if year <= today] or years))
    chosen = [int(year) for year in address.chosen("year") if year in years]
    return min(newest, min(chosen) + BARS - 1) if chosen else newest


def _named(
    some: Sequence[str], years: Mapping[str, int], address: QuestionAddress
) -> tuple[str, str]:
    first, last = min(some), max(some)
    period = first if first == last else f"{first}–{last}"
    count = sum(map(years.__getitem__, some))
    label = _("%(period)s 另 %(count)s 篇", period=period, count=count)
    return label, f"{address.of_years(first, last)}#{SHEET}"


def _bars(
    name: str, periods: Sequence[str], counts: Mapping[str, int], address: QuestionAddress
) -> tuple[Bar, ...]:
    numbers = list(map(counts.get, periods, repeat(0)))
    scale, chosen = max(_LEAST_SCALE, *numbers), address.chosen(name)
    choose = address.choosing(name, SHEET)

    def bar(period: str, count: int) -> Bar:
        is_chosen = period in chosen
        url = choose(period) if count or is_chosen else ""
        return Bar(period, _written(count), bar_length(count, scale), is_chosen, url)

    return tuple(map(bar, periods, numbers))


def bar_items(bars: Sequence[Bar]) -> Markup:
    """Write bars as items of a list, as `value_items` does values."""
    urls = all_escaped([bar.url for bar in bars])
    periods = all_escaped([bar.period for bar in bars])
    counts = all_escaped([bar.written for bar in bars])
    items = [
        f'    <li><a href="{url}"{BAR_CLASSES[bar.height]}{CURRENT * bar.chosen} rel="nofollow">'
        f"<i>{period}</i> <span>{count}</span></a></li>"
        if url
        else f'    <li><i aria-hidden="true">{period}</i></li>'
        for bar, url, period, count in zip(bars, urls, periods, counts, strict=True)
    ]
    return Markup("\n".join(items))  # noqa: S704 - escaped


def _written(count: int) -> str:
    return (
        str(count) if count < _WRITTEN_OUT else format_compact_decimal(count, locale=get_locale())
    )
