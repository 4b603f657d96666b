"""SQLite trigrams: FTS5 with its own tokenizer, phrases of three characters or more."""

import sqlite3
from pathlib import Path

from ..documents import Document, Feed
from ..queries import Meaning
from .sqlite_fts5 import SqliteFts5, Tables, build_tables, quoted

if sqlite3.sqlite_version_info < (3, 34):
    raise ImportError("SQLite has the trigram tokenizer since 3.34")


def _lines(document: Document) -> str:
    return "\n".join(document.texts)


TABLES: Tables = {Meaning.CHARACTERS: ("trigram case_sensitive 1", _lines, quoted)}


def build(folder: Path, feed: Feed) -> None:
    """Build one table of trigrams."""
    build_tables(folder, feed, TABLES)


def open_index(folder: Path) -> SqliteFts5:
    """Open what `build` built."""
    return SqliteFts5(folder, TABLES)
