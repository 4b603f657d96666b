"""Segment: where do words and characters stand in it? Its posting lists, as they lie in its file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....query.nodes import Unit
from ....query.patterns import Shape
from ....text.repetitions import repetition_in
from .array_types import AnyArray, Counts, Integers, Marks, Positions, SegmentDocuments
from .arrays import ArrayFile
from .counts import open_counts
from .halves import Halves
from .layout import (
    BIGRAM_COUNTS,
    BIGRAM_KEYS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    LINE_STARTS,
    LINES,
    PUBLISHED,
    STRETCH_STARTS,
    STRETCHES,
    TEXT_STARTS,
    TITLE_LENGTHS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
    WORD_STARTS,
    WORDS,
)
from .pairs import Pairs, pair_keys
from .pieces import Pieces
from .places import Places, ranges
from .strings import Strings


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


# In so few pieces all bigrams are looked at together; of a list that is not much longer than what is
# looked for in it, all is read.
_FEW = 64
_SHORT, _MUCH_LONGER = 16384, 64

NO_NUMBERS: SegmentDocuments = np.empty(0, np.uint32)
NO_PLACES: Positions = np.empty(0, np.uint32)
NO_WORD = SegmentPostings(NO_NUMBERS, (NO_NUMBERS,) * len(WORD_COUNTS))
NO_PHRASE = SegmentPostings(NO_NUMBERS, (NO_NUMBERS, NO_NUMBERS))


class Segment:
    """The posting lists of one array file. Documents are numbered within the segment."""

    def __init__(self, arrays: ArrayFile) -> None:
        self.arrays = arrays
        self.size = len(arrays[PUBLISHED])
        self._words = Strings(arrays, WORDS)
        # What every look-up needs, without looking it up by name.
        self._word_starts = arrays[WORD_STARTS]
        self._word_documents = Halves(arrays, WORD_DOCUMENTS)
        self._word_counts = [open_counts(arrays, name) for name in WORD_COUNTS]
        # Wide enough to calculate with; in all but tiny segments they are so already.
        keys = arrays[BIGRAM_KEYS].astype(np.uint64, copy=False)
        self._starts = arrays[BIGRAM_STARTS]
        self._of_postings = Halves(arrays, BIGRAM_PIECES)
        self._counts = [open_counts(arrays, name) for name in (BIGRAM_COUNTS, BIGRAM_TITLE_COUNTS)]
        self._text_starts = arrays[TEXT_STARTS].astype(np.int64)
        self._title_ends = self._text_starts[:-1] + arrays[TITLE_LENGTHS]
        self._pieces = Pieces(self._text_starts)
        self._places_of = Places(arrays, self._pieces)
        self.pairs = Pairs(keys, self._places_of)

    def word(self, word: str) -> SegmentPostings:
        """Look up a word."""
        at = self._words.find(word.encode())
        if at is None:
            return NO_WORD
        start, end = _row(self._word_starts, at, at + 1, len(self._word_documents))
        counts = (column.between(start, end) for column in self._word_counts)
        return SegmentPostings(self._word_documents.between(start, end), tuple(counts))

    def having(self, word: str) -> int:
        """Count the documents with a word."""
        at = self._words.find(word.encode())
        if at is None:
            return 0
        start, end = self._word_starts[at : at + 2].tolist()
        return int(end - start)

    def phrase(self, text: str) -> SegmentPostings:
        """Find a phrase of one character or more, in normalised form."""
        if len(text) == 1:
            return self._character(text)
        if len(text) > 2:
            return self._located(self._places(text))
        bigrams = self._bigrams(text)
        if bigrams is None:
            return NO_PHRASE
        bigram = int(bigrams[0])
        return self._listed(*_row(self._starts, bigram, bigram + 1, len(self._of_postings)))

    @property
    def characters(self) -> int:
        """Count the characters of all texts."""
        return self._places_of.total

    def pair_places(self, keys: AnyArray) -> tuple[Integers, Integers]:
        """Return where some bigrams stand, ascending: for each place it, and which of them."""
        at, is_known = self.pairs.known(keys)
        found = [self._held(int(bigram), None) for bigram in at[is_known]]
        which = np.repeat(np.flatnonzero(is_known), [len(own) for own in found])
        places = np.concatenate([NO_PLACES, *found])
        order = places.argsort(kind="stable")
        return places[order].astype(np.int64), which[order]

    def documents_at(self, places: Integers) -> tuple[Integers, Integers]:
        """Return in which document each of some ascending places is, and where that ends."""
        documents = self._text_starts.searchsorted(places, "right") - 1
        return documents, self._text_starts[documents + 1]

    def words_beginning(self, beginning: str) -> dict[str, int]:
        """Return the words that begin so, and in how many documents each stands."""
        numbers = self._words.beginning(beginning.encode())
        lengths = np.diff(self._word_starts[numbers.start : numbers.stop + 1].astype(np.int64))
        words = self._words.texts(np.arange(numbers.start, numbers.stop))
        return dict(zip(words, lengths.tolist(), strict=True))

    def title_begins(self, text: str, documents: SegmentDocuments) -> Marks:
        """Mark those of some documents whose title begins so."""
        places = self._all_places(text)
        starts = self._text_starts[documents]
        at = places.searchsorted(starts)
        return np.asarray(places.take(at, mode="clip") == starts) if len(places) else at < 0

    def together(
        self, texts: Sequence[str], documents: SegmentDocuments, unit: Unit, distance: int | None
    ) -> Marks:
        """Mark those of some documents where all texts stand together; see `Postings.together`."""
        marked = np.zeros(len(documents), bool)
        places = [self.places_in(text, documents) for text in texts]
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

    def places_in(self, text: str, documents: SegmentDocuments) -> Positions:
        """Return where a text begins in some documents, ascending."""
        pieces = self._pieces.of(documents)
        if len(text) > 1:
            return self._places(text, pieces)
        return np.sort(self._places_of.row_in_pieces(*self.pairs.beginning_with(ord(text)), pieces))

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
        stretches = self._ends(Unit.SENTENCE, np.unique(of_places)).astype(np.int64)
        if not len(stretches):
            return begins, ends
        at = stretches.searchsorted(anchors)
        kept = (ends - 1 <= stretches[at]) & (begins >= self._text_starts[of_places])
        kept &= (at == 0) | (begins > stretches[at - 1])
        begins, ends = begins[kept], ends[kept]
        if shape.after:
            lines = self.line_ends(np.unique(of_places)).astype(np.int64)
            kept = ~_contains(lines, ends - 1)  # a break belongs to no text
            begins, ends = begins[kept], ends[kept]
        return begins, ends

    def text_starts(self, documents: SegmentDocuments) -> tuple[Integers, Integers]:
        """Return where the titles of some documents begin, and where what follows them does."""
        return self._text_starts[documents], self._title_ends[documents].astype(np.int64) + 1

    def line_ends(self, documents: SegmentDocuments) -> Positions:
        """Return where the lines of some documents end, their titles too: at the break behind each, ascending."""
        return self._ends(Unit.PARAGRAPH, documents)

    def _all_places(self, text: str) -> Positions:
        """Return where a text begins, ascending."""
        if len(text) == 1:
            return self._character_places(ord(text))
        return self._places(text)

    def _character_places(self, code: int) -> Positions:
        return np.sort(self._places_of.between(*self.pairs.beginning_with(code)))

    def _ends(self, unit: Unit, documents: SegmentDocuments) -> Positions:
        """Return where the sentences, or paragraphs, of some documents end, ascending.

        Titles, headings and paragraphs end at the line break behind each; sentences there, too, and
        at 。！？；.
        """
        names = (STRETCHES, STRETCH_STARTS) if unit is Unit.SENTENCE else (LINES, LINE_STARTS)
        lengths, starts = (self.arrays[name] for name in names)
        first = starts.take(documents).astype(np.int64)
        counts = starts.take(documents + 1).astype(np.int64) - first
        ends = np.cumsum(lengths.take(ranges(first, counts, len(lengths))), dtype=np.int64)
        begins = self._text_starts[documents]
        sizes = self._text_starts[documents + 1] - begins
        ends += np.repeat(begins - np.cumsum(sizes) + sizes, counts)
        return (ends - 1).astype(np.uint32)

    def _bigrams(self, text: str) -> Integers | None:
        """Return the numbers of the bigrams of a text; None when one stands nowhere."""
        at, is_known = self.pairs.known(pair_keys(text))
        return at if is_known.all() else None

    def _listed(self, start: int, end: int) -> SegmentPostings:
        counts = [column.between(start, end) for column in self._counts]
        documents, merged = self._pieces.merged(self._of_postings.between(start, end), counts)
        return SegmentPostings(documents, merged)

    def _character(self, character: str) -> SegmentPostings:
        """Add up the bigrams that begin with a character, which lie side by side."""
        row = self.pairs.beginning_with(ord(character))
        start, end = _row(self._starts, *row, len(self._of_postings))
        documents = self._pieces.documents.take(self._of_postings.between(start, end))
        sums = [
            np.bincount(documents, column.between(start, end), self.size).astype(np.int64)
            for column in self._counts
        ]
        documents = np.flatnonzero(sums[0])
        return SegmentPostings(documents, tuple(each[documents] for each in sums))

    def _places(self, text: str, within: SegmentDocuments | None = None) -> Positions:
        """Return where a text of two characters or more begins, ascending, perhaps only in some pieces.

        Of one that repeats itself (哈哈哈…) only what is repeated is looked for, and then rows of it:
        it may stand in many places that each pass hundreds of tests.
        """
        repetition = repetition_in(text)
        bigrams = self._bigrams(repetition.beginning)
        if bigrams is None:
            return NO_PLACES
        return _in_a_row(self._tested(bigrams, within), repetition.step, repetition.times)

    def _tested(self, bigrams: Integers, within: SegmentDocuments | None) -> Positions:
        """Find where a phrase of these bigrams begins, perhaps only in some pieces.

        The rarest are tested until every character is: those left over would say nothing new. All
        stand in one text, since no bigram reaches into the next.
        """
        rows = self._places_of.rows(bigrams)
        first, *others = sorted(range(len(rows)), key=lambda one: rows[one][1] - rows[one][0])
        tested, offsets = {first, first + 1}, [first]
        for offset in others:
            if offset not in tested or offset + 1 not in tested:
                offsets.append(offset)
                tested |= {offset, offset + 1}
        pieces = within if within is not None else self._places_of.pieces_of(rows[first])
        if len(pieces) <= _FEW:
            pieces = pieces if within is not None else self._pieces.beside(pieces)
            return self._places_of.chains([rows[offset] for offset in offsets], offsets, pieces)
        return self._tested_in_turn(bigrams, offsets, within)

    def _tested_in_turn(
        self, bigrams: Integers, offsets: Sequence[int], within: SegmentDocuments | None
    ) -> Positions:
        """Find the same where the rarest is not rare: test what is left of its places by one after the other."""
        first = offsets[0]
        held = self._held(int(bigrams[first]), within)
        # A phrase that would begin before the segment does is none.
        places = held[held.searchsorted(np.uint32(first)) :] - np.uint32(first)
        for offset in offsets[1:]:
            if len(places) <= _FEW:
                pieces, rows = self._pieces.around(places), self._places_of.rows(bigrams[offsets])
                return self._places_of.chains(rows, offsets, pieces)
            bigram = int(bigrams[offset])
            is_long = self._places_of.size(bigram) > _SHORT + _MUCH_LONGER * len(places)
            near = self._pieces.around(places) if is_long else None
            held = self._held(bigram, near)
            places = places[_contains(held, places + np.uint32(offset))]
        return places

    def _held(self, bigram: int, within: SegmentDocuments | None) -> Positions:
        """Return where a bigram stands, ascending, perhaps only in some pieces."""
        if within is None:
            return self._places_of.between(bigram, bigram + 1)
        return self._places_of.in_pieces(bigram, within)

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


def _row(starts: AnyArray, first: int, last: int, size: int) -> tuple[int, int]:
    """Return where lists begin and end that lie in a row among so many postings.

    Raises ValueError when they do not: else as many as damage says would be made room for.
    """
    start, end = int(starts[first]), int(starts[last])
    if not start <= end <= size:
        raise ValueError("more than there are")
    return start, end


def _contains(ascending: Integers | Positions, wanted: Integers | Positions) -> Marks:
    """Mark which numbers are among ascending ones."""
    if not len(ascending):
        return np.zeros(wanted.shape, bool)
    return np.asarray(ascending.take(ascending.searchsorted(wanted), mode="clip") == wanted)


def _in_a_row(places: Positions, step: int, times: int) -> Positions:
    """Return the places after which so many follow, the place itself counted, a step apart each."""
    if times == 1:
        return places
    # By remainder, those of one row lie side by side: if the last stands right, so do all between.
    by_turn = places[(places % np.uint32(step)).argsort(kind="stable")]
    first, last = by_turn[: 1 - times], by_turn[times - 1 :]
    return np.sort(first[last == first + np.uint32((times - 1) * step)])


def _in_common(places: Sequence[Positions], ends: Positions) -> Positions:
    """Return the ends of the stretches, each up to an end, in which something of each list stands."""
    fewest, *others = sorted(places, key=len)
    stretches = np.unique(ends.searchsorted(fewest))
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
