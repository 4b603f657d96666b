"""Absence: why does a search find nothing? What each part finds, what filters hide, what is said instead."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from ..engine import Engine
from ..facets import FACETS
from ..partial_date import Day
from ..query.budget import affords, spent
from ..query.literals import literals
from ..query.nodes import VALUE_FIELDS, AnyOf, Not, ParsedQuery, Phrase, Query, Run
from ..request import Filters, SearchRequest, Sort
from ..suggest.lexicon import Lexicon
from ..text.normalization import normalize
from .matching import find_as_read
from .question import Question
from .snippets import Snippet, make_all_snippets

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
    first: Day | None  # days that the collection covers
    last: Day | None


def explain_absence(engine: Engine, question: Question, parsed: ParsedQuery) -> Absence:
    """Say why a question finds nothing; `parsed` is how its text was read.

    The cost is bounded: so many parts are counted, so many wordings of so many characters looked
    into, and so many articles read for the nearest passages; filters are tried without each other
    as far as a request may cost it.
    """
    statistics = engine.statistics()
    is_filtered = question.filters != Filters()
    before = spent()
    unfiltered = _total(engine, question, parsed, Filters()) if is_filtered else 0
    once = spent() - before
    absent = [] if unfiltered else _absent(engine, parsed)[:_MAX_ABSENT]
    fragments = _fragments(engine, [phrase.text for phrase in absent])
    parts = parsed.parts[:_MAX_PARTS]
    counts = engine.counts([part.node for part in parts])
    return Absence(
        parts=tuple(
            PartCount(parsed.text[part.start : part.end], part.node, count)
            for part, count in zip(parts, counts, strict=True)
        ),
        contradictions=tuple(_contradictions(parsed)),
        filters=tuple(
            FilterCount(
                name,
                _total(engine, question, parsed, others) if others != Filters() else unfiltered,
            )
            for name, others in _without_each(question.filters)
            if affords(once)
        ),
        unfiltered=unfiltered,
        fragments=fragments,
        nearest=_nearest(engine, fragments[0]) if fragments else (),
        first=statistics.first,
        last=statistics.last,
    )


def _contradictions(parsed: ParsedQuery) -> Iterator[Query]:
    wanted = {literal.text for literal in literals(parsed.query)}
    for part in parsed.parts:
        if isinstance(part.node, Not):
            unwanted = {literal.text for literal in literals(part.node.node)}
            if unwanted and unwanted <= wanted:
                yield part.node.node


def _without_each(filters: Filters) -> Iterator[tuple[str, Filters]]:
    """Yield the name of each filter, and all the others."""
    for facet in FACETS:
        if filters.facets.get(facet.name):
            others = {n: v for n, v in filters.facets.items() if n != facet.name}
            yield facet.name, replace(filters, facets=others)
    if filters.first or filters.last:
        yield DATES, replace(filters, first=None, last=None)


def _total(engine: Engine, question: Question, parsed: ParsedQuery, filters: Filters) -> int:
    """Count the articles that a question finds with other filters."""
    request = SearchRequest(filters=filters, sort=Sort.NEWEST, limit=0, facets=())
    return find_as_read(engine, parsed, question.matching, request).matches.total


def _absent(engine: Engine, parsed: ParsedQuery) -> list[Phrase]:
    """Return the wordings that had to stand literally, and stand nowhere."""
    nodes = (part.node for part in parsed.parts[:_MAX_PARTS])
    phrases = [one for node in nodes for one in _wordings(node) if len(one.text) > _LEAST_FRAGMENT]
    counts = engine.counts(phrases)
    return [phrase for phrase, count in zip(phrases, counts, strict=True) if not count]


def _wordings(query: Query) -> list[Phrase]:
    whole = query.whole if isinstance(query, Run) else query
    if isinstance(whole, Phrase) and whole.field not in VALUE_FIELDS:
        return [Phrase(whole.text)]
    return []


def _fragments(engine: Engine, texts: Sequence[str]) -> tuple[Fragments, ...]:
    """Find the longest pieces of wordings that stand somewhere."""
    texts = [text[:_MAX_CHARACTERS] for text in texts]
    ends = _standing_ends(engine.lexicon(), texts)
    of_all = [_pieces(text, ends[text])[:_MAX_FRAGMENTS] for text in texts]
    counts = iter(engine.counts([Phrase(piece) for pieces in of_all for piece in pieces]))
    return tuple(
        Fragments(
            text,
            tuple((piece, count) for piece, count in zip(pieces, counts, strict=False) if count),
        )
        for text, pieces in zip(texts, of_all, strict=True)
    )


def _pieces(text: str, ends: Sequence[int]) -> list[str]:
    """Return the longest pieces of a wording, which stand as far as they do from each character."""
    before = [0, *ends]
    longest = [
        slice(start, end)
        for start, end in enumerate(ends)
        if end > before[start] and end - start >= _LEAST_FRAGMENT
    ]
    pieces = (text[place].strip() for place in _telling(longest))
    return [piece for piece in dict.fromkeys(pieces) if len(piece) >= _LEAST_FRAGMENT]


def _standing_ends(lexicon: Lexicon, texts: Iterable[str]) -> dict[str, list[int]]:
    """Say of each character of some texts up to which end what begins there stands somewhere.

    By few counts, one after another, or by few calls, whichever costs less.
    """
    if lexicon.asks_ahead:
        return halved_ends(lexicon, texts)
    return {text: walked_ends(lexicon, text) for text in texts}


def walked_ends(lexicon: Lexicon, text: str) -> list[int]:
    """Say so of one text: two pointers, each of which only goes on."""
    ends, end = [], 0
    for start in range(len(text)):
        end = max(end, start)
        while end < len(text) and lexicon.count(text[start : end + 1]):
            end += 1
        ends.append(end)
    return ends


def halved_ends(lexicon: Lexicon, texts: Iterable[str]) -> dict[str, list[int]]:
    """Say so of some texts, which are halved together.

    What stands in a piece that stands does, too; and nothing does that holds what does not.
    """
    least = {text: [*range(len(text))] for text in texts}  # so far it stands
    pairs = lexicon.counts({text[at : at + 2] for text in least for at in range(len(text) - 1)})
    most = {text: _pair_ends(text, pairs) for text in least}  # no further
    while asked := {
        text[start : (low + high + 1) // 2]: (text, start, (low + high + 1) // 2)
        for text in least
        for start, (low, high) in enumerate(zip(least[text], most[text], strict=True))
        if low < high
    }:
        counts = lexicon.counts(asked)
        for piece, (text, start, end) in asked.items():
            (least if counts[piece] else most)[text][start] = end - (not counts[piece])
        least = {text: [*accumulate(ends, max)] for text, ends in least.items()}
        most = {text: [*accumulate(ends[::-1], min)][::-1] for text, ends in most.items()}
    return least


def _pair_ends(text: str, pairs: Mapping[str, int]) -> list[int]:
    """Say of each character of a text up to which end all pairs of neighbours stand somewhere."""
    ends = [len(text)]
    for at in range(len(text) - 2, -1, -1):
        ends.append(ends[-1] if pairs[text[at : at + 2]] else at + 1)
    return ends[::-1]


def _telling(pieces: Iterable[slice]) -> Iterator[slice]:
    """Yield the longest pieces first, without those that only bridge two longer ones."""
    covered: set[int] = set()
    for piece in sorted(pieces, key=lambda place: (place.start - place.stop, place.start)):
        own = set(range(piece.start, piece.stop)) - covered
        if len(own) >= _LEAST_FRAGMENT:
            covered |= own
            yield piece


def _nearest(engine: Engine, wording: Fragments) -> tuple[NearPassage, ...]:
    """Find the passages most like a wording, among those with its longest pieces that there are."""
    if not wording.pieces:
        return ()
    pieces = tuple(Phrase(piece) for piece, _ in wording.pieces)
    request = SearchRequest(AnyOf(pieces), limit=_LOOKED_AT, facets=(), merge_copies=True)
    matches = engine.find(request).matches
    judged = []
    texts = engine.texts([match.id for match in matches], pieces)
    chosen = make_all_snippets(texts, [None] * len(texts))
    for place, (text, snippets) in enumerate(zip(texts, chosen, strict=True)):
        for snippet in snippets:
            likeness = _likeness(normalize(snippet.text), wording.text)
            if likeness >= _NEAR_ENOUGH:
                near = NearPassage(text.head.id, text.head.title, snippet)
                judged.append((-likeness, place, near))
    judged.sort(key=lambda passage: passage[:2])
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
