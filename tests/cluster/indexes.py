"""Indexes on a cluster for the tests: small ones, how they are changed, and what they answer."""

import secrets
import time
from collections.abc import Iterable
from datetime import date

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine, IndexWriter
from search.engines.opensearch.address import Address
from search.engines.opensearch.builds import Builds
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.contents import Contents
from search.query.nodes import Phrase
from search.request import SearchRequest, Sort

from ..articles import article
from .nodes import Cluster

NO_RECORD = CorpusRecord(corpus="/no-corpus", files={})


def new_location(cluster: Cluster) -> str:
    return cluster.location(f"test-{secrets.token_hex(4)}")


def some(count: int = 3) -> list[Article]:
    return [
        article(
            f"a{n}", f"第{n}号", "职工夜校开班。", published=date(2024, 1 + n // 20, 1 + n % 20)
        )
        for n in range(count)
    ]


def ids(engine: Engine, text: str = "夜校") -> list[str]:
    request = SearchRequest(Phrase(text), sort=Sort.OLDEST, limit=1000)
    return [match.id for match in engine.find(request).matches]


def ids_soon(engine: Engine, wanted: list[str]) -> bool:
    """Wait for what an engine must take up within a second."""
    until = time.monotonic() + 60
    while ids(engine) != wanted and time.monotonic() < until:
        time.sleep(0.1)
    return ids(engine) == wanted


def change(writer: IndexWriter, added: Iterable[Article] = (), removed: Iterable[str] = ()) -> None:
    writer.remove(removed)
    for one in added:
        writer.add(one)


def contents_of(location: str) -> Contents:
    builds = Builds(Connection(Address.read(location)))
    return Contents(builds.connection, builds.index(builds.kept()[0].name))
