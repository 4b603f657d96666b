"""Typed: what of a query was typed side by side, without quotes, brackets or fields, and as what wording?"""

from collections.abc import Iterable, Iterator

from ..text.clauses import CitedClause, address_places, cited_clause
from ..text.normalization import normalize
from ..text.pieces import is_single_character
from .nodes import (
    VALUE_FIELDS,
    AllOf,
    Anywhere,
    Most,
    Named,
    Not,
    ParsedQuery,
    Phrase,
    Query,
    Run,
    Word,
)
from .scanner import quoted_apart
from .signs import FIELD_PREFIX


def typed_nodes(query: Query) -> Iterator[Word | Phrase | Run]:
    """Yield what was typed side by side, to be found in texts or titles."""
    for node in query.nodes if isinstance(query, AllOf) else (query,):
        if isinstance(node, Most):
            yield from node.typed
        elif isinstance(node, Named):
            yield node.phrase
        elif isinstance(node, Anywhere):
            yield node.literal
        elif isinstance(node, Word | Phrase | Run) and whole(node).field not in VALUE_FIELDS:
            yield node


def whole(typed: Word | Phrase | Run) -> Word | Phrase:
    """Return all of what was typed without a space."""
    return typed.whole if isinstance(typed, Run) else typed


def side_by_side(texts: Iterable[str]) -> str:
    """Join texts; what was typed once more, alone or within another, is no more to be found."""
    texts = list(dict.fromkeys(texts))
    longest = [
        text for text in texts if not any(text in other and text != other for other in texts)
    ]
    return longest[0] if len(longest) == 1 else normalize(" ".join(longest))


def asked_clause(parsed: ParsedQuery) -> CitedClause | None:
    """Return the clause that is asked for: in quotes, after a field or a minus its address is text."""
    wanted = (part for part in parsed.parts if not isinstance(part.node, Not))
    typed = (parsed.text[part.start : part.end] for part in wanted)
    unquoted = (_without_quoted_addresses(text) for text in typed if not FIELD_PREFIX.match(text))
    return cited_clause(normalize(" ".join(unquoted)))


def _without_quoted_addresses(typed: str) -> str:
    return "".join(
        part
        for part, is_quoted in quoted_apart(typed)
        if not (is_quoted and address_places(normalize(part)))
    )


def as_word(chunk: Query) -> Query:
    """Read a single character as a word: 税, not in 税务."""
    if isinstance(chunk, Phrase) and is_single_character(chunk.text):
        return Word(chunk.text, chunk.field)
    return chunk
