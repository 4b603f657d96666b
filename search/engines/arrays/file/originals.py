"""Originals: which files were the articles of a generation read from, where these are kept?

Each is a file of the build, called by its digest, so two that are the same are one; it belongs to
the generation as its segments do: by its manifest it is compared, and removed with it.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .durable import write_whole
from .manifest import Manifest

_BEGINNING = "original-"
_CHUNK = 1 << 20  # bytes
# What the record raises that is cut short, or holds something else.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError)

_Kept = tuple[str, str]  # the file in the build, and what it was called


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that articles were read from, where it lies."""

    name: str  # without folders
    size: int  # bytes
    path: Path


def record_name(generation: int) -> str:
    """Return what the record of a generation is called."""
    return f"originals-{generation}.json"


class KeptOriginals:
    """The originals of the generation that is written, begun with those of the one before."""

    def __init__(self, before: Manifest) -> None:
        self._build = before.folder
        self._kept = _read(before)

    def keep(self, ids: Iterable[str], name: str, content: BinaryIO) -> None:
        """Keep a file as the original of articles. Raises OSError."""
        temporary = self._build / f"{_BEGINNING}being-written"
        digest = hashlib.blake2b(digest_size=16)
        with temporary.open("wb") as stream:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        file = _BEGINNING + digest.hexdigest()
        temporary.replace(self._build / file)
        self._kept.update(dict.fromkeys(ids, (file, name)))

    def forget(self, identifier: str) -> None:
        """Keep none of an article."""
        self._kept.pop(identifier, None)

    def write(self, generation: int) -> list[str]:
        """Write which are kept, if any are; return the files that belong to the generation."""
        if not self._kept:
            return []
        name = record_name(generation)
        write_whole(self._build / name, [json.dumps(self._kept, ensure_ascii=False)])
        return [name, *dict.fromkeys(file for file, _ in self._kept.values())]


def read_originals(manifest: Manifest) -> Mapping[str, KeptFile]:
    """Return the originals of a generation, by the ids of articles. Raises IndexUnusableError."""
    try:
        return {
            identifier: KeptFile(name, manifest.files[file].size, manifest.folder / file)
            for identifier, (file, name) in _read(manifest).items()
        }
    except _DAMAGE as error:
        raise manifest.damaged(record_name(manifest.generation)) from error


def _read(manifest: Manifest) -> dict[str, _Kept]:
    name = record_name(manifest.generation)
    if name not in manifest.files:
        return {}
    try:
        plain = json.loads(manifest.read(name))
        return {
            identifier: (str(file), str(called)) for identifier, (file, called) in plain.items()
        }
    except _DAMAGE as error:
        raise manifest.damaged(name) from error
