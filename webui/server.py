"""Server: how does one process serve the page? By cheroot: threads, and a line before them that is bounded.

Why cheroot, and how it fares beside others: docs/decisions/0018-all-cores.md.
"""

import errno
import logging
import queue
import socket
import threading
import time
from collections.abc import Iterable, Iterator, MutableSequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from cheroot.server import HTTPConnection
from cheroot.wsgi import Server
from flask import Flask

from .connections import MAX_HEADER_BYTES, PATIENCE, Connection
from .figures import Figures
from .logs import log_of
from .memory import give_back
from .plain import plain_answers
from .tallies import TALLIES, Tallies
from .watching import watch_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

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
_IN_A_HURRY = 3  # seconds that may pass without progress while others wait for a thread
_EXPORT = b"/export."
_THREADS_AN_EXPORT = 4  # so many threads there are for each export that may be sent at a time
_MOMENT = 0.05
_LOOKING_EVERY = (
    1.0  # second: at the index, and whether an interrupt came that does not end waiting
)
_LAST_CALL = 0.5  # second for those who asked before the end was told
_FULL = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_UNTIL_LESS_FULL = 0.1  # second
_TIDYING_EVERY = 10.0  # seconds

#: What is served; for those that must not know Flask.
Application = Flask


def bind(host: str, port: int) -> socket.socket:
    """Take an address; who connects is refused until it listens.

    Raises OSError when it is taken, or no address of this machine.
    """
    failed: OSError | None = None
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError as error:  # no name of a machine can be written so
        raise socket.gaierror(socket.EAI_NONAME, f"{host}: no name") from error
    for family, kind, protocol, _, address in found:
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
        self._watch = watch_of(app)
        self._says = place == 0  # for all processes what has become of the index
        self._server.prepare()

    @property
    def address(self) -> str:
        """Return the address that is served."""
        return address_of(self._server.socket)

    def run(self) -> None:
        """Serve until stopped or interrupted; then finish what was begun."""
        self._watch.begin()
        if self._tallies is not None:
            self._tallies.open()
        # An interrupt may come at any step: in the midst of a queue it would leave a thread waiting.
        serving = threading.Thread(target=self._server.serve, daemon=True)
        serving.start()
        tidied = time.monotonic()
        try:
            while serving.is_alive():
                serving.join(_LOOKING_EVERY)
                if self._says:
                    self._watch.look()
                if time.monotonic() - tidied > _TIDYING_EVERY:
                    give_back()
                    tidied = time.monotonic()
        finally:
            self._server.finish()
            serving.join()
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


class _Server(Server):
    """Cheroot at a socket that is there, where nobody waits who could not be answered in time."""

    ConnectionClass = Connection
    keep_alive_conn_limit = _MOST_WAITING

    def __init__(self, app: Flask, bound: _Shared, threads: int) -> None:
        super().__init__(
            bound.getsockname()[:2],
            self._answer,
            numthreads=threads,
            server_name="zhengsou",
            request_queue_size=_BACKLOG,
            timeout=PATIENCE,
            shutdown_timeout=_DRAINING,
        )
        self.max_request_header_size = MAX_HEADER_BYTES
        self.reading: dict[HTTPConnection, float] = {}
        self.speaking: dict[HTTPConnection, float] = {}  # whose heads are not whole
        self.sending: dict[HTTPConnection, tuple[float, int]] = {}
        self._app = app
        self.form_bytes: int = app.config["MAX_CONTENT_LENGTH"] or 0  # that a request may bring
        self._exports = threading.BoundedSemaphore(max(1, threads // _THREADS_AN_EXPORT))
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

    def process_conn(self, connection: Connection) -> None:
        """Let a connection wait for a thread; or tell it to come back, when it would wait too long."""
        if connection.last_used is None and self.can_add_keepalive_connection:
            self.put_conn(connection)  # just connected: no thread waits until it speaks
        elif connection.last_used is not None and not connection.has_said_its_head():
            if connection.is_patience_lost or not self.can_add_keepalive_connection:
                connection.close()
            else:
                self.put_conn(connection)  # no thread waits for the rest
        elif connection.last_used is not None and self._is_in_time():
            super().process_conn(connection)
        else:
            try:
                self._refused.put_nowait(connection)
            except queue.Full:
                connection.close()

    def put_conn(self, conn: HTTPConnection) -> None:
        """Keep a connection for what it asks next; not when the server has ended while it was answered."""
        try:
            super().put_conn(conn)
        except ValueError:  # of a selector that is closed
            if self.ready:
                raise
            conn.close()

    @contextmanager
    def room_for(self, path: bytes) -> Iterator[bool]:
        """Say whether there is room for what is asked: exports take few of the threads, pages all."""
        is_long = _EXPORT in path
        has_room = not is_long or self._exports.acquire(blocking=False)
        try:
            yield has_room
        finally:
            if is_long and has_room:
                self._exports.release()

    def finish(self) -> None:
        """Take the connections that have come already, then none; answer whoever has begun to ask; stop."""
        if self.ready:
            time.sleep(_LAST_CALL)
            self.bound.close()
            end = time.monotonic() + PATIENCE
            while self.speaking and time.monotonic() < end:
                time.sleep(_MOMENT)
        self.stop()

    def _is_in_time(self) -> bool:
        waiting: int = self.requests.qsize
        return (
            waiting < _MOST_WAITING and waiting * self._seconds / self.numthreads < PATIENCE
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
            if now - since > PATIENCE:
                with suppress(OSError):
                    connection.socket.shutdown(socket.SHUT_RD)
        patience = _IN_A_HURRY if self.requests.qsize else _SENDING
        for connection, (since, before) in list(self.sending.items()):
            sent = connection.wfile.bytes_written - before
            if now - since > patience + sent / _SLOWEST:
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
