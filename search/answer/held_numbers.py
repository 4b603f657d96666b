"""Held numbers: where no article bears a number that was asked for, which of its issuer and year are there?"""

from dataclasses import dataclass

from ..document_numbers import DocumentNumber
from ..engine import Engine
from ..query.nodes import Not, Query, children

_MAX_ASKED = 3  # numbers of a query
_MAX_HELD = 10  # numbers told for each, the nearest


@dataclass(frozen=True, slots=True)
class HeldNumbers:
    """A number that no article bears, and those of its issuer and year that some bear."""

    asked: str
    nearest: tuple[str, ...]  # ascending
    count: int  # of all these; `nearest` has some


def find_held_numbers(engine: Engine, query: Query) -> tuple[HeldNumbers, ...]:
    """Look up the numbers in a query, the first few."""
    asked = list(dict.fromkeys(_numbers(query)))[:_MAX_ASKED]
    found = ((number, engine.numbers_instead(number)) for number in asked)
    return tuple(_held(number, others) for number, others in found if others)


def _held(asked: DocumentNumber, others: list[DocumentNumber]) -> HeldNumbers:
    nearest = sorted(others, key=lambda other: (abs(other.number - asked.number), other))
    texts = tuple(number.text for number in sorted(nearest[:_MAX_HELD]))
    return HeldNumbers(asked.text, texts, len(others))


def _numbers(query: Query) -> list[DocumentNumber]:
    if isinstance(query, DocumentNumber):
        return [query]
    if isinstance(query, Not):
        return []
    return [number for child in children(query) for number in _numbers(child)]
