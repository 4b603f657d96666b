"""Segments: which documents has a generation? Those of all its segments, numbered over them; some are deleted."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from ..file.array_types import AnyArray, Integers, Marks
from ..file.layout import TEXT_STARTS, Column
from ..file.terms import Terms
from .columns import TextColumn, read_column


class Segments:
    """The segments of a generation, whose documents are numbered as if they were one."""

    def __init__(self, segments: Sequence[tuple[Terms, Marks]]) -> None:
        """Take the segments, each with a mark for every document that is not deleted."""
        self.terms = [terms for terms, _ in segments]
        self._firsts: list[int] = [0, *np.cumsum([terms.size for terms in self.terms]).tolist()]
        self.size = self._firsts[-1]  # documents, deleted ones, too
        self.live = np.concatenate([np.empty(0, bool), *(live for _, live in segments)])
        self.live_count = int(self.live.sum())

    def __iter__(self) -> Iterator[tuple[Terms, int]]:
        """Go through the segments, each with the number of its first document."""
        return zip(self.terms, self._firsts, strict=False)

    @cached_property
    def placed(self) -> list[tuple[Terms, int, Marks | None]]:
        """Return each segment, the number of its first document, and its live documents (None: all)."""
        lives = ((one, first, self.live[first : first + one.size]) for one, first in self)
        return [(one, first, None if live.all() else live) for one, first, live in lives]

    def locate(self, document: int) -> tuple[int, int]:
        """Return in which segment a document is, and its number there."""
        segment = bisect_right(self._firsts, document) - 1
        return segment, document - self._firsts[segment]

    def each(self, name: str) -> AnyArray:
        """Return an array with an entry a document."""
        arrays = [terms.arrays[name] for terms in self.terms]
        return arrays[0] if len(arrays) == 1 else np.concatenate([np.empty(0, np.uint8), *arrays])

    def column(self, column: Column) -> TextColumn:
        """Read a column, but for its values, which are read when they are asked for."""
        return read_column(self.terms, column)

    @cached_property
    def lengths(self) -> Integers:
        """Return the characters of each document, normalised, with one between two texts."""
        starts = [terms.arrays[TEXT_STARTS].astype(np.int64) for terms in self.terms]
        return np.concatenate([np.empty(0, np.int64), *(np.diff(one) - 1 for one in starts)])

    @property
    def characters(self) -> int:
        """Count the characters of the live documents, likewise."""
        return int(self.lengths[self.live].sum())
