"""Newness, told: how do new wordings look as JSON, and as rows of a table?"""

from collections.abc import Iterator

from ..answer.as_table import Row
from ..saying import Say, in_chinese, message
from .newness import NewWording, NewWordings

_COLUMNS = (
    message("提法"),
    message("篇数"),
    message("处数"),
    message("来源数"),
    message("最早日期"),
    message("最早文章"),
    message("编号"),
    message("来源"),
    message("网址"),
)


def as_json(found: NewWordings) -> dict[str, object]:
    """Return them as plain JSON values; docs/json-api.md says what these mean."""
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat() if found.until else None,
        "least": found.least,
        "total": found.total,
        "years": dict(found.years),
        "collection": {
            "articles": found.articles,
            "first": found.first.isoformat() if found.first else None,
            "last": found.last.isoformat() if found.last else None,
        },
        "wordings": [_wording_json(one) for one in found.wordings],
    }


def _wording_json(one: NewWording) -> dict[str, object]:
    coined = one.coined
    return {
        "wording": coined.text,
        "articles": coined.articles,
        "occurrences": coined.occurrences,
        "sources": [{"value": name, "count": count} for name, count in coined.sources],
        "source_count": coined.source_count,
        "months": dict(coined.months),
        "first": {
            "id": one.first.id,
            "title": one.first.title,
            "date": coined.day,
            "source": one.first.source,
            "url": one.first.url,
        },
    }


def header(say: Say = in_chinese) -> Row:
    """Name the columns of a table."""
    return [column.said(say) for column in _COLUMNS]


def rows(found: NewWordings) -> Iterator[Row]:
    """Yield a row for each wording."""
    for one in found.wordings:
        coined, first = one.coined, one.first
        yield [
            coined.text,
            coined.articles,
            coined.occurrences,
            coined.source_count,
            coined.day,
            first.title,
            first.id,
            first.source or "",
            first.url or "",
        ]
