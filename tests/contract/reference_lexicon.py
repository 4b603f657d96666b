"""Reference lexicon: counts of characters by plain string search, and an empty vocabulary."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.suggest.lexicon import Entry

from .documents import places

Codes = npt.NDArray[Any]


class ReferenceLexicon:
    """What some normalised texts say; see `search.suggest.lexicon.Lexicon`."""

    asks_ahead = (
        True  # as that of a cluster, so what is asked in either way is held against the other
    )

    def __init__(self, texts: Sequence[str], words: Collection[str] = ()) -> None:
        self._texts, self._words = texts, words

    @property
    def total(self) -> int:
        """How many characters the texts have."""
        return sum(map(len, self._texts))

    def character_counts(self, codes: Codes) -> Codes:
        """Count where each character stands."""
        return np.array([self.count(chr(code)) for code in codes], np.int64)

    def pair_counts(self, firsts: Codes, seconds: Codes) -> Codes:
        """Count where each first character stands right before its second."""
        pairs = zip(*np.broadcast_arrays(firsts, seconds), strict=True)
        return np.array([self.count(chr(a) + chr(b)) for a, b in pairs], np.int64)

    def followers(self, code: int) -> Codes:
        """Return the characters that stand behind one, ascending."""
        found = {text[at + 1] for text in self._texts for at in places(text[:-1], chr(code))}
        return np.array(sorted(map(ord, found)), np.uint32)

    def predecessors(self, code: int) -> Codes:
        """Return the characters that stand before one, ascending."""
        found = {text[at] for text in self._texts for at in places(text[1:], chr(code))}
        return np.array(sorted(map(ord, found)), np.uint32)

    def count(self, text: str) -> int:
        """Count where a text stands."""
        return sum(len(places(one, text)) for one in self._texts)

    def counts(self, texts: Collection[str]) -> dict[str, int]:
        """Count where each of some texts stands."""
        return {text: self.count(text) for text in texts}

    def words_beginning(self, text: str) -> int:
        """Count the words that begin so."""
        return sum(word.startswith(text) for word in self._words)

    def entry(self, text: str) -> Entry | None:
        """Nothing is known as a word."""
        return None

    def entries(self, texts: Collection[str]) -> dict[str, Entry]:
        """Nothing is known as a word."""
        return {}

    def beginning(self, text: str, limit: int) -> Sequence[Entry]:
        """Nothing is known."""
        return ()

    def spelled(self, letters: str, limit: int) -> Sequence[Entry]:
        """Nothing is known."""
        return ()

    def abbreviated(self, letters: str, limit: int) -> Sequence[Entry]:
        """Nothing is known."""
        return ()

    def most_frequent(self, letters: str) -> Entry | None:
        """Nothing is known."""
        return None
