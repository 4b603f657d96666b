"""Every engine, made of articles: a test that takes `make_engine` runs on each of them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from search.article import Article
from search.engine import Engine

from ..articles import build
from .reference import ReferenceEngine

MakeEngine = Callable[[Iterable[Article]], Engine]

#: How each engine is made, given an empty folder; a new engine is a new row.
ENGINES: dict[str, Callable[[Path, Iterable[Article]], Engine]] = {
    "whoosh": build,
    "reference": lambda folder, articles: ReferenceEngine(list(articles)),
}


@pytest.fixture(scope="module", params=ENGINES)
def make_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeEngine]:
    """Give the way to make one kind of engine."""
    with ExitStack() as opened:

        def make(articles: Iterable[Article]) -> Engine:
            folder = tmp_path_factory.mktemp("engine")
            return opened.enter_context(closing(ENGINES[request.param](folder, articles)))

        yield make
