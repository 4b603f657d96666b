"""Pieces: what of a run typed without spaces must be found, as a word or literally?

All functions take normalised text. Only the segmenter's own dictionary decides, never a user
dictionary, so no dictionary changes where a query is cut.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from .clauses import address_places
from .function_words import (
    BEFORE_NAMES,
    BEHIND_NAMES,
    FUNCTION_WORDS,
    IDLE_WHERE_TYPED,
    PARTICLES,
    asking_places,
)
from .latin_words import MAX_WORD_LENGTH, Token
from .runs import RUN, is_segmentable, runs_with
from .segmentation import plain_segmenter

_NEW_WORD_LENGTH = 3

_SEPARATOR_CATEGORIES = frozenset({"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sm", "Sk", "Zs"})


#: Texts of which is remembered how they are cut: what is typed is cut several times while it is read.
_TYPED_LATELY = 256
#: The same, of where its words begin and end: only one that is read in several wordings is cut so again.
_CUT_LATELY = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of what a user typed without spaces: found as a whole word, or literally."""

    text: str
    is_word: bool
    is_content: bool = True  # not only function words, what asks, or the address of a clause


@lru_cache(maxsize=_TYPED_LATELY)
def pieces(text: str) -> tuple[Piece, ...]:
    """Cut what was typed without spaces into its pieces, all of them.

    Single characters left over side by side (张/国/清) stay together, but for particles at either
    end of them. Punctuation between pieces is dropped; other symbols (emoji) are pieces of
    their own.
    """
    found: list[Piece] = []
    idle = function_places(text)
    asking = asking_places(text) | address_places(text)
    end = 0
    for run in RUN.finditer(text):
        found += _symbols(text[end : run.start()])
        end = run.end()
        if run["word"]:
            is_content = not idle.issuperset(range(*run.span()))
            found.append(Piece(run["word"], len(run["word"]) <= MAX_WORD_LENGTH, is_content))
        else:
            found += _han_pieces(run["han"], run.start(), asking, idle)
    return (*found, *_symbols(text[end:]))


def needed_pieces(text: str) -> Sequence[Piece]:
    """Return the pieces that must be found: those that are no content only where there are no others.

    A single character beside other pieces is found as a word: 税 not in 税务. Beside a number it is
    its unit, and found wherever it stands. A word that no dictionary has stays whole: 元宇宙.
    """
    every = pieces(text)
    if is_new_word(text):
        return [Piece(text, False)]
    contents = tuple(piece for piece in every if piece.is_content)
    if len(contents or every) == 1:
        return contents or every
    nobody = Piece("", False)
    with_neighbours = zip([nobody, *every], every, [*every[1:], nobody], strict=False)
    return [
        replace(piece, is_word=True)
        if is_single_character(piece.text) and not (before.is_word or after.is_word)
        else piece
        for before, piece, after in with_neighbours
        if piece.is_content or not contents
    ]


def is_single_character(text: str) -> bool:
    """Say whether a text is one Chinese character that a segmenter knows."""
    return len(text) == 1 and is_segmentable(text)


def character_words(text: str, characters: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    """Return where single Chinese characters stand in a text as words: 税 in 交税款, not in 税务.

    The text is cut once, for however many characters.
    """
    places = {character: list[tuple[int, int]]() for character in characters if character in text}
    if not places:
        return places
    runs = sorted({run for character in places for run in runs_with(text, character)})
    words_of_runs = plain_segmenter().words_of_runs([text[start:end] for start, end in runs])
    for (start, _), words in zip(runs, words_of_runs, strict=True):
        at = start
        for word in words:
            if word in places:
                places[word].append((at, at + 1))
            at += len(word)
    return places


def loose_parts(piece: str) -> list[str]:
    """Return what of a piece may match by itself: each bigram of one that is no word of the segmenter's.

    Those that begin or end with a function word (的, 是, 在) are left out, where others are left.
    """
    if len(piece) <= 2 or not is_segmentable(piece):
        return [piece]
    if any(len(word) > 1 for word in plain_segmenter().words(piece)):
        return [piece]
    pairs = [token.text for token in bigrams(piece)]
    return [pair for pair in pairs if FUNCTION_WORDS.isdisjoint(pair)] or pairs


def is_new_word(text: str) -> bool:
    """Say whether a text is three characters, a word and one left over beside it: 元宇宙, 公租房.

    Then they are one that no dictionary has; longer ones may be two words.
    """
    if len(text) != _NEW_WORD_LENGTH or not is_segmentable(text):
        return False
    if len(plain_segmenter().words(text)) != 2 or function_places(text):
        return False
    behind_first, before_last = left_over_beside(text)
    return 1 in behind_first or _NEW_WORD_LENGTH - 1 in before_last


@lru_cache(maxsize=_CUT_LATELY)
def word_edges(text: str) -> Mapping[int, None]:
    """Return where words of a text begin and end, ascending."""
    edges: dict[int, None] = {}
    for run in RUN.finditer(text):
        end = run.start()
        edges[end] = None
        for word in plain_segmenter().words(run["han"]) if run["han"] else (run["word"],):
            end += len(word)
            edges[end] = None
    return MappingProxyType(edges)


@lru_cache(maxsize=_CUT_LATELY)
def left_over_beside(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return behind which places of a text one character is left over by itself, and before which.

    It belongs to no word of the segmenter's, so to one that has what stands beside it: 制 in 河长制.
    What is a word by itself there is not left over: 办 in 办社保, 省 in 省人社厅, 里 in 党章里.
    """
    idle = function_places(text)
    words = plain_segmenter().words
    single: set[int] = set()
    for run in RUN.finditer(text):
        at = run.start()
        for word in words(run["han"]) if run["han"] else ():
            if len(word) == 1 and at not in idle and not text[at - 1 : at].isdigit():
                single.add(at)
            at += len(word)
    before = {at + 1 for at in single if at - 1 not in single and text[at] not in BEFORE_NAMES}
    behind = {at for at in single if at + 1 not in single and text[at] not in BEHIND_NAMES}
    return frozenset(before), frozenset(behind)


@lru_cache(maxsize=_TYPED_LATELY)
def function_places(text: str) -> frozenset[int]:
    """Return which characters of a text belong to function words, to what only asks, or to the address of a clause."""
    places = set(asking_places(text) | address_places(text))
    words = plain_segmenter().words
    for run in RUN.finditer(text):
        at = run.start()
        for word in words(run["han"]) if run["han"] else ():
            if word in IDLE_WHERE_TYPED:
                places.update(range(at, at + len(word)))
            at += len(word)
    return frozenset(places)


def bigrams(text: str) -> Iterator[Token]:
    """Yield every pair of neighbouring characters."""
    for start in range(len(text) - 1):
        yield Token(text[start : start + 2], start, start + 2)


def _han_pieces(
    run: str, begin: int, asking: frozenset[int], idle: frozenset[int]
) -> Iterator[Piece]:
    """Cut a run of Chinese characters that begins at a place, keeping neighbouring single ones together."""
    at = start = begin  # of the word, and of the single characters before it
    for word in [*plain_segmenter().words(run), ""]:
        if len(word) == 1:
            at += 1
            continue
        yield from _left_over(run[start - begin : at - begin], start, asking, idle)
        if word:
            yield Piece(word, False, not idle.issuperset(range(at, at + len(word))))
        at = start = at + len(word)


def _left_over(
    singles: str, start: int, asking: frozenset[int], idle: frozenset[int]
) -> Iterator[Piece]:
    """Part single characters from the particles, and what asks, before and after them.

    Other function words may be a part of a name or of a word that no dictionary has: 李为民, 新就业.
    """
    first, last = 0, len(singles)
    if idle.issuperset(range(start, start + last)):
        last = 0
    while first < last and (singles[first] in PARTICLES or start + first in asking):
        first += 1
    while last > first and (singles[last - 1] in PARTICLES or start + last - 1 in asking):
        last -= 1
    parts = ((singles[:first], False), (singles[first:last], True), (singles[last:], False))
    yield from (Piece(part, False, is_content) for part, is_content in parts if part)


def _symbols(text: str) -> list[Piece]:
    kept = "".join(c if unicodedata.category(c) not in _SEPARATOR_CATEGORIES else " " for c in text)
    return [Piece(symbol, False) for symbol in kept.split()]
