"""Engine: what must an index be able to do? The one seam between Zhengsou and what holds its postings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from .article import Article, ArticleHead
from .corpus_record import CorpusRecord
from .document_numbers import DocumentNumber
from .partial_date import Day
from .query.article_text import ArticleText
from .query.nodes import Literal, Query, Standing
from .request import NearestRequest, PlacesRequest, SearchRequest, TallyRequest
from .suggest.first_uses import Coined
from .suggest.lexicon import Lexicon
from .text.dictionary import Dictionary


@dataclass(frozen=True, slots=True)
class Match:
    """An article found: how good, and how often the query's literals stand in it.

    By relevance the better tier comes first, then the greater score, then the newest article; see
    `search.scoring`. When copies are merged it stands for all of its group that match, copies and
    versions: it is the version in force, else the newest, and of its copies the head, or the
    earliest that matches. By relevance, its tier and score are those of the best of them.
    """

    id: str
    score: float  # the sum of what the parts of the plan give
    occurrences: int
    copies: tuple[str, ...] = ()  # ids of its copies that match too, the earliest first
    copy_count: int = 0  # of all these; `copies` has at most `search.request.MAX_COPIES`
    tier: "Tier | None" = None  # None: the query has no two words to stand together
    versions: tuple[str, ...] = ()  # ids of other versions that match, in order; of copies one
    version_count: int = 0  # of all these; bounded as `copies`


@dataclass(slots=True)  # not frozen: a page has hundreds, and freezing takes most of making one
class FacetCount:
    """How many articles of the result have a value, were the facet's own choice not made."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer: exact totals, one page of matches, and counts for every facet by name.

    Total, occurrences and facets count articles, copies too, whether they are merged or not. Where
    what is asked for stands in too many articles, only some are looked into: then there may be more
    of all that is counted.
    """

    total: int
    occurrences: int
    matches: tuple[Match, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    groups: int  # results: as many as articles, unless copies are merged
    looked_into: int | None = None  # articles, the newest, or oldest, first; None: all


@dataclass(frozen=True, slots=True)
class Original:
    """The file that an article was read from, as it was then."""

    name: str  # without folders
    size: int  # bytes
    path: Path  # where it is kept


@dataclass(slots=True)  # not frozen, as FacetCount
class TallyRow:
    """How much is said in the articles with one value of a facet, and how much there is of them."""

    value: str  # "" stands for the articles without any, as those without a day
    articles: int  # that the query finds
    occurrences: int  # of what it counts, in these
    all_articles: int  # that the filters leave, whatever they say
    all_characters: int  # of these, normalised, as `Statistics.characters` counts them


@dataclass(frozen=True, slots=True)
class Tally:
    """How much is said, by the values of a facet: those that an article under the filters has, ascending.

    It counts all, always. Where an article has several values (a section, and those above it), it counts under each.
    """

    rows: tuple[TallyRow, ...]
    without: (
        TallyRow  # articles without a value: undated ones, and by month those of no known month
    )
    total: TallyRow  # all articles, each once


@dataclass(slots=True)  # not frozen: a request has thousands
class Place:
    """Where a literal stands: from and to a character of one line, normalised; from 0, half-open.

    `ArticleText.line` reads the line.
    """

    id: str
    line: int | None  # as `Article.lines` counts them; None: the title
    start: int
    end: int
    literal: int  # which of `Places.literals`


@dataclass(frozen=True, slots=True)
class Places:
    """Some of the places of literals in articles; of those that begin at one place, in the order of literals.

    Where they stand in too many articles, only some are looked into, the first in the order asked
    for: then there may be more places, in more articles; those given are the first of all.
    """

    literals: tuple[Standing, ...]  # what is looked for; see `search.query.literals.standing`
    total: int  # places
    articles: int  # in which they are
    places: tuple[Place, ...]
    at_least: bool = False  # not all articles were looked into


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much an index holds."""

    articles: int
    characters: int  # normalised, of all titles and blocks
    first: Day | None
    last: Day | None
    bytes: int  # of the build in use
    generation: int
    analysis: str
    dictionary_words: int
    copy_groups: int  # groups of republished copies
    copies: int  # articles in them, but for the head of each
    version_groups: int = 0  # papers of which there are several versions
    versions: int = 0  # of them, but for one of each paper
    earlier_builds: int = 0  # kept beside the one in use
    total_bytes: int = 0  # of all builds


class Tier(IntEnum):
    """How closely what was typed stands together in an article. A better tier comes first.

    By relevance only the best articles with all words are looked into for a sentence with all of
    them (`plan.LOOKED_INTO`); by date, all that are shown.
    """

    MOST = 0  # only some of the words
    ALL = 1  # all words, anywhere
    SENTENCE = 2  # all words in one sentence
    EXACT = 3  # the exact wording, or that as the name of the article


class TermKind(StrEnum):
    """What a term of a query is."""

    WORD = "word"  # of the index
    CHARACTERS = "characters"  # as they stand
    BEGINNING = "beginning"  # of a word, a title or a value
    NUMBER = "number"  # the article's own document number
    LIKENESS = "likeness"  # to an article, by its id
    NAME = "name"  # of the article, or a part of its title
    ABOUT = "about"  # a word of its section, source, author or issuer


@dataclass(frozen=True, slots=True)
class TermScore:
    """What one term of a query gives to the score of an article."""

    text: str
    kind: TermKind
    weight: float
    documents: int  # articles with it
    occurrences: int  # in this article
    score: float

    @property
    def is_word(self) -> bool:
        """Say whether it is a word of the index, and not only characters that stand there."""
        return self.kind is TermKind.WORD


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article stands where it stands, for one request."""

    found: bool
    tier: Tier | None  # None: the query has no two words to stand together
    score: float  # the sum of the terms'; tiers come before it
    terms: tuple[TermScore, ...]  # the best first


@dataclass(frozen=True, slots=True)
class Generation:
    """A whole index that is kept at a location: in use now, or once, and there to be returned to."""

    name: str
    is_in_use: bool
    written: datetime | None  # last: built, or brought up to date; None where that cannot be told
    articles: int | None
    bytes: int
    fault: str = ""  # why it cannot be used, in Chinese


class Engine(Protocol):
    """An open index. Threads may share one; each call sees the newest committed state."""

    def find(self, request: SearchRequest) -> Matches:
        """Answer a request."""

    def counts(self, queries: Sequence[Query]) -> list[int]:
        """Count the articles that each of some queries finds: dozens cost little more than one on a cluster."""

    def explain(self, request: SearchRequest, identifier: str) -> Explanation | None:
        """Say why an article stands where a request puts it; None when there is no such article."""

    def tally(self, request: TallyRequest) -> Tally:
        """Count articles and occurrences for each value of a facet, beside how much there is of each.

        Raises UsageError where that is too much to count, saying what to narrow.
        """

    def places(self, request: PlacesRequest) -> Places:
        """Say where what a query counts stands in the articles found; no text is read for it."""

    def nearest(self, request: NearestRequest) -> tuple[Place, ...]:
        """Say where something most like a text stands, the best first: the pair in the middle of each stretch.

        Of an even number of pairs it is the first of the two; `Place.literal` is 0.
        """

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """Return articles by id, in that order, leaving out unknown ones."""

    def heads(self, ids: Sequence[str]) -> list[ArticleHead]:
        """Return what is known of articles besides their texts, in that order, leaving out unknown ones."""

    def texts(
        self,
        ids: Sequence[str],
        literals: Sequence[Literal],
        beside: Sequence[str] | None = None,
    ) -> list[ArticleText]:
        """Return the texts of articles, in which literals are looked for, likewise.

        `beside`: articles of which the heads are about to be asked for, beside those of what has taken
        the place of these; where to read costs a round trip, they are read in the same.
        An engine that knows no places fetches the articles: `search.query.article_text.WholeText`.
        """

    def copies(self, identifier: str) -> tuple[str, ...]:
        """Return the group of copies an article is in, its head first; empty when it has none."""

    def versions(self, identifier: str) -> tuple[str, ...]:
        """Return the versions of an article's paper: those in force first, then the newest.

        Of each version the head of its copies, of its own the article itself; empty when there is but one.
        """

    def numbers_instead(self, wanted: DocumentNumber) -> list[DocumentNumber]:
        """Return what numbers of its issuer and year articles bear, ascending, where none bears this one."""

    def articles(self) -> Iterator[Article]:
        """Yield every article, ordered by id."""

    def days(self, first: int = 0, count: int | None = None) -> dict[str, Day | None]:
        """Return the day of every article, by id, ascending; or of so many from one on, counted from 0."""

    def added(self, ids: Sequence[str]) -> dict[str, datetime]:
        """Return when articles were added to the index, by id, leaving out those of which it is not known.

        In a first index they count as added on their own days.
        """

    def statistics(self) -> Statistics:
        """Say how much the index holds."""

    def original(self, identifier: str) -> Original | None:
        """Return the file that an article was read from; None where none is kept."""

    def coined(self) -> Sequence[Coined]:
        """Return the wordings first used in the last ten years of the collection, those most used first.

        Found when the index was last written; see `search.suggest.coinage` and `first_uses`. Raises
        UsageError where it was written before wordings were recorded.
        """

    def lexicon(self) -> Lexicon:
        """Return what the articles say."""

    def corpus_record(self) -> CorpusRecord:
        """Say where the articles came from."""

    def dictionary(self) -> Dictionary:
        """Return the user dictionary the index was built with."""

    def verify(self) -> None:
        """Read all that is on disk and compare checksums. Raises IndexUnusableError naming what has changed."""

    def confirm_newest(self) -> None:
        """Do nothing when what was committed last answers.

        Raises IndexUnusableError, saying why it does not, when what was before it answers.
        """

    def guard(self) -> None:
        """Verify in the background from now on, in this process: what is damaged answers no more.

        What was committed before it does, as long as that is sound; else every call raises IndexUnusableError.
        """

    def close(self) -> None:
        """Let go of files. The engine cannot be used afterwards."""


#: Told while an index is written: postings done, and of how many.
CommitListener = Callable[[int, int], None]


def no_listener(done: int, total: int) -> None:
    """Listen to nothing."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a writer waits for another, and who is told, once, that it does."""

    seconds: float = 0
    on_wait: Callable[[str], None] = lambda said: None


NO_PATIENCE = Patience()


class IndexWriter(Protocol):
    """Changes an index, all at once at `commit`; left without it, nothing has changed.

    Only one writer at a time: making a second raises IndexUnusableError (IN_USE), at the end of its
    patience.
    """

    def add(self, article: Article) -> None:
        """Add an article whose id is not in the index."""

    def remove(self, ids: Iterable[str]) -> None:
        """Remove articles by id, and keep no original of theirs."""

    def keep_original(self, ids: Iterable[str], name: str, content: BinaryIO) -> None:
        """Keep the file that articles were read from, for as long as they are in the index. Raises OSError."""

    def commit(self, record: CorpusRecord, on_posting: CommitListener = no_listener) -> None:
        """Make all changes visible; `on_posting` is told how many postings of how many are written."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *raised: object) -> None: ...
