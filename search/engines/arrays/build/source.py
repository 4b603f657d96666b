"""Source: what is a segment, or a batch, to whoever reads it to write another?"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..file.array_types import Integers, Marks
from ..file.arrays import ArrayFile
from ..file.compression import Dictionaries
from ..file.layout import ARTICLES, PUBLISHED, TEXT_STARTS
from ..file.pieces import Pieces
from ..file.stored import StoredArticle
from ..file.strings import Strings


@dataclass(frozen=True, slots=True)
class Kept:
    """Which of a source's documents, or pieces of them, stay, and how these are numbered anew."""

    live: Marks
    numbers: Integers  # by old number, for those that stay

    @classmethod
    def of(cls, live: Marks, first: int) -> "Kept":
        """Number those that stay from a number on."""
        return cls(live, first + np.cumsum(live) - 1)


class Source:
    """A segment to be merged, without its deleted documents."""

    def __init__(self, arrays: ArrayFile, live: Marks | None = None) -> None:
        self.arrays = arrays
        self.size = len(arrays[PUBLISHED])
        self.live: Marks = np.ones(self.size, bool) if live is None else live
        self.whole = bool(self.live.all())
        starts = arrays[TEXT_STARTS].astype(np.int64)
        self.lengths = np.diff(starts)[self.live]  # characters
        self.count = len(self.lengths)  # documents that stay
        self.characters = int(self.lengths.sum())
        self.live_pieces: Marks = self.live[Pieces(starts).documents]
        # Set by `place`:
        self.documents = Kept.of(self.live, 0)
        self.pieces = Kept.of(self.live_pieces, 0)

    def stored(self, document: int) -> StoredArticle:
        """Return a document's article as it lies in the file. Raises ARTICLE_DAMAGE."""
        return StoredArticle(Strings(self.arrays, ARTICLES).view(document), self._dictionaries)

    @cached_property
    def _dictionaries(self) -> Dictionaries:
        return Dictionaries.of(self.arrays)

    def place(self, first_document: int, first_piece: int) -> None:
        """Say where the documents that stay, and their pieces, come to stand."""
        self.documents = Kept.of(self.live, first_document)
        self.pieces = Kept.of(self.live_pieces, first_piece)
