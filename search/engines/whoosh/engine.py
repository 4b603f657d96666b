"""Whoosh engine: how is a request answered from local disk? By whatever was committed last."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from ...engine import Statistics
from ...errors import IndexUnusableError
from ...text.dictionary import Dictionary
from ...validity import beijing_day
from ..arrays.answer.snapshot import Snapshot
from ..arrays.engine import ArrayEngine
from .store.builds import current_build, finished_builds, size_on_disk
from .store.newest import Newest


class WhooshEngine(ArrayEngine):
    """An index in a folder; see `search.engine.Engine`."""

    def __init__(
        self,
        location: Path,
        dictionary: Dictionary | None = None,
        today: Callable[[], date] = beijing_day,
        falls_back: bool = False,
    ) -> None:
        """Open an index; `today` says for which day validity is told."""
        self._location = location
        self._newest = Newest(location, dictionary, today, falls_back)

    def snapshot(self) -> Snapshot:
        """Return what answers now."""
        return self._newest.snapshot()

    def statistics(self) -> Statistics:
        """Say how much the index holds."""
        told, build = super().statistics(), self.build
        builds = finished_builds(self._location)
        return replace(
            told,
            bytes=size_on_disk(build),
            earlier_builds=sum(one.folder != build for one in builds),
            total_bytes=sum(size_on_disk(one.folder) for one in builds),
        )

    def verify(self) -> None:
        """Read every file of the index that answers, and compare checksums.

        Raises IndexUnusableError naming the first that has changed.
        """
        while True:
            snapshot = self.snapshot()
            try:
                current_build(self._location)
                return snapshot.manifest.verify()
            except IndexUnusableError:
                if self.snapshot() is snapshot:
                    raise  # else an update has removed what was being read

    def confirm_newest(self) -> None:
        """Raise IndexUnusableError when not what was committed last answers, but what was before."""
        self._newest.confirm()

    def guard(self) -> None:
        """Verify all files in the background; where one is damaged, let the newest sound index answer."""
        self._newest.guard()

    def close(self) -> None:
        """Let go of files."""
        self._newest.close()
