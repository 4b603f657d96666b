"""A clock that stands until it is moved, one that tells milliseconds from minutes, and how long tests wait."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 300.0  # seconds another process is waited for; one, where nothing else runs
_SECONDS = 20  # of this thread's own work, so what else runs on the machine does not count


@dataclass
class Clock:
    """Stands for the module `time`."""

    now: float = 0.0

    def time(self) -> float:
        """Seconds, as `time.time` gives them."""
        return self.now


@contextmanager
def no_minutes() -> Iterator[None]:
    """Fail if what usually takes milliseconds works for minutes, as it does where costs grow with squares."""
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < _SECONDS
