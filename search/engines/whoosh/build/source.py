"""Source: what is a segment, or a batch, to whoever reads it to write another?"""

import numpy as np

from ..file.array_types import Integers, Marks
from ..file.arrays import ArrayFile
from ..file.layout import PUBLISHED, TEXT_STARTS
from .inversion import starts_of


class Source:
    """A segment to be merged, without its deleted documents."""

    def __init__(self, arrays: ArrayFile, live: Marks | None = None) -> None:
        self.arrays = arrays
        self.size = len(arrays[PUBLISHED])
        self.live: Marks = np.ones(self.size, bool) if live is None else live
        self.whole = bool(self.live.all())
        self.lengths = np.diff(arrays[TEXT_STARTS].astype(np.int64))[self.live]  # characters
        self.count = len(self.lengths)  # documents that stay
        self.characters = int(self.lengths.sum())
        # By old number, for those that stay; set by `place`:
        self.documents: Integers = np.empty(0, np.int64)  # their new numbers
        self.shift: Integers = np.empty(0, np.int64)  # what is added to their positions

    def place(self, first_document: int, first_position: int) -> None:
        """Say where the documents that stay come to stand."""
        self.documents = first_document + np.cumsum(self.live) - 1
        old_starts = self.arrays[TEXT_STARTS].astype(np.int64)[:-1]
        new_starts = first_position + starts_of(self.lengths).astype(np.int64)
        self.shift = np.zeros(self.size, np.int64)
        self.shift[self.live] = new_starts[:-1] - old_starts[self.live]
