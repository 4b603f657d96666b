"""Held numbers: does an article bear what may be a number, and if none, which of its issuer and year are there?"""

import re
import unicodedata
from dataclasses import dataclass

from ..document_numbers import DocumentNumber, number_to_look_up, read_number
from ..engine import Engine
from ..query.nodes import Field, Not, Phrase, Query, children
from ..text.characters import HAN_AND_RARE
from .matching import count_articles

_MAX_ASKED = 3  # numbers of a query
_MAX_HELD = 10  # numbers told for each, the nearest
#: An issuer's short name, a year and a serial, typed apart: 云科区 2017 4, 云江市人民政府令 2012 第16.
_APART = re.compile(
    rf"([{HAN_AND_RARE}]{{2,28}})[\s〔\[(]{{1,3}}((?:19|20)\d\d)[\s年〕\])/—-]{{1,3}}第?\s?(\d{{1,5}})\s?号?"
)


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


def number_typed_apart(engine: Engine, text: str) -> DocumentNumber | None:
    """Read a text as the parts of a number that an article bears: of any issuer, for the index knows them."""
    parts = _APART.fullmatch(unicodedata.normalize("NFKC", text).strip())
    number = read_number("{}〔{}〕{}号".format(*parts.groups())) if parts else None
    if number is None:
        return None
    borne = Phrase(number_to_look_up(number.text), Field.DOC_NUMBER)
    return number if count_articles(engine, borne) else None


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
