"""How does Whoosh answer a request? `WhooshEngine` is the `Engine` on local disk."""

import threading
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ...article import Article
from ...dictionary import Dictionary
from ...engine import Manifest, Match, Matches, SearchRequest, Statistics
from ...errors import IndexUnusableError
from .evaluation import Evaluation
from .layout import NO_DATE
from .narrowing import Narrowing, best_first
from .opening import latest_generation, open_snapshot
from .snapshot import Snapshot
from .storage import current_build, last_change, size_on_disk

_CLOCK_TICK = 2_000_000_000  # nanoseconds: the coarsest of file systems' clocks


class WhooshEngine:
    """An open index; see `search.engine.Engine`. Threads may share one.

    Before each call it looks whether another process has committed, and opens what is new.
    """

    def __init__(self, location: Path, dictionary: Dictionary | None = None) -> None:
        self._location = location
        self._dictionary = dictionary
        self._opening = threading.Lock()
        self._unchanged_since: tuple[int, ...] = ()
        self._snapshot: Snapshot | None = open_snapshot(location, dictionary)

    def find(self, request: SearchRequest) -> Matches:
        """Answer a request."""
        snapshot = self._newest()
        evaluation = Evaluation(snapshot)
        found = evaluation.evaluate(request.query)
        narrowing = Narrowing(snapshot, evaluation, found.documents, request.filters)
        left = found.only(narrowing.remaining())
        occurrences = evaluation.occurrences(request.query, left.documents)
        page = best_first(snapshot, left, request.sort, request.offset, request.limit)
        return Matches(
            total=len(left.documents),
            occurrences=int(occurrences.sum()),
            matches=tuple(
                Match(
                    snapshot.id(int(left.documents[at])),
                    0.0 if left.scores is None else round(float(left.scores[at]), 4),
                    int(occurrences[at]),
                )
                for at in page.tolist()
            ),
            facets=narrowing.facet_counts(request.facets),
        )

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """Return articles by id, in that order, leaving out unknown ones."""
        snapshot = self._newest()
        numbers = (snapshot.find(identifier) for identifier in ids)
        return [snapshot.article(number) for number in numbers if number is not None]

    def articles(self) -> Iterator[Article]:
        """Yield every article, ordered by id."""
        return self._newest().articles_by_id()

    def statistics(self) -> Statistics:
        """Say how much the index holds."""
        snapshot = self._newest()
        days = snapshot.published[snapshot.live & (snapshot.published != NO_DATE)]
        return Statistics(
            articles=snapshot.live_count,
            characters=snapshot.characters,
            first=date.fromordinal(int(days.min())) if len(days) else None,
            last=date.fromordinal(int(days.max())) if len(days) else None,
            bytes=size_on_disk(snapshot.build),
            generation=snapshot.generation,
            analysis=snapshot.settings.analysis,
            dictionary_words=len(snapshot.settings.dictionary.entries),
        )

    def manifest(self) -> Manifest:
        """Say where the articles came from."""
        return self._newest().manifest

    def dictionary(self) -> Dictionary:
        """Return the user dictionary the index was built with."""
        return self._newest().settings.dictionary

    def close(self) -> None:
        """Let go of files."""
        with self._opening:
            self._snapshot = None  # its files are closed when the last thread is done with them

    def _newest(self) -> Snapshot:
        """Return the newest generation, opening it when another process has committed one."""
        snapshot = self._snapshot
        if snapshot is None:
            raise IndexUnusableError(f"{self._location}: 索引已关闭")
        if self._is_newest(snapshot):
            return snapshot
        with self._opening:
            if self._snapshot is snapshot:
                try:
                    self._unchanged_since = ()
                    self._snapshot = open_snapshot(self._location, self._dictionary)
                except IndexUnusableError:
                    return snapshot  # what is open goes on answering
            return self._snapshot or snapshot

    def _is_newest(self, snapshot: Snapshot) -> bool:
        try:
            change = last_change(self._location, snapshot.build)
        except OSError:
            change = (time.time_ns(),)  # the build was replaced, or the folder is gone
        if change == self._unchanged_since:
            return True
        try:
            if current_build(self._location) != snapshot.build:
                return False
            if latest_generation(snapshot.build) != snapshot.generation:
                return False
        except IndexUnusableError:
            return True  # what is open goes on answering
        # A change this fresh may be followed by another with the same time: look again.
        if change[0] + _CLOCK_TICK < time.time_ns():
            self._unchanged_since = change
        return True
