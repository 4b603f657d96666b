"""Server: how does one process serve the page? By cheroot: threads, and a line before them that is bounded.

Why cheroot, and how it fares beside others: docs/decisions/0018-all-cores.md.
"""

import ctypes
import errno
import gc
import logging
import os
import queue
import re
import socket
import sys
import threading
import time
from collections.abc import Iterable, MutableSequence
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Server
from flask import Flask

from .figures import Figures
from .logs import REQUEST_ID, log_of
from .plain import plain_answers
from .tallies import TALLIES, Tallies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_MAX_HEADER_BYTES = 64 * 1024
_PATIENCE = 5  # seconds: a step of a slow client, the head of its request, or a place in the line
_DRAINING = 8  # seconds that requests under way have when the process is to end
_BACKLOG = 1024  # connections that the system holds until they are taken
_MOST_WAITING = 512  # requests in the line, and as many connections that say nothing
_MOST_REFUSED = 64  # in the line of those that are told to come back
_REFUSAL_PATIENCE = 1  # second for the request of one that is told so
_LEARNING = 0.1  # how much the last request says of how long the next takes
_HEALTH = "/healthz"
_TURN = 0.001  # second that a process with more connections than another leaves it to take the next
_TURNS = 5
_SENDING = 30  # seconds that an answer may take to be made and sent,
_SLOWEST = 4096  # and one more for each so many bytes of it
_AT_ONCE = 64 * 1024
_FULL = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_UNTIL_LESS_FULL = 0.1  # second
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_ARENAS = -8, 2  # M_ARENA_MAX of mallopt(3), and how many

#: What is served; for those that must not know Flask.
Application = Flask


def bind(host: str, port: int) -> socket.socket:
    """Take an address; who connects is refused until it listens. Raises OSError when it is taken."""
    failed: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    ):
        bound: socket.socket = Server.prepare_socket(
            (host, port), family, kind, protocol, nodelay=True, ssl_adapter=None
        )
        try:
            bound.bind(address)
        except OSError as error:
            bound.close()
            failed = error
        else:
            return bound
    raise failed or OSError(f"{host}: no address")


def listen(bound: socket.socket) -> None:
    """Open the port. Raises OSError when another has listened first."""
    bound.listen(_BACKLOG)


def address_of(bound: socket.socket) -> str:
    """Return the address that is served; port 0 has become a free one."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in str(host) else f"http://{host}:{port}"


def keep_loaded() -> None:
    """Spare what is loaded: looking through it for garbage would hold up a page for 0.1 s."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        # Else each thread has a heap of its own, which takes 70 MB more a process.
        with suppress(AttributeError):  # of a C library that has none
            ctypes.CDLL(None).mallopt(*_ARENAS)


class PageServer:
    """Serves an application at a socket, which processes may share; it is closed at the end.

    `connections` has a place for each of the processes, in memory that they share: how many
    connections it has. That at `place` is this one's.
    """

    def __init__(
        self,
        app: Flask,
        bound: socket.socket,
        threads: int,
        connections: MutableSequence[int] | None = None,
        place: int = 0,
        figures: MutableSequence[float] | None = None,
    ) -> None:
        """Serve; `figures` has a row for each of the processes, likewise."""
        self._server = _Server(
            app, _Shared(bound, [0] if connections is None else connections, place), threads
        )
        self._server.figures = None if figures is None else Figures(figures, place)
        self._tallies: Tallies | None = app.extensions.get(TALLIES)
        self._server.prepare()

    @property
    def address(self) -> str:
        """Return the address that is served."""
        return address_of(self._server.socket)

    def run(self) -> None:
        """Serve until stopped or interrupted; then finish what was begun."""
        if self._tallies is not None:
            self._tallies.open()
        try:
            self._server.serve()
        finally:
            self._server.stop()
            if self._tallies is not None:
                self._tallies.close()
            if self._server.log is not None:
                self._server.log.close()

    def stop(self) -> None:
        """Stop serving; `run` returns."""
        self._server.stop()


class _Shared(socket.socket):
    """A socket where connections go to whichever process has fewer.

    Browsers keep theirs, so one that took all of a burst would go on to serve all of them.
    """

    def __init__(self, bound: socket.socket, connections: MutableSequence[int], place: int) -> None:
        super().__init__(fileno=bound.detach())
        self._connections = connections
        self._place = place
        self._lock = threading.Lock()

    def accept(self) -> tuple[socket.socket, Any]:
        """Take a connection, unless others with fewer do so at once. Raises BlockingIOError then."""
        for _ in range(_TURNS):
            if self._connections[self._place] <= min(self._connections):
                break
            time.sleep(_TURN)
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in _FULL:
                raise
            time.sleep(_UNTIL_LESS_FULL)  # else the loop would spin until another hangs up
            raise BlockingIOError(errno.EAGAIN, "no room for another") from error

    def count(self, change: int) -> None:
        """Count a connection more, or fewer."""
        with self._lock:
            self._connections[self._place] += change


class _FirstLine:
    """The first line of a request, in ASCII: what is not, and old programs send as it is, is escaped."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readline(self, *size: int) -> bytes:
        line: bytes = self._file.readline(*size)
        return _NOT_ASCII.sub(lambda found: quote_from_bytes(found[0]).encode(), line)


class _Request(HTTPRequest):
    """A request whose head must be said, and its answer taken, in time, however slowly bytes come and go."""

    def parse_request(self) -> None:
        """Read the head."""
        self.server.reading[self.conn] = time.monotonic()
        try:
            super().parse_request()
        finally:
            self.server.reading.pop(self.conn, None)

    def read_request_line(self) -> bool:
        """Read the first line."""
        file, self.rfile = self.rfile, _FirstLine(self.rfile)
        try:
            return bool(super().read_request_line())  # type: ignore[no-untyped-call] # cheroot's
        finally:
            self.rfile = file

    def respond(self) -> None:
        """Answer. Nothing here takes a body: one that is announced is not waited for."""
        if self.chunked_read or self.inheaders.get(b"Content-Length", b"0") != b"0":
            self.close_connection, self.chunked_read = True, False
            self.inheaders.pop(b"Content-Length", None)
        self.identifier = os.urandom(8).hex()
        self.inheaders[REQUEST_ID] = self.identifier.encode()
        begin, before = time.monotonic(), self.conn.wfile.bytes_written
        self.server.sending[self.conn] = begin, before
        try:
            super().respond()
        finally:
            self.server.sending.pop(self.conn, None)
            self._tell(time.monotonic() - begin, self.conn.wfile.bytes_written - before)

    def send_headers(self) -> None:
        """Send the head of the answer, with what the logs call the request."""
        self.outheaders.append((REQUEST_ID, self.identifier.encode()))
        super().send_headers()

    def _tell(self, seconds: float, size: int) -> None:
        """Count and write down what was answered."""
        status = int((self.status or b"500")[:3])
        address = self.uri.decode("latin-1")
        if self.server.figures is not None:
            self.server.figures.count(address, status, seconds)
        if self.server.log is not None:
            method = self.method.decode("latin-1")
            self.server.log.say(self.identifier, method, address, status, seconds, size)

    def write(self, chunk: bytes) -> None:
        """Send a part of the answer: a long one in parts, so that it is seen how much was taken."""
        for start in range(0, len(chunk), _AT_ONCE):
            super().write(chunk[start : start + _AT_ONCE])

    def simple_response(self, status: str, msg: str = "") -> None:
        """Say what is wrong with a request that no application is asked for, on a page of ours."""
        body, headers = self.server.plain.bytes_of(int(status[:3]))
        self.close_connection = True
        head = [
            f"{self.server.protocol} {status}",
            *map(": ".join, headers.items()),
            "Connection: close",
        ]
        with suppress(OSError):
            self.conn.wfile.write("\r\n".join([*head, "", ""]).encode("latin-1") + body)


class _Connection(HTTPConnection):
    """A connection that tells how long a thread was taken by it."""

    RequestHandlerClass = _Request

    def __init__(self, server: "_Server", *given: Any) -> None:
        super().__init__(server, *given)
        self._count = server.bound.count
        self._count(1)

    def close(self) -> None:
        """Hang up."""
        count, self._count = self._count, lambda change: None  # once only
        count(-1)
        super().close()

    def communicate(self) -> bool:
        """Answer a request; say whether there may be another."""
        begin = time.monotonic()
        try:
            return bool(super().communicate())  # type: ignore[no-untyped-call] # cheroot's
        finally:
            self.server.took(time.monotonic() - begin)


class _Server(Server):
    """Cheroot at a socket that is there, where nobody waits who could not be answered in time."""

    ConnectionClass = _Connection
    keep_alive_conn_limit = _MOST_WAITING

    def __init__(self, app: Flask, bound: _Shared, threads: int) -> None:
        super().__init__(
            bound.getsockname()[:2],
            self._answer,
            numthreads=threads,
            server_name="zhengsou",
            request_queue_size=_BACKLOG,
            timeout=_PATIENCE,
            shutdown_timeout=_DRAINING,
        )
        self.max_request_header_size = _MAX_HEADER_BYTES
        self.reading: dict[HTTPConnection, float] = {}
        self.sending: dict[HTTPConnection, tuple[float, int]] = {}
        self._app = app
        self.log = log_of(app)
        self.figures: Figures | None = None
        self.bound = bound
        self.plain = plain_answers(app)
        self._refused: queue.Queue[HTTPConnection] = queue.Queue(_MOST_REFUSED)
        self._refusing = threading.Thread(target=self._refuse, daemon=True)
        self._seconds = 0.0  # that a thread is taken by a request

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:
        """Take the socket that is bound already."""
        self.socket = self.bound
        return self.bound

    def prepare(self) -> None:
        """Start the threads."""
        super().prepare()
        # Of the processes that share it one gets a connection; the others must not wait for the next.
        self.bound.setblocking(False)
        self._refusing.start()

    def process_conn(self, connection: HTTPConnection) -> None:
        """Let a connection wait for a thread; or tell it to come back, when it would wait too long."""
        if connection.last_used is None and self.can_add_keepalive_connection:
            self.put_conn(connection)  # just connected: no thread waits until it speaks
        elif connection.last_used is not None and self._is_in_time():
            super().process_conn(connection)
        else:
            try:
                self._refused.put_nowait(connection)
            except queue.Full:
                connection.close()

    def _is_in_time(self) -> bool:
        waiting: int = self.requests.qsize
        return (
            waiting < _MOST_WAITING and waiting * self._seconds / self.numthreads < _PATIENCE
        )  # of a process's threads one computes at a time, and each takes so much longer

    def took(self, seconds: float) -> None:
        """Learn how long a request takes."""
        self._seconds += (seconds - self._seconds) * _LEARNING

    def _refuse(self) -> None:
        """Tell those who came too late; and end with those who do not say what they want."""
        while self.ready or not self._refused.empty():
            with suppress(queue.Empty):
                connection = self._refused.get(timeout=self.expiration_interval)
                with suppress(OSError):
                    connection.socket.settimeout(_REFUSAL_PATIENCE)
                    HTTPConnection.communicate(connection)  # type: ignore[no-untyped-call]
                connection.close()
            self._hang_up()

    def _hang_up(self) -> None:
        """End with those who have not said what they want by now, or not taken what they wanted."""
        now = time.monotonic()
        for connection, since in list(self.reading.items()):
            if now - since > _PATIENCE:
                with suppress(OSError):
                    connection.socket.shutdown(socket.SHUT_RD)
        for connection, (since, before) in list(self.sending.items()):
            sent = connection.wfile.bytes_written - before
            if now - since > _SENDING + sent / _SLOWEST:
                with suppress(OSError):
                    connection.socket.shutdown(socket.SHUT_RDWR)

    def _answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        is_refused = threading.current_thread() is self._refusing
        if is_refused and environ["PATH_INFO"] != _HEALTH:
            return self.plain.answer(HTTPStatus.SERVICE_UNAVAILABLE, environ, start_response)
        return self._app(environ, start_response)

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """Say what went wrong here; not that somebody hung up."""
        if level >= logging.WARNING:
            super().error_log(msg, level, traceback)
