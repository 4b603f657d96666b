"""Which documents does a query find, how good are they, and how often do its literals stand there?

A query is evaluated node by node on whole arrays: the documents found, ascending, and a score for
each. Characters decide what is found, words how it is ranked.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt

from ...errors import UsageError
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
from .layout import NO_DATE
from .snapshot import Snapshot
from .sparse import contains, intersect, unite, values_at

#: A query has no more nodes than this: each costs time.
MAX_NODES = 512

Array = npt.NDArray[Any]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
_NO_DOCUMENTS: Array = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """The live documents found, ascending, and a score for each; None: all 0."""

    documents: Array
    scores: Floats | None = None

    def only(self, kept: Booleans | None) -> "Found":
        """Return what is marked; None: all."""
        if kept is None:
            return self
        return Found(self.documents[kept], None if self.scores is None else self.scores[kept])


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a literal stands: the documents, ascending, and how often in each."""

    documents: Array
    counts: Array


class Evaluation:
    """Evaluates one query on one snapshot, looking up each literal once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[Literal, Occurrences] = {}

    def evaluate(self, query: Query) -> Found:
        """Find the live documents that match, with their scores. Raises UsageError if it is too long."""
        if _count_nodes(query, MAX_NODES) > MAX_NODES:
            raise UsageError(f"检索式太长：最多 {MAX_NODES} 个条件，请分几次检索")
        return self._evaluate(query)

    def occurrences(self, query: Query, documents: Array) -> Array:
        """Count where the literals of a query stand in the texts of each of these documents."""
        total = np.zeros(len(documents), np.int64)
        for literal in literals(query):
            known = self._occurrences(literal)
            total += values_at(known.documents, known.counts, documents, self._snapshot.size)
        return total

    def is_published_between(
        self, documents: Array, first: date | None, last: date | None
    ) -> Booleans:
        """Mark those of some documents that were published from one day to another, both included."""
        published = self._snapshot.published[documents]
        low = first.toordinal() if first else NO_DATE + 1
        high = last.toordinal() if last else date.max.toordinal()
        return np.asarray((published >= low) & (published <= high))

    def _evaluate(self, query: Query) -> Found:
        match query:
            case Everything():
                return Found(self._all())
            case Nothing():
                return Found(_NO_DOCUMENTS)
            case Word() | Phrase():
                return self._literal(query)
            case Run():
                return self._run(query)
            case AllOf():
                return self._all_of(query)
            case AnyOf():
                parts = [self._evaluate(node) for node in query.nodes]
                return self._scored(unite([p.documents for p in parts], self._snapshot.size), parts)
            case Not():
                return Found(self._without(self._all(), query))
            case Dated():
                return Found(self._dated(self._all(), query))
            case _:
                assert_never(query)

    def _all(self) -> Array:
        return np.flatnonzero(self._snapshot.live)

    def _all_of(self, query: AllOf) -> Found:
        """Find what the parts have in common; what only takes away is asked last, of few documents."""
        narrowing = [node for node in query.nodes if isinstance(node, Not | Dated)]
        parts = [self._evaluate(node) for node in query.nodes if node not in narrowing]
        documents = (
            intersect([part.documents for part in parts], self._snapshot.size)
            if parts
            else self._all()
        )
        for node in narrowing:
            match node:
                case Not():
                    documents = self._without(documents, node)
                case Dated():
                    documents = self._dated(documents, node)
        return self._scored(documents, parts)

    def _without(self, documents: Array, query: Not) -> Array:
        excluded = self._evaluate(query.node).documents
        return documents[~contains(excluded, documents, self._snapshot.size)]

    def _dated(self, documents: Array, query: Dated) -> Array:
        if query.first is None and query.last is None:
            return documents
        return documents[self.is_published_between(documents, query.first, query.last)]

    def _scored(self, documents: Array, parts: list[Found]) -> Found:
        """Give documents the sum of what the parts gave them."""
        scores: Floats | None = None
        for part in parts:
            if part.scores is not None:
                own = values_at(part.documents, part.scores, documents, self._snapshot.size)
                scores = own if scores is None else scores + own
        return Found(documents, scores)

    def _run(self, run: Run) -> Found:
        """All pieces must stand somewhere; where the whole run stands literally comes first."""
        size = self._snapshot.size
        pieces = [self._occurrences(piece).documents for piece in run.pieces]
        documents = intersect(pieces, size)
        if not len(documents):
            return Found(_NO_DOCUMENTS)
        terms = dict.fromkeys(self._snapshot.segmenter.terms(run.whole.text))
        ranking, postings = self._snapshot.ranking, self._snapshot.postings
        scored = [ranking.word(postings.word(term)) for term in terms]
        scored += [
            ranking.phrase(postings.phrase(piece.text))
            for piece in run.pieces
            if piece.text not in terms
        ]
        scores = np.zeros(len(documents))
        for one in scored:
            scores += values_at(one.documents, one.scores, documents, size)
        # Adding what the others cannot reach keeps literal ones ahead, and ranked among themselves.
        whole = contains(self._occurrences(run.whole).documents, documents, size)
        scores[whole] += sum(one.bound for one in scored)
        return Found(documents, scores)

    def _literal(self, literal: Literal) -> Found:
        """Score a literal by its words if it is one word, by its own occurrences otherwise.

        So where the characters only straddle two words the score is 0, and the article last.
        """
        documents = self._occurrences(literal).documents
        if literal.field in {Field.SECTION, Field.SOURCE, Field.DOC_NUMBER} or not len(documents):
            return Found(documents)
        terms = dict.fromkeys(self._snapshot.segmenter.terms(literal.text))
        ranking, postings = self._snapshot.ranking, self._snapshot.postings
        if literal.text in terms:
            scored = [ranking.word(postings.word(term)) for term in terms]
        else:
            scored = [ranking.phrase(postings.phrase(literal.text))]
        scores = [
            values_at(one.documents, one.scores, documents, self._snapshot.size) for one in scored
        ]
        return Found(documents, scores[0] if len(scores) == 1 else np.sum(scores, axis=0))

    def _occurrences(self, literal: Literal) -> Occurrences:
        if literal not in self._known:
            self._known[literal] = self._look_up(literal)
        return self._known[literal]

    def _look_up(self, literal: Literal) -> Occurrences:
        match literal:
            case Word(text, Field.TEXT):
                postings = self._snapshot.postings.word(text)
                counts = np.sum([each.astype(np.int64) for each in postings.counts], axis=0)
                return Occurrences(postings.documents, counts)
            case Word(text, Field.TITLE):
                postings = self._snapshot.postings.word(text)
                return _where_any(postings.documents, postings.counts[0])
            case Phrase(text, Field.TEXT):
                postings = self._snapshot.postings.phrase(text)
                return Occurrences(postings.documents, postings.counts[0])
            case Phrase(text, Field.TITLE):
                postings = self._snapshot.postings.phrase(text)
                return _where_any(postings.documents, postings.counts[1])
            case Word(text, field) | Phrase(text, field):
                return self._value_occurrences(field, text)
            case _:
                assert_never(literal)

    def _value_occurrences(self, field: Field, text: str) -> Occurrences:
        """Count a text in each document's value of a field, overlapping places too."""
        column = self._snapshot.values[field]
        counts = np.array([_count_overlapping(value, text) for value in column.strings], np.int64)
        of_sets = np.zeros(column.set_count, np.int64)
        of_sets[column.pair_sets] = counts[column.pair_values]
        found = _where_any(np.arange(self._snapshot.size), of_sets[column.sets])
        live = self._snapshot.live[found.documents]
        return Occurrences(found.documents[live], found.counts[live])


def _where_any(documents: Array, counts: Array) -> Occurrences:
    having = np.flatnonzero(counts)
    return Occurrences(documents[having], counts[having])


def _count_overlapping(text: str, part: str) -> int:
    count, start = 0, text.find(part)
    while start >= 0:
        count += 1
        start = text.find(part, start + 1)
    return count


def _count_nodes(query: Query, most: int) -> int:
    """Count the nodes of a query, at least until there are too many."""
    count, waiting = 0, [query]
    while waiting and count <= most:
        node = waiting.pop()
        count += 1
        match node:
            case AllOf(nodes) | AnyOf(nodes):
                waiting += nodes
            case Not(inner):
                waiting.append(inner)
            case Run(whole, pieces):
                waiting += (whole, *pieces)
            case _:
                pass
    return count
