"""Zhengsou: our own engine, through the protocol that the page and the command use."""

from pathlib import Path
from typing import Any

from search import Filters, SearchRequest, Sort, open_engine
from search.corpus_record import CorpusRecord
from search.engines import open_builder
from search.query.nodes import AllOf, AnyOf, Phrase, Query, Word
from search.text.segmentation import Segmenter

from ..documents import COUNTED_FACETS, Feed
from ..queries import Answer, Meaning, Question


def build(folder: Path, feed: Feed) -> None:
    """Build an index; the writer analyses by itself, as always."""
    with open_builder(folder, Segmenter()) as writer:
        for article in feed.articles():
            writer.add(article)
        writer.commit(CorpusRecord(corpus="", files={}))


class Zhengsou:
    """An open index."""

    def __init__(self, folder: Path) -> None:
        self._engine = open_engine(folder)

    def ask(self, question: Question, meaning: Meaning) -> Answer:
        """Answer: `Phrase` is what a typed Chinese word means, `Word` looks in the word fields alone."""
        first, last = question.days or (None, None)
        request = SearchRequest(
            query=_query(question, meaning),
            filters=Filters(first=first, last=last),
            sort=Sort.NEWEST if question.newest_first else Sort.RELEVANCE,
            limit=10,
            facets=COUNTED_FACETS if question.with_facets else (),
            facet_values=10,
        )
        found = self._engine.find(request)
        return Answer(
            total=found.total,
            ids=[match.id for match in found.matches],
            facets=_highest(found.facets) if question.with_facets else None,
        )

    def close(self) -> None:
        """Let go of files."""
        self._engine.close()


open_index = Zhengsou


def _query(question: Question, meaning: Meaning) -> Query:
    literal = Phrase if meaning is Meaning.CHARACTERS else Word
    nodes = tuple(literal(piece) for piece in question.pieces)
    if len(nodes) == 1:
        return nodes[0]
    return AnyOf(nodes) if question.any_of else AllOf(nodes)


def _highest(facets: Any) -> dict[str, list[tuple[str, int]]]:
    counts = {name: [(e.value, e.count) for e in facets[name]] for name in COUNTED_FACETS}
    return {name: sorted(c, key=lambda pair: -pair[1])[:10] for name, c in counts.items()}
