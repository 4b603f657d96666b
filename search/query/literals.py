"""Literals: what does a query count in texts, and what does it point at?"""

from collections.abc import Iterator
from dataclasses import replace

from .nodes import (
    VALUE_FIELDS,
    Exact,
    Field,
    Literal,
    Most,
    Not,
    Phrase,
    Query,
    Run,
    Standing,
    children,
)


def literals(query: Query) -> tuple[Literal, ...]:
    """Return what a query counts in texts, each once, in its order; nothing from under a Not."""
    found = dict.fromkeys(_literals(query, with_whole_runs=False))
    # What is counted in title and text is not counted in the title once more.
    return tuple(
        literal
        for literal in found
        if isinstance(literal, Exact)
        or literal.field is Field.TEXT
        or replace(literal, field=Field.TEXT) not in found
    )


def standing(query: Query) -> tuple[Standing, ...]:
    """Return what a query counts as what stands there, character by character: a word as if in quotes."""
    found = (
        literal if isinstance(literal, Standing) else Phrase(literal.text, literal.field)
        for literal in literals(query)
    )
    return tuple(dict.fromkeys(found))


def highlighted_literals(query: Query) -> tuple[Literal, ...]:
    """Return what a query points at in texts: what it counts, and runs that stand there whole."""
    return tuple(dict.fromkeys(_literals(query, with_whole_runs=True)))


def _literals(query: Query, with_whole_runs: bool) -> Iterator[Literal]:
    if isinstance(query, Literal):
        if query.field not in VALUE_FIELDS:
            yield query
        return
    if with_whole_runs and isinstance(query, Run):
        yield query.whole
    if with_whole_runs and isinstance(query, Most):
        for typed in query.typed:
            yield from _literals(typed, with_whole_runs)
    if not isinstance(query, Not):
        for child in children(query):
            yield from _literals(child, with_whole_runs)
