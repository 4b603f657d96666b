"""Plan: what does a query mean for finding, scoring, closeness and counting? The same for every engine.

    query ── compile_query ──▶ Plan ── an engine ──▶ Matches, Explanation

An engine finds by the steps, scores the parts and nothing else, and explains by the same parts; so
what it says of a score is what it scored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import assert_never

from .document_numbers import DocumentNumber
from .errors import UsageError
from .query.literals import literals
from .query.nodes import (
    VALUE_FIELDS,
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Exact,
    Field,
    Like,
    Literal,
    Most,
    Near,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    Word,
    Wordings,
    children,
    walk,
    wordings,
)
from .text.function_words import FUNCTION_WORD_WEIGHT, FUNCTION_WORDS
from .text.names import name_of
from .text.normalization import normalize
from .text.pieces import bigrams, function_places
from .text.runs import is_all_han
from .text.segmentation import Segmenter

#: A query has no more nodes than this: each costs time.
MAX_NODES = 512
#: So many articles are read for `Exact`, at most.
MAX_READ = 1000
#: So many words are tried for one beginning, at most.
MAX_EXPANSIONS = 100
#: By relevance, so many of the best articles with all words are looked into for a sentence with all.
LOOKED_INTO = 100

#: What a pair of neighbouring characters counts for beside a word, where a text was typed.
BIGRAM_WEIGHT = 0.7
#: More than texts that mention a number can reach, so that the article with the number comes first.
OWN_NUMBER_WEIGHT = 1000.0
#: More than words can reach, so that of titles with what was typed the one that says least else is first.
NAME_WEIGHT = 1000.0


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the query, each once, and where its children stand among the steps before it."""

    node: Query
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """What was typed, taken for the name of a paper: its own, or a part of its title."""

    text: str  # normalised, as typed
    name: str  # what it calls a paper; see `search.text.names`
    is_word: bool  # of the index: then a title must have it as one (版图 is none in 外文版图书)


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """What adds to the score of an article, times its weight.

    A Word is scored as a word of the index, in whatever field; a Phrase by its characters as they
    stand, both by BM25F. A Prefix adds the logarithm of one more than its occurrences, a
    DocumentNumber 1 to the article that bears it, Like how like an article is (0 to 1); a Name 1 to
    the article that is called so, and to one that has it in its title the share of its name.
    """

    node: Word | Phrase | Prefix | DocumentNumber | Like | Name
    weight: float


@dataclass(frozen=True, slots=True)
class Closeness:
    """What should stand close together: more than one piece, and all that was typed, side by side."""

    whole: str  # normalised
    name: Name | None  # the same as the name of a paper
    pieces: tuple[int, ...]  # where they stand among the steps: each is a literal


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query means. Every word is scored once, however often and wherever it was typed.

    Of a query in several wordings it says what the first means, and `others` the same of each other
    one; an article has the score of the wording that gives it most, and its tier likewise.
    """

    steps: tuple[Step, ...]  # what to find: the last is the query, each comes after its children
    parts: tuple[ScoredPart, ...]
    closeness: Closeness | None  # None: there are no two words to stand together
    counted: tuple[int, ...]  # steps: the literals whose occurrences are counted, in any wording
    others: "tuple[Plan, ...]" = ()  # with the same steps

    @property
    def wordings(self) -> "tuple[Plan, ...]":
        """Return the plan of each wording, as it was typed first."""
        return (self, *self.others)

    def literal(self, step: int) -> Literal:
        """Return the literal at a step."""
        node = self.steps[step].node
        assert isinstance(node, Word | Phrase | Prefix)
        return node


def compile_query(query: Query, segmenter: Segmenter) -> Plan:
    """Work out what a query means. Raises UsageError if it is too long."""
    if len(list(islice(walk(query), MAX_NODES + 1))) > MAX_NODES:
        raise UsageError("检索式太长：最多 %(most)s 个条件，请分几次检索", most=MAX_NODES)
    places: dict[Query, int] = {}
    steps: list[Step] = []

    def place(node: Query) -> int:
        if node not in places:
            below = tuple(map(place, children(node)))
            places[node] = len(steps)
            steps.append(Step(node, below))
        return places[node]

    place(query)
    counted = tuple(places[literal] for literal in literals(query))
    worded = [(one, _name(one, segmenter)) for one in wordings(query)]
    closeness = [_closeness(one, name, places) for one, name in worded]
    if any(closeness):  # then one that is a single name stands as close as can be where it stands
        closeness = [_closeness(one, name, places, least=1) for one, name in worded]
    typed, *others = (
        Plan(tuple(steps), _scored_parts(one, name, segmenter), close, counted)
        for (one, name), close in zip(worded, closeness, strict=True)
    )
    return replace(typed, others=tuple(others))


def _scored_parts(query: Query, name: Name | None, segmenter: Segmenter) -> tuple[ScoredPart, ...]:
    weights: dict[Word | Phrase | Prefix | DocumentNumber | Like | Name, float] = {}
    if name is not None:
        weights[name] = NAME_WEIGHT
    for part in _parts(query, segmenter):
        weights[part.node] = max(part.weight, weights.get(part.node, 0.0))
    return tuple(ScoredPart(node, weight) for node, weight in weights.items())


def _parts(query: Query, segmenter: Segmenter) -> Iterator[ScoredPart]:
    match query:
        case Word() | Phrase():
            yield from _parts_of_literal(query, segmenter)
        case Run():
            yield from _parts_of_typed(query, segmenter)
        case Most():
            for typed in query.typed:
                yield from _parts_of_typed(typed, segmenter)
        case Prefix() | Like():
            yield ScoredPart(query, 1.0)
        case DocumentNumber():
            yield ScoredPart(query, OWN_NUMBER_WEIGHT)
            for mention in children(query):
                yield from _parts(mention, segmenter)
        case Together() | Near() | Exact() | AllOf() | AnyOf() | Wordings():
            for child in children(query):
                yield from _parts(child, segmenter)
        case Not() | Dated() | Everything() | Nothing():
            return
        case _:
            assert_never(query)


def _parts_of_literal(literal: Word | Phrase, segmenter: Segmenter) -> Iterator[ScoredPart]:
    """Score a literal by its words if it is one word, by its own occurrences otherwise.

    So where the characters only straddle two words the score is 0, and the article last.
    """
    if literal.field in VALUE_FIELDS:
        return
    terms = segmenter.terms(literal.text)
    if literal.text in terms:
        yield from map(_word, terms)
    else:
        yield ScoredPart(Phrase(literal.text), 1.0)


def _parts_of_typed(typed: Word | Phrase | Run, segmenter: Segmenter) -> Iterator[ScoredPart]:
    """Score the words of what was typed, its pieces that are none, and its bigrams.

    Bigrams say what words cannot: that the words of a query are neighbours, and how much of it
    stands there where the segmenter cuts the text otherwise.
    """
    text, pieces = _whole(typed).text, _pieces(typed)
    terms = segmenter.terms(text)
    yield from map(_word, terms)
    for piece in pieces:
        if piece.text not in terms:
            yield ScoredPart(Phrase(piece.text), 1.0)
    if len(pieces) > 1:
        functional = function_places(text)
        for pair in bigrams(text):
            if is_all_han(pair.text):
                holds_one = not functional.isdisjoint((pair.start, pair.start + 1))
                share = FUNCTION_WORD_WEIGHT if holds_one else 1.0
                yield ScoredPart(Phrase(pair.text), BIGRAM_WEIGHT * share)


def _whole(typed: Word | Phrase | Run) -> Word | Phrase:
    return typed.whole if isinstance(typed, Run) else typed


def _pieces(typed: Word | Phrase | Run) -> tuple[Literal, ...]:
    return typed.pieces if isinstance(typed, Run) else (typed,)


def _word(term: str) -> ScoredPart:
    return ScoredPart(Word(term), FUNCTION_WORD_WEIGHT if term in FUNCTION_WORDS else 1.0)


def _typed(query: Query) -> Iterator[Word | Phrase | Run]:
    """Yield what was typed side by side, to be found in texts or titles."""
    for node in query.nodes if isinstance(query, AllOf) else (query,):
        if isinstance(node, Most):
            yield from node.typed
        elif isinstance(node, Word | Phrase | Run) and _whole(node).field not in VALUE_FIELDS:
            yield node


def _side_by_side(texts: Iterable[str]) -> str:
    """Join texts; what was typed once more, alone or within another, is no more to be found."""
    texts = list(dict.fromkeys(texts))
    longest = [
        text for text in texts if not any(text in other and text != other for other in texts)
    ]
    return longest[0] if len(longest) == 1 else normalize(" ".join(longest))


def _name(query: Query, segmenter: Segmenter) -> Name | None:
    """Take all that was typed for the name of a paper, if it can be one."""
    text = _side_by_side(_whole(typed).text for typed in _typed(query))
    name = name_of(text)
    return Name(text, name, text in segmenter.terms(text)) if len(name) > 1 else None


def _closeness(
    query: Query, name: Name | None, places: dict[Query, int], least: int = 2
) -> Closeness | None:
    """Say what was typed, side by side, that should stand close together, if it is enough pieces.

    Function words are no pieces where there are others.
    """
    typed = [one for one in _typed(query) if _whole(one).field is Field.TEXT]
    pieces: dict[Literal, None] = {}
    for node in query.nodes if isinstance(query, AllOf) else (query,):
        if isinstance(node, Most):
            pieces |= dict.fromkeys(node.pieces)
        elif node in typed:
            pieces |= dict.fromkeys(_pieces(node))
    contents = [piece for piece in pieces if piece.text not in FUNCTION_WORDS] or list(pieces)
    if len(contents) < least:
        return None
    whole = _side_by_side(_whole(one).text for one in typed)
    return Closeness(whole, name, tuple(places[piece] for piece in contents))
