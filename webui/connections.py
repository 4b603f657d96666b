"""Connections: how is one client of the server heard and answered, however slow it is, and whatever it says?"""

import os
import re
import socket
import sys
import time
from contextlib import suppress
from typing import Any
from urllib.parse import quote_from_bytes

from cheroot.server import HTTPConnection, HTTPRequest

from .logs import REQUEST_ID
from .pasting import most_bytes

MAX_HEADER_BYTES = 64 * 1024
PATIENCE = 5  # seconds: a step of a slow client, the head of its request, or a place in the line
_AT_ONCE = 64 * 1024
_END_OF_HEAD = b"\r\n\r\n"
#: Whether a connection with less than was asked for counts as silent: tcp(7), SO_RCVLOWAT.
_TELLS_OF_MORE = sys.platform == "linux"
_NO_ROOM = "503 Service Unavailable"
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")


class _FirstLine:
    """The first line of a request, in ASCII: what is not, and old programs send as it is, is escaped."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readline(self, *size: int) -> bytes:
        line: bytes = self._file.readline(*size)
        return _NOT_ASCII.sub(lambda found: quote_from_bytes(found[0]).encode(), line)


class Request(HTTPRequest):
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
        """Answer. Nothing but a text, or a form of the staff, takes a body: one that is announced is not waited for."""
        length = self.inheaders.get(b"Content-Length", b"0")
        most = most_bytes(self.path) or self.server.form_bytes
        is_form = self.method == b"POST" and _is_at_most(length, most)
        if is_form and not self.chunked_read:
            self.server.reading[self.conn] = time.monotonic()
        elif self.chunked_read or length != b"0":
            self.close_connection, self.chunked_read = True, False
            self.inheaders.pop(b"Content-Length", None)
        self.identifier = os.urandom(8).hex()
        self.inheaders[REQUEST_ID] = self.identifier.encode()
        begin, before = time.monotonic(), self.conn.wfile.bytes_written
        try:
            with self.server.room_for(self.path) as has_room:
                if has_room:
                    super().respond()
                else:
                    self.status = _NO_ROOM
                    self.simple_response(_NO_ROOM)
        finally:
            self.server.reading.pop(self.conn, None)
            self.server.sending.pop(self.conn, None)
            self._tell(time.monotonic() - begin, self.conn.wfile.bytes_written - before)

    def send_headers(self) -> None:
        """Send the head of the answer, with what the logs call the request."""
        self.outheaders.append((REQUEST_ID, self.identifier.encode()))
        self.server.reading.pop(self.conn, None)
        self.server.sending[self.conn] = time.monotonic(), self.conn.wfile.bytes_written
        super().send_headers()

    def _tell(self, seconds: float, size: int) -> None:
        """Count and write down what was answered."""
        status = int((self.status or "500")[:3])
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


def _is_at_most(length: bytes, most: int) -> bool:
    return len(length) < len(str(most)) + 1 and length.isdigit() and int(length) <= most


class Connection(HTTPConnection):
    """A connection that tells how long a thread was taken by it."""

    RequestHandlerClass = Request

    def __init__(self, server: Any, *given: Any) -> None:
        super().__init__(server, *given)
        self._count = server.bound.count
        self._count(1)

    def has_said_its_head(self) -> bool:
        """Say whether a request can be read at once; if not, be told when there is more of it.

        Where the system cannot tell that, a thread waits.
        """
        if not _TELLS_OF_MORE or self.rfile.has_data():
            return True
        try:
            said = self.socket.recv(MAX_HEADER_BYTES, socket.MSG_PEEK)
            is_whole = not said or _END_OF_HEAD in said or len(said) == MAX_HEADER_BYTES
            self.socket.setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1 if is_whole else len(said) + 1
            )
        except OSError:
            return True  # gone: whoever reads sees so
        if is_whole:
            self.server.speaking.pop(self, None)
        else:
            self.server.speaking.setdefault(self, time.monotonic())
        return is_whole

    @property
    def is_patience_lost(self) -> bool:
        """Say whether its head has taken too long."""
        since = self.server.speaking.get(self)
        return since is not None and time.monotonic() - since > PATIENCE

    def close(self) -> None:
        """Hang up."""
        self.server.speaking.pop(self, None)
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
