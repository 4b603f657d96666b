"""Array engine: how is each call of the port answered from one snapshot? For every engine of arrays."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np

from ...article import Article, ArticleHead
from ...corpus_record import CorpusRecord
from ...document_numbers import DocumentNumber
from ...engine import Explanation, Matches, Original, Place, Places, Statistics, Tally
from ...errors import IndexUnusableError
from ...partial_date import Day
from ...query.article_text import ArticleText
from ...query.nodes import Literal, Query
from ...request import NearestRequest, PlacesRequest, SearchRequest, TallyRequest
from ...suggest.first_uses import Coined
from ...suggest.lexicon import Lexicon
from ...text.dictionary import Dictionary
from .answer.evaluation import Evaluation, count_found
from .answer.found_text import found_texts
from .answer.lookalikes import numbers_instead
from .answer.nearest import find_nearest
from .answer.occurrences import find_places
from .answer.snapshot import Snapshot
from .answer.tallies import count_by_value
from .file.damage import telling_damage
from .file.layout import NO_DATE, NOT_KNOWN

_Engine = TypeVar("_Engine", bound="ArrayEngine")
_Answer = TypeVar("_Answer")
_Asked = ParamSpec("_Asked")


def _answers(
    answer: Callable[Concatenate[_Engine, _Asked], _Answer],
) -> Callable[Concatenate[_Engine, _Asked], _Answer]:
    """Let a method tell damage, and ask once more where what it asked has gone and another answers."""
    told = telling_damage(answer)

    @wraps(answer)
    def answered(engine: _Engine, /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        try:
            return told(engine, *given, **named)
        except IndexUnusableError as error:
            if not engine.has_moved_on(error):
                raise
        return told(engine, *given, **named)

    return answered


class ArrayEngine(ABC):
    """An open index; see `search.engine.Engine`. Threads may share one.

    Each call raises IndexUnusableError where it finds a file damaged.
    """

    @abstractmethod
    def snapshot(self) -> Snapshot:
        """Return what answers now. Raises IndexUnusableError when nothing can."""

    @property
    def build(self) -> Path:
        """Return the folder of the build that answers."""
        return self.snapshot().manifest.folder

    def damaged(self) -> IndexUnusableError:
        """Return the error that says that what answers now is damaged."""
        return self.snapshot().manifest.damaged()

    def has_moved_on(self, error: IndexUnusableError) -> bool:
        """Say whether what could not be asked has gone, and another answers from now on: not by itself."""
        return False

    @_answers
    def find(self, request: SearchRequest) -> Matches:
        """Answer a request."""
        snapshot = self.snapshot()
        return Evaluation(snapshot, request, scored=request.limit > 0).matches()

    @_answers
    def counts(self, queries: Sequence[Query]) -> list[int]:
        """Count the articles that each of some queries finds."""
        return count_found(self.snapshot(), queries)

    @_answers
    def explain(self, request: SearchRequest, identifier: str) -> Explanation | None:
        """Say why an article stands where a request puts it; None when there is no such article."""
        snapshot = self.snapshot()
        number = snapshot.ids.find(identifier)
        return None if number is None else Evaluation(snapshot, request).explain(number)

    @_answers
    def tally(self, request: TallyRequest) -> Tally:
        """Count articles and occurrences for each value of a facet."""
        return count_by_value(self.snapshot(), request)

    @_answers
    def places(self, request: PlacesRequest) -> Places:
        """Say where what a query counts stands in the articles found."""
        return find_places(self.snapshot(), request)

    @_answers
    def nearest(self, request: NearestRequest) -> tuple[Place, ...]:
        """Say where something most like a text stands, the best first."""
        return find_nearest(self.snapshot(), request)

    @_answers
    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """Return articles by id, in that order, leaving out unknown ones."""
        snapshot = self.snapshot()
        numbers = [n for n in map(snapshot.ids.find, ids) if n is not None]
        snapshot.articles.read_ahead(numbers)
        return list(map(snapshot.article_today, numbers))

    @_answers
    def heads(self, ids: Sequence[str]) -> list[ArticleHead]:
        """Return what is known of articles besides their texts, likewise."""
        snapshot = self.snapshot()
        numbers = [n for n in map(snapshot.ids.find, ids) if n is not None]
        snapshot.articles.read_ahead(numbers)
        return list(map(snapshot.head_today, numbers))

    @_answers
    def texts(
        self,
        ids: Sequence[str],
        literals: Sequence[Literal],
        beside: Sequence[str] | None = None,
    ) -> list[ArticleText]:
        """Return the texts of articles, in which literals are looked for, likewise."""
        snapshot = self.snapshot()
        numbers = ((identifier, snapshot.ids.find(identifier)) for identifier in ids)
        found = [(identifier, number) for identifier, number in numbers if number is not None]
        documents = [number for _, number in found]
        snapshot.articles.read_ahead(_to_be_read(snapshot, documents, beside))
        texts = found_texts(snapshot, documents, literals)
        if [text.head.id for text in texts] != [identifier for identifier, _ in found]:
            raise ValueError("an id leads to another article")
        return [*texts]

    @_answers
    def copies(self, identifier: str) -> tuple[str, ...]:
        """Return the group of copies an article is in, its head first; empty when it has none."""
        snapshot = self.snapshot()
        number = snapshot.ids.find(identifier)
        group = () if number is None else snapshot.relations.groups.copies(number)
        return tuple(snapshot.ids.of(np.array(group, np.int64)))

    @_answers
    def versions(self, identifier: str) -> tuple[str, ...]:
        """Return the versions of an article's paper; empty when there is but one."""
        snapshot = self.snapshot()
        number = snapshot.ids.find(identifier)
        group = () if number is None else snapshot.relations.groups.versions(number)
        return tuple(snapshot.ids.of(np.array(group, np.int64)))

    @_answers
    def numbers_instead(self, wanted: DocumentNumber) -> list[DocumentNumber]:
        """Return what numbers of its issuer and year articles bear, where none bears this one."""
        return numbers_instead(self.snapshot(), wanted)

    def articles(self) -> Iterator[Article]:
        """Yield every article, ordered by id."""
        return self.snapshot().articles_by_id()

    @_answers
    def days(self, first: int = 0, count: int | None = None) -> dict[str, Day | None]:
        """Return the day of every article, by id, ascending; or of so many from one on."""
        snapshot = self.snapshot()
        chosen = snapshot.ids.ascending()[first : None if count is None else first + count]
        days = map(snapshot.dates.of, chosen.tolist())
        return dict(zip(snapshot.ids.of(chosen), days, strict=True))

    @_answers
    def added(self, ids: Sequence[str]) -> dict[str, datetime]:
        """Return when articles were added, by id, leaving out those of which it is not known."""
        snapshot = self.snapshot()
        numbers = {identifier: snapshot.ids.find(identifier) for identifier in ids}
        moments = {
            identifier: int(snapshot.dates.added[number])
            for identifier, number in numbers.items()
            if number is not None
        }
        return {
            identifier: datetime.fromtimestamp(moment, UTC)
            for identifier, moment in moments.items()
            if moment != NOT_KNOWN
        }

    @_answers
    def statistics(self) -> Statistics:
        """Say how much the index holds, but for what it takes where it is kept."""
        snapshot = self.snapshot()
        dates, found = snapshot.dates, snapshot.relations.found
        dated = (snapshot.live & (dates.published != NO_DATE)).nonzero()[0]
        ages = dates.age_order[dated]
        return Statistics(
            articles=snapshot.live_count,
            characters=snapshot.segments.characters,
            first=dates.of(dated[ages.argmin()]) if len(dated) else None,
            last=dates.of(dated[ages.argmax()]) if len(dated) else None,
            bytes=0,
            generation=snapshot.manifest.generation,
            analysis=snapshot.settings.analysis,
            dictionary_words=len(snapshot.settings.dictionary.entries),
            copy_groups=len(found.groups),
            copies=sum(len(group) - 1 for group in found.groups),
            version_groups=len(found.versions),
            versions=sum(len(group) - 1 for group in found.versions),
        )

    @_answers
    def original(self, identifier: str) -> Original | None:
        """Return the file that an article was read from; None where none is kept."""
        kept = self.snapshot().originals.get(identifier)
        return None if kept is None else Original(kept.name, kept.size, kept.path)

    @_answers
    def coined(self) -> Sequence[Coined]:
        """Return the new wordings."""
        return self.snapshot().coined

    def lexicon(self) -> Lexicon:
        """Return what the articles say."""
        return self.snapshot().lexicon

    def corpus_record(self) -> CorpusRecord:
        """Say where the articles came from."""
        return self.snapshot().corpus

    def dictionary(self) -> Dictionary:
        """Return the user dictionary the index was built with."""
        return self.snapshot().settings.dictionary


def _to_be_read(
    snapshot: Snapshot, documents: Sequence[int], beside: Sequence[str] | None
) -> Iterator[int]:
    """Yield documents, and where others are named beside them, those and what has taken the place of any."""
    yield from documents
    if beside is not None:
        successors = snapshot.relations.standings.successors
        named = [*map(successors.get, documents), *map(snapshot.ids.find, beside)]
        yield from (number for number in named if number is not None)
