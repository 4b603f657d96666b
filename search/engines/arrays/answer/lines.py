"""Lines: in which line of its document does a place lie, and where there? Positions tell, so no text is read."""

from typing import NamedTuple

import numpy as np

from ..file.array_types import Integers
from ..file.texts import Texts


class InLines(NamedTuple):
    """Of some places, for each."""

    documents: Integers  # which of those asked for, from 0
    lines: Integers  # 0 is the title, then come those of the text
    starts: Integers  # where in its line, in characters as normalised
    lengths: Integers  # of its line


class Lines:
    """The lines of some documents of a segment."""

    def __init__(self, segment: Texts, documents: Integers) -> None:
        """Look them up; the documents ascend."""
        self._breaks = segment.line_ends(documents).astype(np.int64)
        self._text_starts, _ = segment.text_starts(documents)
        self._first_lines = self._breaks.searchsorted(self._text_starts)

    def at(self, places: Integers) -> InLines:
        """Say in which lines places of these documents lie."""
        of_places = self._text_starts.searchsorted(places, "right") - 1
        lines = self._breaks.searchsorted(places)
        own = lines - self._first_lines[of_places]
        before = self._breaks.take(lines - 1) + 1
        begins = np.where(own == 0, self._text_starts[of_places], before)
        return InLines(of_places, own, places - begins, self._breaks[lines] - begins)
