"""Pieces: of which stretches does the line of a segment's characters consist?

A document is a piece; one of more than 65,536 characters is as many as it takes. So a place within
a piece takes 16 bits.
"""

from collections.abc import Sequence

import numpy as np

from .array_types import Counts, Integers, Marks, Positions, SegmentDocuments
from .ascending import distinct
from .ranges import ranges

PIECE_BITS = 16
_SHORT_BITS = 12


def are_short(lengths: Integers) -> bool:
    """Say whether a place in each of some documents takes 12 bits: none is longer than 4,096 characters."""
    return int(lengths.max(initial=0)) <= 1 << _SHORT_BITS


class Pieces:
    """The pieces of a segment, numbered in the order of their documents."""

    def __init__(self, text_starts: Integers) -> None:
        """Take where each document begins, and the end of the last."""
        lengths = text_starts[1:] - text_starts[:-1]
        further = np.maximum(lengths - 1, 0) >> PIECE_BITS  # pieces behind each document's first
        self.is_plain = not further.any()  # then a piece has the number of its document
        if self.is_plain:
            self.documents = np.arange(len(lengths))
            self.starts = text_starts[:-1].astype(np.uint32)
            return
        self.documents = np.repeat(np.arange(len(lengths)), further + 1)
        self._firsts = np.arange(len(lengths)) + np.cumsum(further) - further
        number = self._number = np.arange(len(self.documents)) - self._firsts[self.documents]
        self.starts = (text_starts[self.documents] + (number << PIECE_BITS)).astype(np.uint32)
        self._goes_on = np.append(number[1:] > 0, False)  # its document does, in the next
        self._is_of_several = self._goes_on | (number > 0)
        self._is_further = number > 0  # not the first of its document
        self._counts = further + 1

    def __len__(self) -> int:
        return len(self.documents)

    def at(self, places: Positions) -> Integers:
        """Return the piece in which each place is."""
        return self.starts.searchsorted(places, "right") - 1

    def around(self, places: Positions) -> Integers:
        """Return the pieces of ascending places and, where there is one, what follows it in its document."""
        pieces = distinct(self.at(places))
        if self.is_plain or not (goes_on := self._goes_on.take(pieces)).any():
            return pieces
        return np.union1d(pieces, pieces[goes_on] + 1)

    def beside(self, pieces: SegmentDocuments) -> SegmentDocuments:
        """Return ascending pieces with those before and behind them in the same document."""
        if self.is_plain or not (several := self._is_of_several.take(pieces)).any():
            return pieces
        inner = pieces[several].astype(np.intp)
        before, behind = (
            inner[self._number.take(inner) > 0] - 1,
            inner[self._goes_on.take(inner)] + 1,
        )
        return np.unique(np.concatenate((pieces, before, behind)))

    def may_hold(self, pieces: SegmentDocuments, all_in: Marks) -> Marks:
        """Mark the pieces whose document may hold what all stands in a piece where it is marked so."""
        if self.is_plain:
            return all_in
        return all_in | self._is_of_several.take(pieces)

    def of(self, documents: SegmentDocuments) -> SegmentDocuments:
        """Return all pieces of some documents, both ascending."""
        if self.is_plain:
            return documents
        firsts, counts = self._firsts.take(documents), self._counts.take(documents)
        return firsts if (counts == 1).all() else ranges(firsts, counts, len(self))

    def merged(
        self, pieces: SegmentDocuments, counts: Sequence[Counts]
    ) -> tuple[SegmentDocuments, tuple[Counts, ...]]:
        """Return the documents of ascending pieces, at least one, each once; its pieces' counts add up."""
        if self.is_plain:
            return pieces, tuple(counts)
        documents = self.documents.take(pieces)
        at = self._is_further.take(pieces[1:]).nonzero()[0] + 1
        at = at[documents[at] == documents[at - 1]]
        if not len(at):
            return documents, tuple(counts)
        is_head = np.ones(len(documents), bool)
        is_head[at] = False
        heads = at - 1 - np.arange(len(at))  # where, among the heads, that of each other one is
        sums = [of_pieces[is_head].astype(np.int64) for of_pieces in counts]
        for added, of_pieces in zip(sums, counts, strict=True):
            np.add.at(added, heads, of_pieces[at])
        return documents[is_head], tuple(sums)
