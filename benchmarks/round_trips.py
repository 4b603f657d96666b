"""Round trips: how often does a request ask a cluster, of each kind, where nothing is kept yet?

    python -m benchmarks.round_trips opensearch://HOST:9200/NAME [--requests 10]

Questions are drawn from articles of the index. Each request is made by a reader that has the files
of the generation, but no list and no article; the look at which generation is in use, once a second,
is not counted. See docs/cluster.md.
"""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice

import click

from search import Article, Engine, open_engine
from search.engines.opensearch.connection import Connection
from webui.app import create_app

from .queries import draw_questions

_SEED = 7
_ASKED_ABOUT = 500  # articles that questions are drawn from
_DRAFT = 1500  # characters of a draft that is checked
#: No article has it, so what it stands in is found nowhere.
_RARE = "鹬"
_ASKING = ("search_all", "read", "bytes")  # of a connection


@click.command()
@click.argument("location")
@click.option("--requests", default=10, show_default=True, help="How many of each kind.")
def main(location: str, requests: int) -> None:
    """Say how often requests of each kind ask the cluster at LOCATION."""
    with closing(open_engine(location)) as engine:
        asked = dict(_asked(list(islice(engine.articles(), _ASKED_ABOUT)), requests))
    print(f"{'':28} mean  most")
    for kind, addresses in asked.items():
        counts = [_round_trips(location, address) for address in addresses]
        print(f"{kind:28} {statistics.mean(counts):4.1f} {max(counts):5}", flush=True)


def _asked(articles: Sequence[Article], count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield kinds of requests, and addresses of each; one that begins with a space is a draft."""
    drawn = draw_questions(articles, count, _SEED)
    words, phrases = ([one.pieces[0] for one in drawn[name]] for name in ("word", "phrase"))
    shown = articles[:: max(len(articles) // count, 1)][:count]
    yield "one word", [f"/search?q={word}" for word in words]
    yield "two words", [f"/search?q={'+'.join(one.pieces)}" for one in drawn["two_words"]]
    yield "phrase", [f"/search?q=“{phrase}”" for phrase in phrases]
    yield "mistyped", [f"/search?q={phrase[:-1]}{_RARE}" for phrase in phrases]
    absent = [f"{phrase[:-2]}{_RARE}{phrase[-2:]}" for phrase in phrases]
    yield "phrase that stands nowhere", [f"/search?q=“{phrase}”" for phrase in absent]
    yield "facet", [f"/facet?q={word}&name=source" for word in words]
    yield "completion", [f"/api/complete?q={word}" for word in words]
    yield "article", [f"/articles/{one.id}" for one in shown]
    yield "why", [f"/why/{one.id}?q=“{one.title[:4]}”" for one in shown]
    yield "trend", [f"/trend?w={word}" for word in words]
    yield "context", [f"/context?q={word}" for word in words]
    yield "evidence", [f"/evidence?q={word}" for word in words]
    blocks = (block.text for article in articles for block in article.blocks)
    yield "check of a draft", [" " + "".join(blocks)[:_DRAFT]]
    yield "healthz", ["/healthz"]


def _round_trips(location: str, address: str) -> int:
    """Count how often a reader that was just started asks, once it is open and knows how much there is."""
    with closing(open_engine(location)) as engine, ExitStack() as undo:
        client = create_app(engine).test_client()
        _make_ready(engine)
        made: list[str] = []
        for name in _ASKING:
            undo.enter_context(_noting(name, made))
        is_draft = address.startswith(" ")
        form = {"text": address[1:]}
        answer = client.post("/check", data=form) if is_draft else client.get(address)
        assert answer.status_code == 200, address
        return len(made)


def _make_ready(engine: Engine) -> None:
    engine.statistics()
    engine.lexicon()


@contextmanager
def _noting(name: str, made: list[str]) -> Iterator[None]:
    asking = getattr(Connection, name)

    def noted(self: Connection, index: str, *given: object) -> object:
        if not given or given[0]:
            made.append(name)
        return asking(self, index, *given)

    setattr(Connection, name, noted)
    try:
        yield
    finally:
        setattr(Connection, name, asking)


if __name__ == "__main__":
    main()
