"""Needed: which words or phrases has whatever a plan finds, one of them at least?"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import assert_never

from ....document_numbers import DocumentNumber
from ....plan import Plan
from ....query.nodes import (
    VALUE_FIELDS,
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
    Word,
    Wordings,
)
from ....text.latin_words import is_one_word


@dataclass(frozen=True, slots=True)
class Need:
    """Whatever is found has one of these in its texts, or one is said of it."""

    words: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    said: frozenset[Literal] = frozenset()  # of its section, source and so on

    def or_else(self, other: "Need") -> "Need":
        """Return what one has of this or of another."""
        return Need(self.words | other.words, self.phrases | other.phrases, self.said | other.said)


def least_need(
    plan: Plan, size: Callable[[Need], int], beginning: Callable[[str], Collection[str]]
) -> Need | None:
    """Return what the fewest documents have that whatever is found has; None: there is no such thing.

    `beginning` says for which words a beginning stands.
    """

    def least(needs: Iterable[Need | None]) -> Need | None:
        return min((need for need in needs if need), key=size, default=None)

    def either(needs: Iterable[Need | None]) -> Need | None:
        whole = Need()
        for need in needs:
            if need is None:
                return None
            whole = whole.or_else(need)
        return whole

    def of_literal(literal: Indexed) -> Need | None:
        text, field = literal.text, literal.field
        if field in VALUE_FIELDS:
            return None
        match literal:
            case Word():
                return Need(words=frozenset([text]))
            case Phrase():
                return Need(phrases=frozenset([text]))
            case Prefix():
                is_of_words = is_one_word(text) and field is not Field.TITLE
                return (
                    Need(frozenset(beginning(text)))
                    if is_of_words
                    else Need(phrases=frozenset([text]))
                )
            case Pattern():
                return Need(phrases=frozenset([max(literal.shape.parts, key=len)]))
            case _:
                assert_never(literal)

    def of_step(place: int) -> Need | None:
        step = plan.steps[place]
        below = map(of_step, step.children)
        match step.node:
            case AllOf() | Together() | Near() | Named() | Exact():
                return least(below)
            case AnyOf() | Wordings():
                return either(below)
            case Anywhere(literal):
                about = Need(said=frozenset([step.node.about]))
                return either([of_literal(literal), about])
            case Run(whole):  # all pieces must stand somewhere, or all of it
                return either([least(below), of_literal(whole)])
            case Word() | Phrase() | Prefix() | Pattern():
                return of_literal(step.node)
            case Most() | Not() | Dated() | Everything() | Nothing() | Like() | DocumentNumber():
                return None
            case _:
                assert_never(step.node)

    return of_step(len(plan.steps) - 1)
