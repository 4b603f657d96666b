"""Newest: which snapshot answers? Of what was committed last; where that cannot be opened, of what was."""

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ....errors import IndexFault, IndexUnusableError
from ....text.dictionary import Dictionary
from ..answer.snapshot import Snapshot
from .builds import Build, current_build, last_change
from .opening import open_snapshot

# Clocks tick coarsely, so a change may look like none.
_SECONDS_UNTIL_LOOKING_AGAIN = 1.0
# What could not be opened is tried again: perhaps a disk was away, or the process had too many files.
_SECONDS_UNTIL_TRYING_AGAIN = 60.0

#: What an index was when it was looked at: `last_change`, the build in use, the day.
_State = tuple[tuple[int, int], Build | None, date]


class Newest:
    """The snapshot that answers. Threads may share it.

    Before each call it looks whether another process has committed, and opens what is new; so it
    does when a new day begins, on which other papers are in force. What fails to open is remembered:
    it is tried again when the index has changed, or after a minute.
    """

    def __init__(
        self, location: Path, dictionary: Dictionary | None, today: Callable[[], date]
    ) -> None:
        """Open the newest generation. Raises IndexUnusableError."""
        self._location = location
        self._dictionary = dictionary
        self._today = today
        self._looking = threading.Lock()
        self._change: tuple[int, int] | None = None  # of the location, when it was last looked at
        self._look_again = 0.0  # when, on the monotonic clock
        self._failed: _State | None = None
        self._try_again = 0.0
        self._fault: IndexUnusableError | None = None
        self._snapshot: Snapshot | None = open_snapshot(location, dictionary, today())

    def snapshot(self) -> Snapshot:
        """Return what answers now. Raises IndexUnusableError when it was closed."""
        snapshot = self._snapshot
        if snapshot is not None and not self._was_looked_at(snapshot):
            with self._looking:
                if self._snapshot is not None and not self._was_looked_at(self._snapshot):
                    self._look(self._snapshot)
            snapshot = self._snapshot or snapshot
        if snapshot is None:
            raise IndexUnusableError(IndexFault.CLOSED, f"{self._location}: 索引已关闭")
        return snapshot

    def confirm(self) -> None:
        """Raise IndexUnusableError, saying why, when not what was committed last answers."""
        self.snapshot()
        if fault := self._fault:
            raise IndexUnusableError(fault.fault, str(fault)) from fault

    def close(self) -> None:
        """Let go of files: they are closed when the last thread is done with them."""
        with self._looking:
            self._snapshot = None

    def _was_looked_at(self, snapshot: Snapshot) -> bool:
        """Say whether nothing can have changed since. Asked before each call: it must cost nothing."""
        return (
            time.monotonic() < self._look_again
            and self._change == _last_change(self._location)
            and (self._today() == snapshot.today or self._failed is not None)
        )

    def _look(self, snapshot: Snapshot) -> None:
        """Open what is newest, unless that is open, or could not be opened a moment ago."""
        state = self._state()
        self._change = state[0]
        is_open = state[1:] == (Build(snapshot.build, snapshot.generation), snapshot.today)
        if is_open:
            self._failed = self._fault = None
        elif state != self._failed or time.monotonic() >= self._try_again:
            try:
                self._snapshot = open_snapshot(self._location, self._dictionary, self._today())
                self._failed = self._fault = None
            except IndexUnusableError as error:
                self._failed, self._fault = state, error
                self._try_again = time.monotonic() + _SECONDS_UNTIL_TRYING_AGAIN
        self._look_again = time.monotonic() + _SECONDS_UNTIL_LOOKING_AGAIN

    def _state(self) -> _State:
        change, today = _last_change(self._location), self._today()
        try:
            return change, current_build(self._location), today
        except IndexUnusableError:
            return change, None, today


def _last_change(location: Path) -> tuple[int, int]:
    try:
        return last_change(location)
    except OSError:
        return 0, 0  # what is open goes on answering
