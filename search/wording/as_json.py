"""JSON: how are the answers about wordings written for programs? docs/json-api.md describes them."""

from dataclasses import asdict

from ..article import ArticleHead
from ..article_fields import Place
from ..query.description import describe
from .context import Context, ContextLine, Grouped
from .trend import Point, Series, Silence, Trend


def trend_json(trend: Trend) -> dict[str, object]:
    """Return wordings through time as plain JSON values."""
    return {
        "by": trend.request.by.value,
        "copies": trend.request.copies,
        "articles": trend.all_articles,
        "wordings": [_series(series) for series in trend.series],
    }


def context_json(found: Context) -> dict[str, object]:
    """Return the places of wordings, each with what stands around it."""
    return _counted(found) | {"lines": [_line(line) for line in found.lines]}


def groups_json(found: Grouped) -> dict[str, object]:
    """Return what stands beside wordings, or fills their gaps, with counts."""
    groups = [
        {
            **asdict(one),
            "first": one.first.isoformat() if one.first else None,
            "latest": one.latest.isoformat() if one.latest else None,
        }
        for one in found.groups
    ]
    return _counted(found) | {"groups": groups}


def _counted(found: Context | Grouped) -> dict[str, object]:
    return {
        "wordings": [describe(literal) for literal in found.literals],
        "total": found.total,
        "articles": found.articles,
        "considered": found.considered,
        "at_least": found.at_least,
    }


def _line(line: ContextLine) -> dict[str, object]:
    one = line.occurrence
    return {
        "article": _head(line.head),
        "block": one.block,
        "start": one.place_in_block,
        "left": line.left,
        "wording": line.wording,
        "right": line.right,
        "fillers": list(one.fillers),
    }


def _series(series: Series) -> dict[str, object]:
    return {
        "wording": series.wording,
        "points": [_point(point) for point in series.points],
        "undated": _point(series.undated),
        "total": _point(series.total),
        "first": _head(series.uses.first),
        "latest": _head(series.uses.latest),
        "peak": series.peak.period if series.peak else None,
        "silence": _silence(series.silence),
    }


def _point(point: Point) -> dict[str, object]:
    return {
        "period": point.period,
        "occurrences": point.occurrences,
        "articles": point.articles,
        "per_ten_thousand": point.per_ten_thousand,
        "all_articles": point.all_articles,
        "all_characters": point.all_characters,
    }


def _silence(silence: Silence | None) -> dict[str, object] | None:
    if silence is None:
        return None
    return {"after": silence.after, "before": silence.before, "periods": silence.periods}


def _head(head: ArticleHead | None) -> dict[str, object] | None:
    return head.plain(Place.HIT) if head else None
