"""Why does a search find nothing? What each part finds, what filters hide, and what is said instead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from ..engine import Engine
from ..facets import FACETS
from ..query.literals import literals
from ..query.nodes import Field, Not, ParsedQuery, Phrase, Query, Run
from ..query.synonyms import NO_SYNONYMS, Synonyms
from ..request import Filters
from ..suggest.lexicon import Lexicon
from ..text.normalization import normalize
from .matching import count_articles
from .question import Question
from .results import run_query
from .snippets import Snippet

#: The name of the range of days among the filters.
DATES = "dates"
_MAX_PARTS = 12
_MAX_ABSENT = 3  # wordings looked into
_MAX_CHARACTERS = 60  # of such a wording
_MAX_FRAGMENTS = 5
_LEAST_FRAGMENT = 2  # characters
_MAX_NEAREST = 3
_LOOKED_AT = 10  # articles, for the nearest passages
_NEAR_ENOUGH = 0.25


@dataclass(frozen=True, slots=True)
class PartCount:
    """A part of the query: as typed, as it was read, and how many articles it finds alone."""

    text: str
    node: Query
    articles: int


@dataclass(frozen=True, slots=True)
class FilterCount:
    """A filter, by its facet's name or `DATES`, and what would be found without it."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Fragments:
    """A wording that stands nowhere, and its longest pieces that do, with how many articles have each."""

    text: str
    pieces: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class NearPassage:
    """A passage that says nearly the same."""

    identifier: str
    title: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Absence:
    """Why nothing was found, and what there is."""

    parts: tuple[PartCount, ...]
    contradictions: tuple[Query, ...]  # what is asked for, and asked not to be
    filters: tuple[FilterCount, ...]
    unfiltered: int  # articles, without any filter
    fragments: tuple[Fragments, ...]
    nearest: tuple[NearPassage, ...]
    first: date | None  # days that the collection covers
    last: date | None


def explain_absence(
    engine: Engine, question: Question, parsed: ParsedQuery, synonyms: Synonyms = NO_SYNONYMS
) -> Absence:
    """Say why a question finds nothing.

    The cost is bounded: so many parts are counted, so many wordings of so many characters looked
    into, and so many articles read for the nearest passages.
    """
    statistics = engine.statistics()
    unfiltered = _total(engine, question, Filters(), synonyms)
    absent = [] if unfiltered else list(_absent(engine, parsed))[:_MAX_ABSENT]
    fragments = tuple(_fragments(engine, phrase.text) for phrase in absent)
    return Absence(
        parts=tuple(
            PartCount(
                parsed.text[part.start : part.end],
                part.node,
                count_articles(engine, part.node),
            )
            for part in parsed.parts[:_MAX_PARTS]
        ),
        contradictions=tuple(_contradictions(parsed)),
        filters=tuple(_without_each(engine, question, synonyms)),
        unfiltered=unfiltered if question.filters != Filters() else 0,
        fragments=fragments,
        nearest=_nearest(engine, fragments[0]) if fragments else (),
        first=statistics.first,
        last=statistics.last,
    )


def _contradictions(parsed: ParsedQuery) -> Iterator[Query]:
    wanted = {one.text for one in literals(parsed.query)}
    for part in parsed.parts:
        if isinstance(part.node, Not):
            unwanted = {one.text for one in literals(part.node.node)}
            if unwanted and unwanted <= wanted:
                yield part.node.node


def _without_each(engine: Engine, question: Question, synonyms: Synonyms) -> Iterator[FilterCount]:
    filters = question.filters
    for facet in FACETS:
        if filters.facets.get(facet.name):
            others = {n: v for n, v in filters.facets.items() if n != facet.name}
            total = _total(engine, question, replace(filters, facets=others), synonyms)
            yield FilterCount(facet.name, total)
    if filters.first or filters.last:
        without = replace(filters, first=None, last=None)
        yield FilterCount(DATES, _total(engine, question, without, synonyms))


def _total(engine: Engine, question: Question, filters: Filters, synonyms: Synonyms) -> int:
    return run_query(engine, replace(question, filters=filters, page=1, size=1), synonyms).total


def _absent(engine: Engine, parsed: ParsedQuery) -> Iterator[Phrase]:
    """Yield the wordings that had to stand literally, and stand nowhere."""
    for part in parsed.parts[:_MAX_PARTS]:
        for phrase in _wordings(part.node):
            if len(phrase.text) > _LEAST_FRAGMENT and not count_articles(engine, phrase):
                yield phrase


def _wordings(query: Query) -> list[Phrase]:
    match query:
        case Phrase(text, Field.TEXT | Field.TITLE):
            return [Phrase(text)]
        case Run(whole):
            return [Phrase(whole.text)]
        case _:
            return []


def _fragments(engine: Engine, text: str) -> Fragments:
    """Find the longest pieces of a wording that stand somewhere."""
    lexicon, text = engine.lexicon(), text[:_MAX_CHARACTERS]
    pieces = [text[one].strip() for one in _telling(_standing(lexicon, text))]
    found = [one for one in dict.fromkeys(pieces) if len(one) >= _LEAST_FRAGMENT]
    counted = [(one, count_articles(engine, Phrase(one))) for one in found[:_MAX_FRAGMENTS]]
    return Fragments(text, tuple(one for one in counted if one[1]))


def _standing(lexicon: Lexicon, text: str) -> Iterator[slice]:
    """Yield the pieces that stand somewhere and would not if they were longer: two pointers."""
    end = 0
    for start in range(len(text)):
        before = end
        end = max(end, start)
        while end < len(text) and lexicon.count(text[start : end + 1]):
            end += 1
        if end > before and end - start >= _LEAST_FRAGMENT:
            yield slice(start, end)


def _telling(pieces: Iterable[slice]) -> Iterator[slice]:
    """Yield the longest pieces first, without those that only bridge two longer ones."""
    covered: set[int] = set()
    for piece in sorted(pieces, key=lambda one: (one.start - one.stop, one.start)):
        own = set(range(piece.start, piece.stop)) - covered
        if len(own) >= _LEAST_FRAGMENT:
            covered |= own
            yield piece


def _nearest(engine: Engine, wording: Fragments) -> tuple[NearPassage, ...]:
    """Find the passages most like a wording, among those with its longest pieces that there are."""
    if not wording.pieces:
        return ()
    pieces = " OR ".join(f"“{piece}”" for piece, _ in wording.pieces)
    result = run_query(engine, Question(pieces, size=_LOOKED_AT))
    judged = []
    for place, hit in enumerate(result.hits):
        for snippet in hit.snippets:
            likeness = _likeness(normalize(snippet.text), wording.text)
            if likeness >= _NEAR_ENOUGH:
                near = NearPassage(hit.article.id, hit.article.title, snippet)
                judged.append((-likeness, place, near))
    judged.sort(key=lambda one: one[:2])
    nearest: dict[str, NearPassage] = {}
    for *_, near in judged:
        nearest.setdefault(near.identifier, near)
    return tuple(nearest.values())[:_MAX_NEAREST]


def _likeness(passage: str, wording: str) -> float:
    """Return how much of a wording stands in a passage in the same order, 0 to 1.

    Squared lengths, so that one long piece counts for more than many short ones.
    """
    matcher = SequenceMatcher(None, passage, wording, autojunk=False)
    shared = sum(match.size**2 for match in matcher.get_matching_blocks())
    return float(shared / len(wording) ** 2)
