"""Segment: where do words and characters stand in it? Its posting lists, as they lie in its file."""

from collections.abc import Sequence

import numpy as np

from ....query.nodes import Unit
from ....text.repetitions import repetition_in
from .array_types import AnyArray, Integers, Marks, Positions, SegmentDocuments
from .arrays import ArrayFile
from .ascending import contains
from .count_columns import open_counts
from .counts import Counts
from .document_lists import DocumentLists
from .halves import Rows
from .layout import (
    BIGRAM_COUNTS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    LINE_STARTS,
    LINES,
    STRETCH_STARTS,
    STRETCHES,
    TEXT_STARTS,
    TITLE_LENGTHS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
)
from .pairs import pair_keys
from .pieces import Pieces
from .places import Places
from .terms import Terms
from .texts import NO_PHRASE, NO_PLACES, NO_WORD, SegmentPostings, Texts

# In so few pieces all bigrams are looked at together; of a list that is not much longer than what is
# looked for in it, all is read.
_FEW = 64
_SHORT_TEXT = 16  # characters
_FIRST = 8  # bigrams of a long phrase
_SHORT, _MUCH_LONGER = 16384, 64


class Segment(Terms, Texts):
    """The posting lists of one array file. Documents are numbered within the segment."""

    def __init__(self, arrays: ArrayFile) -> None:
        self._text_starts = arrays[TEXT_STARTS].astype(np.int64)
        self._title_ends = self._text_starts[:-1] + arrays[TITLE_LENGTHS]
        self._pieces = Pieces(self._text_starts)
        self._places_of = Places(arrays, self._pieces)
        super().__init__(arrays, self._places_of)
        self._word_documents = DocumentLists(arrays, WORD_DOCUMENTS)
        self._word_counts = [open_counts(arrays, name) for name in WORD_COUNTS]
        self._starts = arrays[BIGRAM_STARTS]
        self._of_postings = DocumentLists(arrays, BIGRAM_PIECES)
        self._counts = [open_counts(arrays, name) for name in (BIGRAM_COUNTS, BIGRAM_TITLE_COUNTS)]
        self._lines = Counts(arrays, LINES), arrays[LINE_STARTS]
        self._stretches = Counts(arrays, STRETCHES), arrays[STRETCH_STARTS]

    def word(self, word: str) -> SegmentPostings:
        """Look up a word."""
        at = self._words.find(word.encode())
        if at is None:
            return NO_WORD
        start, end = _row(self._word_starts, at, at + 1, len(self._word_documents))
        counts = (column.between(start, end) for column in self._word_counts)
        return SegmentPostings(self._word_documents.between(start, end), tuple(counts))

    def phrase(self, text: str) -> SegmentPostings:
        """Find a phrase of one character or more, in normalised form."""
        if len(text) == 1:
            return self._character(text)
        if len(text) > 2:
            return self._located(self._places(text))
        bigrams = self._bigrams(text)
        if bigrams is None:
            return NO_PHRASE
        bigram = int(bigrams[0])
        return self._listed(*_row(self._starts, bigram, bigram + 1, len(self._of_postings)))

    def pair_places(self, keys: AnyArray) -> tuple[Integers, Integers]:
        """Return where some bigrams stand, ascending: for each place it, and which of them."""
        at, is_known = self.pairs.known(keys)
        found = [self._held(int(bigram), None) for bigram in at[is_known]]
        which = np.repeat(np.flatnonzero(is_known), [len(own) for own in found])
        places = np.concatenate([NO_PLACES, *found])
        order = places.argsort(kind="stable")
        return places[order].astype(np.int64), which[order]

    def title_begins(self, text: str, documents: SegmentDocuments) -> Marks:
        """Mark those of some documents whose title begins so."""
        places = self._all_places(text)
        starts = self._text_starts[documents]
        at = places.searchsorted(starts)
        return np.asarray(places.take(at, mode="clip") == starts) if len(places) else at < 0

    def places_in(self, text: str, documents: SegmentDocuments) -> Positions:
        """Return where a text begins in some documents, ascending."""
        pieces = self._pieces.of(documents)
        if len(text) > 1:
            return self._places(text, pieces)
        return np.sort(self._places_of.row_in_pieces(*self.pairs.beginning_with(ord(text)), pieces))

    def places_of(self, texts: Sequence[str], documents: SegmentDocuments) -> Sequence[Positions]:
        """Return where each of several texts begins; in few documents all short ones are found together."""
        pieces = self._pieces.of(documents)
        is_few = len(pieces) <= _FEW
        chains = {
            text: chain
            for text in texts
            if is_few and 1 < len(text) <= _SHORT_TEXT and (chain := self._chain(text))
        }
        if not chains:
            return super().places_of(texts, documents)
        rows, offsets = zip(*chains.values(), strict=True)
        lengths = np.array(list(map(len, offsets)))
        found = self._places_of.several_chains(
            np.concatenate(rows), np.concatenate(offsets), lengths, pieces
        )
        known = dict(zip(chains, found, strict=True))
        return [known[text] if text in known else self.places_in(text, documents) for text in texts]

    def _chain(self, text: str) -> tuple[Rows, Integers] | None:
        """Return the bigrams by which a text is found: their postings, and where in it they stand.

        None: one stands nowhere, or it repeats itself, and is found otherwise.
        """
        bigrams = self._bigrams(text)
        if bigrams is None or repetition_in(text).times > 1:
            return None
        rows = self._places_of.rows(bigrams)
        offsets = np.array(_telling(rows))
        return rows[offsets], offsets

    def _all_places(self, text: str) -> Positions:
        """Return where a text begins, ascending."""
        if len(text) == 1:
            return self._character_places(ord(text))
        return self._places(text)

    def _character_places(self, code: int) -> Positions:
        return np.sort(self._places_of.between(*self.pairs.beginning_with(code)))

    def _ends(self, unit: Unit, documents: SegmentDocuments) -> Positions:
        lengths, starts = self._stretches if unit is Unit.SENTENCE else self._lines
        first = starts.take(documents).astype(np.int64)
        counts = starts.take(documents + 1).astype(np.int64) - first
        # In 32 bits all along: what runs over comes back, since no place needs more.
        ends = lengths.of_ranges(first, counts).cumsum(dtype=np.uint32)
        begins = self._text_starts.take(documents)
        sizes = self._text_starts.take(documents + 1) - begins
        ends += (begins - sizes.cumsum() + sizes - 1).astype(np.uint32).repeat(counts)
        return ends

    def _bigrams(self, text: str) -> Integers | None:
        """Return the numbers of the bigrams of a text; None when one stands nowhere."""
        at, is_known = self.pairs.known(pair_keys(text))
        return at if all(is_known.tolist()) else None

    def _listed(self, start: int, end: int) -> SegmentPostings:
        counts = [column.between(start, end) for column in self._counts]
        documents, merged = self._pieces.merged(self._of_postings.between(start, end), counts)
        return SegmentPostings(documents, merged)

    def _character(self, character: str) -> SegmentPostings:
        """Add up the bigrams that begin with a character, which lie side by side."""
        row = self.pairs.beginning_with(ord(character))
        start, end = _row(self._starts, *row, len(self._of_postings))
        documents = self._pieces.documents.take(self._of_postings.between(start, end))
        sums = [
            np.bincount(documents, column.between(start, end), self.size).astype(np.int64)
            for column in self._counts
        ]
        documents = np.flatnonzero(sums[0])
        return SegmentPostings(documents, tuple(each[documents] for each in sums))

    def _places(self, text: str, within: SegmentDocuments | None = None) -> Positions:
        """Return where a text of two characters or more begins, ascending, perhaps only in some pieces.

        Of one that repeats itself (哈哈哈…) only what is repeated is looked for, and then rows of it:
        it may stand in many places that each pass hundreds of tests.
        """
        repetition = repetition_in(text)
        bigrams = self._bigrams(repetition.beginning)
        if bigrams is None:
            return NO_PLACES
        return _in_a_row(self._tested(bigrams, within), repetition.step, repetition.times)

    def _tested(self, bigrams: Integers, within: SegmentDocuments | None) -> Positions:
        """Find where a phrase of these bigrams begins, perhaps only in some pieces.

        All stand in one text, since no bigram reaches into the next.
        """
        rows = self._places_of.rows(bigrams)
        offsets = _telling(rows)
        start, end = rows[offsets[0]].tolist()
        if (end - start if within is None else len(within)) > _FEW:
            return self._tested_in_turn(bigrams, offsets, within)
        pieces = within
        if pieces is None:
            pieces = self._pieces.beside(self._places_of.pieces_of(start, end))
        further = np.array(offsets)
        tested = further[:_FIRST]  # of a long phrase that stands nowhere these mostly say so
        places = self._places_of.chains(rows[tested], tested, pieces)
        if len(tested) == len(further) or not len(places):
            return places
        return self._places_of.chains(rows[further], further, pieces)

    def _tested_in_turn(
        self, bigrams: Integers, offsets: Sequence[int], within: SegmentDocuments | None
    ) -> Positions:
        """Find the same where the rarest is not rare: test what is left of its places by one after the other."""
        first = offsets[0]
        held = self._held(int(bigrams[first]), within)
        # A phrase that would begin before the segment does is none.
        places = held[held.searchsorted(np.uint32(first)) :] - np.uint32(first)
        for offset in offsets[1:]:
            if len(places) <= _FEW:
                further, pieces = np.array(offsets), self._pieces.around(places)
                return self._places_of.chains(
                    self._places_of.rows(bigrams[further]), further, pieces
                )
            bigram = int(bigrams[offset])
            is_long = self._places_of.size(bigram) > _SHORT + _MUCH_LONGER * len(places)
            near = self._pieces.around(places) if is_long else None
            held = self._held(bigram, near)
            places = places[contains(held, places + np.uint32(offset))]
        return places

    def _held(self, bigram: int, within: SegmentDocuments | None) -> Positions:
        """Return where a bigram stands, ascending, perhaps only in some pieces."""
        if within is None:
            return self._places_of.between(bigram, bigram + 1)
        return self._places_of.in_pieces(bigram, within)


def _telling(rows: Rows) -> list[int]:
    """Choose the rarest bigrams of a text until each character is in one: those left over say nothing new."""
    sizes = [end - start for start, end in rows.tolist()]
    first, *others = sorted(range(len(sizes)), key=sizes.__getitem__)
    covered, offsets = {first, first + 1}, [first]
    for offset in others:
        if offset not in covered or offset + 1 not in covered:
            offsets.append(offset)
            covered |= {offset, offset + 1}
    return offsets


def _row(starts: AnyArray, first: int, last: int, size: int) -> tuple[int, int]:
    """Return where lists begin and end that lie in a row among so many postings.

    Raises ValueError when they do not: else as many as damage says would be made room for.
    """
    start, end = int(starts[first]), int(starts[last])
    if not start <= end <= size:
        raise ValueError("more than there are")
    return start, end


def _in_a_row(places: Positions, step: int, times: int) -> Positions:
    """Return the places after which so many follow, the place itself counted, a step apart each."""
    if times == 1:
        return places
    # By remainder, those of one row lie side by side: if the last stands right, so do all between.
    by_turn = places[(places % np.uint32(step)).argsort(kind="stable")]
    first, last = by_turn[: 1 - times], by_turn[times - 1 :]
    return np.sort(first[last == first + np.uint32((times - 1) * step)])
