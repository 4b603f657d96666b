"""Lexicon: how often do characters stand together? The bigrams of all segments as one model."""

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np

from ....errors import IndexUnusableError
from ....suggest.lexicon import Entry
from ..file.array_types import AnyArray, Integers
from ..file.damage import telling_damage
from ..file.manifest import Manifest
from ..file.pairs import keys_of
from ..file.vocabulary import Vocabulary
from .postings import Postings

_NO_CODES: AnyArray = np.empty(0, np.uint32)


class WhooshLexicon:
    """See `search.suggest.lexicon.Lexicon`. What was removed since a segment was written still counts."""

    def __init__(self, postings: Postings, vocabulary: Vocabulary, manifest: Manifest) -> None:
        self._manifest = manifest
        self._postings = postings
        self._pairs = postings.pairs()
        self._vocabulary = vocabulary

    def damaged(self) -> IndexUnusableError:
        """Return the error that says that the index is damaged."""
        return self._manifest.damaged()

    @property
    def asks_ahead(self) -> bool:
        """Whether many counts at once cost little more than one."""
        return self._postings.asks_ahead

    @cached_property
    def total(self) -> int:
        """Count the characters of the collection."""
        return self._postings.characters

    @telling_damage
    def character_counts(self, codes: AnyArray) -> Integers:
        """Count where each character stands."""
        return _added_up([pairs.character_sizes(codes) for pairs in self._pairs], len(codes))

    @telling_damage
    def pair_counts(self, firsts: AnyArray, seconds: AnyArray) -> Integers:
        """Count where each first character stands before its second."""
        keys = keys_of(firsts, seconds)
        return _added_up([pairs.sizes(keys) for pairs in self._pairs], len(keys))

    @telling_damage
    def followers(self, code: int) -> AnyArray:
        """Return the characters that stand behind one, ascending."""
        return _united([pairs.followers(code) for pairs in self._pairs])

    @telling_damage
    def predecessors(self, code: int) -> AnyArray:
        """Return the characters that stand before one, ascending."""
        return _united([pairs.predecessors(code) for pairs in self._pairs])

    @telling_damage
    def count(self, text: str) -> int:
        """Count where a text of one character or more stands."""
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        if len(codes) == 1:
            return int(self.character_counts(codes)[0])
        if len(codes) == 2:
            return int(self.pair_counts(codes[:1], codes[1:])[0])
        return self._postings.occurrences([text])[text]

    @telling_damage
    def counts(self, texts: Collection[str]) -> dict[str, int]:
        """Count where each of some texts stands."""
        long = self._postings.occurrences([text for text in texts if len(text) > 2])
        return {text: long[text] if text in long else self.count(text) for text in texts}

    @telling_damage
    def words_beginning(self, text: str) -> int:
        """Count the words that begin so."""
        return self._postings.count_beginning(text)

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


def _added_up(of_segments: Sequence[Integers], count: int) -> Integers:
    """Add up so many numbers of each segment."""
    if len(of_segments) == 1:
        return of_segments[0]
    return np.asarray(np.sum([np.zeros(count, np.int64), *of_segments], axis=0))


def _united(of_segments: Sequence[AnyArray]) -> AnyArray:
    """Return all codes of several lists, each of which ascends, ascending."""
    if len(of_segments) == 1:
        return of_segments[0]
    return np.unique(np.concatenate([_NO_CODES, *of_segments]))
