"""Scoring: which article is better? The formulas and numbers that every engine shares.

BM25F over title, headings and body, after Robertson and Zaragoza, The Probabilistic Relevance
Framework: BM25 and Beyond (2009), sections 3.5 (BM25F) and 3.3 (the form of idf that is never
negative is the one Lucene uses):

    idf = ln(1 + (N - n + 0.5) / (n + 0.5))
    tf  = sum over fields of weight * tf_field / (1 - b + b * length / mean length)
    score = idf * tf * (k1 + 1) / (k1 + tf)

Articles come in the order of their tier, then of their score, then those in force first, then the
newest; those without a day come last, and those of one day by id. Where the same share of their
names was typed they are equally good, whatever else they say: the score of the best orders them
all, unless a document number was typed. The versions of a paper that are of one tier, and nearly as
good as the best of them, stand side by side, where it stands: those in force, then the newest.
Under `Sort.RECENT` the score that orders is multiplied by `recency`; an article of which nothing is
scored counts 1 there. What is no longer in force counts `OVER` of that, unless what was typed may name
it: words that are all in its title,
or a name like a paper's, a year, a document number.
"""

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .text.function_words import FUNCTION_WORDS

K1 = 1.0


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a field counts, and how much its length matters (b)."""

    weight: float
    b: float


FIELD_WEIGHTS = {
    "title": FieldWeight(1.5, 0.5),
    "heading": FieldWeight(1.25, 0.5),
    "body": FieldWeight(1.0, 0.75),
}

#: Scores are told apart to so many decimals: sums of floats differ in their last digits between
#: indexes of the same articles.
DECIMALS = 6

#: Versions of a paper with this share of the score of the best are as good as it: what else there is
#: to their scores nobody meant. One with less lacks what was typed.
NEARLY = 0.8

#: What counts of what orders a paper that was amended, repealed, or made for a time, where a subject is
#: asked for: of two that say as much of it the one in force is wanted.
OVER = 0.6

#: What an article of the newest day gains, where recent ones are preferred, and how soon it is half.
RECENCY_GAIN = 0.3
RECENCY_HALF_LIFE = 730  # days

#: An article is told by so many of its words.
TELLING_WORDS = 25
#: Of a long article so many characters, with which it begins, tell what it is about: Lucene's
#: MoreLikeThis reads 5,000 words of a field.
TOLD_BY = 12_000
#: A like article has words that weigh so much of all of them.
LIKENESS = 0.3


def idf(documents: int, having: int) -> float:
    """Return the inverse document frequency of what `having` of `documents` have."""
    return math.log1p((documents - having + 0.5) / (having + 0.5))


def telling_texts(texts: Iterable[str]) -> list[str]:
    """Return the texts with which an article begins: as many as tell what it is about."""
    taken, length = list[str](), 0
    for text in texts:
        taken.append(text[: TOLD_BY - length])
        length += len(text)
        if length >= TOLD_BY:
            break
    return taken


def telling_words(
    terms: Counter[str], documents: int, having: Callable[[str], int]
) -> list[tuple[str, float]]:
    """Return the words by which an article is told, each with its weight, the heaviest first.

    `terms` are those of `telling_texts`, counted. The words are frequent in it, and rare in the
    others (tf-idf); `having` says how many of all documents have a word.
    """
    weights: list[tuple[str, float]] = []
    heaviest: list[float] = []  # of these, a heap
    for term, frequency in terms.most_common():
        most = math.log1p(frequency) * idf(documents, 2)
        if len(heaviest) == TELLING_WORDS and most < heaviest[0]:
            break  # of a book, most words are too rare in it to be looked up
        if len(term) > 1 and term not in FUNCTION_WORDS and (others := having(term)) > 1:
            weight = math.log1p(frequency) * idf(documents, others)
            weights.append((term, weight))
            heapq.heappush(heaviest, weight)
            if len(heaviest) > TELLING_WORDS:
                heapq.heappop(heaviest)
    return sorted(weights, key=lambda weighed: (-weighed[1], weighed[0]))[:TELLING_WORDS]
