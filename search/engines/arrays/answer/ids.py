"""Ids: which document has an id, and which id has each document?"""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

import numpy as np

from ..file.array_types import Documents, Integers
from ..file.common_strings import CommonStrings
from ..file.layout import ID_DOCUMENTS, IDS
from ..file.strings import Strings
from ..file.terms import id_places
from .segments import Segments


class Ids:
    """The ids of the documents of a generation. Threads may share it."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._strings = [Strings(terms.arrays, IDS) for terms in segments.terms]
        #: The live documents of a page found last, by their ids: their texts are asked for next.
        self.shown: dict[str, int] = {}

    def of(self, documents: Integers) -> list[str]:
        """Return the ids of documents."""
        if len(self._strings) == 1:
            return self._strings[0].texts(self._places[0].take(documents))
        return [self.at(number) for number in documents.tolist()]

    def at(self, document: int) -> str:
        """Return the id of a document."""
        segment, own = self._segments.locate(document)
        (identifier,) = self._strings[segment].texts(self._places[segment][own : own + 1])
        return identifier

    def find(self, identifier: str) -> int | None:
        """Return the live document with an id."""
        if (known := self.shown.get(identifier)) is not None:
            return known
        encoded = _encoded(identifier)
        for strings, (terms, first) in zip(self._strings, self._segments, strict=True):
            at = strings.find(encoded)
            if at is not None:
                number = first + int(terms.arrays[ID_DOCUMENTS][at])
                if self._segments.live[number]:
                    return number
        return None

    def find_groups(self, groups: Sequence[Sequence[str]]) -> list[list[int]]:
        """Return, of each of some groups of ids, the live documents with them."""
        named = [list(map(_encoded, group)) for group in groups]
        wanted = set(chain.from_iterable(named))
        numbers: dict[bytes, int] = {}
        for strings, (terms, first) in zip(self._strings, self._segments, strict=True):
            documents = terms.arrays[ID_DOCUMENTS]
            for name, at in strings.those_of(wanted):
                if self._segments.live[number := first + int(documents[at])]:
                    numbers[name] = number
        return [[numbers[name] for name in group if name in numbers] for group in named]

    def ascending(self) -> Documents:
        """Return all live documents, ordered by id."""
        order = np.argsort(self.rank)
        return order[self._segments.live[order]]

    @cached_property
    def rank(self) -> Integers:
        """Give each document a number that ascends with its id."""
        if len(self._strings) == 1:
            return self._places[0]
        rank = np.zeros(self._segments.size, np.int64)
        common = CommonStrings(self._strings).numbers
        for numbers, (terms, first) in zip(common, self._segments, strict=True):
            rank[first + terms.arrays[ID_DOCUMENTS].astype(np.int64)] = numbers
        return rank

    @cached_property
    def _places(self) -> list[Integers]:
        """Return, by segment, where each document's id stands in the list of ids."""
        return [id_places(terms.arrays) for terms in self._segments.terms]


def _encoded(identifier: str) -> bytes:
    return identifier.encode("utf-8", "surrogatepass")
