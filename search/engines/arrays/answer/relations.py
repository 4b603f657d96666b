"""Relations: which documents are copies, versions or repeals of one another, and which of them are in force so?"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np

from ..file.array_types import Integers
from ..file.manifest import Manifest
from ..file.records import read_copies, read_repeals
from .articles import Articles
from .dates import Dates
from .groups import Groups
from .ids import Ids
from .metadata import Metadata
from .repealed import find_repeals
from .standings import Standings, Told, code_of


class Relations:
    """How the documents of a generation stand to one another on a day."""

    def __init__(
        self,
        manifest: Manifest,
        today: date,
        ids: Ids,
        dates: Dates,
        metadata: Metadata,
        articles: Articles,
    ) -> None:
        self._manifest, self._today = manifest, today
        self._ids, self._dates, self._metadata, self._articles = ids, dates, metadata, articles
        #: The groups that were found when the generation was written, by ids.
        self.found = read_copies(manifest)
        self._recorded = read_repeals(manifest)
        self._size = len(dates.published)

    @cached_property
    def groups(self) -> Groups:
        """Return which documents are copies of one another, and which versions of one paper."""
        return self._related[0]

    @cached_property
    def standings(self) -> Standings:
        """Return the validity of each document today, and what has taken its place."""
        return self._related[1]

    @cached_property
    def _related(self) -> tuple[Groups, Standings]:
        """Work out both: what is in force tells the order of versions, and that what has been replaced."""
        found = self._ids.find_groups([*self.found.groups, *self.found.versions])
        copies, versioned = found[: len(self.found.groups)], found[len(self.found.groups) :]
        members = {group[0]: group for group in copies}
        versions = [[members.get(head, [head]) for head in group] for group in versioned]
        papers = self._metadata.papers
        standings = Standings(self._told(), self._today)
        standings.take_repeals(self.repeals, self._ids.at)
        numbers = papers.one_of_each(np.arange(len(papers.strings)), -1)
        names = [_name_of(group, numbers, papers.strings) for group in versions]
        ordered = standings.in_order(names, versions)
        return Groups(self._size, copies, ordered), standings

    def _told(self) -> Told:
        said, dates = self._metadata.validities, self._dates
        codes = np.array([code_of(value) for value in said.strings], np.int64)
        return Told(
            said.one_of_each(codes, 0),
            dates.effective,
            dates.expires,
            dates.published,
            dates.latest,
        )

    @cached_property
    def repeals(self) -> list[tuple[int, int]]:
        """Return documents that say of others that they are repealed, each with such another, ascending.

        Recorded by whoever wrote the generation, who opens it first and has it worked out.
        """
        kept = self._recorded
        if kept is None:
            return find_repeals(self._metadata, self._articles.head)
        if any(not 0 <= number < self._size for pair in kept for number in pair):
            raise self._manifest.damaged()
        return kept


def _name_of(group: Sequence[Sequence[int]], papers: Integers, names: Sequence[str]) -> str:
    """Return the name of a paper by its versions; the head of one may be called otherwise than its copies."""
    of_all = papers[[one for copies in group for one in copies]]
    named = of_all[of_all >= 0]
    return names[int(named[0])] if len(named) else ""
