"""Whoosh engine: how is a request answered from local disk? By whatever was committed last."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from ...article import Article, ArticleHead
from ...corpus_record import CorpusRecord
from ...document_numbers import DocumentNumber
from ...engine import Explanation, Matches, Original, Place, Places, Statistics, Tally
from ...errors import IndexUnusableError
from ...partial_date import Day
from ...query.article_text import ArticleText
from ...query.nodes import Literal
from ...request import NearestRequest, PlacesRequest, SearchRequest, TallyRequest
from ...suggest.first_uses import Coined
from ...suggest.lexicon import Lexicon
from ...text.dictionary import Dictionary
from ...validity import beijing_day
from .answer.evaluation import Evaluation
from .answer.found_text import found_texts
from .answer.lookalikes import numbers_instead
from .answer.nearest import find_nearest
from .answer.occurrences import find_places
from .answer.tallies import count_by_value
from .file.damage import telling_damage
from .file.layout import NO_DATE, NOT_KNOWN
from .store.builds import current_build, finished_builds, size_on_disk
from .store.newest import Newest


class WhooshEngine:
    """An open index; see `search.engine.Engine`. Threads may share one.

    Each call raises IndexUnusableError where it finds a file damaged.
    """

    def __init__(
        self,
        location: Path,
        dictionary: Dictionary | None = None,
        today: Callable[[], date] = beijing_day,
        falls_back: bool = False,
    ) -> None:
        """Open an index; `today` says for which day validity is told."""
        self._location = location
        self._newest = Newest(location, dictionary, today, falls_back)

    @property
    def build(self) -> Path:
        """Return the folder of the build that answers."""
        return self._newest.snapshot().build

    @telling_damage
    def find(self, request: SearchRequest) -> Matches:
        """Answer a request."""
        snapshot = self._newest.snapshot()
        return Evaluation(snapshot, request, scored=request.limit > 0).matches()

    @telling_damage
    def explain(self, request: SearchRequest, identifier: str) -> Explanation | None:
        """Say why an article stands where a request puts it; None when there is no such article."""
        snapshot = self._newest.snapshot()
        number = snapshot.find(identifier)
        return None if number is None else Evaluation(snapshot, request).explain(number)

    @telling_damage
    def tally(self, request: TallyRequest) -> Tally:
        """Count articles and occurrences for each value of a facet."""
        return count_by_value(self._newest.snapshot(), request)

    @telling_damage
    def places(self, request: PlacesRequest) -> Places:
        """Say where what a query counts stands in the articles found."""
        return find_places(self._newest.snapshot(), request)

    @telling_damage
    def nearest(self, request: NearestRequest) -> tuple[Place, ...]:
        """Say where something most like a text stands, the best first."""
        return find_nearest(self._newest.snapshot(), request)

    @telling_damage
    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """Return articles by id, in that order, leaving out unknown ones."""
        snapshot = self._newest.snapshot()
        numbers = (snapshot.find(identifier) for identifier in ids)
        return [snapshot.article_today(number) for number in numbers if number is not None]

    @telling_damage
    def heads(self, ids: Sequence[str]) -> list[ArticleHead]:
        """Return what is known of articles besides their texts, likewise."""
        snapshot = self._newest.snapshot()
        numbers = (snapshot.find(identifier) for identifier in ids)
        return [snapshot.head_today(number) for number in numbers if number is not None]

    @telling_damage
    def texts(self, ids: Sequence[str], literals: Sequence[Literal]) -> list[ArticleText]:
        """Return the texts of articles, in which literals are looked for, likewise."""
        snapshot = self._newest.snapshot()
        numbers = ((identifier, snapshot.find(identifier)) for identifier in ids)
        found = [(identifier, number) for identifier, number in numbers if number is not None]
        texts = found_texts(snapshot, [number for _, number in found], literals)
        if [text.head.id for text in texts] != [identifier for identifier, _ in found]:
            raise ValueError("an id leads to another article")
        return [*texts]

    @telling_damage
    def copies(self, identifier: str) -> tuple[str, ...]:
        """Return the group of copies an article is in, its head first; empty when it has none."""
        snapshot = self._newest.snapshot()
        number = snapshot.find(identifier)
        group = () if number is None else snapshot.groups.copies(number)
        return tuple(snapshot.ids(np.array(group, np.int64)))

    @telling_damage
    def versions(self, identifier: str) -> tuple[str, ...]:
        """Return the versions of an article's paper; empty when there is but one."""
        snapshot = self._newest.snapshot()
        number = snapshot.find(identifier)
        group = () if number is None else snapshot.groups.versions(number)
        return tuple(snapshot.ids(np.array(group, np.int64)))

    @telling_damage
    def numbers_instead(self, wanted: DocumentNumber) -> list[DocumentNumber]:
        """Return what numbers of its issuer and year articles bear, where none bears this one."""
        return numbers_instead(self._newest.snapshot(), wanted)

    def articles(self) -> Iterator[Article]:
        """Yield every article, ordered by id."""
        return self._newest.snapshot().articles_by_id()

    @telling_damage
    def days(self, first: int = 0, count: int | None = None) -> dict[str, Day | None]:
        """Return the day of every article, by id, ascending; or of so many from one on."""
        snapshot = self._newest.snapshot()
        chosen = snapshot.by_id()[first : None if count is None else first + count]
        days = map(snapshot.day, chosen.tolist())
        return dict(zip(snapshot.ids(chosen), days, strict=True))

    @telling_damage
    def added(self, ids: Sequence[str]) -> dict[str, datetime]:
        """Return when articles were added, by id, leaving out those of which it is not known."""
        snapshot = self._newest.snapshot()
        numbers = {identifier: snapshot.find(identifier) for identifier in ids}
        moments = {
            identifier: int(snapshot.added[number])
            for identifier, number in numbers.items()
            if number is not None
        }
        return {
            identifier: datetime.fromtimestamp(moment, UTC)
            for identifier, moment in moments.items()
            if moment != NOT_KNOWN
        }

    @telling_damage
    def statistics(self) -> Statistics:
        """Say how much the index holds."""
        snapshot = self._newest.snapshot()
        builds = finished_builds(self._location)
        dated = (snapshot.live & (snapshot.published != NO_DATE)).nonzero()[0]
        ages = snapshot.age_order[dated]
        return Statistics(
            articles=snapshot.live_count,
            characters=snapshot.characters,
            first=snapshot.day(dated[ages.argmin()]) if len(dated) else None,
            last=snapshot.day(dated[ages.argmax()]) if len(dated) else None,
            bytes=size_on_disk(snapshot.build),
            generation=snapshot.generation,
            analysis=snapshot.settings.analysis,
            dictionary_words=len(snapshot.settings.dictionary.entries),
            copy_groups=len(snapshot.copies.groups),
            copies=sum(len(group) - 1 for group in snapshot.copies.groups),
            version_groups=len(snapshot.copies.versions),
            versions=sum(len(group) - 1 for group in snapshot.copies.versions),
            earlier_builds=sum(build.folder != snapshot.build for build in builds),
            total_bytes=sum(size_on_disk(build.folder) for build in builds),
        )

    @telling_damage
    def original(self, identifier: str) -> Original | None:
        """Return the file that an article was read from; None where none is kept."""
        kept = self._newest.snapshot().originals.get(identifier)
        return None if kept is None else Original(kept.name, kept.size, kept.path)

    @telling_damage
    def coined(self) -> Sequence[Coined]:
        """Return the new wordings."""
        return self._newest.snapshot().coined

    def lexicon(self) -> Lexicon:
        """Return what the articles say."""
        return self._newest.snapshot().lexicon

    def corpus_record(self) -> CorpusRecord:
        """Say where the articles came from."""
        return self._newest.snapshot().corpus

    def dictionary(self) -> Dictionary:
        """Return the user dictionary the index was built with."""
        return self._newest.snapshot().settings.dictionary

    def verify(self) -> None:
        """Read every file of the index that answers, and compare checksums.

        Raises IndexUnusableError naming the first that has changed.
        """
        while True:
            snapshot = self._newest.snapshot()
            try:
                current_build(self._location)
                return snapshot.verify()
            except IndexUnusableError:
                if self._newest.snapshot() is snapshot:
                    raise  # else an update has removed what was being read

    def confirm_newest(self) -> None:
        """Raise IndexUnusableError when not what was committed last answers, but what was before."""
        self._newest.confirm()

    def guard(self) -> None:
        """Verify all files in the background; where one is damaged, let the newest sound index answer."""
        self._newest.guard()

    def close(self) -> None:
        """Let go of files."""
        self._newest.close()
