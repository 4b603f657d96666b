"""Phrase mining: which phrases does a collection use as if they were words?

A word is what holds together inside and is free outside. Both can be counted, without any
dictionary:

- *inside*, the characters stand together far more often than chance would have them: pointwise
  mutual information (K. W. Church, P. Hanks: Word Association Norms, Mutual Information, and
  Lexicography. Computational Linguistics 16(1), 1990), here that of the phrase's weakest joint;
- *outside*, what comes before and after is hard to foretell: branching entropy (Z. Jin,
  K. Tanaka-Ishii: Unsupervised Segmentation of Chinese Text by Use of Branching Entropy.
  COLING/ACL 2006), here the entropy of the neighbouring characters, in bits.

Every run of 2 to `max_length` Chinese characters is counted exactly. It stands in no more
documents than its parts, so runs are grown a character at a time, and only out of those that
stand in enough documents (R. Agrawal, R. Srikant: Fast Algorithms for Mining Association Rules.
VLDB 1994).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..text.normalization import is_han

#: Bits: each joint of a phrase is 32 times as frequent as by chance.
MIN_PMI = 5.0
#: Bits: before and after a phrase there is as much choice as among four characters, all as likely.
MIN_ENTROPY = 2.0
#: A phrase is part of a longer one, if so many of its occurrences have the same character beside it.
MAX_SAME_NEIGHBOUR = 0.9

#: Characters that join words rather than make them, at the beginning and at the end of a phrase.
FUNCTION_STARTS = frozenset("的了和与是在及等或并而也都就把被所其这那着们我你他她它")
FUNCTION_ENDS = frozenset("的了和与是在及等或并而也都就把被从以于对向由将其这那着我你他她它不")
#: Words that begin or end with such a character, and are whole all the same.
WHOLE_WORDS = frozenset(
    "和平 和谐 和解 在线 在职 在校 在编 其他 其它 存在 平等 对等 目的 标的 合并".split()
)

_POSITIONS = 9  # occurrences named with a phrase
_BATCH = 1 << 22  # occurrences that are sorted at a time
_Integers = npt.NDArray[np.int64]
_Small = npt.NDArray[np.int32]
_Characters = npt.NDArray[Any]  # of 16 bits, or of 32
_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MinedPhrase:
    """A phrase, and why it may be a word."""

    text: str
    count: int  # occurrences
    documents: int  # with it
    pmi: float  # bits, of its weakest joint
    left_entropy: float  # bits
    right_entropy: float
    positions: tuple[int, ...]  # some of its occurrences, from the first to the last


#: Told while phrases are counted: lengths done, and of how many.
LengthListener = Callable[[int, int], None]


def _no_listener(done: int, total: int) -> None:
    """Listen to nothing."""


def mine_phrases(
    codes: npt.NDArray[np.uint32],
    document_starts: _Integers,
    *,
    min_documents: int = 3,
    max_length: int = 8,
    limit: int = 20_000,
    on_length: LengthListener = _no_listener,
) -> tuple[MinedPhrase, ...]:
    r"""Return the phrases that a collection uses as words, those with most text in most documents first.

    `codes` are the normalised characters of all texts, a "\n" after each; `document_starts` says
    where each document begins, and where the last one ends. The order is by documents x length,
    then by occurrences. At most 2**31 characters; about 25 bytes of memory for each.
    """
    collection = _Collection.of(codes, document_starts, max_length)
    shorter: list[_Counts] = []
    found: list[MinedPhrase] = []
    runs = _single_characters(collection, min_documents)
    for length in range(1, max_length + 1):
        if not len(runs.counts.occurrences):
            break
        longer, right = _grow(collection, runs, min_documents if length < max_length else None)
        shorter.append(runs.counts)
        if length > 1:
            found += _choose(collection, runs, right, shorter)
        runs = longer
        on_length(length, max_length)
    on_length(max_length, max_length)
    found.sort(
        key=lambda phrase: (-phrase.documents * len(phrase.text), -phrase.count, phrase.text)
    )
    return tuple(found[:limit])


@dataclass(frozen=True, slots=True)
class _Collection:
    """What is counted: characters as small numbers, 0 for all that is not Chinese."""

    alphabet: npt.NDArray[np.uint32]  # by number: code of a character
    characters: _Characters  # by position; zeros behind the last
    documents: _Small  # by position
    chinese: int  # how many of the characters are

    @classmethod
    def of(cls, codes: npt.NDArray[np.uint32], starts: _Integers, max_length: int) -> "_Collection":
        """Number the Chinese characters in order of their codes."""
        present = np.zeros(0x110000, bool)
        present[codes] = True
        chinese = [code for code in np.flatnonzero(present).tolist() if is_han(chr(code))]
        kind: npt.DTypeLike = np.uint16 if len(chinese) < 1 << 16 else np.uint32
        numbers: _Characters = np.zeros(0x110000, kind)
        numbers[chinese] = np.arange(1, len(chinese) + 1)
        characters: _Characters = np.zeros(len(codes) + max_length + 1, kind)
        characters[: len(codes)] = numbers[codes]
        documents = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        alphabet = np.array([0, *chinese], np.uint32)
        return cls(alphabet, characters, documents, int(np.count_nonzero(characters)))

    @property
    def position_bits(self) -> int:
        return len(self.characters).bit_length()

    @property
    def character_bits(self) -> int:
        return len(self.alphabet).bit_length()

    def are(self, positions: _Small, wanted: frozenset[str]) -> _Flags:
        """Mark where the character is among the wanted ones."""
        codes = [ord(character) for character in wanted]
        flags: _Flags = np.isin(self.alphabet, codes)[self.characters[positions]]
        return flags

    def are_words(self, positions: _Small) -> _Flags:
        """Mark where one of WHOLE_WORDS begins."""
        words = [(ord(word[0]) << 32) | ord(word[1]) for word in WHOLE_WORDS]
        first, second = (
            self.alphabet[self.characters[positions + offset]].astype(np.int64) for offset in (0, 1)
        )
        return np.isin((first << 32) | second, words)

    def text(self, start: int, length: int) -> str:
        return "".join(
            chr(self.alphabet[number]) for number in self.characters[start : start + length]
        )


@dataclass(frozen=True, slots=True)
class _Counts:
    """All frequent runs of one length, each with a rank: the order of their characters."""

    occurrences: _Integers
    documents: _Small
    prefixes: _Small  # rank of the run without its last character, among those one shorter
    suffixes: _Small  # without its first


@dataclass(frozen=True, slots=True)
class _Runs:
    """Frequent runs, and all places where they stand."""

    length: int
    counts: _Counts
    starts: _Integers  # by rank: where its positions begin; and the end
    positions: _Small  # by rank, each in order

    @property
    def firsts(self) -> _Small:
        """Return by rank where each run stands first."""
        return self.positions[self.starts[:-1]]


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """By rank: how free a run is on one side."""

    entropies: _Floats
    shares: _Floats  # occurrences beside the commonest Chinese character


def _single_characters(collection: _Collection, min_documents: int) -> _Runs:
    """Return the characters that stand in enough documents, and where."""
    present = collection.characters[: len(collection.documents)]
    order = np.argsort(present, kind="stable").astype(np.int32)  # radix sort
    sizes = np.bincount(present, minlength=len(collection.alphabet))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    documents = np.zeros(len(sizes), np.int32)
    for number in np.flatnonzero(sizes).tolist():
        of_one = collection.documents[order[starts[number] : starts[number + 1]]]
        documents[number] = 1 + np.count_nonzero(np.diff(of_one))
    kept = documents >= min_documents
    kept[0] = False
    none = np.zeros(int(kept.sum()), np.int32)
    return _Runs(
        length=1,
        counts=_Counts(sizes[kept], documents[kept], none, none),
        starts=np.concatenate(([0], np.cumsum(sizes[kept]))),
        positions=order[np.repeat(kept, sizes)],
    )


def _grow(
    collection: _Collection, runs: _Runs, min_documents: int | None
) -> tuple[_Runs, _Neighbours]:
    """Return the frequent runs one longer (none without a minimum), and what follows these ones.

    The occurrences of a run are sorted by the character that follows, then by position; so what
    is counted for the longer runs also tells how free this one is.
    """
    position_bits, character_bits = collection.position_bits, collection.character_bits
    rank_at = np.zeros(len(collection.characters), np.int32)
    parts: list[tuple[_Integers, _Small, _Small, _Small]] = []
    right: list[_Neighbours] = []
    for begin, end in _batches(runs.starts, 63 - position_bits - character_bits):
        positions = runs.positions[runs.starts[begin] : runs.starts[end]]
        ranks = np.repeat(np.arange(end - begin), runs.counts.occurrences[begin:end])
        rank_at[positions] = ranks + begin
        keys = (ranks << character_bits) | collection.characters[positions + runs.length]
        keys = (keys << position_bits) | positions
        keys.sort()
        heads = keys >> position_bits
        group_starts = np.flatnonzero(np.diff(heads, prepend=-1))
        heads = heads[group_starts]
        sizes = np.diff(group_starts, append=len(keys))
        follower = heads & ((1 << character_bits) - 1)
        right.append(_neighbours(heads >> character_bits, follower, sizes))
        if min_documents is None:
            continue
        positions = (keys & ((1 << position_bits) - 1)).astype(np.int32)
        is_new = np.diff(collection.documents[positions], prepend=-1) != 0
        is_new[group_starts] = True
        documents = np.add.reduceat(is_new, group_starts, dtype=np.int32)
        kept = (follower > 0) & (documents >= min_documents)
        prefixes = ((heads[kept] >> character_bits) + begin).astype(np.int32)
        parts.append((sizes[kept], documents[kept], prefixes, positions[np.repeat(kept, sizes)]))
    return _joined(runs.length + 1, parts, rank_at), _behind_one_another(right)


def _joined(
    length: int, parts: list[tuple[_Integers, _Small, _Small, _Small]], rank_at: _Small
) -> _Runs:
    """Lay the batches' runs behind one another, and look up the runs they end with."""
    if not parts:
        none, small = np.zeros(0, np.int64), np.zeros(0, np.int32)
        return _Runs(length, _Counts(none, small, small, small), np.zeros(1, np.int64), small)
    occurrences = np.concatenate([part[0] for part in parts])
    documents, prefixes, positions = (
        np.concatenate([part[column] for part in parts]) for column in (1, 2, 3)
    )
    starts = np.concatenate(([0], np.cumsum(occurrences)))
    suffixes = rank_at[positions[starts[:-1]] + 1]
    return _Runs(length, _Counts(occurrences, documents, prefixes, suffixes), starts, positions)


def _batches(starts: _Integers, rank_bits: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of ranks, half-open, with about _BATCH occurrences, and few enough to number."""
    begin, last = 0, len(starts) - 1
    while begin < last:
        end = int(np.searchsorted(starts, starts[begin] + _BATCH, "right")) - 1
        end = min(max(end, begin + 1), begin + (1 << rank_bits), last)
        yield begin, end
        begin = end


def _neighbours(ranks: _Integers, characters: _Integers, sizes: _Integers) -> _Neighbours:
    """Say how free runs are, from how often (`sizes`) each character stands beside each run.

    Ranks are in order. What is not Chinese, as a mark or the end of a text, bounds a phrase for
    certain: each counts as a neighbour of its own.
    """
    is_character = characters > 0
    run_starts = np.flatnonzero(np.diff(ranks, prepend=-1))
    totals = np.add.reduceat(sizes, run_starts)
    same = np.where(is_character, sizes, 1)
    weighted = np.add.reduceat(np.where(is_character, sizes * np.log2(same), 0.0), run_starts)
    commonest = np.maximum.reduceat(np.where(is_character, sizes, 0), run_starts)
    return _Neighbours(np.log2(totals) - weighted / totals, commonest / totals)


def _choose(
    collection: _Collection, runs: _Runs, right: _Neighbours, shorter: list[_Counts]
) -> Iterator[MinedPhrase]:
    """Yield the runs that hold together inside and are free outside, cheapest test first."""
    chosen = np.flatnonzero(_is_free(right) & _has_whole_edges(collection, runs))
    strengths = _weakest_joints(chosen, shorter, collection.chinese)
    chosen, strengths = chosen[strengths >= MIN_PMI], strengths[strengths >= MIN_PMI]
    left = _left_neighbours(collection, runs, chosen)
    free = _is_free(left)
    for rank, pmi, entropy in zip(
        chosen[free].tolist(), strengths[free].tolist(), left.entropies[free].tolist(), strict=True
    ):
        places = runs.positions[runs.starts[rank] : runs.starts[rank + 1]]
        shown = np.linspace(0, len(places) - 1, min(len(places), _POSITIONS)).astype(np.int64)
        yield MinedPhrase(
            text=collection.text(places[0], runs.length),
            count=int(runs.counts.occurrences[rank]),
            documents=int(runs.counts.documents[rank]),
            pmi=pmi,
            left_entropy=entropy,
            right_entropy=float(right.entropies[rank]),
            positions=tuple(places[shown].tolist()),
        )


def _is_free(side: _Neighbours) -> _Flags:
    return (side.entropies >= MIN_ENTROPY) & (side.shares < MAX_SAME_NEIGHBOUR)


def _has_whole_edges(collection: _Collection, runs: _Runs) -> _Flags:
    """Mark the runs that do not begin or end with a function character, but for whole words."""
    firsts, lasts = runs.firsts, runs.firsts + runs.length - 1
    starts_well = ~collection.are(firsts, FUNCTION_STARTS) | collection.are_words(firsts)
    ends_well = ~collection.are(lasts, FUNCTION_ENDS) | collection.are_words(lasts - 1)
    return starts_well & ends_well


def _weakest_joints(ranks: _Integers, shorter: list[_Counts], chinese: int) -> _Floats:
    """Return the least mutual information of the two parts over all ways to cut a run in two."""
    counts = shorter[-1]
    length = len(shorter)
    prefixes: list[npt.NDArray[Any]] = [ranks]  # with 0, 1, 2 … characters less
    suffixes: list[npt.NDArray[Any]] = [ranks]
    for ngrams in reversed(shorter[1:]):
        prefixes.append(ngrams.prefixes[prefixes[-1]])
        suffixes.append(ngrams.suffixes[suffixes[-1]])
    together = np.log2(counts.occurrences[ranks]) + np.log2(chinese)
    weakest = np.full(len(ranks), np.inf)
    for cut in range(1, length):
        left = shorter[cut - 1].occurrences[prefixes[length - cut]]
        right = shorter[length - cut - 1].occurrences[suffixes[cut]]
        np.minimum(weakest, together - np.log2(left) - np.log2(right), out=weakest)
    return weakest


def _left_neighbours(collection: _Collection, runs: _Runs, chosen: _Integers) -> _Neighbours:
    """Say how free the chosen runs are before their first character."""
    sizes = runs.counts.occurrences[chosen]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    bits = collection.character_bits
    sides = [_Neighbours(np.zeros(0), np.zeros(0))]
    for begin, end in _batches(starts, 63 - bits):
        own = sizes[begin:end]
        places = np.repeat(runs.starts[chosen[begin:end]] - starts[begin:end], own)
        places += np.arange(starts[begin], starts[end])
        # The last character of the padded array, before position 0, is none.
        before = collection.characters[runs.positions[places] - 1]
        keys = (np.repeat(np.arange(end - begin, dtype=np.int64), own) << bits) | before
        keys.sort()
        group_starts = np.flatnonzero(np.diff(keys, prepend=-1))
        heads: _Integers = keys[group_starts]
        counted = np.diff(group_starts, append=len(keys))
        sides.append(_neighbours(heads >> bits, heads & ((1 << bits) - 1), counted))
    return _behind_one_another(sides)


def _behind_one_another(sides: list[_Neighbours]) -> _Neighbours:
    return _Neighbours(
        np.concatenate([side.entropies for side in sides]),
        np.concatenate([side.shares for side in sides]),
    )
