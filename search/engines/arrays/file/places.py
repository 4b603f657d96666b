"""Places: where in the texts does each bigram stand? Within pieces of them, in 16 bits each.

The postings of a bigram name the pieces it stands in, and how often; for each occurrence there is
its offset in the piece. So where it stands in a few pieces is read without the rest of its list:
every 64 postings it is noted how many occurrences there are before.
"""

from itertools import pairwise

import numpy as np

from .array_types import AnyArray, Integers, Marks, Positions, SegmentDocuments
from .arrays import ArrayFile
from .counts import BLOCK, Counts
from .document_lists import DocumentLists
from .halves import Rows
from .layout import (
    BIGRAM_COUNTS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    OFFSETS_BEFORE,
)
from .offsets import Offsets
from .pairs import PairSizes
from .pieces import PIECE_BITS, Pieces
from .ranges import ranges

POSTINGS_APART = BLOCK
_PLACE_BITS = 32
_END = np.iinfo(np.int64).max
_BOTH_ENDS = np.arange(2)  # of a list: where it begins, and where the next one does
_NO_FURTHER = np.zeros(1, np.int64)


def offsets_before(counts: AnyArray, first_posting: int, first_offset: int) -> Integers:
    """Return how many occurrences there are before each 64th of all postings.

    Given are the counts of some of them in a row, the number of the first, and how many
    occurrences there are before it.
    """
    ends = np.cumsum(counts, dtype=np.int64) + first_offset
    return (ends - counts)[-first_posting % POSTINGS_APART :: POSTINGS_APART].astype(np.int64)


class Places(PairSizes):
    """Where the bigrams of a segment stand. Bigrams by their numbers, places by their positions."""

    def __init__(self, arrays: ArrayFile, pieces: Pieces) -> None:
        super().__init__(arrays)
        self.pieces = pieces
        self._starts = arrays[BIGRAM_STARTS]
        self._of_postings = DocumentLists(arrays, BIGRAM_PIECES)
        self._counts = Counts(arrays, BIGRAM_COUNTS)
        self._offsets, self._before = Offsets(arrays), arrays[OFFSETS_BEFORE]
        if self._counts.most > 1 << PIECE_BITS:
            raise ValueError("more in a piece than it has characters")

    def sizes(self, bigrams: Integers) -> Integers:
        """Return how often each of some bigrams stands in all texts."""
        return self.row_sizes(bigrams, bigrams + 1)

    def size(self, bigram: int) -> int:
        """Return how often a bigram stands in all texts."""
        start, end = self._offset_starts[bigram : bigram + 2].tolist()
        return int(end - start)

    def between(self, first: int, last: int) -> Positions:
        """Return where a row of bigrams stand: one behind another, ascending of each."""
        start, end = int(self._starts[first]), int(self._starts[last])
        begins = self.pieces.starts.take(self._of_postings.between(start, end))
        offsets = self._offsets.between(
            int(self._offset_starts[first]), int(self._offset_starts[last])
        )
        if len(offsets) != len(begins):
            begins = np.repeat(begins, self._counts.between(start, end))
        return begins + offsets

    def rows(self, bigrams: Integers) -> Rows:
        """Return where the postings of some bigrams begin and end."""
        return self._starts.take(bigrams[:, np.newaxis] + _BOTH_ENDS).astype(np.int64)

    def pieces_of(self, start: int, end: int) -> SegmentDocuments:
        """Return the pieces that postings name, ascending."""
        return self._of_postings.between(start, end)

    def in_pieces(self, bigram: int, pieces: SegmentDocuments) -> Positions:
        """Return where a bigram stands in some pieces, ascending."""
        return self.chains(self.rows(np.array([bigram])), _NO_FURTHER, pieces)

    def chains(self, rows: Rows, further: Integers, pieces: SegmentDocuments) -> Positions:
        """Return from where, in some pieces, all of some bigrams stand, each so many characters further.

        Ascending. Bigrams are given by their postings; of a document of several pieces all must be
        given in which one may stand.
        """
        at, is_there = self._of_postings.find(pieces, rows)
        is_there &= self.pieces.may_hold(pieces, np.logical_and.reduce(is_there))
        places = self._standing(at, is_there, pieces, -further)
        if len(rows) > 1:
            # No bigram stands twice in one place: where all stand there are as many as bigrams.
            places.sort()
            last = places[len(rows) - 1 :]
            places = last[last == places[: len(last)]]
        return places.astype(np.uint32)

    def several_chains(
        self, rows: Rows, further: Integers, lengths: Integers, pieces: SegmentDocuments
    ) -> list[Positions]:
        """Return the same of several chains, given one behind another: of so many bigrams each."""
        at, is_there = self._of_postings.find(pieces, rows)
        all_in = np.logical_and.reduceat(is_there, lengths.cumsum() - lengths)
        is_there &= self.pieces.may_hold(pieces, all_in).repeat(lengths, axis=0)
        # Places of each chain behind those of the one before, with room for what would be less than 0.
        bases = (2 * np.arange(len(lengths)) + 1) << _PLACE_BITS
        places = self._standing(at, is_there, pieces, bases.repeat(lengths) - further)
        places.sort()
        before = np.arange(len(places)) - lengths.take(places >> (_PLACE_BITS + 1)) + 1
        places = places[(before >= 0) & (places.take(before, mode="clip") == places)]
        bounds = places.searchsorted([*bases.tolist(), _END]).tolist()
        places = places.astype(np.uint32)  # without their bases
        return [places[start:end] for start, end in pairwise(bounds)]

    def _standing(
        self, at: Integers, is_there: Marks, pieces: SegmentDocuments, shifts: Integers
    ) -> Integers:
        """Return the places of the postings that are there, in a row of each bigram, shifted as that is."""
        postings = at[is_there]
        counts = self._counts.take(postings)
        most = len(self._offsets) * len(at)  # one may be among them several times
        offsets = self._offsets.take(ranges(self._first_offsets(postings), counts, most))
        begins = self.pieces.starts.take(pieces) + shifts[:, np.newaxis]
        return begins[is_there].repeat(counts) + offsets

    def row_in_pieces(self, first: int, last: int, pieces: SegmentDocuments) -> Positions:
        """Return where a row of bigrams stand in some pieces, ascending of each."""
        start, end = int(self._starts[first]), int(self._starts[last])
        of_postings = self._of_postings.between(start, end)
        is_wanted = np.zeros(len(self.pieces), bool)
        is_wanted[pieces] = True
        at = is_wanted.take(of_postings).nonzero()[0]
        counts = self._counts.take(at + start)
        offsets = self._offsets.take(
            ranges(self._first_offsets(at + start), counts, len(self._offsets))
        )
        return np.repeat(self.pieces.starts.take(of_postings[at]), counts) + offsets

    def _first_offsets(self, postings: Integers) -> Integers:
        """Return where the offsets of some postings begin."""
        before = self._before.take(postings // POSTINGS_APART).astype(np.int64)
        return before + self._counts.before(postings)
