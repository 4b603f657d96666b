"""Waiting: how long may a question wait in vain for what holds the index? Added up over all that it asks there.

What is answered, however late, was not in vain. Where no question is open, as while an index is
written, each part of it waits as long as it usually does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

#: In seconds: enough for one machine that hangs, and then for another to answer.
PATIENCE = 15.0


class Waiting:
    """What is left of the patience of one question."""

    def __init__(self, seconds: float = PATIENCE) -> None:
        self.left = seconds
        self.ended: float | None = None  # when, on the monotonic clock; None: it goes on

    def waited(self, seconds: float) -> None:
        """Take off what was waited in vain."""
        self.left = max(self.left - seconds, 0.0)


_open: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def one_question(seconds: float = PATIENCE) -> Iterator[Waiting]:
    """Let all that is asked here be one question."""
    waiting = Waiting(seconds)
    token = _open.set(waiting)
    try:
        yield waiting
    finally:
        waiting.ended = monotonic()
        _open.reset(token)


def waiting() -> Waiting | None:
    """Return how long the question that is open may wait still; None: none is open."""
    return _open.get()
