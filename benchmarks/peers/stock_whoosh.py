"""Whoosh as it comes: its own codec, words with frequencies, bigrams with positions."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, sorting
from whoosh.collectors import FacetCollector, TopCollector

from ..documents import Document, Feed
from ..queries import Answer, Meaning, Question

# One column for each level of a section path (deeper ones are left out, and totals then differ) and
# one for the year: quicker than a field of several values, whose postings Whoosh reads every time.
_COLUMNS = {"section": tuple(f"section_{depth}" for depth in range(1, 9)), "year": ("year",)}

_SEPARATOR = "\n"  # stands as a bigram between two texts, so that no phrase reaches over it


def build(folder: Path, feed: Feed) -> None:
    """Build an index with the default writer."""
    writer = index.create_in(str(folder), _schema()).writer()
    for document in feed.documents():
        writer.add_document(
            id=document.id,
            day=document.day,
            words=document.words,
            bigrams=_bigrams(document),
            **{
                column: value
                for name, values in document.facets.items()
                for column, value in zip(_COLUMNS[name], values, strict=False)
            },
        )
    writer.commit()


class StockWhoosh:
    """An open index."""

    def __init__(self, folder: Path) -> None:
        self._searcher: Any = index.open_dir(str(folder)).searcher()
        self._columns = {
            name: [column for column in columns if any(self._searcher.reader().lexicon(column))]
            for name, columns in _COLUMNS.items()
        }
        self._facets = sorting.Facets()
        for columns in self._columns.values():
            for column in columns:
                self._facets.add_field(column)

    def ask(self, question: Question, meaning: Meaning) -> Answer:
        """Answer with BM25F or by day; its own count of all matches is the total."""
        asked = _query(question, meaning)
        if question.with_facets:
            # What `groupedby` does, but keeping ten hits only, and counts instead of documents.
            top = TopCollector(limit=10, usequality=False)
            collector = FacetCollector(top, self._facets, maptype=sorting.Count)
            self._searcher.search_with_collector(asked, collector)
            found = collector.results()
        else:
            order = sorting.FieldFacet("day", reverse=True) if question.newest_first else None
            found = self._searcher.search(asked, limit=10, sortedby=order)
        return Answer(
            total=len(found),
            ids=[hit["id"] for hit in found],
            facets=self._highest(found) if question.with_facets else None,
        )

    def _highest(self, found: Any) -> dict[str, list[tuple[str, int]]]:
        highest: dict[str, list[tuple[str, int]]] = {}
        for name, columns in self._columns.items():
            counts = [pair for column in columns for pair in found.groups(column).items()]
            counts.sort(key=lambda pair: -pair[1])
            highest[name] = [pair for pair in counts if pair[0]][:10]  # "" is: none
        return highest

    def close(self) -> None:
        """Let go of files."""
        self._searcher.close()


open_index = StockWhoosh


def _schema() -> Any:
    schema = fields.Schema(
        id=fields.ID(stored=True),
        day=fields.NUMERIC(sortable=True),
        words=fields.TEXT(phrase=False),
        bigrams=fields.TEXT(phrase=True),
    )
    for columns in _COLUMNS.values():
        for column in columns:
            schema.add(column, fields.ID(sortable=True))
    return schema


def _bigrams(document: Document) -> list[str]:
    bigrams: list[str] = []
    for text in document.texts:
        bigrams += [a + b for a, b in pairwise(text)]
        bigrams.append(_SEPARATOR)
    return bigrams


def _query(question: Question, meaning: Meaning) -> Any:
    nodes = [_literal(piece, meaning) for piece in question.pieces]
    asked = nodes[0] if len(nodes) == 1 else (query.Or if question.any_of else query.And)(nodes)
    if question.days is None:
        return asked
    first, last = (day.toordinal() for day in question.days)
    return query.And([asked, query.NumericRange("day", first, last)])


def _literal(piece: str, meaning: Meaning) -> Any:
    if meaning is Meaning.WORDS:
        return query.Term("words", piece)
    bigrams = [a + b for a, b in pairwise(piece)]
    return query.Term("bigrams", piece) if len(bigrams) == 1 else query.Phrase("bigrams", bigrams)
