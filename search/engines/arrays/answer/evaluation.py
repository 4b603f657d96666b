"""Evaluation: which articles answer a request, in which order, and why?

A request is answered on whole arrays, one entry a document: found, narrowed, scored, ordered; only
what is left after filters is scored.
"""

import math
from collections.abc import Sequence
from itertools import chain

import numpy as np

from ....engine import Explanation, Match, Matches, Tier
from ....plan import LOOKED_INTO, compile_query
from ....query.budget import allow_for
from ....query.nodes import Query
from ....request import MAX_COPIES, SearchRequest, Sort
from ....scoring import DECIMALS, OVER
from ..file.array_types import Documents, Integers, Scores
from .closeness import NO_TIER, Tiers
from .finding import Finding
from .foreseen import looked_up
from .groups import Results
from .narrowing import Narrowing, by_date, by_score
from .parts import Parts
from .postings import Part
from .snapshot import Snapshot


class Evaluation:
    """Answers one request on one snapshot."""

    def __init__(self, snapshot: Snapshot, request: SearchRequest, scored: bool = True) -> None:
        """Find the documents; not scored, they can be counted. Raises UsageError if the query is too long."""
        allow_for(snapshot.size)
        plan = self._plan = compile_query(request.query, snapshot.segmenter, scored)
        self._snapshot = snapshot
        self._request = request
        part = snapshot.part_for(plan, request)
        self._look_into(part)
        if part.holds and not len(self._documents):  # that there is none is said of all only
            self._look_into(Part(snapshot.postings))

    def _look_into(self, part: Part) -> None:
        snapshot, plan, request = self._snapshot, self._plan, self._request
        self._looked_into = part.articles
        self._finding = Finding(snapshot, plan, part)
        self._parts = Parts(snapshot, plan, self._finding)
        self._tiers = Tiers(snapshot, self._finding, plan)
        self._narrowing = Narrowing(snapshot, self._finding.documents(), request.filters)
        self._documents = self._narrowing.remaining()

    def matches(self) -> Matches:
        """Return the page that was asked for, totals and counts."""
        request, snapshot = self._request, self._snapshot
        groups = snapshot.relations.groups if request.merge_copies else None
        results = Results(self._documents, groups)
        occurrences = self._finding.occurrences(self._documents)
        if not request.limit or len(results.documents) < request.at_least:
            return self._totals(results, occurrences)
        page, scores, tiers = self._page(results)
        documents = results.documents[page]
        ids = snapshot.ids.of(documents)
        snapshot.ids.shown = dict(zip(ids, documents.tolist(), strict=True))
        others = results.others(page)
        copies = [other.copies for other in others]
        versions = [other.versions for other in others]
        return Matches(
            total=len(self._documents),
            occurrences=int(occurrences.sum()),
            matches=tuple(
                map(
                    Match,
                    ids,
                    scores.round(DECIMALS).tolist(),
                    results.counts(occurrences, page).tolist(),
                    map(self._named, copies),
                    map(len, copies),
                    [None] * len(page) if tiers is None else map(_tier, tiers.tolist()),
                    map(self._named, versions),
                    map(len, versions),
                )
            ),
            facets=self._narrowing.facet_counts(request.facets, request.facet_values),
            groups=len(results.documents),
            looked_into=self._looked_into,
        )

    def _totals(self, results: Results, occurrences: Integers) -> Matches:
        """Return no page; facets where there are enough results."""
        request, count = self._request, len(results.documents)
        facets = () if count < request.at_least else request.facets
        return Matches(
            total=len(self._documents),
            occurrences=int(occurrences.sum()),
            matches=(),
            facets=self._narrowing.facet_counts(facets, request.facet_values),
            groups=count,
            looked_into=self._looked_into,
        )

    def _named(self, documents: Documents) -> tuple[str, ...]:
        return tuple(self._snapshot.ids.of(documents[:MAX_COPIES])) if len(documents) else ()

    def explain(self, document: int) -> Explanation:
        """Say what gives a document its place."""
        at = int(self._documents.searchsorted(document))
        found = self._documents[at : at + 1].tolist() == [document]
        terms = self._parts.explain(document)
        tier = self._tier(at) if found else None
        return Explanation(found, tier, sum(term.score for term in terms), terms)

    def _tier(self, at: int) -> Tier | None:
        """Return the tier of one of the documents found, as the whole result tells it."""
        if not self._tiers:
            return None
        if self._request.sort.is_by_date:
            tiers, at = self._close(self._documents[at : at + 1]), 0
        else:
            tiers = self._best_tiers(self._ordering(self._parts.scores(self._documents)))
        return None if tiers is None else _tier(int(tiers[at]))

    def _page(self, results: Results) -> tuple[Integers, Scores, Integers | None]:
        """Choose one page of the results; return their places, scores and tiers."""
        offset, limit = self._request.offset, self._request.limit
        if self._request.sort.is_by_date:
            ranks = self._snapshot.orders.by_date(self._request.sort)
            page = by_date(ranks.take(results.documents), offset, limit)
            documents = results.documents[page]
            return page, self._parts.scores(documents), self._close(documents)
        scores = self._parts.scores(self._documents)
        ordering = self._ordering(scores)
        tiers = self._best_tiers(ordering)
        shares = self._finding.title_shares(self._documents).round(DECIMALS)
        ordering = self._by_title(ordering, shares)
        key = self._over_later(ordering, shares)
        if tiers is not None and len(ordering):
            key = key + tiers * (math.floor(float(ordering.max())) + 1)
        if results.has_groups:
            # Which versions are looked into for a sentence is chance.
            wide = 0 if tiers is None else np.where(tiers == Tier.SENTENCE, Tier.ALL, tiers)
            results.prefer(ordering, 2 * wide + (shares == 1.0))
        best = results.best(key)
        if not self._request.merge_copies:
            key = self._snapshot.relations.groups.level(self._documents, key, ordering, tiers)
        ranks = self._snapshot.orders.relevance_rank.take(results.documents)
        page = by_score(key[best], ranks, offset, limit)
        return page, scores[best][page], None if tiers is None else tiers[best][page]

    def _ordering(self, scores: Scores) -> Scores:
        """Return what orders the documents of one tier: their scores, perhaps with how recent they are."""
        if self._request.sort is not Sort.RECENT:
            return scores
        recency = self._snapshot.dates.recency.take(self._documents)
        return scores * recency if self._parts else recency

    def _over_later(self, ordering: Scores, shares: Scores) -> Scores:
        """Let what is over come later, unless what was typed may name it."""
        if not (words := self._plan.naming):
            return ordering
        is_over = self._snapshot.relations.standings.are_over(self._documents)
        at = (is_over & (shares == 0)).nonzero()[0]
        documents = self._documents[at]
        is_named = np.ones(len(at), bool)
        for word in words:
            is_named &= np.isin(documents, self._finding.look_up(word).documents)
        ordering = ordering.copy()
        ordering[at[~is_named]] *= OVER
        return ordering

    def _by_title(self, ordering: Scores, shares: Scores) -> Scores:
        """Let no document come before another with the same share of its name by what else it says."""
        at = shares.nonzero()[0]
        if len(at) < 2 or self._plan.asks_for_number:
            return ordering
        _, of = np.unique(shares[at], return_inverse=True)
        best = np.full(int(of.max()) + 1, -np.inf)
        np.maximum.at(best, of, ordering[at])
        ordering = ordering.copy()
        ordering[at] = best[of]
        return ordering

    def _best_tiers(self, ordering: Scores) -> Integers | None:
        """Return the tiers of all documents; the best of those with all words are looked into."""
        if not self._tiers:
            return None
        complete = self._tiers.complete(self._documents)
        candidates = complete.nonzero()[0]
        ranks = self._snapshot.orders.newest_rank.take(self._documents[candidates])
        best = candidates[by_score(ordering[candidates], ranks, 0, LOOKED_INTO)]
        return self._tiers.of(self._documents, complete, best)

    def _close(self, documents: Documents) -> Integers | None:
        """Return the tiers of some documents, each of which is looked into."""
        if not self._tiers:
            return None
        complete = self._tiers.complete(documents)
        return self._tiers.of(documents, complete, complete.nonzero()[0])


def count_found(snapshot: Snapshot, queries: Sequence[Query]) -> list[int]:
    """Count the documents that each of some queries finds; what all look up is asked for at once."""
    plans = [compile_query(query, snapshot.segmenter, scored=False) for query in queries]
    if plans and snapshot.postings.asks_ahead:
        of_all = zip(*map(looked_up, plans), strict=True)
        snapshot.postings.expect(*map(chain.from_iterable, of_all))
    requests = (SearchRequest(query, limit=0, facets=()) for query in queries)
    return [Evaluation(snapshot, one, scored=False).matches().total for one in requests]


def _tier(value: int) -> Tier | None:
    return None if value == NO_TIER else Tier(value)
