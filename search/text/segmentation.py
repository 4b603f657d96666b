"""How does text become terms? Words, cut by jieba, to rank; bigrams of characters to be exact.

All functions take normalised text (`search.text.normalization`). This is the only module that
imports a segmenter: rjieba, or jieba itself where no rjieba is installed. Either is given runs
of Chinese characters only, with its guessing of new words (HMM) off, which makes both cut alike.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec

from .characters import ALL_HAN, SEGMENTABLE
from .dictionary import Dictionary
from .function_words import FUNCTION_WORDS
from .places import places

#: Changes whenever the same text would give other terms: indexes record it.
SEGMENTATION_VERSION = 2

#: Longer Latin words are not indexed as words; they are found literally, as quoted text is.
MAX_WORD_LENGTH = 64

_LETTERS = rf"(?:(?![{ALL_HAN}])[^\W_])+"
# A Latin word or number may hold single connecting marks: covid-19, 2025-05-17, pm2.5, 2,350.
_WORD = rf"{_LETTERS}(?:(?:[-._/'&+:@]|(?<=[0-9]),(?=[0-9]{{3}})){_LETTERS})*"
_RUN = re.compile(rf"(?P<han>[{ALL_HAN}]+)|(?P<word>{_WORD})")
_WORD_SPAN = re.compile(rf"(?:{_LETTERS}|[-._/'&+:@,])+")  # no word reaches over its ends
_PARTS = re.compile(_LETTERS)
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_SEGMENTABLE = re.compile(rf"[{SEGMENTABLE}]+|.")
_ONLY_SEGMENTABLE = re.compile(rf"[{SEGMENTABLE}]+")
_SEPARATOR_CATEGORIES = frozenset({"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sm", "Sk", "Zs"})


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where it stands in the normalised text: characters, from 0, half-open."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of what a user typed without spaces: found as a whole word, or literally."""

    text: str
    is_word: bool


class Segmenter:
    """Cuts normalised text into terms, with the words of a user dictionary.

    Never changes once made, so threads may share one: rjieba raises when a word is added while
    another thread cuts.
    """

    def __init__(self, dictionary: Dictionary | None = None) -> None:
        self.dictionary = dictionary or Dictionary()

    @property
    def identity(self) -> str:
        """Name what decides how text is cut, the dictionary's words apart."""
        return f"{segmenter_name()}; segmentation {SEGMENTATION_VERSION}"

    def terms(self, text: str) -> list[str]:
        """Return the words of a text, for ranking: jieba's search mode, and whole Latin words and their parts."""
        cut_for_search = _load(self.dictionary).cut_for_search
        if _ONLY_SEGMENTABLE.fullmatch(text):
            return cut_for_search(text)
        terms: list[str] = []
        for run in _RUN.finditer(text):
            if run["han"]:
                for part in _SEGMENTABLE.findall(run["han"]):
                    terms += cut_for_search(part) if _is_segmentable(part) else [part]
            else:
                terms += [token.text for token in _word_tokens(run)]
        return terms

    def words(self, text: str) -> list[str]:
        """Cut a run of Chinese characters into words, each character in one of them."""
        cut = _load(self.dictionary).cut
        parts = _SEGMENTABLE.findall(text)
        return [word for part in parts for word in (cut(part) if _is_segmentable(part) else [part])]


def word_tokens(text: str) -> Iterator[Token]:
    """Yield the Latin words and numbers of a text: the whole ones, and the parts of compound ones."""
    for run in _RUN.finditer(text):
        if run["word"]:
            yield from _word_tokens(run)


def word_places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a Latin word or number stands in a text as a whole word, or part of a compound."""
    if word not in text and word not in text.replace(",", ""):
        return
    for span in _WORD_SPAN.finditer(text):
        if word in span[0] or word in span[0].replace(",", ""):
            for token in word_tokens(span[0]):
                if token.text == word:
                    yield span.start() + token.start, span.start() + token.end


def pieces(text: str) -> list[Piece]:
    """Cut what was typed without spaces into the pieces that must be found.

    Only the segmenter's own dictionary decides, never a user dictionary, so no dictionary
    changes what a query finds. Single characters left over side by side (张/国/清) stay together.
    Punctuation between pieces is dropped; other symbols (emoji) are pieces of their own.
    """
    found: list[Piece] = []
    end = 0
    for run in _RUN.finditer(text):
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
    if len(piece) <= 2 or not _ONLY_SEGMENTABLE.fullmatch(piece):
        return [piece]
    cut = _load(Dictionary()).cut(piece)
    if any(len(word) > 1 for word in cut):
        return [piece]
    pairs = [token.text for token in bigrams(piece)]
    return [pair for pair in pairs if FUNCTION_WORDS.isdisjoint(pair)] or pairs


def function_places(text: str) -> frozenset[int]:
    """Return which characters of a text belong to function words."""
    places: set[int] = set()
    cut = _load(Dictionary()).cut
    for run in _RUN.finditer(text):
        at = run.start()
        for word in cut(run["han"]) if run["han"] else ():
            if word in FUNCTION_WORDS:
                places.update(range(at, at + len(word)))
            at += len(word)
    return frozenset(places)


def is_one_word(text: str) -> bool:
    """Say whether a text is one Latin word or number."""
    run = _RUN.fullmatch(text)
    return run is not None and bool(run["word"])


def words_beginning(text: str, beginning: str) -> Iterator[tuple[int, int]]:
    """Yield where Latin words or numbers that begin so stand in a text."""
    if beginning in text:
        for token in word_tokens(text):
            if token.text.startswith(beginning):
                yield token.start, token.end


def is_all_han(text: str) -> bool:
    """Say whether a text is one run of Chinese characters."""
    run = _RUN.fullmatch(text)
    return run is not None and bool(run["han"])


def stands_between_words(text: str, part: str) -> bool:
    """Say whether a part of a text begins and ends, somewhere, where words do."""
    ends, end = {0}, 0
    for word in Segmenter().words(text):
        end += len(word)
        ends.add(end)
    return any({start, start + len(part)} <= ends for start in places(text, part))


def bigrams(text: str) -> Iterator[Token]:
    """Yield every pair of neighbouring characters."""
    for start in range(len(text) - 1):
        yield Token(text[start : start + 2], start, start + 2)


def segmenter_name() -> str:
    """Return the installed segmenter and its version, without loading it."""
    name = "rjieba" if find_spec("rjieba") else "jieba"
    return f"{name} {version(name)}"


def _word_tokens(run: re.Match[str]) -> Iterator[Token]:
    whole = run["word"]
    if len(whole) <= MAX_WORD_LENGTH:
        yield Token(whole, run.start(), run.end())
    parts = list(_PARTS.finditer(whole))
    if len(parts) == 1:
        return
    if _NUMBER.fullmatch(whole):  # one number, also without the marks between thousands
        if "," in whole and len(whole) <= MAX_WORD_LENGTH:
            yield Token(whole.replace(",", ""), run.start(), run.end())
        return
    for part in parts:
        if len(part[0]) <= MAX_WORD_LENGTH:
            yield Token(part[0], run.start() + part.start(), run.start() + part.end())


def _han_pieces(run: str) -> Iterator[str]:
    """Cut a run of Chinese characters, keeping neighbouring single ones together."""
    cut = _load(Dictionary()).cut
    single = ""
    for part in _SEGMENTABLE.findall(run):
        for word in cut(part) if _is_segmentable(part) else [part]:
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


def _is_segmentable(part: str) -> bool:
    return "一" <= part[0] <= "鿕"


@dataclass(frozen=True, slots=True)
class Cutter:
    """A loaded segmenter: its name and version, plain cutting, and cutting for search."""

    name: str
    cut: Callable[[str], list[str]]
    cut_for_search: Callable[[str], list[str]]


@cache
def _load(dictionary: Dictionary) -> Cutter:
    """Load the segmenter with a dictionary's words, once for each dictionary."""
    try:
        return load_rjieba(dictionary)
    except ImportError:
        return load_jieba(dictionary)


def load_rjieba(dictionary: Dictionary) -> Cutter:
    """Load jieba's Rust twin, of the same dictionary: 11 to 15 times faster. Raises ImportError."""
    import rjieba  # noqa: PLC0415 - no wheel for every platform

    jieba = rjieba if not dictionary.entries else rjieba.Jieba()
    for word, frequency in dictionary.entries:
        jieba.add_word(word, frequency, None)
    return Cutter(
        f"rjieba {version('rjieba')}",
        lambda text: jieba.cut(text, False),
        lambda text: jieba.cut_for_search(text, False),
    )


def load_jieba(dictionary: Dictionary) -> Cutter:
    """Load jieba itself: the fallback, and the reference in the tests. Takes about a second."""
    import jieba  # noqa: PLC0415 - slow to load

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # Left to itself, jieba caches its dictionary in the shared temporary folder, where any local
    # user could plant another one; so read it afresh.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, frequency in dictionary.entries:
        # jieba adds a word's new frequency to the total and forgets to take out the old one.
        tokenizer.total -= tokenizer.FREQ.get(word, 0)
        tokenizer.add_word(word, frequency)
    return Cutter(
        f"jieba {version('jieba')}",
        lambda text: tokenizer.lcut(text, HMM=False),
        lambda text: tokenizer.lcut_for_search(text, HMM=False),
    )
