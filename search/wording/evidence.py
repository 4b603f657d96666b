"""Evidence: in which sentences does something stand? A row for each, to be put behind a text as an annex."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

from ..answer.as_table import Row
from ..article import ArticleHead, in_one_line
from ..engine import Engine, Places
from ..facets import SECTION_SEPARATOR
from ..query.budget import spend, spent
from ..query.nodes import Query
from ..request import MAX_PLACES_DEPTH, Filters, PlacesRequest, Sort
from ..saying import Say, in_chinese, message
from ..text.sentences import sentence_key, sentence_ranges
from .occurrences import Occurrence, read_occurrences

#: Rows at most, and places that are looked at for them.
MAX_ROWS = MAX_PLACES_DEPTH
_COLUMNS = tuple(
    map(message, ("原文", "处", "小标题", "标题", "文号", "日期", "来源", "栏目", "链接"))
)
#: Widths of the columns, in characters.
WIDTHS = (60, 6, 24, 40, 18, 12, 16, 20, 40)
_MADE_AT_ONCE = 500  # places
_MAKING_LATER = 16  # by this what is made while it is sent is cheaper, as for a list of hits


@dataclass(frozen=True, slots=True)
class EvidenceRequest:
    """The places of what a query counts (`asked.as_wordings` reads it as wordings), the oldest first."""

    query: Query
    filters: Filters = field(default_factory=Filters)
    copies: bool = True
    offset: int = 0  # places
    limit: int = MAX_ROWS


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A sentence in which something stands, in one line."""

    sentence: str
    heading: str | None  # above it
    head: ArticleHead
    key: str  # what the sentence is known by, see `text.sentences.sentence_key`; empty in a title
    occurrences: int  # in the sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows, made as they are taken, of how many places."""

    total: int  # places
    articles: int  # in which they are
    listed: int  # places that the rows have
    rows: Iterator[EvidenceRow]


def evidence(engine: Engine, request: EvidenceRequest) -> Evidence:
    """List the sentences. Raises UsageError as the engine does; what costs too much is said at once."""
    found = engine.places(
        PlacesRequest(
            request.query,
            request.filters,
            Sort.OLDEST,
            request.offset,
            request.limit,
            request.copies,
        )
    )
    before = spent()
    first = _rows(engine, found, 0)
    starts = range(_MADE_AT_ONCE, len(found.places), _MADE_AT_ONCE)
    spend((spent() - before) * len(starts) / _MAKING_LATER)
    later = (row for start in starts for row in _rows(engine, found, start))
    return Evidence(found.total, found.articles, len(found.places), chain(first, later))


def evidence_table(
    found: Evidence, address: Callable[[EvidenceRow], str], say: Say = in_chinese
) -> Iterator[Row]:
    """Yield the names of the columns, and a row for each sentence; `address` gives its lasting address."""
    header: Row = [one.said(say) for one in _COLUMNS]
    rows = (_in_columns(row, address(row)) for row in found.rows)
    return chain([header], rows)


def _in_columns(row: EvidenceRow, address: str) -> Row:
    head = row.head
    known = [head.title, head.doc_number or "", head.day.isoformat() if head.day else ""]
    where = [head.source or "", SECTION_SEPARATOR.join(head.section), address]
    return [row.sentence, row.occurrences, row.heading or "", *known, *where]


def _rows(engine: Engine, found: Places, start: int) -> list[EvidenceRow]:
    some = replace(found, places=found.places[start : start + _MADE_AT_ONCE])
    sentences = groupby(read_occurrences(engine, some), _sentence)
    return [_row(list(standing)) for _, standing in sentences]


def _sentence(one: Occurrence) -> tuple[object, ...]:
    """Return what is the same for all that stands in one sentence."""
    return one.head.id, one.place.line, one.sentence


def _row(standing: list[Occurrence]) -> EvidenceRow:
    one = standing[0]
    start, end = one.sentence
    return EvidenceRow(
        in_one_line(one.line[start:end]).strip(), one.heading, one.head, _key(one), len(standing)
    )


def _key(one: Occurrence) -> str:
    """Return the key of the sentence of its block, by which an article's page knows it."""
    if one.block is None:
        return ""
    text = one.text.block(one.block).text
    within = (range_ for range_ in sentence_ranges(text) if one.place_in_block < range_[1])
    start, end = next(within, (0, len(text)))
    return sentence_key(text[start:end])
