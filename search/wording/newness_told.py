"""Newness, told: how do new wordings look as JSON, and as rows of a table?"""

from collections.abc import Iterator

from ..answer.as_table import Row
from ..article import ArticleHead
from ..saying import Say, in_chinese, message
from .newness import NewWording, NewWordings, Within

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
_WITHIN_COLUMNS = (
    message("筛选内篇数"),
    message("筛选内处数"),
    message("筛选内最早日期"),
    message("筛选内最早文章"),
    message("筛选内编号"),
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
        "first": _first_json(one.first, coined.day),
        "within": _within_json(one.within) if one.within else None,
    }


def _within_json(within: Within) -> dict[str, object]:
    first = within.first
    return {
        "articles": within.articles,
        "occurrences": within.occurrences,
        "first": _first_json(first, str(first.day)) if first else None,
    }


def _first_json(first: ArticleHead, day: str) -> dict[str, object]:
    return {
        "id": first.id,
        "title": first.title,
        "date": day,
        "source": first.source,
        "url": first.url,
    }


def new_rows(found: NewWordings, say: Say = in_chinese) -> Iterator[Row]:
    """Yield a header, and a row for each wording; with filters also what these leave of its uses."""
    is_narrowed = any(one.within for one in found.wordings)
    columns = (*_COLUMNS, *_WITHIN_COLUMNS) if is_narrowed else _COLUMNS
    yield [column.said(say) for column in columns]
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
            *(_within_cells(one.within) if one.within else ()),
        ]


def _within_cells(within: Within) -> Row:
    first = within.first
    known = [str(first.day), first.title, first.id] if first else ["", "", ""]
    return [within.articles, within.occurrences, *known]
