"""Alignment: which sentence of one text became which of another, where it is no more, and where it is new?

Sentences that say the same, or are alike, are paired. The heaviest chain of pairs that stand in the
same order in both texts is what stayed in its place, heaviest by the characters that both have in
common; of the other pairs those that have most in common were moved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..query.budget import spend
from .likeness import Pair, like_pairs

_FEW = 12  # of a sentence that stands often in both texts: those at about the same place
_LEAST_MOVED = 6  # characters: what is shorter stands in many places by chance
_LIKE_MOVED = 0.6  # of what is not the same: Dice's coefficient
_COST = 3.0  # microseconds, of a pair


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of one text that became one of the other, by their numbers; or several in a row, from these on."""

    one: int
    other: int
    is_moved: bool
    ones: int = 1
    others: int = 1


def align(texts: Sequence[str], others: Sequence[str]) -> list[Match]:
    """Match normalised sentences, each with one at most; ascending by the other text's."""
    same = _same(texts, others)
    paired, other_paired = {pair.one for pair in same}, {pair.other for pair in same}
    rest = [number for number in range(len(texts)) if number not in paired]
    other_rest = [number for number in range(len(others)) if number not in other_paired]
    like = [
        Pair(rest[pair.one], other_rest[pair.other], pair.common, pair.share)
        for pair in like_pairs(
            [texts[number] for number in rest], [others[number] for number in other_rest]
        )
    ]
    pairs = same + like
    chain = heaviest_chain(pairs, len(others))
    taken, other_taken = {pair.one for pair in chain}, {pair.other for pair in chain}
    matches = [Match(pair.one, pair.other, is_moved=False) for pair in chain]
    for pair in sorted(pairs, key=lambda pair: (-pair.share * pair.common, pair.one, pair.other)):
        if pair.one in taken or pair.other in other_taken or not _may_be_moved(pair):
            continue
        taken.add(pair.one)
        other_taken.add(pair.other)
        matches.append(Match(pair.one, pair.other, is_moved=True))
    return sorted(matches, key=lambda match: match.other)


def heaviest_chain(pairs: Iterable[Pair], others: int) -> list[Pair]:
    """Return the pairs, ascending in both numbers, that have most characters in common.

    By a tree of prefix maxima over the other text's numbers (Fenwick 1994).
    """
    ordered = sorted(pairs, key=lambda pair: (pair.one, -pair.other))
    spend(_COST * len(ordered))
    best: list[tuple[int, int]] = [(0, -1)] * (others + 1)  # weight, and the place it ends at
    before: list[int] = []
    for place, pair in enumerate(ordered):
        weight, last = 0, -1
        at = pair.other
        while at > 0:
            if best[at][0] > weight:
                weight, last = best[at]
            at -= at & -at
        before.append(last)
        weight += pair.common
        at = pair.other + 1
        while at <= others:
            if best[at][0] < weight:
                best[at] = weight, place
            at += at & -at
    place = max(best)[1] if best else -1
    chain: list[Pair] = []
    while place >= 0:
        chain.append(ordered[place])
        place = before[place]
    return chain[::-1]


def _same(texts: Sequence[str], others: Sequence[str]) -> list[Pair]:
    """Pair sentences that say the same."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        places[text].append(number)
    other_places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(others):
        if text in places:
            other_places[text].append(number)
    return [
        Pair(one, other, len(text) + 1, 1.0)
        for text, there in other_places.items()
        for one, other in _near(places[text], there)
    ]


def _near(here: Sequence[int], there: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pair places of one sentence in both texts: all, or each with the few that stand about where it does."""
    step = len(there) / len(here)
    for place, one in enumerate(here):
        middle = round((place + 0.5) * step)
        first = max(0, min(middle - _FEW // 2, len(there) - _FEW))
        for other in there[first : first + _FEW]:
            yield one, other


def _may_be_moved(pair: Pair) -> bool:
    return pair.common >= _LEAST_MOVED and pair.share >= _LIKE_MOVED
