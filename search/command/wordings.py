"""Wordings: what was said when, how often, and in which context, on a terminal or as a table?"""

from collections.abc import Iterable, Iterator

import click

from ..answer.as_table import Row, csv_lines
from ..answer.facet_values import unknown_values
from ..answer.question import TypedQuestion
from ..article import ArticleHead, in_one_line
from ..engine import Engine
from ..engines import Location
from ..errors import UsageError
from ..facets import as_listed
from ..query.description import describe
from ..query.parser import parse_query
from ..request import MAX_PLACES_DEPTH, Filters
from ..wording.as_json import context_json, groups_json, trend_json
from ..wording.as_table import context_rows, group_rows, trend_rows
from ..wording.asked import as_wordings, read_wordings
from ..wording.context import (
    Beside,
    Context,
    ContextLine,
    ContextRequest,
    ContextSort,
    Grouped,
    group,
    line_of,
)
from ..wording.context import context as find_context
from ..wording.trend import Period, Point, Series, Trend, TrendRequest
from ..wording.trend import trend as find_trend
from .exit_codes import EXIT_WELL
from .opening import opened
from .terminal import facts, padded, print_json, print_warnings, styled, tell, visible, width_of

_SIDE = 16  # characters on each side of a wording, on a terminal
_LISTED = 50  # lines, or groups
_COLUMN = 24  # of the terminal, for each wording
_NO_GAPS = "所写的没有空处；空处在引号里写 * 或 ?，如 “以*为中心”"
_NOTHING = "（行首、行末，或没有字）"


def trend(
    words: tuple[str, ...], index: Location, by: str, without_copies: bool, first: str, last: str,
    as_csv: bool, as_json: bool, **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """Count wordings through time."""
    only_one(as_csv, as_json)
    wordings = read_wordings(words)
    filters = read_filters(first, last, facets)
    with opened(index) as engine:
        warn_of_unknown(engine, filters)
        request = TrendRequest(wordings, Period(by), filters, copies=not without_copies)
        found = find_trend(engine, request)
    if as_json:
        print_json(trend_json(found))
    elif as_csv:
        print_rows(trend_rows(found))
    else:
        for line in _trend_lines(found):
            tell(line)
    return EXIT_WELL


def context(  # noqa: PLR0913, PLR0917 - a parameter for each option
    words: tuple[str, ...], index: Location, sort: str, group_by: str | None, limit: int | None, page: int,
    without_copies: bool, first: str, last: str, as_csv: bool, as_json: bool,
    **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """Show the contexts of a query's wordings, or count what stands beside them."""
    only_one(as_csv, as_json)
    query = as_wordings(parse_query(" ".join(words)).query)
    filters = read_filters(first, last, facets)
    size = limit or (MAX_PLACES_DEPTH if as_csv else _LISTED)
    request = ContextRequest(
        query, filters, ContextSort(sort), (page - 1) * size, size, not without_copies
    )
    with opened(index) as engine:
        warn_of_unknown(engine, filters)
        if group_by:
            _print_groups(group(engine, request, Beside(group_by)), as_csv, as_json)
        else:
            _print_context(find_context(engine, request), request, as_csv, as_json)
    return EXIT_WELL


def only_one(as_csv: bool, as_json: bool) -> None:
    """Raise UsageError where two forms are asked for."""
    if as_csv and as_json:
        raise UsageError("--csv 和 --json 只能用一个")


def read_filters(first: str, last: str, facets: dict[str, tuple[str, ...]]) -> Filters:
    """Read the options that narrow. Raises UsageError."""
    chosen = tuple(
        (name, as_listed(name, value)) for name, values in facets.items() for value in values
    )
    return TypedQuestion("", chosen, first, last).checked().filters


def warn_of_unknown(engine: Engine, filters: Filters) -> None:
    """Name the chosen values that no article has."""
    print_warnings(map(str, unknown_values(engine, filters)))


def print_rows(rows: Iterable[Row]) -> None:
    """Print a table as CSV."""
    for line in csv_lines(rows):
        click.echo(line.encode("utf-8", "replace"), nl=False)


def _print_context(found: Context, asked: ContextRequest, as_csv: bool, as_json: bool) -> None:
    if as_json:
        print_json(context_json(found))
    elif as_csv:
        print_rows(context_rows(found))
    else:
        tell(_found(found))
        for line in found.lines:
            click.echo(_in_columns(line_of(line.occurrence, _SIDE)))
        reached = asked.offset + len(found.lines)
        if found.lines and reached < found.considered:
            tell(f"第 {asked.offset + 1} 至 {reached} 处；--page 翻页，--limit 每页多少")
    _warn_of_more(found, as_csv, is_from_first=not asked.offset)
    if not as_json and found.total and not found.lines:
        print_warnings(["这一页没有了"])


def _print_groups(found: Grouped, as_csv: bool, as_json: bool) -> None:
    if as_json:
        print_json(groups_json(found))
    elif as_csv:
        print_rows(group_rows(found))
    else:
        tell(_found(found))
        for one in found.groups[:_LISTED]:
            days = f"{one.first} 至 {one.latest}" if one.first else "无日期"
            known = facts(f"{one.articles:,} 篇", days)
            click.echo(
                f"{one.occurrences:>7,} 处  {styled(one.text or _NOTHING, bold=True)}  {known}"
            )
        if found.total and not found.groups:
            tell(_NO_GAPS)
        if len(found.groups) > _LISTED:
            tell(f"还有 {len(found.groups) - _LISTED:,} 种，用 --csv 或 --json 全部列出")
    _warn_of_more(found, as_csv)


def _warn_of_more(found: Context | Grouped, as_csv: bool, is_from_first: bool = True) -> None:
    """Say beside a table, which has no place for it, that it ends before the places do."""
    if as_csv and found.at_least:
        print_warnings([f"所写的太常见，没有查遍所有文章：至少 {found.total:,} 处，没有列全"])
    elif as_csv and is_from_first and found.left_out:
        print_warnings([str(found.left_out)])


def _found(found: Context | Grouped) -> str:
    if not found.literals:
        return "所写的没有可以列出的原文，只有条件"
    named = "、".join(map(describe, found.literals))
    least = "至少 " if found.at_least else ""
    said = f"{named}：{least}{found.articles:,} 篇 {least}{found.total:,} 处"
    if found.considered < found.total:
        said += f"，只看最早的 {found.considered:,} 处"
    return said


def _in_columns(line: ContextLine) -> str:
    """Put the wordings of all lines below one another."""
    left, right = visible(line.left), visible(line.right)
    day = f"{line.head.day or '无日期'}"
    before = " " * (2 * _SIDE - width_of(left)) + left
    marked = styled(line.wording, fg="red", bold=True)
    return f"{padded(day, 10)}  {before}{marked}{right}  {facts(f'[{line.head.id}]')}"


def _trend_lines(found: Trend) -> Iterator[str]:
    unit = "年" if found.request.by is Period.YEAR else "个月"
    for series in found.series:
        yield from _summary(series, unit)
    used = [
        at
        for at in range(len(found.periods))
        if any(series.points[at].occurrences for series in found.series)
    ]
    if used:
        yield ""
        yield "每栏：处、篇、每万字几处"
        yield _row("", "全部", [series.wording for series in found.series])
        for at in range(used[0], len(found.periods)):
            yield _counted(found.periods[at], [series.points[at] for series in found.series])
    if any(series.undated.occurrences for series in found.series):
        undated = [series.undated for series in found.series]
        yield _counted("无日期" if found.request.by is Period.YEAR else "不知年月", undated)


def _summary(series: Series, unit: str) -> Iterator[str]:
    total = series.total
    yield (
        f"{describe(series.phrase)}：{total.articles:,} 篇 {total.occurrences:,} 处"
        f"（全部 {total.all_articles:,} 篇）"
    )
    if series.uses.first and series.uses.latest:
        yield f"  最早 {_named(series.uses.first)}"
        yield f"  最近 {_named(series.uses.latest)}"
    if series.peak:
        yield f"  最多 {series.peak.period}，{series.peak.occurrences:,} 处"
    if gone := series.silence:
        between = f"其间 {gone.periods} {unit}有文章而未用"
        yield f"  最长未用：{gone.after} 之后到 {gone.before} 再用，{between}"


def _named(head: ArticleHead) -> str:
    return f"{head.day}《{in_one_line(head.title)}》[{head.id}]"


def _counted(period: str, points: list[Point]) -> str:
    if points[0].is_gap:
        return _row(period, "没有文章", [])
    rates = [
        f"{one.occurrences:,} 处 {one.articles:,} 篇 {one.per_ten_thousand or 0:.2f}"
        for one in points
    ]
    return _row(period, f"{points[0].all_articles:,} 篇", rates)


def _row(period: str, held: str, columns: list[str]) -> str:
    cells = "  ".join(padded(column, _COLUMN) for column in columns)
    return f"{padded(period, 9)}{padded(held, 10)}{cells}".rstrip()
