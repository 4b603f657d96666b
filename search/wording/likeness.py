"""Likeness: which sentences of two texts have so much in common that one may have become the other?

By the pairs of neighbouring characters (bigrams) that they share: their Dice coefficient (Dice
1945), or what part of the shorter one stands in the other. Found from the bigrams, the rarest first,
so that two texts of a thousand sentences each do not cost a million comparisons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..query.budget import spend
from ..text.normalization import TEXT_SEPARATOR

LIKE = 0.5  # Dice's coefficient, at least
_WITHIN, _LONG_ENOUGH = 0.8, 8  # or this part of so many bigrams or more
#: Of sentences that share a bigram, once for each that they share: what more would cost is passed over.
_MOST_PAIRS = 2_000_000
_MOST_COUNTED = 8_000_000  # pairs of sentences in a table
_MOST_OF_ONE = 3  # sentences that one may have become
_COST = 0.02  # microseconds, of a pair

_Integers = npt.NDArray[np.int64]
_CODE_BITS = 21
_SEPARATOR = ord(TEXT_SEPARATOR)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of one text and one of another, by their numbers."""

    one: int
    other: int
    common: int  # characters that both have, about
    share: float  # Dice's coefficient: 0 to 1


def like_pairs(texts: Sequence[str], others: Sequence[str]) -> list[Pair]:
    """Pair normalised sentences that are alike, each of `texts` with the few that are most like it."""
    if not texts or not others:
        return []
    here, there = _bigrams(texts), _bigrams(others)
    known, ids = np.unique(np.concatenate([here[0], there[0]]), return_inverse=True)
    own = _distinct(ids[: len(here[0])], here[1])
    other = _distinct(ids[len(here[0]) :], there[1])
    counts, other_counts = (np.bincount(side[0], minlength=len(known)) for side in (own, other))
    is_kept = _cheap(counts * other_counts)
    own, other = (_only(side, is_kept) for side in (own, other))
    sizes = np.bincount(own[1], minlength=len(texts))
    other_sizes = np.bincount(other[1], minlength=len(others))
    pairs, common = _counted(own, other, len(others))
    first, second = pairs // len(others), pairs % len(others)
    share = 2 * common / (sizes[first] + other_sizes[second])
    shorter = np.minimum(sizes[first], other_sizes[second])
    is_like = (share >= LIKE) | ((shorter >= _LONG_ENOUGH) & (common >= _WITHIN * shorter))
    first, second, common, share = (part[is_like] for part in (first, second, common, share))
    order = np.lexsort((-share, first))
    first, second, common, share = (part[order] for part in (first, second, common, share))
    place = np.arange(len(first)) - np.searchsorted(first, first)
    best = place < _MOST_OF_ONE
    return [
        Pair(*pair)
        for pair in zip(
            first[best].tolist(),
            second[best].tolist(),
            (common[best] + 1).tolist(),
            share[best].tolist(),
            strict=True,
        )
    ]


_Entries = tuple[_Integers, _Integers]  # bigrams, and the sentences that have them


def _bigrams(texts: Sequence[str]) -> _Entries:
    line = TEXT_SEPARATOR.join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(line, np.uint32).astype(np.int64)
    ends = codes == _SEPARATOR
    is_inside = ~(ends[:-1] | ends[1:])
    bigrams = (codes[:-1] << _CODE_BITS) | codes[1:]
    return bigrams[is_inside], np.cumsum(ends)[:-1][is_inside]


def _distinct(bigrams: _Integers, owners: _Integers) -> _Entries:
    """Return each bigram once for each sentence, ascending."""
    most = int(owners.max(initial=0)) + 1
    packed = np.unique(bigrams * most + owners)
    return packed // most, packed % most


def _cheap(pairs: _Integers) -> npt.NDArray[np.bool_]:
    """Mark the bigrams that are looked at, by how many pairs of sentences share them: the rarest."""
    order = np.argsort(pairs, kind="stable")
    kept = np.zeros(len(pairs), bool)
    kept[order] = np.cumsum(pairs[order]) <= _MOST_PAIRS
    return kept


def _only(entries: _Entries, is_kept: npt.NDArray[np.bool_]) -> _Entries:
    chosen = is_kept[entries[0]]
    return entries[0][chosen], entries[1][chosen]


def _counted(own: _Entries, other: _Entries, others: int) -> _Entries:
    """Return pairs of sentences (own × others + other's number), and how many bigrams they share."""
    starts = np.searchsorted(own[0], other[0])
    lengths = np.searchsorted(own[0], other[0], "right") - starts
    shifts = starts - np.cumsum(lengths) + lengths
    places = np.repeat(shifts, lengths) + np.arange(int(lengths.sum()))
    spend(_COST * len(places))
    pairs = own[1][places] * others + np.repeat(other[1], lengths)
    if int(own[1].max(initial=0) + 1) * others > _MOST_COUNTED:
        return np.unique(pairs, return_counts=True)
    counts = np.bincount(pairs)
    found = np.flatnonzero(counts)
    return found, counts[found]
