"""Latin words: where in a normalised text do words and numbers stand, whole or as part of one?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .runs import LETTERS, RUN

#: Longer Latin words are not indexed as words; they are found literally, as quoted text is.
MAX_WORD_LENGTH = 64

_WORD_SPAN = re.compile(rf"(?:{LETTERS}|[-._/'&+:@,])+")  # no word reaches over its ends
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


def word_places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a Latin word or number stands in a text as a whole word, or part of a compound."""
    if word not in text and word not in text.replace(",", ""):
        return
    for span in _WORD_SPAN.finditer(text):
        if word in span[0] or word in span[0].replace(",", ""):
            for token in word_tokens(span[0]):
                if token.text == word:
                    yield span.start() + token.start, span.start() + token.end


def words_beginning(text: str, beginning: str) -> Iterator[tuple[int, int]]:
    """Yield where Latin words or numbers that begin so stand in a text."""
    if beginning in text:
        for token in word_tokens(text):
            if token.text.startswith(beginning):
                yield token.start, token.end


def is_one_word(text: str) -> bool:
    """Say whether a text is one Latin word or number."""
    run = RUN.fullmatch(text)
    return run is not None and bool(run["word"])


def tokens_of_run(run: re.Match[str]) -> Iterator[Token]:
    """Yield the tokens of a run that is a word."""
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
