"""Where do words and characters stand in one segment? Its posting lists, as they lie in its file."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .arrays import ArrayFile
from .layout import (
    BIGRAM_COUNTS,
    BIGRAM_DOCUMENTS,
    BIGRAM_KEYS,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    CODE_BITS,
    POSITION_STARTS,
    POSITIONS,
    PUBLISHED,
    TEXT_STARTS,
    TITLE_LENGTHS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
    WORD_STARTS,
    WORDS,
    bigram_key,
)
from .strings import Strings

Array = npt.NDArray[Any]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PostingList:
    """The documents with a word or phrase, ascending, and how often it stands in each.

    `counts` of a word are one array for each field, as in layout.WORD_FIELDS; those of a phrase
    are two: in all of the document's texts, and of these in its title.
    """

    documents: Array
    counts: tuple[Array, ...]

    def only(self, kept: Booleans) -> "PostingList":
        """Return the postings that are marked."""
        return PostingList(self.documents[kept], tuple(counts[kept] for counts in self.counts))


NO_NUMBERS: Array = np.empty(0, np.uint32)
NO_WORD = PostingList(NO_NUMBERS, (NO_NUMBERS,) * len(WORD_COUNTS))
NO_PHRASE = PostingList(NO_NUMBERS, (NO_NUMBERS, NO_NUMBERS))


class Segment:
    """The posting lists of one array file. Documents are numbered within the segment."""

    def __init__(self, arrays: ArrayFile) -> None:
        self.arrays = arrays
        self.size = len(arrays[PUBLISHED])
        self._words = Strings(arrays, WORDS)
        # What every look-up needs, without looking it up by name.
        self._word_starts = arrays[WORD_STARTS]
        self._word_lists = (arrays[WORD_DOCUMENTS], *(arrays[name] for name in WORD_COUNTS))
        # Wide enough to calculate with; in all but tiny segments they are so already.
        self._keys = arrays[BIGRAM_KEYS].astype(np.uint64, copy=False)
        self._starts = arrays[BIGRAM_STARTS]
        self._lists = (
            arrays[BIGRAM_DOCUMENTS],
            arrays[BIGRAM_COUNTS],
            arrays[BIGRAM_TITLE_COUNTS],
        )
        self._position_starts = arrays[POSITION_STARTS]
        self._positions = arrays[POSITIONS].astype(np.uint32, copy=False)
        self._text_starts = arrays[TEXT_STARTS].astype(np.int64)
        self._title_lengths = arrays[TITLE_LENGTHS].astype(np.int64)

    def word(self, word: str) -> PostingList:
        """Look up a word."""
        at = self._words.find(word.encode())
        if at is None:
            return NO_WORD
        start, end = self._word_starts[at], self._word_starts[at + 1]
        documents, *counts = (values[start:end] for values in self._word_lists)
        return PostingList(documents, tuple(counts))

    def phrase(self, text: str) -> PostingList:
        """Find a phrase of one character or more, in normalised form."""
        if len(text) == 1:
            return self._character(text)
        if len(text) == 2:
            at = self._bigram(text)
            return NO_PHRASE if at is None else self._listed(at)
        return self._located(self._places(text))

    def _bigram(self, text: str) -> int | None:
        """Return the number of a bigram."""
        key = np.uint64(bigram_key(*text))
        at = int(self._keys.searchsorted(key))
        return at if at < len(self._keys) and self._keys[at] == key else None

    def _listed(self, at: int) -> PostingList:
        start, end = self._starts[at], self._starts[at + 1]
        documents, *counts = (values[start:end] for values in self._lists)
        return PostingList(documents, tuple(counts))

    def _character(self, character: str) -> PostingList:
        """Add up the bigrams that begin with a character, which lie side by side."""
        first, last = (
            int(self._keys.searchsorted(np.uint64(code << CODE_BITS)))
            for code in (ord(character), ord(character) + 1)
        )
        start, end = self._starts[first], self._starts[last]
        listed, *counts = (values[start:end] for values in self._lists)
        sums = [np.bincount(listed, each, self.size).astype(np.int64) for each in counts]
        documents = np.flatnonzero(sums[0])
        return PostingList(documents, tuple(each[documents] for each in sums))

    def _places(self, text: str) -> Array:
        """Find where a phrase of three characters or more begins.

        Bigrams are tested in turn, the rarest first, until every character is tested: those left
        over would say nothing new. All stand in one text, since no bigram reaches into the next.
        """
        found: list[tuple[int, int]] = []  # length of the list, offset in the phrase
        lists: list[Array] = []
        for offset in range(len(text) - 1):
            at = self._bigram(text[offset : offset + 2])
            if at is None:
                return NO_NUMBERS
            positions = self._positions[self._position_starts[at] : self._position_starts[at + 1]]
            found.append((len(positions), offset))
            lists.append(positions)
        found.sort()
        _, first = found[0]
        # A phrase that would begin before the segment does is none.
        places = lists[first][lists[first].searchsorted(np.uint32(first)) :] - np.uint32(first)
        tested = {first, first + 1}
        for _, offset in found[1:]:
            if not len(places):
                break
            if not {offset, offset + 1} <= tested:
                places = places[_contains(lists[offset], places, offset)]
                tested |= {offset, offset + 1}
        return places

    def _located(self, places: Array) -> PostingList:
        """Say in which documents places stand."""
        if not len(places):
            return NO_PHRASE
        places = places.astype(np.int64)
        of_place = self._text_starts.searchsorted(places, "right") - 1
        in_title = places - self._text_starts[of_place] < self._title_lengths[of_place]
        heads = np.flatnonzero(np.append(True, of_place[1:] != of_place[:-1]))
        counts = np.diff(np.append(heads, len(places)))
        return PostingList(
            of_place[heads], (counts, np.add.reduceat(in_title, heads, dtype=np.int64))
        )


def _contains(ascending: Array, wanted: Array, offset: int) -> Booleans:
    """Mark those wanted that stand, so much further on, in an ascending array."""
    further = wanted + np.uint32(offset)
    at = ascending.searchsorted(further)
    at[at == len(ascending)] = 0
    return ascending[at] == further
