"""Lexicon: how often do characters stand together? The bigrams of all segments as one model."""

import sys
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

import numpy as np

from ....suggest.lexicon import Entry
from ..file.array_types import AnyArray, Integers
from ..file.damage import telling_damage
from ..file.layout import CODE_BITS
from ..file.vocabulary import Vocabulary
from .postings import Postings

_CODE_BITS = np.uint64(CODE_BITS)
_SECOND = np.uint64((1 << CODE_BITS) - 1)


class WhooshLexicon:
    """See `search.suggest.lexicon.Lexicon`. What was removed since a segment was written still counts."""

    def __init__(self, postings: Postings, vocabulary: Vocabulary, build: Path) -> None:
        self.build = build
        self._postings = postings
        self._vocabulary = vocabulary

    @cached_property
    def _bigrams(self) -> tuple[AnyArray, Integers]:
        """Return all bigrams, ascending, and how often each stands: only who corrects a query asks."""
        return self._postings.bigrams()

    @property
    def _keys(self) -> AnyArray:
        return self._bigrams[0]

    @property
    def _counts(self) -> Integers:
        return self._bigrams[1]

    @cached_property
    def total(self) -> int:
        """Count the characters of the collection."""
        return int(self._counts.sum())

    @telling_damage
    def character_counts(self, codes: AnyArray) -> Integers:
        """Count where each character stands."""
        return self._characters.take(codes)

    @telling_damage
    def pair_counts(self, firsts: AnyArray, seconds: AnyArray) -> Integers:
        """Count where each first character stands before its second."""
        if not len(self._keys):
            return np.zeros(len(firsts), np.int64)
        keys = (firsts.astype(np.uint64) << _CODE_BITS) | seconds.astype(np.uint64)
        at = self._keys.searchsorted(keys)
        there = self._keys.take(at, mode="clip") == keys
        return np.where(there, self._counts.take(at, mode="clip"), 0).astype(np.int64)

    @telling_damage
    def followers(self, code: int) -> AnyArray:
        """Return the characters that stand behind one, ascending."""
        return self._others(self._keys, code)

    @telling_damage
    def predecessors(self, code: int) -> AnyArray:
        """Return the characters that stand before one, ascending."""
        return self._others(self._reversed, code)

    @telling_damage
    def count(self, text: str) -> int:
        """Count where a text of one character or more stands."""
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        if len(codes) == 1:
            return int(self.character_counts(codes)[0])
        if len(codes) == 2:
            return int(self.pair_counts(codes[:1], codes[1:])[0])
        return int(self._postings.phrase(text).counts[0].sum())

    @telling_damage
    def entry(self, text: str) -> Entry | None:
        """Return the entry of just this normalised text, unless it is a title."""
        return self._vocabulary.entry(text)

    @telling_damage
    def entries(self, texts: Collection[str]) -> dict[str, Entry]:
        """Return the entries of just these normalised texts, but for those that name papers."""
        return self._vocabulary.entries(texts)

    @telling_damage
    def beginning(self, text: str, limit: int) -> list[Entry]:
        """Return entries that begin so, the most frequent ones first."""
        return self._vocabulary.beginning(text, limit)

    @telling_damage
    def spelled(self, letters: str, limit: int) -> list[Entry]:
        """Return entries whose pinyin begins so, exact ones first, then the most frequent ones."""
        return self._vocabulary.spelled(letters, limit)

    @telling_damage
    def abbreviated(self, letters: str, limit: int) -> list[Entry]:
        """Return entries whose initials begin so, exact ones first, then the most frequent ones."""
        return self._vocabulary.abbreviated(letters, limit)

    @telling_damage
    def most_frequent(self, letters: str) -> Entry | None:
        """Return the most frequent entry, no title, of just this pinyin."""
        return self._vocabulary.most_frequent(letters)

    @cached_property
    def _characters(self) -> Integers:
        """Return how often each character stands, by code point: each is the first of one bigram."""
        firsts = (self._keys >> _CODE_BITS).astype(np.int64)
        if firsts.max(initial=0) > sys.maxunicode:
            raise ValueError("no character")
        return np.bincount(firsts, self._counts, sys.maxunicode + 1).astype(np.int64)

    @cached_property
    def _reversed(self) -> AnyArray:
        """Return all bigrams by their second character."""
        return np.sort((self._keys & _SECOND) << _CODE_BITS | (self._keys >> _CODE_BITS))

    def _others(self, keys: AnyArray, code: int) -> AnyArray:
        low, high = keys.searchsorted(np.array([code, code + 1], np.uint64) << _CODE_BITS).tolist()
        others = keys[low:high] & _SECOND
        return others[others != np.uint64(ord("\n"))].astype(np.uint32)
