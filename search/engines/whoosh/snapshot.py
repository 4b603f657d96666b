"""What does one generation of an index know of its documents? Arrays with an entry a document."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...article import Article
from ...engine import Manifest
from ...facets import FACETS
from ...query import Field
from ...segmentation import Segmenter
from .postings import PostingReader
from .schema import (
    VALUE_COLUMNS,
    VALUE_SEPARATOR,
    WORD_FIELDS,
    facet_column,
    load_article,
    value_column,
)
from .storage import Settings, read_manifest

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of a facet: pair i says that document `documents[i]` has value `values[ordinals[i]]`."""

    values: tuple[str, ...]
    documents: Integers
    ordinals: Integers

    def having(self, chosen: tuple[str, ...], size: int) -> Booleans:
        """Mark, of `size` documents, those that have one of the chosen values."""
        wanted = np.array([value in set(chosen) for value in self.values], bool)
        marked = np.zeros(size, bool)
        if len(wanted):
            marked[self.documents[wanted[self.ordinals]]] = True
        return marked

    def counts(self, marked: Booleans) -> Integers:
        """Count, for each value, the marked documents that have it."""
        ordinals = self.ordinals[marked[self.documents]]
        return np.bincount(ordinals, minlength=len(self.values)).astype(np.int64)


class Snapshot:
    """An open generation: never changes, so threads share it. Document numbers run over all segments."""

    def __init__(self, index: Any, reader: Any, build: Path, settings: Settings) -> None:
        self._index = index
        self.reader = reader
        self.build = build
        self.settings = settings
        self.segmenter = Segmenter(settings.dictionary)
        self.generation: int = reader.generation()
        self.manifest: Manifest = read_manifest(build, self.generation)
        self._segments = [(leaf, first) for leaf, first in reader.leaf_readers()]
        self.size: int = reader.doc_count_all()
        self.postings = PostingReader(self._segments)
        self._reading = threading.Lock()
        self.live = self._live()
        self.ids: tuple[str, ...] = tuple(self._column("id"))
        self.published = np.array(list(self._column("published")), np.int64)
        self.characters = np.array(list(self._column("length")), np.int64)
        self.word_lengths = {field: self._lengths(field) for field in WORD_FIELDS}
        self.facets = {facet.name: self._facet(facet_column(facet.name)) for facet in FACETS}

    @cached_property
    def id_rank(self) -> Integers:
        """Give each document its place in the order of ids, which settles every tie."""
        rank = np.empty(self.size, np.int64)
        rank[np.argsort(np.array(self.ids, dtype=object), kind="stable")] = np.arange(self.size)
        return rank

    @cached_property
    def document_of(self) -> dict[str, int]:
        """Find the live document of an id."""
        return {self.ids[number]: number for number in np.flatnonzero(self.live).tolist()}

    @cached_property
    def average_lengths(self) -> dict[str, float]:
        """Return the mean number of words in each field of the live documents."""
        live = self.live
        means = {
            field: float(lengths[live].mean()) if live.any() else 1.0
            for field, lengths in self.word_lengths.items()
        }
        return {field: mean or 1.0 for field, mean in means.items()}

    @cached_property
    def values(self) -> dict[Field, tuple[tuple[str, ...], Integers]]:
        """Return, for each value field, its distinct normalised values and each document's ordinal among them."""
        return {field: self._distinct(value_column(name)) for field, name in VALUE_COLUMNS.items()}

    @property
    def live_count(self) -> int:
        """Count the documents that are not deleted."""
        return int(self.live.sum())

    def latest_generation(self) -> int:
        """Return the newest generation that any process has committed to this build."""
        return int(self._index.latest_generation())

    def article(self, number: int) -> Article:
        """Read a document's article."""
        with self._reading:  # Whoosh seeks in a shared file
            stored = self.reader.stored_fields(number)["article"]
        return load_article(stored)

    def articles_by_id(self) -> Iterator[Article]:
        """Yield all live articles, ordered by id."""
        for number in np.argsort(self.id_rank).tolist():
            if self.live[number]:
                yield self.article(number)

    def _live(self) -> Booleans:
        live = np.ones(self.size, bool)
        for leaf, first in self._segments:
            if leaf.has_deletions():
                deleted = [n for n in range(leaf.doc_count_all()) if leaf.is_deleted(n)]
                live[np.array(deleted, np.int64) + first] = False
        return live

    def _column(self, name: str) -> Iterator[Any]:
        for leaf, _ in self._segments:
            column = leaf.column_reader(name)
            yield from (column[number] for number in range(leaf.doc_count_all()))

    def _lengths(self, field: str) -> Floats:
        # Whoosh says None, not the default, of a document without words in the field.
        lengths = [
            leaf.doc_field_length(number, field, 0) or 0
            for leaf, _ in self._segments
            for number in range(leaf.doc_count_all())
        ]
        return np.array(lengths, np.float64)

    def _facet(self, column: str) -> FacetColumn:
        ordinals: dict[str, int] = {}
        documents, numbers = [], []
        for document, joined in enumerate(self._column(column)):
            for value in joined.decode("utf-8").split(VALUE_SEPARATOR) if joined else ():
                documents.append(document)
                numbers.append(ordinals.setdefault(value, len(ordinals)))
        return FacetColumn(
            tuple(ordinals), np.array(documents, np.int64), np.array(numbers, np.int64)
        )

    def _distinct(self, column: str) -> tuple[tuple[str, ...], Integers]:
        ordinals: dict[str, int] = {}
        of_document = [
            ordinals.setdefault(value.decode("utf-8"), len(ordinals))
            for value in self._column(column)
        ]
        return tuple(ordinals), np.array(of_document, np.int64)
