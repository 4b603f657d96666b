"""Trend page: how often was a wording used, year by year? Drawn, as a table, and when first and last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from search import ArticleHead, Engine
from search.partial_date import PartialDate
from search.wording.trend import Period, Point, Series, Silence, Trend, trend

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..asked.languages import written_day, written_number
from ..templating import render_template
from .asked import Measure, Shape, TrendAddress
from .chart import FORMS, draw
from .collection import looked_into
from .context_asked import CONTEXT, ContextAddress

#: Rows of the table: of more, the last ones; CSV has all.
MOST_ROWS = 120
_BEFORE_FIRST_USE = 3  # periods
_DECIMALS = 2  # of what is for each ten thousand characters


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says of a wording in a period, and where that is."""

    value: str  # empty where there is nothing to be said
    url: str  # empty where there is nothing to be seen


@dataclass(frozen=True, slots=True)
class Row:
    """A period, in all wordings, and what these are held against."""

    label: str
    cells: tuple[Cell, ...]
    articles: Cell
    characters: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one wording in words."""

    wording: str
    form: str  # of its points in the chart
    total: str
    url: str
    first: ArticleHead | None
    latest: ArticleHead | None
    peak: Cell
    silence: str


def trend_page(engine: Engine, address: TrendAddress) -> str:
    """Show wordings through time; without any, the form to ask for them."""
    if not address.wordings:
        return render_template("trend.html", address=address.within, asked=address)
    found, drawn = trend(engine, address.checked()), address.drawn
    first = _first_shown(found)
    several = len(found.series) > 1
    columns = [drawn] if several else list(Measure)
    spans = _spans(found)
    return render_template(
        "trend.html",
        address=address.within,
        asked=address,
        trend=found,
        chart=draw(
            found.periods[first:],
            [_values(series, drawn)[first:] for series in found.series],
            address.shape is Shape.BARS,
        )
        if found.periods
        else None,
        links=[_links(series, address, found.request.by)[first:] for series in found.series],
        chart_periods=[_said(period) for period in found.periods[first:]],
        points=[series.points[first:] for series in found.series],
        told=[
            _told(series, address, FORMS[at], found.request.by)
            for at, series in enumerate(found.series)
        ],
        columns=[series.wording for series in found.series]
        if several
        else [_named(measure) for measure in columns],
        rows=_rows(found, address, columns, spans[-MOST_ROWS:]),
        rows_left_out=max(0, len(spans) - MOST_ROWS),
        feet=_feet(found, address, columns),
        measured=_named(drawn),
        collection=looked_into(engine),
        measures=[(_named(one), address.measuring(one), one is drawn) for one in Measure],
        periods=[
            (label, address.by_period(period), period is found.request.by)
            for label, period in ((_("按年"), Period.YEAR), (_("按月"), Period.MONTH))
        ],
        shapes=[
            (label, address.shaped(shape), shape is address.shape)
            for label, shape in ((_("柱"), Shape.BARS), (_("线"), Shape.LINE))
        ],
        all_url=address.all_articles().url if address.has_copies else "",
        counted_copies=[
            (_("转载也算"), address.with_copies(True), found.request.copies),
            (_("转载只算一篇"), address.with_copies(False), not found.request.copies),
        ],
    )


def _first_shown(found: Trend) -> int:
    """Say from which period on each is shown: a few before the first with a use; those before are one row."""
    used = [
        at
        for at in range(len(found.periods))
        if any(series.points[at].occurrences for series in found.series)
    ]
    first = used[0] if used else len(found.periods)
    return max(0, first - _BEFORE_FIRST_USE)


def _said(period: str) -> str:
    """Write a year, or a month, as the reader's language does."""
    return written_day(PartialDate(*map(int, period.split("-"))))


def _named(measure: Measure) -> str:
    match measure:
        case Measure.OCCURRENCES:
            return _("处数")
        case Measure.ARTICLES:
            return _("篇数")
        case Measure.RATE:
            return _("每万字处数")


def _value(point: Point, measure: Measure) -> float | None:
    """Return what is drawn of a period; None where there is nothing to be said."""
    match measure:
        case _ if point.is_gap:
            return None
        case Measure.OCCURRENCES:
            return point.occurrences
        case Measure.ARTICLES:
            return point.articles
        case Measure.RATE:
            rate = point.per_ten_thousand
            return None if rate is None else round(rate, _DECIMALS)


def _values(series: Series, measure: Measure) -> list[float | None]:
    return [_value(point, measure) for point in series.points]


def _hits(asked: QuestionAddress, by: Period) -> Callable[[str], str]:
    """Return what gives for each period where its articles are."""
    kept = _beyond_periods(asked, by)
    return lambda period: replace(asked, facets=(*kept, (by.value, period))).url


def _counted(address: TrendAddress, wording: str, by: Period) -> Callable[[str], str]:
    """Return what gives for each period, and for "" of all, where what is counted of a wording is.

    A search counts copies, too: what is counted without them are places in context. Those of a period
    alone are others, for what is a copy of an article of another period is none there: "".
    """
    hits = address.hits_of(wording)
    if address.has_copies:
        in_period = _hits(hits, by)
        return lambda period: in_period(period) if period else hits.url
    places = ContextAddress(hits.text, copies=address.copies, within=address.within).at(CONTEXT)
    return lambda period: "" if period else places


def _beyond_periods(asked: QuestionAddress, by: Period) -> tuple[tuple[str, str], ...]:
    """Return the filters beside which a period stands: of a year chosen months stay."""
    replaced = {"year"} if by is Period.YEAR else {"year", "month"}
    return tuple(choice for choice in asked.facets if choice[0] not in replaced)


def _links(series: Series, address: TrendAddress, by: Period) -> list[str]:
    there = _counted(address, series.wording, by)
    return [there(point.period) if point.occurrences else "" for point in series.points]


def _cell(point: Point, measure: Measure, url: str) -> Cell:
    value = _value(point, measure)
    written = "" if value is None else written_number(value)
    if point.occurrences and not value:
        written = f"<{written_number(10**-_DECIMALS)}"
    return Cell(written, url if point.occurrences else "")


def _spans(found: Trend) -> list[tuple[int, int]]:
    """Part the periods into rows; those before the first use, and those without articles, are one each."""
    start = _first_shown(found)
    spans = [(0, start)] if start else []
    points = found.series[0].points
    for is_gap, numbers in groupby(range(start, len(points)), lambda at: points[at].is_gap):
        run = list(numbers)
        spans += [(run[0], run[-1] + 1)] if is_gap else [(at, at + 1) for at in run]
    return spans


def _rows(
    found: Trend,
    address: TrendAddress,
    columns: Sequence[Measure],
    spans: Sequence[tuple[int, int]],
) -> list[Row]:
    """Return a row for each span of periods."""
    by, periods = found.request.by, found.periods
    there = [_counted(address, series.wording, by) for series in found.series]
    held, everything = address.all_articles(), _hits(address.all_articles(), by)

    def row(first: int, last: int) -> Row:
        points = [_summed(series.points[first:last]) for series in found.series]
        label, url = _said(periods[first]), everything(periods[first])
        if last - first > 1:
            label = f"{label} – {_said(periods[last - 1])}"
            is_of_years = by is Period.YEAR and not held.is_narrowed
            url = held.of_years(periods[first], periods[last - 1]) if is_of_years else ""
        url = url if address.has_copies else ""
        cells = tuple(
            _cell(point, measure, hits(periods[first]))
            for point, hits in zip(points, there, strict=True)
            for measure in columns
        )
        return _row(label, points[0], cells, url)

    return [row(*span) for span in spans]


def _summed(points: Sequence[Point]) -> Point:
    """Add up periods."""
    return Point(
        points[0].period,
        sum(point.articles for point in points),
        sum(point.occurrences for point in points),
        sum(point.all_articles for point in points),
        sum(point.all_characters for point in points),
    )


def _feet(found: Trend, address: TrendAddress, columns: Sequence[Measure]) -> list[Row]:
    """Return the last rows: articles without a day, and all."""

    there = [_counted(address, series.wording, found.request.by)("") for series in found.series]

    def cells(points: list[Point], are_linked: bool) -> tuple[Cell, ...]:
        return tuple(
            _cell(point, measure, url if are_linked else "")
            for point, url in zip(points, there, strict=True)
            for measure in columns
        )

    undated = [series.undated for series in found.series]
    total = [series.total for series in found.series]
    label = _("无日期") if found.request.by is Period.YEAR else _("不知月份")
    everything = address.all_articles().url if address.has_copies else ""
    feet = [_row(_("合计"), total[0], cells(total, True), everything)]
    return (
        [_row(label, undated[0], cells(undated, False)), *feet] if undated[0].all_articles else feet
    )


def _row(label: str, point: Point, cells: tuple[Cell, ...], url: str = "") -> Row:
    articles = Cell(written_number(point.all_articles), url)
    return Row(label, cells, articles, written_number(point.all_characters), point.is_gap)


def _told(series: Series, address: TrendAddress, form: str, by: Period) -> Told:
    articles, occurrences = (
        written_number(number) for number in (series.total.articles, series.total.occurrences)
    )
    return Told(
        wording=series.wording,
        form=form,
        total=_("%(articles)s 篇 %(occurrences)s 处", articles=articles, occurrences=occurrences),
        url=_counted(address, series.wording, by)(""),
        first=series.uses.first,
        latest=series.uses.latest,
        peak=_peak(series, address, by),
        silence=_silence(series.silence),
    )


def _peak(series: Series, address: TrendAddress, by: Period) -> Cell:
    if (peak := series.peak) is None:
        return Cell("", "")
    count = written_number(peak.occurrences)
    said = _("%(period)s，%(count)s 处", period=_said(peak.period), count=count)
    return Cell(said, _counted(address, series.wording, by)(peak.period))


def _silence(silence: Silence | None) -> str:
    if silence is None:
        return ""
    after, before = _said(silence.after), _said(silence.before)
    return _("%(after)s之后，到%(before)s才又见到", after=after, before=before)
