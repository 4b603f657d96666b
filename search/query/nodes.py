"""Query nodes: what did a person ask? A tree, the same for every engine, walked in one way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import assert_never

from ..article_fields import FIELD, FieldName, Use
from ..document_numbers import DocumentNumber
from ..saying import Message
from .patterns import Shape, shape_of

#: A run of more words than this is a sentence: enough of them must match, not all.
FEW_PIECES = 3


class Field(StrEnum):
    """Where a literal is looked for."""

    TEXT = "text"  # the title and all blocks
    TITLE = "title"
    SECTION = "section"
    SOURCE = "source"
    AUTHOR = "author"
    ISSUER = "issuer"
    DOC_NUMBER = "doc_number"
    ABOUT = (
        "about"  # any of those that say where it stood and who wrote it; none can ask for it alone
    )


#: What is said of an article, in which words typed without quotes may stand instead of in its texts.
ABOUT_FIELDS = (Field.SECTION, Field.SOURCE, Field.AUTHOR, Field.ISSUER)
#: Fields whose few values are looked through as whole strings; the others are indexed by position.
VALUE_FIELDS = frozenset(
    field
    for field in Field
    if field is Field.ABOUT or Use.LOOKED_THROUGH in FIELD[FieldName(field)].use
)


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: what was typed holds nothing to look for."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the index, normalised: stands as a whole word.

    What is typed in Latin letters or digits is read so, and a single Chinese character beside other
    words; longer Chinese words are only ranked so.
    """

    text: str
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Phrase:
    """Normalised characters: stand literally, in one block."""

    text: str
    field: Field = Field.TEXT


#: A beginning stands for so many words, at most: those in most articles.
MAX_EXPANSIONS = 100


@dataclass(frozen=True, slots=True)
class Prefix:
    """Normalised characters that something begins with: a Latin word, or a whole title or value.

    In Chinese text, which has no word ends, they stand anywhere.
    """

    text: str
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Pattern:
    """Normalised characters of which some are left open, `*` and `?`: stand in one sentence.

    See `search.query.patterns`. Where only whole values are looked through, there are none.
    """

    text: str
    field: Field = Field.TEXT

    @property
    def shape(self) -> Shape:
        """Return what it is made of."""
        return shape_of(self.text)


@dataclass(frozen=True, slots=True)
class Exact:
    """Stands in exactly these characters: not in traditional ones for simplified, not in another case.

    An index tells where the phrase stands, and the text as it is written where these do.
    """

    written: str  # without white space
    phrase: Phrase

    @property
    def text(self) -> str:
        """Return the characters, normalised."""
        return self.phrase.text

    @property
    def field(self) -> Field:
        """Return where they are looked for."""
        return self.phrase.field


#: What stands where its characters do.
Standing = Phrase | Pattern | Exact
#: What an index tells the places of.
Indexed = Word | Phrase | Prefix | Pattern
#: What can be pointed at in a text: counted, highlighted.
Literal = Indexed | Exact


class Unit(StrEnum):
    """What several literals may have to stand in together."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"  # or heading, or title


@dataclass(frozen=True, slots=True)
class Together:
    """All of these stand in one sentence, or in one paragraph."""

    unit: Unit
    literals: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """All of these stand in one paragraph, in any order, with at most so many characters between them."""

    literals: tuple[Phrase, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Like:
    """Articles with the same telling words as one article."""

    identifier: str


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a paper, 《…》: papers called so come first, then texts with its characters, in marks or not."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A word typed without quotes: stands in the texts, or in the section, source, author or issuer.

    Only where it stands in the texts is it counted, marked, or close to others.
    """

    literal: Word | Phrase

    @property
    def about(self) -> Word | Phrase:
        """Return the word as it stands in what is said of an article."""
        return type(self.literal)(self.literal.text, Field.ABOUT)


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces typed without a space: all must stand in the article, or the whole run literally, which comes first.

    Function words and what only asks are none of the pieces, unless there are no others.
    """

    whole: Phrase
    pieces: tuple[Literal, ...]
    names: tuple[Phrase, ...] = ()  # of the pieces: each stands where another name was typed
    quoted: tuple[Phrase, ...] = ()  # of the pieces: each was quoted within the run
    is_anywhere: bool = True  # each piece may stand in what is said of the article, too


@dataclass(frozen=True, slots=True)
class Most:
    """What was typed without quotes, of which not all need match, but enough.

    A piece weighs as much as it is rare; pieces that weigh `share` of all that do match must match.
    They must in texts: what is said of very many articles is no reason to find one, unless every
    piece is there.
    """

    typed: "tuple[Word | Phrase | Run, ...]"
    pieces: tuple[Literal, ...]  # that count
    share: float
    names: tuple[Phrase, ...] = ()  # of papers, 《…》, among what was typed


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these."""

    nodes: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    nodes: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Wordings:
    """The same query in several wordings: as it was typed, then with other names of the same things.

    Each is a whole query. An article counts by the wording that suits it best.
    """

    nodes: "tuple[Query, ...]"  # two or more


@dataclass(frozen=True, slots=True)
class Not:
    """Articles without this."""

    node: "Query"


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles published from the first day to the last, both included; None: no bound."""

    first: date | None
    last: date | None


Query = (
    Everything
    | Nothing
    | Word
    | Phrase
    | Prefix
    | Pattern
    | Named
    | Anywhere
    | Run
    | Most
    | Together
    | Near
    | Exact
    | DocumentNumber
    | Like
    | AllOf
    | AnyOf
    | Wordings
    | Not
    | Dated
)


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part of a query that stands by itself, and its range in the text, with all that belongs to it."""

    node: Query
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as it was read: the tree, and what was read otherwise than it was written."""

    text: str
    query: Query
    notes: tuple[Message, ...] = ()
    #: The same, of what is typed without quotes only most is asked for; None: that is no other query.
    loosened: Query | None = None
    #: The only word typed, wherever it may stand; None: there are others, which are looked for so from the start.
    anywhere: Query | None = None
    #: All that was typed, side by side, if that is more than a word and nothing else must match.
    wording: "Query | None" = None
    #: It holds a run of so many words that hardly any article has them all: most are enough.
    is_question: bool = False
    #: What was typed side by side, in order; choices and brackets are one part.
    parts: tuple[TypedPart, ...] = field(default=(), compare=False)

    def without(self, part: TypedPart) -> str:
        """Return the text without one of its parts, however often that was typed."""
        kept, end = [], 0
        for other in self.parts:
            if other.node == part.node:
                kept.append(self.text[end : other.start])
                end = other.end
        return " ".join(filter(None, map(str.strip, [*kept, self.text[end:]])))

    #: Names that were typed, each with the other names of the same thing that are looked for too.
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = ()


def children(query: Query) -> "tuple[Query, ...]":
    """Return the nodes by which a node is found, in their order: every walk over a query goes by it."""
    match query:  # what is met most comes first
        case Word() | Phrase():
            return ()
        case Anywhere(literal):
            return literal, query.about
        case Run(_, pieces):
            return tuple(map(anywhere, pieces)) if query.is_anywhere else pieces
        case Most(_, pieces, _, _):
            return tuple(map(anywhere, pieces))
        case AllOf(nodes) | AnyOf(nodes) | Wordings(nodes):
            return nodes
        case Not(node):
            return (node,)
        case Together(_, phrases) | Near(phrases, _):
            return phrases
        case Exact(_, phrase) | Named(phrase):
            return (phrase,)
        case DocumentNumber():
            return number_phrases(query)
        case Prefix() | Pattern() | Everything() | Nothing() | Like() | Dated():
            return ()
        case _:
            assert_never(query)


def anywhere(literal: Literal) -> "Literal | Anywhere":
    """Look for a word anywhere in an article; a single character, which stands in many names, in its texts."""
    if (
        not isinstance(literal, Word | Phrase)
        or literal.field is not Field.TEXT
        or len(literal.text) < 2
    ):
        return literal
    return Anywhere(literal)


def wordings(query: Query) -> "tuple[Query, ...]":
    """Return the wordings of a query, as it was typed first; most have one."""
    return query.nodes if isinstance(query, Wordings) else (query,)


def walk(query: Query) -> "Iterator[Query]":
    """Yield a node and all that it is made of, whatever holds something before what it holds."""
    waiting = [query]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(children(node))


def conditions(query: Query) -> "tuple[Query, ...]":
    """Return what must all hold, however it is put into brackets, each once."""
    if not isinstance(query, AllOf):
        return (query,)
    return tuple(dict.fromkeys(part for child in children(query) for part in conditions(child)))


def number_phrases(number: DocumentNumber) -> tuple[Phrase, ...]:
    """Return what finds the texts that mention a document number."""
    return tuple(Phrase(writing) for writing in number.writings)
