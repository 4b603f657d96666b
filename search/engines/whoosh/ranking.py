"""Which article is better? BM25F over title, headings and body.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), sections
3.5 (BM25F) and 3.3 (the form of idf that is never negative is the one Lucene uses):

    idf = ln(1 + (N - n + 0.5) / (n + 0.5))
    tf  = sum over fields of weight * tf_field / (1 - b + b * length / mean length)
    score = idf * tf * (k1 + 1) / (k1 + tf)
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .snapshot import Snapshot

K1 = 1.2


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a field counts, and how much its length matters (b)."""

    weight: float
    b: float


FIELD_WEIGHTS = {
    "title_words": FieldWeight(4.0, 0.5),
    "heading_words": FieldWeight(2.0, 0.5),
    "body_words": FieldWeight(1.0, 0.75),
}

Floats = npt.NDArray[np.float64]


def idf(documents: int, having: int) -> float:
    """Return the inverse document frequency of what `having` of `documents` have."""
    return float(np.log1p((documents - having + 0.5) / (having + 0.5)))


def weighted_frequency(
    snapshot: Snapshot, field: str, documents: npt.NDArray[np.int64], counts: Floats
) -> Floats:
    """Return what a field's frequencies, in these documents, add to tf."""
    weight = FIELD_WEIGHTS[field]
    length = snapshot.word_lengths[field][documents] / snapshot.average_lengths[field]
    return weight.weight * counts / (1 - weight.b + weight.b * length)


def saturate(frequency: Floats, inverse_document_frequency: float) -> Floats:
    """Turn tf into a score; it stays below `upper_bound`."""
    return inverse_document_frequency * frequency * (K1 + 1) / (K1 + frequency)


def upper_bound(inverse_document_frequency: float) -> float:
    """Return what no score of a term reaches."""
    return inverse_document_frequency * (K1 + 1)
