"""SQLite FTS5: one full-text table of words, one of characters; facets and days in tables beside them."""

import sqlite3
import string
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from ..documents import COUNTED_FACETS, Document, Feed
from ..queries import Answer, Meaning, Question

#: Full-text tables, by meaning: what a document gives to it, and how a piece is asked for.
Tables = dict[Meaning, tuple[str, Callable[[Document], str], Callable[[str], str]]]

_FILE = "index.sqlite"
_SPACE, _SEPARATOR = "␣", "␞"  # for characters that the tokenizer drops; no query has them
_MMAP_BYTES = 1 << 30
_TEN = 10

_SCHEMA = """
CREATE TABLE document (number INTEGER PRIMARY KEY, id TEXT NOT NULL, day INTEGER NOT NULL);
CREATE TABLE value (number INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL);
"""
_FACET_SCHEMA = """
CREATE TABLE {0} (document INTEGER, value INTEGER, PRIMARY KEY (document, value)) WITHOUT ROWID;
"""


def split_at_spaces() -> str:
    """Name a tokenizer that cuts at white space only: all that is not ASCII belongs to a token."""
    marks = string.punctuation.replace("'", "''")
    return f"ascii tokenchars '{marks}'"


def _words(document: Document) -> str:
    return " ".join(document.words)


def _characters(document: Document) -> str:
    return " ".join(_SEPARATOR.join(document.texts).replace(" ", _SPACE))


def quoted(text: str) -> str:
    """Write a phrase of the tokens of a text in FTS5's query language."""
    return '"' + text.replace('"', '""') + '"'


def _characters_quoted(text: str) -> str:
    return quoted(" ".join(text))


TABLES: Tables = {
    Meaning.WORDS: (split_at_spaces(), _words, quoted),
    Meaning.CHARACTERS: (split_at_spaces(), _characters, _characters_quoted),
}


def build(folder: Path, feed: Feed) -> None:
    """Build the tables of words and of characters."""
    build_tables(folder, feed, TABLES)


def build_tables(folder: Path, feed: Feed, tables: Tables) -> None:
    """Build full-text tables without the texts themselves, each merged into one segment."""
    with closing(sqlite3.connect(folder / _FILE, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript(_SCHEMA)
        for name in COUNTED_FACETS:
            database.executescript(_FACET_SCHEMA.format(name))
        for name, (tokenizer, _, _) in tables.items():
            escaped = tokenizer.replace("'", "''")
            database.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5(text, content='', tokenize='{escaped}')"
            )
        database.execute("BEGIN")
        _fill(database, feed, tables)
        for name in tables:
            database.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608
        database.execute("COMMIT")
        database.execute("ANALYZE")


def _fill(database: sqlite3.Connection, feed: Feed, tables: Tables) -> None:
    values: dict[tuple[str, str], int] = {}
    for number, document in enumerate(feed.documents(), 1):
        database.execute(
            "INSERT INTO document VALUES (?, ?, ?)", (number, document.id, document.day)
        )
        for name, (_, text_of, _) in tables.items():
            insert = f"INSERT INTO {name}(rowid, text) VALUES (?, ?)"  # noqa: S608
            database.execute(insert, (number, text_of(document)))
        for facet, of_document in document.facets.items():
            for value in of_document:
                key = values.setdefault((facet, value), len(values) + 1)
                database.execute(f"INSERT INTO {facet} VALUES (?, ?)", (number, key))  # noqa: S608
    rows = ((number, facet, value) for (facet, value), number in values.items())
    database.executemany("INSERT INTO value VALUES (?, ?, ?)", rows)


class SqliteFts5:
    """An open database, read-only; Python's module keeps the statements prepared."""

    def __init__(self, folder: Path, tables: Tables = TABLES) -> None:
        address = f"{(folder / _FILE).absolute().as_uri()}?mode=ro"
        self._database = sqlite3.connect(address, uri=True)
        self._database.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
        self._tables = tables

    def ask(self, question: Question, meaning: Meaning) -> Answer:
        """Answer with bm25() or by day, counting all matching rows."""
        piece = self._tables[meaning][2]
        operator = " OR " if question.any_of else " AND "
        match = operator.join(piece(text) for text in question.pieces)
        days = tuple(day.toordinal() for day in question.days or ())
        source = f"{meaning} JOIN document ON document.number = {meaning}.rowid"
        condition = f"{meaning} MATCH ?" + (" AND day BETWEEN ? AND ?" if days else "")
        order = "day DESC" if question.newest_first else "rank"
        total = self._one(
            f"SELECT count(*) FROM {source if days else meaning} WHERE {condition}",  # noqa: S608
            match, *days,
        )  # fmt: skip
        ids = self._database.execute(
            f"SELECT id FROM {source} WHERE {condition} ORDER BY {order} LIMIT {_TEN}",  # noqa: S608
            (match, *days),
        )
        return Answer(
            total=total,
            ids=[row[0] for row in ids],
            facets=dict(self._facets(meaning, match)) if question.with_facets else None,
        )

    def close(self) -> None:
        """Let go of files."""
        self._database.close()

    def _one(self, statement: str, *values: object) -> int:
        return int(self._database.execute(statement, values).fetchone()[0])

    def _facets(self, table: str, match: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        for name in COUNTED_FACETS:
            counted = self._database.execute(
                f"SELECT value.value, n FROM (SELECT {name}.value AS key, count(*) AS n"  # noqa: S608
                f" FROM {table} JOIN {name} ON {name}.document = {table}.rowid"
                f" WHERE {table} MATCH ? GROUP BY key ORDER BY n DESC LIMIT {_TEN})"
                " JOIN value ON value.number = key",
                (match,),
            )
            yield name, sorted(counted.fetchall(), key=lambda pair: -pair[1])


open_index = SqliteFts5
