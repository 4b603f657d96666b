"""Regrouping: which copies and versions are grouped anew when a few texts come and go?

What is worked out for all texts when an index is built is worked out here for a few: those that
came or went, then those to which these lead. All texts that share a key with them are looked for,
so what is said of them is what would be said if all were grouped; all others stay as they were.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .candidates import (
    BAND,
    Integers,
    Marks,
    Numbers,
    are_enough,
    band_keys,
    pairs_of_same,
    sentences_of,
    texts_of,
)
from .sketches import MIN_LENGTH, PERMUTATIONS, Hashes
from .versions import Rows, group_versions

#: When more texts are led to than these, all are grouped: that costs little more.
_MOST = 4000
_LOW_HALF = 0xFFFFFFFF

IsCopy = Callable[[int, int], bool]


class Sketched(Protocol):
    """The sketches of texts, by their numbers."""

    @property
    def lengths(self) -> Numbers:
        """Return the letters of each text."""

    @property
    def sentence_counts(self) -> Numbers:
        """Return how many sentences each text has."""

    @property
    def signatures(self) -> Rows:
        """Return the signatures of texts."""

    def having(self, column: int, values: Numbers) -> Integers:
        """Return the texts whose signatures have one of some values, ascending, in a column."""

    def with_sentences(self, hashes: Numbers) -> Hashes:
        """Return the sentences of all texts that are among some, ascending, as `sentences_of` does."""

    def sentences_in(self, texts: Integers) -> tuple[Integers, Numbers]:
        """Return the sentences of some texts: of each the number of its text among these, and its hash."""


def regroup_copies(
    texts: Sketched, heads: Integers, came: Marks, went: Marks, is_copy: IsCopy
) -> Integers | None:
    """Return the heads that `group_copies` would return, None where it must be asked.

    Texts are those of before and of now. `heads` are those of before, of a text that came its own;
    what is returned of a text that went says nothing.
    """
    own = np.flatnonzero(came | went)
    while len(own) <= _MOST:
        around = _Around(texts, own, came, went)
        now = around.heads(heads, is_copy)
        further = np.union1d(around.parted(), around.concerned(heads, now, is_copy))
        if not len(further):
            return now
        own = np.union1d(own, further.astype(np.int64))
    return None


@dataclass(frozen=True, slots=True)
class _Counted:
    """Pairs of texts, packed, ascending, and how many keys each has in common."""

    packed: Integers
    counts: Integers

    @classmethod
    def of(cls, keyed: Sequence[Hashes], absent: Marks) -> "_Counted":
        """Pair those texts that have a key in common, of those that are there."""
        pairs = [np.empty((0, 2), np.int64)]
        for one in keyed:
            pairs += pairs_of_same(one[~absent[texts_of(one)]])
        return cls(*np.unique(_packed(np.concatenate(pairs)), return_counts=True))


class _Around:
    """The pairs of some texts with all others, before and now."""

    def __init__(self, texts: Sketched, own: Integers, came: Marks, went: Marks) -> None:
        self._texts, self._own, self._went = texts, own, went
        self._is_own = np.zeros(len(came), bool)
        self._is_own[own] = True
        bands, sentences = list(_bands(texts, own)), [_sentences(texts, own)]
        # Before, those that came were not there; now, those that went are not.
        self._bands = [_Counted.of(bands, absent) for absent in (came, went)]
        self._sentences = [_Counted.of(sentences, absent) for absent in (came, went)]
        self._before, self._now = (
            set(map(tuple, self._candidates(*counted).tolist()))
            for counted in zip(self._bands, self._sentences, strict=True)
        )

    def heads(self, heads: Integers, is_copy: IsCopy) -> Integers:
        """Return the heads of now, where those of all other texts are what they were."""
        earlier: defaultdict[int, list[int]] = defaultdict(list)
        for first, second in self._now:
            earlier[second].append(first)
        now = heads.copy()
        now[self._own] = self._own
        for text in self._own.tolist():
            for head in sorted({int(now[other]) for other in earlier[text]}):
                if is_copy(head, text):
                    now[text] = head
                    break
        return now

    def concerned(self, heads: Integers, now: Integers, is_copy: IsCopy) -> list[int]:
        """Return other texts whose head may be another now.

        The head of such a text is no longer one that it would be compared with, or one before it
        is, of which it is a copy.
        """
        found = []
        for pair in self._before | self._now:
            first, second = pair
            had = int(heads[first]) if pair in self._before else None
            has = int(now[first]) if pair in self._now else None
            if self._is_own[second] or had == has:
                continue
            own = int(heads[second])
            is_lost = had == own
            if is_lost or (has is not None and has < own and is_copy(has, second)):
                found.append(second)
        return found

    def parted(self) -> Integers:
        """Return the later of other pairs that may be candidates now and were not, or the other way.

        Of a key that many texts have, each is paired with the one before it: whoever comes between
        two parts them, and whoever goes joins them.
        """
        bands = self._others(*self._bands)
        sentences = self._others(*self._sentences)
        may_be = are_enough(self._in_common(sentences), sentences, self._texts.sentence_counts)
        return np.concatenate([bands[:, 1], sentences[may_be, 1]])

    def _others(self, before: _Counted, now: _Counted) -> Integers:
        """Return the pairs that are not the same before and now, without those that were looked at."""
        counts = np.concatenate([before.counts, -now.counts])
        packed, at = np.unique(np.concatenate([before.packed, now.packed]), return_inverse=True)
        pairs = _unpacked(packed[np.bincount(at, counts, len(packed)) != 0])
        return pairs[~self._is_own[pairs].any(axis=1)]

    def _in_common(self, pairs: Integers) -> Integers:
        """Count the sentences that the texts of each pair have in common."""
        firsts, seconds = (_by_pair(*self._texts.sentences_in(pairs[:, side])) for side in (0, 1))
        both = np.intersect1d(firsts, seconds, assume_unique=True) >> np.uint64(32)
        return np.bincount(both.astype(np.int64), minlength=len(pairs))

    def _candidates(self, bands: _Counted, sentences: _Counted) -> Integers:
        """Return the pairs that are compared, with a text that is looked at."""
        pairs = _unpacked(sentences.packed)
        enough = are_enough(sentences.counts, pairs, self._texts.sentence_counts)
        pairs = _unpacked(np.union1d(bands.packed, sentences.packed[enough]))
        return pairs[self._is_own[pairs].any(axis=1)]


def _bands(texts: Sketched, own: Integers) -> Sequence[Hashes]:
    """Return, for each band, the keys of some texts, each with all that have it."""
    own = own[texts.lengths[own] >= MIN_LENGTH]
    rows = texts.signatures[own]
    found = []
    for start in range(0, PERMUTATIONS, BAND):
        wanted = np.unique(band_keys(rows[:, start : start + BAND]))
        near = texts.having(start, np.unique(rows[:, start]))
        near = near[texts.lengths[near] >= MIN_LENGTH]
        keys = band_keys(texts.signatures[near][:, start : start + BAND])
        is_wanted = np.isin(keys, wanted)
        found.append(sentences_of(near[is_wanted], keys[is_wanted]))
    return found


def _sentences(texts: Sketched, own: Integers) -> Hashes:
    """Return the sentences of some texts, each with all that have it."""
    return texts.with_sentences(np.unique(texts.sentences_in(own)[1]))


def _by_pair(pairs: Integers, hashes: Numbers) -> Hashes:
    return (pairs.astype(np.uint64) << np.uint64(32)) | hashes.astype(np.uint64)


def _packed(pairs: Integers) -> Integers:
    return (pairs[:, 0] << 32) | pairs[:, 1]


def _unpacked(packed: Integers) -> Integers:
    return np.stack((packed >> 32, packed & _LOW_HALF), axis=1)


def regroup_versions(
    papers: Integers,
    signatures: Rows,
    lengths: Numbers,
    heads: tuple[Integers, Integers],
    came: Marks,
    went: Marks,
    groups: Sequence[Sequence[int]],
) -> list[list[int]]:
    """Return what `group_versions` would, looking only at papers that have other texts now.

    `heads` are those of before and of now, `groups` those of before. Texts are those of before and
    of now.
    """
    group_of = np.full(len(papers), -1)  # by head; -1: none
    for number, group in enumerate(groups):
        group_of[group] = number
    before, now = heads
    is_touched = np.zeros(len(groups) + 1, bool)  # what -1 leads to stands last
    is_wanted = np.zeros(int(papers.max(initial=-1)) + 2, bool)
    looked_at, further = np.zeros(len(papers), bool), came | went | (before != now)
    while (further & ~looked_at).any():
        looked_at |= further
        is_wanted[papers[looked_at]] = True
        for of_heads in (before, now):
            is_touched[group_of[of_heads[looked_at]]] = True
        is_wanted[-1] = is_touched[-1] = False
        further = is_wanted[papers] | is_touched[group_of[before]] | is_touched[group_of[now]]
    own = np.where(looked_at & ~went, papers, -1)
    kept = [[*group] for number, group in enumerate(groups) if not is_touched[number]]
    return sorted(kept + group_versions(own, signatures, lengths, now))
