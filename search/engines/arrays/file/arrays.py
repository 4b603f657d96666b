"""AnyArray files: how do arrays lie in a file? Named, aligned, checksummed; read by mapping it.

The layout is specified in docs/index-format.md.
"""

import json
import mmap
import os
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .array_types import AnyArray
from .nibbles import NIBBLES, packed

#: Changes whenever a file written before would be read wrongly.
ARRAYS_VERSION = 1


_MAGIC = b"ZSARRAYS"
_HEADER = struct.Struct("<8sII")  # magic, version, 0
_FOOTER = struct.Struct("<QQI4x8s")  # offset and length of the table, its CRC-32, magic
_ALIGNMENT = 64  # bytes, a cache line
_CHUNK = 1 << 20  # elements copied or checked at a time
_SPOOL_IN_MEMORY = 1 << 20  # bytes of one array kept in memory while it grows


class ArrayFileError(Exception):
    """The file is not an array file, of another version, cut short or damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path


@dataclass(frozen=True, slots=True)
class _Entry:
    dtype: str
    offset: int
    length: int  # elements
    crc32: int


class ArrayFile:
    """An open array file: never changes, so threads and processes share it through the page cache.

    Opening checks the table; `verify` checks every array. Raises ArrayFileError, OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size < _HEADER.size + _FOOTER.size:
                raise ArrayFileError(path, "cut short")
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._entries = self._read_table(size)
        self._arrays = {
            name: np.frombuffer(self._map, entry.dtype, entry.length, entry.offset)
            for name, entry in self._entries.items()
        }

    def __getitem__(self, name: str) -> AnyArray:
        """Return an array, mapped, not to be written to."""
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def read(self, name: str, start: int, stop: int) -> AnyArray:
        """Read part of an array into memory without mapping it, for passes over the whole file."""
        entry = self._entries[name]
        dtype = np.dtype(entry.dtype)
        with self.path.open("rb") as stream:
            return np.fromfile(
                stream, dtype, stop - start, offset=entry.offset + start * dtype.itemsize
            )

    def verify(self, names: Iterable[str] | None = None) -> None:
        """Check the checksum of every array, or of some. Raises ArrayFileError naming the first that differs."""
        for name in self._entries if names is None else names:
            entry, crc = self._entries[name], 0
            for start in range(0, entry.length, _CHUNK):
                chunk = self.read(name, start, min(start + _CHUNK, entry.length))
                crc = zlib.crc32(chunk.data, crc)
            if crc != entry.crc32:
                raise ArrayFileError(self.path, f"{name} is damaged")

    def _read_table(self, size: int) -> dict[str, _Entry]:
        magic, version, _ = _HEADER.unpack_from(self._map, 0)
        if magic != _MAGIC:
            raise ArrayFileError(self.path, "not an array file")
        if version != ARRAYS_VERSION:
            raise ArrayFileError(self.path, f"version {version}, not {ARRAYS_VERSION}")
        offset, length, crc, magic = _FOOTER.unpack_from(self._map, size - _FOOTER.size)
        if magic != _MAGIC or offset + length + _FOOTER.size != size:
            raise ArrayFileError(self.path, "cut short")
        table = self._map[offset : offset + length]
        if zlib.crc32(table) != crc:
            raise ArrayFileError(self.path, "its table is damaged")
        return {name: _Entry(**entry) for name, entry in json.loads(table).items()}


def write_arrays(path: Path, arrays: Mapping[str, AnyArray]) -> None:
    """Write an array file. Integers are kept in the narrowest unsigned type that holds them all."""
    _write(path, ((name, narrowest(_greatest(array)), [array]) for name, array in arrays.items()))


class ArraySpool:
    """Arrays that grow at their ends until they are written to an array file.

    What is not small waits in files that the system removes with the process.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._streams: dict[str, tempfile.SpooledTemporaryFile[bytes]] = {}
        self._dtypes: dict[str, np.dtype[Any]] = {}
        self._greatest: dict[str, int] = {}

    def append(self, name: str, values: AnyArray) -> None:
        """Add to the end of an array, which has the type of what was added first."""
        if name not in self._streams:
            self._streams[name] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed in close
                _SPOOL_IN_MEMORY, dir=str(self._scratch)
            )
            self._dtypes[name] = values.dtype
            self._greatest[name] = 0
        values = np.ascontiguousarray(values, self._dtypes[name])
        self._streams[name].write(values.data)
        self._greatest[name] = max(self._greatest[name], _greatest(values))

    def write(self, path: Path) -> None:
        """Write all arrays to an array file, of those called so two numbers in a byte."""
        _write(
            path,
            ((name, narrowest(self._greatest[name]), self._chunks(name)) for name in self._streams),
        )

    def _chunks(self, name: str) -> Iterator[AnyArray]:
        stream, dtype = self._streams[name], self._dtypes[name]
        stream.seek(0)
        while data := stream.read(_CHUNK * dtype.itemsize):
            chunk = np.frombuffer(data, dtype)
            # An even number of them, but for the last chunk.
            yield packed(chunk) if name.endswith(NIBBLES) else chunk

    def close(self) -> None:
        """Let go of what waits."""
        for stream in self._streams.values():
            stream.close()


def narrowest(greatest: int) -> np.dtype[Any]:
    """Return the narrowest of 8, 16, 32 and 64 bits, unsigned and little-endian, that holds a number."""
    return np.min_scalar_type(greatest).newbyteorder("<")


def _greatest(array: AnyArray) -> int:
    return int(array.max()) if len(array) else 0


def _write(path: Path, arrays: Iterable[tuple[str, np.dtype[Any], Iterable[AnyArray]]]) -> None:
    table: dict[str, dict[str, object]] = {}
    with path.open("wb") as stream:
        stream.write(_HEADER.pack(_MAGIC, ARRAYS_VERSION, 0))
        for name, dtype, chunks in arrays:
            stream.write(bytes(-stream.tell() % _ALIGNMENT))
            offset, length, crc = stream.tell(), 0, 0
            for values in chunks:
                chunk = np.ascontiguousarray(values, dtype)
                stream.write(chunk.data)
                crc = zlib.crc32(chunk.data, crc)
                length += len(chunk)
            table[name] = {"dtype": dtype.str, "offset": offset, "length": length, "crc32": crc}
        offset = stream.tell()
        encoded = json.dumps(table).encode()
        stream.write(encoded)
        stream.write(_FOOTER.pack(offset, len(encoded), zlib.crc32(encoded), _MAGIC))
        stream.flush()
        os.fsync(stream.fileno())
