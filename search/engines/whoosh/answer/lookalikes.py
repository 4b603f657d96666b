"""Lookalikes: which documents have a number, and which are like another one?"""

import numpy as np

from ....document_numbers import DocumentNumber
from ....query.nodes import Field
from ....scoring import LIKENESS, telling_words
from ....text.normalization import normalize
from ..file.array_types import Documents
from ..file.segment import NO_NUMBERS, PostingList
from .snapshot import Snapshot

_NO_LIST = PostingList(NO_NUMBERS, (NO_NUMBERS,))


def documents_with_number(snapshot: Snapshot, wanted: DocumentNumber) -> Documents:
    """Find the live documents that have a document number, however it is written."""
    return snapshot.documents_with_value(Field.DOC_NUMBER, wanted.is_that_of)


def find_similar(snapshot: Snapshot, identifier: str) -> PostingList:
    """Find the documents with the telling words of one, and how much of these each has (0 to 1).

    It and its copies are left out.
    """
    number = snapshot.find(identifier)
    if number is None:
        return _NO_LIST
    postings = snapshot.postings
    texts = map(normalize, snapshot.article(number).texts())
    terms = (term for text in texts for term in snapshot.segmenter.terms(text))
    telling = telling_words(
        terms, snapshot.live_count, lambda term: len(postings.word(term).documents)
    )
    likeness = np.zeros(snapshot.size)
    for term, weight in telling:
        likeness[postings.word(term).documents] += weight
    likeness /= sum(weight for _, weight in telling) or 1.0
    likeness[[number, *snapshot.groups.of(number)]] = 0
    found = (likeness >= LIKENESS).nonzero()[0]
    return PostingList(found, (likeness[found],))
