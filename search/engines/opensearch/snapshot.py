"""Snapshot: how does a generation on a cluster answer? As one on disk, but its lists and texts are asked for."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from ...plan import Plan
from ...request import Filters, SearchRequest, Sort
from ..arrays.answer.postings import Part
from ..arrays.answer.snapshot import Snapshot
from ..arrays.file.array_types import Integers, Marks
from ..arrays.file.manifest import Manifest
from ..arrays.file.records import (
    Settings,
    read_copies,
    read_corpus_record,
    read_repeals,
    vocabulary_name,
)
from ..arrays.file.stored import StoredArticle, untrained
from ..arrays.file.terms import Terms
from ..arrays.file.texts import Texts
from ..arrays.file.vocabulary import Vocabulary
from .articles import Articles
from .contents import Contents
from .lists import Lists, in_parts
from .postings import ClusterPostings
from .too_common import part_to_count, part_to_find

_ALIVE = np.ones(1, bool)
_AT_ONCE = 200  # articles that are read


class ClusterSnapshot(Snapshot):
    """An open generation of a build on a cluster."""

    def __init__(
        self,
        contents: Contents,
        manifest: Manifest,
        settings: Settings,
        segments: Sequence[tuple[Terms, Marks]],
        today: date | None,
    ) -> None:
        """Take a build, the copy of its files, and the terms of its segments; see `answer.snapshot.Snapshot`."""
        self._contents = contents
        self._read = Articles(contents, untrained(settings.frequent_words))
        super().__init__(
            manifest,
            settings,
            read_corpus_record(manifest),
            read_copies(manifest),
            Vocabulary(manifest.path(vocabulary_name(manifest.generation))),
            segments,
            read_repeals(manifest),
            today,
        )

    def _open_postings(self, segments: Sequence[tuple[Terms, Marks]]) -> ClusterPostings:
        placed: list[tuple[Terms, int, Marks | None]] = [
            (segment, first, None if live.all() else live)
            for (segment, live), first in zip(segments, self._firsts, strict=False)
        ]
        lists = Lists(self._contents, self.live)
        self._on_cluster = ClusterPostings(lists, self._read, placed)
        return self._on_cluster

    def part_for(self, plan: Plan, request: SearchRequest) -> Part:
        """Return what is looked into: of what stands in too many articles only some are listed."""
        return part_to_find(self, self._on_cluster, plan, request)

    def part_to_count(self, plan: Plan, filters: Filters, sort: Sort) -> Part:
        """Return what is looked into where nothing but what filters leave is told, likewise."""
        return part_to_count(self, self._on_cluster, plan, filters, sort)

    def confirm(self) -> None:
        """Raise IndexUnusableError unless all shards answer."""
        self._contents.documents()

    def forget_before(self, earlier: "ClusterSnapshot") -> None:
        """Remove the copies of files of generations before an earlier one that answered until now."""
        if earlier.build == self.build:
            self._contents.forget_earlier(self.manifest, earlier.manifest)

    def stored(self, number: int) -> StoredArticle:
        """Read a document's article. Raises IndexUnusableError when no node that answers has it."""
        return self._read.stored(number)

    def read_ahead(self, documents: Sequence[int], beside: Sequence[str] | None = None) -> None:
        """Read at once the articles that are about to be asked for; see `search.engine.Engine.texts`."""
        named: list[int | None] = []
        if beside is not None:
            named = [*map(self.standings.successors.get, documents), *map(self.find, beside)]
        self._read.read_ahead([*documents, *(one for one in named if one is not None)])

    def by_segment(self, documents: Sequence[int]) -> Iterator[tuple[Texts, Integers, list[int]]]:
        """Yield the texts of documents, some at a time as a segment of their own."""
        for some in in_parts(documents, _AT_ONCE):
            self.read_ahead(some)
            yield self._read.texts(some), np.arange(len(some)), list(some)

    def texts_with(self, pairs: Sequence[str], needed: int) -> Iterator[tuple[Texts, int, Marks]]:
        """Yield the texts of the documents in which at least so many of some pairs stand."""
        self.postings.expect((), pairs)
        counts = np.zeros(self.size, np.int64)
        for pair in pairs:
            counts[self.postings.phrase(pair).documents] += 1
        for some in in_parts((counts >= needed).nonzero()[0].tolist(), _AT_ONCE):
            self.read_ahead(some)
            yield from ((self._read.texts([one]), one, _ALIVE) for one in some)
