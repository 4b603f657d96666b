"""Contents: what lies in one build on the cluster? Documents by number, and files in parts.

A reader has a copy of the files of the generation that it answers from, in a folder of its own; a
file never changes, and is compared with the checksum in the manifest when it is copied.
"""

import re
import secrets
import shutil
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from ...errors import IndexFault, IndexUnusableError, how_to_rebuild
from ..arrays.file.manifest import FileSum, Manifest, manifest_name, read_manifest
from .connection import NODES_TRIED, Connection
from .mapping import (
    GENERATION,
    MAPPINGS,
    NUMBER,
    content_of,
    part_of_file,
    settings,
    stored_in,
)

_PART = 2 << 20  # bytes of a file
_NUMBERED = re.compile(r"-(\d+)(?:\.\w+)?$", re.ASCII)  # how the files of a generation are called
_AT_ONCE = 100  # articles
_COUNTED_AT_ONCE = 10_000


class Contents:
    """One build on the cluster, and the copy of its files on this machine."""

    def __init__(self, connection: Connection, index: str) -> None:
        self.connection, self.index = connection, index
        self.folder = connection.access.folder() / index

    def make(self) -> None:
        """Make the build, empty."""
        access = self.connection.access
        self.connection.make(self.index, settings(access), MAPPINGS, 1 + access.replicas)
        self.folder.mkdir(parents=True, exist_ok=True)

    def unmake(self) -> None:
        """Remove the build, and the copy."""
        self.connection.unmake(self.index)
        shutil.rmtree(self.folder, ignore_errors=True)

    def stored(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Return the articles of documents, as `file.stored` makes them."""
        found: dict[int, bytes] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            ids = [str(number) for number in numbers[start : start + _AT_ONCE]]
            sources = self.connection.read(self.index, ids)
            found |= {int(number): stored_in(source) for number, source in sources.items()}
        return found

    def stored_all(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Return all of some articles. Raises IndexUnusableError where no node that answers has them."""
        found: dict[int, bytes] = {}
        for _ in range(NODES_TRIED):
            found |= self.stored([number for number in numbers if number not in found])
            if len(found) == len(numbers):
                return found
        raise self.connection.faults.behind()

    def documents(self, first: int = 0) -> int:
        """Count the documents from a number on."""
        return self.connection.count(self.index, {"range": {NUMBER: {"gte": first}}})

    def live(self, size: int, deleted: Sequence[int]) -> int:
        """Count the first so many documents, without some that may or may not be there."""
        total = self.connection.count(self.index, {"range": {NUMBER: {"gte": 0, "lt": size}}})
        for start in range(0, len(deleted), _COUNTED_AT_ONCE):
            some = list(deleted[start : start + _COUNTED_AT_ONCE])
            total -= self.connection.count(self.index, {"terms": {NUMBER: some}})
        return total

    def remove_unfinished(self, size: int, generation: int) -> None:
        """Remove what an update has left that was never finished: documents from a number on, later files."""
        later = [{"range": {NUMBER: {"gte": size}}}, {"range": {GENERATION: {"gt": generation}}}]
        self._remove_all({"bool": {"should": later}})

    def _remove_all(self, query: Mapping[str, object]) -> None:
        """Remove all documents that match."""
        body = {"size": _COUNTED_AT_ONCE, "_source": False, "query": query}
        while True:
            self.connection.refresh(self.index)
            (answer,) = self.connection.search_all(self.index, [body])
            if not (hits := answer["hits"]["hits"]):
                return
            self.connection.write(self.index, [(hit["_id"], None) for hit in hits])

    def remove_earlier(self, newest: Manifest, before: Manifest) -> None:
        """Remove files that were new with earlier generations and are part of neither of two.

        Who answers from a generation has copies; who is about to open one that is gone looks again.
        """
        needed = [part for manifest in (newest, before) for part in _parts_of(manifest)]
        earlier = {"range": {GENERATION: {"lt": newest.generation}}}
        self._remove_all({"bool": {"filter": earlier, "must_not": {"ids": {"values": needed}}}})

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove some documents."""
        self.connection.write(self.index, [(str(number), None) for number in numbers])

    def upload(self, names: Sequence[str], generation: int) -> None:
        """Copy files to the cluster that are new with a generation."""
        for name in names:
            with (self.folder / name).open("rb") as stream:
                for number in count():
                    if not (part := stream.read(_PART)):
                        break
                    document = (f"{name}:{number}", part_of_file(part, generation))
                    self.connection.write(self.index, [document])

    def manifest(self, generation: int) -> Manifest:
        """Return which files a generation is made of, once all of them are here, as they were written.

        Raises IndexUnusableError.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        own = manifest_name(generation)
        if not (self.folder / own).exists():
            self._download(own)
        manifest = replace(
            read_manifest(self.folder, generation), location=str(self.connection.address)
        )
        for name, told in manifest.files.items():
            path = self.folder / name
            if not path.exists() or path.stat().st_size != told.size:
                self._download(name)
                manifest.verify_file(name)
        return manifest

    def verify_files(self, manifest: Manifest) -> None:
        """Compare the checksums of the files on the cluster. Raises IndexUnusableError naming one that differs."""
        for name, told in manifest.files.items():
            size = crc = 0
            for part in self._parts(name):
                size, crc = size + len(part), zlib.crc32(part, crc)
            if FileSum(size, crc) != told:
                raise IndexUnusableError(
                    IndexFault.DAMAGED,
                    f"{self.connection.address}: {self.index} 的 {name} 已损坏；"
                    f"{how_to_rebuild(self.connection.address)}",
                )

    def forget_others(self, manifest: Manifest) -> None:
        """Remove the copies of what a generation is not made of. Only a writer may."""
        self._forget_all(path for path in self.folder.iterdir() if not _is_of(manifest, path))

    def forget_earlier(self, newest: Manifest, before: Manifest) -> None:
        """Remove the copies of what was new with earlier generations and is part of neither of two."""
        self._forget_all(
            path
            for path in self.folder.iterdir()
            if not (_is_of(newest, path) or _is_of(before, path))
            and (number := _NUMBERED.search(path.name))
            and int(number[1]) < newest.generation
        )

    def _forget_all(self, paths: Iterable[Path]) -> None:
        for path in list(paths):
            with suppress(OSError):
                path.unlink()

    def forget(self) -> None:
        """Remove the copy of all files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _download(self, name: str) -> None:
        # As the system makes files: who shares the folder may read it, too.
        unfinished = self.folder / f"{name}.{secrets.token_hex(4)}.new"
        try:
            with unfinished.open("xb") as stream:
                stream.writelines(self._parts(name))
            unfinished.replace(self.folder / name)
        finally:
            unfinished.unlink(missing_ok=True)

    def _parts(self, name: str) -> Iterator[bytes]:
        for number in count():
            identifier = f"{name}:{number}"
            found = self.connection.read(self.index, [identifier])
            if not found:
                return
            yield content_of(found[identifier])


def forget_builds(folder: Path, name: str, kept: Collection[str]) -> None:
    """Remove from a folder of copies those of builds of a name that are not kept any more.

    A build that is being made is called later than all that there are.
    """
    for path in folder.glob(f"{name}.build-*"):
        if path.name not in kept and path.name < max(kept):
            shutil.rmtree(path, ignore_errors=True)


def _is_of(manifest: Manifest, path: Path) -> bool:
    return path.name in manifest.files or path.name == manifest_name(manifest.generation)


def _parts_of(manifest: Manifest) -> Iterator[str]:
    """Yield what the parts of the files of a generation are called on the cluster."""
    yield f"{manifest_name(manifest.generation)}:0"
    for name, told in manifest.files.items():
        yield from (f"{name}:{number}" for number in range(-(-told.size // _PART)))
