"""Retyped: by which text is just this asked for? Each wording in quotes, so that it is read as it was counted."""

from dataclasses import replace
from typing import assert_never

from ..document_numbers import DocumentNumber
from ..text.normalization import normalize
from .literals import standing
from .nodes import (
    AllOf,
    AnyOf,
    Anywhere,
    Dated,
    Everything,
    Exact,
    Field,
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
    Unit,
    Word,
    Wordings,
)
from .parser import MAX_QUERY_LENGTH, parse_query

_FIELDS = {
    Field.TITLE: "标题:",
    Field.SECTION: "栏目:",
    Field.SOURCE: "来源:",
    Field.AUTHOR: "作者:",
    Field.ISSUER: "发文机关:",
    Field.DOC_NUMBER: "文号:",
}
_UNITS = {Unit.SENTENCE: "同句:", Unit.PARAGRAPH: "同段:"}


def retyped(query: Query) -> str | None:
    """Return a text that asks for a query of places; None where no text does.

    What is looked for as a word of an index, or nothing, has none: places are of characters
    (`wording.asked`).
    """
    text = _all_of(query.nodes) if isinstance(query, AllOf) else _written(query)
    if text is None or len(text) > MAX_QUERY_LENGTH:
        return None
    read = parse_query(text)
    return text if read.query == query and read.loosened is read.anywhere is None else None


def next_to(before: str, after: str, field: Field) -> Query:
    """Ask for two texts beside each other, with a space between them or none where that makes two."""
    texts = dict.fromkeys(map(normalize, (f"{before}{after}", f"{before} {after}")))
    phrases = tuple(Phrase(text, field) for text in texts)
    return phrases[0] if len(phrases) == 1 else AnyOf(phrases)


def exchanged(query: Query, literal: Standing, other: Query) -> Query:
    """Return the query with something else wherever a literal must stand; what is excluded stays."""
    if query == literal:
        return other
    if isinstance(query, AllOf | AnyOf):
        return replace(query, nodes=tuple(exchanged(node, literal, other) for node in query.nodes))
    return query


def with_places(query: Query) -> Query:
    """Return the query of those articles alone in which something stands that it counts.

    A condition (日期:2020, -工会) may find others: where it stands beside a bar, or alone.
    """
    counted = standing(query)
    if not counted:
        return Nothing()
    if _stands(query):
        return query
    conditions = query.nodes if isinstance(query, AllOf) else (query,)
    return AllOf((*conditions, counted[0] if len(counted) == 1 else AnyOf(counted)))


def _stands(query: Query) -> bool:
    """Say whether something that is counted stands in whatever is found."""
    if isinstance(query, AllOf):
        return any(map(_stands, query.nodes))
    if isinstance(query, AnyOf):
        return all(map(_stands, query.nodes))
    return not isinstance(query, Not | DocumentNumber) and bool(standing(query))


def _written(query: Query) -> str | None:  # noqa: PLR0911 - a case for each node
    """Write one part of a query; None: it cannot be written."""
    match query:
        case Phrase(text, field) | Pattern(text, field):
            return f"{_FIELDS.get(field, '')}“{text}”"
        case Exact():
            return f"精确:“{_spaced(query)}”"
        case Together(unit, phrases):
            return f"{_UNITS[unit]}({_beside(phrases)})"
        case Near(phrases, distance):
            return f"“{' '.join(phrase.text for phrase in phrases)}”~{distance}"
        case Dated(first, last):
            return f"日期:{first or ''}..{last or ''}"
        case DocumentNumber():
            return query.text
        case Like(identifier):
            return f"相似:“{identifier}”"
        case Not(node):
            return _joined("-", _written(node))
        case AllOf(nodes):
            return _joined("(", _all_of(nodes), ")")
        case AnyOf(nodes):
            choices = [_written(node) for node in nodes]
            return None if None in choices else "|".join(filter(None, choices))
        case (
            Word() | Prefix() | Named() | Anywhere() | Run() | Most() | Wordings()
            | Everything() | Nothing()
        ):  # fmt: skip
            return None
        case _:
            assert_never(query)


def _all_of(nodes: tuple[Query, ...]) -> str | None:
    parts = [_written(node) for node in nodes]
    return None if None in parts else " ".join(filter(None, parts))


def _beside(phrases: tuple[Phrase, ...]) -> str:
    return " ".join(f"“{phrase.text}”" for phrase in phrases)


def _spaced(exact: Exact) -> str:
    """Write what stands exactly so with the spaces that are left between its words."""
    words, start = [], 0
    for word in exact.text.split():
        words.append(exact.written[start : start + len(word)])
        start += len(word)
    return " ".join([*words[:-1], words[-1] + exact.written[start:]])


def _joined(before: str, inner: str | None, after: str = "") -> str | None:
    return None if inner is None else f"{before}{inner}{after}"
