"""Whoosh's readers of our segments: what do Whoosh's own queries find in them?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from whoosh.codec import base
from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar
from whoosh.reading import TermInfo
from whoosh.system import pack_uint

from search.engines.arrays.file.arrays import ArrayFile
from search.engines.arrays.file.count_columns import open_counts
from search.engines.arrays.file.document_lists import DocumentLists
from search.engines.arrays.file.layout import (
    ARTICLES,
    BIGRAM_COUNTS,
    BIGRAM_KEYS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    CODE_BITS,
    OFFSET_STARTS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
    WORD_LENGTHS,
    WORD_STARTS,
    WORDS,
)
from search.engines.arrays.file.offsets import Offsets
from search.engines.arrays.file.strings import Strings
from search.engines.whoosh.store.codec import (
    BIGRAMS_FIELD,
    WORDS_FIELD,
    ArrayCodec,
    PositionsFormat,
    segment_path,
)

Array = npt.NDArray[Any]


def let_whoosh_read(patch: pytest.MonkeyPatch) -> None:
    """Give our codec what Whoosh reads with, which Zhengsou itself never asks for."""

    def per_document_reader(codec: ArrayCodec, storage: Any, segment: Any) -> Any:
        return ArrayPerDocumentReader(segment, ArrayFile(segment_path(storage, segment)))

    def terms_reader(codec: ArrayCodec, storage: Any, segment: Any) -> Any:
        return ArrayTermsReader(ArrayFile(segment_path(storage, segment)))

    def decode_frequency(format_: PositionsFormat, value: bytes) -> int:
        return len(value) // 4

    def decode_positions(format_: PositionsFormat, value: bytes) -> list[int]:
        return np.frombuffer(value, "<u4").tolist()

    patch.setattr(PositionsFormat, "decode_frequency", decode_frequency, raising=False)
    patch.setattr(PositionsFormat, "decode_positions", decode_positions, raising=False)
    patch.setattr(ArrayCodec, "per_document_reader", per_document_reader)
    patch.setattr(ArrayCodec, "terms_reader", terms_reader)


class ArrayPerDocumentReader(base.PerDocumentReader):
    """What there is of each document of a segment."""

    def __init__(self, segment: Any, arrays: ArrayFile) -> None:
        self._segment = segment
        self._lengths: Array = np.sum([arrays[name].astype(np.int64) for name in WORD_LENGTHS], 0)
        self._articles = Strings(arrays, ARTICLES)

    def doc_count(self) -> int:
        """Count the documents that are not deleted."""
        return self._segment.doc_count()

    def doc_count_all(self) -> int:
        """Count all documents."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Say whether a document is deleted."""
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        """Say whether this document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the deleted documents."""
        return iter(self._segment.deleted_docs())

    def stored_fields(self, docnum: int) -> dict[str, bytes]:
        """Return the stored article, compressed."""
        return {"article": self._articles[docnum]}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Count the words of a document."""
        return int(self._lengths[docnum]) if fieldname == WORDS_FIELD else default

    def field_length(self, fieldname: str) -> int:
        """Count the words of all documents."""
        return int(self._lengths.sum()) if fieldname == WORDS_FIELD else 0

    def min_field_length(self, fieldname: str) -> int:
        """Count the words of the shortest document."""
        return int(self._lengths.min()) if fieldname == WORDS_FIELD else 0

    def max_field_length(self, fieldname: str) -> int:
        """Count the words of the longest document."""
        return int(self._lengths.max()) if fieldname == WORDS_FIELD else 0


class ArrayTermsReader(base.TermsReader):
    """The terms of a segment, for Whoosh's own queries."""

    def __init__(self, arrays: ArrayFile) -> None:
        self._arrays = arrays
        self._words = Strings(arrays, WORDS)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """Name the fields with terms."""
        return [BIGRAMS_FIELD, WORDS_FIELD]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every field and term, ascending."""
        mask = (1 << CODE_BITS) - 1
        for key in self._arrays[BIGRAM_KEYS].tolist():
            yield BIGRAMS_FIELD, (chr(key >> CODE_BITS) + chr(key & mask)).encode()
        for word in self._words:
            yield WORDS_FIELD, word

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from one on."""
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term and what is known of it."""
        return (((field, text), self.term_info(field, text)) for field, text in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield the terms from one on, and what is known of them."""
        return ((term, info) for term, info in self.items() if term >= (fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term. Raises KeyError."""
        documents, counts, _ = self._postings(fieldname, text)
        return TermInfo(
            weight=int(counts.sum()),
            df=len(documents),
            minlength=1,
            maxlength=None,
            maxweight=int(counts.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """Return what walks over a posting list, one document at a time."""
        if self._find(fieldname, text) is None:
            return NullMatcher()
        documents, counts, positions = self._postings(fieldname, text)
        info = self.term_info(fieldname, text)
        return ArrayMatcher((fieldname, text), documents, counts, positions, format_, scorer, info)

    def _find(self, fieldname: str, text: bytes) -> int | None:
        if fieldname == WORDS_FIELD:
            return self._words.find(text)
        bigram = text.decode()
        if fieldname != BIGRAMS_FIELD or len(bigram) != 2:
            return None
        first, second = map(ord, bigram)
        keys, key = self._arrays[BIGRAM_KEYS], (first << CODE_BITS) | second
        at = int(np.searchsorted(keys, np.uint64(key)))
        return at if at < len(keys) and int(keys[at]) == key else None

    def _postings(self, fieldname: str, text: bytes) -> tuple[Array, Array, Array | None]:
        """Return documents, counts, and positions in their articles."""
        arrays, at = self._arrays, self._find(fieldname, text)
        if at is None:
            raise KeyError(fieldname, text)
        if fieldname == WORDS_FIELD:
            start, end = arrays[WORD_STARTS][at : at + 2].tolist()
            columns = [open_counts(arrays, name).between(start, end) for name in WORD_COUNTS]
            counts = np.sum([column.astype(np.int64) for column in columns], 0)
            return DocumentLists(arrays, WORD_DOCUMENTS).between(start, end), counts, None
        start, end = arrays[BIGRAM_STARTS][at : at + 2].tolist()
        documents = DocumentLists(arrays, BIGRAM_PIECES).between(
            start, end
        )  # each is one piece: there are no long ones
        counts = open_counts(arrays, BIGRAM_COUNTS).between(start, end)
        start, end = arrays[OFFSET_STARTS][at : at + 2].tolist()
        return documents, counts, Offsets(arrays).between(start, end).astype(np.int64)


class ArrayMatcher(LeafMatcher):
    """Walks over one posting list, as Whoosh's own queries do."""

    def __init__(
        self,
        term: tuple[str, bytes],
        documents: Array,
        counts: Array,
        positions: Array | None,
        format_: Any,
        scorer: Any,
        info: TermInfo,
    ) -> None:
        self._term = term
        self._terminfo = info
        self.format = format_
        self.scorer = scorer
        self._documents: list[int] = documents.tolist()
        self._counts: list[int] = counts.tolist()
        self._positions = positions
        self._ends: list[int] = np.cumsum(counts).tolist()
        self._at = 0

    def is_active(self) -> bool:
        """Say whether it stands on a posting."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def id(self) -> int:
        """Return the document."""
        return self._documents[self._at]

    def next(self) -> bool:
        """Go to the next posting. Raises ReadTooFar."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> bool:
        """Go to the first posting of a document or one after it."""
        if not self.is_active():
            raise ReadTooFar
        while self.is_active() and self.id() < id:
            self._at += 1
        return True

    def weight(self) -> float:
        """Return the frequency in the document."""
        return float(self._counts[self._at])

    def value(self) -> bytes:
        """Return what the field's format reads: the positions, of words the frequency."""
        if self._positions is None:
            return pack_uint(self._counts[self._at])
        end = self._ends[self._at]
        return self._positions[end - self._counts[self._at] : end].astype("<u4").tobytes()

    def all_ids(self) -> Iterator[int]:
        """Yield the documents from here on."""
        return iter(self._documents[self._at :])

    def term_matchers(self) -> "Iterator[ArrayMatcher]":
        """Yield itself."""
        yield self

    def supports_block_quality(self) -> bool:
        """Say that nothing is skipped for its low score."""
        return False
