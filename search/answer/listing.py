"""Listing: which hits does a long list have? All are found at once, and made ready while it is sent."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from ..engine import Engine, Matches
from ..query.budget import spend, spent
from ..query.parser import parse_query
from ..query.synonyms import Synonyms
from ..request import SearchRequest
from .hits import Hit, make_hits
from .matching import find_as_read
from .question import CopyMode, Question, known_to

_MADE_AT_ONCE = 50  # hits
# By this what is made while it is sent is reckoned cheaper: one passage of each is chosen, and shown plainly.
_MAKING_LATER = 2


def list_hits(
    engine: Engine, question: Question, synonyms: Synonyms, wanted: range
) -> tuple[Matches, Iterator[Hit]]:
    """Find all that a question finds, but facets, at once; return it, and some hits, from 0, as they are made.

    The first of these are made already, so that what costs too much is said before any is sent.
    Raises TooCostlyError.
    """
    known = known_to(question, synonyms)
    parsed = parse_query(question.text, known)
    request = SearchRequest(
        filters=question.filters,
        sort=question.sort,
        offset=wanted.start,
        limit=len(wanted),
        facets=(),
        merge_copies=question.copies is CopyMode.MERGED,
    )
    found = find_as_read(engine, parsed, question.matching, request)

    def made(start: int) -> tuple[Hit, ...]:
        some = found.matches.matches[start : start + _MADE_AT_ONCE]
        return make_hits(engine, parsed, found.query, replace(found.matches, matches=some), 1)

    before = spent()
    first = made(0)
    starts = range(_MADE_AT_ONCE, len(found.matches.matches), _MADE_AT_ONCE)
    spend((spent() - before) * len(starts) / _MAKING_LATER)
    return found.matches, chain(first, chain.from_iterable(map(made, starts)))
