"""Article texts: where do things stand in one article? Looked for in its characters, once it is read."""

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
    """The texts of one article, document 0."""

    def __init__(self, characters: str) -> None:
        """Take them normalised, in one line; see `search.text.analysis.characters_of`."""
        self._line = characters + TEXT_SEPARATOR
        self._text_starts = np.array([0, len(self._line)], np.int64)
        self._title_ends = np.array([self._line.index(TEXT_SEPARATOR)], np.int64)

    def places_in(self, text: str, documents: SegmentDocuments) -> Positions:
        """Return where a text begins, ascending."""
        return np.array(list(places(self._line, text)) if len(documents) else [], np.uint32)

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
        ends = np.flatnonzero(np.isin(codes, _ENDS[unit]) & bool(len(documents)))
        return ends.astype(np.uint32)
