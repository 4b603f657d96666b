"""Rankers: who is asked for the best documents? Our ranking, and others fed with words of jieba or bigrams."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

import bm25s
import rjieba
from tantivy import Document, Index, Occur, Query, SchemaBuilder

from search import Matching, SearchRequest, parse_query
from search.answer.matching import find_as_read
from search.query.synonyms import abbreviations
from search.text.normalization import normalize

from .judged_sets import Text, build_index

DEPTH = 100  # documents asked for

Ranked = list[tuple[str, float]]  # id and score, the best first


class Ranker(Protocol):
    """Answers queries over one set."""

    def rank(self, query: str) -> Ranked:
        """Return the best documents."""


class Zhengsou:
    """This engine, asked as the page asks it."""

    def __init__(self, texts: Sequence[Text], folder: Path, matching: Matching | None) -> None:
        self._engine, self._matching = build_index(texts, folder), matching

    def rank(self, query: str) -> Ranked:
        """Return the best documents."""
        request = SearchRequest(limit=DEPTH, facets=())
        found = find_as_read(
            self._engine, parse_query(query, abbreviations()), self._matching, request
        )
        return [(match.id, match.score) for match in found.matches.matches]


class Bm25s:
    """BM25 in scipy's sparse matrices, over some terms."""

    def __init__(
        self, texts: Sequence[Text], terms: Callable[[str], list[str]], k1: float, b: float
    ) -> None:
        self._ids, self._terms = [text.id for text in texts], terms
        self._index = bm25s.BM25(method="lucene", k1=k1, b=b)
        self._index.index([terms(_whole(text)) for text in texts], show_progress=False)

    def rank(self, query: str) -> Ranked:
        """Return the best documents."""
        terms = [
            term for term in dict.fromkeys(self._terms(query)) if term in self._index.vocab_dict
        ]
        if not terms:
            return []
        numbers, scores = self._index.retrieve(
            [terms], k=min(DEPTH, len(self._ids)), show_progress=False
        )
        found = zip(numbers[0].tolist(), scores[0].tolist(), strict=True)
        return [(self._ids[number], score) for number, score in found if score > 0]


class Tantivy:
    """Tantivy's BM25, any of the words, in one field."""

    def __init__(self, texts: Sequence[Text], folder: Path) -> None:
        builder = SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        folder.mkdir()
        self._schema = builder.build()
        self._index = Index(self._schema, path=str(folder))
        writer = self._index.writer()
        for text in texts:
            writer.add_document(Document(id=text.id, words=" ".join(words(_whole(text)))))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, query: str) -> Ranked:
        """Return the best documents."""
        terms = [
            Query.term_query(self._schema, "words", word, index_option="freq")
            for word in dict.fromkeys(words(query))
        ]
        asked = Query.boolean_query([(Occur.Should, term) for term in terms])
        hits = self._searcher.search(asked, DEPTH).hits
        return [(self._searcher.doc(at)["id"][0], score) for score, at in hits]


class SqliteFts5:
    """SQLite's bm25(), any of the words, in one column."""

    def __init__(self, texts: Sequence[Text], folder: Path) -> None:
        folder.mkdir()
        self._ids = [text.id for text in texts]
        self._database = sqlite3.connect(folder / "index.sqlite")
        self._database.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='')")
        rows = ((number, " ".join(words(_whole(text)))) for number, text in enumerate(texts))
        self._database.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", rows)
        self._database.commit()

    def rank(self, query: str) -> Ranked:
        """Return the best documents."""
        quoted = ['"' + word.replace('"', '""') + '"' for word in dict.fromkeys(words(query))]
        if not quoted:
            return []
        with closing(self._database.cursor()) as cursor:
            found = cursor.execute(
                "SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?",
                (" OR ".join(quoted), DEPTH),
            )
            return [(self._ids[number], score) for number, score in found]


def words(text: str) -> list[str]:
    """Cut a text the usual way: jieba for search, guessing new words (HMM on)."""
    return [word for word in rjieba.cut_for_search(text.lower(), True) if word.strip()]


def bigrams(text: str) -> list[str]:
    """Cut a text into pairs of neighbouring characters."""
    normalized = normalize(text)
    return [normalized[at : at + 2] for at in range(len(normalized) - 1)]


def make_rankers(
    texts: Sequence[Text], folder: Path, matching: Matching | None
) -> Iterator[tuple[str, Ranker]]:
    """Make each ranker of a set in turn, the baseline first."""
    yield BASELINE, Bm25s(texts, words, k1=1.2, b=0.75)
    yield "zhengsou", Zhengsou(texts, folder / "zhengsou", matching)
    yield "bm25s, its defaults", Bm25s(texts, words, k1=1.5, b=0.75)
    yield "BM25 over bigrams", Bm25s(texts, bigrams, k1=1.2, b=0.75)
    yield "Tantivy", Tantivy(texts, folder / "tantivy")
    yield "SQLite FTS5", SqliteFts5(texts, folder / "sqlite")


BASELINE = "BM25 over jieba words"


def _whole(text: Text) -> str:
    return f"{text.title}\n{text.text}"
