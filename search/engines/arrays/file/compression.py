"""Compression: what are articles compressed with? zstd, with dictionaries of what many of them have.

A head, and a chunk of a text, is short: what it could refer to stands in a dictionary, trained on the
first articles of a build, the same in all its segments. A build of few has one that is known before.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from .arrays import ArrayFile
from .layout import HEAD_DICTIONARY, TEXT_DICTIONARY

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
_READING: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_BITS}


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """What the heads of articles are compressed with, and their texts."""

    heads: bytes
    texts: bytes

    @classmethod
    def of(cls, arrays: ArrayFile) -> "Dictionaries":
        """Return those of a segment."""
        return cls(arrays[HEAD_DICTIONARY].tobytes(), arrays[TEXT_DICTIONARY].tobytes())

    def trained(self, heads: Iterable[bytes], texts: Iterable[bytes]) -> "Dictionaries":
        """Return dictionaries of what many of these have; what is too little to tell leaves them as they are."""
        return Dictionaries(
            _trained(heads, _HEAD_BYTES) or self.heads, _trained(texts, _TEXT_BYTES) or self.texts
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


@lru_cache(maxsize=8)
def packing_with(dictionary: bytes) -> Packing:
    """Return what compresses with a dictionary, once it has read that, which takes longer than a short text."""
    return Packing(dictionary)


def _trained(samples: Iterable[bytes], size: int) -> bytes:
    """Return a dictionary of so many bytes; none where there is too little to make it of."""
    try:
        return zstd.train_dict(list(islice(samples, _MOST_SAMPLES)), size).dict_content
    except (zstd.ZstdError, ValueError):
        return b""
