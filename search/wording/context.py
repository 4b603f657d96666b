"""Context: what stands around a wording, wherever it stands? A line for each place, or counts of what is beside it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..article import ArticleHead, in_one_line
from ..engine import Engine, Places
from ..partial_date import Day, age_of
from ..query.nodes import Pattern, Query, Standing
from ..request import MAX_PLACES_DEPTH, Filters, PlacesRequest, Sort
from ..saying import Message
from ..text.runs import RUN
from ..text.segmentation import Segmenter
from .occurrences import Occurrence, left_out, read_occurrences

#: So much is shown on each side, in characters.
WIDTH = 30
_COMPARED = 40  # characters, when lines are sorted by what stands beside the wording
_WORD_REACH = 12  # characters, in which the next word is looked for


class ContextSort(StrEnum):
    """Order of lines; those that are equal stand the oldest first."""

    OLDEST = "oldest"
    NEWEST = "newest"
    AFTER = "after"  # by what follows the wording
    BEFORE = "before"  # by what stands before it, read backwards


class Beside(StrEnum):
    """What lines are grouped by."""

    AFTER = "after"  # the word or the mark that follows
    BEFORE = "before"  # that before it
    GAP = "gap"  # what fills the gaps of a pattern, those of several with … between; phrases are left out


@dataclass(frozen=True, slots=True)
class ContextRequest:
    """The places of what a query counts (`asked.as_wordings` reads it as wordings), some of them."""

    query: Query
    filters: Filters = field(default_factory=Filters)
    sort: ContextSort = ContextSort.OLDEST
    offset: int = 0
    limit: int = 100
    copies: bool = True
    #: By what stands beside, and grouped, at most so many places are read, the oldest: each costs time.
    most: int = MAX_PLACES_DEPTH


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A place of a wording: what stands left and right of it in its line, in one line each, cut to fit."""

    occurrence: Occurrence
    left: str
    wording: str
    right: str

    @property
    def head(self) -> ArticleHead:
        """Return what is known of the article."""
        return self.occurrence.head


@dataclass(frozen=True, slots=True)
class Context:
    """Some lines, of how many."""

    literals: tuple[Standing, ...]  # the wordings
    total: int  # places
    articles: int  # in which they are
    considered: int  # places that were put in order: all, but of very many
    lines: tuple[ContextLine, ...]
    at_least: bool = False  # there may be more places, in more articles
    are_newest: bool = False  # of all the lines, if these are not all

    @property
    def listed(self) -> int:
        """Return how many places the lines have."""
        return len(self.lines)

    @property
    def left_out(self) -> Message | None:
        """Say that the lines, from the first on, end before the places do; None where they have them all."""
        return left_out(self.listed, self.total, self.at_least, self.are_newest)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands beside a wording, or fills its gaps, normalised; "" is the end of a line, or nothing."""

    text: str
    occurrences: int
    articles: int
    first: Day | None  # of the dated articles; None: there are none
    latest: Day | None


@dataclass(frozen=True, slots=True)
class Grouped:
    """What stands beside a wording, most frequent first, of how many places."""

    literals: tuple[Standing, ...]
    total: int
    articles: int
    considered: int  # places that were read: all, but of very many
    groups: tuple[Group, ...]
    at_least: bool = False  # as of a context

    @property
    def listed(self) -> int:
        """Return how many places the groups have."""
        return self.considered

    @property
    def left_out(self) -> Message | None:
        """Say that not all places are in the groups; None where they are."""
        return left_out(self.listed, self.total, self.at_least)


def context(engine: Engine, request: ContextRequest) -> Context:
    """Return some of the places, each with what stands around it. Raises UsageError as the engine does."""
    if request.sort in {ContextSort.OLDEST, ContextSort.NEWEST}:
        found = engine.places(_places(request, request.offset, request.limit))
        shown = list(read_occurrences(engine, found))
        return _context(found, found.total, shown, request.sort is ContextSort.NEWEST)
    found = engine.places(_places(request, 0, request.most))
    read = list(read_occurrences(engine, found))
    read.sort(key=_after if request.sort is ContextSort.AFTER else _before)
    return _context(found, len(read), read[request.offset :][: request.limit])


def group(engine: Engine, request: ContextRequest, by: Beside) -> Grouped:
    """Count what stands beside a wording. Raises UsageError as the engine does."""
    found = engine.places(_places(request, 0, request.most))
    text_beside = _beside(by, Segmenter())
    groups: defaultdict[str, list[ArticleHead]] = defaultdict(list)
    read = 0
    for one in read_occurrences(engine, found):
        read += 1
        if (text := text_beside(one)) is not None:
            groups[text].append(one.head)
    made = (_group(text, heads) for text, heads in groups.items())
    ordered = sorted(made, key=lambda one: (-one.occurrences, one.text))
    counted = found.literals, found.total, found.articles, read
    return Grouped(*counted, tuple(ordered), found.at_least)


def line_of(occurrence: Occurrence, width: int = WIDTH) -> ContextLine:
    """Put a place of a wording on a line, with so many characters on each side."""
    start, end = occurrence.start, occurrence.end
    left = _in_one_line(occurrence.line[:start][-2 * width :])[-width:]
    right = _in_one_line(occurrence.line[end : end + 2 * width])[:width]
    return ContextLine(occurrence, left, _in_one_line(occurrence.wording), right)


def _context(
    found: Places, considered: int, shown: Sequence[Occurrence], are_newest: bool = False
) -> Context:
    lines = tuple(map(line_of, shown))
    counted = found.literals, found.total, found.articles, considered
    return Context(*counted, lines, found.at_least, are_newest)


def _places(request: ContextRequest, offset: int, limit: int) -> PlacesRequest:
    sort = Sort.NEWEST if request.sort is ContextSort.NEWEST else Sort.OLDEST
    return PlacesRequest(request.query, request.filters, sort, offset, limit, request.copies)


def _after(occurrence: Occurrence) -> str:
    return occurrence.after[:_COMPARED]


def _before(occurrence: Occurrence) -> str:
    return occurrence.before[: -_COMPARED - 1 : -1]


def _beside(by: Beside, segmenter: Segmenter) -> Callable[[Occurrence], str | None]:
    if by is Beside.GAP:
        return _filler
    if by is Beside.AFTER:
        return lambda one: _first_word(one.after[:_WORD_REACH].lstrip(), segmenter)
    return lambda one: _last_word(one.before[-_WORD_REACH:].rstrip(), segmenter)


def _filler(occurrence: Occurrence) -> str | None:
    return "…".join(occurrence.fillers) if isinstance(occurrence.literal, Pattern) else None


def _first_word(text: str, segmenter: Segmenter) -> str:
    run = RUN.match(text)
    if run is None:
        return text[:1]
    return segmenter.words(run["han"])[0] if run["han"] else run["word"]


def _last_word(text: str, segmenter: Segmenter) -> str:
    runs = [run for run in RUN.finditer(text) if run.end() == len(text)]
    if not runs:
        return text[-1:]
    return segmenter.words(runs[0]["han"])[-1] if runs[0]["han"] else runs[0]["word"]


def _group(text: str, heads: Sequence[ArticleHead]) -> Group:
    days = [head.day for head in heads if head.day]
    return Group(
        text,
        len(heads),
        len({head.id for head in heads}),
        min(days, key=age_of, default=None),
        max(days, key=age_of, default=None),
    )


def _in_one_line(text: str) -> str:
    return " ".join(in_one_line(text).split())
