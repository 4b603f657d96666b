"""Metrics: how does the service fare? Told on a port of its own, whatever holds up the pages."""

import json
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import wait

from search import Engine, IndexUnusableError

from .figures import as_text

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_PATIENCE = 5  # seconds for a request

Read = Callable[[], tuple[HTTPStatus, str, str]]


@contextmanager
def metrics_served(
    bound: socket.socket, engine: Engine, figures: Sequence[float], forks: bool
) -> Iterator[None]:
    """Serve metrics and health at a socket: in a process of its own where others are forked, else in a thread.

    What forks must have no threads: their locks would be copied as they are.
    """
    server = MetricsServer(bound, engine, figures)
    if not forks:
        engine.guard()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
        return
    process = multiprocessing.get_context("fork").Process(
        target=_serve_alone, args=(server,), daemon=True
    )
    process.start()
    server.socket.close()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _serve_alone(server: "MetricsServer") -> None:
    """Serve until the process that began this one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    server.engine.guard()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    parent = multiprocessing.parent_process()
    assert parent
    wait([parent.sentinel])
    os._exit(0)


class MetricsServer(ThreadingHTTPServer):
    """Answers /metrics, for Prometheus, and /healthz."""

    daemon_threads = True

    def __init__(self, bound: socket.socket, engine: Engine, figures: Sequence[float]) -> None:
        """Take a socket that is bound; it listens from now on."""
        super().__init__(bound.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = bound
        self.server_activate()
        self.engine = engine
        self._figures = figures
        self._rejected: tuple[object, int] = None, 0
        self.pages: dict[str, Read] = {"/metrics": self._metrics, "/healthz": self._health}

    def _metrics(self) -> tuple[HTTPStatus, str, str]:
        lines = [*as_text(self._figures), *self._of_index()]
        return HTTPStatus.OK, _TEXT, "\n".join(lines) + "\n"

    def _health(self) -> tuple[HTTPStatus, str, str]:
        """Say how it is; this port is for who may know where the index lies, too."""
        said: dict[str, object] = {"status": "down"}
        try:
            statistics = self.engine.statistics()
            known = {"articles": statistics.articles, "generation": statistics.generation}
            said = {"status": "outdated", **known}
            self.engine.confirm_newest()
        except IndexUnusableError as error:
            said |= {"fault": error.fault, "detail": str(error)}
            status = HTTPStatus.SERVICE_UNAVAILABLE
        else:
            said["status"], status = "ok", HTTPStatus.OK
        return status, "application/json", json.dumps(said, ensure_ascii=False)

    def _of_index(self) -> Iterator[str]:
        try:
            statistics, record = self.engine.statistics(), self.engine.corpus_record()
        except IndexUnusableError:
            yield from _gauge("up", "Whether the index can be used.", 0)
            return
        yield from _gauge("up", "Whether the index can be used.", 1)
        yield from _gauge(
            "index_outdated",
            "Whether the newest index cannot be used, and an older answers.",
            self._is_outdated(),
        )
        yield from _gauge("articles", "Articles in the index.", statistics.articles)
        yield from _gauge("index_bytes", "Bytes of the index in use.", statistics.bytes)
        yield from _gauge(
            "index_generation", "Number of the generation in use.", statistics.generation
        )
        if record.built:
            built = datetime.fromisoformat(record.built).timestamp()
            yield from _gauge("index_built_seconds", "When that was made, as Unix time.", built)
        if self._rejected[0] is not record:
            self._rejected = record, sum(bool(file.rejections) for file in record.files.values())
        yield from _gauge(
            "rejected_files", "Files that are no articles, wholly or in part.", self._rejected[1]
        )

    def _is_outdated(self) -> bool:
        try:
            self.engine.confirm_newest()
        except IndexUnusableError:
            return True
        return False


def _gauge(name: str, meaning: str, value: float) -> Iterator[str]:
    yield f"# HELP zhengsou_{name} {meaning}"
    yield f"# TYPE zhengsou_{name} gauge"
    yield f"zhengsou_{name} {value:.0f}"


class _Handler(BaseHTTPRequestHandler):
    timeout = _PATIENCE
    server: MetricsServer

    def do_GET(self) -> None:
        """Answer."""
        read = self.server.pages.get(self.path.partition("?")[0])
        status, kind, text = read() if read else (HTTPStatus.NOT_FOUND, _TEXT, "")
        body = text.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "X-Content-Type-Options": "nosniff",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: it is asked every few seconds."""
