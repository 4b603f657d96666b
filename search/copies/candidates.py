"""Candidates: which articles are republished copies of one another?

First, pairs that might be are found on arrays, from the sketches of all texts; then each text is
compared, letter for letter, with the heads of the groups it might belong to. All members are
copies of their head, so no group becomes a chain whose last text has nothing of the first.

Texts are numbered in the order in which they may be heads: the earliest first, then those that do
not say that they were taken from elsewhere, then the longest. So the outcome does not depend on
the order in which articles came.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..article import Article
from .parted import Parted
from .sketches import MIN_LENGTH, Hashes, mixed

#: Values of a signature that must agree. Of two texts that have a part s of all their shingles in
#: common, one of the 16 bands agrees with a probability of 1 - (1 - s ** 4) ** 16: 0.9998 for 0.8,
#: 0.89 for 0.6, 0.12 for 0.3 (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4).
BAND = 4
_MIN_SENTENCES = 3  # in common, to be a candidate
_MIN_SENTENCE_SHARE = 0.4  # of the sentences of the one that has fewer
#: Of more texts that agree, each is paired with the first and with the one before it only: so a
#: form that a thousand articles fill in does not cost a million comparisons.
_FEW = 16
#: So many keys, or members of groups, are worked on at a time: memory does not grow with pairs.
_AT_ONCE = 1 << 17

_KEYS = 1 << 32
_HALF, _LOW_HALF = np.uint64(32), np.uint64(2**32 - 1)
_SAYS_SO = ("转载", "转自", "转发自", "来源:", "原标题", "摘自")
_WHERE_IT_SAYS_SO = 40  # characters, at the beginning of the first block and of the last

Numbers = npt.NDArray[np.integer[Any]]  # as wide as a file has them
Integers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


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
    bands: Iterable[Iterable[Hashes]],
    sentences: Iterable[Hashes],
    lengths: Numbers,
    sentence_counts: Numbers,
    is_copy: Callable[[int, int], bool],
    scratch: Path | None = None,
) -> Integers:
    """Return the number of each text's head, its own when it is none's copy.

    `bands` are the keys of all signatures, as `keyed_bands` gives them, and `sentences` those of all
    texts, as `sentences_of` does: both in arrays of any length, in any order. `is_copy` is asked, of
    a head and a text, by number, whether the text is a copy of the head.

    What is held of keys and pairs does not grow with them: they lie in files in `scratch`.
    """
    texts, said = len(lengths), int(sentence_counts.sum())
    heads = np.arange(texts)
    with (
        closing(Parted(max(texts, said), texts, scratch)) as alike,
        closing(Parted(max(texts, said), texts, scratch)) as telling,
    ):
        for band in bands:
            long = (keyed[lengths[texts_of(keyed)] >= MIN_LENGTH] for keyed in band)
            for pairs in _pairs_of_all(long, texts, scratch):
                alike.add(_packed(pairs))
        for pairs in _pairs_of_all(sentences, said, scratch):
            telling.add(_packed(pairs))
        for of_bands, of_sentences in zip(alike.each(), telling.each(), strict=True):
            for text, others in _candidates(of_bands, of_sentences, sentence_counts):
                for head in sorted(set(heads[others].tolist())):
                    if is_copy(head, text):
                        heads[text] = head
                        break
    return heads


def sentences_of(texts: Numbers, hashes: Numbers) -> Hashes:
    """Return sentences as numbers: the hash of each, and in the lower half its text's number."""
    return (hashes.astype(np.uint64) << _HALF) | texts.astype(np.uint64)


def texts_of(keyed: Hashes) -> Integers:
    """Return the texts of what has a key in the upper half."""
    return (keyed & _LOW_HALF).astype(np.int64)


def band_keys(rows: Numbers) -> Numbers:
    """Return a key of 32 bits for each row of a band."""
    keys = np.zeros(len(rows), np.uint64)
    for values in rows.T:
        keys = mixed(keys ^ values)
    return keys >> _HALF


def are_enough(common: Integers, pairs: Integers, sentence_counts: Numbers) -> Marks:
    """Mark the pairs that have so many sentences in common that they are compared."""
    fewer = sentence_counts[pairs].min(axis=1, initial=np.iinfo(np.int64).max)
    return np.asarray(common >= np.maximum(_MIN_SENTENCE_SHARE * fewer, _MIN_SENTENCES))


def pairs_of_same(keyed: Hashes) -> Iterator[Integers]:
    """Yield pairs of texts with a key in common, the lesser first; the order of `keyed` is lost."""
    return _Same.of(keyed).pairs()


def keyed_bands(rows: Numbers, texts: Numbers) -> Iterator[Hashes]:
    """Yield, for each band of some signatures, the key of each with its text."""
    for start in range(0, rows.shape[1], BAND):
        yield sentences_of(texts, band_keys(rows[:, start : start + BAND]))


def _pairs_of_all(
    keyed: Iterable[Hashes], expected: int, scratch: Path | None
) -> Iterator[Integers]:
    """Yield pairs of texts with a key in common, of about so many keys."""
    with closing(Parted(expected, _KEYS, scratch)) as parts:
        for some in keyed:
            parts.add(some)
        for part in parts.each():
            yield from pairs_of_same(part)


def _candidates(
    alike: Hashes, telling: Hashes, sentence_counts: Numbers
) -> Iterator[tuple[int, Integers]]:
    """Yield texts, ascending, each with those before it that it is compared with.

    Of pairs whose signatures agree in a whole band, and pairs with a sentence in common, each as
    often as it has one.
    """
    telling, common = np.unique(telling, return_counts=True)
    enough = are_enough(common, _unpacked(telling), sentence_counts)
    pairs = _unpacked(np.union1d(alike, telling[enough]))
    ends = np.flatnonzero(np.diff(pairs[:, 1])) + 1
    for some in np.split(pairs, ends) if len(pairs) else ():
        yield int(some[0, 1]), some[:, 0]


def _packed(pairs: Integers) -> Hashes:
    """Return pairs as numbers that ascend with the second, then the first."""
    return ((pairs[:, 1] << 32) | pairs[:, 0]).astype(np.uint64)


def _unpacked(packed: Hashes) -> Integers:
    return np.stack((packed & _LOW_HALF, packed >> _HALF), axis=1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Same:
    """Texts that have a key in common with others, those of each key behind one another."""

    texts: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int32]  # of each text: where those of its key begin
    sizes: npt.NDArray[np.int32]  # and how many they are

    @classmethod
    def of(cls, keyed: Hashes) -> "_Same":
        """Take numbers with a key in the upper half and a text in the lower, whose order is lost."""
        keyed.sort()
        is_same = np.zeros(len(keyed) + 1, bool)  # as the one before it
        for start in range(0, len(keyed) - 1, _AT_ONCE):
            keys = keyed[start : start + _AT_ONCE + 1] >> _HALF
            is_same[start + 1 : start + len(keys)] = keys[1:] == keys[:-1]
        kept = np.flatnonzero(is_same[:-1] | is_same[1:])
        texts = (keyed[kept] & _LOW_HALF).astype(np.uint32)
        starts = np.flatnonzero(~is_same[kept])
        sizes = np.diff(np.append(starts, len(texts)))
        return cls(
            texts,
            np.repeat(starts, sizes).astype(np.int32),
            np.repeat(sizes, sizes).astype(np.int32),
        )

    def pairs(self) -> Iterator[Integers]:
        """Yield pairs, the lesser number first; all pairs with one second text come together."""
        order = np.argsort(self.texts, kind="stable").astype(np.int32)
        start = 0
        while start < len(order):
            last = self.texts[order[min(start + _AT_ONCE, len(order)) - 1]]
            end = int(np.searchsorted(self.texts, last, "right", sorter=order))
            yield self._pairs_of(order[start:end].astype(np.int64))
            start = end

    def _pairs_of(self, at: Integers) -> Integers:
        """Pair the texts at some places with those before them."""
        firsts, sizes = self.starts[at], self.sizes[at]
        places = at - firsts
        many = (sizes > _FEW) & (places > 1)
        pairs = [np.stack((self.texts[firsts[many]], self.texts[at[many]]), axis=1)]
        for back in range(1, _FEW):
            later = at[(places >= back) & ((sizes <= _FEW) | (back == 1))]
            pairs.append(np.stack((self.texts[later - back], self.texts[later]), axis=1))
        return np.concatenate(pairs).astype(np.int64)
