"""A cluster loses nodes while it is written to and read: nothing is lost, and no answer is one in part."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pytest
from flask.testing import FlaskClient
from urllib3 import Timeout

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_builder, open_engine, open_updater
from search.engines.opensearch import connection
from search.engines.opensearch.address import VARIABLES
from search.errors import IndexFault, IndexUnusableError
from search.query.nodes import Phrase
from search.query.waiting import one_question
from search.request import SearchRequest
from search.text.segmentation import Segmenter
from webui import budgets
from webui.app import create_app

from .articles import article, build
from .cluster.network import may_part
from .cluster.nodes import Cluster

COUNT = 400
PATIENCE = 120.0  # seconds; a second or ten where the machine has nothing else to do


def articles(count: int = COUNT) -> Iterator[Article]:
    return (
        article(f"a{n:04}", f"第{n}号", f"职工夜校第{n}期开班。" * 20, published=date(2024, 1, 1))
        for n in range(count)
    )


@pytest.fixture
def location(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Name an index of which each part is on two nodes; whatever happens to these, all run in the end."""
    monkeypatch.setenv(f"{VARIABLES}REPLICAS", "1")
    monkeypatch.setenv(f"{VARIABLES}SHARDS", "2")
    yield cluster.location(f"test-{secrets.token_hex(4)}")
    for node in cluster.nodes:
        if node in cluster.running:
            cluster.resume(node)
    if lost := [node for node in cluster.nodes if node not in cluster.running]:
        cluster.start(*lost)
    cluster.wait()


def found(engine: Engine) -> int:
    return engine.find(SearchRequest(Phrase("职工夜校"), limit=0)).occurrences


@dataclass
class Asked:
    """What came of asking again and again: answers, refusals, and how long the longest took."""

    answers: list[int] = field(default_factory=list)
    refusals: list[IndexFault] = field(default_factory=list)
    longest: float = 0.0


@contextmanager
def asking(engine: Engine) -> Iterator[Asked]:
    asked, ended = Asked(), threading.Event()

    def ask() -> None:
        while not ended.is_set():
            begun = time.monotonic()
            try:
                # Another query each time, since the last lists are kept.
                request = SearchRequest(Phrase(f"夜校第{len(asked.answers) % COUNT}期"), limit=0)
                engine.find(request)
                asked.answers.append(engine.find(request).total)
            except IndexUnusableError as error:
                asked.refusals.append(error.fault)
            asked.longest = max(asked.longest, time.monotonic() - begun)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield asked
    finally:
        ended.set()
        thread.join()


def answers_come(asked: Asked) -> bool:
    """Wait for twenty answers."""
    enough, until = len(asked.answers) + 20, time.monotonic() + PATIENCE
    while len(asked.answers) < enough and time.monotonic() < until:
        time.sleep(0.02)
    return len(asked.answers) >= enough


def other_than_manager(cluster: Cluster) -> int:
    return next(node for node in cluster.nodes if node != cluster.manager)


@pytest.mark.parametrize(
    "choose", [other_than_manager, lambda cluster: cluster.manager], ids=["a node", "the manager"]
)
def test_no_article_is_lost_with_a_node_that_is_lost_while_they_are_written(
    cluster: Cluster, location: str, choose: Callable[[Cluster], int]
) -> None:
    with open_builder(location, Segmenter()) as writer:
        for number, one in enumerate(articles()):
            if number == COUNT // 2:
                cluster.kill(choose(cluster))
            writer.add(one)
        writer.commit(CorpusRecord(corpus="/no-corpus", files={}))
    with closing(open_engine(location)) as engine:
        assert found(engine) == COUNT * 20
        engine.verify()


@pytest.mark.parametrize("lose", ["killed", "paused"])
def test_every_answer_is_whole_while_a_node_is_lost(
    cluster: Cluster, location: str, lose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_SECONDS", Timeout(connect=1, read=2))
    with closing(build(location, articles())) as engine, asking(engine) as asked:
        assert answers_come(asked)
        (cluster.kill if lose == "killed" else cluster.pause)(other_than_manager(cluster))
        assert answers_come(asked)
    assert set(asked.answers) == {1}
    assert set(asked.refusals) <= {IndexFault.UNREACHABLE}
    assert asked.longest < PATIENCE


def test_no_article_is_lost_when_the_network_parts_a_node_while_they_are_written(
    cluster: Cluster, location: str
) -> None:
    if not may_part():
        pytest.skip("needs root, iptables, and a system that lets it drop packets")
    with ExitStack() as network, open_builder(location, Segmenter()) as writer:
        for number, one in enumerate(articles()):
            if number == COUNT // 2:
                network.enter_context(cluster.network.parted([other_than_manager(cluster)]))
            writer.add(one)
        writer.commit(CorpusRecord(corpus="/no-corpus", files={}))
        try:  # the parted node may be asked
            with closing(open_engine(location)) as engine:
                assert found(engine) == COUNT * 20
        except IndexUnusableError as error:
            assert error.fault is IndexFault.UNREACHABLE
    cluster.wait()
    with closing(open_engine(location)) as engine:
        assert found(engine) == COUNT * 20
        engine.verify()


def test_a_page_of_which_a_part_is_lost_is_not_healthy(
    cluster: Cluster, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{VARIABLES}REPLICAS", "0")
    monkeypatch.setenv(f"{VARIABLES}SHARDS", "3")  # as many as nodes, so each has one
    with closing(build(location, articles(20))) as engine:
        page = create_app(engine).test_client()
        cluster.kill(other_than_manager(cluster))
        for path in ("/search?q=夜校", "/healthz"):
            assert page.get(path).status_code == 503
    with pytest.raises(IndexUnusableError) as caught:
        open_engine(location).confirm_newest()
    assert caught.value.fault is IndexFault.UNREACHABLE


def test_without_any_node_the_page_says_so_and_goes_on_when_they_are_back(
    cluster: Cluster, location: str
) -> None:
    with closing(build(location, articles(20))) as engine:
        page = create_app(engine).test_client()
        assert page.get("/healthz").status_code == 200
        cluster.kill(*cluster.nodes)
        answer = page.get("/search?q=夜校")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        health = page.get("/healthz")
        assert (health.status_code, health.get_json()["fault"]) == (503, "unreachable")
        with pytest.raises(IndexUnusableError, match="一个节点也连不上"):
            open_updater(location)
        cluster.start()
        assert page.get("/search?q=夜校").status_code == 200
        assert page.get("/healthz").status_code == 200
        assert found(engine) == 400


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page wait in vain for three seconds; without a bound it would be fifty and more."""
    monkeypatch.setattr(budgets, "one_question", partial(one_question, 3.0))


def refused_soon(page: FlaskClient) -> None:
    """Hold a page to what is promised where no node answers it."""
    for path in ("/search?q=夜校第3期", "/healthz", "/search?q=夜校第4期", "/healthz"):
        begun = time.monotonic()
        answer = page.get(path)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert time.monotonic() - begun < 40


def goes_on(page: FlaskClient) -> bool:
    until = time.monotonic() + PATIENCE
    while page.get("/healthz").status_code != 200 and time.monotonic() < until:
        time.sleep(0.2)
    return page.get("/search?q=夜校第3期").status_code == 200


@pytest.mark.usefixtures("impatient")
def test_a_page_does_not_wait_long_for_nodes_that_hang_and_goes_on_when_they_do(
    cluster: Cluster, location: str
) -> None:
    with closing(build(location, articles(20))) as engine:
        page = create_app(engine).test_client()
        assert page.get("/search?q=夜校").status_code == 200
        for node in cluster.nodes:
            cluster.pause(node)
        refused_soon(page)
        for node in cluster.nodes:
            cluster.resume(node)
        assert goes_on(page)


@pytest.mark.usefixtures("impatient")
def test_a_page_that_reaches_only_a_node_parted_from_the_others_does_not_wait_long(
    cluster: Cluster, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not may_part():
        pytest.skip("needs root, iptables, and a system that lets it drop packets")
    monkeypatch.setenv(f"{VARIABLES}REPLICAS", "0")
    monkeypatch.setenv(f"{VARIABLES}SHARDS", "3")  # so no node has all
    with closing(build(location, articles(20))) as engine:
        page = create_app(engine).test_client()
        assert page.get("/search?q=夜校").status_code == 200
        reached, *others = cluster.nodes
        with cluster.network.parted([reached], unreached=others):
            refused_soon(page)
        assert goes_on(page)
