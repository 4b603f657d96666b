"""Collection of the reference engine: which of its documents match, and what does each part score?"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import assert_never

from search.document_numbers import DocumentNumber
from search.engine import TermKind, TermScore
from search.partial_date import first_of, last_of
from search.plan import Name, ScoredPart
from search.query.nodes import (
    AllOf,
    AnyOf,
    Anywhere,
    Dated,
    Everything,
    Exact,
    Field,
    Like,
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
    children,
)
from search.scoring import FIELD_WEIGHTS, K1, LIKENESS, idf, telling_words

from .documents import Document

_KINDS = {
    Word: TermKind.WORD,
    Phrase: TermKind.CHARACTERS,
    Pattern: TermKind.CHARACTERS,
    Prefix: TermKind.BEGINNING,
    DocumentNumber: TermKind.NUMBER,
    Like: TermKind.LIKENESS,
    Name: TermKind.NAME,
    Anywhere: TermKind.ABOUT,
}


@dataclass(frozen=True, eq=False)
class Collection:
    """All documents; groups of copies, and papers of several versions, by the ids of their articles."""

    documents: Sequence[Document]
    groups: dict[str, tuple[str, ...]]  # the head first
    papers: dict[str, tuple[str, ...]]  # heads: those in force first, then the newest

    def copies(self, document: Document) -> tuple[str, ...]:
        """Return the ids of a document and its copies, the head first."""
        identifier = document.article.id
        return self.groups.get(identifier, (identifier,))

    def group(self, document: Document) -> tuple[str, ...]:
        """Return the ids of all versions of a document, each with its copies."""
        heads = self.papers.get(document.article.id, self.copies(document)[:1])
        return tuple(one for head in heads for one in self.groups.get(head, (head,)))

    def place(self, document: Document) -> int:
        """Return the place of a document in its group."""
        return self.group(document).index(document.article.id)

    def first(self, document: Document) -> Document:
        """Return the first of all versions of a document; itself where it is the only one."""
        if document.article.id not in self.papers:
            return document
        first = self.group(document)[0]
        return next(one for one in self.documents if one.article.id == first)

    def matches(self, query: Query, document: Document) -> bool:  # noqa: PLR0911, PLR0912 - a case for each node
        """Say whether a query finds a document."""

        def inner() -> Iterator[bool]:
            return (self.matches(child, document) for child in children(query))

        match query:
            case Everything():
                return True
            case Nothing():
                return False
            case Word() | Phrase() | Prefix() | Pattern() | Exact():
                return document.count(query) > 0
            case Anywhere():
                return any(inner())
            case Run(whole):
                return all(inner()) or document.count(whole) > 0
            case Named() | AllOf():
                return all(inner())
            case AnyOf() | Wordings():
                return any(inner())
            case Not():
                return not any(inner())
            case Together(unit, phrases):
                return document.together([phrase.text for phrase in phrases], unit)
            case Near(phrases, distance):
                return document.near([phrase.text for phrase in phrases], distance)
            case DocumentNumber():
                return self.bears(query, document) or self.cites(query, document) or any(inner())
            case Like(identifier):
                return self.likeness(identifier, document) > 0
            case Most(_, _, share, _):
                return all(inner()) or self._has_enough(query.pieces, share, document)
            case Dated(first, last):
                return is_between(document, first, last)
            case _:
                assert_never(query)

    def bears(self, number: DocumentNumber, document: Document) -> bool:
        """Say whether a document has a number itself."""
        held = {own for one in self.documents for own in one.own_numbers}
        return not number.best_of(held).isdisjoint(document.own_numbers)

    def cites(self, number: DocumentNumber, document: Document) -> bool:
        """Say whether a document's text names a number, however it is written there."""
        held = {cited for one in self.documents for cited in one.cited_numbers}
        return not number.best_of(held).isdisjoint(document.cited_numbers)

    def likeness(self, identifier: str, document: Document) -> float:
        """Say how like a document is to one by id: 0 where not like enough."""
        models = [one for one in self.documents if one.article.id == identifier]
        own = {identifier, *self.groups.get(identifier, ())}
        if not models or document.article.id in own:
            return 0.0
        terms = models[0].telling
        telling = telling_words(terms, len(self.documents), lambda term: self.having(Word(term)))
        found = sum(weight for term, weight in telling if document.count(Word(term)))
        likeness = found / (sum(weight for _, weight in telling) or 1.0)
        return likeness if likeness >= LIKENESS else 0.0

    def share(self, name: Name, document: Document) -> float:
        """Say how much of a document's name a name is: 0 where it is not in the title."""
        if name.unless and any(one.name == name.unless for one in self.documents):
            return 0.0
        held = _holds(document, name)
        if document.name == name.name and (held or not self._has_version(name)):
            return 1.0
        return len(name.name) / max(len(document.name), len(name.name)) if held else 0.0

    def _has_version(self, name: Name) -> bool:
        """Say whether a document called so has in its title all that was typed beside the name."""
        return name.says_more and any(
            one.name == name.name and _holds(one, name) for one in self.documents
        )

    @cached_property
    def having(self) -> Callable[[Query], int]:
        """Count the documents that a query finds, but once for each."""
        return cache(lambda query: sum(self.matches(query, one) for one in self.documents))

    @cached_property
    def mean_lengths(self) -> dict[str, float]:
        """Return how many words each field of a document has in the mean."""
        lengths = {
            name: sum(one.words[name].total() for one in self.documents) for name in FIELD_WEIGHTS
        }
        return {name: total / len(self.documents) or 1.0 for name, total in lengths.items()}

    def score(self, part: ScoredPart, document: Document) -> float:
        """Return what a part of a plan gives to a document."""
        match part.node:
            case Word(text):
                counts = {name: words[text] for name, words in document.words.items()}
                return part.weight * self._bm25f(part.node, counts, document)
            case Phrase() | Pattern():
                in_title = document.count(replace(part.node, field=Field.TITLE))
                counts = {"title": in_title, "body": document.count(part.node) - in_title}
                return part.weight * self._bm25f(part.node, counts, document)
            case Prefix():
                return part.weight * math.log1p(document.count(part.node))
            case DocumentNumber():
                return part.weight * self.bears(part.node, document)
            case Like(identifier):
                return part.weight * self.likeness(identifier, document)
            case Name():
                return part.weight * self.share(part.node, document)
            case Anywhere():
                rarity = idf(len(self.documents), self.having(part.node))
                return part.weight * rarity * document.count(part.node.about)
            case _:
                assert_never(part.node)

    def explain(self, part: ScoredPart, document: Document) -> TermScore:
        """Say what a part of a plan gives to a document, and why."""
        node, score = part.node, self.score(part, document)
        if isinstance(node, Like):
            having, occurrences = [self.matches(node, one) for one in self.documents], 0
            text = node.identifier
        elif isinstance(node, Name):
            having = [self.share(node, one) > 0 for one in self.documents]
            text, occurrences = node.text, int(self.share(node, document) > 0)
        elif isinstance(node, Anywhere):
            having = [one.count(node.about) > 0 for one in self.documents]
            text, occurrences = node.literal.text, document.count(node.about)
        elif isinstance(node, DocumentNumber):
            having = [self.bears(node, one) for one in self.documents]
            text, occurrences = node.text, int(self.bears(node, document))
        else:
            having = [one.count(node) > 0 for one in self.documents]
            text, occurrences = node.text, document.count(node)
        return TermScore(text, _KINDS[type(node)], part.weight, sum(having), occurrences, score)

    def _has_enough(self, pieces: Sequence[Query], share: float, document: Document) -> bool:
        total = found = 0.0
        for piece in pieces:
            having = self.having(piece)
            weight = idf(len(self.documents), having) if having else 0.0
            total += weight
            found += weight if self.matches(piece, document) else 0.0
        return found > total * share

    def _bm25f(
        self, literal: Word | Phrase | Pattern, counts: dict[str, int], document: Document
    ) -> float:
        frequency = 0.0
        for name, occurrences in counts.items():
            weight, mean = FIELD_WEIGHTS[name], self.mean_lengths[name]
            norm = 1 - weight.b + weight.b * document.words[name].total() / mean
            frequency += weight.weight * occurrences / norm
        rarity = idf(len(self.documents), self.having(literal))
        return rarity * frequency * (K1 + 1) / (K1 + frequency)


def _holds(document: Document, name: Name) -> bool:
    """Say whether a document has in its title what was typed as a name."""
    if name.is_word:
        return document.words["title"][name.text] > 0
    return name.text in document.title


def is_between(document: Document, first: date | None, last: date | None) -> bool:
    """Say whether a document was published between two days, both included."""
    if first is None and last is None:
        return True
    day = document.article.day
    if day is None:
        return False
    return (first or date.min) <= first_of(day) and last_of(day) <= (last or date.max)
