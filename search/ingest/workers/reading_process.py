"""Reading process: what does one worker process that reads files do, and what does its parent know of it?"""

import contextlib
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from ...processes import SPAWN, begin_worker
from ..fields.evidence import ReadArticle
from ..files.listing import CorpusFile, Rejection
from ..scans.memory import FileMemory, ScanMemory, remembering
from ..scans.page import RecognizedPage
from ..understanding.sites import SharedLines
from .handing_over import HANDS_OVER, Opened, Taking, let_go
from .sent import MOST_BYTES, Chunk, Item, JunkError, ScanNote, decoded, encoded
from .shutting_in import bare_environment, code_places, shut_in

#: Reads a file, given the lines that sites share and whom to tell how many bytes are done; the
#: generator may return the fingerprint of what it read.
ReadFile = Callable[[CorpusFile, SharedLines, Callable[[int], None]], Iterator[Item]]

_MOST_ITEMS, _MOST_CHARACTERS = 200, 250_000  # in a chunk
_MOST_SECONDS_OF_CHUNK = 1.0
_MOST_SECONDS_TO_START = 120.0  # on a busy machine
_SECONDS_BETWEEN_MEASUREMENTS = 0.1
_BY_THE_CLOCK = 3  # times as long as it may work: others may have the processor
_RETIRED = 75  # exit code of a worker that has grown large, and leaves the rest to a new one
_RETIRES_AT = 3  # times less memory than it may have


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float = 60.0  # of a processor, without giving anything
    memory: int = 1536 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class _Task:
    """Files to read, and how."""

    files: list[CorpusFile]
    read: ReadFile
    shared: SharedLines
    retire_at: int  # bytes of memory


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of a page that was asked for."""

    page: RecognizedPage | None


_BEGUN = b""  # to the parent; what it gets else are chunks
_GO_ON = "go on"


class ReadingProcess:
    """A worker process as its parent sees it."""

    def __init__(self) -> None:
        self.connection, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_work, args=(theirs, code_places()), daemon=True)
        with bare_environment():
            self._process.start()
        theirs.close()
        self._seen = psutil.Process(self._process.pid)
        self.batches: deque[deque[int]] = deque()  # of what it still has to read
        self.began = False
        self.retired = False
        self._waits = False  # for a sign to go on
        self._finished = 0  # files
        self.killed_by: int | None = None  # the signal that ended it, if one did
        self._note_sign()
        self._receiving_since: float | None = None  # while a message is coming in
        self._reason: str | None = None  # why it was stopped
        self._overdue: int | None = None  # the file that took too long
        self._unwatch = threading.Event()
        self._files: dict[int, CorpusFile] = {}  # of its batches, by index
        self._scans: ScanMemory | None = None
        self._pages: tuple[int, FileMemory] | None = None  # remembered of the file it reads
        self.scanned = (
            -1,
            0.0,
        )  # the file of the last page that was recognised, the share done of it

    def give(
        self, batch: deque[int], read: ReadFile, shared: SharedLines, files: list[CorpusFile]
    ) -> None:
        """Hand over a batch of files."""
        if not self.batches:
            self._note_sign()
        self.batches.append(batch)
        self._files |= zip(batch, files, strict=True)
        with Opened(files if HANDS_OVER else []) as opened:
            given = opened.files if HANDS_OVER else files
            self._send(_Task(given, read, shared, self._retire_at))
            try:
                opened.send(self.connection)
            except (
                OSError
            ):  # it has ended; or too many descriptors are under way, and another gets them
                self._process.kill()

    def go_on(self) -> None:
        """Let it read on in a file of which a chunk was taken."""
        self._waits = False
        self._note_sign()
        self._send(_GO_ON)

    def _send(self, message: object) -> None:
        with contextlib.suppress(OSError):  # it has ended, as the next receiving will tell
            self.connection.send(message)

    def receive(self) -> tuple[int, Chunk] | None:
        """Take a chunk, and say which file's. None for a mere sign, and for what is said of scans.

        Raises EOFError, OSError; JunkError for what is no chunk, or comes when none may.
        """
        self._receiving_since = time.monotonic()
        message = self.connection.recv_bytes(MOST_BYTES)
        self._receiving_since = None
        if not self.began and message == _BEGUN:
            self.began = True
            self._note_sign()
            return None
        chunk = decoded(message)
        if not self.batches or self._waits:
            raise JunkError("a chunk that nobody asked for")
        batch = self.batches[0]
        index = batch[0]
        if isinstance(chunk, ScanNote):
            self._take_note(index, chunk)
            return None
        self._note_sign()
        self._waits = not chunk.is_last
        if chunk.is_last:
            self._finished += 1
            del self._files[index]
            batch.popleft()
            if not batch:
                self.batches.popleft()
        return index, chunk

    def _take_note(self, index: int, note: ScanNote) -> None:
        """Keep a page that was recognised, or tell what is remembered of it.

        Where scans are remembered each page may take as long as a file else; elsewhere somebody waits.
        """
        if self._scans is not None:
            self._note_sign()
            if self._pages is None or self._pages[0] != index:
                self._pages = index, self._scans.of(self._files[index])
        pages = self._pages[1] if self._pages else None
        if note.page is None:
            self._send(_Known(pages.known(note.key) if pages else None))
        elif pages:
            pages.keep(note.key, note.page)
            self.scanned = index, min(max(note.done, 0.0), 1.0)

    def stop_if_overdue(self, limits: Limits) -> None:
        """Stop it when it has worked too long without a sign."""
        is_at_work = self.batches and not self._waits and self._reason is None
        if is_at_work and self._is_late(limits):
            self._overdue = self.batches[0][0]
            self.stop(_said_late(limits))

    def _is_late(self, limits: Limits) -> bool:
        passed = time.monotonic() - self._since
        if not self.began:
            return passed > _MOST_SECONDS_TO_START
        if passed <= limits.seconds:
            return False
        worked = self._processor_seconds() - self._worked_before
        return worked > limits.seconds or passed > _BY_THE_CLOCK * limits.seconds

    def _note_sign(self) -> None:
        """Note that it gave a sign, or got one."""
        self._since, self._worked_before = time.monotonic(), self._processor_seconds()

    def _processor_seconds(self) -> float:
        """Return how long it has worked."""
        with contextlib.suppress(psutil.Error):  # it has ended, as the next receiving will tell
            times = self._seen.cpu_times()
            return float(times.user + times.system)
        return 0.0

    def watch(self, limits: Limits, scans: ScanMemory | None = None) -> None:
        """Stop it when it takes too much memory, also while the parent is busy elsewhere.

        Pages that it recognises are remembered in `scans`.
        """
        self._scans, self._pages = scans, None
        self._retire_at = limits.memory // _RETIRES_AT
        self._unwatch = threading.Event()
        arguments = (limits, self._unwatch)
        threading.Thread(target=self._watch, args=arguments, daemon=True).start()

    def unwatch(self) -> None:
        """Stop watching it."""
        self._unwatch.set()

    def end(self) -> str | None:
        """End it, and return why it was stopped before, if it was."""
        self.unwatch()
        self._process.kill()
        self._process.join()
        self.connection.close()
        code = self._process.exitcode
        # Of its own will it leaves between two files only: else a file could have it leave for ever.
        has_left = code == _RETIRED and self._finished > 0
        self.retired = has_left or (self._overdue is not None and self._overdue != self._current())
        self.killed_by = -code if code is not None and code < 0 else None
        return self._reason

    def _current(self) -> int | None:
        return self.batches[0][0] if self.batches else None

    def stop(self, reason: str) -> None:
        """Kill it, and keep why."""
        self._reason = reason
        self._process.kill()

    def _watch(self, limits: Limits, unwatch: threading.Event) -> None:
        with contextlib.suppress(psutil.Error):
            while not unwatch.wait(_SECONDS_BETWEEN_MEASUREMENTS):
                if self._seen.memory_info().rss > limits.memory:
                    self.stop(f"读取时内存超过 {limits.memory >> 20} MB，已停止")
                    return
                since = self._receiving_since  # half a message holds the parent up
                if since is not None and time.monotonic() - since > limits.seconds:
                    self.stop(_said_late(limits))
                    return


def _said_late(limits: Limits) -> str:
    return f"读取超过 {limits.seconds:g} 秒，已停止"


class _Received:
    """What comes from the parent, in the worker."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._taking = Taking(connection) if HANDS_OVER else None
        self._tasks: deque[_Task] = deque()
        #: Through which it comes.
        self.descriptors = [connection.fileno(), *([self._taking.fileno()] if self._taking else [])]

    def task(self) -> _Task:
        """Wait for files to read. Raises EOFError, OSError when the parent has gone."""
        while not self._tasks:
            self._next()
        return self._tasks.popleft()

    def wait_to_go_on(self) -> None:
        """Wait for the sign to go on with a file. Raises as `task` does."""
        while self._next() != _GO_ON:
            pass

    def known(self) -> RecognizedPage | None:
        """Wait for what is remembered of a page. Raises as `task` does."""
        while not isinstance(message := self._next(), _Known):
            pass
        return message.page

    def _next(self) -> object:
        message = self._connection.recv()
        if isinstance(message, _Task):
            files = self._taking.take(message.files) if self._taking else message.files
            self._tasks.append(replace(message, files=files))
        return message


class _AskingMemory:
    """Remembers pages with the parent, since this process may write nothing."""

    def __init__(self, connection: Connection, received: _Received) -> None:
        self._connection, self._received = connection, received

    def known(self, key: str) -> RecognizedPage | None:
        """Ask what was recognised on a page before."""
        self._connection.send_bytes(encoded(ScanNote(key)))
        return self._received.known()

    def keep(self, key: str, page: RecognizedPage, done: float) -> None:
        """Tell what was recognised on a page."""
        self._connection.send_bytes(encoded(ScanNote(key, page, done)))


def _work(connection: Connection, code: list[Path]) -> None:
    """Read the files that are handed over, until the parent goes."""
    received = _Received(connection)
    memory = _Memory()
    parent = parent_process()
    shut_in(
        code, [*received.descriptors, *memory.descriptors, *([parent.sentinel] if parent else [])]
    )
    begin_worker()
    with (
        remembering(_AskingMemory(connection, received)),
        contextlib.suppress(EOFError, OSError),
    ):
        connection.send_bytes(_BEGUN)
        while True:
            _read_files(received.task(), connection, received, memory)


class _Memory:
    """How much memory has this process? Asked where it may open nothing any more."""

    def __init__(self) -> None:
        is_linux = sys.platform == "linux"
        self.descriptors = [os.open("/proc/self/statm", os.O_RDONLY)] if is_linux else []

    def used(self) -> int:
        """Return how many bytes of it are in memory."""
        if not self.descriptors:
            return int(psutil.Process().memory_info().rss)
        pages = os.pread(self.descriptors[0], 200, 0).split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _read_files(task: _Task, connection: Connection, received: _Received, memory: _Memory) -> None:
    for file in task.files:
        for chunk in _chunks(task, file):
            connection.send_bytes(encoded(chunk))
            if not chunk.is_last:
                received.wait_to_go_on()
        let_go(file)
        if memory.used() > task.retire_at:
            # That closes the connection, too; were it closed before, the parent might kill first.
            os._exit(_RETIRED)


def _chunks(task: _Task, file: CorpusFile) -> Iterator[Chunk]:
    """Read a file; what fails in a way that nobody foresaw costs only this file."""
    items: list[tuple[Item, int]] = []
    characters, done, since = 0, 0, time.monotonic()
    fingerprint = ""

    def at(count: int) -> None:
        nonlocal done
        done = count

    def read() -> Iterator[Item]:
        nonlocal fingerprint
        reading: Any = task.read(file, task.shared, at)
        fingerprint = (yield from reading) or ""

    try:
        for item in read():
            items.append((item, done))
            characters += _length(item)
            is_late = time.monotonic() - since > _MOST_SECONDS_OF_CHUNK
            if len(items) >= _MOST_ITEMS or characters >= _MOST_CHARACTERS or is_late:
                yield Chunk(items, is_last=False)
                items, characters, since = [], 0, time.monotonic()
    except GeneratorExit:
        raise
    except BaseException as error:  # also the panic of a library in Rust, which is no Exception
        reason = f"读取时程序出错（{type(error).__name__}）"
        items.append((Rejection(file.path, None, reason, may_pass=True), done))
    yield Chunk(items, is_last=True, fingerprint=fingerprint)


def _length(item: Item) -> int:
    return sum(map(len, item.article.texts())) if isinstance(item, ReadArticle) else len(str(item))
