"""Which documents does a query find, how good are they, and how often do its literals stand there?

A query is evaluated node by node on whole arrays: the documents found, ascending, and a score for
each. Characters decide what is found, words how it is ranked.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt

from ....document_numbers import DocumentNumber
from ....engine import Explanation, TermScore, Tier
from ....errors import UsageError
from ....query.nodes import (
    VALUE_FIELDS,
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Exact,
    Field,
    Like,
    Literal,
    Most,
    Near,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    Unit,
    Word,
    literals,
    number_phrases,
)
from ....text.function_words import FUNCTION_WORD_WEIGHT, FUNCTION_WORDS
from ....text.normalization import normalize
from ....text.segmentation import bigrams, function_places, is_all_han, is_one_word
from ..file.segment import PostingList
from .lookalikes import documents_with_number, find_similar
from .narrowing import by_score
from .ranking import BIGRAM_WEIGHT, TermScores, idf
from .snapshot import Snapshot
from .sparse import contains, intersect, unite, values_at

#: So many articles are read for `Exact`, at most.
MAX_READ = 1000
#: So many words are tried for one beginning, at most.
MAX_EXPANSIONS = 100
# More than texts that mention a number can reach, so that the article with the number comes first.
_OWN_NUMBER_SCORE = 1000.0
#: A query has no more nodes than this: each costs time.
MAX_NODES = 512

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
_NO_DOCUMENTS: Array = np.empty(0, np.intp)
_EVERYTHING = Everything()


# Of the documents with all words, so many of the best are looked into for a sentence with all of them.
_MOST_LOOKED_INTO = 100


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
            raise UsageError("检索式太长：最多 %(most)s 个条件，请分几次检索", most=MAX_NODES)
        self._snapshot = snapshot
        self._query = query
        # By the identity of nodes: hashing a tree costs more than finding most literals.
        self._found: dict[int, Array] = {}
        self._occurring: dict[int, Occurrences] = {}
        self._phrases: dict[str, PostingList] = {}

    def documents(self) -> Array:
        """Find the live documents that match, ascending."""
        return self._documents(self._query)

    def scores(self, documents: Array, prior: Floats | None = None) -> Floats:
        """Score some of the documents found, those of a better tier above all others.

        `prior` has a factor for every document of the index.
        """
        scores = self._scores(self._query, documents)
        if scores is None:
            scores = np.zeros(len(documents)) if prior is None else np.ones(len(documents))
        if prior is not None:
            scores = scores * prior.take(documents)
        wholes, pieces = _typed(self._query)
        if len(pieces) <= 1 or not len(scores):
            return scores
        tiers = self.tiers(documents, scores, wholes, pieces)
        step = math.floor(float(scores.max())) + 1
        return scores + step * tiers

    def tiers(
        self, documents: Array, scores: Floats, wholes: Sequence[str], pieces: Sequence[Literal]
    ) -> Array:
        """Say how closely what was typed stands together in each document; see `Tier`.

        Sentences are looked at only in the documents that are best so far.
        """
        size = self._snapshot.size
        tiers = np.full(len(documents), Tier.MOST, np.int64)
        complete = np.ones(len(documents), bool)
        for piece in pieces:
            complete &= contains(self._occurrences(piece).documents, documents, size)
        tiers[complete] = Tier.ALL
        candidates = complete.nonzero()[0]
        ranks = self._snapshot.newest_rank.take(documents[candidates])
        best = candidates[by_score(scores[candidates], ranks, 0, _MOST_LOOKED_INTO)]
        best = best[documents[best].argsort()]
        texts = [piece.text for piece in pieces]
        together = self._snapshot.postings.together(texts, documents[best], Unit.SENTENCE)
        tiers[best[together]] = Tier.SENTENCE
        whole = self._phrase(normalize(" ".join(wholes))).documents
        tiers[contains(whole, documents, size)] = Tier.EXACT
        return tiers

    def explain(self, number: int) -> Explanation:
        """Say what gives a document its place."""
        document = np.array([number])
        found = bool(contains(self.documents(), document, self._snapshot.size).all())
        terms = sorted(
            (self._explain(part, document) for part in self._parts(_scored(self._query))),
            key=lambda term: (-term.score, term.text),
        )
        wholes, pieces = _typed(self._query)
        tier = None
        if found and len(pieces) > 1:
            tier = Tier(int(self.tiers(document, np.zeros(1), wholes, pieces)[0]))
        scores = self._scores(self._query, document) if found else None
        score = 0.0 if scores is None else float(scores[0])
        return Explanation(found, tier, round(score, 4), tuple(terms))

    def _explain(self, part: "Part", document: Array) -> TermScore:
        if part.is_word:
            postings = self._snapshot.postings.word(part.text)
            lists = postings.counts
        else:
            postings = self._phrase(part.text)
            lists = postings.counts[:1]
        at = postings.documents == document[0]
        return TermScore(
            part.text,
            part.is_word,
            part.weight,
            len(postings.documents),
            sum(int(counts[at].sum()) for counts in lists),
            round(part.weight * float(self._term(part, document).scores[0]), 4),
        )

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

    def _find(self, query: Query) -> Array:  # noqa: PLR0911, PLR0912 - a case for each node
        match query:
            case Everything():
                return self._snapshot.live.nonzero()[0]
            case Nothing():
                return _NO_DOCUMENTS
            case Word() | Phrase() | Prefix():
                return self._occurrences(query).documents
            case Together(unit, together):
                return self._find_close(together, unit, None)
            case Near(near, distance):
                return self._find_close(near, Unit.PARAGRAPH, distance)
            case DocumentNumber():
                own = documents_with_number(self._snapshot, query)
                mentions = [self._phrase(one.text).documents for one in number_phrases(query)]
                return unite([own, *mentions], self._snapshot.size)
            case Like():
                return find_similar(self._snapshot, query.identifier).documents
            case Run():  # all pieces must stand somewhere
                pieces = [self._occurrences(piece).documents for piece in query.pieces]
                return intersect(pieces, self._snapshot.size)
            case Most():
                return self._find_most(query)
            case AllOf():
                return self._find_all_of(query)
            case AnyOf():
                return unite([self._documents(node) for node in query.nodes], self._snapshot.size)
            case Not() | Dated() | Exact():
                return self._narrow(self._documents(_EVERYTHING), query)
            case _:
                assert_never(query)

    def _find_most(self, query: Most) -> Array:
        """Find where enough of the pieces stand, weighed by how rare they are."""
        snapshot = self._snapshot
        found = np.zeros(snapshot.size)
        total = 0.0
        for documents in (self._occurrences(piece).documents for piece in query.pieces):
            if len(documents):
                weight = idf(snapshot.live_count, len(documents))
                found[documents] += weight
                total += weight
        return (found > total * query.share).nonzero()[0]

    def _find_all_of(self, query: AllOf) -> Array:
        """Find what the parts have in common; what only takes away is asked last, of few documents."""
        narrowing = Not | Dated | Exact
        found = [self._documents(node) for node in query.nodes if not isinstance(node, narrowing)]
        documents = intersect(found or [self._documents(_EVERYTHING)], self._snapshot.size)
        for node in query.nodes:
            if isinstance(node, Not | Dated | Exact):
                documents = self._narrow(documents, node)
        return documents

    def _find_close(self, literals: Sequence[Phrase], unit: Unit, distance: int | None) -> Array:
        """Find where literals stand in one sentence or paragraph, or within so many characters."""
        having = [self._phrase(one.text).documents for one in literals]
        documents = intersect(having, self._snapshot.size)
        texts = [one.text for one in literals]
        postings = self._snapshot.postings
        return documents[postings.together(texts, documents, unit, distance)]

    def _narrow(self, documents: Array, query: Not | Dated | Exact) -> Array:
        if isinstance(query, Exact):
            return self._written(documents, query)
        if isinstance(query, Dated):
            return documents[
                self._snapshot.is_published_between(documents, query.first, query.last)
            ]
        return documents[~contains(self._documents(query.node), documents, self._snapshot.size)]

    def _written(self, documents: Array, query: Exact) -> Array:
        """Keep the documents that hold exactly these characters: each is read."""
        having = self._phrase(query.phrase.text).documents
        documents = documents[contains(having, documents, self._snapshot.size)]
        if len(documents) > MAX_READ:
            raise UsageError(
                "精确:%(text)s 要逐篇核对 %(count)s 篇，最多 %(most)s 篇；请再加几个词，或写长一些",
                text=query.written[:20],
                count=len(documents),
                most=MAX_READ,
            )
        read = (self._snapshot.article(number).texts() for number in documents.tolist())
        return documents[
            np.array([any(query.written in "".join(t.split()) for t in one) for one in read], bool)
        ]

    def _scores(self, query: Query, documents: Array) -> Floats | None:  # noqa: PLR0911, PLR0912 - a case for each node
        """Score documents that the query finds; None: all 0."""
        if not len(documents):
            return None
        match query:
            case Everything() | Nothing() | Not() | Dated():
                return None
            case Word() | Phrase():
                return self._literal_scores(query, documents)
            case Prefix():
                known = self._occurrences(query)
                return values_at(
                    known.documents,
                    np.log1p(known.counts.astype(np.float64)),
                    documents,
                    self._snapshot.size,
                )
            case Together(_, near) | Near(near, _):
                return _total([self._literal_scores(one, documents) for one in near])
            case Exact():
                return self._literal_scores(query.phrase, documents)
            case DocumentNumber():
                own = documents_with_number(self._snapshot, query)
                mentions = [self._literal_scores(one, documents) for one in number_phrases(query)]
                is_own = contains(own, documents, self._snapshot.size)
                return _total([*mentions, np.where(is_own, _OWN_NUMBER_SCORE, 0.0)])
            case Like():
                found = find_similar(self._snapshot, query.identifier)
                return values_at(found.documents, found.counts[0], documents, self._snapshot.size)
            case Run():
                return self._typed_scores((query,), documents)
            case Most():
                return self._typed_scores(query.typed, documents)
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

    def _literal_scores(self, literal: Word | Phrase, documents: Array) -> Floats | None:
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

    def _typed_scores(self, typed: Sequence[Word | Phrase | Run], documents: Array) -> Floats:
        """Score the words of what was typed, its pieces that are none, and its bigrams.

        Bigrams say what words cannot: that the words of a query are neighbours, and how much of it
        stands there where the segmenter cuts the text otherwise.
        """
        scores = np.zeros(len(documents))
        for part in self._parts(typed):
            scores += part.weight * self._term(part, documents).scores
        return scores

    def _parts(self, typed: Sequence[Word | Phrase | Run]) -> "list[Part]":
        """Return what gives scores: each word, other piece and bigram once."""
        parts: dict[Part, None] = {}
        for node in typed:
            text = node.whole.text if isinstance(node, Run) else node.text
            terms = self._snapshot.segmenter.terms(text)
            pieces = node.pieces if isinstance(node, Run) else (node,)
            for term in terms:
                parts[Part(term, True, FUNCTION_WORD_WEIGHT if term in FUNCTION_WORDS else 1.0)] = (
                    None
                )
            for piece in pieces:
                if piece.text not in terms:
                    parts[Part(piece.text, False, 1.0)] = None
            if len(pieces) > 1:
                functional = function_places(text)
                for pair in bigrams(text):
                    if is_all_han(pair.text) and Part(pair.text, False, 1.0) not in parts:
                        least = (
                            FUNCTION_WORD_WEIGHT
                            if pair.start in functional or pair.start + 1 in functional
                            else 1.0
                        )
                        parts[Part(pair.text, False, BIGRAM_WEIGHT * least)] = None
        return list(parts)

    def _term(self, part: "Part", documents: Array) -> TermScores:
        ranking = self._snapshot.ranking
        if part.is_word:
            return ranking.word(self._snapshot.postings.word(part.text), documents)
        return ranking.phrase(self._phrase(part.text), documents)

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
            case Prefix(text, Field.TEXT):
                return self._look_up_prefix(text)
            case Prefix(text, Field.TITLE):
                documents = self._snapshot.postings.title_beginning(text)
                return Occurrences(documents, np.ones(len(documents), np.int64))
            case Word(text, field) | Phrase(text, field) | Prefix(text, field):
                documents = self._documents_with_value(field, text)
                return Occurrences(documents, np.ones(len(documents), np.int64))  # not counted
            case _:
                assert_never(literal)

    def _look_up_prefix(self, text: str) -> Occurrences:
        """Find Latin words that begin so, the most frequent ones; Chinese wherever it stands."""
        if not is_one_word(text):
            postings = self._phrase(text)
            return Occurrences(postings.documents, postings.counts[0])
        size = self._snapshot.size
        counts = np.zeros(size, np.int64)
        for word in self._snapshot.postings.words_beginning(text, MAX_EXPANSIONS):
            postings = self._snapshot.postings.word(word)
            for of_field in postings.counts:
                counts[postings.documents] += of_field
        documents = counts.nonzero()[0]
        return Occurrences(documents, counts[documents])

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


@dataclass(frozen=True, slots=True)
class Part:
    """What gives a part of a score: a word of the index, or characters as they stand."""

    text: str
    is_word: bool
    weight: float


def _scored(query: Query) -> "list[Word | Phrase | Run]":
    """Return what of a query is scored by its words and characters, wherever it stands in it."""
    match query:
        case Word(_, field) | Phrase(_, field):
            return [] if field in VALUE_FIELDS else [query]
        case Run():
            return [query]
        case Most(typed, _):
            return list(typed)
        case Together(_, near) | Near(near, _):
            return list(near)
        case Exact(_, phrase):
            return [phrase]
        case DocumentNumber():
            return list(number_phrases(query))
        case AllOf(nodes) | AnyOf(nodes):
            return [one for node in nodes for one in _scored(node)]
        case _:
            return []


def _typed(query: Query) -> tuple[list[str], list[Literal]]:
    """Return what was typed that should stand close together: the texts, and their pieces.

    Function words are no pieces where there are others.
    """
    wholes: list[str] = []
    pieces: dict[Literal, None] = {}
    nodes = query.nodes if isinstance(query, AllOf) else (query,)
    for node in nodes:
        match node:
            case Run(whole, of_run) if whole.field is Field.TEXT:
                wholes.append(whole.text)
                pieces |= dict.fromkeys(of_run)
            case Most(typed, counted):
                wholes += [one.whole.text if isinstance(one, Run) else one.text for one in typed]
                pieces |= dict.fromkeys(counted)
            case Word(text, Field.TEXT) | Phrase(text, Field.TEXT):
                wholes.append(text)
                pieces[node] = None
            case _:
                pass
    contents = [piece for piece in pieces if piece.text not in FUNCTION_WORDS]
    return wholes, contents or list(pieces)


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
            case Most(typed, _):
                waiting += typed
            case Together(_, near) | Near(near, _):
                waiting += near
            case _:
                pass
    return count
