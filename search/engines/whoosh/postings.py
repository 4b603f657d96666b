"""Where does a term stand? Posting lists as arrays, read from Whoosh's stock postings.

This is the seam to replace for faster postings: all above it works on `Posting` arrays.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .schema import BIGRAMS

_CACHE_BYTES = 64 * 1024 * 1024

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Posting:
    """Where one term stands, over all segments; documents by their number in the reader, ascending.

    `counts[i]` occurrences in `documents[i]`. For bigrams, `places` holds every occurrence as
    document << 32 | position, ascending; for other fields it is None.
    """

    documents: Integers
    counts: Integers
    places: Integers | None = None

    @property
    def nbytes(self) -> int:
        """Bytes the arrays take."""
        places = 0 if self.places is None else self.places.nbytes
        return self.documents.nbytes + self.counts.nbytes + places


_NO_INTEGERS: Integers = np.empty(0, np.int64)
NO_POSTING = Posting(_NO_INTEGERS, _NO_INTEGERS, _NO_INTEGERS)


class PostingReader:
    """Reads posting lists of an open index; threads may share it.

    Whoosh's own readers seek in a shared file, so one thread reads at a time; lists read lately
    are kept, up to 64 MB.
    """

    def __init__(self, segments: Sequence[tuple[Any, int]]) -> None:
        self._segments = segments  # segment reader, number of its first document
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Posting] = OrderedDict()
        self._kept_bytes = 0

    def posting(self, field: str, term: str) -> Posting:
        """Return where a term stands in a field; empty when it stands nowhere."""
        key = (field, term)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            posting = self._read(field, term)
            self._keep(key, posting)
            return posting

    def _keep(self, key: tuple[str, str], posting: Posting) -> None:
        self._kept[key] = posting
        self._kept_bytes += posting.nbytes
        while self._kept_bytes > _CACHE_BYTES:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= dropped.nbytes

    def _read(self, field: str, term: str) -> Posting:
        parts = [
            _read_segment(reader, field, term, first)
            for reader, first in self._segments
            if (field, term) in reader
        ]
        if not parts:
            return NO_POSTING
        if len(parts) == 1:
            return parts[0]
        return Posting(
            np.concatenate([part.documents for part in parts]),
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.places for part in parts if part.places is not None])
            if field == BIGRAMS
            else None,
        )


def _read_segment(reader: Any, field: str, term: str, first: int) -> Posting:
    matcher = reader.postings(field, term)
    documents, weights, values = [], [], []
    while matcher.is_active():
        documents.append(matcher.id())
        weights.append(matcher.weight())
        if field == BIGRAMS:
            values.append(matcher.value())
        matcher.next()
    numbers = np.array(documents, np.int64) + first
    counts = np.array(weights).astype(np.int64)
    if field != BIGRAMS:
        return Posting(numbers, counts)
    positions = np.frombuffer(b"".join(values), "<u4").astype(np.int64)
    return Posting(numbers, counts, (np.repeat(numbers, counts) << 32) | positions)
