"""Occurrences: where does what a query counts stand? Positions tell, so no text is read."""

from collections.abc import Sequence

import numpy as np

from ....engine import Place, Places
from ....plan import compile_query
from ....query.budget import allow_for, spend
from ....query.literals import standing
from ....query.nodes import Exact, Field, Pattern, Phrase, Standing
from ....request import PlacesRequest
from ..file.array_types import Documents, Integers
from ..file.texts import Texts
from .finding import Finding
from .lines import Lines
from .postings import Part
from .snapshot import Snapshot
from .sparse import intersect
from .tallies import counting_documents

# What is taken off the budget: for a document in which something stands, and a place that is returned.
_DOCUMENT, _PLACE = 0.3, 10

_Columns = list[Integers]  # of each place: document, line, where it begins and ends there, literal


def find_places(snapshot: Snapshot, request: PlacesRequest) -> Places:
    """Say where literals stand. Raises UsageError if the query is too long or costs too much."""
    allow_for(snapshot.size)
    plan = compile_query(request.query, snapshot.segmenter, scored=False)
    held = counting_documents(snapshot, request.filters, request.copies)
    literals = standing(request.query)
    part = snapshot.part_to_count(plan, request.filters, request.sort)
    finding = Finding(snapshot, plan, part)
    documents, counts = _counted(finding, held, literals)
    if part.holds and counts.sum() < request.offset + request.limit:
        part = Part(snapshot.postings)  # that there are no more is said of all only
        finding = Finding(snapshot, plan, part)
        documents, counts = _counted(finding, held, literals)
    spend(len(documents) * _DOCUMENT + request.limit * _PLACE)
    order = snapshot.orders.by_date(request.sort).take(documents).argsort()
    ends = np.cumsum(counts[order])
    first = int(ends.searchsorted(request.offset, "right"))
    last = int(ends.searchsorted(request.offset + request.limit)) + 1 if request.limit else first
    chosen = documents[order[first:last]]
    before = int(ends[first - 1]) if first else 0
    found = _places_in(snapshot, finding, chosen, literals)
    skipped = request.offset - before
    return Places(
        literals,
        total=int(counts.sum()),
        articles=len(documents),
        places=tuple(found[skipped : skipped + request.limit]),
        at_least=part.holds is not None,
    )


def _counted(
    finding: Finding, held: Documents, literals: Sequence[Standing]
) -> tuple[Documents, Integers]:
    """Return in which documents literals stand, of those found and held, and how often in each."""
    documents = intersect([finding.documents(), held], finding.size)
    counts = np.zeros(len(documents), np.int64)
    for literal in literals:
        counts += finding.counts(literal, documents)
    return documents[counts > 0], counts[counts > 0]


def _places_in(
    snapshot: Snapshot,
    finding: Finding,
    documents: Documents,
    literals: Sequence[Standing],
) -> list[Place]:
    """Return the places in some documents, those of a document together, in the order of documents."""
    ascending = np.sort(documents)
    snapshot.articles.read_ahead(ascending.tolist())
    columns: list[_Columns] = []
    for segment, own, numbers in snapshot.articles.by_segment(ascending.tolist()):
        columns += [
            [np.array(numbers, np.int64)[own.searchsorted(documents_of)], *others]
            for documents_of, *others in _of(segment, own, literals)
        ]
    columns += [
        _as_written(finding, ascending, literal, number)
        for number, literal in enumerate(literals)
        if isinstance(literal, Exact)
    ]
    if not columns:
        return []
    of_places, lines, starts, ends, which = map(np.concatenate, zip(*columns, strict=True))
    at = np.argsort(documents)[ascending.searchsorted(of_places)]  # in the order asked for
    order = np.lexsort((which, starts, lines, at))
    names = snapshot.ids.of(documents)
    return [
        Place(names[one], line - 1 if line else None, start, end, literal)
        for one, line, start, end, literal in zip(
            *(each[order].tolist() for each in (at, lines, starts, ends, which)), strict=True
        )
    ]


def _of(segment: Texts, documents: Integers, literals: Sequence[Standing]) -> list[_Columns]:
    """Return where each literal stands: its documents, lines (0 is the title), starts, ends, and its number.

    What stands as it was typed is told by `_as_written`.
    """
    in_lines = Lines(segment, documents)
    columns: list[_Columns] = []
    for number, literal in enumerate(literals):
        if isinstance(literal, Exact):
            continue
        starts, ends = _standing(segment, literal, documents)
        there = in_lines.at(starts)
        found = [documents[there.documents], there.lines, there.starts]
        found += [there.starts + (ends - starts), np.full(len(starts), number)]
        if literal.field is Field.TITLE:
            found = [column[there.lines == 0] for column in found]
        columns.append(found)
    return columns


def _as_written(finding: Finding, documents: Documents, literal: Exact, number: int) -> _Columns:
    """Return likewise where exactly these characters stand."""
    places = zip(documents.tolist(), finding.as_written(literal, documents), strict=True)
    found = [(document, *place, number) for document, own in places for place in own]
    return [*np.array(found, np.int64).reshape(-1, 5).T]


def _standing(
    segment: Texts, literal: Phrase | Pattern, documents: Integers
) -> tuple[Integers, Integers]:
    if isinstance(literal, Pattern):
        return segment.pattern_places(literal.shape, documents)
    starts = segment.places_in(literal.text, documents).astype(np.int64)
    return starts, starts + len(literal.text)
