"""Evidence: in which sentences does something stand? A row for each, to be put behind a text as an annex."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

from ..article import ArticleHead, in_one_line
from ..engine import Engine, Places
from ..query.article_text import heading_above
from ..query.budget import spend, spent
from ..query.marks import Range
from ..query.nodes import Query
from ..request import MAX_PLACES_DEPTH, Filters, PlacesRequest, Sort
from ..saying import Message
from ..text.sentences import sentence_key
from .occurrences import Occurrence, left_out, read_occurrences

#: Places at most, so rows at most.
MAX_ROWS = MAX_PLACES_DEPTH
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
    marks: tuple[
        tuple[int, int], ...
    ]  # where it stands in the sentence, half-open; apart, ascending
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
    at_least: bool = False  # there may be more places, in more articles

    @property
    def left_out(self) -> Message | None:
        """Say that the rows end before the places do; None where they have them all."""
        return left_out(self.listed, self.total, self.at_least)


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
    first = _read(engine, found, 0)
    starts = range(_MADE_AT_ONCE, len(found.places), _MADE_AT_ONCE)
    spend((spent() - before) * len(starts) / _MAKING_LATER)
    later = (one for start in starts for one in _read(engine, found, start))
    sentences = groupby(chain(first, later), _sentence)
    rows = (_row(list(standing)) for _, standing in sentences)
    return Evidence(found.total, found.articles, len(found.places), rows, found.at_least)


def _read(engine: Engine, found: Places, start: int) -> list[Occurrence]:
    some = replace(found, places=found.places[start : start + _MADE_AT_ONCE])
    return list(read_occurrences(engine, some))


def _sentence(one: Occurrence) -> tuple[object, ...]:
    """Return what is the same for all that stands in one sentence."""
    return one.head.id, one.place.line, one.sentence


def _row(standing: Sequence[Occurrence]) -> EvidenceRow:
    one = standing[0]
    text = one.line[slice(*one.sentence)]
    joined = in_one_line(text)
    indent = len(joined) - len(joined.lstrip())
    places = _places_joined(text)
    marks = _marks(standing, one.sentence)
    return EvidenceRow(
        joined.strip(),
        tuple((places[start] - indent, places[end] - indent) for start, end in marks),
        _heading(one, joined.strip()),
        one.head,
        "" if one.block is None else sentence_key(one.written.sentence_of_block(one.start)),
        len(standing),
    )


def _heading(one: Occurrence, sentence: str) -> str | None:
    """Return what stands above a sentence; None above a heading: which of those before it is above is not known."""
    if one.block is None or one.text.is_heading(one.block):
        return None
    said = one.heading
    names_itself = said is not None and sentence.startswith(said.rstrip("…"))  # it is numbered
    return heading_above(one.text, one.block, 0) if names_itself else said


def _marks(standing: Sequence[Occurrence], sentence: Range) -> Iterator[Range]:
    """Yield where in a sentence something stands; of what overlaps the rest."""
    begin, stop = sentence
    reached = begin
    for one in sorted(standing, key=lambda one: (one.start, -one.end)):
        start, end = max(one.start, reached), min(one.end, stop)
        if start < end:
            yield start - begin, end - begin
            reached = end


def _places_joined(text: str) -> Sequence[int]:
    """Return where each character of a text, and its end, is when it is put in one line; see `in_one_line`."""
    if len(lines := text.splitlines(keepends=True)) < 2:
        return range(len(text) + 1)
    places: list[int] = []
    before = ""  # what stands before, in one line
    at = 0
    for line in lines:
        said = line.splitlines()[0]
        if before and said and before[-1].isascii() and said[0].isascii():
            at += 1
        places += range(at, at + len(said))
        at += len(said)
        places += [at] * (len(line) - len(said))
        before = said or before
    return [*places, at]
