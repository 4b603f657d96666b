"""Frequent runs: which symbols in a row, characters or words, hold together inside and are free outside?

Both can be counted, without any dictionary:

- *inside*, they stand together far more often than chance would have them: pointwise mutual
  information (K. W. Church, P. Hanks: Word Association Norms, Mutual Information, and Lexicography.
  Computational Linguistics 16(1), 1990), here that of the run's weakest joint;
- *outside*, what comes before and after is hard to foretell: branching entropy (Z. Jin,
  K. Tanaka-Ishii: Unsupervised Segmentation of Chinese Text by Use of Branching Entropy.
  COLING/ACL 2006), here the entropy of the neighbouring symbols, in bits.

A run stands in no more documents than its parts, so runs are grown a symbol at a time, and only out
of those that stand in enough documents (R. Agrawal, R. Srikant: Fast Algorithms for Mining
Association Rules. VLDB 1994).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_POSITIONS = 9  # occurrences named with a run
_BATCH = 1 << 22  # occurrences that are sorted at a time
Integers = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Numbers = npt.NDArray[Any]  # of symbols; of 16 bits, or of 32
Flags = npt.NDArray[np.bool_]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a run must reach to be found."""

    min_documents: int  # in which it stands
    max_length: int  # symbols
    min_pmi: float  # bits, of each joint
    min_entropy: float  # bits, on each side
    max_same_neighbour: float  # share of its occurrences that have the same symbol beside it


@dataclass(frozen=True, slots=True)
class Symbols:
    """What is counted: symbols as small numbers, 0 for what is none, and for what stands behind the last."""

    count: int  # of different ones, 0 included
    numbers: Numbers  # by position; as many zeros behind the last as a run is long, and one
    documents: Small  # by position
    symbols: int  # how many of the positions have one
    #: By number: what bounds a run for certain that it stands before, and behind; 0 does.
    bounds_before: Flags
    bounds_behind: Flags
    #: Mark the positions where a run may begin, and those where its last symbol may be.
    may_begin: Callable[[Small], Flags]
    may_end: Callable[[Small], Flags]

    @property
    def position_bits(self) -> int:
        """How many bits a position takes."""
        return len(self.numbers).bit_length()

    @property
    def number_bits(self) -> int:
        """How many bits a symbol takes."""
        return self.count.bit_length()


@dataclass(frozen=True, slots=True)
class Run:
    """A run, and why it may be used as one."""

    length: int  # symbols
    count: int  # occurrences
    documents: int  # with it
    pmi: float  # bits, of its weakest joint
    left_entropy: float  # bits
    right_entropy: float
    positions: tuple[int, ...]  # some of its occurrences, from the first to the last


#: Told while runs are counted: lengths done, and of how many.
LengthListener = Callable[[int, int], None]


def no_listener(done: int, total: int) -> None:
    """Listen to nothing."""


def frequent_runs(
    symbols: Symbols, thresholds: Thresholds, on_length: LengthListener = no_listener
) -> list[Run]:
    """Return the runs of two symbols or more that reach the thresholds, the shortest first."""
    max_length = thresholds.max_length
    shorter: list[_Counts] = []
    found: list[Run] = []
    runs = _single_symbols(symbols, thresholds.min_documents)
    for length in range(1, max_length + 1):
        if not len(runs.counts.occurrences):
            break
        fewest = thresholds.min_documents if length < max_length else None
        longer, right = _grow(symbols, runs, fewest)
        shorter.append(runs.counts)
        if length > 1:
            found += _choose(symbols, runs, right, shorter, thresholds)
        runs = longer
        on_length(length, max_length)
    on_length(max_length, max_length)
    return found


@dataclass(frozen=True, slots=True)
class _Counts:
    """All frequent runs of one length, each with a rank: the order of their symbols."""

    occurrences: Integers
    documents: Small
    prefixes: Small  # rank of the run without its last symbol, among those one shorter
    suffixes: Small  # without its first


@dataclass(frozen=True, slots=True)
class _Runs:
    """Frequent runs, and all places where they stand."""

    length: int
    counts: _Counts
    starts: Integers  # by rank: where its positions begin; and the end
    positions: Small  # by rank, each in order

    @property
    def firsts(self) -> Small:
        """Return by rank where each run stands first."""
        return self.positions[self.starts[:-1]]


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """By rank: how free a run is on one side."""

    entropies: _Floats
    shares: _Floats  # occurrences beside the commonest symbol


def _single_symbols(symbols: Symbols, min_documents: int) -> _Runs:
    """Return the symbols that stand in enough documents, and where."""
    present = symbols.numbers[: len(symbols.documents)]
    order = np.argsort(present, kind="stable").astype(np.int32)  # radix sort
    sizes = np.bincount(present, minlength=symbols.count)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    documents = np.zeros(len(sizes), np.int32)
    for number in np.flatnonzero(sizes).tolist():
        of_one = symbols.documents[order[starts[number] : starts[number + 1]]]
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


def _grow(symbols: Symbols, runs: _Runs, min_documents: int | None) -> tuple[_Runs, _Neighbours]:
    """Return the frequent runs one longer (none without a minimum), and what follows these ones.

    The occurrences of a run are sorted by the symbol that follows, then by position; so what
    is counted for the longer runs also tells how free this one is.
    """
    position_bits, number_bits = symbols.position_bits, symbols.number_bits
    rank_at = np.zeros(len(symbols.numbers), np.int32)
    parts: list[tuple[Integers, Small, Small, Small]] = []
    right: list[_Neighbours] = []
    for begin, end in _batches(runs.starts, 63 - position_bits - number_bits):
        positions = runs.positions[runs.starts[begin] : runs.starts[end]]
        ranks = np.repeat(np.arange(end - begin), runs.counts.occurrences[begin:end])
        rank_at[positions] = ranks + begin
        keys = (ranks << number_bits) | symbols.numbers[positions + runs.length]
        keys = (keys << position_bits) | positions
        keys.sort()
        heads = keys >> position_bits
        group_starts = np.flatnonzero(np.diff(heads, prepend=-1))
        heads = heads[group_starts]
        sizes = np.diff(group_starts, append=len(keys))
        follower = heads & ((1 << number_bits) - 1)
        right.append(_neighbours(heads >> number_bits, follower, sizes, symbols.bounds_behind))
        if min_documents is None:
            continue
        positions = (keys & ((1 << position_bits) - 1)).astype(np.int32)
        is_new = np.diff(symbols.documents[positions], prepend=-1) != 0
        is_new[group_starts] = True
        documents = np.add.reduceat(is_new, group_starts, dtype=np.int32)
        kept = (follower > 0) & (documents >= min_documents)
        prefixes = ((heads[kept] >> number_bits) + begin).astype(np.int32)
        parts.append((sizes[kept], documents[kept], prefixes, positions[np.repeat(kept, sizes)]))
    return _joined(runs.length + 1, parts, rank_at), _behind_one_another(right)


def _joined(
    length: int, parts: list[tuple[Integers, Small, Small, Small]], rank_at: Small
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


def _batches(starts: Integers, rank_bits: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of ranks, half-open, with about _BATCH occurrences, and few enough to number."""
    begin, last = 0, len(starts) - 1
    while begin < last:
        end = int(np.searchsorted(starts, starts[begin] + _BATCH, "right")) - 1
        end = min(max(end, begin + 1), begin + (1 << rank_bits), last)
        yield begin, end
        begin = end


def _neighbours(ranks: Integers, numbers: Integers, sizes: Integers, bounds: Flags) -> _Neighbours:
    """Say how free runs are, from how often (`sizes`) each symbol stands beside each run.

    Ranks are in order. What bounds a run for certain counts, each time, as a neighbour of its own.
    """
    is_open = ~bounds[numbers]
    run_starts = np.flatnonzero(np.diff(ranks, prepend=-1))
    totals = np.add.reduceat(sizes, run_starts)
    same = np.where(is_open, sizes, 1)
    weighted = np.add.reduceat(np.where(is_open, sizes * np.log2(same), 0.0), run_starts)
    commonest = np.maximum.reduceat(np.where(is_open, sizes, 0), run_starts)
    return _Neighbours(np.log2(totals) - weighted / totals, commonest / totals)


def _choose(
    symbols: Symbols,
    runs: _Runs,
    right: _Neighbours,
    shorter: list[_Counts],
    thresholds: Thresholds,
) -> Iterator[Run]:
    """Yield the runs that hold together inside and are free outside, cheapest test first."""
    firsts = runs.firsts
    whole = symbols.may_begin(firsts) & symbols.may_end(firsts + runs.length - 1)
    chosen = np.flatnonzero(_are_free(right, thresholds) & whole)
    strengths = _weakest_joints(chosen, shorter, symbols.symbols)
    holds = strengths >= thresholds.min_pmi
    chosen, strengths = chosen[holds], strengths[holds]
    left = _left_neighbours(symbols, runs, chosen)
    free = _are_free(left, thresholds)
    for rank, pmi, entropy in zip(
        chosen[free].tolist(), strengths[free].tolist(), left.entropies[free].tolist(), strict=True
    ):
        places = runs.positions[runs.starts[rank] : runs.starts[rank + 1]]
        shown = np.linspace(0, len(places) - 1, min(len(places), _POSITIONS)).astype(np.int64)
        yield Run(
            length=runs.length,
            count=int(runs.counts.occurrences[rank]),
            documents=int(runs.counts.documents[rank]),
            pmi=pmi,
            left_entropy=entropy,
            right_entropy=float(right.entropies[rank]),
            positions=tuple(places[shown].tolist()),
        )


def _are_free(side: _Neighbours, thresholds: Thresholds) -> Flags:
    return (side.entropies >= thresholds.min_entropy) & (
        side.shares < thresholds.max_same_neighbour
    )


def _weakest_joints(ranks: Integers, shorter: list[_Counts], total: int) -> _Floats:
    """Return the least mutual information of the two parts over all ways to cut a run in two."""
    counts = shorter[-1]
    length = len(shorter)
    prefixes: list[npt.NDArray[Any]] = [ranks]  # with 0, 1, 2 … symbols less
    suffixes: list[npt.NDArray[Any]] = [ranks]
    for ngrams in reversed(shorter[1:]):
        prefixes.append(ngrams.prefixes[prefixes[-1]])
        suffixes.append(ngrams.suffixes[suffixes[-1]])
    together = np.log2(counts.occurrences[ranks]) + np.log2(total)
    weakest = np.full(len(ranks), np.inf)
    for cut in range(1, length):
        left = shorter[cut - 1].occurrences[prefixes[length - cut]]
        right = shorter[length - cut - 1].occurrences[suffixes[cut]]
        np.minimum(weakest, together - np.log2(left) - np.log2(right), out=weakest)
    return weakest


def _left_neighbours(symbols: Symbols, runs: _Runs, chosen: Integers) -> _Neighbours:
    """Say how free the chosen runs are before their first symbol."""
    sizes = runs.counts.occurrences[chosen]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    bits = symbols.number_bits
    sides = [_Neighbours(np.zeros(0), np.zeros(0))]
    for begin, end in _batches(starts, 63 - bits):
        own = sizes[begin:end]
        places = np.repeat(runs.starts[chosen[begin:end]] - starts[begin:end], own)
        places += np.arange(starts[begin], starts[end])
        # The last number of the padded array, before position 0, is none.
        before = symbols.numbers[runs.positions[places] - 1]
        keys = (np.repeat(np.arange(end - begin, dtype=np.int64), own) << bits) | before
        keys.sort()
        group_starts = np.flatnonzero(np.diff(keys, prepend=-1))
        heads: Integers = keys[group_starts]
        counted = np.diff(group_starts, append=len(keys))
        sides.append(
            _neighbours(heads >> bits, heads & ((1 << bits) - 1), counted, symbols.bounds_before)
        )
    return _behind_one_another(sides)


def _behind_one_another(sides: list[_Neighbours]) -> _Neighbours:
    return _Neighbours(
        np.concatenate([side.entropies for side in sides]),
        np.concatenate([side.shares for side in sides]),
    )
