"""Lookalikes: which documents have a number or a name, and which are like another one?"""

import sys
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from ....document_numbers import DocumentNumber
from ....plan import Name
from ....scoring import LIKENESS, telling_texts, telling_words
from ....text.normalization import normalize_texts
from ..file.array_types import Documents, Scores
from .columns import ColumnValues
from .snapshot import Snapshot

_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The documents like what was asked for, ascending, and how like it each is: 0 to 1."""

    documents: Documents
    shares: Scores


def documents_with_number(snapshot: Snapshot, wanted: DocumentNumber) -> Documents:
    """Find the live documents that bear a document number, however it is written."""
    return _documents_with(snapshot, snapshot.metadata.own_numbers, wanted)


def documents_citing(snapshot: Snapshot, wanted: DocumentNumber) -> Documents:
    """Find the live documents whose text names a document number, however it is written there."""
    return _documents_with(snapshot, snapshot.metadata.cited_numbers, wanted)


def numbers_instead(snapshot: Snapshot, wanted: DocumentNumber) -> list[DocumentNumber]:
    """Return what numbers of its issuer and year live documents bear, ascending, where none bears this one."""
    if not wanted.issuer or len(documents_with_number(snapshot, wanted)):
        return []
    column, end = snapshot.metadata.own_numbers, f"/{wanted.year or ''}/{wanted.issuer}"
    held = column.counts(snapshot.live.nonzero()[0])
    keys = (key for key, count in zip(column.strings, held, strict=True) if count)
    return sorted(DocumentNumber.of_key(key) for key in keys if key.endswith(end))


def _documents_with(snapshot: Snapshot, column: ColumnValues, wanted: DocumentNumber) -> Documents:
    keys = column.strings
    low = bisect_left(keys, wanted.serial_key)
    high = bisect_left(keys, wanted.serial_key + chr(sys.maxunicode), low)
    numbers = {at: DocumentNumber.of_key(keys[at]) for at in range(low, high)}
    best = wanted.best_of(numbers.values())
    marked = np.zeros(len(keys), bool)
    marked[[at for at, number in numbers.items() if number in best]] = True
    return snapshot.metadata.documents_in(column, marked)


def find_named(snapshot: Snapshot, name: Name, in_title: Documents) -> Likenesses:
    """Find the documents that are called so (1), or hold it in their title (what share of their name)."""
    if name.unless and len(_called(snapshot, name.unless)):
        return Likenesses(np.empty(0, np.intp), np.empty(0))
    lengths = np.maximum(snapshot.metadata.name_lengths.take(in_title), len(name.name))
    shares = len(name.name) / lengths
    called_so = _called(snapshot, name.name)
    if name.says_more and len(all_of_it := np.intersect1d(called_so, in_title)):
        called_so = all_of_it
    if not len(called_so):
        return Likenesses(in_title, shares)
    found = np.union1d(in_title, called_so)
    of_all = np.ones(len(found))
    of_all[found.searchsorted(in_title)] = shares
    of_all[found.searchsorted(called_so)] = 1.0
    return Likenesses(found, of_all)


def _called(snapshot: Snapshot, name: str) -> Documents:
    """Find the live documents with just this name."""
    metadata = snapshot.metadata
    at = metadata.names.strings.place(name)
    none: Documents = np.empty(0, np.intp)
    return none if at is None else metadata.documents_with(metadata.names, at)


def find_similar(snapshot: Snapshot, identifier: str) -> Likenesses:
    """Find the documents with the telling words of one, and how much of these each has (0 to 1).

    It and its copies are left out. Some are kept; when these are many, all of them go.
    """
    kept: Likenesses | None = snapshot.likenesses.get(identifier)
    if kept is None:
        kept = _find_similar(snapshot, identifier)
        if len(snapshot.likenesses) >= _MOST_KEPT:
            snapshot.likenesses.clear()
        snapshot.likenesses[identifier] = kept
    return kept


def _find_similar(snapshot: Snapshot, identifier: str) -> Likenesses:
    number = snapshot.ids.find(identifier)
    if number is None:
        return Likenesses(np.empty(0, np.intp), np.empty(0))
    postings = snapshot.postings
    normalized = normalize_texts(telling_texts(snapshot.articles.article(number).texts())).text
    terms = snapshot.segmenter.term_counts(normalized)
    words = telling_words(terms, snapshot.live_count, postings.having)
    telling = [(term, weight) for term, weight in words if postings.may_list(term)]
    likeness = np.zeros(snapshot.size)
    postings.expect([term for term, _ in telling], ())
    for term, weight in telling:
        likeness[postings.word(term).documents] += weight
    likeness /= sum(weight for _, weight in telling) or 1.0
    likeness[[number, *snapshot.relations.groups.copies(number)]] = 0
    found = (likeness >= LIKENESS).nonzero()[0]
    return Likenesses(found, likeness[found])
