"""Too common: what of an index is looked into where something stands in more articles than may be listed?

A list costs as much as it is long, so what stands in more articles than a bound is listed only

- of those with something rarer that whatever is found must have: then nothing is left out;
- else of the newest, so many that the list is about as long as the bound, and of those with it in
  their titles: then all that is counted may be more, and the answer says so.

Either way a document that is looked into has all it would have in whole lists, so what is found
among these is right, also by what an article must not have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...plan import Plan
from ...query.nodes import MAX_EXPANSIONS, Field, Prefix
from ...request import Filters, SearchRequest, Sort
from ...text.latin_words import is_one_word
from ..arrays.answer.foreseen import looked_up
from ..arrays.answer.narrowing import Narrowing
from ..arrays.answer.needed import Need, least_need
from ..arrays.answer.postings import Part
from ..arrays.answer.snapshot import Snapshot
from ..arrays.file.array_types import Documents, Integers, Marks
from .lists import Json
from .mapping import ADDED, NEWNESS, NUMBER, OLDNESS, oldness
from .postings import ClusterPostings, PartialPostings, Standing

#: A search is told so many documents by their numbers.
_MOST_TOLD = 10_000


def part_to_find(
    snapshot: Snapshot, postings: ClusterPostings, plan: Plan, request: SearchRequest
) -> Part:
    """Return what is looked into to answer a search: what is in titles is found however old."""
    common = _Common.of(snapshot, postings, plan)
    if common is None:
        return Part(postings)
    if narrowed := common.narrowed():
        return Part(narrowed)
    stretch = common.stretch(request.filters, request.sort)
    in_titles = common.in_titles()
    some = common.among([stretch.query(), *(one.in_title() for one in in_titles)])

    def holds(documents: Documents) -> Marks:
        held = stretch.holds(documents)
        for one in in_titles:
            own = some.word(one.text) if one.is_word else some.phrase(one.text)
            in_title = own.counts[0 if one.is_word else 1] > 0
            held |= np.isin(documents, own.documents[in_title])
        return held

    return Part(some, int(stretch.holds(snapshot.live.nonzero()[0]).sum()), holds)


def part_to_count(
    snapshot: Snapshot, postings: ClusterPostings, plan: Plan, filters: Filters, sort: Sort
) -> Part:
    """Return what is looked into where nothing but what filters leave is told, the first by date first.

    That may be all of it: then nothing is left out.
    """
    common = _Common.of(snapshot, postings, plan)
    if common is None:
        return Part(postings)
    if narrowed := common.narrowed():
        return Part(narrowed)
    live = snapshot.live.nonzero()[0]
    left = Narrowing(snapshot, live, filters).remaining()
    if len(left) <= _MOST_TOLD:
        return Part(common.among([_told(left)]))
    stretch = common.stretch(filters, sort)
    some = common.among([stretch.query()])
    if stretch.holds(left).all():
        return Part(some)
    return Part(some, int(stretch.holds(live).sum()), stretch.holds)


@dataclass(frozen=True, slots=True)
class _Common:
    """What of a plan stands in more documents than may be listed, and what may narrow that."""

    snapshot: Snapshot
    postings: ClusterPostings
    totals: dict[Standing, int]  # in how many documents each stands
    titles: dict[Standing, int]  # and in how many titles, where that is known
    need: Need | None
    longest: int  # documents of the longest list, or of all that a beginning stands for together

    @classmethod
    def of(cls, snapshot: Snapshot, postings: ClusterPostings, plan: Plan) -> "_Common | None":
        """Look for what is too common; None: nothing is."""
        most = postings.most_listed
        begun = [
            step.node
            for step in plan.steps
            if isinstance(step.node, Prefix) and is_one_word(step.node.text)
        ]
        if postings.may_list_all and not begun:
            return None
        words, phrases, _ = looked_up(plan)
        phrases += [one.text for one in begun if one.field is Field.TITLE]
        large = [Standing(one, True) for one in words if not postings.may_list(one)]
        large += [Standing(one, False) for one in phrases if not postings.may_list_phrase(one)]
        counted = postings.totals(large)
        totals = {one: total for one, (total, _) in counted.items() if total > most}
        longest = max(totals.values(), default=0)
        for beginning in (one for one in begun if one.field is Field.TEXT):
            having = {
                Standing(one, True): postings.most_documents(one)
                for one in _words(postings, beginning.text)
            }
            if (together := sum(having.values())) > most:
                totals = having | totals
                longest = max(longest, together)
        if not totals:
            return None

        def size(need: Need) -> int:
            return _size(snapshot, postings, totals, need)

        need = least_need(plan, size, lambda text: _words(postings, text))
        titles = {one: in_titles for one, (_, in_titles) in counted.items()}
        return cls(snapshot, postings, totals, titles, need, longest)

    @property
    def _needed(self) -> int:
        """Count the documents that have what is needed; at least one."""
        if self.need is None:
            return self.longest
        return max(_size(self.snapshot, self.postings, self.totals, self.need), 1)

    def narrowed(self) -> "PartialPostings | None":
        """Return lists of the documents with what is needed; None: these are too many, too."""
        if self.need is None or self._needed > self.postings.most_listed:
            return None
        said = _told(_said(self.snapshot, self.need))
        return self.among([said, *(one.query() for one in _standing(self.need))])

    def stretch(self, filters: Filters, sort: Sort) -> "_Stretch":
        """Return so many documents, the first in an order, that the longest list there is as long as may be."""
        listed = min(self._needed, self.longest)
        count = self.snapshot.live_count * self.postings.most_listed // listed
        return _Stretch.of(self.snapshot, filters, sort, count)

    def in_titles(self) -> list[Standing]:
        """Return of what is needed what stands in titles few enough to be listed."""
        needed = _standing(self.need) if self.need else []
        known = [self.titles.get(one, 0 if one not in self.totals else None) for one in needed]
        if None in known or sum(one or 0 for one in known) > self.postings.most_listed:
            return []
        return needed

    def among(self, either: Sequence[Json]) -> PartialPostings:
        """Return lists of the documents that any of some queries finds."""
        return self.postings.partly({"bool": {"should": [*either]}}, self.totals)


def _size(
    snapshot: Snapshot, postings: ClusterPostings, totals: Mapping[Standing, int], need: Need
) -> int:
    """Count the documents that have what is needed, at most; all, where more is said of them than can be told."""
    said = len(_said(snapshot, need))
    if said > _MOST_TOLD:
        return snapshot.size
    return said + sum(_having(postings, one, totals) for one in _standing(need))


def _words(postings: ClusterPostings, beginning: str) -> list[str]:
    """Return the words that a beginning stands for."""
    return postings.words_beginning(beginning, MAX_EXPANSIONS)


def _told(documents: Documents) -> Json:
    return {"terms": {NUMBER: documents.tolist()}}


def _said(snapshot: Snapshot, need: Need) -> Documents:
    """Return the documents of which is said what is needed."""
    said = [snapshot.metadata.documents_about(one) for one in need.said]
    return np.unique(np.concatenate([np.empty(0, np.intp), *said]))


def _standing(need: Need) -> list[Standing]:
    return [
        *(Standing(one, True) for one in sorted(need.words)),
        *(Standing(one, False) for one in sorted(need.phrases)),
    ]


def _having(postings: ClusterPostings, one: Standing, totals: Mapping[Standing, int]) -> int:
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
    def of(cls, snapshot: Snapshot, filters: Filters, sort: Sort, count: int) -> "_Stretch":
        """Take so many of the live documents, at least one."""
        field, values = _order(snapshot, sort)
        live = snapshot.live.nonzero()[0]
        left = live
        if filters.narrow:
            left = Narrowing(snapshot, live, filters).remaining()
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
            return OLDNESS, oldness(snapshot.dates.age_order)
        case Sort.ADDED:
            return ADDED, snapshot.dates.added.astype(np.int64)
        case _:
            return NEWNESS, snapshot.dates.age_order
