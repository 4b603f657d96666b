"""Lexicon: what does a collection say? How often characters stand together; words, phrases, titles, names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy.typing as npt

Codes = npt.NDArray[Any]  # of whatever width; counts of them too


class EntryKind(StrEnum):
    """What an entry of the vocabulary is."""

    WORD = "word"
    PHRASE = "phrase"
    SECTION = "section"
    ISSUER = "issuer"  # a body that issued or published articles
    TITLE = "title"
    NUMBER = "number"  # of a document


#: What names one paper, and is no word of the language.
NAMES_OF_PAPERS = frozenset({EntryKind.TITLE, EntryKind.NUMBER})


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of a collection that a person may want to type."""

    text: str  # as it is written there; words and phrases as normalised
    kind: EntryKind
    articles: int  # that have it, a word as it was cut; of phrases as many as a sample suggests


class Lexicon(Protocol):
    """The language of a collection. Codes are Unicode code points, of normalised texts."""

    @property
    def asks_ahead(self) -> bool:
        """Whether many counts at once cost little more than one: so it is worth asking for more than is needed."""

    @property
    def total(self) -> int:
        """How many characters the collection has."""

    def character_counts(self, codes: Codes) -> Codes:
        """Count where each character stands."""

    def pair_counts(self, firsts: Codes, seconds: Codes) -> Codes:
        """Count where each first character stands right before its second."""

    def followers(self, code: int) -> Codes:
        """Return the characters that stand behind one, ascending."""

    def predecessors(self, code: int) -> Codes:
        """Return the characters that stand before one, ascending."""

    def count(self, text: str) -> int:
        """Count where a normalised text of one character or more stands."""

    def counts(self, texts: Collection[str]) -> Mapping[str, int]:
        """Count where each of some normalised texts stands: dozens cost little more than one on a cluster."""

    def words_beginning(self, text: str) -> int:
        """Count the words and numbers of Latin letters and digits that begin so: a Prefix stands for some of them."""

    def entry(self, text: str) -> Entry | None:
        """Return the entry of just this normalised text, unless it names a paper."""

    def entries(self, texts: Collection[str]) -> dict[str, Entry]:
        """Return the entries of just these normalised texts, by them, but for those that name papers."""

    def beginning(self, text: str, limit: int) -> Sequence[Entry]:
        """Return entries that begin with a normalised text; of names those, too, of which a word does.

        At most `limit` of words and names of bodies, then as many titles, then as many numbers, of
        each the likeliest first; so do the two below.
        """

    def spelled(self, letters: str, limit: int) -> Sequence[Entry]:
        """Return entries whose pinyin begins so, those of just this pinyin first."""

    def abbreviated(self, letters: str, limit: int) -> Sequence[Entry]:
        """Return entries whose initials begin so, those of just these initials first."""

    def most_frequent(self, letters: str) -> Entry | None:
        """Return the most frequent entry of just this pinyin that names no paper."""
