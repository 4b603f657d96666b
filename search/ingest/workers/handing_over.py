"""Handing over: how does a process read files that it may not open? It is given them opened.

Descriptors go through the socket that the pipe to a worker is, beside the list of files. So it
needs no right to open anything, and cannot read another file of the corpus into an article.
"""

import errno
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from ..files.listing import CorpusFile, Handles

#: Elsewhere a process cannot be kept from opening files, so it opens them itself.
HANDS_OVER = sys.platform == "linux"
_WITH_THEM = b"f"  # descriptors cannot go without a byte


class Opened:
    """Files opened for another process; use as a context. In `files` a handle is a place among those sent."""

    def __init__(self, files: Sequence[CorpusFile]) -> None:
        self._descriptors: list[int] = []
        self.files = [replace(file, handles=self._handles(file)) for file in files]

    def send(self, connection: Connection) -> None:
        """Send the descriptors, after the files. Raises OSError."""
        if self._descriptors:
            with _socket_of(connection) as pipe:
                socket.send_fds(pipe, [_WITH_THEM], self._descriptors)

    def _handles(self, file: CorpusFile) -> Handles:
        beside = file.sidecar_place
        return Handles(self._open(file.place), self._open(beside) if beside else -errno.ENOENT)

    def _open(self, path: Path) -> int:
        """Open a file; without waiting, should it have become a pipe since it was listed."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            return -(error.errno or errno.EIO)
        self._descriptors.append(descriptor)
        return len(self._descriptors) - 1

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *raised: object) -> None:
        for descriptor in self._descriptors:
            os.close(descriptor)


class Taking:
    """Takes descriptors in the process that they are for; made while it may still do what that needs."""

    def __init__(self, connection: Connection) -> None:
        self._pipe = _socket_of(connection)

    def fileno(self) -> int:
        """Return the descriptor through which others come."""
        return self._pipe.fileno()

    def take(self, files: Sequence[CorpusFile]) -> list[CorpusFile]:
        """Return files with the descriptors that come for them."""
        handles = [file.handles for file in files if file.handles]
        count = 1 + max((handle for pair in handles for handle in pair), default=-1)
        received = socket.recv_fds(self._pipe, len(_WITH_THEM), count)[1] if count else []
        return [self._with(file, received) for file in files]

    @staticmethod
    def _with(file: CorpusFile, received: Sequence[int]) -> CorpusFile:
        if file.handles is None:
            return file
        mine = (received[handle] if handle >= 0 else handle for handle in file.handles)
        return replace(file, handles=Handles(*mine))


def let_go(file: CorpusFile) -> None:
    """Close what a file was opened with."""
    for handle in file.handles or ():
        if handle >= 0:
            with suppress(OSError):
                os.close(handle)


def _socket_of(connection: Connection) -> socket.socket:
    return socket.socket(fileno=os.dup(connection.fileno()))
