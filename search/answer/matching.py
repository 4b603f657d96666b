"""Matching: how much of what was typed must an article have? All of it, or most where hardly any has all."""

from dataclasses import dataclass, replace
from enum import StrEnum

from ..engine import Engine, Matches
from ..query.nodes import ParsedQuery, Phrase, Query
from ..request import SearchRequest, Sort

#: Fewer articles than this with all that was typed are few: others may follow, or another query be offered.
ENOUGH_ARTICLES = 5


class Matching(StrEnum):
    """How much of what is typed without quotes must match."""

    ALL = "all"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked of an engine, and its answer."""

    query: Query
    matches: Matches
    complete: int = 0  # articles with all that was typed, as far as that was asked


def find_as_read(
    engine: Engine, parsed: ParsedQuery, matching: Matching | None, request: SearchRequest
) -> Found:
    """Answer a query as its words are to match.

    Left open, all words must match, and where no article has them all, most. Of a run of a few
    words those with most follow already where few articles have them all, and of a sentence most
    is enough from the start; unless it stands somewhere as it was typed.
    """
    query, loosened = parsed.query, parsed.loosened
    if loosened is None or matching is Matching.ALL:
        matches = engine.find(replace(request, query=query))
        return Found(query, matches, matches.total)
    complete = 0
    if matching is None and all(_stands(engine, sentence) for sentence in parsed.sentences):
        matches = engine.find(replace(request, query=query))
        complete = matches.total
        run = parsed.run
        if complete >= ENOUGH_ARTICLES or (complete and (run is None or _stands(engine, run))):
            return Found(query, matches, complete)
    return Found(loosened, engine.find(replace(request, query=loosened)), complete)


def count_articles(engine: Engine, query: Query) -> int:
    """Count what a query finds."""
    return engine.find(SearchRequest(query, sort=Sort.NEWEST, limit=0, facets=())).total


def _stands(engine: Engine, phrase: Phrase) -> bool:
    return count_articles(engine, phrase) > 0
