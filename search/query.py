"""What did the user ask? A tree of nodes, the same for every engine, and how it reads in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

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
VALUE_FIELDS = frozenset({Field.SECTION, Field.SOURCE, Field.DOC_NUMBER})

FIELD_LABELS = {
    Field.TEXT: "正文",
    Field.TITLE: "标题",
    Field.SECTION: "栏目",
    Field.SOURCE: "来源",
    Field.DOC_NUMBER: "文号",
}


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
class DocumentNumber:
    """The article with a document number, 国发〔2025〕5号, and those that mention it."""

    issuer: str  # 国发
    year: int | None  # None: of any year
    number: int

    @property
    def text(self) -> str:
        """Return the number as it is written, without a year that is not known."""
        return f"{self.issuer}{f'〔{self.year}〕' if self.year else ''}{self.number}号"


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
    """A query as it was read: the tree, and in Chinese what was read otherwise than it was written."""

    text: str
    query: Query
    notes: tuple[str, ...] = ()
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
    """Return how texts write a document number, normalised; without a year only that."""
    if number.year is None:
        return (Phrase(number.text),)
    brackets = (("〔", "〕"), ("[", "]"), ("(", ")"))
    return tuple(
        Phrase(f"{number.issuer}{opening}{number.year}{closing}{number.number}号")
        for opening, closing in brackets
    )


def describe(query: Query) -> str:  # noqa: PLR0911, PLR0912 - a case for each node
    """Say in Chinese how a query was read."""
    match query:
        case Everything():
            return "全部文章"
        case Nothing():
            return "没有可以查找的文字"
        case Word() | Phrase():
            return _describe_literal(query)
        case Prefix():
            where = "" if query.field is Field.TEXT else FIELD_LABELS[query.field]
            return f"{where}以“{query.text}”开头"
        case Together():
            place = "一句" if query.unit is Unit.SENTENCE else "一段"
            return f"{_listed(query.literals)}在{place}里"
        case Near():
            return f"{_listed(query.literals)}相距不超过 {query.distance} 个字"
        case Exact():
            return f"原样写作“{query.written}”"
        case DocumentNumber():
            return f"文号为“{query.text}”，或提到它"
        case Like():
            return f"与 {query.identifier} 相似"
        case Run():
            return f"{_field_prefix(query.whole.field)}{_listed(query.pieces)}（连在一起的在前）"
        case Most():
            return f"{_listed(query.pieces)} 中的一部分（含得多的、连在一起的在前）"
        case AllOf():
            return " 并且 ".join(_describe_inner(node) for node in query.nodes)
        case AnyOf():
            return " 或 ".join(_describe_inner(node) for node in query.nodes)
        case Not():
            return f"除去{_describe_inner(query.node)}"
        case Dated():
            return f"发布日期{describe_period(query.first, query.last)}"
        case _:
            assert_never(query)


def describe_period(first: date | None, last: date | None) -> str:
    """Say in Chinese from when to when."""
    if first and last:
        return f"{first} 至 {last}" if first != last else f"为 {first}"
    if first:
        return f"自 {first} 起"
    return f"至 {last} 止" if last else "不限"


def _describe_inner(query: Query) -> str:
    text = describe(query)
    return f"（{text}）" if isinstance(query, AllOf | AnyOf) else text


def _listed(literals: Sequence[Literal]) -> str:
    return "、".join(f"“{literal.text}”" for literal in literals)


def _describe_literal(literal: Literal) -> str:
    return f"{_field_prefix(literal.field)}“{literal.text}”"


def _field_prefix(field: Field) -> str:
    return "" if field is Field.TEXT else f"{FIELD_LABELS[field]}含"
