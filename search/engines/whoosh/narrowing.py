"""Which of the documents found remain after filters, what does each facet count, and who comes first?"""

import numpy as np
import numpy.typing as npt

from ...engine import FacetCount, Filters, SearchRequest, Sort
from ...facets import FACETS, Facet
from .evaluation import Evaluation
from .schema import NO_DATE
from .snapshot import Snapshot

#: A facet lists at most this many values, those with most articles.
MAX_FACET_VALUES = 200

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


class Narrowing:
    """The documents that a query found, under filters."""

    def __init__(
        self, snapshot: Snapshot, evaluation: Evaluation, found: Booleans, filters: Filters
    ) -> None:
        self._snapshot = snapshot
        self._dated = found & evaluation.published_between(filters.first, filters.last)
        self._chosen = {
            name: snapshot.facets[name].having(values, snapshot.size)
            for name, values in filters.facets.items()
            if values
        }

    def by_all(self) -> Booleans:
        """Mark what remains after all filters."""
        return self._by_all_but(None)

    def facet_counts(self) -> dict[str, tuple[FacetCount, ...]]:
        """Count every facet's values, as if nothing of that facet were chosen."""
        return {facet.name: self._counts(facet) for facet in FACETS}

    def _by_all_but(self, facet: str | None) -> Booleans:
        marked = self._dated
        for name, having in self._chosen.items():
            if name != facet:
                marked = marked & having
        return marked

    def _counts(self, facet: Facet) -> tuple[FacetCount, ...]:
        column = self._snapshot.facets[facet.name]
        counts = column.counts(self._by_all_but(facet.name)).tolist()
        found = [FacetCount(v, c) for v, c in zip(column.values, counts, strict=True) if c]
        found.sort(key=lambda entry: (-entry.count, entry.value))
        found = found[:MAX_FACET_VALUES]
        if facet.newest_first:
            found.sort(key=lambda entry: entry.value, reverse=True)
        return tuple(found)


def best_first(
    snapshot: Snapshot, scores: npt.NDArray[np.float64], marked: Booleans, request: SearchRequest
) -> Integers:
    """Return the numbers of one page of the marked documents, in the order asked for.

    Ties go to the newer article, then by id, so the order is the same however the index was built.
    """
    numbers = np.flatnonzero(marked)
    published = snapshot.published[numbers]
    newest = -published
    oldest = np.where(published == NO_DATE, np.iinfo(np.int64).max, published)
    # Rounded, since sums of floats differ in their last digits between builds of the same articles.
    best = -np.round(scores[numbers], 6)
    by_sort = {
        Sort.RELEVANCE: (newest, best),
        Sort.NEWEST: (newest,),
        Sort.OLDEST: (oldest,),
    }
    order = np.lexsort((snapshot.id_rank[numbers], *by_sort[request.sort]))
    return numbers[order[request.offset : request.offset + request.limit]]
