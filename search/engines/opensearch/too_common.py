"""Too common: what of an index is looked into where something stands in more articles than may be listed?

A list costs as much as it is long, so what stands in more articles than a bound is listed only

- of those with something rarer that whatever is found must have: then nothing is left out;
- else of the newest, so many that the list is about as long as the bound, and of those with it in
  their titles: then all that is counted may be more, and the answer says so.

Either way a document that is looked into has all it would have in whole lists, so what is found
among these is right, also by what an article must not have.
"""

from dataclasses import dataclass

import numpy as np

from ...plan import Plan
from ...request import SearchRequest, Sort
from ..arrays.answer.foreseen import looked_up
from ..arrays.answer.narrowing import Narrowing
from ..arrays.answer.needed import Need, least_need
from ..arrays.answer.postings import Part
from ..arrays.answer.snapshot import Snapshot
from ..arrays.file.array_types import Documents, Integers, Marks
from .lists import Json
from .mapping import ADDED, NEWNESS, NUMBER, OLDNESS, oldness
from .postings import ClusterPostings, Standing

#: A search is told so many documents by their numbers.
_MOST_TOLD = 10_000


def part_of(
    snapshot: Snapshot, postings: ClusterPostings, plan: Plan, request: SearchRequest
) -> Part:
    """Return what is looked into to answer a request."""
    most = postings.most_listed
    words, phrases, _ = looked_up(plan)
    large = [Standing(one, True) for one in words if postings.most_documents(one) > most]
    large += [Standing(one, False) for one in phrases if postings.most_places(one) > most]
    counted = postings.totals(large)
    totals = {one: total for one, (total, _) in counted.items() if total > most}
    if not totals:
        return Part(postings)

    def size(need: Need) -> int:
        said = len(_said(snapshot, need))
        standing = sum(_size(postings, one, totals) for one in _standing(need))
        return standing + said if said <= _MOST_TOLD else snapshot.size

    need = least_need(plan, size)
    if need and size(need) <= most:
        told: Json = {"terms": {NUMBER: _said(snapshot, need).tolist()}}
        either = [told, *(one.query() for one in _standing(need))]
        return Part(postings.partly({"bool": {"should": either}}, totals))
    listed = min(size(need), max(totals.values())) if need else max(totals.values())
    stretch = _Stretch.of(snapshot, request, snapshot.live_count * most // listed)
    either = [stretch.query()]
    in_titles = _standing(need) if need else []
    if sum(counted[one][1] for one in in_titles if one in counted) > most:
        in_titles = []
    either += [one.in_title() for one in in_titles]
    some = postings.partly({"bool": {"should": either}}, totals)

    def holds(documents: Documents) -> Marks:
        held = stretch.holds(documents)
        for one in in_titles:
            own = some.word(one.text) if one.is_word else some.phrase(one.text)
            in_title = own.counts[0 if one.is_word else 1] > 0
            held |= np.isin(documents, own.documents[in_title])
        return held

    return Part(some, int(stretch.holds(snapshot.live.nonzero()[0]).sum()), holds)


def _said(snapshot: Snapshot, need: Need) -> Documents:
    """Return the documents of which is said what is needed."""
    said = [snapshot.documents_about(one) for one in need.said]
    return np.unique(np.concatenate([np.empty(0, np.intp), *said]))


def _standing(need: Need) -> list[Standing]:
    return [
        *(Standing(one, True) for one in sorted(need.words)),
        *(Standing(one, False) for one in sorted(need.phrases)),
    ]


def _size(postings: ClusterPostings, one: Standing, totals: dict[Standing, int]) -> int:
    """Count in how many documents something stands, at most."""
    if one in totals:
        return totals[one]
    return postings.most_documents(one.text) if one.is_word else postings.most_places(one.text)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The first documents in an order, from the first that filters leave on."""

    field: str
    values: Integers  # of all documents: the greater comes first, then the greater number
    top: int
    edge: int  # the value of the last, of which it has those
    number: int  # from this number on

    @classmethod
    def of(cls, snapshot: Snapshot, request: SearchRequest, count: int) -> "_Stretch":
        """Take so many of the live documents, at least one."""
        field, values = _order(snapshot, request.sort)
        live = snapshot.live.nonzero()[0]
        left = live
        if request.filters.narrow:
            left = Narrowing(snapshot, live, request.filters).remaining()
        top = int(values[left].max(initial=0))
        there = live[values[live] <= top]
        order = np.lexsort((there, values[there]))
        last = there[order[max(len(order) - max(count, 1), 0)]] if len(order) else 0
        return cls(field, values, top, int(values[last]), int(last))

    def holds(self, documents: Documents) -> Marks:
        """Mark the documents that are in it."""
        own = self.values[documents]
        within = (own > self.edge) | ((own == self.edge) & (documents >= self.number))
        return np.asarray(within & (own <= self.top))

    def query(self) -> Json:
        """Find the documents that are in it."""
        later = {"range": {self.field: {"gt": self.edge, "lte": self.top}}}
        on_the_edge = [
            {"term": {self.field: self.edge}},
            {"range": {NUMBER: {"gte": self.number}}},
        ]
        return {"bool": {"should": [later, {"bool": {"filter": on_the_edge}}]}}


def _order(snapshot: Snapshot, sort: Sort) -> tuple[str, Integers]:
    match sort:
        case Sort.OLDEST:
            return OLDNESS, oldness(snapshot.age_order)
        case Sort.ADDED:
            return ADDED, snapshot.added.astype(np.int64)
        case _:
            return NEWNESS, snapshot.age_order
