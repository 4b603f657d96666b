"""JSON: how is an answer written for programs? As plain values; docs/json-api.md describes them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from ..article import Article
from ..article_fields import Place
from ..query.date_hints import DateHint
from ..query.description import describe
from ..query.marks import Range
from ..request import Sort
from .hits import Hit
from .picked import Picked
from .result_page import ResultPage
from .section_hint import SectionHint

#: At most so many values of a facet are told: those with most articles, of dates the newest.
MAX_FACET_VALUES = 200


def page_json(page: ResultPage) -> dict[str, object]:
    """Return a page of results as plain JSON values; docs/json-api.md describes them."""
    return {
        "query": page.question.text,
        "reading": describe(page.reading),
        "matching": page.matching.value,
        "notes": [str(note) for note in page.notes],
        "total": page.total,
        "at_least": page.at_least,
        "complete": asdict(page.complete),
        "wording": asdict(page.wording) if page.wording is not None else None,
        "groups": page.groups,
        "occurrences": page.occurrences,
        "page": page.question.page,
        "size": page.question.size,
        "sort": page.question.sort.value,
        "copies": page.question.copies.value,
        "took_ms": page.took_ms,
        "hits": [hit_json(hit) for hit in page.hits],
        "facets": {
            name: [
                {"value": entry.value, "count": entry.count} for entry in counts[:MAX_FACET_VALUES]
            ]
            for name, counts in page.facets.items()
        },
        "synonyms": [
            {"typed": name, "added": list(others)} for name, others in page.parsed.synonyms
        ],
        "date_hint": _date_hint_json(page.date_hint),
        "section_hint": _section_hint_json(page.section_hint),
        "order_hint": _order_hint_json(page.order_hint),
        "held_numbers": [
            {"asked": one.asked, "nearest": list(one.nearest), "count": one.count}
            for one in page.held_numbers
        ],
        "suggestion": page.suggestion,
        "suggested": [hit_json(hit) for hit in page.suggested],
        "picks": [_picked_json(picked) for picked in page.picks],
    }


def hit_json(hit: Hit) -> dict[str, object]:
    """Return a hit as plain JSON values."""
    said = hit.article.plain(Place.HIT)
    url = said.pop("url")
    return {
        "id": said.pop("id"),
        "title": said.pop("title"),
        "title_highlights": _ranges(hit.title.highlights),
        **said,
        "tier": hit.tier.name.lower() if hit.tier is not None else None,
        "score": round(hit.score, 4),
        "url": url,
        "occurrences": hit.occurrences,
        "copies": list(hit.copies),
        "copy_count": hit.copy_count,
        "clause": {"text": hit.clause.text, "anchor": hit.clause.anchor} if hit.clause else None,
        "versions": list(hit.versions),
        "version_count": hit.version_count,
        "snippets": [
            {
                "text": snippet.text,
                "highlights": _ranges(snippet.highlights),
                "heading": snippet.heading,
            }
            for snippet in hit.snippets
        ],
    }


def _picked_json(picked: Picked) -> dict[str, object]:
    """Return an article on top as plain JSON values."""
    said = picked.article.plain(Place.HIT)
    highlights = _ranges(picked.title.highlights)
    return {**said, "title_highlights": highlights, "reason": picked.reason}


def article_json(article: Article) -> dict[str, object]:
    """Return an article as plain JSON values."""
    return article.plain(Place.JSON)


def _date_hint_json(hint: DateHint | None) -> dict[str, str] | None:
    if hint is None:
        return None
    return {
        "typed": hint.typed,
        "from": hint.first.isoformat(),
        "to": hint.last.isoformat(),
        "query": hint.rest,
    }


def _section_hint_json(hint: SectionHint | None) -> dict[str, str] | None:
    if hint is None:
        return None
    return {"typed": hint.typed, "section": hint.section, "query": hint.rest}


def _order_hint_json(typed: str | None) -> dict[str, str] | None:
    return {"typed": typed, "sort": Sort.NEWEST.value} if typed else None


def _ranges(ranges: tuple[Range, ...]) -> list[list[int]]:
    return [[start, end] for start, end in ranges]


def json_parts(head: dict[str, object], name: str, rows: Iterable[object]) -> Iterator[bytes]:
    """Write what is said of rows, and these under a name, as they are made."""
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    yield f'{opening}, "{name}": ['.encode("utf-8", "replace")
    separator = ""
    for row in rows:
        yield f"{separator}{json.dumps(row, ensure_ascii=False)}".encode("utf-8", "replace")
        separator = ",\n"
    yield b"]}\n"
