"""Ranking: BM25F on arrays, for the documents of one snapshot. The formula is in `search.scoring`."""

from collections.abc import Sequence

import numpy as np

from ....scoring import (
    FIELD_WEIGHTS,
    K1,
    RECENCY_GAIN,
    RECENCY_HALF_LIFE,
    FieldWeight,
    idf,
)
from ..file.array_types import Counts, Documents, Integers, Marks, Scores
from ..file.layout import NO_DATE, WORD_FIELDS
from ..file.texts import NO_NUMBERS
from .postings import PostingList
from .sparse import Wanted

#: Where those of some wanted documents are that have something, ascending, and what each is given for it.
Found = tuple[Integers, Scores]


class Ranking:
    """Scores the terms of queries on one snapshot."""

    def __init__(self, lengths: Sequence[Counts], live: Marks) -> None:
        """Take the number of words of each document, by field, and which documents are live."""
        self._size = len(live)
        self._live_count = int(live.sum())
        self._norms = [
            _norms(FIELD_WEIGHTS[field], of_field.astype(np.float64), live)
            for field, of_field in zip(WORD_FIELDS, lengths, strict=True)
        ]

    def word(self, postings: PostingList, wanted: Wanted) -> Found:
        """Score the wanted documents that have a word, each field with its weight."""
        return self._term(postings, postings.counts, wanted)

    def phrase(self, postings: PostingList, wanted: Wanted) -> Found:
        """Score them by what is no single word, those in headings as those in the body."""
        in_texts, in_title = postings.counts
        counts = (in_title, NO_NUMBERS, in_texts - in_title)
        return self._term(postings, counts, wanted)

    def _term(self, postings: PostingList, counts: Sequence[Counts], wanted: Wanted) -> Found:
        listed = postings.documents
        weight = idf(self._live_count, postings.having) * (K1 + 1)
        there, at = wanted.among(listed)
        if len(at) < len(listed):
            listed, counts = listed[at], [each[at] if len(each) else each for each in counts]
        return there, self._scores(listed, counts, weight)

    def _scores(self, documents: Documents, counts: Sequence[Counts], weight: float) -> Scores:
        *others, (body_norms, in_body) = zip(self._norms, counts, strict=True)
        frequency: Scores = body_norms.take(documents)
        frequency *= in_body
        for norms, of_field in others:  # title and headings have few of the words
            if len(having := of_field.nonzero()[0]):
                frequency[having] += of_field[having] * norms.take(documents[having])
        frequency *= weight / (K1 + frequency)
        return frequency


def recency(published: Integers, live: Marks) -> Scores:
    """Return a factor for each document, the greater the nearer its day is to the newest one's.

    It halves its distance from 1 with each half-life, as in X. Li, W. B. Croft: Time-Based Language
    Models (CIKM 2003); articles without a day have 1.
    """
    dated = published != NO_DATE
    newest = int(published[live & dated].max(initial=NO_DATE))
    age = np.maximum(newest - published.astype(np.int64), 0)
    return np.where(dated, 1 + RECENCY_GAIN * np.exp2(-age / RECENCY_HALF_LIFE), 1.0)


def _norms(weight: FieldWeight, lengths: Scores, live: Marks) -> Scores:
    """Return what one occurrence in a field of each document adds to tf."""
    mean = float(lengths[live].mean()) if live.any() else 1.0
    return weight.weight / (1 - weight.b + weight.b * lengths / (mean or 1.0))
