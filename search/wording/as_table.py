"""As table: how do trends and contexts look as rows? `search.answer.as_table.csv_lines` writes them."""

from collections.abc import Iterator

from ..saying import Say, in_chinese, message
from .context import Context, Grouped
from .trend import Period, Point, Trend

Row = list[str | int]

#: Of the articles of which it is not known.
UNDATED = {Period.YEAR: message("无日期"), Period.MONTH: message("不知年月")}
_PERIODS = {Period.YEAR: message("年份"), Period.MONTH: message("月份")}
_COUNTED = (
    message("处"),
    message("篇"),
    message("每万字处数"),
    message("全部文章"),
    message("全部字数"),
)
_LINE = (
    message("日期"),
    message("标题"),
    message("来源"),
    message("左"),
    message("提法"),
    message("右"),
    message("编号"),
    message("网址"),
)
_GROUP = (
    message("内容"),
    message("处"),
    message("篇"),
    message("最早"),
    message("最近"),
)


def trend_rows(trend: Trend, say: Say = in_chinese) -> Iterator[Row]:
    """Yield the names of the columns, then a row for each wording and period, and one without a period."""
    by = trend.request.by
    yield [say("提法"), _PERIODS[by].said(say), *(one.said(say) for one in _COUNTED)]
    for series in trend.series:
        for point in series.points:
            yield [series.wording, point.period, *_counted(point)]
        yield [series.wording, UNDATED[by].said(say), *_counted(series.undated)]


def context_rows(found: Context, say: Say = in_chinese) -> Iterator[Row]:
    """Yield the names of the columns, then a row for each line."""
    yield [one.said(say) for one in _LINE]
    for line in found.lines:
        head = line.head
        day = head.day.isoformat() if head.day else ""
        known = [day, head.title, head.source or ""]
        yield [*known, line.left, line.wording, line.right, head.id, head.url or ""]


def group_rows(found: Grouped, say: Say = in_chinese) -> Iterator[Row]:
    """Yield the names of the columns, then a row for each group."""
    yield [one.said(say) for one in _GROUP]
    for one in found.groups:
        days = [day.isoformat() if day else "" for day in (one.first, one.latest)]
        yield [one.text, one.occurrences, one.articles, *days]


def _counted(point: Point) -> Row:
    """Return what was counted; of a period without articles nothing, which is not the same as 0."""
    if point.is_gap:
        return ["", "", "", 0, 0]
    rate = point.per_ten_thousand
    return [
        point.occurrences,
        point.articles,
        "" if rate is None else f"{rate:.4f}",
        point.all_articles,
        point.all_characters,
    ]
