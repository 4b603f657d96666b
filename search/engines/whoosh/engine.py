"""How does Whoosh answer a request? `WhooshEngine` is the `Engine` on local disk."""

import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ...article import Article
from ...dictionary import Dictionary
from ...engine import Manifest, Match, Matches, SearchRequest, Statistics
from ...errors import IndexUnusableError
from .evaluation import Evaluation
from .narrowing import Narrowing, best_first
from .opening import open_snapshot
from .schema import NO_DATE
from .snapshot import Snapshot
from .storage import current_build, size_on_disk


class WhooshEngine:
    """An open index; see `search.engine.Engine`. Threads may share one.

    Before each call it looks whether another process has committed, and opens what is new.
    """

    def __init__(self, location: Path, dictionary: Dictionary | None = None) -> None:
        self._location = location
        self._dictionary = dictionary
        self._opening = threading.Lock()
        self._snapshot: Snapshot | None = open_snapshot(location, dictionary)

    def find(self, request: SearchRequest) -> Matches:
        """Answer a request."""
        snapshot = self._newest()
        evaluation = Evaluation(snapshot)
        found = evaluation.evaluate(request.query)
        occurrences = evaluation.occurrences(request.query)
        narrowing = Narrowing(snapshot, evaluation, found.marked, request.filters)
        marked = narrowing.by_all()
        ranked = best_first(snapshot, found.scores, marked, request)
        return Matches(
            total=int(marked.sum()),
            occurrences=int(occurrences[marked].sum()),
            matches=tuple(
                Match(snapshot.ids[n], round(float(found.scores[n]), 4), int(occurrences[n]))
                for n in ranked.tolist()
            ),
            facets=narrowing.facet_counts(),
        )

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """Return articles by id, in that order, leaving out unknown ones."""
        snapshot = self._newest()
        numbers = (snapshot.document_of.get(identifier) for identifier in ids)
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
            characters=int(snapshot.characters[snapshot.live].sum()),
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
            if self._snapshot is not None:
                self._snapshot.reader.close()
                self._snapshot = None

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
                    self._snapshot = open_snapshot(self._location, self._dictionary)
                except IndexUnusableError:
                    return snapshot  # what is open goes on answering
            return self._snapshot or snapshot

    def _is_newest(self, snapshot: Snapshot) -> bool:
        try:
            build = current_build(self._location)
        except IndexUnusableError:
            return True
        if build != snapshot.build:
            return False
        return snapshot.latest_generation() == snapshot.generation
