"""Metadata: what is known of each document besides its text, and which documents have a value, or are about it?"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from ....query.nodes import ABOUT_FIELDS, Field, Literal
from ..file.array_types import Documents, Integers, Marks
from ..file.layout import (
    CITED_NUMBERS,
    ISSUER_COLUMN,
    NAME_COLUMN,
    OWN_NUMBERS,
    PAPER_COLUMN,
    REPEALS_COLUMN,
    VALIDITY_COLUMN,
    VALUE_COLUMNS,
)
from .columns import ColumnValues, TextColumn
from .recent import Recent
from .said import TextsInLine
from .segments import Segments

#: Of the documents of which something is said, what is kept of what was asked last.
_ABOUT_BYTES, _ABOUT_LITERALS = 1 << 20, 1024


class Metadata:
    """The columns of a generation, each read when it is first asked for. Threads may share it."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._live = segments.live
        self._about: Recent[Literal, Documents] = Recent(_ABOUT_BYTES, _ABOUT_LITERALS)

    @cached_property
    def values(self) -> dict[Any, ColumnValues]:
        """Return the column of each field that is looked through as whole values."""
        columns = VALUE_COLUMNS.items()
        return {field: self._segments.column(column).in_memory() for field, column in columns}

    @property
    def issuers(self) -> ColumnValues:
        """Return the column of issuers, as they are written."""
        return self._segments.column(ISSUER_COLUMN).in_memory()

    @cached_property
    def names(self) -> TextColumn:
        """Return the column of names."""
        return self._segments.column(NAME_COLUMN)

    @cached_property
    def papers(self) -> TextColumn:
        """Return the column of the names of papers, which all versions of one share."""
        return self._segments.column(PAPER_COLUMN)

    @cached_property
    def own_numbers(self) -> TextColumn:
        """Return the column of the numbers that documents bear, by key."""
        return self._segments.column(OWN_NUMBERS)

    @cached_property
    def cited_numbers(self) -> TextColumn:
        """Return the column of the numbers that documents cite, by key."""
        return self._segments.column(CITED_NUMBERS)

    @property
    def repealed(self) -> TextColumn:
        """Return the column of the names and numbers that documents say are repealed."""
        return self._segments.column(REPEALS_COLUMN)

    @property
    def validities(self) -> ColumnValues:
        """Return the column of the validity that documents say they have."""
        return self._segments.column(VALIDITY_COLUMN).in_memory()

    @cached_property
    def name_lengths(self) -> Integers:
        """Return the characters of each document's name; 0 without one."""
        return self.names.one_of_each(self.names.strings.lengths(), 0)

    def documents_with_value(self, field: Field, wanted: Callable[[str], bool]) -> Documents:
        """Find the live documents with such a value of a field that is looked through."""
        column = self.values[field]
        return self.documents_in(column, np.array([wanted(v) for v in column.strings], bool))

    def documents_in(self, column: ColumnValues, marked: Marks) -> Documents:
        """Find the live documents with one of the marked values of a column."""
        found = column.sets_with(marked)[column.sets].nonzero()[0]
        return found[self._live[found]]

    def documents_with(self, column: ColumnValues, value: int) -> Documents:
        """Find the live documents with a value of a column, by its number."""
        found = column.documents_with(value)
        return found[self._live[found]]

    def documents_about(self, literal: Literal) -> Documents:
        """Find the live documents of which a literal is said: in their section, source, author, issuer."""
        known = self._about.get(literal)
        return self._find_about(literal) if known is None else known

    def _find_about(self, literal: Literal) -> Documents:
        said = np.zeros(len(self._live), bool)
        for field, texts in self._said.items():
            if (marked := texts.holding(literal)).any():
                column = self.values[field]
                said |= column.sets_with(marked)[column.sets]
        found = (said & self._live).nonzero()[0]
        return self._about.keep(literal, found, found.nbytes)

    @cached_property
    def _said(self) -> dict[Field, TextsInLine]:
        return {field: TextsInLine(self.values[field].strings) for field in ABOUT_FIELDS}
