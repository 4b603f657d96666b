"""Snapshot: how does a generation on a cluster answer? As one on disk, but its lists and texts are asked for."""

from collections.abc import Sequence
from datetime import date

from ...plan import Plan
from ...request import Filters, SearchRequest, Sort
from ..arrays.answer.postings import Part
from ..arrays.answer.segments import Segments
from ..arrays.answer.snapshot import Snapshot
from ..arrays.file.array_types import Marks
from ..arrays.file.manifest import Manifest
from ..arrays.file.records import Settings
from ..arrays.file.stored import untrained
from ..arrays.file.terms import Terms
from .articles import ClusterArticles
from .contents import Contents
from .lists import Lists
from .postings import ClusterPostings
from .too_common import part_to_count, part_to_find


class ClusterSnapshot(Snapshot):
    """An open generation of a build on a cluster."""

    postings: ClusterPostings

    def __init__(
        self,
        contents: Contents,
        manifest: Manifest,
        settings: Settings,
        terms: Sequence[tuple[Terms, Marks]],
        today: date | None,
    ) -> None:
        """Take a build, the copy of its files, and the terms of its segments; see `answer.segments`."""
        self._contents = contents
        segments = Segments(terms)
        articles = ClusterArticles(contents, manifest, untrained(settings.frequent_words))
        postings = ClusterPostings(Lists(contents, segments.live), articles, segments)
        super().__init__(manifest, settings, segments, postings, articles, today)

    def part_for(self, plan: Plan, request: SearchRequest) -> Part:
        """Return what is looked into: of what stands in too many articles only some are listed."""
        return part_to_find(self, self.postings, plan, request)

    def part_to_count(self, plan: Plan, filters: Filters, sort: Sort) -> Part:
        """Return what is looked into where nothing but what filters leave is told, likewise."""
        return part_to_count(self, self.postings, plan, filters, sort)

    def confirm(self) -> None:
        """Raise IndexUnusableError unless all shards answer."""
        self._contents.documents()

    def forget_before(self, earlier: "ClusterSnapshot") -> None:
        """Remove the copies of files of generations before an earlier one that answered until now."""
        if earlier.manifest.folder == self.manifest.folder:
            self._contents.forget_earlier(self.manifest, earlier.manifest)
