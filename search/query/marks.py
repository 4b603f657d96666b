"""Marks: where in texts do literals stand?

Ranges are of the original text, in characters (code points), from 0, half-open; each one
normalises to a term that was looked for, or holds one that begins or ends within a character that
stands for several (ⅱ) or a letter with its accent. Marks of one text are ascending and do not overlap.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, assert_never

import numpy as np

from ..text.latin_words import is_one_word, word_places, words_beginning
from ..text.normalization import TEXT_SEPARATOR, Normalized, normalize_texts
from ..text.pieces import character_words, is_single_character
from ..text.places import places_apart
from .budget import spend
from .nodes import Exact, Field, Literal, Pattern, Phrase, Prefix, Word
from .patterns import pattern_places
from .written import exact_places

# What is taken off the budget: for a character, a place, a run that is cut into words, a part of a pattern,
# and a character that is looked at as it is written.
_CHARACTER, _PLACE, _CUT, _PART, _WRITTEN = 0.13, 3.3, 6, 0.6, 0.03
_DIGITS = re.compile("[0-9]+")

Range = tuple[int, int]


class Mark(NamedTuple):
    """A place of a literal, by its number among those looked for."""

    start: int
    end: int
    literal: int


def in_text(literals: Iterable[Literal]) -> tuple[Literal, ...]:
    """Keep the literals that are looked for in the blocks."""
    return tuple(literal for literal in literals if literal.field is Field.TEXT)


def find_marks(texts: Sequence[str], literals: Sequence[Literal]) -> list[list[Mark]]:
    """Find all literals in each text; of overlapping ones the first, and the longest there, stays."""
    marks: list[list[Mark]] = [[] for _ in texts]
    if not literals or not texts:
        return marks
    normalized = normalize_texts(texts)
    found = _apart(texts, normalized, literals)
    if not found:
        return marks
    starts, ends, numbers = zip(*found, strict=True)
    ranges = normalized.original_ranges(np.array(starts), np.array(ends))
    begins = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
    marked_to = 0
    for (first, last), number in zip(ranges, numbers, strict=True):
        if first >= marked_to:  # no part of a character that is marked
            text = bisect_right(begins, first) - 1
            begin = begins[text]
            marks[text].append(Mark(first - begin, last - begin, number))
            marked_to = last
    return marks


def find_places(texts: Sequence[str], literals: Sequence[Literal]) -> list[Mark]:
    """Find all literals likewise, but in the texts as normalised together, a character between two."""
    return _apart(texts, normalize_texts(texts), literals) if literals and texts else []


def _apart(texts: Sequence[str], normalized: Normalized, literals: Sequence[Literal]) -> list[Mark]:
    spend(len(normalized.text) * _CHARACTER)
    text = normalized.text
    words = {literal.text for literal in literals if isinstance(literal, Word)}
    single = set(filter(is_single_character, words))
    for character in single:  # before the texts are cut, which costs most
        spend(text.count(character) * _CUT, character)
    of_words = word_places(text, words - single) | character_words(text, single)
    found: list[tuple[int, int, int]] = []
    for number, literal in enumerate(literals):
        places = _places(texts, normalized, literal, of_words)
        found += [(start, -end, number) for start, end in places]
        spend(_cost(text, literal, len(places)), literal.text)
    found.sort()  # of equal ones the first literal
    apart: list[Mark] = []
    reached = 0
    for start, behind, number in found:
        if start >= reached:
            reached = -behind
            apart.append(Mark(start, reached, number))
    return apart


def _cost(text: str, literal: Literal, places: int) -> float:
    """Reckon what looking for a literal cost, but for the cutting of texts into words."""
    if isinstance(literal, Pattern):
        parts = sum(map(text.count, literal.shape.parts))
        return places * _PLACE + parts * _PART + len(text) * _CHARACTER * len(literal.shape.parts)
    if isinstance(literal, Exact):
        return places * _PLACE + len(text) * _WRITTEN
    return places * _PLACE


def stands_as_written(literal: Literal) -> bool:
    """Say whether a literal stands wherever its characters do; whole words do not, nor exact ones."""
    match literal:
        case Word() | Exact():
            return False
        case Prefix(beginning):
            return not is_one_word(beginning)
        case Phrase() | Pattern():
            return True
        case _:
            assert_never(literal)


def writings(literal: Literal) -> list[str]:
    """Return texts of which one stands wherever a literal does: 2024 stands as 2024, and in 2,024."""
    text = literal.text
    digits = _DIGITS.match(text)
    if digits is None or isinstance(literal, Exact) or stands_as_written(literal):
        return [text]
    whole, rest = digits[0], text[digits.end() :]
    is_open = isinstance(literal, Prefix) and not rest  # more digits may follow
    firsts = [at for at in range(1, len(whole)) if is_open or (len(whole) - at) % 3 == 0]
    return [text, *(_grouped(whole, first) + rest for first in firsts)]


def _grouped(digits: str, first: int) -> str:
    """Put a mark behind so many digits, and behind every three more."""
    parts = [digits[at : at + 3] for at in range(first, len(digits), 3)]
    return ",".join([digits[:first], *parts])


def _places(
    texts: Sequence[str],
    normalized: Normalized,
    literal: Literal,
    of_words: Mapping[str, Sequence[Range]],
) -> Sequence[Range]:
    """Return where a literal stands in texts normalised together, given where words do."""
    text = normalized.text
    match literal:
        case Phrase(phrase):
            return places_apart(text, phrase)
        case Word(word):
            return of_words.get(word, ())
        case Prefix(beginning):
            is_word = is_one_word(beginning)
            return [*words_beginning(text, beginning)] if is_word else places_apart(text, beginning)
        case Pattern():
            return list(_apart_of(pattern_places(text, literal.shape)))
        case Exact():
            original = TEXT_SEPARATOR.join(texts)
            return list(_apart_of(exact_places(original, normalized, literal)))
        case _:
            assert_never(literal)


def _apart_of(ranges: Iterable[Range]) -> Iterator[Range]:
    """Leave out the ranges that begin before the end of another."""
    reached = 0
    for start, end in ranges:
        if start >= reached:
            yield start, end
            reached = end
