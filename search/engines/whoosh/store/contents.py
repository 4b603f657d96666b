"""Contents: which segments has a generation, and which of their documents are not deleted?

Read from Whoosh's table of contents, but not by Whoosh, which takes longer to load than a query to
answer, and lets what is in a pickle run. Here nothing in it can stand for more than a segment.
"""

import io
import pickle
import struct
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...arrays.file.array_types import Marks
from ...arrays.file.manifest import Manifest

ARRAYS_EXTENSION = ".arrays"
INDEX_NAME = "MAIN"  # Whoosh's own default
_SIZES = bytes((4, 8, 4))  # of numbers, which Whoosh writes first
_HEAD = struct.Struct("!ii")  # a number that tells the order of bytes, and the format
_EXPECTED_HEAD = (-12345, -111)
_RELEASE_PARTS = 3
_GENERATION = struct.Struct("!ii")  # and a number not used
_OURS = "search.engines.whoosh.store.codec"
_NAMED = {(_OURS, "ArraySegment"), (_OURS, "ArrayCodec")}


@dataclass(frozen=True, slots=True)
class SegmentContents:
    """A segment: its file, how many documents are in it, and which of them are deleted."""

    file_name: str
    size: int
    deleted: frozenset[int]

    def live(self) -> Marks:
        """Mark the documents that are not deleted."""
        return live_of(self.size, self.deleted)


def live_of(size: int, deleted: Iterable[int]) -> Marks:
    """Mark those of so many documents that are not deleted."""
    live = np.ones(size, bool)
    live[list(deleted)] = False
    return live


def contents_name(generation: int) -> str:
    """Return what the table of contents of a generation is called."""
    return f"_{INDEX_NAME}_{generation}.toc"


def read_contents(manifest: Manifest) -> list[SegmentContents]:
    """Read which segments a generation has.

    Raises IndexUnusableError when the table is not as it was written; when it is none, what
    `opening` knows of files that are broken.
    """
    stream = io.BytesIO(manifest.read(contents_name(manifest.generation)))
    if stream.read(len(_SIZES)) != _SIZES or _HEAD.unpack(stream.read(8)) != _EXPECTED_HEAD:
        raise ValueError("no table of contents of this version")
    for _ in range(_RELEASE_PARTS):
        _read_number(stream)
    stream.seek(_read_number(stream), io.SEEK_CUR)  # the schema
    generation, _ = _GENERATION.unpack(stream.read(8))
    if generation != manifest.generation:
        raise ValueError("of another generation")
    return [_segment(named) for named in _Unpickler(stream).load()]


def _segment(named: "_Named") -> SegmentContents:
    told = vars(named)
    name = f"{told['indexname']}_{told['segid']}{ARRAYS_EXTENSION}"
    return SegmentContents(name, told["_doccount"], frozenset(told["_deleted"] or ()))


def _read_number(stream: io.BytesIO) -> int:
    """Read a number of seven bits a byte, the lowest first; each but the last has its eighth bit set."""
    number = shift = 0
    while True:
        byte = stream.read(1)[0]
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number
        shift += 7


class _Named:
    """What a pickle names: it has attributes, and does nothing."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type[_Named]:
        """Return what a name stands for."""
        if (module, name) not in _NAMED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a table of contents")
        return _Named
