"""Texts: where do things stand in some documents, and which stand together there?

All texts stand in one line, a line break after each; a place is a position in it. Whoever knows
where a text begins, and where sentences and lines end, knows all else by what is here.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....query.nodes import Unit
from ....query.patterns import Shape
from .array_types import AnyArray, Counts, Integers, Marks, Positions, SegmentDocuments
from .ascending import contains, distinct
from .layout import WORD_FIELDS


@dataclass(frozen=True, slots=True)
class SegmentPostings:
    """The documents with a word or phrase, ascending, and how often it stands in each.

    `counts` of a word are one array for each field, as in layout.WORD_FIELDS; those of a phrase
    are two: in all of the document's texts, and of these in its title.
    """

    documents: SegmentDocuments
    counts: tuple[Counts, ...]

    def only(self, kept: Marks) -> "SegmentPostings":
        """Return the postings that are marked."""
        return SegmentPostings(self.documents[kept], tuple(counts[kept] for counts in self.counts))


NO_NUMBERS: SegmentDocuments = np.empty(0, np.uint32)
NO_PLACES: Positions = np.empty(0, np.uint32)
NO_WORD = SegmentPostings(NO_NUMBERS, (NO_NUMBERS,) * len(WORD_FIELDS))
NO_PHRASE = SegmentPostings(NO_NUMBERS, (NO_NUMBERS, NO_NUMBERS))


class Texts(ABC):
    """The texts of some documents, which are numbered from 0."""

    _text_starts: Integers  # of each document, and where the last ends
    _title_ends: Integers

    @abstractmethod
    def places_in(self, text: str, documents: SegmentDocuments) -> Positions:
        """Return where a text begins in some documents, ascending."""

    def places_of(self, texts: Sequence[str], documents: SegmentDocuments) -> Sequence[Positions]:
        """Return where each of several texts begins in some documents."""
        return [self.places_in(text, documents) for text in texts]

    @abstractmethod
    def pair_places(self, keys: AnyArray) -> tuple[Integers, Integers]:
        """Return where some bigrams stand, ascending: for each place it, and which of them."""

    @abstractmethod
    def _ends(self, unit: Unit, documents: SegmentDocuments) -> Positions:
        """Return where the sentences, or paragraphs, of some documents end, ascending.

        Titles, headings and paragraphs end at the line break behind each; sentences there, too, and
        at 。！？；.
        """

    def documents_at(self, places: Integers) -> tuple[Integers, Integers]:
        """Return in which document each of some ascending places is, and where that ends."""
        documents = self._text_starts.searchsorted(places, "right") - 1
        return documents, self._text_starts[documents + 1]

    def together(
        self, texts: Sequence[str], documents: SegmentDocuments, unit: Unit, distance: int | None
    ) -> Marks:
        """Mark those of some documents where all texts stand together; see `Postings.together`."""
        marked = np.zeros(len(documents), bool)
        places = self.places_of(texts, documents)
        if not all(map(len, places)):
            return marked
        ends = self._ends(unit, documents)
        if distance is None:
            found = _in_common(places, ends)
        else:
            found = _within(places, [len(text) for text in texts], ends, distance)
        of_place = self._text_starts.searchsorted(found, "right") - 1
        marked[documents.searchsorted(of_place)] = True
        return marked

    def pattern(self, shape: Shape, documents: SegmentDocuments) -> SegmentPostings:
        """Find a pattern in some documents."""
        begins, _ = self.pattern_places(shape, documents)
        return self._located(begins.astype(np.uint32))

    def pattern_places(
        self, shape: Shape, documents: SegmentDocuments
    ) -> tuple[Integers, Integers]:
        """Return where a pattern begins in some documents, ascending, and where it ends: behind it."""
        places = {
            part: self.places_in(part, documents).astype(np.int64) for part in set(shape.parts)
        }
        begins, ends = shape.chained([places[part] for part in shape.parts])
        anchors = begins + shape.before  # each in one of the documents
        of_places = self._text_starts.searchsorted(anchors, "right") - 1
        stretches = self._ends(Unit.SENTENCE, distinct(of_places)).astype(np.int64)
        if not len(stretches):
            return begins, ends
        at = stretches.searchsorted(anchors)
        kept = (ends - 1 <= stretches[at]) & (begins >= self._text_starts[of_places])
        kept &= (at == 0) | (begins > stretches[at - 1])
        begins, ends = begins[kept], ends[kept]
        if shape.after:
            lines = self.line_ends(distinct(of_places)).astype(np.int64)
            kept = ~contains(lines, ends - 1)  # a break belongs to no text
            begins, ends = begins[kept], ends[kept]
        return begins, ends

    def text_starts(self, documents: SegmentDocuments) -> tuple[Integers, Integers]:
        """Return where the titles of some documents begin, and where what follows them does."""
        return self._text_starts[documents], self._title_ends[documents].astype(np.int64) + 1

    def line_ends(self, documents: SegmentDocuments) -> Positions:
        """Return where the lines of some documents end, their titles too: at the break behind each, ascending."""
        return self._ends(Unit.PARAGRAPH, documents)

    def _located(self, places: Positions) -> SegmentPostings:
        """Say in which documents places stand, and how many in each."""
        if not len(places):
            return NO_PHRASE
        of_place = self._text_starts.searchsorted(places, "right") - 1
        in_title = places < self._title_ends.take(of_place)
        is_next = of_place[1:] != of_place[:-1]  # in another document than the place before
        if is_next.all():
            return SegmentPostings(
                of_place, (np.ones(len(places), np.intp), in_title.view(np.uint8))
            )
        first = np.concatenate(([0], is_next.nonzero()[0] + 1))
        counts = np.diff(np.concatenate((first, [len(places)])))
        title_counts = np.add.reduceat(in_title, first, dtype=np.intp)
        return SegmentPostings(of_place.take(first), (counts, title_counts))


def _in_common(places: Sequence[Positions], ends: Positions) -> Positions:
    """Return the ends of the stretches, each up to an end, in which something of each list stands."""
    fewest, *others = sorted(places, key=len)
    stretches = distinct(ends.searchsorted(fewest))
    for further in others:
        before = ends.take(stretches - 1, mode="clip").astype(np.int64)
        first = np.where(stretches > 0, before + 1, 0).astype(np.uint32)
        following = further.take(further.searchsorted(first), mode="clip")
        stretches = stretches[(following >= first) & (following <= ends[stretches])]
    return ends[stretches]


def _within(
    places: Sequence[Positions], lengths: Sequence[int], ends: Positions, distance: int
) -> Positions:
    """Return where the first of several texts stands, if the others follow it closely enough.

    Each text in turn is taken for the first; of the others, the next that begins not before it.
    """
    found = []
    for number, starts in enumerate(places):
        first = starts.astype(np.int64)
        last = first + lengths[number]  # where the last of them ends
        is_near = np.ones(len(first), bool)
        for other, further in enumerate(places):
            if other != number:
                # Not over one another, but for what stands at the same place.
                at = further.searchsorted(first.astype(np.uint32))
                following = further.take(at, mode="clip").astype(np.int64)
                is_near &= following >= first
                last = np.maximum(last, following + lengths[other])
        is_near &= last - first - sum(lengths) <= distance
        is_near &= last <= ends.take(ends.searchsorted(starts), mode="clip")
        found.append(starts[is_near])
    return np.unique(np.concatenate(found))
