"""Damage for the tests: files of an index as no writer leaves them."""

import zlib
from collections.abc import Iterator
from pathlib import Path

from search.engine import Engine
from search.engines.arrays.file.durable import sealed, unsealed
from search.errors import IndexFault, IndexUnusableError


def write_as_if_sound(path: Path, content: bytes) -> None:
    """Give a file of a build another content, and its manifest a checksum to match."""
    entry = b'"%s": [%d, %d]'
    before = entry % (path.name.encode(), path.stat().st_size, zlib.crc32(path.read_bytes()))
    after = entry % (path.name.encode(), len(content), zlib.crc32(content))
    (manifest,) = path.parent.glob("MANIFEST-*")
    text = unsealed(manifest.read_bytes())
    assert before.decode() in text
    manifest.write_text(sealed(text.replace(before.decode(), after.decode())), encoding="utf-8")
    path.write_bytes(content)


def files_of(index: Path) -> Iterator[Path]:
    """Yield all files that an index is made of, in the order of their names."""
    yield from sorted(path for path in index.rglob("*") if path.is_file() and path.name != "LOCK")


def flip(path: Path, place: int, mask: int = 1) -> None:
    """Change bits of one byte of a file."""
    with path.open("r+b") as stream:
        stream.seek(place)
        (byte,) = stream.read(1)
        stream.seek(place)
        stream.write(bytes([byte ^ mask]))


def fault(engine: Engine) -> IndexFault | None:
    """Say why the newest index does not answer; None when it does."""
    try:
        engine.confirm_newest()
    except IndexUnusableError as error:
        return error.fault
    return None
