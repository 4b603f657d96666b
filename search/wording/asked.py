"""Asked: which wording is meant by what was typed? What stands there, character by character."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from ..document_numbers import DocumentNumber
from ..errors import UsageError
from ..query.nodes import (
    AllOf,
    AnyOf,
    Anywhere,
    Dated,
    Everything,
    Exact,
    Like,
    Most,
    Named,
    Near,
    Not,
    Nothing,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Standing,
    Together,
    Word,
    Wordings,
)
from ..query.parser import MAX_QUERY_LENGTH, parse_query
from ..query.scanner import Scanner
from ..query.signs import LONE_QUOTES, QUOTES

#: So many wordings are held beside one another: more lines nobody tells apart.
MAX_WORDINGS = 5
_MARKS = "".join(QUOTES) + LONE_QUOTES


def read_wordings(typed: Sequence[str]) -> dict[str, Standing]:
    """Read wordings, each as if in quotes: by what was typed, in order, each once; blank ones are left out.

    Raises UsageError where there are none, more than five, or one that is too long.
    """
    found: dict[str, Standing] = {}
    for text in map(_unquoted, typed):
        if text and text not in found:
            found[text] = _read(text)
    if not found:
        raise UsageError("请写要统计的提法，如 高质量发展")
    if len(found) > MAX_WORDINGS:
        raise UsageError(
            "最多同时统计 %(most)s 个提法，这里有 %(count)s 个", most=MAX_WORDINGS, count=len(found)
        )
    return found


def read_places(typed: str) -> Query:
    """Read a query as one for places: what was typed without quotes as wordings, too. Raises UsageError."""
    return as_wordings(parse_query(typed).query)


def as_wordings(query: Query) -> Query:
    """Read what was typed without a space as one wording, and words as characters: as if each were in quotes."""
    match query:
        case Run(whole):
            return whole
        case Anywhere(literal):
            return as_wordings(literal)
        case Word(text, field) | Prefix(text, field):
            return Phrase(text, field)
        case Named(phrase):
            return phrase
        case Most(typed):
            return AllOf(tuple(map(as_wordings, typed)))
        case AllOf(nodes) | AnyOf(nodes) | Wordings(nodes):
            return replace(query, nodes=tuple(map(as_wordings, nodes)))
        case Not(node):
            return Not(as_wordings(node))
        case (
            Phrase()
            | Pattern()
            | Exact()
            | Together()
            | Near()
            | DocumentNumber()
            | Like()
            | Dated()
            | Everything()
            | Nothing()
        ):
            return query
        case _:
            assert_never(query)


def _read(text: str) -> Standing:
    if len(text) > MAX_QUERY_LENGTH - 2:
        raise UsageError("提法太长：最多 %(most)s 个字", most=MAX_QUERY_LENGTH - 2)
    within = text.replace('"', "'")  # the same text, and no end of the quotation
    query = parse_query(f'"{within}"').query
    if not isinstance(query, Phrase | Pattern):
        raise UsageError("这个提法里没有可以查找的文字: %(typed)s", typed=text)
    return query


def _unquoted(text: str) -> str:
    """Take off the quotes around all of a wording, not those within it; quotes alone are none."""
    text = " ".join(text.split())
    if not text.strip(_MARKS):
        return ""
    is_quoted = Scanner(text).behind_quotation() == len(text)
    return text[1:-1].strip() if is_quoted else text
