"""Tallies and places of the reference engine: article after article, value after value."""

from search.engine import Place, Places, Tally, TallyRow
from search.facets import FACETS
from search.plan import compile_query
from search.query.literals import standing
from search.query.nodes import Exact, Field, Pattern, Standing
from search.request import Filters, PlacesRequest, Sort, TallyRequest
from search.text.normalization import normalize
from search.text.segmentation import Segmenter

from .collection import Collection, is_between
from .documents import Document, exact_ranges, pattern_ranges, places

_FACETS = {facet.name: facet for facet in FACETS}


def tally(collection: Collection, segmenter: Segmenter, request: TallyRequest) -> Tally:
    """Count for each value of a facet."""
    plan = compile_query(request.query, segmenter, scored=False)
    held = _counting(collection, request.filters, request.copies)
    values = {one.article.id: _FACETS[request.facet].values(one.article) for one in held}

    def row(value: str, documents: list[Document]) -> TallyRow:
        found = [one for one in documents if collection.matches(request.query, one)]
        return TallyRow(
            value,
            len(found),
            sum(one.count(plan.literal(step)) for one in found for step in plan.counted),
            len(documents),
            sum(len(one.line) for one in documents),
        )

    return Tally(
        tuple(
            row(value, [one for one in held if value in values[one.article.id]])
            for value in sorted({value for own in values.values() for value in own})
        ),
        row("", [one for one in held if not values[one.article.id]]),
        row("", held),
    )


def find_places(collection: Collection, request: PlacesRequest) -> Places:
    """Look through every line of every article that a query finds."""
    literals = standing(request.query)
    held = _counting(collection, request.filters, request.copies)
    documents = [one for one in held if collection.matches(request.query, one)]
    documents.sort(key=lambda one: one.order, reverse=False)
    if request.sort is Sort.OLDEST:
        documents.sort(key=oldest_first)
    found = [place for one in documents for place in _places_in(one, literals)]
    return Places(
        literals,
        len(found),
        len({place.id for place in found}),
        tuple(found[request.offset :][: request.limit]),
    )


def oldest_first(document: Document) -> tuple[object, ...]:
    """Sort by day, without one last, and by id."""
    undated, (newest, longest), identifier = document.order
    return undated, (-newest, -longest), identifier


def _places_in(document: Document, literals: tuple[Standing, ...]) -> list[Place]:
    article = document.article
    lines = [(None, article.title), *enumerate(article.lines())]
    return [
        Place(article.id, number, start, end, which)
        for number, line in lines
        for start, which, end in sorted(
            (start, which, end)
            for which, literal in enumerate(literals)
            if literal.field is Field.TEXT or number is None
            for start, end in _ranges(line, literal)
        )
    ]


def _ranges(line: str, literal: Standing) -> list[tuple[int, int]]:
    if isinstance(literal, Exact):
        return exact_ranges(line, literal)
    text = normalize(line)
    if isinstance(literal, Pattern):
        return pattern_ranges(text, literal.text)
    return [(start, start + len(literal.text)) for start in places(text, literal.text)]


def _counting(collection: Collection, filters: Filters, copies: bool) -> list[Document]:
    """Return the documents that filters leave; without copies, of each group the first of these."""
    left = [
        one
        for one in collection.documents
        if is_between(one, filters.first, filters.last)
        and all(
            not wanted or set(wanted) & set(_FACETS[name].values(one.article))
            for name, wanted in filters.facets.items()
        )
    ]
    if copies:
        return left
    ids = {one.article.id for one in left}
    return [
        one
        for one in left
        if next(copy for copy in collection.copies(one) if copy in ids) == one.article.id
    ]
