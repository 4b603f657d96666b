"""Memory: how much do processes take while they work? The pages that are theirs, sampled.

On Linux a process's own pages are what it has resident less what it shares with files (`rss` and
`shared` of psutil): mapped files, which the system may drop and read again, are not counted.
Elsewhere it is the unique set size.
"""

import threading
from types import TracebackType
from typing import Self

import psutil

_PAUSE_S = 0.1


def own_bytes(process: psutil.Process) -> int:
    """Return the bytes of a process's own pages; 0 once it has ended."""
    try:
        if psutil.LINUX:
            memory = process.memory_info()
            return int(memory.rss - memory.shared)
        return int(process.memory_full_info().uss)
    except psutil.Error:
        return 0


class Watch:
    """Looks ten times a second at all processes that this one has started; use as a context."""

    def __init__(self) -> None:
        self.peak = 0  # bytes of all of them together
        self.largest = 0  # of one of them
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        here = psutil.Process()
        while not self._done.wait(_PAUSE_S):
            sizes = [own_bytes(child) for child in here.children(recursive=True)]
            self.peak = max(self.peak, sum(sizes))
            self.largest = max(self.largest, *sizes, 0)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()
