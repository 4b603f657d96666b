"""Terms: which words and bigrams does a segment have, and how many documents, or places, has each?"""

import numpy as np

from .array_types import Integers
from .arrays import ArrayFile
from .layout import BIGRAM_KEYS, ID_DOCUMENTS, PUBLISHED, WORD_STARTS, WORDS
from .pairs import Pairs, PairSizes
from .strings import Strings


def id_places(arrays: ArrayFile) -> Integers:
    """Return where the id of each document stands in the list of ids; 0 for one that was replaced."""
    places = np.zeros(len(arrays[PUBLISHED]), np.int64)
    documents = arrays[ID_DOCUMENTS]
    places[documents] = np.arange(len(documents))
    return places


class Terms:
    """The terms of one array file, without where they stand."""

    def __init__(self, arrays: ArrayFile, sizes: PairSizes | None = None) -> None:
        self.arrays = arrays
        self.size = len(arrays[PUBLISHED])
        self._words = Strings(arrays, WORDS)
        # What every look-up needs, without looking it up by name.
        self._word_starts = arrays[WORD_STARTS]
        self._pair_sizes = sizes or PairSizes(arrays)
        # Wide enough to calculate with; in all but tiny segments they are so already.
        keys = arrays[BIGRAM_KEYS].astype(np.uint64, copy=False)
        self.pairs = Pairs(keys, self._pair_sizes)

    def having(self, word: str) -> int:
        """Count the documents with a word."""
        at = self._words.find(word.encode())
        if at is None:
            return 0
        start, end = self._word_starts[at : at + 2].tolist()
        return int(end - start)

    @property
    def characters(self) -> int:
        """Count the characters of all texts."""
        return self._pair_sizes.total

    def count_beginning(self, beginning: str) -> int:
        """Count the words that begin so."""
        return len(self._words.beginning(beginning.encode()))

    def words_beginning(self, beginning: str) -> dict[str, int]:
        """Return the words that begin so, and in how many documents each stands."""
        numbers = self._words.beginning(beginning.encode())
        lengths = np.diff(self._word_starts[numbers.start : numbers.stop + 1].astype(np.int64))
        words = self._words.texts(np.arange(numbers.start, numbers.stop))
        return dict(zip(words, lengths.tolist(), strict=True))
