"""Which article is better? BM25F over title, headings and body.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), sections
3.5 (BM25F) and 3.3 (the form of idf that is never negative is the one Lucene uses):

    idf = ln(1 + (N - n + 0.5) / (n + 0.5))
    tf  = sum over fields of weight * tf_field / (1 - b + b * length / mean length)
    score = idf * tf * (k1 + 1) / (k1 + tf)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..file.layout import NO_DATE, WORD_FIELDS
from ..file.segment import NO_NUMBERS, PostingList
from .sparse import is_search_cheaper, values_at

K1 = 1.2
#: What a pair of neighbouring characters counts for beside a word, where a text was typed.
BIGRAM_WEIGHT = 0.7

#: What an article of the newest day gains, where recent ones are preferred, and how soon it is half.
RECENCY_GAIN = 0.3
RECENCY_HALF_LIFE = 730  # days


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a field counts, and how much its length matters (b)."""

    weight: float
    b: float


FIELD_WEIGHTS = {
    "title": FieldWeight(1.5, 0.5),
    "heading": FieldWeight(1.25, 0.5),
    "body": FieldWeight(1.0, 0.65),
}

Array = npt.NDArray[Any]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermScores:
    """What one term gives to each of some documents, and what that stays below."""

    scores: Floats
    bound: float


class Ranking:
    """Scores the terms of queries on one snapshot."""

    def __init__(self, lengths: Sequence[Array], live: Booleans) -> None:
        """Take the number of words of each document, by field, and which documents are live."""
        self._size = len(live)
        self._live_count = int(live.sum())
        self._norms = [
            _norms(FIELD_WEIGHTS[field], of_field.astype(np.float64), live)
            for field, of_field in zip(WORD_FIELDS, lengths, strict=True)
        ]

    def word(self, postings: PostingList, documents: Array) -> TermScores:
        """Score documents by a word, each field with its weight."""
        return self._term(postings.documents, postings.counts, documents)

    def phrase(self, postings: PostingList, documents: Array) -> TermScores:
        """Score documents by what is no single word, those in headings as those in the body."""
        in_texts, in_title = postings.counts
        counts = (in_title, NO_NUMBERS, in_texts - in_title)
        return self._term(postings.documents, counts, documents)

    def _term(self, listed: Array, counts: Sequence[Array], documents: Array) -> TermScores:
        weight = idf(self._live_count, len(listed)) * (K1 + 1)
        if listed is documents:
            return TermScores(self._scores(listed, counts, weight), weight)
        if is_search_cheaper(len(listed), len(documents), self._size):
            at = listed.searchsorted(documents)
            there = (
                (listed.take(at, mode="clip") == documents).nonzero()[0] if len(listed) else at[:0]
            )
            at = at[there]
            of_these = [each[at] if len(each) else each for each in counts]
            scores = np.zeros(len(documents))
            scores[there] = self._scores(documents[there], of_these, weight)
            return TermScores(scores, weight)
        scores = self._scores(listed, counts, weight)
        return TermScores(values_at(listed, scores, documents, self._size), weight)

    def _scores(self, documents: Array, counts: Sequence[Array], weight: float) -> Floats:
        *others, (body_norms, in_body) = zip(self._norms, counts, strict=True)
        frequency: Floats = body_norms.take(documents)
        frequency *= in_body
        for norms, of_field in others:  # title and headings have few of the words
            if len(having := of_field.nonzero()[0]):
                frequency[having] += of_field[having] * norms.take(documents[having])
        frequency *= weight / (K1 + frequency)
        return frequency


def recency(published: Array, live: Booleans) -> Floats:
    """Return a factor for each document, the greater the nearer its day is to the newest one's.

    It halves its distance from 1 with each half-life, as in X. Li, W. B. Croft: Time-Based Language
    Models (CIKM 2003); articles without a day have 1.
    """
    dated = published != NO_DATE
    newest = int(published[live & dated].max(initial=NO_DATE))
    age = np.maximum(newest - published.astype(np.int64), 0)
    return np.where(dated, 1 + RECENCY_GAIN * np.exp2(-age / RECENCY_HALF_LIFE), 1.0)


def idf(documents: int, having: int) -> float:
    """Return the inverse document frequency of what `having` of `documents` have."""
    return math.log1p((documents - having + 0.5) / (having + 0.5))


def _norms(weight: FieldWeight, lengths: Floats, live: Booleans) -> Floats:
    """Return what one occurrence in a field of each document adds to tf."""
    mean = float(lengths[live].mean()) if live.any() else 1.0
    return weight.weight / (1 - weight.b + weight.b * lengths / (mean or 1.0))
