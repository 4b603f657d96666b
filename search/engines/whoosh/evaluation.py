"""Which documents does a query find, how good are they, and how often do its literals stand there?

A query is evaluated on whole arrays with one entry a document: a mark for those found, and a
score that is 0 elsewhere. Characters decide what is found, words how it is ranked.
"""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

import numpy as np
import numpy.typing as npt

from ...query import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Field,
    Literal,
    Not,
    Nothing,
    Phrase,
    Query,
    Run,
    Word,
    literals,
)
from .postings import Posting
from .ranking import FIELD_WEIGHTS, idf, saturate, upper_bound, weighted_frequency
from .schema import BIGRAMS, CHARACTERS, NO_DATE, WORD_FIELDS
from .snapshot import Snapshot

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry a document: whether it is found, and its score."""

    marked: Booleans
    scores: Floats


class Evaluation:
    """Evaluates one query on one snapshot, looking up each literal once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._counts: dict[Literal, Integers] = {}
        self._no_scores = np.zeros(snapshot.size)

    def evaluate(self, query: Query) -> Found:
        """Find the live documents that match, with their scores."""
        found = self._evaluate(query)
        marked = found.marked & self._snapshot.live
        return Found(marked, np.where(marked, found.scores, 0.0))

    def occurrences(self, query: Query) -> Integers:
        """Count, for each document, where the literals of a query stand in its texts."""
        total = np.zeros(self._snapshot.size, np.int64)
        for literal in literals(query):
            total += self._count(literal)
        return total

    def _evaluate(self, query: Query) -> Found:
        match query:
            case Everything():
                return self._unscored(np.ones(self._snapshot.size, bool))
            case Nothing():
                return self._unscored(np.zeros(self._snapshot.size, bool))
            case Word() | Phrase():
                return Found(self._count(query) > 0, self._literal_scores(query))
            case Run():
                return self._run(query)
            case AllOf():
                parts = [self._evaluate(node) for node in query.nodes]
                marked = np.logical_and.reduce([part.marked for part in parts])
                return Found(marked, np.sum([part.scores for part in parts], axis=0))
            case AnyOf():
                parts = [self._evaluate(node) for node in query.nodes]
                marked = np.logical_or.reduce([part.marked for part in parts])
                return Found(marked, np.sum([part.scores for part in parts], axis=0))
            case Not():
                return self._unscored(~self._evaluate(query.node).marked)
            case Dated():
                return self._unscored(self.published_between(query.first, query.last))
            case _:
                assert_never(query)

    def published_between(self, first: date | None, last: date | None) -> Booleans:
        """Mark the documents published from one day to another, both included."""
        published = self._snapshot.published
        marked = published != NO_DATE
        if first is None and last is None:
            return np.ones(len(marked), bool)
        if first is not None:
            marked &= published >= first.toordinal()
        if last is not None:
            marked &= published <= last.toordinal()
        return marked

    def _unscored(self, marked: Booleans) -> Found:
        return Found(marked, self._no_scores)

    def _run(self, run: Run) -> Found:
        """All pieces must stand somewhere; where the whole run stands literally comes first."""
        marked = np.logical_and.reduce([self._count(piece) > 0 for piece in run.pieces])
        terms = dict.fromkeys(self._snapshot.segmenter.terms(run.whole.text))
        scores = np.zeros(self._snapshot.size)
        bound = 0.0
        for term in terms:
            term_scores, term_bound = self._word_scores(term)
            scores += term_scores
            bound += term_bound
        for piece in run.pieces:
            if piece.text not in terms:
                piece_scores, piece_bound = self._character_scores(piece)
                scores += piece_scores
                bound += piece_bound
        # Adding what the others cannot reach keeps literal ones ahead, and ranked among themselves.
        scores[self._count(run.whole) > 0] += bound
        return Found(marked, np.where(marked, scores, 0.0))

    def _literal_scores(self, literal: Literal) -> Floats:
        """Score a literal by its words if it is one word, by its own occurrences otherwise.

        So where the characters only straddle two words the score is 0, and the article last.
        """
        if literal.field in {Field.SECTION, Field.SOURCE, Field.DOC_NUMBER}:
            return self._no_scores
        terms = dict.fromkeys(self._snapshot.segmenter.terms(literal.text))
        if literal.text in terms:
            scores = np.sum([self._word_scores(term)[0] for term in terms], axis=0)
        else:
            scores, _ = self._character_scores(literal)
        return np.where(self._count(literal) > 0, scores, 0.0)

    def _word_scores(self, term: str) -> tuple[Floats, float]:
        """Return the BM25F scores of a word, and what they stay below."""
        snapshot = self._snapshot
        frequency = np.zeros(snapshot.size)
        for field in WORD_FIELDS:
            posting = snapshot.postings.posting(field, term)
            frequency[posting.documents] += weighted_frequency(
                snapshot, field, posting.documents, posting.counts.astype(np.float64)
            )
        return self._saturated(frequency)

    def _character_scores(self, literal: Literal) -> tuple[Floats, float]:
        """Return the BM25F scores of what is no single word, by its occurrences in title and text."""
        snapshot = self._snapshot
        in_texts = self._count(Phrase(literal.text))
        documents = np.flatnonzero(in_texts)
        in_title = self._value_counts(Field.TITLE, literal.text)[documents]
        in_body = in_texts[documents] - in_title
        frequency = np.zeros(snapshot.size)
        for field, counts in (("title_words", in_title), ("body_words", in_body)):
            frequency[documents] += weighted_frequency(
                snapshot, field, documents, counts.astype(np.float64)
            )
        return self._saturated(frequency)

    def _saturated(self, frequency: Floats) -> tuple[Floats, float]:
        having = int(np.count_nonzero((frequency > 0) & self._snapshot.live))
        weight = idf(self._snapshot.live_count, having)
        return saturate(frequency, weight), upper_bound(weight)

    def _count(self, literal: Literal) -> Integers:
        """Count a literal's occurrences in each document."""
        if literal not in self._counts:
            self._counts[literal] = self._look_up(literal)
        return self._counts[literal]

    def _look_up(self, literal: Literal) -> Integers:
        match literal:
            case Word(text, Field.TEXT):
                return self._word_counts(text, WORD_FIELDS)
            case Word(text, Field.TITLE):
                return self._word_counts(text, WORD_FIELDS[:1])
            case Phrase(text, Field.TEXT):
                return self._phrase_counts(text)
            case Word(text, field) | Phrase(text, field):
                return self._value_counts(field, text)
            case _:
                assert_never(literal)

    def _word_counts(self, word: str, fields: tuple[str, ...]) -> Integers:
        counts = np.zeros(self._snapshot.size, np.int64)
        for field in fields:
            posting = self._snapshot.postings.posting(field, word)
            counts[posting.documents] += posting.counts
        return counts

    def _value_counts(self, field: Field, text: str) -> Integers:
        """Count a text in each document's value of a field, overlapping places too."""
        values, ordinals = self._snapshot.values[field]
        counts = np.array([_count_overlapping(value, text) for value in values], np.int64)
        return counts[ordinals] if len(values) else np.zeros(self._snapshot.size, np.int64)

    def _phrase_counts(self, text: str) -> Integers:
        counts = np.zeros(self._snapshot.size, np.int64)
        if len(text) <= 2:
            field = CHARACTERS if len(text) == 1 else BIGRAMS
            posting = self._snapshot.postings.posting(field, text)
            counts[posting.documents] = posting.counts
            return counts
        documents = self._phrase_places(text) >> 32
        return counts + np.bincount(documents, minlength=self._snapshot.size)

    def _phrase_places(self, text: str) -> Integers:
        """Find where a phrase of three characters or more begins: document << 32 | position.

        Bigrams two apart cover every character, so every second one, and the last, will do; the
        rarest first leaves the others the fewest places to check.
        """
        starts = sorted({*range(0, len(text) - 1, 2), len(text) - 2})
        chain: list[tuple[Posting, int]] = []
        for start in starts:
            posting = self._snapshot.postings.posting(BIGRAMS, text[start : start + 2])
            if not len(posting.documents):
                return np.empty(0, np.int64)
            chain.append((posting, start))
        chain.sort(key=lambda link: int(link[0].counts.sum()))
        places: Integers | None = None
        for posting, start in chain:
            assert posting.places is not None  # bigrams have them
            if places is None:
                # A phrase cannot begin before the text does: such a place is in no document.
                places = posting.places[(posting.places & 0xFFFFFFFF) >= start] - start
            else:
                places = places[_contains(posting.places, places + start)]
        return places if places is not None else np.empty(0, np.int64)


def _contains(ascending: Integers, wanted: Integers) -> Booleans:
    """Mark those wanted that stand in an ascending array."""
    at = np.searchsorted(ascending, wanted)
    at[at == len(ascending)] = 0
    return np.asarray(ascending[at] == wanted)


def _count_overlapping(text: str, part: str) -> int:
    count, start = 0, text.find(part)
    while start >= 0:
        count += 1
        start = text.find(part, start + 1)
    return count


assert set(FIELD_WEIGHTS) == set(WORD_FIELDS)
