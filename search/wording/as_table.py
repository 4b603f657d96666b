"""As table: how do wordings look as rows, for CSV, for a sheet, for the terminal?"""

from collections.abc import Iterator

from ..answer.as_table import Row
from ..saying import Say, in_chinese
from .context import Context, Grouped
from .trend import Period, Point, Series, Trend


def trend_rows(trend: Trend, say: Say = in_chinese) -> Iterator[Row]:
    """Yield a header, and a row for each wording and year or month; then undated articles, then all.

    Where there are no articles at all cells stay empty: nothing can be said of that year.
    """
    period = say("年份") if trend.request.by is Period.YEAR else say("月份")
    counted = [say("处数"), say("篇数"), say("每万字处数")]
    yield [say("提法"), period, *counted, say("本库篇数"), say("本库字数")]
    for series in trend.series:
        for point in series.points:
            yield _row(series, point.period, point)
        if series.undated.all_articles:
            yield _row(series, say("无日期"), series.undated)
        yield _row(series, say("合计"), series.total)


def context_rows(found: Context, say: Say = in_chinese) -> Iterator[Row]:
    """Yield a header, and a row for each place of a wording."""
    around = [say("左"), say("提法"), say("右")]
    yield [say("日期"), say("标题"), say("来源"), *around, say("编号"), say("网址")]
    for line in found.lines:
        head = line.head
        day = head.day.isoformat() if head.day else ""
        known = [day, head.title, head.source or ""]
        yield [*known, line.left, line.wording, line.right, head.id, head.url or ""]


def group_rows(found: Grouped, say: Say = in_chinese) -> Iterator[Row]:
    """Yield a header, and a row for each thing that stands beside a wording, or fills its gaps."""
    yield [say("内容"), say("处数"), say("篇数"), say("最早"), say("最近")]
    for one in found.groups:
        days = [day.isoformat() if day else "" for day in (one.first, one.latest)]
        yield [one.text, one.occurrences, one.articles, *days]


def _row(series: Series, period: str, point: Point) -> Row:
    if point.is_gap:
        return [series.wording, period, "", "", "", 0, 0]
    rate = point.per_ten_thousand
    return [
        series.wording,
        period,
        point.occurrences,
        point.articles,
        "" if rate is None else round(rate, 4),
        point.all_articles,
        point.all_characters,
    ]
