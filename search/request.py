"""Request: what is an engine asked? A query, what narrows it, in which order, which page; all bounded."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

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
