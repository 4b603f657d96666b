"""Memory: which pages were recognised before? So that a rebuild does not recognise them again.

Each page is a small JSON file in a folder for the file of the corpus that it is in, by that file's
content. Whoever reads asks the memory that its process was given; one that was given none forgets.
"""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

import msgspec

from ..files.listing import CorpusFile, shown_digest
from .page import RecognizedPage

_RULES = 1  # raised when pages are recognised in another way
_KEPT_SECONDS = 400 * 86_400.0  # without being used
_MOST_BYTES = 8 * 1024 * 1024  # of a page
_KEY = re.compile(r"[0-9a-f]{32}-\d{1,6}")


class Memory(Protocol):
    """What is known of pages, by a key: the digest of what they are in, and their number."""

    def known(self, key: str) -> RecognizedPage | None:
        """Return what was recognised on a page before."""

    def keep(self, key: str, page: RecognizedPage, done: float) -> None:
        """Keep what was recognised on a page; `done` is the share of its document that is."""


class Forgetting:
    """Keeps nothing."""

    def known(self, key: str) -> None:
        """Return nothing."""

    def keep(self, key: str, page: RecognizedPage, done: float) -> None:
        """Keep nothing."""


class _Kept(msgspec.Struct):
    """A page as it lies on disk."""

    by: str  # what recognised it
    page: RecognizedPage


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(_Kept)
_memory: Memory = Forgetting()


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """Have what is read in this process meanwhile be remembered there."""
    global _memory  # noqa: PLW0603 - a process reads for one reader
    before, _memory = _memory, memory
    try:
        yield
    finally:
        _memory = before


def memory() -> Memory:
    """Return where what is read in this process is remembered."""
    return _memory


class ScanMemory:
    """Pages on disk, of many files: in the user's folder for what can be made anew."""

    def __init__(self, folder: Path | None = None) -> None:
        usual = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self._folder = folder or Path(usual) / "zhengsou" / "scans"
        self._has_cleared = False

    def of(self, file: CorpusFile) -> "FileMemory":
        """Return the pages of one file of the corpus."""
        return FileMemory(self, file)

    def folder_of(self, digest: str) -> Path:
        """Return where the pages of a file are, by its content."""
        return self._folder / digest

    def clear(self) -> None:
        """Remove once what nobody has used for a year."""
        if self._has_cleared:
            return
        self._has_cleared = True
        before = time.time() - _KEPT_SECONDS
        with suppress(OSError):
            for folder in self._folder.iterdir():
                if folder.stat().st_mtime < before:
                    shutil.rmtree(folder, ignore_errors=True)


class FileMemory:
    """Pages on disk of one file, whatever archive within it they are in.

    So a reader that a file has taken over can remember, and learn, nothing of another file.
    """

    def __init__(self, memory: ScanMemory, file: CorpusFile) -> None:
        self._memory, self._file = memory, file
        self._found: Path | None = None

    def known(self, key: str) -> RecognizedPage | None:
        """Return what was recognised on a page before, in the way it would be now."""
        with suppress(OSError, msgspec.MsgspecError):
            place = self._place(key)
            if place.exists():
                kept = _DECODER.decode(place.read_bytes())
                if kept.by == recognized_by():
                    os.utime(place.parent)
                    return kept.page
        return None

    def keep(self, key: str, page: RecognizedPage, done: float = 1.0) -> None:
        """Keep a page; what cannot be kept is recognised again."""
        content = _ENCODER.encode(_Kept(recognized_by(), page))
        if len(content) > _MOST_BYTES:
            return
        with suppress(OSError):
            self._memory.clear()
            place = self._place(key)
            place.parent.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            place.parent.mkdir(exist_ok=True, mode=0o700)
            temporary = place.with_suffix(".new")
            temporary.write_bytes(content)
            temporary.replace(place)

    def _place(self, key: str) -> Path:
        """Return where a page is. Raises OSError, also for what is no key."""
        if not _KEY.fullmatch(key):
            raise OSError(key)
        if self._found is None:
            with self._file.place.open("rb") as stream:
                digest = hashlib.file_digest(stream, "blake2b")
            self._found = self._memory.folder_of(shown_digest(digest))
        return self._found / f"{key}.json"


def recognized_by() -> str:
    """Say what recognises pages here: the models come with rapidocr, all else is ours."""
    try:
        return f"rapidocr {version('rapidocr')}, {_RULES}"
    except PackageNotFoundError:
        return ""
