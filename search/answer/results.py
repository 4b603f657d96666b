"""Results: how is a question answered? Read, found, made ready to show: a page for browser, JSON and terminal alike."""

import time
from dataclasses import replace
from datetime import date

from ..engine import Engine
from ..query.date_hints import find_date_hint
from ..query.order_hints import find_order_hint
from ..query.parser import parse_query
from ..query.picks import NO_PICKS, Picks
from ..query.synonyms import Synonyms
from ..request import SearchRequest, Sort
from .beginnings import tell_of_beginnings
from .held_numbers import find_held_numbers
from .hits import Hit, make_hits
from .instead import Instead, suggest_instead
from .matching import find_as_read
from .picked import find_picked
from .question import EVERY_FACET, CopyMode, Counting, Question, known_to
from .result_page import ResultPage
from .section_hint import find_section_hint
from .snippets import MAX_SNIPPETS

#: So many hits are shown of what is offered instead.
_SUGGESTED_HITS = 3


def run_query(
    engine: Engine,
    question: Question,
    synonyms: Synonyms | None = None,
    picks: Picks = NO_PICKS,
    counting: Counting = EVERY_FACET,
    passages: int = MAX_SNIPPETS,
) -> ResultPage:
    """Answer a question, with so many passages of each hit; by default by the names the program knows.

    Raises UsageError when the page lies too deep.
    """
    begin = time.perf_counter()
    known = known_to(question, synonyms)
    parsed = parse_query(question.text, known)
    request = SearchRequest(
        filters=question.filters,
        sort=question.sort,
        offset=(question.page - 1) * question.size,
        limit=question.size,
        facets=counting.facets,
        facet_values=counting.most,
        merge_copies=question.copies is CopyMode.MERGED,
    )
    found = find_as_read(engine, parsed, question.matching, request)
    query, matches = found.query, found.matches
    hits = make_hits(engine, parsed, query, matches, passages)
    shown = [hit.snippets[0].text for hit in hits if hit.snippets]
    instead = suggest_instead(engine, parsed, known, found, question.filters, shown)
    return ResultPage(
        question=question,
        parsed=parsed,
        query=query,
        complete=found.complete,
        wording=found.wording,
        total=matches.total,
        groups=matches.groups,
        occurrences=matches.occurrences,
        took_ms=round((time.perf_counter() - begin) * 1000, 2),
        hits=hits,
        date_hint=find_date_hint(parsed.text, date.today()),
        section_hint=find_section_hint(engine, parsed.text, known),
        order_hint=None if question.sort is Sort.NEWEST else find_order_hint(parsed.text),
        held_numbers=find_held_numbers(engine, parsed.query),
        beginnings=tell_of_beginnings(engine, query),
        suggestion=instead.text if instead else None,
        suggested=_suggested(engine, instead, known, request)
        if instead and question.page == 1
        else (),
        looked_into=matches.looked_into,
        picks=find_picked(engine, picks, question, parsed.text, query),
        facets=matches.facets,
    )


def _suggested(
    engine: Engine, instead: Instead, synonyms: Synonyms, request: SearchRequest
) -> tuple[Hit, ...]:
    """Return the first hits of what is offered instead, if that is sure."""
    if not instead.is_sure:
        return ()
    parsed = parse_query(instead.text, synonyms)
    asked = replace(request, query=parsed.query, offset=0, limit=_SUGGESTED_HITS, facets=())
    return make_hits(engine, parsed, parsed.query, engine.find(asked))
