"""Cluster engine: how is a request answered from a cluster? By what was committed last."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ...engine import Statistics
from ...errors import IndexFault, IndexUnusableError
from ...text.dictionary import Dictionary
from ...validity import beijing_day
from ..arrays.engine import ArrayEngine
from .address import Address
from .builds import Build, Builds
from .connection import Connection
from .opening import open_build, verify_build
from .snapshot import ClusterSnapshot

#: A reader asks so often whether another generation is in use.
_SECONDS_UNTIL_LOOKING_AGAIN = 1.0
#: And so often how much the cluster keeps.
_SECONDS_UNTIL_MEASURING_AGAIN = 60.0


class ClusterEngine(ArrayEngine):
    """An index on a cluster; see `search.engine.Engine`. What is committed answers within a second."""

    def __init__(
        self,
        location: str,
        dictionary: Dictionary | None = None,
        today: Callable[[], date] = beijing_day,
        falls_back: bool = False,
    ) -> None:
        """Open an index; `today` says for which day validity is told. Raises IndexUnusableError."""
        self._builds = Builds(Connection(Address.read(location)))
        self._dictionary, self._today = dictionary, today
        self._looking = threading.Lock()
        self._look_again = 0.0  # when, on the monotonic clock
        self._answering: tuple[Build, ClusterSnapshot] | None = None
        self._kept: list[Build] = []
        self._measured: tuple[list[Build], float, list[int]] = [], 0.0, []
        self._is_closed = False
        try:
            self.snapshot()
        except IndexUnusableError as error:
            if not falls_back or error.fault is not IndexFault.DAMAGED:
                raise
            self._fall_back(error)

    def snapshot(self) -> ClusterSnapshot:
        """Return what answers now."""
        if self._is_closed:
            raise IndexUnusableError(
                IndexFault.CLOSED, f"{self._builds.connection.address}: 索引已关闭"
            )
        answering = self._answering
        if answering is not None and self._was_looked_at(answering[1]):
            return answering[1]
        # One thread looks; the others go on with what there is.
        if not self._looking.acquire(blocking=answering is None):
            assert answering is not None
            return answering[1]
        try:
            answering = self._answering
            if answering is None or not self._was_looked_at(answering[1]):
                answering = self._answering = self._newest(answering)
                self._look_again = time.monotonic() + _SECONDS_UNTIL_LOOKING_AGAIN
            return answering[1]
        finally:
            self._looking.release()

    def _was_looked_at(self, answering: ClusterSnapshot) -> bool:
        return time.monotonic() < self._look_again and answering.today == self._today()

    def _newest(
        self, answering: tuple[Build, ClusterSnapshot] | None
    ) -> tuple[Build, ClusterSnapshot]:
        self._kept, today = self._builds.kept(), self._today()
        build = self._kept[0]
        if answering and answering[0] == build and answering[1].today == today:
            return answering
        try:
            opened = open_build(self._builds, build, self._dictionary, today)
        except IndexUnusableError:
            if self._builds.kept()[0] == build:
                raise
            return self._newest(answering)  # what was in use has gone while it was opened
        if answering:
            opened.forget_before(answering[1])
        # What answered until now may be read from a moment longer.
        self._builds.forget_copies([*self._kept, *answering[:1]] if answering else self._kept)
        return build, opened

    def has_moved_on(self, error: IndexUnusableError) -> bool:
        """Say whether the build is gone, as one is that no rebuild was to keep, and another in its place."""
        if error.fault is not IndexFault.MISSING:
            return False
        answering, self._look_again = self._answering, 0.0
        return answering is None or self.snapshot() is not answering[1]

    def _fall_back(self, error: IndexUnusableError) -> None:
        for build in self._builds.kept()[1:]:
            try:
                opened = open_build(self._builds, build, self._dictionary, self._today())
            except IndexUnusableError:
                continue
            self._answering = build, opened
            return
        raise error

    def statistics(self) -> Statistics:
        """Say how much the index holds."""
        told, sizes = super().statistics(), self._sizes()
        return replace(told, bytes=sizes[0], earlier_builds=len(sizes) - 1, total_bytes=sum(sizes))

    def _sizes(self) -> list[int]:
        """Return what each build that is kept takes, the one in use first."""
        kept, (measured, until, sizes) = self._kept, self._measured
        if measured != kept or time.monotonic() > until:
            sizes = [self._builds.connection.bytes(self._builds.index(one.name)) for one in kept]
            self._measured = kept, time.monotonic() + _SECONDS_UNTIL_MEASURING_AGAIN, sizes
        return sizes

    def verify(self) -> None:
        """Compare the checksums of all files, and how many articles the cluster has.

        Raises IndexUnusableError naming what has changed.
        """
        verify_build(self._builds, self._builds.kept()[0])

    def confirm_newest(self) -> None:
        """Raise IndexUnusableError unless all of the cluster answers, from what was committed last."""
        self._look_again = 0.0
        self.snapshot().confirm()

    def guard(self) -> None:
        """Leave it to the cluster: each of its nodes verifies what it reads."""

    def close(self) -> None:
        """Let go of the cluster."""
        self._is_closed = True
        self._answering = None
        self._builds.connection.close()
