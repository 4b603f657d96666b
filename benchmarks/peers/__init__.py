"""Peers: who is measured? One module for each engine, all with the same three doings."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from ..documents import Feed
from ..queries import Answer, Meaning, Question


class Peer(Protocol):
    """An open index of one engine."""

    def ask(self, question: Question, meaning: Meaning) -> Answer:
        """Answer a question; this is what is timed."""

    def close(self) -> None:
        """Let go of files."""


class PeerModule(Protocol):
    """What a module in this package has."""

    @property
    def build(self) -> Callable[[Path, Feed], None]:
        """Build the index of all documents of a feed in an empty folder, ready to be searched."""

    @property
    def open_index(self) -> Callable[[Path], Peer]:
        """Open what `build` built."""


_MODULES = {
    "zhengsou": "zhengsou",
    "tantivy": "tantivy",
    "sqlite_fts5": "sqlite_fts5",
    "sqlite_fts5_trigram": "sqlite_trigram",
    "whoosh": "stock_whoosh",
}
PEER_NAMES = tuple(_MODULES)


def load(name: str) -> PeerModule:
    """Return an engine's module. Raises ImportError when the engine is not installed."""
    return cast(PeerModule, import_module(f".{_MODULES[name]}", __package__))
