"""Which of the documents found remain after filters, what does each facet count, and who comes first?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ...engine import FacetCount, Filters, Sort
from ...facets import FACETS, Facet
from .evaluation import Evaluation, Found
from .snapshot import Snapshot

#: A facet lists at most this many values, those with most articles; years and months are all listed.
MAX_FACET_VALUES = 200

Array = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


class Narrowing:
    """The documents that a query found, under filters."""

    def __init__(
        self, snapshot: Snapshot, evaluation: Evaluation, found: Array, filters: Filters
    ) -> None:
        self._snapshot = snapshot
        self._found = found
        self._dated: Booleans | None = None  # None: all
        if filters.first is not None or filters.last is not None:
            self._dated = evaluation.is_published_between(found, filters.first, filters.last)
        self._chosen = {
            name: self._having(name, values) for name, values in filters.facets.items() if values
        }

    def remaining(self, but: str | None = None) -> Booleans | None:
        """Mark what of the documents found remains after all filters but one facet's; None: all."""
        marked = self._dated
        for name, having in self._chosen.items():
            if name != but:
                marked = having if marked is None else marked & having
        return marked

    def facet_counts(self, wanted: Sequence[str]) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of facets, each as if nothing of that facet were chosen."""
        return {facet.name: self._counts(facet) for facet in FACETS if facet.name in wanted}

    def _having(self, name: str, chosen: tuple[str, ...]) -> Booleans:
        column = self._snapshot.facets[name]
        marked = np.array([value in set(chosen) for value in column.strings], bool)
        return np.asarray(column.sets_with(marked)[column.sets[self._found]])

    def _counts(self, facet: Facet) -> tuple[FacetCount, ...]:
        column = self._snapshot.facets[facet.name]
        marked = self.remaining(but=facet.name)
        counts = column.counts(self._found if marked is None else self._found[marked])
        having = np.flatnonzero(counts)
        if facet.newest_first:
            having = having[::-1]
        else:  # values ascend, and so do those with the same count
            having = having[np.argsort(-counts[having], kind="stable")[:MAX_FACET_VALUES]]
        return tuple(
            FacetCount(column.strings[value], count)
            for value, count in zip(having.tolist(), counts[having].tolist(), strict=True)
        )


def best_first(snapshot: Snapshot, found: Found, sort: Sort, offset: int, limit: int) -> Integers:
    """Return where, among the documents found, those of one page stand, in the order asked for.

    Ties go to the newer article, then by id, so the order is the same however the index was built.
    """
    rank = snapshot.oldest_rank if sort is Sort.OLDEST else snapshot.newest_rank
    ranks = rank[found.documents]
    last = offset + limit
    if sort is not Sort.RELEVANCE or found.scores is None:
        chosen = _smallest(ranks, last)
        return chosen[np.argsort(ranks[chosen])][offset:last]
    # Rounded, since sums of floats differ in their last digits between builds of the same articles.
    scores = np.round(found.scores, 6)
    chosen = np.arange(len(scores))
    if 0 < last < len(scores):
        least = np.partition(scores, len(scores) - last)[len(scores) - last]
        better, equal = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
        tied = equal[_smallest(ranks[equal], last - len(better))]
        chosen = np.concatenate([better, tied])
    return chosen[np.lexsort((ranks[chosen], -scores[chosen]))][offset:last]


def _smallest(ranks: Integers, count: int) -> Integers:
    """Return where the smallest so many stand, in no order."""
    if 0 < count < len(ranks):
        return np.argpartition(ranks, count - 1)[:count]
    return np.arange(len(ranks))
