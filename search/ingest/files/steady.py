"""Steady file: of which bytes was a file read? Hashed as they are read, so that no change goes unseen."""

import hashlib
import io
from typing import BinaryIO

from .listing import CorpusFile, shown_digest

_HELD_BYTES = 16 * 1024 * 1024  # read at once; larger files are hashed before and afterwards


class SteadyFile:
    """A file and its sidecar, each opened once, and the fingerprint of what was read of them.

    Were the file hashed by itself, before or after, one that is written meanwhile would be taken
    for what it was or what it will be, and its text never be read again.
    """

    def __init__(self, file: CorpusFile) -> None:
        self._file = file
        self._digest: hashlib.blake2b | None = None
        self._is_whole = True  # whether what was hashed is what was read
        self._sidecar: bytes | None = None

    def sidecar(self) -> bytes:
        """Return what is in the sidecar. Raises OSError."""
        if self._sidecar is None:
            self._sidecar = self._file.sidecar_content()
        return self._sidecar

    def open(self) -> BinaryIO:
        """Open the file. Raises OSError."""
        stream = self._file.open()
        content = stream.read(_HELD_BYTES + 1)
        self._is_whole = len(content) <= _HELD_BYTES
        if self._is_whole:
            stream.close()
            self._digest = hashlib.blake2b(content)
            return io.BytesIO(content)
        stream.seek(0)
        self._digest = hashlib.file_digest(stream, "blake2b")  # type: ignore[assignment]
        stream.seek(0)
        return stream

    def fingerprint(self) -> str:
        """Return the fingerprint of what was read; an empty one when it is not known, or has changed."""
        if self._digest is None or (self._file.sidecar and self._sidecar is None):
            return ""
        self._digest.update(self._sidecar or b"")
        fingerprint = shown_digest(self._digest)
        try:
            return fingerprint if self._is_whole or self._file.fingerprint() == fingerprint else ""
        except OSError:
            return ""
