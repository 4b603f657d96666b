"""Pieces: what of a run typed without spaces must be found, as a word or literally?

All functions take normalised text. Only the segmenter's own dictionary decides, never a user
dictionary, so no dictionary changes what a query finds.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .function_words import FUNCTION_WORDS
from .latin_words import MAX_WORD_LENGTH, Token
from .runs import RUN, is_segmentable
from .segmentation import Segmenter

_SEPARATOR_CATEGORIES = frozenset({"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sm", "Sk", "Zs"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of what a user typed without spaces: found as a whole word, or literally."""

    text: str
    is_word: bool


def pieces(text: str) -> list[Piece]:
    """Cut what was typed without spaces into the pieces that must be found.

    Single characters left over side by side (张/国/清) stay together.
    Punctuation between pieces is dropped; other symbols (emoji) are pieces of their own.
    """
    found: list[Piece] = []
    end = 0
    for run in RUN.finditer(text):
        found += _symbols(text[end : run.start()])
        end = run.end()
        if run["word"]:
            found.append(Piece(run["word"], len(run["word"]) <= MAX_WORD_LENGTH))
        else:
            found += (Piece(piece, False) for piece in _han_pieces(run["han"]))
    return found + _symbols(text[end:])


def loose_parts(piece: str) -> list[str]:
    """Return what of a piece may match by itself: each bigram of one that is no word of the segmenter's.

    Those that begin or end with a function word (的, 是, 在) are left out, where others are left.
    """
    if len(piece) <= 2 or not is_segmentable(piece):
        return [piece]
    if any(len(word) > 1 for word in Segmenter().words(piece)):
        return [piece]
    pairs = [token.text for token in bigrams(piece)]
    return [pair for pair in pairs if FUNCTION_WORDS.isdisjoint(pair)] or pairs


def word_edges(text: str) -> dict[int, None]:
    """Return where words of a text begin and end, ascending."""
    edges: dict[int, None] = {}
    for run in RUN.finditer(text):
        end = run.start()
        edges[end] = None
        for word in Segmenter().words(run["han"]) if run["han"] else (run["word"],):
            end += len(word)
            edges[end] = None
    return edges


def function_places(text: str) -> frozenset[int]:
    """Return which characters of a text belong to function words."""
    places: set[int] = set()
    words = Segmenter().words
    for run in RUN.finditer(text):
        at = run.start()
        for word in words(run["han"]) if run["han"] else ():
            if word in FUNCTION_WORDS:
                places.update(range(at, at + len(word)))
            at += len(word)
    return frozenset(places)


def bigrams(text: str) -> Iterator[Token]:
    """Yield every pair of neighbouring characters."""
    for start in range(len(text) - 1):
        yield Token(text[start : start + 2], start, start + 2)


def _han_pieces(run: str) -> Iterator[str]:
    """Cut a run of Chinese characters, keeping neighbouring single ones together."""
    single = ""
    for word in Segmenter().words(run):
        if len(word) == 1:
            single += word
            continue
        if single:
            yield single
            single = ""
        yield word
    if single:
        yield single


def _symbols(text: str) -> list[Piece]:
    kept = "".join(c if unicodedata.category(c) not in _SEPARATOR_CATEGORIES else " " for c in text)
    return [Piece(symbol, False) for symbol in kept.split()]
