"""Lists: which documents does each of some queries find, and how often? Asked in one round trip.

A list is what a script of each shard writes: number and score of each document, as text; so it
costs a few bytes a document, and nothing is left out however many there are. Any search costs more
than what is short to tell, so two fields are asked by one: what stands in the second counts so much
more that both numbers can be read off their sum. A score has 24 bits; of documents so long that
they may not do, both fields are asked once more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from ..arrays.file.array_types import Documents, Integers, Marks
from .connection import NODES_TRIED
from .contents import Contents
from .mapping import NUMBER, added_up

Json = dict[str, Any]
_Item = TypeVar("_Item")

_LIST = {
    "scripted_metric": {
        "init_script": "state.list = new StringBuilder()",
        "map_script": (
            f"state.list.append(doc['{NUMBER}'].value).append(' ')"
            ".append(Math.round(_score.doubleValue())).append(' ')"
        ),
        "combine_script": "return state.list.toString()",
        "reduce_script": "return states",
    }
}
_MOST_SEARCHES = 120  # in one round trip
#: So many documents that were added last are counted in each round trip: some of each shard.
_LAST = 64
_FEW = 2000  # documents that a search is told by their numbers
#: So much counts what stands in the second of two fields; more does not fit into a score.
_SECOND = 1 << 17
#: A document of so many characters, or with so many in its title, may be one where both do not fit.
LONG, LONG_TITLE = _SECOND, (1 << 24) // _SECOND


@dataclass(frozen=True, slots=True)
class Listed:
    """Documents, each once, and the score of each; ascending, as they are found."""

    documents: Documents
    scores: Integers

    def counted(self, times: int) -> "Listed":
        """Return counts for scores that are so many times as much."""
        return Listed(self.documents, self.scores // times)

    def instead(self, documents: Documents, told: "Listed") -> "Listed":
        """Return the same but for some documents, of which is told what to take instead; these come last."""
        kept, taken = ~np.isin(self.documents, documents), np.isin(told.documents, documents)
        return Listed(
            np.concatenate((self.documents[kept], told.documents[taken])),
            np.concatenate((self.scores[kept], told.scores[taken])),
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """What is counted in two fields by a query each; their scores are so many times the counts.

    A score `fits` where it is never more than the characters of the field.
    """

    first: Json
    second: Json
    times: int = 1
    fits: bool = True


class Lists:
    """Asks the cluster for lists of the live documents of a generation."""

    def __init__(self, contents: Contents, live: Marks, long: Documents) -> None:
        """Take marks for the live documents, and which are `LONG`, or their titles `LONG_TITLE`."""
        self._contents, self._live, self._long = contents, live, long
        last = live.nonzero()[0][-_LAST:].tolist()
        self._last_count = len(last)
        self._of_the_last = {
            "size": 0,
            "track_total_hits": True,
            "query": {"terms": {NUMBER: last}},
        }

    def ask(
        self, pairs: Sequence[Pair], queries: Sequence[Json] = ()
    ) -> tuple[list[tuple[Listed, Listed]], list[Listed]]:
        """Return how often what each pair asks for stands in each of two fields, and what each query finds."""
        asked = [_asked(pair) for pair in pairs]
        lists = iter(self._search([*(one for own in asked for one in own), *queries]))
        found = [
            _told(pair, [next(lists) for _ in own]) for pair, own in zip(pairs, asked, strict=True)
        ]
        self._ask_again(pairs, found)
        return found, list(lists)

    def _ask_again(self, pairs: Sequence[Pair], found: list[tuple[Listed, Listed]]) -> None:
        """Ask of the long documents found once more, each field by itself."""
        long = [np.intersect1d(own.documents, self._long) for own, _ in found]
        doubtful = [at for at, pair in enumerate(pairs) if pair.fits and len(long[at])]
        queries = [
            among(long[at], query)
            for at in doubtful
            for query in (pairs[at].first, pairs[at].second)
        ]
        for at, (first, second) in zip(doubtful, in_parts(self._search(queries), 2), strict=True):
            times = pairs[at].times
            found[at] = (
                found[at][0].instead(long[at], first.counted(times)),
                found[at][1].instead(long[at], second.counted(times)),
            )

    def _search(self, queries: Sequence[Json]) -> list[Listed]:
        found: list[Listed] = []
        for some in in_parts(queries, _MOST_SEARCHES):
            bodies = [
                {"size": 0, "track_total_hits": False, "query": query, "aggs": {"list": _LIST}}
                for query in some
            ]
            answers = self._answers(bodies)
            found += [self._listed(one["aggregations"]["list"]["value"]) for one in answers]
        return found

    def _answers(self, bodies: Sequence[Json]) -> Sequence[Mapping[str, Any]]:
        """Ask a node that has all documents: one that the network has parted from the others answers, too.

        Such a node finds nothing of what was added since. Raises IndexUnusableError where no other answers.
        """
        connection, index = self._contents.connection, self._contents.index
        for _ in range(NODES_TRIED):
            *answers, last = connection.search_all(index, [*bodies, self._of_the_last])
            if last["hits"]["total"]["value"] == self._last_count:
                return answers
        raise connection.behind()

    def _listed(self, of_shards: Sequence[str]) -> Listed:
        numbers = np.fromstring("".join(of_shards), np.int64, sep=" ").reshape(-1, 2)
        # What an update writes that is not committed yet stands behind all that there are.
        there = numbers[numbers[:, 0] < len(self._live)]
        kept = there[self._live[there[:, 0]]]
        kept = kept[kept[:, 0].argsort()]
        return Listed(kept[:, 0].astype(np.intp), kept[:, 1])


def _asked(pair: Pair) -> list[Json]:
    if not pair.fits:
        return [pair.first, pair.second]
    raised = {"bool": {"must": [pair.second], "boost": _SECOND}}
    return [added_up([pair.first, raised])]


def _told(pair: Pair, lists: Sequence[Listed]) -> tuple[Listed, Listed]:
    if pair.fits:
        (own,) = lists
        second, first = np.divmod(own.scores, _SECOND)
        lists = Listed(own.documents, first), Listed(own.documents, second)
    of_first, of_second = (own.counted(pair.times) for own in lists)
    return of_first, of_second


def joined(lists: Sequence[Listed]) -> tuple[Documents, list[Integers]]:
    """Put lists together: the documents of all of them, and the score of each in each, perhaps 0."""
    documents = np.unique(np.concatenate([own.documents for own in lists]))
    columns = []
    for own in lists:
        of_all = np.zeros(len(documents), np.int64)
        of_all[documents.searchsorted(own.documents)] = own.scores
        columns.append(of_all)
    return documents, columns


def among(documents: Documents, query: Json) -> Json:
    """Narrow a query to some documents, if they are few; else all are taken and the others left out."""
    if len(documents) > _FEW:
        return query
    return {"bool": {"must": [query], "filter": [{"terms": {NUMBER: documents.tolist()}}]}}


def in_parts(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Cut a row into parts of one size, the last perhaps shorter."""
    return (items[start : start + size] for start in range(0, len(items), size))
