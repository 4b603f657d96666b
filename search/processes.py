"""Processes: how do worker processes live with Ctrl-C, and end with their parent?"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait

_MOST_WORKERS = 8

#: Spawned, not forked: a process with threads, as a server is, must not be forked.
SPAWN = multiprocessing.get_context("spawn")


def useful_workers() -> int:
    """Return how many processes can work at once here."""
    available: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    count = len(available(0)) if available else os.cpu_count() or 1
    return min(count, _MOST_WORKERS)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C until afterwards, and for good from the processes started meanwhile.

    So it never finds a worker that is about to begin, and ends it with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # started first: it lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_worker(stopped: Connection | None = None) -> None:
    """Prepare a worker process: it leaves Ctrl-C to its parent, and ends with it, or when told.

    It is told by closing the other end of `stopped`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_when_told, args=(stopped,), daemon=True).start()


def _end_when_told(stopped: Connection | None) -> None:
    parent = multiprocessing.parent_process()
    wait([*([stopped] if stopped else []), *([parent.sentinel] if parent else [])])
    os._exit(1)
