"""Which documents have a number, and which are like another one?"""

import math
from collections import Counter

import numpy as np

from ....document_numbers import DocumentNumber
from ....query.nodes import Field
from ....text.function_words import FUNCTION_WORDS
from ....text.normalization import normalize
from ..file.segment import NO_NUMBERS, Array, PostingList
from .ranking import idf
from .snapshot import Snapshot

#: An article is told by so many of its words.
TELLING_WORDS = 25
#: A like article has words that weigh so much of all of them.
LIKENESS = 0.3
_NO_LIST = PostingList(NO_NUMBERS, (NO_NUMBERS,))


def documents_with_number(snapshot: Snapshot, wanted: DocumentNumber) -> Array:
    """Find the live documents that have a document number, however it is written."""
    column = snapshot.values[Field.DOC_NUMBER]
    marked = np.array([wanted.is_that_of(value) for value in column.strings], bool)
    found: Array = column.sets_with(marked)[column.sets].nonzero()[0]
    return found[snapshot.live[found]]


def find_similar(snapshot: Snapshot, identifier: str) -> PostingList:
    """Find the documents with the telling words of one, and how much of these each has (0 to 1).

    Telling is what is frequent in it and rare elsewhere (tf-idf). It and its copies are left out.
    """
    number = snapshot.find(identifier)
    if number is None:
        return _NO_LIST
    texts = map(normalize, snapshot.article(number).texts())
    terms = Counter(term for text in texts for term in snapshot.segmenter.terms(text))
    weighed = []
    for term, frequency in terms.items():
        if len(term) > 1 and term not in FUNCTION_WORDS:
            documents = snapshot.postings.word(term).documents
            if len(documents) > 1:
                rarity = idf(snapshot.live_count, len(documents))
                weighed.append((math.log1p(frequency) * rarity, term, documents))
    telling = sorted(weighed, key=lambda one: (-one[0], one[1]))[:TELLING_WORDS]
    likeness = np.zeros(snapshot.size)
    for weight, _, documents in telling:
        likeness[documents] += weight
    likeness /= sum(weight for weight, _, _ in telling) or 1.0
    likeness[[number, *snapshot.groups.of(number)]] = 0
    found = (likeness >= LIKENESS).nonzero()[0]
    return PostingList(found, (likeness[found],))
