"""Workers: how do all cores serve? A process each, at one socket; one that ends is replaced."""

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from _thread import interrupt_main
from collections.abc import Callable, Iterator, MutableSequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType

from flask import Flask

from search import ZhengsouError

from .figures import WIDTH
from .server import PageServer

#: Whether a worker begins as a copy of this process, sharing what is loaded. On macOS the system's
#: libraries do not bear that (https://bugs.python.org/issue33725), Windows does not know it.
FORKS = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
_MOST_BY_DEFAULT = 8
_LOOKING_EVERY = 1.0  # seconds between looks at what has changed
_SOON = 10.0  # seconds: who ends sooner after its start has ended at once
_MOST_ENDS = 5  # of a worker at once, one after another
_PAUSE = 0.1  # seconds before it is replaced, twice as long each time
_NONE_FOR_IT = 1_000_000  # connections, so that nobody waits for a worker that has ended
_DRAINING = 10.0  # seconds given to workers that are to end


class ServingError(ZhengsouError):
    """The workers end as soon as they begin."""


def usual_workers() -> int:
    """Return how many processes serve unless told: one for each core that may be used, a few at most."""
    with suppress(AttributeError):  # of systems that do not tell
        return min(len(os.sched_getaffinity(0)), _MOST_BY_DEFAULT)
    return min(os.cpu_count() or 1, _MOST_BY_DEFAULT)


def interrupt_when_told(number: int = 0, frame: FrameType | None = None) -> None:
    """Let SIGTERM do what Ctrl-C does: a handler of signals."""
    raise KeyboardInterrupt


@dataclass(slots=True)
class _Place:
    """A worker's: a process, and how often it has ended at once."""

    number: int
    process: BaseProcess | None = None
    teller: Connection | None = None  # ends the process by a message, or by ending itself
    since: float = 0.0  # on the monotonic clock: its start, or when it is to start again
    ends: int = 0


class Workers:
    """Processes that serve one socket, and are watched by this one."""

    def __init__(
        self,
        count: int,
        make_app: Callable[[], Flask],
        bound: socket.socket,
        threads: int,
        say: Callable[[str], None],
        look: Callable[[], object],
    ) -> None:
        """Take what makes the application in each process, which must be a value where none forks.

        `say` is told when a worker has ended, `look` is called about once a second.
        """
        self._context = multiprocessing.get_context("fork" if FORKS else "spawn")
        self._places = [_Place(number) for number in range(count)]
        self._connections = self._context.RawArray("l", count)
        self.figures = self._context.RawArray("d", WIDTH * count)
        self._make_app = make_app
        self._bound = bound
        self._threads = threads
        self._say = say
        self._look = look

    def run(self) -> None:
        """Serve until interrupted, then let requests under way be finished. Raises ServingError."""
        try:
            self.start()
            while True:
                running = [place.process.sentinel for place in self._places if place.process]
                wait(running, _LOOKING_EVERY if self._is_whole() else _PAUSE)
                self._replace()
                self._look()
        finally:
            self._end()

    def start(self) -> None:
        """Start all that do not run, unless they are to wait."""
        for place in self._places:
            if place.process is None and time.monotonic() >= place.since:
                self._begin(place)

    def _is_whole(self) -> bool:
        return all(place.process for place in self._places)

    def _begin(self, place: _Place) -> None:
        hearer, place.teller = self._context.Pipe(duplex=False)
        self._connections[place.number] = 0
        process = self._context.Process(  # type: ignore[attr-defined] # each context has one
            target=_work,
            args=(
                self._make_app,
                self._bound,
                self._threads,
                self._connections,
                place.number,
                hearer,
                self.figures,
            ),
        )
        with _signals_held():
            process.start()
        hearer.close()
        place.process, place.since = process, time.monotonic()

    def _replace(self) -> None:
        """Start anew who has ended, later each time. Raises ServingError when that is in vain."""
        for place in self._places:
            if place.process is None or place.process.is_alive():
                continue
            now = time.monotonic()
            place.ends = place.ends + 1 if now - place.since < _SOON else 1
            why = _reason(place.process.exitcode)
            place.process = None
            self._connections[place.number] = _NONE_FOR_IT
            if place.ends >= _MOST_ENDS:
                raise ServingError(f"服务进程接连 {place.ends} 次一启动就结束（{why}），不再重试")
            place.since = now + _PAUSE * 2**place.ends
            self._say(f"一个服务进程意外结束（{why}），另起一个。")
        self.start()

    def _end(self) -> None:
        self._bound.close()
        running = [place for place in self._places if place.process]
        for place in running:
            assert place.teller
            with suppress(OSError):  # it has ended by itself
                place.teller.send_bytes(b"end")
        deadline = time.monotonic() + _DRAINING
        try:
            for place in running:
                assert place.process
                place.process.join(max(0.0, deadline - time.monotonic()))
        finally:
            for place in running:
                assert place.process
                place.process.kill()
                place.process.join()


def _reason(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"信号 {signal.Signals(-code).name}"
    return f"退出码 {code}"


def _work(
    make_app: Callable[[], Flask],
    bound: socket.socket,
    threads: int,
    connections: MutableSequence[int],
    place: int,
    hearer: Connection,
    figures: MutableSequence[float],
) -> None:
    """Serve as a worker, until the process that watches says so, or ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all: the first one drains
    signal.signal(signal.SIGTERM, _end_once)
    _release_signals()
    with suppress(KeyboardInterrupt):
        app = make_app()
        server = PageServer(app, bound, threads, connections, place, figures)
        threading.Thread(target=_hear, args=(hearer,), daemon=True).start()
        server.run()
    os._exit(0)  # else a thread that has not ended by now would be waited for


def _end_once(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _hear(hearer: Connection) -> None:
    parent = multiprocessing.parent_process()
    assert parent
    wait([hearer, parent.sentinel])
    interrupt_main(signal.SIGTERM)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold back what would interrupt a process that has just begun, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        _release_signals()


def _release_signals() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
