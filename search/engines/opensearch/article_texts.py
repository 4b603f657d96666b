"""Article texts: where do things stand in some articles? Looked for in their characters, once they are read."""

from collections.abc import Sequence

import numpy as np

from ...query.nodes import Unit
from ...text.normalization import TEXT_SEPARATOR
from ...text.places import places
from ...text.sentences import NORMALIZED_END_MARKS
from ..arrays.file.array_types import AnyArray, Integers, Positions, SegmentDocuments
from ..arrays.file.pairs import pair_of
from ..arrays.file.texts import Texts

_MARKS = [ord(mark) for mark in NORMALIZED_END_MARKS + TEXT_SEPARATOR]
_ENDS = {Unit.SENTENCE: _MARKS, Unit.PARAGRAPH: [ord(TEXT_SEPARATOR)]}


class ArticleTexts(Texts):
    """The texts of some articles: the documents, numbered from 0."""

    def __init__(self, articles: Sequence[str]) -> None:
        """Take those of each normalised, in one line; see `search.text.analysis.characters_of`."""
        lines = [characters + TEXT_SEPARATOR for characters in articles]
        self._line = "".join(lines)
        self._text_starts = np.array([0, *map(len, lines)], np.int64).cumsum()
        titles = np.array([line.index(TEXT_SEPARATOR) for line in lines], np.int64)
        self._title_ends = self._text_starts[:-1] + titles

    def places_in(self, text: str, documents: SegmentDocuments) -> Positions:
        """Return where a text begins, ascending."""
        return self._within(np.array(list(places(self._line, text)), np.uint32), documents)

    def pair_places(self, keys: AnyArray) -> tuple[Integers, Integers]:
        """Return where some bigrams stand, ascending: for each place it, and which of them."""
        found = [
            (at, which)
            for which, key in enumerate(keys.tolist())
            for at in places(self._line, pair_of(key))
        ]
        columns = np.array(sorted(found), np.int64).reshape(-1, 2)
        return columns[:, 0], columns[:, 1]

    def _ends(self, unit: Unit, documents: SegmentDocuments) -> Positions:
        codes = np.frombuffer(self._line.encode("utf-32-le", "surrogatepass"), np.uint32)
        ends = np.flatnonzero(np.isin(codes, _ENDS[unit]))
        return self._within(ends.astype(np.uint32), documents)

    def _within(self, ascending: Positions, documents: SegmentDocuments) -> Positions:
        """Keep the places that are in some of the documents."""
        if len(documents) == len(self._title_ends):
            return ascending
        of_places = self._text_starts.searchsorted(ascending, "right") - 1
        return ascending[np.isin(of_places, documents)]
