"""Which documents does a query find, how good are they, and how often do its literals stand there?

A query is evaluated node by node on whole arrays: the documents found, ascending, and a score for
each. Characters decide what is found, words how it is ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt

from ...errors import UsageError
from ...query import (
    VALUE_FIELDS,
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
from .segment import PostingList
from .snapshot import Snapshot
from .sparse import contains, intersect, unite, values_at

#: A query has no more nodes than this: each costs time.
MAX_NODES = 512

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
_NO_DOCUMENTS: Array = np.empty(0, np.intp)
_EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a literal stands: the documents, ascending, and how often in each."""

    documents: Array
    counts: Array


class Evaluation:
    """Evaluates one query on one snapshot, looking up each literal once.

    First the documents are found; only those that are left after filters need be scored.
    """

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        """Take a query. Raises UsageError if it is too long."""
        if _count_nodes(query, MAX_NODES) > MAX_NODES:
            raise UsageError(f"检索式太长：最多 {MAX_NODES} 个条件，请分几次检索")
        self._snapshot = snapshot
        self._query = query
        # By the identity of nodes: hashing a tree costs more than finding most literals.
        self._found: dict[int, Array] = {}
        self._occurring: dict[int, Occurrences] = {}
        self._phrases: dict[str, PostingList] = {}

    def documents(self) -> Array:
        """Find the live documents that match, ascending."""
        return self._documents(self._query)

    def scores(self, documents: Array) -> Floats:
        """Score some of the documents found."""
        scores = self._scores(self._query, documents)
        return np.zeros(len(documents)) if scores is None else scores

    def occurrences(self, documents: Array) -> Array:
        """Count where the literals of the query stand in the texts of each of these documents."""
        size, total = self._snapshot.size, None
        for known in map(self._occurrences, literals(self._query)):
            counts = values_at(known.documents, known.counts, documents, size)
            total = counts if total is None else total + counts.astype(np.int64)
        return np.zeros(len(documents), np.int64) if total is None else total

    def _documents(self, query: Query) -> Array:
        found = self._found.get(id(query))
        if found is None:
            found = self._found[id(query)] = self._find(query)
        return found

    def _find(self, query: Query) -> Array:
        match query:
            case Everything():
                return self._snapshot.live.nonzero()[0]
            case Nothing():
                return _NO_DOCUMENTS
            case Word() | Phrase():
                return self._occurrences(query).documents
            case Run():  # all pieces must stand somewhere
                pieces = [self._occurrences(piece).documents for piece in query.pieces]
                return intersect(pieces, self._snapshot.size)
            case AllOf():
                return self._find_all_of(query)
            case AnyOf():
                return unite([self._documents(node) for node in query.nodes], self._snapshot.size)
            case Not() | Dated():
                return self._narrow(self._documents(_EVERYTHING), query)
            case _:
                assert_never(query)

    def _find_all_of(self, query: AllOf) -> Array:
        """Find what the parts have in common; what only takes away is asked last, of few documents."""
        found = [self._documents(node) for node in query.nodes if not isinstance(node, Not | Dated)]
        documents = intersect(found or [self._documents(_EVERYTHING)], self._snapshot.size)
        for node in query.nodes:
            if isinstance(node, Not | Dated):
                documents = self._narrow(documents, node)
        return documents

    def _narrow(self, documents: Array, query: Not | Dated) -> Array:
        if isinstance(query, Dated):
            return documents[
                self._snapshot.is_published_between(documents, query.first, query.last)
            ]
        return documents[~contains(self._documents(query.node), documents, self._snapshot.size)]

    def _scores(self, query: Query, documents: Array) -> Floats | None:
        """Score documents that the query finds; None: all 0."""
        if not len(documents):
            return None
        match query:
            case Everything() | Nothing() | Not() | Dated():
                return None
            case Word() | Phrase():
                return self._literal_scores(query, documents)
            case Run():
                return self._run_scores(query, documents)
            case AllOf():
                return _total([self._scores(node, documents) for node in query.nodes])
            case AnyOf():
                # Where nothing was taken away since, all that a part finds is among the documents.
                whole = documents is self._documents(query)
                return _total([self._part_scores(node, documents, whole) for node in query.nodes])
            case _:
                assert_never(query)

    def _part_scores(self, query: Query, documents: Array, whole: bool) -> Floats | None:
        """Score those of the documents that the query finds; the others get 0."""
        found, size = self._documents(query), self._snapshot.size
        if not whole:
            found = documents[contains(found, documents, size)]
        scores = self._scores(query, found)
        return None if scores is None else values_at(found, scores, documents, size)

    def _literal_scores(self, literal: Literal, documents: Array) -> Floats | None:
        """Score a literal by its words if it is one word, by its own occurrences otherwise.

        So where the characters only straddle two words the score is 0, and the article last.
        """
        if literal.field in VALUE_FIELDS:
            return None
        ranking, postings = self._snapshot.ranking, self._snapshot.postings
        terms = dict.fromkeys(self._snapshot.segmenter.terms(literal.text))
        if literal.text not in terms:
            return ranking.phrase(self._phrase(literal.text), documents).scores
        return _total([ranking.word(postings.word(term), documents).scores for term in terms])

    def _run_scores(self, run: Run, documents: Array) -> Floats:
        """Score the words of a run, and its pieces that are none; where it stands literally comes first."""
        ranking, postings = self._snapshot.ranking, self._snapshot.postings
        terms = dict.fromkeys(self._snapshot.segmenter.terms(run.whole.text))
        parts = [ranking.word(postings.word(term), documents) for term in terms]
        parts += [
            ranking.phrase(self._phrase(piece.text), documents)
            for piece in run.pieces
            if piece.text not in terms
        ]
        scores = np.sum([part.scores for part in parts], axis=0)
        # Adding what the others cannot reach keeps literal ones ahead, and ranked among themselves.
        whole = self._occurrences(run.whole).documents
        scores[contains(whole, documents, self._snapshot.size)] += sum(part.bound for part in parts)
        return np.asarray(scores)

    def _occurrences(self, literal: Literal) -> Occurrences:
        occurring = self._occurring.get(id(literal))
        if occurring is None:
            occurring = self._occurring[id(literal)] = self._look_up(literal)
        return occurring

    def _look_up(self, literal: Literal) -> Occurrences:
        match literal:
            case Word(text, Field.TEXT):
                postings = self._snapshot.postings.word(text)
                counts = np.zeros(len(postings.documents), np.int64)
                for of_field in postings.counts:
                    counts += of_field
                return Occurrences(postings.documents, counts)
            case Word(text, Field.TITLE):
                postings = self._snapshot.postings.word(text)
                return _where_any(postings.documents, postings.counts[0])
            case Phrase(text, Field.TEXT):
                postings = self._phrase(text)
                return Occurrences(postings.documents, postings.counts[0])
            case Phrase(text, Field.TITLE):
                postings = self._phrase(text)
                return _where_any(postings.documents, postings.counts[1])
            case Word(text, field) | Phrase(text, field):
                documents = self._documents_with_value(field, text)
                return Occurrences(documents, np.ones(len(documents), np.int64))  # not counted
            case _:
                assert_never(literal)

    def _phrase(self, text: str) -> PostingList:
        if text not in self._phrases:
            self._phrases[text] = self._snapshot.postings.phrase(text)
        return self._phrases[text]

    def _documents_with_value(self, field: Field, text: str) -> Array:
        """Find the documents whose value of a field holds a text."""
        column = self._snapshot.values[field]
        marked = np.array([text in value for value in column.strings], bool)
        found: Array = column.sets_with(marked)[column.sets].nonzero()[0]
        return found[self._snapshot.live[found]]


def _total(parts: Sequence[Floats | None]) -> Floats | None:
    total: Floats | None = None
    for part in parts:
        if part is not None:
            total = part if total is None else total + part
    return total


def _where_any(documents: Array, counts: Array) -> Occurrences:
    having = np.flatnonzero(counts)
    return Occurrences(documents[having], counts[having])


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
