"""Compression: what are articles compressed with? zstd, with dictionaries of what many of them have.

A head, and a chunk of a text, is short: what it could refer to stands in a dictionary, trained on the
first articles of a build, the same in all its segments. A build of few has one that is known before.
The code units of texts are numbered by how frequent they are in these first: so of most characters
one of two bytes is 0.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
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
COMPRESSION_DAMAGE = zstd.ZstdError

_LEVEL = 6  # a chunk takes 60 µs, zlib took 95; level 9 takes half as much again for 1 % less
_WINDOW_BITS = 17  # how far back a frame may refer, the dictionary included; what reading one takes
_HEAD_BYTES, _TEXT_BYTES = 32 << 10, 110 << 10  # of dictionaries: what is less than a window
_MOST_SAMPLES = 4096  # heads, or chunks
# What every frame, and every dictionary that was trained, begins with (RFC 8878).
_FRAME, _TRAINED = b"\x28\xb5\x2f\xfd", b"\x37\xa4\x30\xec"
_NOT_KEPT = (
    zstd.CompressionParameter.content_size_flag,
    zstd.CompressionParameter.checksum_flag,  # arrays have theirs
    zstd.CompressionParameter.dict_id_flag,
)
_WRITING: dict[int, int] = {
    zstd.CompressionParameter.compression_level: _LEVEL,
    zstd.CompressionParameter.window_log: _WINDOW_BITS,
    **dict.fromkeys(_NOT_KEPT, 0),
}
_UNIT = np.dtype("<u2")  # of UTF-16
_KEPT_AS = {name: _UNIT if name == TEXT_UNITS else np.dtype(np.uint8) for name in DICTIONARIES}
_READING: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_BITS}


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """What the heads of articles are compressed with, and their texts."""

    heads: bytes
    texts: bytes  # numbers of code units
    units: bytes = b""  # code units of 16 bits, by their numbers; all others follow

    @classmethod
    def of(cls, arrays: ArrayFile) -> "Dictionaries":
        """Return those of a segment."""
        return cls(*(arrays[name].astype(_KEPT_AS[name]).tobytes() for name in DICTIONARIES))

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
    numbered = [_Units(units).numbers(chunk) for chunk in chunks]
    of_heads, of_texts = _trained(heads, _HEAD_BYTES), _trained(numbered, _TEXT_BYTES)
    return Dictionaries(
        of_heads or otherwise.heads,
        of_texts or otherwise.texts,
        units if of_texts else otherwise.units,
    )


class Packing:
    """Compresses with a dictionary, and undoes it. Threads may share it."""

    def __init__(self, dictionary: bytes) -> None:
        is_raw = not dictionary.startswith(_TRAINED)
        known = zstd.ZstdDict(dictionary, is_raw=is_raw) if dictionary else None
        self._known = known.as_digested_dict if known else None

    def packed(self, content: bytes) -> bytes:
        """Return the bytes of a content."""
        writing = zstd.ZstdCompressor(options=_WRITING, zstd_dict=self._known)
        return writing.compress(content, zstd.ZstdCompressor.FLUSH_FRAME)[len(_FRAME) :]

    def unpacked(self, packed: bytes | memoryview, most: int) -> bytes:
        """Return a content, of so many bytes at most. Raises COMPRESSION_DAMAGE, ValueError."""
        reading = zstd.ZstdDecompressor(self._known, _READING)
        content = reading.decompress(_FRAME + packed, most + 1)
        if not reading.eof:
            raise ValueError("cut short, or longer")
        return content


class TextPacking(Packing):
    """Compresses texts, of code units of 16 bits."""

    def __init__(self, dictionary: bytes, units: bytes) -> None:
        super().__init__(dictionary)
        self._units = _Units(units)

    def packed(self, content: bytes) -> bytes:
        """Return the bytes of a text."""
        return super().packed(self._units.numbers(content))

    def unpacked(self, packed: bytes | memoryview, most: int) -> bytes:
        """Return a text, of so many bytes at most. Raises COMPRESSION_DAMAGE, ValueError."""
        return self._units.text(super().unpacked(packed, most))


class _Units:
    """Code units, and their numbers: some, the most frequent first, then all others."""

    def __init__(self, frequent: bytes) -> None:
        first = np.frombuffer(frequent, _UNIT)
        every = np.arange(1 << 16)
        self._units = np.concatenate((first, np.setdiff1d(every, first))).astype(_UNIT)
        self._numbers = np.zeros(1 << 16, _UNIT)
        self._numbers[self._units] = every

    def numbers(self, text: bytes) -> bytes:
        return self._numbers.take(np.frombuffer(text, _UNIT)).tobytes()

    def text(self, numbers: bytes) -> bytes:
        return self._units.take(np.frombuffer(numbers, _UNIT)).tobytes()


# What compresses, once it has read its dictionary, which takes longer than a short text.


@lru_cache(maxsize=8)
def head_packing(dictionaries: Dictionaries) -> Packing:
    """Return what compresses heads."""
    return Packing(dictionaries.heads)


@lru_cache(maxsize=8)
def text_packing(dictionaries: Dictionaries) -> Packing:
    """Return what compresses chunks of texts."""
    return TextPacking(dictionaries.texts, dictionaries.units)


def _trained(samples: Iterable[bytes], size: int) -> bytes:
    """Return a dictionary of so many bytes; none where there is too little to make it of."""
    try:
        return zstd.train_dict(list(islice(samples, _MOST_SAMPLES)), size).dict_content
    except (zstd.ZstdError, ValueError):
        return b""
