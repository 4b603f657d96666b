"""Manifest: which files is a generation made of, and is each as it was written?

Nothing else in the folder of a build belongs to the generation: what is left of a writer that was
killed is told by that, and removed. A file that several generations share is summed up once, when
it is written, so damage never gets a checksum that is right.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ....errors import IndexUnusableError
from .damage import damaged, damaged_copy
from .durable import sealed, unsealed, write_whole

_BEGINNING = "MANIFEST-"
_CHUNK = 1 << 20  # bytes
# What files raise that are gone, cut short, or hold something else.
_DAMAGE = (OSError, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class FileSum:
    """What a file was when it was written."""

    size: int  # bytes
    crc32: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a generation, by name, in the folder of its build."""

    folder: Path
    generation: int
    files: Mapping[str, FileSum]
    articles: int = 0
    written: datetime | None = None  # None: it is not written yet
    location: str = ""  # where the index is that they are copies of; "": they are the index

    @property
    def size(self) -> int:
        """Return the bytes of all files but the manifest's own."""
        return sum(file.size for file in self.files.values())

    def damaged(self, name: str = "") -> IndexUnusableError:
        """Return the error that says so of a file, or of them all."""
        if self.location:
            return damaged_copy(self.location, self.folder, name)
        return damaged(self.folder, name)

    def path(self, name: str) -> Path:
        """Return where a file lies that is to be mapped. Raises IndexUnusableError if its size is another."""
        path = self.folder / name
        try:
            if path.stat().st_size == self.files[name].size:
                return path
        except _DAMAGE as error:
            raise self.damaged(name) from error
        raise self.damaged(name)

    def read(self, name: str) -> bytes:
        """Read a file. Raises IndexUnusableError when it is not as it was written."""
        try:
            content = self.path(name).read_bytes()
        except OSError as error:
            raise self.damaged(name) from error
        if FileSum(len(content), zlib.crc32(content)) != self.files[name]:
            raise self.damaged(name)
        return content

    def verify(self) -> None:
        """Read every file, and the manifest itself. Raises IndexUnusableError naming the first that has changed."""
        read_manifest(self.folder, self.generation)
        for name in self.files:
            self.verify_file(name)

    def verify_file(self, name: str, rest: Callable[[], None] = lambda: None) -> None:
        """Read a file of any size, with a rest after each part.

        Raises IndexUnusableError when it is not as it was written.
        """
        try:
            found = _sum_up(self.path(name), rest)
        except OSError as error:
            raise self.damaged(name) from error
        if found != self.files[name]:
            raise self.damaged(name)

    def including(self, names: Iterable[str]) -> "Manifest":
        """Return the manifest with further files, which are read. Raises OSError."""
        added = {name: _sum_up(self.folder / name) for name in names}
        return replace(self, files={**self.files, **added})

    def succeeding(self, generation: int, names: Sequence[str]) -> "Manifest":
        """Return that of the generation after, of these files: those of before keep their checksums."""
        known = {name: self.files[name] for name in names if name in self.files}
        after = Manifest(self.folder, generation, known, location=self.location)
        return after.including(name for name in names if name not in known)

    def write(self, articles: int) -> None:
        """Write it beside the files, saying when, and how many articles are in them."""
        plain = {
            "articles": articles,
            "written": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {name: [file.size, file.crc32] for name, file in self.files.items()},
        }
        path = self.folder / manifest_name(self.generation)
        write_whole(path, [sealed(json.dumps(plain))])


def manifest_name(generation: int) -> str:
    """Return what the manifest of a generation is called."""
    return f"{_BEGINNING}{generation}"


def newest_whole(folder: Path) -> Manifest | None:
    """Return the manifest of the newest generation of a build that is as it was written and has all its files.

    Of these only the size is looked at.
    """
    numbers = [path.name.removeprefix(_BEGINNING) for path in folder.glob(f"{_BEGINNING}*")]
    for number in sorted((int(n) for n in numbers if n.isdecimal()), reverse=True):
        with suppress(IndexUnusableError):
            manifest = read_manifest(folder, number)
            for name in manifest.files:
                manifest.path(name)
            return manifest
    return None


def read_manifest(folder: Path, generation: int) -> Manifest:
    """Read which files a generation is made of. Raises IndexUnusableError."""
    name = manifest_name(generation)
    try:
        plain = json.loads(unsealed((folder / name).read_bytes()))
        files = {name: FileSum(*file) for name, file in plain["files"].items()}
        written = datetime.fromisoformat(plain["written"])
        return Manifest(folder, generation, files, plain["articles"], written)
    except _DAMAGE as error:
        raise damaged(folder, name) from error


def _sum_up(path: Path, rest: Callable[[], None] = lambda: None) -> FileSum:
    size = crc = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            rest()
    return FileSum(size, crc)
