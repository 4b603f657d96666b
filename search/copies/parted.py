"""Parted: how are more numbers sorted than memory holds? In parts, by what they begin with; each lies in a file."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile

import numpy as np
import numpy.typing as npt

#: A part is about so many numbers: it, and what is made of it, is held in memory.
_IN_PART = 1 << 20
_MOST_PARTS = 256  # as many files are open
_IN_MEMORY = 1 << 16  # bytes of a part that is kept there

_HALF = np.uint64(32)


class Parted:
    """Numbers of 64 bits, parted by their upper halves, which are less than a limit."""

    def __init__(self, expected: int, limit: int, scratch: Path | None = None) -> None:
        """Make ready for about so many numbers; `scratch`: where files lie, else where all do."""
        self._limit = max(limit, 1)
        count = min(1 + expected // _IN_PART, _MOST_PARTS, self._limit)
        folder = None if scratch is None else str(scratch)
        self._parts = [
            SpooledTemporaryFile(_IN_MEMORY, dir=folder)  # noqa: SIM115 - closed in close
            for _ in range(count)
        ]

    def add(self, numbers: npt.NDArray[np.uint64]) -> None:
        """Take some numbers."""
        if len(self._parts) == 1:
            self._parts[0].write(np.ascontiguousarray(numbers).data)
            return
        count = np.uint64(len(self._parts))
        parts = (numbers >> _HALF) * count // np.uint64(self._limit)
        order = parts.argsort(kind="stable")
        numbers, bounds = numbers[order], parts[order].searchsorted(np.arange(count + np.uint64(1)))
        for part, first, last in zip(self._parts, bounds[:-1], bounds[1:], strict=True):
            part.write(numbers[first:last].data)

    def each(self) -> Iterator[npt.NDArray[np.uint64]]:
        """Yield the parts, those that begin with the least first; what was read is gone."""
        for part in self._parts:
            part.seek(0)
            yield np.frombuffer(bytearray(part.read()), np.uint64)
            part.close()

    def close(self) -> None:
        """Let go of what lies in files."""
        for part in self._parts:
            part.close()
