"""Said: which of many short texts hold a word? They stand in one line, so each word is one look along it."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from ....query.nodes import Literal, Word
from ....text.latin_words import word_places
from ..file.array_types import Marks

_BREAK = "\n"
#: Stands in an address of the web.
_OF_THE_WEB = "://"


class TextsInLine:
    """Short normalised texts, but for addresses of the web, which nobody reads."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take the texts; they are known by their numbers."""
        texts = ["" if _OF_THE_WEB in text else text for text in texts]
        self._line = _BREAK.join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def holding(self, literal: Literal) -> Marks:
        """Mark the texts in which a literal stands; a word of Latin letters or digits as a whole one."""
        marked = np.zeros(len(self._starts) - 1, bool)
        at = self._line.find(literal.text)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            start, end = self._starts[number], self._starts[number + 1]
            marked[number] = not isinstance(literal, Word) or any(
                word_places(self._line[start : end - 1], literal.text)
            )
            at = self._line.find(literal.text, end)
        return marked
