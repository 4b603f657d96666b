"""Compression: what are articles compressed with? With what many of them have: heads by zlib, texts by zstd.

A head, or a chunk of a text, is short: what it could refer to stands in a dictionary, trained on the
first articles of a build, the same in all its segments. A build of few has one that is known before.
The code units of texts are numbered by how frequent they are in these first articles: so of most
characters one of two bytes is 0.
"""

import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from .array_types import AnyArray
from .arrays import ArrayFile
from .layout import DICTIONARIES, TEXT_UNITS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What bytes raise that were not compressed so.
COMPRESSION_DAMAGE = (zlib.error, zstd.ZstdError)

_RAW = -zlib.MAX_WBITS  # without frame and checksum: arrays have theirs
_LEVEL = (
    6  # of zstd: a chunk takes 60 µs, zlib took 95; level 9 takes half as much again for 1 % less
)
_WINDOW_BITS = 17  # how far back a text may refer, its dictionary included; what reading one takes
#: How long dictionaries are: as much as zlib looks back, and a window but for a chunk.
_HEAD_BYTES, _TEXT_BYTES = 32 << 10, 110 << 10
_MOST_SAMPLES = 4096  # heads, or chunks
# What every frame of zstd, and every dictionary that was trained, begins with (RFC 8878).
_FRAME, _TRAINED = b"\x28\xb5\x2f\xfd", b"\x37\xa4\x30\xec"
_WRITING: dict[int, int] = {
    zstd.CompressionParameter.compression_level: _LEVEL,
    zstd.CompressionParameter.window_log: _WINDOW_BITS,
    zstd.CompressionParameter.checksum_flag: 0,
    zstd.CompressionParameter.dict_id_flag: 0,
}
_READING: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_BITS}
_UNIT = np.dtype("<u2")  # of UTF-16
_KEPT_AS = {name: _UNIT if name == TEXT_UNITS else np.dtype(np.uint8) for name in DICTIONARIES}


@dataclass(frozen=True)
class Dictionaries:
    """What the heads of articles are compressed with, and their texts."""

    heads: bytes
    texts: bytes  # numbers of code units
    units: bytes = b""  # code units, by their numbers; all others follow

    @classmethod
    def of(cls, arrays: ArrayFile) -> "Dictionaries":
        """Return those of a segment."""
        return cls(*(arrays[name].astype(_KEPT_AS[name]).tobytes() for name in DICTIONARIES))

    def __reduce__(self) -> tuple[type["Dictionaries"], tuple[bytes, bytes, bytes]]:
        """Be sent to another process without what was made of them here."""
        return Dictionaries, (self.heads, self.texts, self.units)

    @cached_property
    def head_packing(self) -> "HeadPacking":
        """Return what compresses heads, once it has read its dictionary, which takes longer than a head."""
        return HeadPacking(self)

    @cached_property
    def text_packing(self) -> "TextPacking":
        """Return what compresses chunks of texts, likewise."""
        return TextPacking(self)

    def to_arrays(self) -> dict[str, AnyArray]:
        """Return the arrays that a segment keeps of them."""
        kept = zip(DICTIONARIES, (self.heads, self.texts, self.units), strict=True)
        return {name: np.frombuffer(own, _KEPT_AS[name]) for name, own in kept}


def trained(
    heads: Iterable[bytes], texts: Iterable[bytes], otherwise: Dictionaries
) -> Dictionaries:
    """Return dictionaries of what many of these have; what is too little to tell leaves those there are."""
    chunks = list(islice(texts, _MOST_SAMPLES))
    counts = np.bincount(np.frombuffer(b"".join(chunks), _UNIT), minlength=1 << 16)
    units = counts.argsort(kind="stable")[::-1][: np.count_nonzero(counts)].astype(_UNIT).tobytes()
    of_heads = _trained(heads, _HEAD_BYTES)
    of_texts = _trained(map(_Units(units).numbers, chunks), _TEXT_BYTES)
    return Dictionaries(
        of_heads or otherwise.heads,
        of_texts or otherwise.texts,
        units if of_texts else otherwise.units,
    )


def _trained(samples: Iterable[bytes], size: int) -> bytes:
    """Return a dictionary of so many bytes; none where there is too little to make it of."""
    try:
        return zstd.train_dict(list(islice(samples, _MOST_SAMPLES)), size).dict_content
    except (zstd.ZstdError, ValueError):
        return b""


class HeadPacking:
    """Compresses heads, and undoes it. Threads may share it."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self._known = dictionaries.heads
        self._prepared = zlib.compressobj(wbits=_RAW, zdict=self._known)

    def packed(self, head: bytes) -> bytes:
        """Return the bytes of a head."""
        writing = self._prepared.copy()
        return writing.compress(head) + writing.flush()

    def unpacked(self, packed: bytes | memoryview, most: int) -> bytes:
        """Return a head, of so many bytes at most. Raises COMPRESSION_DAMAGE, ValueError."""
        reading = zlib.decompressobj(_RAW, self._known)
        head = reading.decompress(packed, most + 1)
        if not reading.eof:
            raise ValueError("cut short, or longer")
        return head


class TextPacking:
    """Compresses chunks of texts, and undoes it. Threads may share it."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self._units, content = _Units(dictionaries.units), dictionaries.texts
        known = zstd.ZstdDict(content, is_raw=content[:4] != _TRAINED) if content else None
        self._known = known.as_digested_dict if known else None

    def packed(self, chunk: bytes) -> bytes:
        """Return the bytes of a chunk."""
        writing = zstd.ZstdCompressor(options=_WRITING, zstd_dict=self._known)
        packed = writing.compress(self._units.numbers(chunk), zstd.ZstdCompressor.FLUSH_FRAME)
        return packed[len(_FRAME) :]

    def unpacked(self, packed: bytes | memoryview, most: int) -> bytes:
        """Return a chunk, of so many bytes at most. Raises COMPRESSION_DAMAGE, ValueError."""
        reading = zstd.ZstdDecompressor(self._known, _READING)
        numbers = reading.decompress(_FRAME + packed, most + 1)
        if not reading.eof:
            raise ValueError("cut short, or longer")
        return self._units.text(numbers)


class _Units:
    """Code units, and their numbers: some, the most frequent first, then all others."""

    def __init__(self, frequent: bytes) -> None:
        first = np.frombuffer(frequent, _UNIT)
        every = np.arange(1 << 16)
        self._units = np.concatenate((first, np.setdiff1d(every, first))).astype(_UNIT)
        self._numbers = np.zeros(1 << 16, _UNIT)
        self._numbers[self._units] = np.arange(len(self._units))

    def numbers(self, text: bytes) -> bytes:
        return self._numbers.take(np.frombuffer(text, _UNIT)).tobytes()

    def text(self, numbers: bytes) -> bytes:
        return self._units.take(np.frombuffer(numbers, _UNIT)).tobytes()
