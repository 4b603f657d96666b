"""Candidates: which articles are republished copies of one another?

First, pairs that might be are found on arrays, from the sketches of all texts; then each text is
compared, letter for letter, with the heads of the groups it might belong to. All members are
copies of their head, so no group becomes a chain whose last text has nothing of the first.

Texts are numbered in the order in which they may be heads: the earliest first, then those that do
not say that they were taken from elsewhere, then the longest. So the outcome does not depend on
the order in which articles came.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ..article import Article
from .sketches import MIN_LENGTH, PERMUTATIONS, mixed

#: Values of a signature that must agree. Of two texts that have a part s of all their shingles in
#: common, one of the 16 bands agrees with a probability of 1 - (1 - s ** 4) ** 16: 0.9998 for 0.8,
#: 0.89 for 0.6, 0.12 for 0.3 (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4).
_BAND = 4
_MIN_SENTENCES = 3  # in common, to be a candidate
_MIN_SENTENCE_SHARE = 0.4  # of the sentences of the one that has fewer
#: Of more texts that agree, each is paired with the first and with the one before it only: so a
#: form that a thousand articles fill in does not cost a million comparisons.
_FEW = 16

_HALF, _LOW_HALF = np.uint64(32), np.uint64(2**32 - 1)
_SAYS_SO = ("转载", "转自", "转发自", "来源:", "原标题", "摘自")
_WHERE_IT_SAYS_SO = 40  # characters, at the beginning of the first block and of the last

Numbers = npt.NDArray[np.integer[Any]]  # as wide as a file has them
Integers = npt.NDArray[np.int64]


def says_it_is_one(article: Article) -> bool:
    """Say whether an article tells that it was taken from elsewhere."""
    lines = list(article.lines())
    ends = [line[:_WHERE_IT_SAYS_SO] for line in (*lines[:1], *lines[-1:])]
    told = "\n".join([article.title, *ends]).replace("：", ":")
    return any(word in told for word in _SAYS_SO)


def order_of_heads(days: Numbers, say_so: Numbers, lengths: Numbers, id_ranks: Numbers) -> Integers:
    """Return the texts in the order in which they may be heads; `days` are numbers, 0 without one."""
    is_undated = days == 0
    return np.lexsort((id_ranks, -lengths.astype(np.int64), say_so, days, is_undated))


def group_copies(
    signatures: Numbers,
    lengths: Numbers,
    sentence_starts: Numbers,
    sentences: Numbers,
    is_copy: Callable[[int, int], bool],
) -> Integers:
    """Return the number of each text's head, its own when it is none's copy.

    Of each text: a row of `signatures`, an entry of `lengths`, and its sentences, which lie in
    `sentences` from its entry of `sentence_starts` to the next. `is_copy` is asked, of a head and
    a text, by number, whether the text is a copy of the head.
    """
    pairs = np.concatenate(
        [
            _alike(signatures, np.flatnonzero(lengths >= MIN_LENGTH)),
            _with_common_sentences(sentence_starts.astype(np.int64), sentences),
        ]
    )
    before: defaultdict[int, set[int]] = defaultdict(set)
    for first, second in pairs.tolist():
        before[second].add(first)
    heads = list(range(len(lengths)))
    for text in sorted(before):
        for head in sorted({heads[other] for other in before[text]}):
            if is_copy(head, text):
                heads[text] = head
                break
    return np.array(heads, np.int64)


def _alike(signatures: Numbers, texts: Integers) -> Integers:
    """Pair texts whose signatures agree in a whole band."""
    pairs = [np.empty((0, 2), np.int64)]
    for start in range(0, PERMUTATIONS, _BAND):
        keys = np.zeros(len(texts), np.uint64)
        for values in signatures[texts, start : start + _BAND].T:
            keys = mixed(keys ^ values)
        pairs.append(_pairs(keys >> _HALF, texts))
    return _counted(np.concatenate(pairs))[0]


def _with_common_sentences(starts: Integers, sentences: Numbers) -> Integers:
    """Pair texts that have enough sentences in common."""
    counts = np.diff(starts)
    pairs, common = _counted(_pairs(sentences, np.repeat(np.arange(len(counts)), counts)))
    fewer = counts[pairs].min(axis=1, initial=np.iinfo(np.int64).max)
    is_enough = common >= np.maximum(_MIN_SENTENCE_SHARE * fewer, _MIN_SENTENCES)
    return pairs[np.flatnonzero(is_enough)]


def _pairs(keys: Numbers, texts: Integers) -> Integers:
    """Pair texts that have the same key of 32 bits, the lesser number first."""
    packed = np.sort((keys.astype(np.uint64) << _HALF) | texts.astype(np.uint64))
    keys = packed >> _HALF
    starts = np.flatnonzero(np.concatenate((np.ones(len(keys[:1]), bool), keys[1:] != keys[:-1])))
    sizes = np.diff(np.append(starts, len(keys)))
    numbers = (packed[np.repeat(sizes > 1, sizes)] & _LOW_HALF).astype(np.int64)  # few are
    sizes = sizes[sizes > 1]
    firsts, sizes = np.repeat(np.cumsum(sizes) - sizes, sizes), np.repeat(sizes, sizes)
    places = np.arange(len(numbers)) - firsts
    many = np.flatnonzero((sizes > _FEW) & (places > 1))
    pairs = [np.stack((numbers[firsts[many]], numbers[many]), axis=1)]
    for back in range(1, _FEW):
        later = np.flatnonzero((places >= back) & ((sizes <= _FEW) | (back == 1)))
        pairs.append(np.stack((numbers[later - back], numbers[later]), axis=1))
    return np.concatenate(pairs)


def _counted(pairs: Integers) -> tuple[Integers, Integers]:
    """Return each pair once, and how often it was there."""
    packed, counts = np.unique((pairs[:, 0] << 32) | pairs[:, 1], return_counts=True)
    return np.stack((packed >> 32, packed & 0xFFFFFFFF), axis=1), counts
