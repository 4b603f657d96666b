"""Newest: which snapshot answers? Of what was committed last; where that cannot be used, of what was before."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from ....errors import IndexFault, IndexUnusableError
from ....text.dictionary import Dictionary
from ...arrays.answer.snapshot import Snapshot
from .builds import Build, current_build, finished_builds, last_change, lost_names
from .opening import open_build, open_snapshot
from .soundness import Soundness, may_pass

# Clocks tick coarsely, so a change may look like none.
_SECONDS_UNTIL_LOOKING_AGAIN = 1.0
# What could not be opened is tried again: perhaps a disk was away, or the process had too many files.
_SECONDS_UNTIL_TRYING_AGAIN = 60.0

#: What an index was when it was looked at: `last_change`, the build in use, the day.
_State = tuple[tuple[int, int], Build | None, date]
#: What an error says; itself it would keep what it was raised about.
_Fault = tuple[IndexFault, str]


class Newest:
    """The snapshot that answers. Threads may share it.

    Before each call it looks whether another process has committed, and opens what is new; so it
    does when a new day begins, on which other papers are in force. What fails to open is remembered:
    it is tried again when the index has changed, or after a minute. What is found damaged, once
    this is guarded, answers no more: the newest build that is sound does, or none. Where CURRENT is
    lost, what is open goes on, or the newest that opens is opened.
    """

    def __init__(
        self,
        location: Path,
        dictionary: Dictionary | None,
        today: Callable[[], date],
        falls_back: bool = False,
    ) -> None:
        """Open the newest generation; `falls_back`: or the newest that opens. Raises IndexUnusableError."""
        self._location = location
        self._dictionary = dictionary
        self._today = today
        self._looking = threading.Lock()
        self._change: tuple[int, int] | None = None  # of the location, when it was last looked at
        self._look_again = 0.0  # when, on the monotonic clock
        self._failed: _State | None = None
        self._try_again = 0.0
        self._fault: _Fault | None = None
        self._unusable: dict[Build, _Fault] = {}
        self._closed = threading.Event()
        self._is_closed: _Fault = IndexFault.CLOSED, f"{location}: 索引已关闭"
        self._guard: threading.Thread | None = None
        try:
            self._snapshot: Snapshot | None = open_snapshot(location, dictionary, today())
        except IndexUnusableError as error:
            self._snapshot = self._older() if falls_back or lost_names(location) else None
            if self._snapshot is None:
                raise
            self._fail(self._state(), error)
        self._say_if_lost()

    def snapshot(self) -> Snapshot:
        """Return what answers now. Raises IndexUnusableError when nothing can, or it was closed."""
        if self._closed.is_set():
            raise IndexUnusableError(*self._is_closed)
        if not self._was_looked_at():
            with self._looking:
                if not self._was_looked_at():
                    self._look()
        snapshot, fault = self._snapshot, self._fault
        if snapshot is None:
            raise IndexUnusableError(*(fault or self._is_closed))
        return snapshot

    def confirm(self) -> None:
        """Raise IndexUnusableError, saying why, when not what was committed last answers."""
        self.snapshot()
        if fault := self._fault:
            raise IndexUnusableError(*fault)

    def guard(self) -> None:
        """From now on verify in the background what answers. Not before a process forks: it has no threads."""
        if self._guard is None:
            self._guard = threading.Thread(target=self._verify_on, daemon=True)
            self._guard.start()

    def close(self) -> None:
        """Let go of files: they are closed when the last thread is done with them."""
        self._closed.set()
        with self._looking:
            self._snapshot = None

    def _was_looked_at(self) -> bool:
        """Say whether nothing can have changed since. Asked before each call: it must cost nothing."""
        snapshot = self._snapshot
        return (
            time.monotonic() < self._look_again
            and self._change == _last_change(self._location)
            and (self._failed is not None or not snapshot or self._today() == snapshot.today)
        )

    def _look(self) -> None:
        """Open what is newest, unless that is open, is damaged, or could not be opened a moment ago."""
        state = self._state()
        self._change, newest, today = state
        if newest in self._unusable:
            self._fault = self._unusable[newest]
        elif state != self._failed or time.monotonic() >= self._try_again:
            self._take_up(state)
        snapshot = self._snapshot
        is_unusable = snapshot is None or _build_of(snapshot) in self._unusable
        if is_unusable or (snapshot and snapshot.today != today):
            self._snapshot = self._older() or (None if is_unusable else snapshot)
        self._say_if_lost()
        self._look_again = time.monotonic() + _SECONDS_UNTIL_LOOKING_AGAIN

    def _take_up(self, state: _State) -> None:
        snapshot = self._snapshot
        if snapshot is None or (_build_of(snapshot), snapshot.today) != state[1:]:
            try:
                self._snapshot = open_snapshot(self._location, self._dictionary, self._today())
            except IndexUnusableError as error:
                self._fail(state, error)
                return
        self._failed = self._fault = None

    def _say_if_lost(self) -> None:
        """Let it be known that CURRENT does not say what to answer with."""
        snapshot = self._snapshot
        if snapshot and (text := lost_names(self._location, _build_of(snapshot))):
            self._fault = IndexFault.UNNAMED, text

    def _fail(self, state: _State, error: IndexUnusableError) -> None:
        self._failed, self._fault = state, _fault_of(error)
        self._try_again = time.monotonic() + _SECONDS_UNTIL_TRYING_AGAIN

    def _older(self) -> Snapshot | None:
        """Open the newest build that opens, and is not known as damaged."""
        for build in finished_builds(self._location):
            if build not in self._unusable:
                with suppress(IndexUnusableError):
                    return open_build(build, self._dictionary, self._today())
        return None

    def _state(self) -> _State:
        change, today = _last_change(self._location), self._today()
        snapshot = self._snapshot
        if snapshot and _build_of(snapshot) not in self._unusable and lost_names(self._location):
            return change, _build_of(snapshot), today  # for all that is known, it is in use
        try:
            return change, current_build(self._location), today
        except IndexUnusableError:
            return change, None, today

    def _verify_on(self) -> None:
        """Verify what answers; where that is damaged, let an older one answer, which is verified next."""
        soundness = Soundness(self._today)
        while not self._closed.wait(_SECONDS_UNTIL_LOOKING_AGAIN):
            with suppress(IndexUnusableError):
                snapshot = self.snapshot()
                try:
                    soundness.verify(snapshot.manifest)
                except IndexUnusableError as error:
                    if not may_pass(error):
                        self._let_go_of(snapshot, error)

    def _let_go_of(self, snapshot: Snapshot, error: IndexUnusableError) -> None:
        """Let a damaged one answer no more; it is none where an update has removed its files."""
        build = _build_of(snapshot)
        with self._looking:
            if build in finished_builds(self._location):
                self._unusable[build] = self._fault = _fault_of(error)
                self._look()


def _fault_of(error: IndexUnusableError) -> _Fault:
    return error.fault, str(error)


def _build_of(snapshot: Snapshot) -> Build:
    return Build(snapshot.manifest.folder, snapshot.manifest.generation)


def _last_change(location: Path) -> tuple[int, int]:
    try:
        return last_change(location)
    except OSError:
        return 0, 0  # what is open goes on answering
