"""Which article is better? BM25F over title, headings and body.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), sections
3.5 (BM25F) and 3.3 (the form of idf that is never negative is the one Lucene uses):

    idf = ln(1 + (N - n + 0.5) / (n + 0.5))
    tf  = sum over fields of weight * tf_field / (1 - b + b * length / mean length)
    score = idf * tf * (k1 + 1) / (k1 + tf)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .layout import WORD_FIELDS
from .segment import PostingList

K1 = 1.2


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a field counts, and how much its length matters (b)."""

    weight: float
    b: float


FIELD_WEIGHTS = {
    "title": FieldWeight(4.0, 0.5),
    "heading": FieldWeight(2.0, 0.5),
    "body": FieldWeight(1.0, 0.75),
}

Array = npt.NDArray[Any]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """What one term gives to each document that has it, ascending, and what it stays below."""

    documents: Array
    scores: Floats
    bound: float


class Ranking:
    """Scores the terms of queries on one snapshot."""

    def __init__(self, lengths: Sequence[Array], live: Booleans) -> None:
        """Take the number of words of each document, by field, and which documents are live."""
        self._live_count = int(live.sum())
        self._norms = [
            _norms(FIELD_WEIGHTS[field], of_field.astype(np.float64), live)
            for field, of_field in zip(WORD_FIELDS, lengths, strict=True)
        ]

    def word(self, postings: PostingList) -> Scores:
        """Score a word, each field with its weight."""
        return self._scores(postings.documents, postings.counts)

    def phrase(self, postings: PostingList) -> Scores:
        """Score what is no single word by its occurrences, those in headings as those in the body."""
        in_texts, in_title = postings.counts
        return self._scores(postings.documents, (in_title, in_texts[:0], in_texts - in_title))

    def _scores(self, documents: Array, counts: tuple[Array, ...]) -> Scores:
        frequency = np.zeros(len(documents))
        for norms, of_field in zip(self._norms, counts, strict=True):
            having = np.flatnonzero(of_field)  # title and headings have few of the words
            if len(having) == len(documents):
                frequency += of_field * norms[documents]
            else:
                frequency[having] += of_field[having] * norms[documents[having]]
        weight = idf(self._live_count, len(documents))
        frequency *= weight * (K1 + 1) / (K1 + frequency)
        return Scores(documents, frequency, weight * (K1 + 1))


def idf(documents: int, having: int) -> float:
    """Return the inverse document frequency of what `having` of `documents` have."""
    return float(np.log1p((documents - having + 0.5) / (having + 0.5)))


def _norms(weight: FieldWeight, lengths: Floats, live: Booleans) -> Floats:
    """Return what one occurrence in a field of each document adds to tf."""
    mean = float(lengths[live].mean()) if live.any() else 1.0
    return weight.weight / (1 - weight.b + weight.b * lengths / (mean or 1.0))
