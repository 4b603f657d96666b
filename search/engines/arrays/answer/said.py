"""Said: which of many short texts hold a word? They stand in one line, so each word is one look along it."""

import re
from collections.abc import Sequence

import numpy as np

from ....query.nodes import Literal, Word
from ....text.runs import LETTERS
from ..file.array_types import Integers, Marks

_BREAK = "\n"
#: Stands in an address of the web.
_OF_THE_WEB = "://"
_LETTER = re.compile(LETTERS)


class TextsInLine:
    """Short normalised texts, but for addresses of the web, which nobody reads."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take the texts; they are known by their numbers."""
        texts = ["" if _OF_THE_WEB in text else text for text in texts]
        line = _BREAK + _BREAK.join([*texts, ""])
        self._characters = _code_points(line)
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self._ends = 1 + np.cumsum(lengths)  # behind the break after each
        letters = _code_points("".join(filter(_LETTER.fullmatch, sorted(set(line)))))
        self._is_letter = np.isin(self._characters, letters)

    def holding(self, literal: Literal) -> Marks:
        """Mark the texts in which a literal stands; a word of letters or digits between others than these."""
        marked = np.zeros(len(self._ends), bool)
        marked[self._ends.searchsorted(self._places(literal), side="right")] = True
        return marked

    def _places(self, literal: Literal) -> Integers:
        """Return where a literal begins in the line."""
        first, *others = _code_points(literal.text)
        places = (self._characters == first).nonzero()[0]
        for distance, character in enumerate(others, 1):
            places = places[self._characters.take(places + distance, mode="clip") == character]
        if isinstance(literal, Word):
            last = places + len(others)
            places = places[~(self._is_letter[places - 1] | self._is_letter[last + 1])]
        return places


def _code_points(text: str) -> Integers:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
