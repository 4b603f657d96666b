"""Tantivy: words with frequencies, characters with positions, facets and days as fast fields."""

from pathlib import Path

from tantivy import Document as Row
from tantivy import FieldType, Index, Occur, Query, Schema, SchemaBuilder

from ..documents import COUNTED_FACETS, Feed, load_ids, save_ids
from ..queries import Answer, Meaning, Question

_SPACE = "␣"  # a space in a text is a character like any other, but the tokenizer cuts at it
_TEN_HIGHEST = {name: {"terms": {"field": name, "size": 10}} for name in COUNTED_FACETS}


def build(folder: Path, feed: Feed) -> None:
    """Build an index with the default writer, and let it merge as it likes."""
    writer = Index(_schema(), path=str(folder)).writer()
    ids = []
    for number, document in enumerate(feed.documents()):
        row = Row()
        row.add_integer("number", number)
        row.add_integer("day", document.day)
        row.add_text("words", " ".join(document.words))
        for text in document.texts:  # values of one field lie apart, so phrases end with a text
            row.add_text("characters", " ".join(text.replace(" ", _SPACE)))
        for name, values in document.facets.items():
            for value in values:
                row.add_text(name, value)
        writer.add_document(row)
        ids.append(document.id)
    writer.commit()
    writer.wait_merging_threads()
    save_ids(ids, folder)


class Tantivy:
    """An open index."""

    def __init__(self, folder: Path) -> None:
        self._ids = load_ids(folder)
        self._index = Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def ask(self, question: Question, meaning: Meaning) -> Answer:
        """Answer with BM25 or by day; facets are a second pass, aggregations by terms."""
        query = self._query(question, meaning)
        order = "day" if question.newest_first else None
        found = self._searcher.search(query, 10, count=True, order_by_field=order)
        numbers = self._searcher.fast_field_values("number", [at for _, at in found.hits])
        return Answer(
            total=found.count,
            ids=[self._ids[number] for number in numbers],
            facets=self._facets(query) if question.with_facets else None,
        )

    def close(self) -> None:
        """Let go of files."""
        del self._searcher, self._index

    def _query(self, question: Question, meaning: Meaning) -> Query:
        literal = self._phrase if meaning is Meaning.CHARACTERS else self._word
        nodes = [literal(piece) for piece in question.pieces]
        occur = Occur.Should if question.any_of else Occur.Must
        query = nodes[0] if len(nodes) == 1 else Query.boolean_query([(occur, n) for n in nodes])
        if question.days is None:
            return query
        first, last = (day.toordinal() for day in question.days)
        days = Query.range_query(self._schema, "day", FieldType.Integer, first, last)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, days)])

    def _word(self, word: str) -> Query:
        return Query.term_query(self._schema, "words", word, index_option="freq")

    def _phrase(self, text: str) -> Query:
        return Query.phrase_query(self._schema, "characters", list(text))

    def _facets(self, query: Query) -> dict[str, list[tuple[str, int]]]:
        counted = self._searcher.aggregate(query, _TEN_HIGHEST)
        return {
            name: [(entry["key"], entry["doc_count"]) for entry in counted[name]["buckets"]]
            for name in COUNTED_FACETS
        }


open_index = Tantivy


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_integer_field("number", fast=True)
    builder.add_integer_field("day", fast=True, indexed=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("characters", tokenizer_name="whitespace", index_option="position")
    for name in COUNTED_FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()
