"""Nearest: where in the texts do most of the rare pairs of a text stand close together?

A sentence that was changed keeps most of its pairs of neighbouring characters, and where the rare
ones of these stand side by side it is likely to come from. Only their places are read, no text.
"""

from dataclasses import dataclass

import numpy as np

from ....engine import Place
from ....query.budget import spend
from ....request import NearestRequest
from ..file.array_types import AnyArray, Integers
from ..file.pairs import pair_keys, pair_of
from ..file.texts import Texts
from .snapshot import Snapshot

# What is taken off the budget: for a request, a place of a rare pair.
_REQUEST, _PLACE = 200, 0.1


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of one segment in which enough of the pairs stand; a pair counts once."""

    documents: Integers  # within the segment
    starts: Integers  # the place of the first pair
    middles: Integers  # the place of the pair in the middle
    counts: Integers  # different pairs


def find_nearest(snapshot: Snapshot, request: NearestRequest) -> tuple[Place, ...]:
    """Say where something most like a text stands, the best first."""
    keys = _rare(snapshot, request)
    needed = request.needed(len(keys))
    if not needed:
        return ()
    columns: list[list[Integers]] = [[np.empty(0, np.int64)] * 4]
    pairs = list(map(pair_of, keys.tolist()))
    for segment, first, live in snapshot.postings.texts_with(pairs, needed):
        found = _stretches(segment, keys, request.reach, needed)
        spend(_REQUEST + len(found.starts) * _PLACE)
        own = [found.documents + first, found.starts, found.middles, found.counts]
        columns.append(own if live is None else [column[live[found.documents]] for column in own])
    documents, starts, middles, counts = map(np.concatenate, zip(*columns, strict=True))
    order = np.lexsort((starts, snapshot.orders.oldest_rank.take(documents), -counts))
    chosen = _apart(documents, starts, order, request)
    return tuple(_place(snapshot, int(documents[at]), int(middles[at])) for at in chosen)


def _place(snapshot: Snapshot, document: int, middle: int) -> Place:
    """Return a pair's place in its line."""
    ((segment, own, _),) = snapshot.articles.by_segment([document])
    ends = segment.line_ends(own).astype(np.int64)
    (start,), _ = segment.text_starts(own)
    line = int(ends.searchsorted(middle))  # of the title 0
    at = middle - (int(ends[line - 1]) + 1 if line else int(start))
    return Place(snapshot.ids.at(document), line - 1 if line else None, at, at + 2, 0)


def _rare(snapshot: Snapshot, request: NearestRequest) -> AnyArray:
    """Return the pairs of a text that are looked for, by their keys."""
    keys = np.unique(pair_keys(request.text))
    sizes = np.zeros(len(keys), np.int64)
    for pairs in snapshot.postings.pairs():
        sizes += pairs.sizes(keys)
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] > 0]
    return keys[order[: request.affordable(sizes[order].tolist())]]


def _stretches(segment: Texts, keys: AnyArray, reach: int, needed: int) -> _Stretches:
    """Find the stretches, one beginning at each place of a pair, that hold enough of the pairs."""
    starts, which = segment.pair_places(keys)
    documents, ends = segment.documents_at(starts)
    behind = starts.searchsorted(np.minimum(starts + reach, ends))
    at = np.flatnonzero(behind - np.arange(len(starts)) >= needed)
    counts = _different(which, at, behind[at])
    enough = counts >= needed
    at, counts = at[enough], counts[enough]
    middles = starts[(at + behind[at] - 1) // 2]
    return _Stretches(documents[at], starts[at], middles, counts)


def _different(which: Integers, firsts: Integers, behind: Integers) -> Integers:
    """Count the different pairs from one place to another, for several of these stretches."""
    before = np.full(len(which), -1)  # the place before with the same pair
    order = np.argsort(which, kind="stable")
    again = which[order[1:]] == which[order[:-1]]
    before[order[1:][again]] = order[:-1][again]
    counts = np.zeros(len(firsts), np.int64)
    for step in range(int((behind - firsts).max(initial=0))):
        at = firsts + step
        counts += (at < behind) & (before.take(at, mode="clip") < firsts)
    return counts


def _apart(
    documents: Integers, starts: Integers, order: Integers, request: NearestRequest
) -> list[int]:
    """Return the first stretches of an order, none that begins within reach of one before it."""
    chosen: list[int] = []
    for at in order.tolist():
        if len(chosen) == request.limit:
            break
        near = (
            documents[at] == documents[other] and abs(starts[at] - starts[other]) < request.reach
            for other in chosen
        )
        if not any(near):
            chosen.append(at)
    return chosen
