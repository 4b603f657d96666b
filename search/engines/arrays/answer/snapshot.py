"""Snapshot: what does one generation of an index know of its documents? An entry for each."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, TypeVar

import numpy as np

from ....article import Article, ArticleHead
from ....copies.succession import repeals
from ....corpus_record import CorpusRecord
from ....errors import UsageError
from ....partial_date import Day
from ....plan import Plan
from ....query.nodes import ABOUT_FIELDS, Field, Literal
from ....request import Filters, SearchRequest, Sort
from ....suggest.first_uses import Coined
from ....text.segmentation import Segmenter
from ....validity import beijing_day, standing
from ..file.array_types import AnyArray, Documents, Integers, Marks, Scores
from ..file.common_strings import CommonStrings
from ..file.days import day_of, order_numbers
from ..file.layout import (
    ADDED,
    ARTICLES,
    CITED_NUMBERS,
    EFFECTIVE,
    EXPIRES,
    FACET_COLUMNS,
    FREQUENT_WORDS,
    ID_DOCUMENTS,
    IDS,
    ISSUER_COLUMN,
    NAME_COLUMN,
    NO_DATE,
    OWN_NUMBERS,
    PAPER_COLUMN,
    PUBLISHED,
    PUBLISHED_LATEST,
    REPEALS_COLUMN,
    TEXT_STARTS,
    VALIDITY_COLUMN,
    VALUE_COLUMNS,
    WORD_LENGTHS,
    Column,
)
from ..file.manifest import Manifest
from ..file.originals import KeptFile, read_originals
from ..file.records import Copies, Settings, read_coinage
from ..file.stored import ARTICLE_DAMAGE, StoredArticle
from ..file.strings import Strings
from ..file.terms import Terms, id_places
from ..file.texts import Texts
from ..file.vocabulary import Vocabulary
from .columns import ColumnValues, TextColumn, read_column
from .groups import Groups
from .lexicon import WhooshLexicon
from .postings import Part, Postings
from .ranking import Ranking, recency
from .recent import Recent
from .repealed import bodies_of, repealed
from .said import TextsInLine
from .standings import VALIDITIES, Standings, Told, code_of

_Known = TypeVar("_Known", bound=ArticleHead)

#: Of the documents of which something is said, what is kept of what was asked last.
_ABOUT_BYTES, _ABOUT_LITERALS = 1 << 20, 1024
_READ_AHEAD = 200  # articles, where all are read


class Snapshot:
    """An open generation on one day: never changes, so threads share it.

    Document numbers run over all segments.
    """

    def __init__(
        self,
        manifest: Manifest,
        settings: Settings,
        corpus: CorpusRecord,
        copies: Copies,
        vocabulary: Vocabulary,
        segments: Sequence[tuple[Terms, Marks]],
        repeals: list[tuple[int, int]] | None,
        today: date | None = None,
    ) -> None:
        """Take the segments, each with a mark for every document that is not deleted.

        `repeals`: which documents repeal which, as it was recorded; None: to be worked out.
        `today`: the day that validity is told for, in Beijing if not given.
        """
        self.today = today or beijing_day()
        self.manifest = manifest
        self._recorded_repeals = repeals
        self.build = manifest.folder
        self.generation = manifest.generation
        self.settings = settings
        self.corpus = corpus
        self.copies = copies
        self._vocabulary = vocabulary
        self._segments = [segment for segment, _ in segments]
        sizes = [segment.size for segment in self._segments]
        self._firsts = [0, *np.cumsum(sizes).tolist()]
        self.size: int = self._firsts[-1]
        self.live = np.concatenate([np.empty(0, bool), *(live for _, live in segments)])
        self.live_count = int(self.live.sum())
        self.postings = self._open_postings(segments)
        #: The live documents of a page found last, by their ids: their texts are asked for next.
        self.shown: dict[str, int] = {}
        self._ids = [Strings(segment.arrays, IDS) for segment in self._segments]
        self.published = self._each(PUBLISHED).astype(np.int64)
        self.published_latest = self._each(PUBLISHED_LATEST).astype(np.int64)

    def _open_postings(self, segments: Sequence[tuple[Terms, Marks]]) -> Postings:
        """Return what looks terms up in segments, each with marks for its live documents."""
        return Postings(
            [
                (segment, first, None if live.all() else live)
                for (segment, live), first in zip(segments, self._firsts, strict=False)
            ]
        )

    def part_for(self, plan: Plan, request: SearchRequest) -> Part:
        """Return what is looked into to answer a request, given what its query means."""
        return Part(self.postings)

    def part_to_count(self, plan: Plan, filters: Filters, sort: Sort) -> Part:
        """Return what is looked into where nothing but what filters leave is told, the first by date first."""
        return Part(self.postings)

    @cached_property
    def likenesses(self) -> dict[str, Any]:
        """Return what was found to be like an article, by its id: of a book that takes long."""
        return {}

    @cached_property
    def segmenter(self) -> Segmenter:
        """Return the segmenter that the index was built with."""
        return Segmenter(self.settings.dictionary)

    @cached_property
    def lexicon(self) -> WhooshLexicon:
        """Return what the collection says."""
        return WhooshLexicon(self.postings, self._vocabulary, self.manifest)

    @cached_property
    def age_order(self) -> Integers:
        """Return a number for each document that ascends with its day, 0 without one."""
        return order_numbers(self.published, self.published_latest)

    @cached_property
    def newest_rank(self) -> Integers:
        """Give each document its place, the newest first; ties go by id, without a date come last."""
        return self._rank(-self.age_order)

    @cached_property
    def oldest_rank(self) -> Integers:
        """Give each document its place, the oldest first; ties go by id, without a date come last."""
        last = np.iinfo(np.int64).max
        return self._rank(np.where(self.published == NO_DATE, last, self.age_order))

    @cached_property
    def added(self) -> AnyArray:
        """Return when each document was added, in seconds since 1970; NOT_KNOWN: it has no day."""
        return self._each(ADDED)

    @cached_property
    def added_rank(self) -> Integers:
        """Give each document its place, those added last first; of those added at once the newest."""
        rank = np.empty(self.size, np.int64)
        rank[np.lexsort((self.newest_rank, -self.added.astype(np.int64)))] = np.arange(self.size)
        return rank

    def rank_by_date(self, sort: Sort) -> Integers:
        """Give each document its place in an order by date."""
        match sort:
            case Sort.OLDEST:
                return self.oldest_rank
            case Sort.ADDED:
                return self.added_rank
            case _:
                return self.newest_rank

    @cached_property
    def lengths(self) -> Integers:
        """Return the characters of each document, normalised, with one between two texts."""
        starts = [segment.arrays[TEXT_STARTS].astype(np.int64) for segment in self._segments]
        return np.concatenate([np.empty(0, np.int64), *(np.diff(one) - 1 for one in starts)])

    @cached_property
    def ranking(self) -> Ranking:
        """Return what scores terms."""
        return Ranking([self._each(name) for name in WORD_LENGTHS], self.live)

    @cached_property
    def recency(self) -> Scores:
        """Return what each document gains by being recent, as a factor."""
        return recency(self.published, self.live)

    @cached_property
    def relevance_rank(self) -> Integers:
        """Give each document its place where it is as good as others: in force, the newest; versions together."""
        standings = np.array([standing(validity) for validity in VALIDITIES], np.int64)
        rank = np.empty(self.size, np.int64)
        places = standings[self.standings.codes]
        rank[np.lexsort((self.newest_rank, places))] = np.arange(self.size)
        return self.groups.side_by_side(rank)

    @cached_property
    def groups(self) -> Groups:
        """Return which documents are copies of one another, and which versions of one paper."""
        return self._grouped[0]

    @cached_property
    def standings(self) -> Standings:
        """Return the validity of each document today, and what has taken its place."""
        return self._grouped[1]

    @cached_property
    def _grouped(self) -> tuple[Groups, Standings]:
        numbered = self._numbered([*self.copies.groups, *self.copies.versions])
        copies = numbered[: len(self.copies.groups)]
        members = {group[0]: group for group in copies}
        versions = [
            [members.get(head, [head]) for head in group] for group in numbered[len(copies) :]
        ]
        said = self._column(VALIDITY_COLUMN)
        papers = self._papers
        standings = Standings(
            Told(
                said.one_of_each(np.array([code_of(value) for value in said.strings], np.int64), 0),
                self._each(EFFECTIVE).astype(np.int64),
                self._each(EXPIRES).astype(np.int64),
                self.published,
                self.published_latest,
            ),
            self.today,
        )
        standings.take_repeals(self.repeals, self._name)
        numbers = papers.one_of_each(np.arange(len(papers.strings)), -1)
        names = [_name_of(group, numbers, papers.strings) for group in versions]
        ordered = standings.in_order(names, versions)
        return Groups(self.size, copies, ordered), standings

    @cached_property
    def repeals(self) -> list[tuple[int, int]]:
        """Return documents that say of others that they are repealed, each with such another, ascending.

        Recorded by whoever wrote the generation, who opens it first and has it worked out.
        """
        kept = self._recorded_repeals
        if kept is None:
            head = lru_cache(self._head)
            named = sorted(set(self._repealed()))
            return [pair for pair in named if repeals(*map(head, pair))]
        if any(not 0 <= number < self.size for pair in kept for number in pair):
            raise self.manifest.damaged()
        return kept

    def _name(self, document: int) -> str:
        return self.ids(np.array([document]))[0]

    def _repealed(self) -> Iterator[tuple[int, int]]:
        """Yield documents that name others as repealed, each with one that may be meant."""
        return repealed(
            self._texts(REPEALS_COLUMN),
            (self.names, self._papers),
            self.own_numbers,
            bodies_of(self.values[Field.ISSUER], self.values[Field.AUTHOR]),
            self.documents_with,
            self._head,
        )

    def _numbered(self, groups: Sequence[Sequence[str]]) -> list[list[int]]:
        named = [[name.encode("utf-8", "surrogatepass") for name in group] for group in groups]
        wanted = set(chain.from_iterable(named))
        numbers: dict[bytes, int] = {}
        for segment, ids, first in zip(self._segments, self._ids, self._firsts, strict=False):
            documents = segment.arrays[ID_DOCUMENTS]
            for name, at in ids.those_of(wanted):
                if self.live[number := first + int(documents[at])]:
                    numbers[name] = number
        return [[numbers[name] for name in group if name in numbers] for group in named]

    @cached_property
    def facets(self) -> dict[str, ColumnValues]:
        """Return the column of each facet."""
        static = {name: self._column(column) for name, column in FACET_COLUMNS.items()}
        return static | {"validity": self._validities}

    @property
    def _validities(self) -> ColumnValues:
        """Return the validity of each document today as a column: a set for each, and one for none."""
        labels = [validity.label.text for validity in VALIDITIES if validity]
        strings = tuple(sorted(labels))
        values = np.array([strings.index(label) for label in labels], np.int64)
        sets = np.arange(1, len(VALIDITIES))
        return ColumnValues(strings, len(VALIDITIES), sets, values, self.standings.codes)

    @cached_property
    def values(self) -> dict[Any, ColumnValues]:
        """Return the column of each field that is looked through as whole values."""
        return {field: self._column(column) for field, column in VALUE_COLUMNS.items()}

    @property
    def issuers(self) -> ColumnValues:
        """Return the column of issuers, as they are written."""
        return self._column(ISSUER_COLUMN)

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

    @cached_property
    def names(self) -> TextColumn:
        """Return the column of names."""
        return self._texts(NAME_COLUMN)

    @cached_property
    def own_numbers(self) -> TextColumn:
        """Return the column of the numbers that documents bear, by key."""
        return self._texts(OWN_NUMBERS)

    @cached_property
    def cited_numbers(self) -> TextColumn:
        """Return the column of the numbers that documents cite, by key."""
        return self._texts(CITED_NUMBERS)

    @cached_property
    def _papers(self) -> TextColumn:
        return self._texts(PAPER_COLUMN)

    @cached_property
    def name_lengths(self) -> Integers:
        """Return the characters of each document's name; 0 without one."""
        return self.names.one_of_each(self.names.strings.lengths(), 0)

    def documents_with_value(self, field: Field, wanted: Callable[[str], bool]) -> Documents:
        """Find the live documents with such a value of a field that is looked through."""
        column = self.values[field]
        return self.documents_in(column, np.array([wanted(v) for v in column.strings], bool))

    def documents_in(self, column: ColumnValues, marked: Marks) -> Documents:
        """Find the live documents with one of the marked values of a column."""
        found = column.sets_with(marked)[column.sets].nonzero()[0]
        return found[self.live[found]]

    def documents_with(self, column: ColumnValues, value: int) -> Documents:
        """Find the live documents with a value of a column, by its number."""
        found = column.documents_with(value)
        return found[self.live[found]]

    def documents_about(self, literal: Literal) -> Documents:
        """Find the live documents of which a literal is said: in their section, source, author, issuer."""
        known = self._about.get(literal)
        return self._find_about(literal) if known is None else known

    def _find_about(self, literal: Literal) -> Documents:
        said = np.zeros(self.size, bool)
        for field, texts in self._said.items():
            if (marked := texts.holding(literal)).any():
                column = self.values[field]
                said |= column.sets_with(marked)[column.sets]
        found = (said & self.live).nonzero()[0]
        return self._about.keep(literal, found, found.nbytes)

    @cached_property
    def _about(self) -> Recent[Literal, Documents]:
        return Recent(_ABOUT_BYTES, _ABOUT_LITERALS)

    @cached_property
    def _said(self) -> dict[Field, TextsInLine]:
        return {field: TextsInLine(self.values[field].strings) for field in ABOUT_FIELDS}

    @property
    def characters(self) -> int:
        """Count the characters of the live documents, normalised, with one between two texts."""
        return int(self.lengths[self.live].sum())

    def day(self, number: int) -> Day | None:
        """Return the day of a document."""
        return day_of(int(self.published[number]), int(self.published_latest[number]))

    def is_published_between(
        self, documents: Integers, first: date | None, last: date | None
    ) -> Marks:
        """Mark those of some documents that were published from one day to another, both included.

        Those of which no more than a year or a month is known lie between them with all of it.
        """
        if first is None and last is None:
            return np.ones(len(documents), bool)
        published, latest = self.published.take(documents), self.published_latest.take(documents)
        low = first.toordinal() if first else NO_DATE + 1
        high = last.toordinal() if last else date.max.toordinal()
        return np.asarray((published >= low) & (latest <= high))

    def ids(self, documents: Integers) -> list[str]:
        """Return the ids of documents."""
        if len(self._segments) == 1:
            return self._ids[0].texts(self._id_places[0].take(documents))
        found = []
        for number in documents.tolist():
            segment, own = self._locate(number)
            found += self._ids[segment].texts(self._id_places[segment][own : own + 1])
        return found

    def find(self, identifier: str) -> int | None:
        """Return the live document with an id."""
        if (known := self.shown.get(identifier)) is not None:
            return known
        encoded = identifier.encode("utf-8", "surrogatepass")
        for segment, ids, first in zip(self._segments, self._ids, self._firsts, strict=False):
            at = ids.find(encoded)
            if at is not None:
                number = first + int(segment.arrays[ID_DOCUMENTS][at])
                if self.live[number]:
                    return number
        return None

    def article_today(self, number: int) -> Article:
        """Read a document's article, with its validity of today. Raises IndexUnusableError as `article`."""
        return self._today(number, self.article(number))

    def head_today(self, number: int, stored: StoredArticle | None = None) -> ArticleHead:
        """Read what is known of a document besides its text, likewise; `stored` is what holds it."""
        return self._today(number, self._head(number, stored))

    def _head(self, number: int, stored: StoredArticle | None = None) -> ArticleHead:
        try:
            return (stored or self.stored(number)).head()
        except ARTICLE_DAMAGE as error:
            raise self.manifest.damaged() from error

    def article(self, number: int) -> Article:
        """Read a document's article as it was stored. Raises IndexUnusableError when it is damaged."""
        try:
            return self.stored(number).article()
        except ARTICLE_DAMAGE as error:
            raise self.manifest.damaged() from error

    def texts_with(self, pairs: Sequence[str], needed: int) -> Iterator[tuple[Texts, int, Marks]]:
        """Yield texts in which at least so many of some pairs of characters may stand.

        Of each the number of its first document, and marks for its documents that are not deleted.
        """
        for segment, first in zip(self._segments, self._firsts, strict=False):
            assert isinstance(segment, Texts)
            yield segment, first, self.live[first : first + segment.size]

    def read_ahead(self, documents: Sequence[int], beside: Sequence[str] | None = None) -> None:
        """Be told which articles are about to be read, and named beside them: here they all lie at hand."""

    def by_segment(self, documents: Sequence[int]) -> Iterator[tuple[Texts, Integers, list[int]]]:
        """Part documents, ascending, by their segments, each with their numbers there, and here."""
        for segment, first in zip(self._segments, self._firsts, strict=False):
            assert isinstance(segment, Texts)
            low, high = bisect_left(documents, first), bisect_left(documents, first + segment.size)
            if low < high:
                some = list(documents[low:high])
                yield segment, np.array(some, np.int64) - first, some

    def stored(self, number: int) -> StoredArticle:
        """Return a document's article as it lies in the file. Raises ARTICLE_DAMAGE."""
        segment, own = self._locate(number)
        frequent = self._segments[segment].arrays[FREQUENT_WORDS].data
        return StoredArticle(self._articles[segment].view(own), frequent)

    @cached_property
    def _articles(self) -> list[Strings]:
        return [Strings(segment.arrays, ARTICLES) for segment in self._segments]

    def _today(self, number: int, article: _Known) -> _Known:
        """Give an article, or its head, the validity of today."""
        successor = self.standings.successors.get(number)
        validity = self.standings.validity(number)
        if successor is None and validity is article.validity:
            return article
        by = self.ids(np.array([successor]))[0] if successor is not None else None
        return replace(article, validity=validity, replaced_by=by)

    def articles_by_id(self) -> Iterator[Article]:
        """Yield all live articles, ordered by id."""
        numbers = self.by_id().tolist()
        for start in range(0, len(numbers), _READ_AHEAD):
            some = numbers[start : start + _READ_AHEAD]
            self.read_ahead(some)
            yield from map(self.article_today, some)

    def by_id(self) -> Documents:
        """Return all live documents, ordered by id."""
        order = np.argsort(self._id_rank)
        return order[self.live[order]]

    def verify(self) -> None:
        """Compare the checksum of every file. Raises IndexUnusableError naming the first that has changed."""
        self.manifest.verify()

    @cached_property
    def _id_places(self) -> list[Integers]:
        """Return, by segment, where each document's id stands in the list of ids."""
        return [id_places(segment.arrays) for segment in self._segments]

    @cached_property
    def _id_rank(self) -> Integers:
        """Give each document a number that ascends with its id."""
        if len(self._segments) == 1:
            return self._id_places[0]
        rank = np.zeros(self.size, np.int64)
        common = CommonStrings(self._ids).numbers
        for segment, first, numbers in zip(self._segments, self._firsts, common, strict=False):
            rank[first + segment.arrays[ID_DOCUMENTS].astype(np.int64)] = numbers
        return rank

    def _rank(self, days: Integers) -> Integers:
        rank = np.empty(self.size, np.int64)
        rank[np.lexsort((self._id_rank, days))] = np.arange(self.size)
        return rank

    def _locate(self, number: int) -> tuple[int, int]:
        """Return the segment of a document, and its number there."""
        segment = bisect_right(self._firsts, number) - 1
        return segment, number - self._firsts[segment]

    def _each(self, name: str) -> AnyArray:
        """Return an array with an entry a document, over all segments."""
        arrays = [segment.arrays[name] for segment in self._segments]
        return arrays[0] if len(arrays) == 1 else np.concatenate([np.empty(0, np.uint8), *arrays])

    def _column(self, column: Column) -> ColumnValues:
        """Read a column of which there are few values."""
        read = self._texts(column)
        return ColumnValues(
            tuple(read.strings), read.set_count, read.pair_sets, read.pair_values, read.sets
        )

    def _texts(self, column: Column) -> TextColumn:
        """Read a column, but for its values, which are read when they are asked for."""
        return read_column(self._segments, column)


def _name_of(group: Sequence[Sequence[int]], papers: Integers, names: Sequence[str]) -> str:
    """Return the name of a paper by its versions; the head of one may be called otherwise than its copies."""
    of_all = papers[[one for copies in group for one in copies]]
    named = of_all[of_all >= 0]
    return names[int(named[0])] if len(named) else ""
