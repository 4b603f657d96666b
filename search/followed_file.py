"""Followed file: what does a file say that an administrator may change while it is in use?"""

import os
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

    @property
    def path(self) -> Path | None:
        """Return where the file is, or may come to be."""
        return self._path

    def current(self) -> Content:
        """Return what the file says; nothing where there is no file."""
        if self._path is None:
            return self._nothing
        try:
            status = self._path.stat()
        except OSError:
            self._change = None
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


def write_checked(
    path: Path, text: str, read: Callable[[Path], object], is_private: bool = False
) -> None:
    """Put a text in the place of a file, if it can be read; else the file stays as it was.

    A private one nobody else on the machine may read. Raises what `read` raises, naming the file,
    and OSError.
    """
    written = path.with_name(f".{path.name}.new")
    written.unlink(missing_ok=True)
    try:
        written.touch(0o600 if is_private else 0o666, exist_ok=False)
        written.write_text(text, encoding="utf-8")
        try:
            read(written)
        except ZhengsouError as error:
            raise type(error)(str(error).replace(str(written), str(path))) from error
        with written.open("rb") as stream:
            os.fsync(stream.fileno())
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def text_of(path: Path) -> str:
    """Return what is in a file, ending with a line break; nothing where there is none. Raises OSError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    return text if not text or text.endswith("\n") else f"{text}\n"
