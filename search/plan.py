"""Plan: what does a query mean for finding, scoring, closeness and counting? The same for every engine.

    query ── compile_query ──▶ Plan ── an engine ──▶ Matches, Explanation

An engine finds by the steps, scores the parts and nothing else, and explains by the same parts; so
what it says of a score is what it scored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import assert_never

from .document_numbers import DocumentNumber
from .errors import UsageError
from .query.literals import literals
from .query.loosening import is_question
from .query.nodes import (
    VALUE_FIELDS,
    AllOf,
    AnyOf,
    Anywhere,
    Dated,
    Everything,
    Exact,
    Field,
    Like,
    Literal,
    Most,
    Named,
    Near,
    Not,
    Nothing,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    Word,
    Wordings,
    anywhere,
    children,
    walk,
    wordings,
)
from .query.typed import side_by_side, typed_nodes, whole
from .text.clauses import cited_clause
from .text.function_words import FUNCTION_WORD_WEIGHT, IDLE_WHERE_TYPED, without_asking, without_way
from .text.names import name_of, without_marks
from .text.pieces import function_places, is_single_character
from .text.segmentation import Segmenter

#: A query has no more nodes than this: each costs time.
MAX_NODES = 1024
#: So many articles are read for `Exact`, at most.
MAX_READ = 1000
#: By relevance, so many of the best articles with all words are looked into for a sentence with all.
LOOKED_INTO = 100

#: A word that may name a paper, or one of its versions: 婚姻法, 民法通则, 司法解释, 1985.
_NAMES_A_PAPER = re.compile(
    r"..法$|法典$|条例$|通则$|规定$|办法$|细则$|章程$|规则$|准则$|解释$|意见$|批复$|决定$|通知$|修正|修订|废止|(?:19|20)\d\d"
)

#: What a pair of neighbouring characters counts for beside a word, where a text was typed.
BIGRAM_WEIGHT = 0.7
#: More than texts that mention a number can reach, so that the article with the number comes first.
OWN_NUMBER_WEIGHT = 1000.0
#: What a word of a section, source, author or issuer counts for, beside one that stands in the texts.
ABOUT_WEIGHT = 0.5
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
    unless: str = ""  # no name where a paper is called this

    @property
    def says_more(self) -> bool:
        """Say whether more was typed than the name, as which version is meant.

        Then of papers called so only those with all of it in their title count as called so, if there are any.
        """
        return without_marks(self.text) != self.name


_Scored = Word | Phrase | Prefix | Pattern | DocumentNumber | Like | Name | Anywhere


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """What adds to the score of an article, times its weight.

    A Word is scored as a word of the index, in whatever field; a Phrase by its characters as they
    stand, and a Pattern likewise, all by BM25F. A Prefix adds the logarithm of one more than its occurrences, a
    DocumentNumber 1 to the article that bears it, Like how like an article is (0 to 1); a Name 1 to
    the article that is called so, and to one that has it in its title the share of its name; a word
    Anywhere how rare it is, in texts and elsewhere, to the article of which that is said.
    """

    node: _Scored
    weight: float


@dataclass(frozen=True, slots=True)
class Closeness:
    """What should stand close together: the pieces, and all that was typed, side by side.

    Of a question the exact wording comes first, and whether its words are near is in the score only:
    hardly any article has them all, and one that has is not therefore the answer.
    """

    whole: str  # normalised
    name: Name | None  # the same as the name of a paper
    pieces: tuple[int, ...]  # where they stand among the steps: each is a literal
    found: tuple[int, ...]  # the steps by which each is found, perhaps not in the texts
    is_question: bool


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

    @property
    def names(self) -> frozenset[Name]:
        """Return what was taken for the name of a paper, in any wording."""
        parts = (part.node for wording in self.wordings for part in wording.parts)
        return frozenset(node for node in parts if isinstance(node, Name))

    @property
    def asks_for_number(self) -> bool:
        """Say whether a document number was typed: then it tells which paper is meant."""
        return any(isinstance(part.node, DocumentNumber) for part in self.parts)

    @property
    def naming(self) -> tuple[Word, ...]:
        """Return words that stand in the title of a paper that is over, if it is meant.

        None where any such paper may be: where a name like a paper's, a year or a number was typed.
        """
        typed = [part.node.text for part in self.parts if isinstance(part.node, Word)]
        if self.asks_for_number or any(map(_NAMES_A_PAPER.search, typed)):
            return ()
        return tuple(Word(text, Field.TITLE) for text in typed if not is_single_character(text))

    def in_one_sentence(self, closeness: Closeness) -> list[str]:
        """Return what must stand in a sentence: the pieces; single characters only where there are no others.

        As a word a character stands in the article, as a character anywhere.
        """
        pieces = [self.literal(at) for at in closeness.pieces]
        long = [piece.text for piece in pieces if not is_single_character(piece.text)]
        return long or [piece.text for piece in pieces]

    def literal(self, step: int) -> Literal:
        """Return the literal at a step."""
        node = self.steps[step].node
        assert isinstance(node, Literal)
        return node


def compile_query(query: Query, segmenter: Segmenter, scored: bool = True) -> Plan:
    """Work out what a query means; not scored, only what it finds and counts.

    Raises UsageError if it is too long.
    """
    if len(list(islice(walk(query), MAX_NODES + 1))) > MAX_NODES:
        raise UsageError("检索式太长：最多 %(most)s 个条件，请分几次检索", most=MAX_NODES)
    places: dict[Query, int] = {}
    steps: list[Step] = []

    def place(node: Query) -> int:
        at = places.get(node)
        if at is None:
            below = tuple(map(place, children(node)))
            at = places[node] = len(steps)
            steps.append(Step(node, below))
        return at

    place(query)
    counted = tuple(places[literal] for literal in literals(query))
    if not scored:
        return Plan(tuple(steps), (), None, counted)
    worded = wordings(query)
    closeness = [_closeness(one, segmenter, places) for one in worded]
    if any(closeness):  # then one that is a single name stands as close as can be where it stands
        closeness = [_closeness(one, segmenter, places, least=1) for one in worded]
    typed, *others = (
        Plan(tuple(steps), _scored_parts(one, segmenter), close, counted)
        for one, close in zip(worded, closeness, strict=True)
    )
    return replace(typed, others=tuple(others)) if others else typed


def _scored_parts(query: Query, segmenter: Segmenter) -> tuple[ScoredPart, ...]:
    weights: dict[_Scored, float] = {}
    weights |= dict.fromkeys(_names(query, segmenter), NAME_WEIGHT)
    for part in _parts(query, segmenter):
        weights[part.node] = max(part.weight, weights.get(part.node, 0.0))
    return tuple(ScoredPart(node, weight) for node, weight in weights.items())


def _parts(query: Query, segmenter: Segmenter) -> Iterator[ScoredPart]:
    match query:
        case Word() | Phrase():
            yield from _parts_of_literal(query, segmenter)
        case Anywhere(literal):
            yield from _parts_of_literal(literal, segmenter)
            yield ScoredPart(query, ABOUT_WEIGHT)
        case Run() | Most():
            yield from _parts_of_pieces(query, segmenter)
        case Prefix() | Like():
            yield ScoredPart(query, 1.0)
        case Pattern(text):
            yield ScoredPart(Pattern(text), 1.0)  # of a title, too, as a phrase is
        case DocumentNumber():
            yield ScoredPart(query, OWN_NUMBER_WEIGHT)
            for mention in children(query):
                yield from _parts(mention, segmenter)
        case Named() | Together() | Near() | Exact() | AllOf() | AnyOf() | Wordings():
            for child in children(query):
                yield from _parts(child, segmenter)
        case Not() | Dated() | Everything() | Nothing():
            return
        case _:
            assert_never(query)


def _parts_of_pieces(query: Run | Most, segmenter: Segmenter) -> Iterator[ScoredPart]:
    """Score what was typed, and where a piece of it is said of the article, that less."""
    for typed in query.typed if isinstance(query, Most) else (query,):
        yield from _parts_of_typed(typed, segmenter)
    for child in children(query):
        if isinstance(child, Anywhere):
            yield ScoredPart(child, ABOUT_WEIGHT)


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
    stands there where the segmenter cuts the text otherwise; the house, too, that is meant by A3 区.
    What only asks counts less.
    """
    text, pieces = whole(typed).text, _pieces(typed)
    quoted = typed.quoted if isinstance(typed, Run) else ()
    for name in typed.names if isinstance(typed, Run) else ():
        text = text.replace(name.text, "\n")  # a name is one literal, as one word would be
    for phrase in quoted:
        text = text.replace(f"'{phrase.text}'", "\n")  # likewise
    terms = segmenter.terms(text)
    said = set(segmenter.terms(" ".join(piece.text for piece in pieces)))
    for term in terms:
        yield ScoredPart(Word(term), 1.0 if term in said else FUNCTION_WORD_WEIGHT)
    for piece in pieces:
        if piece in quoted:
            yield from _parts_of_literal(piece, segmenter)
        elif piece.text not in terms:
            yield ScoredPart(Phrase(piece.text), 1.0)
    if isinstance(typed, Run):
        functional = function_places(text)
        for start in range(len(text) - 1):
            pair = text[start : start + 2]
            if pair.isalnum() and not pair.isascii():
                holds_one = start in functional or start + 1 in functional
                share = FUNCTION_WORD_WEIGHT if holds_one else 1.0
                yield ScoredPart(Phrase(pair), BIGRAM_WEIGHT * share)


def _pieces(typed: Word | Phrase | Run) -> tuple[Literal, ...]:
    return typed.pieces if isinstance(typed, Run) else (typed,)


def _word(term: str) -> ScoredPart:
    return ScoredPart(Word(term), FUNCTION_WORD_WEIGHT if term in IDLE_WHERE_TYPED else 1.0)


def _names(query: Query, segmenter: Segmenter) -> dict[Name, None]:
    """Take all that was typed for the name of a paper, and each 《…》, where they can be one.

    What only asks is left out, too: 个人所得税怎么算 may be answered by what is called 个人所得税,
    and 收养流程 by what is called 收养法.
    """
    texts = [side_by_side(whole(typed).text for typed in typed_nodes(query))]
    for node in _side_by_side(query):
        if isinstance(node, Named):
            texts.append(node.phrase.text)
        elif isinstance(node, Most):
            texts += [name.text for name in node.names]
    names: dict[Name, None] = {}
    for text in dict.fromkeys([*texts, *map(without_asking, texts), *map(without_way, texts)]):
        for name in (_name(text, segmenter), _name_of_law(text, segmenter)):
            if name is not None:
                names[name] = None
    return names


def _name(text: str, segmenter: Segmenter, unless: str = "") -> Name | None:
    name = name_of(text)
    return Name(text, name, text in segmenter.terms(text), unless) if len(name) > 1 else None


def _name_of_law(text: str, segmenter: Segmenter) -> Name | None:
    """Name the law of which a text cites a clause, unless that is within the name of a paper."""
    cited = cited_clause(text)
    return _name(cited.before, segmenter, unless=name_of(text)) if cited else None


def _side_by_side(query: Query) -> tuple[Query, ...]:
    return query.nodes if isinstance(query, AllOf) else (query,)


def _closeness(
    query: Query, segmenter: Segmenter, places: dict[Query, int], least: int = 2
) -> Closeness | None:
    """Say what was typed, side by side, that should stand close together, if it is enough pieces."""
    typed = [one for one in typed_nodes(query) if whole(one).field is Field.TEXT]
    pieces: dict[Literal, None] = {}
    for node in _side_by_side(query):
        if isinstance(node, Most):
            pieces |= dict.fromkeys(node.pieces)
        elif isinstance(node, Named):
            pieces[node.phrase] = None
        elif isinstance(node, Anywhere):
            pieces[node.literal] = None
        elif node in typed:
            pieces |= dict.fromkeys(_pieces(node))
    text = side_by_side(whole(one).text for one in typed)
    said = without_asking(text) or text
    if not pieces or (least > 1 and next(iter(pieces)).text == said):
        return None
    return Closeness(
        said,
        _name_of_law(text, segmenter) or _name(text, segmenter),
        tuple(places[piece] for piece in pieces),
        tuple(places.get(anywhere(piece), places[piece]) for piece in pieces),
        any(map(is_question, typed)),
    )
