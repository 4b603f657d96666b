"""Snapshot: what answers? One generation of an index on one day; each of its parts knows one thing of the documents."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from ....article import Article, ArticleHead
from ....errors import UsageError
from ....plan import Plan
from ....request import Filters, SearchRequest, Sort
from ....suggest.first_uses import Coined
from ....text.segmentation import Segmenter
from ....validity import beijing_day
from ..file.layout import FACET_COLUMNS, WORD_LENGTHS
from ..file.manifest import Manifest
from ..file.originals import KeptFile, read_originals
from ..file.records import Settings, read_coinage, read_corpus_record, vocabulary_name
from ..file.stored import StoredArticle
from ..file.vocabulary import Vocabulary
from .articles import Articles
from .columns import ColumnValues
from .dates import Dates
from .ids import Ids
from .lexicon import WhooshLexicon
from .metadata import Metadata
from .orders import Orders
from .postings import Part, Postings
from .ranking import Ranking
from .relations import Relations
from .segments import Segments

_Known = TypeVar("_Known", bound=ArticleHead)

_READ_AHEAD = 200  # articles, where all are read


class Snapshot:
    """An open generation on one day: never changes, so threads share it."""

    def __init__(
        self,
        manifest: Manifest,
        settings: Settings,
        segments: Segments,
        postings: Postings,
        articles: Articles,
        today: date | None = None,
    ) -> None:
        """Take the segments, what looks terms up in them, and what reads their articles.

        `today`: the day that validity is told for, in Beijing if not given.
        """
        self.today = today or beijing_day()
        self.manifest = manifest
        self.settings = settings
        self.corpus = read_corpus_record(manifest)
        self._vocabulary = Vocabulary(manifest.path(vocabulary_name(manifest.generation)))
        self.segments, self.postings, self.articles = segments, postings, articles
        self.size, self.live, self.live_count = segments.size, segments.live, segments.live_count
        self.ids = Ids(segments)
        self.dates = Dates(segments)
        self.metadata = Metadata(segments)
        self.relations = Relations(
            manifest, self.today, self.ids, self.dates, self.metadata, articles
        )
        self.orders = Orders(self.ids, self.dates, self.relations)

    def part_for(self, plan: Plan, request: SearchRequest) -> Part:
        """Return what is looked into to answer a request, given what its query means."""
        return Part(self.postings)

    def part_to_count(self, plan: Plan, filters: Filters, sort: Sort) -> Part:
        """Return what is looked into where nothing but what filters leave is told, the first by date first."""
        return Part(self.postings)

    @cached_property
    def segmenter(self) -> Segmenter:
        """Return the segmenter that the index was built with."""
        return Segmenter(self.settings.dictionary)

    @cached_property
    def lexicon(self) -> WhooshLexicon:
        """Return what the collection says."""
        return WhooshLexicon(self.postings, self._vocabulary, self.manifest)

    @cached_property
    def ranking(self) -> Ranking:
        """Return what scores terms."""
        return Ranking([self.segments.each(name) for name in WORD_LENGTHS], self.live)

    @cached_property
    def facets(self) -> dict[str, ColumnValues]:
        """Return the column of each facet; that of validity is of today."""
        columns = FACET_COLUMNS.items()
        stored = {name: self.segments.column(column).in_memory() for name, column in columns}
        return stored | {"validity": self.relations.standings.column()}

    @cached_property
    def likenesses(self) -> dict[str, Any]:
        """Return what was found to be like an article, by its id: of a book that takes long."""
        return {}

    @cached_property
    def originals(self) -> Mapping[str, KeptFile]:
        """Return the files that articles were read from, by their ids, where these are kept."""
        return read_originals(self.manifest)

    @cached_property
    def coined(self) -> tuple[Coined, ...]:
        """Return the new wordings, as they were recorded. Raises UsageError where they were not."""
        coinage = read_coinage(self.manifest)
        if coinage is None:
            raise UsageError("这份索引还没有记下新提法，重建一次就有：zhengsou rebuild")
        return coinage.coined

    def article_today(self, document: int) -> Article:
        """Read an article, with its validity of today. Raises IndexUnusableError when it is damaged."""
        return self._today(document, self.articles.article(document))

    def head_today(self, document: int, stored: StoredArticle | None = None) -> ArticleHead:
        """Read what is known of an article besides its text, likewise; `stored` is what holds it."""
        return self._today(document, self.articles.head(document, stored))

    def _today(self, document: int, article: _Known) -> _Known:
        standings = self.relations.standings
        successor, validity = standings.successors.get(document), standings.validity(document)
        if successor is None and validity is article.validity:
            return article
        by = None if successor is None else self.ids.at(successor)
        return replace(article, validity=validity, replaced_by=by)

    def articles_by_id(self) -> Iterator[Article]:
        """Yield all live articles, ordered by id."""
        documents = self.ids.ascending().tolist()
        for start in range(0, len(documents), _READ_AHEAD):
            some = documents[start : start + _READ_AHEAD]
            self.articles.read_ahead(some)
            yield from map(self.article_today, some)
