"""Foreseen: which words and phrases will be looked up to answer a plan? So they can be asked for at once."""

from ....plan import Name, Plan
from ....query.nodes import (
    VALUE_FIELDS,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    Unit,
    Word,
)
from ....text.latin_words import is_one_word
from .postings import Close


def looked_up(plan: Plan) -> tuple[list[str], list[str], list[Close]]:
    """Return the words, the phrases, and what is to stand close together, each once.

    What a prefix stands for, and what is like, is not told yet.
    """
    close: dict[Close, None] = {}
    words: dict[str, None] = {}
    phrases: dict[str, None] = {}

    def note(node: Query | Name) -> None:
        if isinstance(node, Name):
            (words if node.is_word else phrases)[node.text] = None
        elif isinstance(node, Pattern):
            phrases.update(dict.fromkeys(node.shape.parts))
        elif isinstance(node, Run):
            note(node.whole)
        elif isinstance(node, Word | Phrase | Prefix) and node.field not in VALUE_FIELDS:
            if isinstance(node, Word):
                words[node.text] = None
            elif isinstance(node, Phrase) or not is_one_word(node.text):
                phrases[node.text] = None

    for step in plan.steps:
        note(step.node)
        if isinstance(step.node, Together):
            texts = tuple(plan.literal(place).text for place in step.children)
            close[texts, step.node.unit] = None
    for wording in plan.wordings:
        for part in wording.parts:
            note(part.node)
        if wording.closeness:
            phrases[wording.closeness.whole] = None
            if wording.closeness.name:
                note(wording.closeness.name)
            if not wording.closeness.is_question:
                close[tuple(plan.in_one_sentence(wording.closeness)), Unit.SENTENCE] = None
    phrases.pop("", None)
    return list(words), list(phrases), list(close)
