"""As JSON: how are trends and contexts written for programs? As plain values; docs/wording.md describes them."""

from dataclasses import asdict

from ..article import ArticleHead
from ..query.description import describe
from .context import Context, ContextLine, Grouped
from .trend import Point, Series, Trend


def trend_json(trend: Trend) -> dict[str, object]:
    """Return wordings through time."""
    return {
        "by": trend.request.by.value,
        "copies": trend.request.copies,
        "all_articles": trend.all_articles,
        "series": [_series(one) for one in trend.series],
    }


def context_json(found: Context) -> dict[str, object]:
    """Return lines, and how many there are."""
    return {
        "wordings": [describe(literal) for literal in found.literals],
        "total": found.total,
        "articles": found.articles,
        "considered": found.considered,
        "lines": [_line(line) for line in found.lines],
    }


def groups_json(found: Grouped) -> dict[str, object]:
    """Return what stands beside a wording, with counts."""
    return {
        "wordings": [describe(literal) for literal in found.literals],
        "total": found.total,
        "articles": found.articles,
        "considered": found.considered,
        "groups": [
            {
                **asdict(one),
                "first": one.first.isoformat() if one.first else None,
                "latest": one.latest.isoformat() if one.latest else None,
            }
            for one in found.groups
        ],
    }


def _series(series: Series) -> dict[str, object]:
    return {
        "wording": series.wording,
        "reading": describe(series.phrase),
        "first": _article(series.uses.first),
        "latest": _article(series.uses.latest),
        "peak": series.peak.period if series.peak else None,
        "silence": asdict(series.silence) if series.silence else None,
        "points": [_point(point) for point in series.points],
        "undated": _point(series.undated),
        "total": _point(series.total),
    }


def _point(point: Point) -> dict[str, object]:
    rate = point.per_ten_thousand
    return {**asdict(point), "per_ten_thousand": None if rate is None else round(rate, 4)}


def _article(head: ArticleHead | None) -> dict[str, object] | None:
    if head is None:
        return None
    return {"id": head.id, "title": head.title, "date": head.day.isoformat() if head.day else None}


def _line(line: ContextLine) -> dict[str, object]:
    one = line.occurrence
    return {
        "id": line.head.id,
        "title": line.head.title,
        "date": line.head.day.isoformat() if line.head.day else None,
        "source": line.head.source,
        "block": one.block,
        "start": one.place_in_block,
        "left": line.left,
        "wording": line.wording,
        "right": line.right,
        "fillers": list(one.fillers),
    }
