"""Standings: which validity has each document on the day the index was opened, and what has taken its place?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ....copies.succession import (
    Standing,
    order_of_versions,
    repealing,
    replaced,
    superseded,
)
from ....validity import Validity, validity_on
from ..file.array_types import Documents, Integers, Marks
from ..file.layout import NO_DATE
from .columns import ColumnValues

#: Of the codes of documents; 0 is for none.
VALIDITIES: tuple[Validity | None, ...] = (None, *Validity)
_CODES = {validity: code for code, validity in enumerate(VALIDITIES)}
_IS_OVER = np.array([validity is not None and validity.is_over for validity in VALIDITIES])
_DAY_BITS = 22  # of a day as a number


@dataclass(frozen=True, slots=True)
class Told:
    """What articles tell of their being in force, of each document: a code, and days as numbers."""

    said: Integers
    effective: Integers
    expires: Integers
    published: Integers
    latest: Integers


class Standings:
    """The validity of every document on a day, and the document that has taken its place.

    First by what each tells of itself, then by what repeals it, then by later versions of its paper.
    """

    def __init__(self, told: Told, today: date) -> None:
        self._told = told
        self._today = today.toordinal()
        self.codes = _codes_on(told, today)
        self.successors: dict[int, int] = {}

    def validity(self, document: int) -> Validity | None:
        """Return the validity of a document."""
        return VALIDITIES[int(self.codes[document])]

    def are_over(self, documents: Documents) -> Marks:
        """Mark those of some documents that are no longer in force."""
        return np.asarray(_IS_OVER[self.codes.take(documents)])

    def column(self) -> ColumnValues:
        """Return the validity of each document as a column: a set for each, and one for none."""
        labels = [validity.label.text for validity in VALIDITIES if validity]
        strings = tuple(sorted(labels))
        values = np.array([strings.index(label) for label in labels], np.int64)
        sets = np.arange(1, len(VALIDITIES))
        return ColumnValues(strings, len(VALIDITIES), sets, values, self.codes)

    def standing(self, document: int) -> Standing:
        """Return how a document stands."""
        effective = int(self._told.effective[document])
        return Standing(
            self.validity(document),
            int(self._told.published[document]),
            int(self._told.latest[document]),
            begun=effective if effective <= self._today else NO_DATE,
        )

    def _of_version(self, copies: Sequence[int]) -> Standing:
        """Return how a version stands: as its head does, but in force if one of its copies says so."""
        is_in_force = any(self.validity(one) is Validity.IN_FORCE for one in copies)
        head = self.standing(copies[0])
        return replace(head, validity=Validity.IN_FORCE) if is_in_force else head

    def take_repeals(self, pairs: Iterable[tuple[int, int]], name: Callable[[int], str]) -> None:
        """Take documents that say of others that they are repealed, each with such another."""
        by_repealed: dict[int, list[tuple[str, Standing]]] = {}
        documents: dict[str, int] = {}
        for document, other in pairs:
            repealer = self._of_repealer(document)
            if self.standing(other).is_older(repealer):
                identifier = name(document)
                by_repealed.setdefault(other, []).append((identifier, repealer))
                documents[identifier] = document
        for other, candidates in by_repealed.items():
            by = repealing(self.standing(other), candidates)
            if by is not None:
                self._replace([other], documents[by], by_repeal=True)

    def _of_repealer(self, document: int) -> Standing:
        """Return how a paper stands when it repeals another: from its first day, where it was amended since."""
        own, start = self.standing(document), int(self._told.effective[document])
        return replace(own, first=start, last=start) if NO_DATE < start < own.first else own

    def in_order(
        self, papers: Sequence[str], groups: Sequence[Sequence[Sequence[int]]]
    ) -> list[list[int]]:
        """Return the heads of versions in their order; what the first has replaced is marked.

        Of each group the name of its paper, and its versions: the copies of each, the head first.
        """
        ordered = []
        for paper, versions in zip(papers, groups, strict=True):
            standings = [self._of_version(copies) for copies in versions]
            order = order_of_versions(standings)
            for number in superseded(paper, [standings[one] for one in order]):
                self._replace(versions[order[number]], versions[order[0]][0], by_repeal=False)
            ordered.append([versions[one][0] for one in order])
        return ordered

    def _replace(self, documents: Sequence[int], by: int, by_repeal: bool) -> None:
        for document in documents:
            self.codes[document] = _CODES[replaced(self.validity(document), by_repeal)]
            self.successors.setdefault(document, by)


def code_of(validity: str) -> int:
    """Return the code of a validity."""
    return _CODES[Validity(validity)]


def _codes_on(told: Told, today: date) -> Integers:
    """Work out the validity of each document on a day; few differ in what they tell."""
    packed = (told.said << (2 * _DAY_BITS)) | (told.effective << _DAY_BITS) | told.expires
    distinct, of = np.unique(packed, return_inverse=True)
    mask = (1 << _DAY_BITS) - 1
    codes = [
        _CODES[
            validity_on(
                today,
                VALIDITIES[one >> (2 * _DAY_BITS)],
                _day((one >> _DAY_BITS) & mask),
                _day(one & mask),
            )
        ]
        for one in distinct.tolist()
    ]
    return np.array(codes, np.int64)[of] if codes else np.empty(0, np.int64)


def _day(number: int) -> date | None:
    return date.fromordinal(number) if number != NO_DATE else None
