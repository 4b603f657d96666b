"""Followed file: what does a file say that an administrator may change while it is in use?"""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from .errors import ZhengsouError

Content = TypeVar("Content")


class FollowedFile(Generic[Content]):
    """A file that is read again when it changes: what it says now, or said when it was last right."""

    def __init__(
        self, path: Path | None, read: Callable[[Path], Content], nothing: Content
    ) -> None:
        """Take what reads the file, and what holds without one; what it raises is one of our errors."""
        self._path = path
        self._read = read
        self._nothing = nothing
        self._change: tuple[int, int] | None = None
        self._content = nothing

    def current(self) -> Content:
        """Return what the file says; nothing where there is no file."""
        if self._path is None:
            return self._nothing
        try:
            status = self._path.stat()
        except OSError:
            return self._nothing
        change = status.st_mtime_ns, status.st_size
        if change != self._change:
            self._change = change
            try:
                self._content = self._read(self._path)
            except ZhengsouError:
                return self._content  # until it is mended; commands say what is wrong
        return self._content

    def version(self) -> str:
        """Return what changes when the file does."""
        self.current()
        return repr(self._change)
