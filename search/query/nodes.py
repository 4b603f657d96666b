"""What did the user ask? A tree of nodes, the same for every engine, and how it reads in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from ..article_fields import FIELD, FieldName, Use
from ..document_numbers import DocumentNumber
from ..wording import Message, Say, in_chinese

#: A run of more words than this is a sentence: enough of them must match, not all.
FEW_PIECES = 3


class Field(StrEnum):
    """Where a literal is looked for."""

    TEXT = "text"  # the title and all blocks
    TITLE = "title"
    SECTION = "section"
    SOURCE = "source"
    DOC_NUMBER = "doc_number"


#: Fields whose few values are looked through as whole strings; the others are indexed by position.
VALUE_FIELDS = frozenset(
    field for field in Field if FIELD[FieldName(field)].column is Use.LOOKED_THROUGH
)


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: what was typed holds nothing to look for."""


@dataclass(frozen=True, slots=True)
class Word:
    """A Latin word or number, normalised: stands as a whole word."""

    text: str
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Phrase:
    """Normalised characters: stand literally, in one block."""

    text: str
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Prefix:
    """Normalised characters that something begins with: a Latin word, or a whole title or value.

    In Chinese text, which has no word ends, they stand anywhere.
    """

    text: str
    field: Field = Field.TEXT


#: What can be pointed at in a text: counted, highlighted.
Literal = Word | Phrase | Prefix


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
class Exact:
    """Stands in exactly these characters: not in traditional ones for simplified, not in another case."""

    written: str  # without white space
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Like:
    """Articles with the same telling words as one article."""

    identifier: str


@dataclass(frozen=True, slots=True)
class Run:
    """Several pieces typed without a space: all must stand in the article; the whole run literally comes first."""

    whole: Phrase
    pieces: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """What was typed without quotes, of which not all need match, but enough.

    A piece weighs as much as it is rare; pieces that weigh `share` of all that do match must match.
    """

    typed: "tuple[Word | Phrase | Run, ...]"
    pieces: tuple[Literal, ...]  # that count: function words only where there are no others
    share: float


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these."""

    nodes: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    nodes: "tuple[Query, ...]"


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
    | Run
    | Most
    | Together
    | Near
    | Exact
    | DocumentNumber
    | Like
    | AllOf
    | AnyOf
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
    #: Runs of so many words that hardly any article has them all, unless it has the run itself.
    sentences: tuple[Phrase, ...] = ()
    #: The only thing typed, if it is a run of a few words: where hardly any article has them all,
    #: those with some may follow.
    run: Phrase | None = None
    #: What was typed side by side, in order; choices and brackets are one part.
    parts: tuple[TypedPart, ...] = field(default=(), compare=False)

    def without(self, part: TypedPart) -> str:
        """Return the text without one of its parts."""
        before, after = self.text[: part.start].rstrip(), self.text[part.end :].lstrip()
        return f"{before} {after}".strip()

    #: Names that were typed, each with the other names of the same thing that are looked for too.
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = ()


def literals(query: Query) -> tuple[Literal, ...]:
    """Return what a query counts in texts, each once, in its order; nothing from under a Not."""
    if isinstance(query, Word | Phrase | Prefix):
        return () if query.field in VALUE_FIELDS else (query,)
    found = dict.fromkeys(_literals(query, with_whole_runs=False))
    # What is counted in title and text is not counted in the title once more.
    return tuple(
        literal
        for literal in found
        if literal.field is Field.TEXT or replace(literal, field=Field.TEXT) not in found
    )


def highlighted_literals(query: Query) -> tuple[Literal, ...]:
    """Return what a query points at in texts: what it counts, and runs that stand there whole."""
    return tuple(dict.fromkeys(_literals(query, with_whole_runs=True)))


def _literals(  # noqa: PLR0912 - a case for each node
    query: Query, with_whole_runs: bool
) -> Iterator[Literal]:
    match query:
        case Word() | Phrase() | Prefix():
            if query.field not in VALUE_FIELDS:
                yield query
        case Together(_, together) | Near(together, _):
            yield from together
        case Exact():
            yield query.phrase
        case DocumentNumber():
            yield from number_phrases(query)
        case Run():
            if with_whole_runs:
                yield query.whole
            yield from query.pieces
        case Most():
            if with_whole_runs:
                for typed in query.typed:
                    yield from _literals(typed, with_whole_runs)
            yield from query.pieces
        case AllOf() | AnyOf():
            for node in query.nodes:
                yield from _literals(node, with_whole_runs)
        case Not() | Everything() | Nothing() | Dated() | Like():
            return
        case _:
            assert_never(query)


def number_phrases(number: DocumentNumber) -> tuple[Phrase, ...]:
    """Return what finds the texts that mention a document number."""
    return tuple(Phrase(writing) for writing in number.writings)


def describe(query: Query, say: Say = in_chinese) -> str:  # noqa: PLR0911, PLR0912 - a case for each node
    """Say how a query was read."""
    match query:
        case Everything():
            return say("全部文章")
        case Nothing():
            return say("没有可以查找的文字")
        case Word() | Phrase():
            return _in_field(query.field, f"“{query.text}”", say)
        case Prefix():
            beginning = say("以“%(text)s”开头", text=query.text)
            return beginning if query.field is Field.TEXT else _label(query.field, say) + beginning
        case Together():
            listed = _listed(query.literals, say)
            if query.unit is Unit.SENTENCE:
                return say("%(words)s在一句里", words=listed)
            return say("%(words)s在一段里", words=listed)
        case Near():
            listed = _listed(query.literals, say)
            return say("%(words)s相距不超过 %(count)s 个字", words=listed, count=query.distance)
        case Exact():
            return say("原样写作“%(text)s”", text=query.written)
        case DocumentNumber():
            return say("文号为“%(number)s”，或提到它", number=query.text)
        case Like():
            return say("与 %(id)s 相似", id=query.identifier)
        case Run():
            pieces = _in_field(query.whole.field, _listed(query.pieces, say), say)
            return say("%(words)s（连在一起的在前）", words=pieces)
        case Most():
            listed = _listed(query.pieces, say)
            return say("%(words)s 中的一部分（含得多的、连在一起的在前）", words=listed)
        case AllOf():
            return say(" 并且 ").join(_describe_inner(node, say) for node in query.nodes)
        case AnyOf():
            return say(" 或 ").join(_describe_inner(node, say) for node in query.nodes)
        case Not():
            return say("除去%(words)s", words=_describe_inner(query.node, say))
        case Dated():
            period = describe_period(query.first, query.last, say)
            return say("发布日期%(period)s", period=period)
        case _:
            assert_never(query)


def describe_period(first: date | None, last: date | None, say: Say = in_chinese) -> str:
    """Say from when to when."""
    if first and last and first != last:
        return say("%(first)s 至 %(last)s", first=first, last=last)
    if first and last:
        return say("为 %(day)s", day=first)
    if first:
        return say("自 %(day)s 起", day=first)
    return say("至 %(day)s 止", day=last) if last else say("不限")


def _describe_inner(query: Query, say: Say) -> str:
    text = describe(query, say)
    return say("（%(words)s）", words=text) if isinstance(query, AllOf | AnyOf) else text


def _listed(literals: Sequence[Literal], say: Say) -> str:
    return say("、").join(f"“{literal.text}”" for literal in literals)


def _in_field(field: Field, words: str, say: Say) -> str:
    if field is Field.TEXT:
        return words
    return say("%(field)s含%(words)s", field=_label(field, say), words=words)


def _label(field: Field, say: Say) -> str:
    return say(FieldName(field).label)
