"""Places: where in the texts does each bigram stand? Within pieces of them, in 16 bits each.

The postings of a bigram name the pieces it stands in, and how often; for each occurrence there is
its offset in the piece. So where it stands in a few pieces is read without the rest of its list:
every 32 postings it is noted how many occurrences there are before.
"""

from collections.abc import Sequence

import numpy as np

from .array_types import AnyArray, Integers, Marks, Positions, SegmentDocuments
from .arrays import ArrayFile
from .counts import Counts
from .halves import Halves, parts_of
from .layout import (
    BIGRAM_COUNTS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    OFFSET_STARTS,
    OFFSETS,
    OFFSETS_BEFORE,
)
from .pieces import PIECE_BITS, Pieces

POSTINGS_APART = 32
# From so many lists on, and up to so many pieces, these are looked up in all lists at once.
_MANY, _FEW = 24, 48


def offsets_before(counts: AnyArray, first_posting: int, first_offset: int) -> Integers:
    """Return how many occurrences there are before each 32nd of all postings.

    Given are the counts of some of them in a row, the number of the first, and how many
    occurrences there are before it.
    """
    ends = np.cumsum(counts, dtype=np.int64) + first_offset
    return (ends - counts)[-first_posting % POSTINGS_APART :: POSTINGS_APART].astype(np.int64)


def ranges(starts: Integers, lengths: Integers, most: int) -> Integers:
    """Return the numbers of several ranges, one behind another.

    Raises ValueError when there are more than `most`: what told the lengths is damaged.
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    if total > most:
        raise ValueError("more than there are")
    return np.repeat(starts - ends + lengths, lengths) + np.arange(total)


class Places:
    """Where the bigrams of a segment stand. Bigrams by their numbers, places by their positions."""

    def __init__(self, arrays: ArrayFile, pieces: Pieces) -> None:
        self.pieces = pieces
        self._starts, self._offset_starts = arrays[BIGRAM_STARTS], arrays[OFFSET_STARTS]
        self._of_postings = Halves(arrays, BIGRAM_PIECES)
        self._counts = Counts(arrays, BIGRAM_COUNTS)
        self._offsets, self._before = arrays[OFFSETS], arrays[OFFSETS_BEFORE]
        if self._counts.most > 1 << PIECE_BITS:
            raise ValueError("more in a piece than it has characters")

    def sizes(self, bigrams: Integers) -> Integers:
        """Return how often each of some bigrams stands in all texts."""
        starts = self._offset_starts.take(bigrams).astype(np.int64)
        return self._offset_starts.take(bigrams + 1).astype(np.int64) - starts

    def between(self, first: int, last: int) -> Positions:
        """Return where a row of bigrams stand: one behind another, ascending of each."""
        start, end = int(self._starts[first]), int(self._starts[last])
        begins = self.pieces.starts.take(self._of_postings.between(start, end))
        offsets = self._offsets[int(self._offset_starts[first]) : int(self._offset_starts[last])]
        if len(offsets) != len(begins):
            begins = np.repeat(begins, self._counts.between(start, end))
        return begins + offsets

    def in_pieces(
        self, bigrams: Sequence[int], pieces: SegmentDocuments
    ) -> tuple[Integers, Positions]:
        """Return where bigrams stand in some pieces, ascending: for each place which of them, and it."""
        at, is_there = self._postings_in(bigrams, pieces)
        which, of_pieces = is_there.nonzero()
        postings = at[is_there]
        counts = self._counts.take(postings)
        most = len(self._offsets) * len(bigrams)  # one may be among them several times
        offsets = self._offsets.take(ranges(self._first_offsets(postings), counts, most))
        begins = self.pieces.starts.take(pieces.take(of_pieces))
        return np.repeat(which, counts), np.repeat(begins, counts) + offsets

    def _postings_in(
        self, bigrams: Sequence[int], pieces: SegmentDocuments
    ) -> tuple[Integers, Marks]:
        """Return the posting of each of some pieces in each of some lists, a row a list, and whether there is one."""
        if len(bigrams) >= _MANY and len(pieces) <= _FEW:
            numbers = np.asarray(bigrams)
            starts, stops = (self._starts.take(one).astype(np.int64) for one in (numbers, numbers + 1))  # fmt: skip
            return self._of_postings.find_in_each(pieces, starts, stops)
        parts = parts_of(pieces)
        at = np.empty((len(bigrams), len(pieces)), np.int64)
        is_there = np.empty(at.shape, bool)
        for row, bigram in enumerate(bigrams):
            start, stop = int(self._starts[bigram]), int(self._starts[bigram + 1])
            at[row], is_there[row] = self._of_postings.find(pieces, parts, start, stop)
        return at, is_there

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
        numbers = postings // POSTINGS_APART
        before = self._before.take(numbers).astype(np.int64)
        return before + self._counts.sums(numbers * POSTINGS_APART, postings, POSTINGS_APART)
