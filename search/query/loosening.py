"""Loosening: what of a query need not match? Of what was typed without quotes, enough is enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..text.function_words import FUNCTION_WORDS
from ..text.pieces import loose_parts
from .nodes import (
    FEW_PIECES,
    AllOf,
    Everything,
    Literal,
    Most,
    Phrase,
    Prefix,
    Query,
    Run,
    Word,
)

#: Of a loosened query, what share of the words must match, each weighed by how rare it is.
NEEDED_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Loosened:
    """A query of which only most is asked for, the sentences in it, and the only run."""

    query: Query | None = None  # None: that would be no other query
    sentences: tuple[Phrase, ...] = ()
    run: Phrase | None = None


def loosen(nodes: Sequence[Query], chunks: Sequence[Query]) -> Loosened:
    """Loosen nodes that must all hold; `chunks` are those typed in texts without quotes.

    Only what stands by itself is loosened: nothing quoted, in brackets, after a field or a minus.
    """
    loose = [node for node in dict.fromkeys(nodes) if any(node is chunk for chunk in chunks)]
    typed = tuple(node for node in loose if isinstance(node, Word | Phrase | Run))
    everything = tuple(dict.fromkeys(part for node in typed for part in _loose_parts(node)))
    contents = tuple(piece for piece in everything if piece.text not in FUNCTION_WORDS)
    counted = contents or everything
    if len(everything) < 2:
        return Loosened()
    most = Most(typed, counted, NEEDED_SHARE)
    others = [node for node in nodes if node not in loose]
    sentences = tuple(
        node.whole
        for node in typed
        if isinstance(node, Run) and len(_loose_parts(node)) > FEW_PIECES
    )
    run = typed[0].whole if len(nodes) == 1 and isinstance(typed[0], Run) else None
    return Loosened(all_of([most, *others]), sentences, None if sentences else run)


def all_of(nodes: Sequence[Query]) -> Query:
    """Join nodes that must all hold; Everything when there are none."""
    distinct = tuple(dict.fromkeys(nodes))
    if not distinct:
        return Everything()
    return distinct[0] if len(distinct) == 1 else AllOf(distinct)


def _loose_parts(node: Literal | Run) -> list[Literal]:
    """Return the pieces of what was typed; of one that is no word, each two neighbouring characters.

    Single characters left over stand side by side in such a piece: a name and 的, 是, 在.
    """
    if isinstance(node, Word | Prefix):
        return [node]
    if isinstance(node, Phrase):
        return [Phrase(part, node.field) for part in loose_parts(node.text)]
    return [part for piece in node.pieces for part in _loose_parts(piece)]
