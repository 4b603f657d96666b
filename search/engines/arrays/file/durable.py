"""Durable files: how does a small file come to be on disk, whole or not at all, and unlike no other?

A sealed text has its own checksum as its last line, so what is not as it was written is told.
"""

import os
import zlib
from collections.abc import Iterable
from pathlib import Path


def sealed(text: str) -> str:
    """Return a text with its checksum behind it."""
    return f"{text}\ncrc32 {zlib.crc32(text.encode()):08x}\n"


def unsealed(content: bytes) -> str:
    """Return the text of a sealed file. Raises ValueError when any byte of it has changed."""
    text = content.decode().rpartition("\ncrc32 ")[0]
    if sealed(text).encode() != content:
        raise ValueError("not as it was written")
    return text


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write a file so that it is there whole or not at all; its name is on disk when its folder is synced."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(parts)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def sync(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to disk."""
    if path.is_dir() and os.name == "nt":
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
