"""A question waits only so long for nodes that do not answer, over all that it asks; the next need not wait, too."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from search import open_engine
from search.command import opening
from search.engine import Engine
from search.engines.opensearch import patience
from search.engines.opensearch.address import Address
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.patience import Outage
from search.errors import IndexFault, IndexUnusableError
from search.query.waiting import Waiting, one_question, waiting
from webui.app import create_app

from .programs import run

SHORT = 0.3  # seconds that a question waits here
LONG = 20.0  # what it must be well below: two nodes, each as long as one is waited for


@pytest.fixture
def silent() -> Iterator[str]:
    """Give an address of three nodes that take every question and answer none."""
    with ExitStack() as held:
        nodes = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        hosts = ",".join(f"127.0.0.1:{node.getsockname()[1]}" for node in nodes)
        yield f"opensearch://{hosts}/articles"


@pytest.fixture
def talkative() -> Iterator[str]:
    """Give an address of a node that answers all questions, that there is nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"opensearch://127.0.0.1:{server.server_address[1]}/articles"
    server.shutdown()
    thread.join()
    server.server_close()


def ask(connection: Connection) -> None:
    connection.kept("zhengsou-indexes", "articles/builds")


def test_all_tries_and_all_parts_of_a_question_share_its_patience(silent: str) -> None:
    connection = Connection(Address.read(silent))
    begun = time.monotonic()
    with one_question(SHORT) as question:
        for _ in range(3):
            with pytest.raises(IndexUnusableError, match="没有在时限内答复") as caught:
                ask(connection)
            assert caught.value.fault is IndexFault.UNREACHABLE
    assert question.left == 0
    assert time.monotonic() - begun < LONG


def test_what_is_answered_takes_nothing_off(talkative: str) -> None:
    connection = Connection(Address.read(talkative))
    with one_question(SHORT) as question:
        ask(connection)
    assert question.left == SHORT


def test_the_question_after_one_that_waited_in_vain_is_refused_at_once(
    silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_SECONDS_UNTIL_TRYING_AGAIN", 3600.0)
    connection = Connection(Address.read(silent))
    with one_question(SHORT), pytest.raises(IndexUnusableError):
        ask(connection)
    with one_question(SHORT) as question:
        with pytest.raises(IndexUnusableError, match="刚才没有在时限内答复"):
            ask(connection)
        assert question.left == SHORT


def test_then_one_at_a_time_tries_again_and_when_that_goes_well_all_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "_SECONDS_UNTIL_TRYING_AGAIN", 0.0)
    outage = Outage()
    with one_question(0.0) as in_vain:
        outage.note(in_vain)
        assert outage.refuses(Waiting())
    with one_question() as trying:
        assert not outage.refuses(trying)
        assert not outage.refuses(trying)
        assert outage.refuses(Waiting())
    assert not outage.refuses(Waiting())
    assert not outage.refuses(Waiting())


def test_a_command_ends_with_one_line_and_exit_code_3(
    silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "one_question", partial(one_question, SHORT))
    begun = time.monotonic()
    answer = run("search", "夜校", "--index", silent)
    assert time.monotonic() - begun < LONG
    assert answer.returncode == 3
    assert answer.stderr.strip() == f"错误：{silent}: 没有在时限内答复；请稍后再试，索引未改动"


@pytest.fixture
def engine_asked_by_us_alone(sample_index: Path) -> Iterator[Engine]:
    """Open an index; that of the session is asked by a server, too, which looks whether it is the newest."""
    with closing(open_engine(sample_index)) as engine:
        yield engine


def test_all_that_a_page_asks_is_one_question(
    engine_asked_by_us_alone: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Waiting | None] = []

    def noting(call: Callable[..., object]) -> Callable[..., object]:
        def note(*given: object) -> object:
            asked.append(waiting())
            return call(*given)

        return note

    for name in ("corpus_record", "find"):
        call = getattr(engine_asked_by_us_alone, name)
        monkeypatch.setattr(engine_asked_by_us_alone, name, noting(call))
    page = create_app(engine_asked_by_us_alone).test_client()
    asked.clear()
    assert page.get("/search?q=夜校").status_code == 200
    assert len(asked) > 1
    assert set(asked) == {asked[0]}
    assert asked[0] is not None
    assert waiting() is None
