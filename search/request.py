"""Request: what is an engine asked? A query, what narrows it, in which order, which page; all bounded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import accumulate

from .article import ArticleHead
from .errors import UsageError
from .facets import FACET_NAMES, FACETS
from .partial_date import is_within
from .query.nodes import Everything, Query

_EVERYTHING = Everything()
_FACETS = frozenset(FACET_NAMES)

MAX_RESULTS_DEPTH = 10_000  # hits: no page reaches deeper
MAX_PLACES_DEPTH = 10_000  # places likewise
MAX_COPIES = 50  # named with a match
MOST_PAIRS, MOST_PAIR_PLACES = 16, 16_000  # of a text that something is to be like


class Sort(StrEnum):
    """Order of hits. Articles without a date come last in the orders by date."""

    RELEVANCE = "relevance"
    RECENT = "recent"  # by relevance, with a light prior for recent articles
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"  # to the index, the last first

    @property
    def is_by_date(self) -> bool:
        """Say whether it asks for a day, and not for how well an article answers."""
        return self in {Sort.NEWEST, Sort.OLDEST, Sort.ADDED}


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows results: values of one facet are joined by or, facets by and.

    A year or a month in which an article was published is in a range when all of it is.
    """

    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by facet name
    first: date | None = None  # published on this day or later
    last: date | None = None  # published on this day or earlier

    def __post_init__(self) -> None:
        unknown = set(self.facets) - set(FACET_NAMES)
        if unknown:
            raise UsageError("没有这种筛选: %(names)s", names="、".join(sorted(unknown)))

    @property
    def narrow(self) -> bool:
        """Say whether anything may be left out."""
        return bool(self.facets or self.first or self.last)

    def let_pass(self, article: ArticleHead) -> bool:
        """Say whether an article is one of those that results are narrowed to."""
        is_ranged = self.first is not None or self.last is not None
        if is_ranged and not (article.day and is_within(article.day, self.first, self.last)):
            return False
        return all(
            not set(wanted).isdisjoint(facet.values(article))
            for facet in FACETS
            if (wanted := self.facets.get(facet.name))
        )


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to an engine."""

    query: Query = _EVERYTHING
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = FACET_NAMES  # those whose values are counted
    facet_values: int = 200  # at most so many of each and those chosen, but all years and months
    merge_copies: bool = False  # a group of copies is one result; offset and limit count results
    at_least: int = 0  # results: of fewer only the totals are wanted, no page and no facets

    def __post_init__(self) -> None:
        if self.offset < 0 or self.limit < 0 or self.offset + self.limit > MAX_RESULTS_DEPTH:
            raise UsageError("最多只能翻到第 %(most)s 条结果，请缩小范围", most=MAX_RESULTS_DEPTH)
        if not _FACETS.issuperset(self.facets):
            unknown = set(self.facets) - _FACETS
            raise UsageError("没有这种筛选: %(names)s", names="、".join(sorted(unknown)))


@dataclass(frozen=True, slots=True)
class TallyRequest:
    """How much is said, for each value of a facet? All filters narrow, those by that facet too."""

    query: Query
    facet: str = "year"
    filters: Filters = field(default_factory=Filters)
    #: Whether republished copies count: without them, of each group the first that the filters leave.
    copies: bool = True

    def __post_init__(self) -> None:
        if self.facet not in _FACETS:
            raise UsageError("没有这种筛选: %(names)s", names=self.facet)


@dataclass(frozen=True, slots=True)
class PlacesRequest:
    """Where does what a query counts stand? Articles by date, in each from its title to its end."""

    query: Query
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.OLDEST  # one by date
    offset: int = 0
    limit: int = 100
    copies: bool = True  # as in TallyRequest

    def __post_init__(self) -> None:
        if self.offset < 0 or self.limit < 0 or self.offset + self.limit > MAX_PLACES_DEPTH:
            raise UsageError("最多只能翻到第 %(most)s 处，请缩小范围", most=MAX_PLACES_DEPTH)
        if not self.sort.is_by_date:
            raise UsageError("出处只能按日期排列")


@dataclass(frozen=True, slots=True)
class NearestRequest:
    """Where does something stand that is most like a text? By the rarest pairs of neighbours in it.

    Of the different pairs of neighbouring characters of the text, those that stand least often are
    looked for (of equals the lesser first): the first `MOST_PAIRS` that stand `MOST_PAIR_PLACES` times
    together. A stretch begins with one of them and reaches `reach` characters, within its article;
    the more different pairs begin in it the better, then the older its article. Where two begin
    within reach of one another, the better one is found.
    """

    text: str  # normalised
    limit: int = 5  # stretches

    @property
    def reach(self) -> int:
        """Return how many characters a stretch has: somewhat more than the text, which may be cut."""
        return len(self.text) * 5 // 4 + 4

    @staticmethod
    def affordable(places: Sequence[int]) -> int:
        """Return how many pairs are looked for, given how often each stands, ascending."""
        within = (total <= MOST_PAIR_PLACES for total in accumulate(places[:MOST_PAIRS]))
        return sum(within)

    @staticmethod
    def needed(pairs: int) -> int:
        """Return how many of some pairs must stand together: a third, and two; 0 when there are not two."""
        return max(-(-pairs // 3), 2) if pairs > 1 else 0
