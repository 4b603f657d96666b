"""Indexed: which index is measured? That in a folder, or one that is built of the articles in it."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from search import Engine, open_engine, rebuild


@contextmanager
def open_or_build(articles: Path) -> Iterator[Engine]:
    """Open the index in a folder; of a folder of articles build one, for as long as it is used."""
    with tempfile.TemporaryDirectory() as scratch:
        index = articles
        if not (articles / "CURRENT").is_file():
            index = Path(scratch)
            rebuild(articles, index)
        with closing(open_engine(index)) as engine:
            yield engine
