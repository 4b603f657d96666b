"""Loosening: what of a query need not match? Of what was typed without quotes, enough is enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..text.latin_words import without_thousands_marks
from ..text.pieces import is_new_word, is_single_character, loose_parts, needed_pieces, pieces
from .nodes import (
    FEW_PIECES,
    VALUE_FIELDS,
    AllOf,
    Dated,
    Everything,
    Field,
    Literal,
    Most,
    Named,
    Not,
    Phrase,
    Query,
    Run,
    Word,
)
from .typed import side_by_side, whole

#: Of a loosened query, what share of the words must match, each weighed by how rare it is.
NEEDED_SHARE = 0.1
#: What ends a sentence or a clause is no part of a wording.
AT_ENDS = " .。?!,;、"


@dataclass(frozen=True, slots=True)
class Loosened:
    """A query of which only most is asked for, what was typed as one wording, and whether it asks a question."""

    query: Query | None = None  # None: that would be no other query
    wording: Query | None = None  # None: the query itself, or there is none
    is_question: bool = False


def loosen(nodes: Sequence[Query], chunks: Sequence[Query]) -> Loosened:
    """Loosen nodes that must all hold; `chunks` are those typed in texts without quotes.

    Only what stands by itself is loosened: nothing quoted, in brackets, after a field or a minus.
    The name of a paper, and what is quoted within a sentence, need not stand there as a whole.
    """
    loose = [node for node in dict.fromkeys(nodes) if any(node is chunk for chunk in chunks)]
    typed = tuple(part for node in loose if (part := _as_typed(node)) is not None)
    counted = tuple(dict.fromkeys(part for node in typed for part in _loose_parts(node)))
    others = [node for node in nodes if node not in loose]
    wording = _wording(typed, others)
    if len(counted) == 1:
        counted = tuple(_parts_of_new_word(counted[0])) or counted
    strict = {
        piece for node in typed for piece in (node.pieces if isinstance(node, Run) else [node])
    }
    if len(counted) < 2 and strict.issuperset(counted):
        return Loosened(wording=wording)
    names = tuple(node.phrase for node in loose if isinstance(node, Named))
    query = all_of([Most(typed, counted, NEEDED_SHARE, names), *others])
    return Loosened(query, wording, any(map(is_question, typed)))


def all_of(nodes: Sequence[Query]) -> Query:
    """Join nodes that must all hold; Everything when there are none."""
    distinct = tuple(dict.fromkeys(nodes))
    if not distinct:
        return Everything()
    return distinct[0] if len(distinct) == 1 else AllOf(distinct)


def as_run(text: str, where: Field, *, as_written: bool = False) -> Word | Phrase | Run | None:
    """Read normalised characters typed without a space as pieces; None where there are none.

    A number stands with or without marks between its thousands, unless asked for as it is written.
    """
    unmarked = str if as_written else without_thousands_marks
    found = (
        Word(unmarked(piece.text), where) if piece.is_word else Phrase(piece.text, where)
        for piece in needed_pieces(text)
    )
    literals = tuple(dict.fromkeys(found))
    if not literals:
        return None
    if len(pieces(text)) == 1 or literals[0].text == text:
        return literals[0]
    return Run(Phrase(text.strip(AT_ENDS), where), literals)


def is_question(typed: Word | Phrase | Run) -> bool:
    """Say whether so many words were typed without a space that it is a sentence, or asks a question."""
    return isinstance(typed, Run) and sum(1 for _ in _loose_parts(typed)) > FEW_PIECES


def _as_typed(node: Query) -> Word | Phrase | Run | None:
    phrase = node.phrase if isinstance(node, Named) else node
    if isinstance(phrase, Phrase):
        return as_run(phrase.text, phrase.field)
    if isinstance(phrase, Run):
        return _with_quoted_words(phrase)
    return phrase if isinstance(phrase, Word) else None


def _with_quoted_words(run: Run) -> Run:
    """Read what a run quotes as words, like the rest of it."""
    if not run.quoted:
        return run
    pieces: dict[Literal, None] = {}
    for piece in run.pieces:
        words = as_run(piece.text, piece.field) if piece in run.quoted else piece
        pieces |= dict.fromkeys(words.pieces if isinstance(words, Run) else [words or piece])
    return replace(run, pieces=tuple(pieces), quoted=())


def _wording(typed: Sequence[Word | Phrase | Run], others: Sequence[Query]) -> Query | None:
    """Join what was typed, if there was nothing else that a text must hold."""
    is_all = all(
        isinstance(node, Not | Dated) or (isinstance(node, Phrase) and node.field in VALUE_FIELDS)
        for node in others
    )
    if not is_all or not any(isinstance(node, Run) or len(typed) > 1 for node in typed):
        return None
    if any(whole(node).field is not Field.TEXT for node in typed):
        return None
    return all_of([Phrase(side_by_side(whole(node).text for node in typed)), *others])


def _parts_of_new_word(literal: Literal) -> Iterator[Literal]:
    """Return the word and the character of a word that no dictionary has: 宇宙 where nothing has 元宇宙."""
    if is_new_word(literal.text):
        for piece in pieces(literal.text):
            is_single = is_single_character(piece.text)
            yield (Word if is_single else Phrase)(piece.text, literal.field)


def _loose_parts(node: Literal | Run) -> Iterator[Literal]:
    """Return the pieces of what was typed; of one that is no word, each two neighbouring characters.

    Single characters left over side by side stand in such a piece: a name.
    """
    if isinstance(node, Phrase):
        yield from (Phrase(part, node.field) for part in loose_parts(node.text))
    elif isinstance(node, Run):
        for piece in _with_quoted_words(node).pieces:
            yield from _loose_parts(piece)
    else:
        yield node
