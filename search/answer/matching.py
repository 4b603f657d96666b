"""Matching: how much of what was typed must an article have? All of it, or most where few articles have all."""

from dataclasses import dataclass, replace
from enum import StrEnum

from ..engine import Engine, Matches
from ..query.nodes import Most, ParsedQuery, Query, Run, conditions, wordings
from ..query.parser import parse_query
from ..query.synonyms import Synonyms
from ..request import SearchRequest, Sort

#: Fewer articles than this with all that was typed are few: another query is offered.
ENOUGH_ARTICLES = 5
#: Fewer results than this leave room on the first page: those with most of the words follow.
FULL_PAGE = 10


class Matching(StrEnum):
    """How much of what is typed without quotes must match."""

    ALL = "all"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles have something, and how often it stands in all of them."""

    articles: int = 0
    occurrences: int = 0
    at_least: bool = False  # not all articles were looked into


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked of an engine, and its answer."""

    query: Query
    matches: Matches
    complete: Tally  # articles with all that was typed
    wording: Tally | None = (
        None  # all that was typed, side by side; None: it is no more than a word
    )


def find_as_read(
    engine: Engine, parsed: ParsedQuery, matching: Matching | None, request: SearchRequest
) -> Found:
    """Answer a query as its words are to match, with counts under the filters of the request.

    Left open, all words must match, and where these are too few results to fill a page, those with
    most of the words follow; the only word typed is looked for in section, source and so on where no
    text has it. By date, and of a single piece, only where there is none at all. Of a
    question most is enough, unless its very wording fills a page.
    """
    query, loosened = parsed.query, parsed.loosened
    wording = None if parsed.wording is None else _count(engine, parsed.wording, request)
    if loosened is None or matching is Matching.ALL:
        matches = complete = engine.find(replace(request, query=query))
        if not matches.total and parsed.anywhere is not None:
            query = parsed.anywhere
            matches = engine.find(replace(request, query=query))
    else:
        complete, is_enough = _find_enough(engine, parsed, wording, matching, request)
        matches = complete
        if not is_enough:
            query = loosened
            matches = engine.find(replace(request, query=query))
    return Found(query, matches, _tally(complete), None if wording is None else _tally(wording))


def _find_enough(
    engine: Engine,
    parsed: ParsedQuery,
    wording: Matches | None,
    matching: Matching | None,
    request: SearchRequest,
) -> tuple[Matches, bool]:
    """Answer with all that was typed, and say whether it is enough; else it is only counted."""
    needed = _enough(parsed.loosened or parsed.query, request.sort)
    if matching is None and (wording is None or not parsed.is_question):
        found = engine.find(replace(request, query=parsed.query, at_least=needed))
        return found, found.groups >= needed
    if matching is None and wording is not None and wording.groups >= needed:
        return engine.find(replace(request, query=parsed.query)), True
    return _count(engine, parsed.query, request), False


def _enough(loosened: Query, sort: Sort) -> int:
    """Say how many results are enough, so that none with only some of the words need follow."""
    parts = (part for wording in wordings(loosened) for part in conditions(wording))
    most = [part for part in parts if isinstance(part, Most)]
    is_one_piece = bool(most) and not any(
        len(node.typed) > 1 or isinstance(node.typed[0], Run) for node in most
    )
    is_by_date = sort in {Sort.NEWEST, Sort.OLDEST}
    return 1 if is_one_piece or is_by_date else FULL_PAGE


def _tally(counted: Matches) -> Tally:
    return Tally(counted.total, counted.occurrences, counted.looked_into is not None)


def count_articles(engine: Engine, query: Query) -> int:
    """Count what a query finds."""
    (count,) = engine.counts([query])
    return count


def count_results(engine: Engine, text: str, synonyms: Synonyms) -> int:
    """Count the articles that a page of results says it has found for what is typed."""
    request = SearchRequest(limit=0, facets=())
    return find_as_read(engine, parse_query(text, synonyms), None, request).matches.total


def _count(engine: Engine, query: Query, request: SearchRequest) -> Matches:
    counting = replace(request, query=query, sort=Sort.NEWEST, offset=0, limit=0, facets=())
    return engine.find(counting)
