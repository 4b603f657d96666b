"""Lists: which documents does each of some queries find, and how often? Asked in one round trip.

A list is what a script of each shard writes: of each document how far its number is from the one
before, and its score, as text; so it costs a few bytes a document, and nothing is left out however
many there are. Any search costs more than what is short to tell, and a document that is listed twice
costs twice, so several counts are asked by one: a score has 24 bits, and each count its own of them.
Of documents in which one does not fit into its own, those of its row are asked once more, each by
itself.

Each list holds the documents that were added last, too, whatever they say: one that lacks some is
of a copy that is behind the others, as of a node that the network has parted from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from ..arrays.answer.sparse import values_at
from ..arrays.file.array_types import Documents, Integers, Marks
from .connection import NODES_TRIED
from .contents import Contents
from .mapping import NUMBER, added_up, capped, raised, unscored

Json = dict[str, Any]
_Item = TypeVar("_Item")

_LIST = {
    "scripted_metric": {
        "init_script": "state.list = new StringBuilder(); state.last = new int[1]",
        # With types: what has none is looked for by name, for each document.
        "map_script": (
            "StringBuilder list = (StringBuilder) state.list; int[] last = (int[]) state.last;"
            f" int number = (int) doc['{NUMBER}'].value;"
            " list.append(number - last[0]).append(' ').append((int) _score).append(' ');"
            " last[0] = number"
        ),
        "combine_script": "return state.list.toString()",
        "reduce_script": "return states",
    }
}
_MOST_SEARCHES = 120  # in one round trip
#: So many documents that were added last are in each list: some of each shard.
_LAST = 64
_MOST_GONE = 10_000  # removed documents that are left out of totals by their numbers
_FEW = 2000  # documents that a search is told by their numbers
#: A score is a number of single precision: so many bits of it are exact.
_BITS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """What is counted in one field: by a query, whose score is so many times the count.

    So many `bits` are kept for it; one says only whether there is any, whatever the score.
    """

    query: Json
    bits: int
    times: int = 1

    @property
    def most(self) -> int:
        """Return what is told of a count that is as great, or greater."""
        return (1 << self.bits) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Counts that belong together."""

    counts: tuple[Count, ...]

    @property
    def bits(self) -> int:
        """Return the bits of its counts."""
        return sum(count.bits for count in self.counts)


@dataclass(frozen=True, slots=True)
class Listed:
    """The documents with any of the counts of a row, ascending, and each of these counts."""

    documents: Documents
    counts: tuple[Integers, ...]

    def only(self, first: int, end: int) -> "Listed":
        """Return the documents with any of some of the counts, and each of these."""
        counts = self.counts[first:end]
        there = _any_of(counts)
        return Listed(self.documents[there], tuple(own[there] for own in counts))

    def corrected(self, documents: Documents, counts: Sequence[Integers]) -> "Listed":
        """Return it with other counts of some of its documents, ascending."""
        at = self.documents.searchsorted(documents)
        own = tuple(column.copy() for column in self.counts)
        for column, count in zip(own, counts, strict=True):
            column[at] = count
        return Listed(self.documents, own).only(0, len(own))


_Scored = tuple[Documents, Integers]  # documents, ascending, and the score of each


class Lists:
    """Asks the cluster for lists of the live documents of a generation."""

    def __init__(self, contents: Contents, live: Marks) -> None:
        """Take marks for the live documents."""
        self._contents, self._live = contents, live
        self._last = live.nonzero()[0][-_LAST:]
        self._within: Json | None = None
        #: What stands in more documents is listed only where it is asked for by itself.
        self.most_listed = contents.connection.access.counted

    def within(self, query: Json) -> "Lists":
        """Return what asks for lists of those documents only that a query finds."""
        lists = copy(self)
        lists._within = query
        return lists

    def totals(self, queries: Sequence[Json]) -> list[int]:
        """Count the live documents that each of some queries finds."""
        there = {"range": {NUMBER: {"lt": len(self._live)}}}
        # What was removed is on the cluster as long as it was there in the generation before.
        gone = {"terms": {NUMBER: (~self._live).nonzero()[0][-_MOST_GONE:].tolist()}}
        bodies = [
            {
                "size": 0,
                "track_total_hits": True,
                "query": {"bool": {"filter": [query, there], "must_not": [gone]}},
            }
            for query in queries
        ]
        connection, index = self._contents.connection, self._contents.index
        answers = [
            one
            for some in in_parts(bodies, _MOST_SEARCHES)
            for one in connection.search_all(index, some)
        ]
        return [int(one["hits"]["total"]["value"]) for one in answers]

    def ask(self, rows: Sequence[Row]) -> list[Listed]:
        """Return which documents have any of the counts of each row."""
        found: dict[Row, Listed] = {}
        full: dict[Row, Documents] = {}
        searches = _packed(rows)
        for some, scored in zip(searches, self._lists(searches), strict=True):
            for row, listed, documents in _read(some, *scored):
                found[row] = listed
                if len(documents):
                    full[row] = documents
        found |= self._exactly(found, full)
        return [found[row] for row in rows]

    def _exactly(
        self, found: Mapping[Row, Listed], full: Mapping[Row, Documents]
    ) -> dict[Row, Listed]:
        """Ask for each count of some rows by itself, in documents where it may have had no room."""
        alone = [
            Row((replace(count, query=among(documents, count.query)),))
            for row, documents in full.items()
            for count in row.counts
        ]
        lists = iter(self._lists([[row] for row in alone]))
        exact: dict[Row, Listed] = {}
        for row, documents in full.items():
            counts = [
                values_at(*next(lists), documents, len(self._live)) // count.times
                for count in row.counts
            ]
            exact[row] = found[row].corrected(documents, counts)
        return exact

    def _lists(self, searches: Sequence[Sequence[Row]]) -> list[_Scored]:
        """Return the documents that each search finds, and their scores."""
        return [
            scored
            for some in in_parts(searches, _MOST_SEARCHES)
            for scored in self._scored([*map(self._summed, some)])
        ]

    def _scored(self, queries: Sequence[Json]) -> list[_Scored]:
        """Ask a node that has all documents. Raises IndexUnusableError where none that answers has them."""
        if not len(self._last):
            return [(self._last, self._last)] * len(queries)
        connection, index = self._contents.connection, self._contents.index
        bodies = [
            {"size": 0, "track_total_hits": False, "query": query, "aggs": {"list": _LIST}}
            for query in queries
        ]
        for _ in range(NODES_TRIED):
            answers = connection.search_all(index, bodies)
            lists = [self._listed(one["aggregations"]["list"]["value"]) for one in answers]
            if all(np.array_equal(one[-len(self._last) :], self._last) for one, _ in lists):
                return lists
        raise connection.faults.behind()

    def _summed(self, rows: Sequence[Row]) -> Json:
        """Find what has any of the counts of some rows: the score is their sum, the first in the lowest bits.

        The last count has all the bits above the others, and shows where these are not enough.
        """
        last = {"range": {NUMBER: {"gte": int(self._last[0]), "lte": int(self._last[-1])}}}
        parts, unit = [unscored(last, 0)], 1
        counts = [count for row in rows for count in row.counts]
        for count in counts:
            query = count.query
            if self._within is not None:
                query = {"bool": {"must": [query], "filter": [self._within]}}
            if count.bits == 1:
                parts.append(unscored(query, unit))
            elif count is counts[-1]:
                parts.append(raised(query, unit))
            else:
                parts.append(capped(query, count.times, count.most, unit))
            unit <<= count.bits
        return added_up(parts)

    def _listed(self, of_shards: Sequence[str]) -> _Scored:
        each = [np.fromstring(one, np.int64, sep=" ").reshape(-1, 2) for one in ["", *of_shards]]
        documents = np.concatenate([one[:, 0].cumsum() for one in each])
        scores = np.concatenate([one[:, 1] for one in each])
        order = documents.argsort(kind="stable")  # merges what ascends
        documents, scores = documents[order].astype(np.intp, copy=False), scores[order]
        # What an update writes that is not committed yet stands behind all that there are.
        end = documents.searchsorted(len(self._live))
        documents, scores = documents[:end], scores[:end]
        is_live = self._live.take(documents)
        return (documents, scores) if is_live.all() else (documents[is_live], scores[is_live])


def _packed(rows: Sequence[Row]) -> list[list[Row]]:
    """Say which rows each search takes: each the first that has room."""
    searches: list[list[Row]] = []
    rooms: list[int] = []
    for row in rows:
        at = next((at for at, room in enumerate(rooms) if room >= row.bits), len(rooms))
        if at == len(rooms):
            searches.append([])
            rooms.append(_BITS)
        searches[at].append(row)
        rooms[at] -= row.bits
    return searches


def _read(
    rows: Sequence[Row], documents: Documents, scores: Integers
) -> Iterator[tuple[Row, Listed, Documents]]:
    """Take apart what a search has found for some rows: what is listed, and where a count may be more."""
    last = rows[-1].counts[-1]
    is_alone = last is rows[0].counts[0]
    is_inexact = np.zeros(len(scores), bool) if is_alone else scores >> _BITS > 0
    for row in rows:
        own = scores if row is rows[-1] else scores & ((1 << row.bits) - 1)
        there = (own > 0) | is_inexact
        own, is_full = own[there], is_inexact[there]
        counts: list[Integers] = []
        for count in row.counts:
            counts.append(own // count.times if count is last else own & count.most)
            own = own >> count.bits
            if count is not last and count.bits > 1:
                is_full |= counts[-1] == count.most
        listed = Listed(documents[there], tuple(counts))
        yield row, listed, listed.documents[is_full]
        scores = scores >> row.bits


def _any_of(counts: Sequence[Integers]) -> Marks:
    return np.asarray(np.logical_or.reduce([own > 0 for own in counts]))


def among(documents: Documents, query: Json) -> Json:
    """Narrow a query to some documents, if they are few; else all are taken and the others left out."""
    if len(documents) > _FEW:
        return query
    return {"bool": {"must": [query], "filter": [{"terms": {NUMBER: documents.tolist()}}]}}


def in_parts(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Cut a row into parts of one size, the last perhaps shorter."""
    return (items[start : start + size] for start in range(0, len(items), size))
