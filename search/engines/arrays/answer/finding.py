"""Finding: which documents does a query find, and how often do its literals stand there?

The steps of a plan are evaluated on whole arrays: the documents found, ascending. Characters
decide what is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from ....document_numbers import DocumentNumber
from ....plan import Name, Plan, Step
from ....query.budget import spend
from ....query.nodes import (
    MAX_EXPANSIONS,
    AllOf,
    AnyOf,
    Anywhere,
    Dated,
    Everything,
    Exact,
    Field,
    Indexed,
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
    Run,
    Together,
    Unit,
    Word,
    Wordings,
)
from ....query.written import LinePlace
from ....scoring import idf
from ....text.latin_words import is_one_word
from ..file.array_types import Counts, Documents, Integers, Scores
from .foreseen import looked_up
from .lookalikes import (
    Likenesses,
    documents_citing,
    documents_with_number,
    find_named,
    find_similar,
)
from .postings import Part, PostingList
from .snapshot import Snapshot
from .sparse import contains, intersect, unite, values_at
from .written import Written

# What is taken off the budget: for a step, each document of it, a word, a place, a document with a
# character, whose bigrams are added up; for a place of a part of a pattern, and each time that it
# is held against what may follow.
_LOOKED_UP, _TESTED = 50, 300  # characters: two have a list, of more it is tested where they stand
_STEP, _DOCUMENT, _WORD, _PLACE, _CHARACTER = 6, 0.004, 35, 0.25, 0.04
_OPEN, _CHAINED = 0.18, 0.03

_NO_DOCUMENTS: Documents = np.empty(0, np.intp)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a literal stands: the documents, ascending, and how often in each."""

    documents: Documents
    counts: Counts
    everywhere: int | None = None  # documents, where only some are given; see `PostingList`

    @property
    def having(self) -> int:
        """Count the documents where it stands, given or not."""
        return len(self.documents) if self.everywhere is None else self.everywhere


class Finding:
    """Evaluates the steps of one plan on one snapshot, each once."""

    def __init__(self, snapshot: Snapshot, plan: Plan, part: Part | None = None) -> None:
        """Take what of the snapshot is looked into; by default all."""
        self._snapshot = snapshot
        self._plan = plan
        self.size = snapshot.size  # documents, those that are removed, too
        self._part = part or Part(snapshot.postings)
        self.postings = self._part.postings
        if self.postings.asks_ahead:
            self.postings.expect(*looked_up(plan))
        self._found: list[Documents | None] = [None] * len(plan.steps)
        self._occurring: dict[Indexed, Occurrences] = {}
        self._written = Written(snapshot.articles)
        self._phrases: dict[str, PostingList] = {}
        self._patterns: dict[str, PostingList] = {}
        self._numbered: dict[DocumentNumber, Documents] = {}
        self._similar: dict[str, Likenesses] = {}
        self._named: dict[Name, Likenesses] = {}
        self._about: dict[Anywhere, Documents] = {}
        self._anywhere: dict[Anywhere, Documents] = {}

    def documents(self) -> Documents:
        """Find the live documents that match, ascending."""
        found = self._documents(len(self._plan.steps) - 1)
        return found if self._part.holds is None else found[self._part.holds(found)]

    def occurrences(self, documents: Documents) -> Integers:
        """Count where the literals of the query stand in the texts of each of these documents."""
        total = np.zeros(len(documents), np.int64)
        for literal in map(self._plan.literal, self._plan.counted):
            total += self.counts(literal, documents)
        return total

    def counts(self, literal: Literal, documents: Documents) -> Integers:
        """Count where a literal stands in each of some documents."""
        if isinstance(literal, Exact):
            return np.array([*map(len, self.as_written(literal, documents))], np.int64)
        known = self._known(literal)
        return values_at(known.documents, known.counts, documents, self.size)

    def literal(self, step: int) -> Occurrences:
        """Say where the literal at a step stands, if an index tells."""
        literal = self._plan.literal(step)
        assert not isinstance(literal, Exact)
        return self._known(literal)

    def _known(self, literal: Indexed) -> Occurrences:
        if literal not in self._occurring:
            self._occurring[literal] = self.look_up(literal)
        return self._occurring[literal]

    def phrase(self, text: str) -> PostingList:
        """Find characters as they stand."""
        if text not in self._phrases:
            spend(_LOOKED_UP if len(text) <= 2 else _TESTED)
            self._phrases[text] = self.postings.phrase(text)
        return self._phrases[text]

    def standing(self, literal: Phrase | Pattern) -> PostingList:
        """Find what stands where its characters do."""
        return self.pattern(literal) if isinstance(literal, Pattern) else self.phrase(literal.text)

    def pattern(self, wanted: Pattern) -> PostingList:
        """Find where a pattern stands: in some of the documents with all its parts."""
        if wanted.text in self._patterns:
            return self._patterns[wanted.text]
        snapshot, parts = self._snapshot, wanted.shape.parts
        found = {part: self.phrase(part) for part in parts}
        documents = intersect([one.documents for one in found.values()], snapshot.size)
        places = {
            part: int(values_at(one.documents, one.counts[0], documents, snapshot.size).sum())
            for part, one in found.items()
        }
        chained = sum(places[part] for part in parts) * _CHAINED
        spend(_STEP + sum(places.values()) * _OPEN + chained, f"“{wanted.text}”")
        postings = self._patterns[wanted.text] = self.postings.pattern(wanted, documents)
        return postings

    def numbered(self, wanted: DocumentNumber) -> Documents:
        """Find the documents that bear a document number."""
        if wanted not in self._numbered:
            self._numbered[wanted] = documents_with_number(self._snapshot, wanted)
        return self._numbered[wanted]

    def similar(self, identifier: str) -> Likenesses:
        """Find the documents like one article, and how like it they are."""
        if identifier not in self._similar:
            self._similar[identifier] = find_similar(self._snapshot, identifier)
        return self._similar[identifier]

    def named(self, name: Name) -> Likenesses:
        """Find the documents called so, or with that in their title, and how much of it that is."""
        if name not in self._named:
            self._named[name] = find_named(self._snapshot, name, self._in_titles(name))
        return self._named[name]

    def about(self, word: Anywhere) -> Documents:
        """Find the documents of which a word is said."""
        if word not in self._about:
            self._about[word] = self._snapshot.metadata.documents_about(word.about)
        return self._about[word]

    def anywhere(self, word: Anywhere) -> Documents:
        """Find the documents with a word in their texts, or of which it is said."""
        if word not in self._anywhere:
            lists = [self.look_up(word.literal).documents, self.about(word)]
            self._anywhere[word] = unite(lists, self._snapshot.size)
        return self._anywhere[word]

    def found(self, place: int) -> Documents:
        """Find the documents of a step."""
        return self._documents(place)

    def title_shares(self, documents: Documents) -> Scores:
        """Return the share of each document's name that was typed; 0 where it is not in the title."""
        shares = np.zeros(len(documents))
        for named in map(self.named, self._plan.names):
            if len(named.documents):
                of_name = values_at(named.documents, named.shares, documents, self._snapshot.size)
                np.maximum(shares, of_name, out=shares)
        return shares

    def _in_titles(self, name: Name) -> Documents:
        literal = Word(name.text, Field.TITLE) if name.is_word else Phrase(name.text, Field.TITLE)
        return self.look_up(literal).documents

    def look_up(self, literal: Indexed) -> Occurrences:
        """Say where a literal stands."""
        match literal:
            case Word(text, Field.TEXT):
                return in_any_field(self.postings.word(text))
            case Word(text, Field.TITLE):
                postings = self.postings.word(text)
                return _where_any(postings.documents, postings.counts[0])
            case Phrase(_, Field.TITLE) | Pattern(_, Field.TITLE):
                postings = self.standing(literal)
                return _where_any(postings.documents, postings.counts[1])
            case Phrase(_, Field.TEXT) | Pattern():
                postings = self.standing(literal)
                return Occurrences(postings.documents, postings.counts[0], postings.everywhere)
            case Prefix(text, Field.TEXT):
                return self._look_up_prefix(text)
            case Prefix(text, Field.TITLE):
                return once(self.postings.title_beginning(text))
            case Word(_, Field.ABOUT) | Phrase(_, Field.ABOUT) | Prefix(_, Field.ABOUT):
                return once(self._snapshot.metadata.documents_about(literal))
            case Word(text, field) | Phrase(text, field):
                return once(self._documents_with(field, text))
            case Prefix(text, field):
                return once(self._documents_with(field, text))
            case _:
                assert_never(literal)

    def _documents_with(self, field: Field, text: str) -> Documents:
        return self._snapshot.metadata.documents_with_value(field, lambda value: text in value)

    def _look_up_prefix(self, text: str) -> Occurrences:
        """Find Latin words that begin so, the most frequent ones; Chinese wherever it stands."""
        if not is_one_word(text):
            postings = self.phrase(text)
            return Occurrences(postings.documents, postings.counts[0])
        counts = np.zeros(self._snapshot.size, np.int64)
        words = self.postings.words_beginning(text, MAX_EXPANSIONS)
        self.postings.expect(words, ())
        for word in words:
            postings = self.postings.word(word)
            spend(_WORD + len(postings.documents) * _DOCUMENT, f"{text}*")
            for of_field in postings.counts:
                counts[postings.documents] += of_field
        return _where_any(np.arange(self._snapshot.size), counts)

    def _documents(self, place: int) -> Documents:
        found = self._found[place]
        if found is None:
            found = self._found[place] = self._find(place)
            node = self._plan.steps[place].node
            is_added_up = isinstance(node, Word | Phrase | Prefix) and len(node.text) == 1
            spend(_STEP + len(found) * (_CHARACTER if is_added_up else _DOCUMENT))
        return found

    def _find(self, place: int) -> Documents:  # noqa: PLR0911, PLR0912 - a case for each node
        step, size = self._plan.steps[place], self._snapshot.size
        match step.node:
            case Everything():
                return self._live()
            case Nothing():
                return _NO_DOCUMENTS
            case Word() | Phrase() | Prefix() | Pattern():
                return self.literal(place).documents
            case Together(unit, _):
                return self._find_close(step, unit, None)
            case Near(_, distance):
                return self._find_close(step, Unit.PARAGRAPH, distance)
            case DocumentNumber():
                own = self.numbered(step.node)
                citing = documents_citing(self._snapshot, step.node)
                return unite([own, citing, *map(self._documents, step.children)], size)
            case Like(identifier):
                return self.similar(identifier).documents
            case Anywhere():
                return self.anywhere(step.node)
            case Named():
                return self._documents(step.children[0])
            case Run(whole):  # all pieces must stand somewhere, or all of it
                pieces = intersect(list(map(self._documents, step.children)), size)
                return unite([pieces, self.look_up(whole).documents], size)
            case Most(_, _, share, _):
                return self._find_most(step, share)
            case AllOf():
                return self._find_all_of(step)
            case AnyOf() | Wordings():
                return unite(list(map(self._documents, step.children)), size)
            case Not() | Dated() | Exact():
                return self._narrow(self._live(), step)
            case _:
                assert_never(step.node)

    def _live(self) -> Documents:
        return self._snapshot.live.nonzero()[0]

    def _find_most(self, step: Step, share: float) -> Documents:
        """Find where enough of the pieces stand in texts, weighed by how rare they are, or all anywhere."""
        snapshot = self._snapshot
        found = np.zeros(snapshot.size)
        total = 0.0
        for documents, having in map(self._in_texts, step.children):
            if having:
                weight = idf(snapshot.live_count, having)
                found[documents] += weight
                total += weight
        enough = found > total * share
        enough[intersect(list(map(self._documents, step.children)), snapshot.size)] = True
        return enough.nonzero()[0]

    def _in_texts(self, place: int) -> tuple[Documents, int]:
        """Find where a piece stands in texts, and in how many, given or not."""
        if isinstance(self._plan.steps[place].node, Anywhere):
            place = self._plan.steps[place].children[0]
        found = self._documents(place)
        is_literal = isinstance(self._plan.steps[place].node, Word | Phrase)
        return found, self.literal(place).having if is_literal else len(found)

    def _find_all_of(self, step: Step) -> Documents:
        """Find what the parts have in common; what only takes away is asked last, of few documents."""
        narrowing: list[int] = []
        finding: list[int] = []
        for place in step.children:
            part = self._plan.steps[place]
            (narrowing if isinstance(part.node, Not | Dated | Exact) else finding).append(place)
        found = list(map(self._documents, finding)) or [self._live()]
        documents = intersect(found, self._snapshot.size)
        for place in narrowing:
            documents = self._narrow(documents, self._plan.steps[place])
        return documents

    def _find_close(self, step: Step, unit: Unit, distance: int | None) -> Documents:
        """Find where phrases stand in one sentence or paragraph, or within so many characters."""
        texts = [self._plan.literal(place).text for place in step.children]
        documents = intersect(list(map(self._documents, step.children)), self._snapshot.size)
        if len(documents):
            known = [self.literal(place) for place in step.children]
            size = self._snapshot.size
            places = sum(
                int(values_at(one.documents, one.counts, documents, size).sum()) for one in known
            )
            spend(_STEP + places * _PLACE, f"“{' '.join(texts)}”")
        return documents[self.postings.together(texts, documents, unit, distance)]

    def _narrow(self, documents: Documents, step: Step) -> Documents:
        """Keep those of some documents that a step does not take away."""
        snapshot = self._snapshot
        if isinstance(node := step.node, Dated):
            return documents[snapshot.dates.between(documents, node.first, node.last)]
        (inner,) = map(self._documents, step.children)
        having = contains(inner, documents, snapshot.size)
        if isinstance(node, Exact):
            documents = documents[having]
            return documents[self.counts(node, documents) > 0]
        return documents[~having]

    def as_written(self, wanted: Exact, documents: Documents) -> list[Sequence[LinePlace]]:
        """Say where exactly these characters stand in each of some documents. Raises UsageError."""
        having = contains(self._known(wanted.phrase).documents, documents, self.size)
        self._written.read(wanted, documents[having].tolist())
        return self._written.places(wanted, documents.tolist())


def in_any_field(postings: PostingList) -> Occurrences:
    """Add up how often a word stands in the fields of each document."""
    counts = np.zeros(len(postings.documents), np.int64)
    for of_field in postings.counts:
        counts += of_field
    return Occurrences(postings.documents, counts, postings.everywhere)


def _where_any(documents: Documents, counts: Counts) -> Occurrences:
    having = counts.nonzero()[0]
    return Occurrences(documents[having], counts[having])


def once(documents: Documents) -> Occurrences:
    """Let each document count once: what was found in its values is not counted."""
    return Occurrences(documents, np.ones(len(documents), np.int64))
