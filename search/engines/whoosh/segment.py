"""Where do words and characters stand in one segment? Its posting lists, as they lie in its file."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .arrays import ArrayFile
from .layout import (
    ALPHABET,
    BIGRAM_COUNTS,
    BIGRAM_DOCUMENTS,
    BIGRAM_KEYS,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    CHARACTERS,
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


_CODE_BITS = np.uint64(CODE_BITS)

_COMPARED_AT_ONCE = 1 << 15  # characters

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
        self._characters = arrays[CHARACTERS]
        self._alphabet = arrays[ALPHABET].astype(np.uint64)
        self._text_starts = arrays[TEXT_STARTS].astype(np.int64)
        self._title_ends = self._text_starts[:-1] + arrays[TITLE_LENGTHS]

    def word(self, word: str) -> PostingList:
        """Look up a word."""
        at = self._words.find(word.encode())
        if at is None:
            return NO_WORD
        start, end = self._word_starts[at : at + 2].tolist()
        documents, *counts = (values[start:end] for values in self._word_lists)
        return PostingList(documents, tuple(counts))

    def phrase(self, text: str) -> PostingList:
        """Find a phrase of one character or more, in normalised form."""
        if len(text) == 1:
            return self._character(text)
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
        bigrams = self._bigrams(codes)
        if bigrams is None:
            return NO_PHRASE
        if len(text) == 2:
            return self._listed(*self._starts[[bigrams[0], bigrams[0] + 1]].tolist())
        return self._located(self._places(codes, bigrams))

    def _bigrams(self, codes: Array) -> Array | None:
        """Return the numbers of the bigrams of some characters; None when one stands nowhere."""
        keys = (codes[:-1] << _CODE_BITS) | codes[1:]
        at = self._keys.searchsorted(keys)
        if not len(self._keys) or (self._keys.take(at, mode="clip") != keys).any():
            return None
        return at

    def _listed(self, start: int, end: int) -> PostingList:
        documents, *counts = (values[start:end] for values in self._lists)
        return PostingList(documents, tuple(counts))

    def _character(self, character: str) -> PostingList:
        """Add up the bigrams that begin with a character, which lie side by side."""
        first, last = (
            int(self._keys.searchsorted(np.uint64(code) << _CODE_BITS))
            for code in (ord(character), ord(character) + 1)
        )
        listed = self._listed(*self._starts[[first, last]].tolist())
        sums = [
            np.bincount(listed.documents, counts, self.size).astype(np.int64)
            for counts in listed.counts
        ]
        documents = np.flatnonzero(sums[0])
        return PostingList(documents, tuple(each[documents] for each in sums))

    def _places(self, codes: Array, bigrams: Array) -> Array:
        """Find where a phrase begins: where its rarest bigram stands, if the text reads on as it does.

        Few characters of many places, or many of few, are compared at a time; characters of rare
        bigrams come first. The phrase holds no end of a text, so what is found lies in one.
        """
        starts = self._position_starts[bigrams]
        lengths = self._position_starts[bigrams + 1] - starts
        order = lengths.argsort()
        first, start = int(order[0]), int(starts[order[0]])
        positions = self._positions[start : start + int(lengths[first])]
        # A phrase that would begin before the segment does is none.
        places = positions[positions.searchsorted(np.uint32(first)) :].astype(np.intp) - first
        characters = self._alphabet.searchsorted(codes).astype(self._characters.dtype)
        if len(places) * len(codes) <= _COMPARED_AT_ONCE:
            untested = np.arange(len(codes))
        else:
            untested = _covered(order[1:], tested={first, first + 1})
        while len(untested) and len(places):
            few = max(_COMPARED_AT_ONCE // len(places), 1)
            now, untested = untested[:few], untested[few:]
            read = self._characters.take(places[:, np.newaxis] + now, mode="clip")
            places = places[(read == characters[now]).all(axis=1)]
        return places

    def _located(self, places: Array) -> PostingList:
        """Say in which documents places stand, and how many in each."""
        if not len(places):
            return NO_PHRASE
        of_place = self._text_starts.searchsorted(places, "right") - 1
        in_title = places < self._title_ends.take(of_place)
        is_next = of_place[1:] != of_place[:-1]  # in another document than the place before
        if is_next.all():
            return PostingList(of_place, (np.ones(len(places), np.intp), in_title.view(np.uint8)))
        first = np.concatenate(([0], is_next.nonzero()[0] + 1))
        counts = np.diff(np.concatenate((first, [len(places)])))
        title_counts = np.add.reduceat(in_title, first, dtype=np.intp)
        return PostingList(of_place.take(first), (counts, title_counts))


def _covered(bigrams: Array, tested: set[int]) -> Array:
    """Return the characters that bigrams, by their offsets, cover, but for those tested."""
    offsets = dict.fromkeys(at for offset in bigrams.tolist() for at in (offset, offset + 1))
    return np.array([offset for offset in offsets if offset not in tested], np.intp)
