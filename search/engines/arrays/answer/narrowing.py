"""Narrowing: which of the documents found remain after filters, what does each facet count, who is first?"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from ....engine import FacetCount
from ....facets import FACETS, Facet
from ....request import Filters
from ....scoring import DECIMALS
from ..file.array_types import Documents, Integers, Marks, Scores
from .snapshot import Snapshot

_FACETS = {facet.name: facet for facet in FACETS}


class Narrowing:
    """The documents that a query found, under filters."""

    def __init__(self, snapshot: Snapshot, found: Documents, filters: Filters) -> None:
        self._snapshot = snapshot
        self._found = found
        self._wanted = filters.facets
        self._dated: Marks | None = None  # None: all
        if filters.first is not None or filters.last is not None:
            self._dated = snapshot.dates.between(found, filters.first, filters.last)
        self._chosen = {
            name: self._having(name, values) for name, values in filters.facets.items() if values
        }

    def remaining(self) -> Documents:
        """Return the documents that remain after all filters."""
        return self._remaining(but=None)

    def _remaining(self, but: str | None) -> Documents:
        """Return the documents that remain after all filters but one facet's."""
        marked = self._dated
        for name, having in self._chosen.items():
            if name != but:
                marked = having if marked is None else marked & having
        return self._found if marked is None else self._found[marked]

    def facet_counts(self, wanted: Sequence[str], limit: int) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of facets, each as if nothing of that facet were chosen.

        Of a facet listed by count, so many values with most articles, and those chosen; years and
        months all.
        """
        return {name: self._counts(_FACETS[name], limit) for name in wanted}

    def _having(self, name: str, chosen: tuple[str, ...]) -> Marks:
        column = self._snapshot.facets[name]
        marked = np.zeros(len(column.strings), bool)
        marked[list(_places(column.strings, chosen))] = True
        return np.asarray(column.sets_with(marked)[column.sets[self._found]])

    def _counts(self, facet: Facet, limit: int) -> tuple[FacetCount, ...]:
        column = self._snapshot.facets[facet.name]
        counts = column.counts(self._remaining(but=facet.name))
        having = counts.nonzero()[0]  # values ascend
        listed = having[::-1]
        if not facet.newest_first:
            chosen = _places(column.strings, self._wanted.get(facet.name, ()))
            listed = _most(having, counts[having], limit, [at for at in chosen if counts[at]])
        values = map(column.strings.__getitem__, listed.tolist())
        return tuple(map(FacetCount, values, counts[listed].tolist()))


def _places(strings: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Yield where some strings stand among ascending ones; those that are not there are left out."""
    for string in wanted:
        at = bisect_left(strings, string)
        if strings[at : at + 1] == (string,):
            yield at


def _most(values: Integers, counts: Integers, limit: int, also: Sequence[int]) -> Integers:
    """Return so many of ascending values, those with the highest counts first, and some others."""
    keys = (counts.max(initial=0) - counts) * len(values) + np.arange(len(values))  # no two alike
    if limit < len(values):
        listed = np.zeros(len(values), bool)
        listed[keys.argpartition(limit)[:limit]] = True
        listed[values.searchsorted(np.array(also, np.intp))] = True
        values, keys = values[listed], keys[listed]
    return values[keys.argsort()]


def by_date(ranks: Integers, offset: int, limit: int) -> Integers:
    """Return where the least ranks of one page stand, ascending."""
    chosen = _least(ranks, offset + limit)
    return chosen[ranks[chosen].argsort()][offset : offset + limit]


def by_score(scores: Scores, ranks: Integers, offset: int, limit: int) -> Integers:
    """Return where the best scores of one page stand, the best first; ties go to the least rank.

    So the order is the same however the index was built.
    """
    scores = scores.round(DECIMALS)
    last = offset + limit
    if last >= len(scores):
        return np.lexsort((ranks, -scores))[offset:]
    if not last:
        return np.empty(0, np.intp)
    lowest = np.partition(scores, len(scores) - last)[len(scores) - last]
    better, equal = (scores > lowest).nonzero()[0], (scores == lowest).nonzero()[0]
    chosen = np.concatenate([better, equal[_least(ranks[equal], last - len(better))]])
    return chosen[np.lexsort((ranks[chosen], -scores[chosen]))][offset:last]


def _least(ranks: Integers, count: int) -> Integers:
    """Return where the least so many stand, in no order."""
    if count < len(ranks):
        return ranks.argpartition(count - 1)[:count] if count else np.empty(0, np.intp)
    return np.arange(len(ranks))
