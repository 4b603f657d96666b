"""Latin words: where in a normalised text do words and numbers stand, whole or as part of one?"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .runs import LETTERS, RUN

#: Longer Latin words are not indexed as words; they are found literally, as quoted text is.
MAX_WORD_LENGTH = 64

_WORD_SPAN = re.compile(rf"(?:{LETTERS}|[-._/'&+:@,])+")  # no word reaches over its ends
# Dashes and quotation marks part more than other marks do: 1.5-2.5 is two numbers.
_STRETCHES = re.compile(r"[^-']+")
_PARTS = re.compile(LETTERS)
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where it stands in the normalised text: characters, from 0, half-open."""

    text: str
    start: int
    end: int


def word_tokens(text: str) -> Iterator[Token]:
    """Yield the Latin words and numbers of a text: the whole ones, and the parts of compound ones."""
    for run in RUN.finditer(text):
        if run["word"]:
            yield from tokens_of_run(run)


def word_places(text: str, words: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    """Return where Latin words or numbers stand in a text, each as a whole word, or part of a compound.

    The text is gone through once, for however many words.
    """
    without_marks = text.replace(",", "")
    places = {
        word: list[tuple[int, int]]() for word in words if word in text or word in without_marks
    }
    for span in _WORD_SPAN.finditer(text) if places else ():
        is_short = len(span[0]) <= MAX_WORD_LENGTH
        for token in _tokens_of_span(span[0]) if is_short else word_tokens(span[0]):
            if token.text in places:
                places[token.text].append((span.start() + token.start, span.start() + token.end))
    return places


@lru_cache(maxsize=4096)  # most numbers of a text stand in it more than once
def _tokens_of_span(span: str) -> tuple[Token, ...]:
    return tuple(word_tokens(span))


def words_beginning(text: str, beginning: str) -> Iterator[tuple[int, int]]:
    """Yield where Latin words or numbers that begin so stand in a text."""
    if beginning in text or beginning in text.replace(",", ""):
        for token in word_tokens(text):
            if token.text.startswith(beginning):
                yield token.start, token.end


def is_one_word(text: str) -> bool:
    """Say whether a text is one Latin word or number."""
    run = RUN.fullmatch(text)
    return run is not None and bool(run["word"])


def without_thousands_marks(word: str) -> str:
    """Return a number without the marks between its thousands, as every one is indexed; others as they are."""
    return word.replace(",", "") if _NUMBER.fullmatch(word) else word


def tokens_of_run(run: re.Match[str]) -> Iterator[Token]:
    """Yield the tokens of a run that is a word."""
    whole, start = run["word"], run.start()
    if len(whole) <= MAX_WORD_LENGTH:
        yield Token(whole, start, run.end())
    stretches = list(_STRETCHES.finditer(whole))
    for stretch in stretches:
        if len(stretches) > 1 and len(stretch[0]) <= MAX_WORD_LENGTH:
            yield Token(stretch[0], start + stretch.start(), start + stretch.end())
        yield from _parts(stretch[0], start + stretch.start())


def _parts(stretch: str, start: int) -> Iterator[Token]:
    """Yield the parts of what holds neither dash nor quotation mark, if it has several."""
    if _NUMBER.fullmatch(stretch):  # one number, also without the marks between thousands
        if "," in stretch and len(stretch) <= MAX_WORD_LENGTH:
            yield Token(stretch.replace(",", ""), start, start + len(stretch))
        return
    parts = list(_PARTS.finditer(stretch))
    for part in parts:
        if len(parts) > 1 and len(part[0]) <= MAX_WORD_LENGTH:
            yield Token(part[0], start + part.start(), start + part.end())
