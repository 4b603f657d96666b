"""Every engine, made of articles: a test that takes `make_engine` runs on each of them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from search.article import Article
from search.engine import Engine
from search.engines.whoosh.engine import WhooshEngine
from search.validity import beijing_day

from ..articles import build
from ..cluster.nodes import Cluster
from .reference import ReferenceEngine

Today = Callable[[], date]


class MakeEngine(Protocol):
    """Makes an engine of articles, which asks for the day."""

    def __call__(self, articles: Iterable[Article], today: Today = beijing_day) -> Engine: ...


def _whoosh(folder: Path, articles: Iterable[Article], today: Today) -> Engine:
    build(folder, articles).close()
    return WhooshEngine(folder, today=today)


def _opensearch(cluster: Cluster) -> Callable[[Path, Iterable[Article], Today], Engine]:
    """Return the way to make an index on a cluster, which is called as the folder is."""
    from search.engines.opensearch.engine import ClusterEngine  # noqa: PLC0415 - of an extra

    def make(folder: Path, articles: Iterable[Article], today: Today) -> Engine:
        location = cluster.location(f"{folder.parent.name}-{folder.name}")
        build(location, articles).close()
        return ClusterEngine(location, today=today)

    return make


#: How each engine is made, given an empty folder, articles and the day; a new engine is a new row.
ENGINES: dict[str, Callable[[Path, Iterable[Article], Today], Engine]] = {
    "whoosh": _whoosh,
    "reference": lambda folder, articles, today: ReferenceEngine(list(articles), today=today),
}


#: The one that needs a cluster; it is made as soon as that is there.
ON_CLUSTER = pytest.param("opensearch", marks=pytest.mark.cluster)


@pytest.fixture(scope="module", params=[*ENGINES, ON_CLUSTER])
def make_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeEngine]:
    """Give the way to make one kind of engine."""
    with making(request, tmp_path_factory) as make:
        yield make


@contextmanager
def making(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeEngine]:
    """Give the way to make the kind of engine that a fixture was asked for; it is closed in the end."""
    if request.param == "opensearch":
        engine_of = _opensearch(request.getfixturevalue("cluster"))
    else:
        engine_of = ENGINES[request.param]
    with ExitStack() as opened:

        def make(articles: Iterable[Article], today: Today = beijing_day) -> Engine:
            folder = tmp_path_factory.mktemp("engine")
            return opened.enter_context(closing(engine_of(folder, articles, today)))

        yield make
