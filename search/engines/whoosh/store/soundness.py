"""Soundness: is every file of a generation as it was written? Read a little at a time, each once a day."""

import errno
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ....errors import IndexUnusableError
from ...arrays.file.manifest import FileSum, Manifest

_REST = 0.005  # second after each part that is read: whoever answers comes first
# What says nothing of a file: the process, or the system, has too much to do.
_PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}


class Soundness:
    """Which files were read, and found sound, since the day began.

    Files never change once they are written, so those that an update leaves need not be read anew.
    """

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._day = today()
        self._sound: set[tuple[Path, str, FileSum]] = set()

    def verify(self, manifest: Manifest) -> None:
        """Read the files of a generation that were not read today.

        Raises IndexUnusableError naming the first that is not as it was written.
        """
        if self._day != self._today():
            self._day = self._today()
            self._sound.clear()
        for name, file in manifest.files.items():
            if (manifest.folder, name, file) not in self._sound:
                manifest.verify_file(name, lambda: time.sleep(_REST))
                self._sound.add((manifest.folder, name, file))


def may_pass(error: IndexUnusableError) -> bool:
    """Say whether a file could not be read for a reason that is none of its own."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in _PASSING
