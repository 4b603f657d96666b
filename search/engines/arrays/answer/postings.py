"""Postings: where does a term stand, over all segments? Lists of the live documents."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

import numpy as np

from ....query.nodes import Pattern, Unit
from ..file.array_types import Counts, Documents, Marks
from ..file.layout import WORD_FIELDS
from ..file.pairs import Pairs
from ..file.segment import Segment
from ..file.texts import NO_NUMBERS, SegmentPostings, Texts
from .recent import Recent
from .segments import Segments


@dataclass(frozen=True, slots=True)
class PostingList:
    """The documents with a word or phrase, ascending, over all segments, and how often it stands in each.

    `counts` are those of `SegmentPostings`. Where only some of the documents are listed, it says in
    how many there are it stands `everywhere`.
    """

    documents: Documents
    counts: tuple[Counts, ...]
    everywhere: int | None = None  # None: all are listed

    @property
    def having(self) -> int:
        """Count the documents with it, listed or not."""
        return len(self.documents) if self.everywhere is None else self.everywhere

    @property
    def bytes(self) -> int:
        """Count the bytes of all these numbers."""
        return self.documents.nbytes + sum(counts.nbytes for counts in self.counts)


#: Of look-ups that are kept: words, phrases, patterns, each.
_RECENT_BYTES = 3 << 19
_RECENT_TERMS = 1024
_RECENT_NUMBERS = 20_000  # 2 MB

#: Texts that are looked for together, in one sentence or paragraph.
Close = tuple[tuple[str, ...], Unit]
_Lists = Recent[str, PostingList]
_NO_DOCUMENTS: Documents = np.empty(0, np.intp)
NO_WORD = PostingList(_NO_DOCUMENTS, (NO_NUMBERS,) * len(WORD_FIELDS))
NO_PHRASE = PostingList(_NO_DOCUMENTS, (NO_NUMBERS, NO_NUMBERS))


class Postings:
    """Looks terms up in segments; documents are numbered over all of them. Threads may share it.

    With one segment and nothing deleted, counts are returned as they lie in the mapped file.
    """

    #: Whether what a plan looks up is worth being told before; see `expect`.
    asks_ahead = False

    def __init__(self, segments: Segments) -> None:
        self._segments = segments.placed
        self._words: _Lists = Recent(_RECENT_BYTES, _RECENT_TERMS)
        # What is typed long asks for hundreds of pairs, which are found at once; longer ones are not.
        self._pairs: _Lists = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._phrases: _Lists = Recent(_RECENT_BYTES // 2, _RECENT_TERMS)
        self._patterns: _Lists = Recent(_RECENT_BYTES, _RECENT_TERMS)
        self._having: dict[
            str, int
        ] = {}  # of words; what looks for like articles asks for hundreds

    def expect(
        self, words: Iterable[str], phrases: Iterable[str], close: Iterable[Close] = ()
    ) -> None:
        """Be told what is about to be looked up: here it all lies at hand."""

    def word(self, word: str) -> PostingList:
        """Look up a word."""
        found = self._words.get(word)
        if found is None:
            found = self._over_segments(lambda segment, _: segment.word(word), NO_WORD)
            self._words.keep(word, found, found.bytes)
        return found

    def having(self, word: str) -> int:
        """Count the documents with a word, without reading which these are where none is deleted."""
        having = self._having.get(word)
        if having is None:
            if any(live is not None for _, _, live in self._segments):
                having = len(self.word(word).documents)
            else:
                having = sum(segment.having(word) for segment, _, _ in self._segments)
            if len(self._having) >= _RECENT_NUMBERS:
                self._having = {}
            self._having[word] = having
        return having

    def may_list(self, word: str) -> bool:
        """Say whether the documents with a word are few enough to be listed for what only helps."""
        return True

    def phrase(self, text: str) -> PostingList:
        """Find a phrase of one character or more, in normalised form."""
        recent = self._phrases if len(text) > 2 else self._pairs
        found = recent.get(text)
        if found is None:
            found = self._over_segments(lambda segment, _: segment.phrase(text), NO_PHRASE)
            recent.keep(text, found, found.bytes)
        return found

    def occurrences(self, phrases: Collection[str]) -> dict[str, int]:
        """Count where phrases stand."""
        return {phrase: int(self.phrase(phrase).counts[0].sum()) for phrase in phrases}

    def pattern(self, pattern: Pattern, documents: Documents) -> PostingList:
        """Find a pattern in some documents, ascending: those in which all its parts stand."""
        found = self._patterns.get(pattern.text)
        if found is None:
            found = self._over_segments(
                lambda segment, first: segment.pattern(
                    pattern.shape, _within(documents, first, segment.size)
                ),
                NO_PHRASE,
            )
            self._patterns.keep(pattern.text, found, found.bytes)
        return found

    def pairs(self) -> list[Pairs]:
        """Return the bigrams of each segment; what is deleted counts, too."""
        return [segment.pairs for segment, _, _ in self._segments]

    def texts_with(
        self, pairs: Sequence[str], needed: int
    ) -> Iterator[tuple[Texts, int, Marks | None]]:
        """Yield texts in which at least so many of some pairs of characters may stand: here all.

        Of each the number of its first document, and marks for its live documents (None: all).
        """
        return self._with_lists()

    @property
    def characters(self) -> int:
        """Count all characters, of deleted documents too."""
        return sum(segment.characters for segment, _, _ in self._segments)

    def words_beginning(self, beginning: str, most: int) -> list[str]:
        """Return the words that begin so and stand in most documents; of those in as many, the first."""
        counts: Counter[str] = Counter()
        for segment, _, _ in self._segments:
            counts.update(segment.words_beginning(beginning))
        return nsmallest(most, counts, key=lambda word: (-counts[word], word))

    def count_beginning(self, beginning: str) -> int:
        """Count the words that begin so."""
        if len(self._segments) == 1:
            return self._segments[0][0].count_beginning(beginning)
        found = (segment.words_beginning(beginning) for segment, _, _ in self._segments)
        return len(set(chain.from_iterable(found)))

    def title_beginning(self, text: str) -> Documents:
        """Find the documents whose title begins so."""
        documents = self.phrase(text).documents
        marked = np.zeros(len(documents), bool)
        for segment, first, _ in self._with_lists():
            low, high = documents.searchsorted((first, first + segment.size)).tolist()
            marked[low:high] = segment.title_begins(text, documents[low:high] - first)
        return documents[marked]

    def together(
        self, texts: Sequence[str], documents: Documents, unit: Unit, distance: int | None = None
    ) -> Marks:
        """Mark those of some documents, ascending, where all texts stand in one sentence or paragraph.

        With a distance, also with at most so many other characters between the first and the last.
        """
        marked = np.zeros(len(documents), bool)
        for segment, first, _ in self._with_lists():
            low, high = documents.searchsorted((first, first + segment.size)).tolist()
            if low < high:
                marked[low:high] = segment.together(
                    texts, documents[low:high] - first, unit, distance
                )
        return marked

    def _with_lists(self) -> Iterator[tuple[Segment, int, Marks | None]]:
        for segment, first, live in self._segments:
            assert isinstance(segment, Segment)
            yield segment, first, live

    def _over_segments(
        self, look_up: Callable[[Segment, int], SegmentPostings], nothing: PostingList
    ) -> PostingList:
        found: list[PostingList] = []
        for segment, first, live in self._with_lists():
            postings = look_up(segment, first)
            if live is not None:
                postings = postings.only(live[postings.documents])
            if len(postings.documents):
                # As wide as what they are about to index.
                documents = postings.documents.astype(np.intp, copy=False)
                found.append(
                    PostingList(documents + first if first else documents, postings.counts)
                )
        if len(found) <= 1:
            return found[0] if found else nothing
        return PostingList(
            np.concatenate([postings.documents for postings in found]),
            tuple(
                np.concatenate(counts)
                for counts in zip(*(postings.counts for postings in found), strict=True)
            ),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What of an index is looked into for a request: the lists of its documents, and which these are."""

    postings: Postings
    articles: int | None = None  # None: all that the request can find
    holds: Callable[[Documents], Marks] | None = None  # None: whatever is found


def _within(documents: Documents, first: int, size: int) -> Documents:
    """Return those of some documents that are of one segment, by their numbers there."""
    low, high = documents.searchsorted((first, first + size)).tolist()
    return documents[low:high] - first
