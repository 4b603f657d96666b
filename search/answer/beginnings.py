"""Beginnings: of a beginning (cov*) that very many words have, how many of them were looked for?"""

from collections.abc import Iterator

from ..engine import Engine
from ..query.nodes import MAX_EXPANSIONS, Field, Prefix, Query, walk
from ..saying import Message, message
from ..text.latin_words import is_one_word

_MAX_TOLD = 3  # beginnings of a query


def tell_of_beginnings(engine: Engine, query: Query) -> tuple[Message, ...]:
    """Say of which beginnings of a query not all words were looked for, of the first few."""
    return tuple(_told(engine, query))[:_MAX_TOLD]


def _told(engine: Engine, query: Query) -> Iterator[Message]:
    nodes = (node for node in walk(query) if isinstance(node, Prefix))
    for text in dict.fromkeys(node.text for node in nodes if node.field is Field.TEXT):
        words = engine.lexicon().words_beginning(text) if is_one_word(text) else 0
        if words > MAX_EXPANSIONS:
            yield message(
                "以“%(text)s”开头的词有 %(words)s 个，查找了其中最常见的 %(taken)s 个",
                text=text,
                words=words,
                taken=MAX_EXPANSIONS,
            )
