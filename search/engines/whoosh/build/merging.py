"""Merging: how do segments become one? Their posting lists are laid behind one another, on arrays.

Each source's documents keep their order and stand behind those of the source before, so a merged
posting list is the sources' lists in turn. Terms are taken in ranges of a bounded number of
postings, strings and sets of columns one by one (`column_merging.py`); only the dictionaries, and
numbers of which there is one for each document, are held whole.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ....copies.sketches import PERMUTATIONS
from ..file.array_types import AnyArray, Integers, Marks
from ..file.arrays import ArraySpool
from ..file.layout import (
    ARTICLES,
    BIGRAM_COUNTS,
    BIGRAM_DOCUMENTS,
    BIGRAM_KEYS,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    COLUMNS,
    DAYS,
    FINGERPRINTS,
    LETTERS,
    MAX_POSITIONS,
    POSITION_STARTS,
    POSITIONS,
    SAYS_COPIED,
    SENTENCE_STARTS,
    SENTENCES,
    SIGNATURES,
    TEXT_STARTS,
    TITLE_LENGTHS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
    WORD_LENGTHS,
    WORD_STARTS,
    WORDS,
    too_many_characters,
)
from ..file.strings import Strings, strings_to_arrays
from .column_merging import merge_column, merge_ids
from .inversion import starts_of
from .source import Source

_POSTINGS_AT_ONCE = 1 << 20


_NO_NUMBERS: AnyArray = np.empty(0, np.uint32)

#: Told how many postings of how many are merged.
MergeListener = Callable[[int, int], None]


def merge(
    sources: Sequence[Source],
    path: Path,
    scratch: Path,
    on_merge: MergeListener = lambda done, total: None,
) -> int:
    """Write one segment that holds the documents of all sources, and return how many.

    Raises IndexingError when they do not fit into one segment.
    """
    first_document = first_position = 0
    for source in sources:
        source.place(first_document, first_position)
        first_document += source.count
        first_position += source.characters
    if first_position > MAX_POSITIONS:
        raise too_many_characters()
    progress = _Progress(sources, on_merge)
    with closing(ArraySpool(scratch)) as spool:
        _merge_documents(sources, spool)
        _merge_words(sources, spool, progress)
        _merge_bigrams(sources, spool, progress)
        spool.write(path)
    return first_document


class _Progress:
    def __init__(self, sources: Sequence[Source], on_merge: MergeListener) -> None:
        self._done = 0
        self._total = sum(
            len(source.arrays[name]) for source in sources for name in (WORD_DOCUMENTS, POSITIONS)
        )
        self._on_merge = on_merge
        self.add(0)

    def add(self, postings: int) -> None:
        self._done += postings
        self._on_merge(self._done, self._total)


def _merge_documents(sources: Sequence[Source], spool: ArraySpool) -> None:
    """Merge what there is of each document."""
    for name in (*DAYS, TITLE_LENGTHS, *WORD_LENGTHS, LETTERS, SAYS_COPIED):
        kept = [source.arrays[name][source.live] for source in sources]
        spool.append(name, np.concatenate(kept).astype(np.uint32))
    for source in sources:
        spool.append(FINGERPRINTS, source.arrays[FINGERPRINTS][source.live].astype(np.uint64))
        signatures = source.arrays[SIGNATURES].reshape(-1, PERMUTATIONS)[source.live]
        spool.append(SIGNATURES, signatures.ravel().astype(np.uint32))
    spool.append(TEXT_STARTS, starts_of(np.concatenate([source.lengths for source in sources])))
    for column in COLUMNS:
        merge_column(column, sources, spool)
    merge_ids(sources, spool)
    articles, article_starts = nothing = strings_to_arrays(ARTICLES, [])
    _append_all(spool, nothing)
    _merge_runs(sources, spool, articles, article_starts)
    _append_all(spool, {SENTENCES: _NO_NUMBERS, SENTENCE_STARTS: np.zeros(1, np.uint64)})
    _merge_runs(sources, spool, SENTENCES, SENTENCE_STARTS)


def _merge_runs(sources: Sequence[Source], spool: ArraySpool, name: str, starts_name: str) -> None:
    """Merge an array of which each document has a run of entries."""
    end = 0
    for source in sources:
        starts = source.arrays[starts_name].astype(np.int64)
        ends = end + np.cumsum(np.diff(starts)[source.live])
        spool.append(starts_name, ends.astype(np.uint64))
        end = int(ends[-1]) if len(ends) else end
        for chunk in _read_live(source, name, starts):
            spool.append(name, chunk)


def _read_live(source: Source, name: str, starts: Integers) -> Iterator[AnyArray]:
    """Read, in parts, what an array holds of the documents that stay; `starts` says where of each."""
    lengths = np.diff(starts)
    for first, last in _ranges(lengths, _POSTINGS_AT_ONCE):
        chunk = source.arrays.read(name, int(starts[first]), int(starts[last]))
        if not source.whole:
            chunk = chunk[np.repeat(source.live[first:last], lengths[first:last])]
        yield chunk


def _merge_words(sources: Sequence[Source], spool: ArraySpool, progress: _Progress) -> None:
    own = [Strings(source.arrays, WORDS) for source in sources]
    merged = sorted(set().union(*own))
    number_of = {word: number for number, word in enumerate(merged)}
    lists = [
        _Lists(source, WORD_STARTS, np.fromiter(map(number_of.__getitem__, words), np.uint32))
        for source, words in zip(sources, own, strict=True)
    ]
    names = (WORD_DOCUMENTS, *WORD_COUNTS)
    _append_all(spool, dict.fromkeys(names, _NO_NUMBERS))  # so that they are there, if empty
    lengths = np.zeros(len(merged), np.int64)
    for first, last in _ranges(_total_lengths(lists, len(merged)), _POSTINGS_AT_ONCE):
        postings = [_read_postings(own, first, last, WORD_DOCUMENTS, WORD_COUNTS) for own in lists]
        lengths[first:last] = _lay(spool, postings, last - first, names)
        progress.add(sum(len(of_source.columns[WORD_DOCUMENTS]) for of_source in postings))
    kept = np.flatnonzero(lengths)  # deleted documents may have been the only ones with a word
    _append_all(spool, strings_to_arrays(WORDS, (merged[number] for number in kept.tolist())))
    spool.append(WORD_STARTS, starts_of(lengths[kept]))


def _merge_bigrams(sources: Sequence[Source], spool: ArraySpool, progress: _Progress) -> None:
    keys = [source.arrays[BIGRAM_KEYS] for source in sources]
    merged = np.unique(np.concatenate(keys))
    terms = [
        merged.searchsorted(own.astype(merged.dtype, copy=False)).astype(np.uint32) for own in keys
    ]
    document_lists = [_Lists(s, BIGRAM_STARTS, t) for s, t in zip(sources, terms, strict=True)]
    position_lists = [_Lists(s, POSITION_STARTS, t) for s, t in zip(sources, terms, strict=True)]
    counts = (BIGRAM_COUNTS, BIGRAM_TITLE_COUNTS)
    names = (BIGRAM_DOCUMENTS, *counts)
    _append_all(spool, dict.fromkeys((*names, POSITIONS), _NO_NUMBERS))
    lengths = np.zeros(len(merged), np.int64)
    position_lengths = np.zeros(len(merged), np.int64)
    for first, last in _ranges(_total_lengths(position_lists, len(merged)), _POSTINGS_AT_ONCE):
        postings = [
            _read_postings(own, first, last, BIGRAM_DOCUMENTS, counts) for own in document_lists
        ]
        positions = [
            _read_positions(of_source, own, first, last)
            for of_source, own in zip(postings, position_lists, strict=True)
        ]
        lengths[first:last] = _lay(spool, postings, last - first, names)
        position_lengths[first:last] = _lay(spool, positions, last - first, (POSITIONS,))
        progress.add(sum(len(of_source.columns[POSITIONS]) for of_source in positions))
    kept = np.flatnonzero(lengths)
    spool.append(BIGRAM_KEYS, merged[kept])
    spool.append(BIGRAM_STARTS, starts_of(lengths[kept]))
    spool.append(POSITION_STARTS, starts_of(position_lengths[kept]))


class _Lists:
    """The posting lists of one source in one field, by the merged terms' numbers."""

    def __init__(self, source: Source, starts_name: str, terms: npt.NDArray[np.uint32]) -> None:
        self.source = source
        self.terms = terms  # ascending
        self.starts = source.arrays[starts_name]

    def between(self, first: int, last: int) -> tuple[Integers, Integers]:
        """Return the source's terms in a range of merged ones, and where their lists start and end."""
        low, high = self.terms.searchsorted(np.array([first, last], np.uint32))
        terms = self.terms[low:high].astype(np.int64) - first
        return terms, self.starts[low : high + 1].astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Postings:
    """What one source has for a range of terms: the terms, the lengths of their lists, the lists."""

    terms: Integers  # from the first of the range
    lengths: Integers
    columns: dict[str, AnyArray]
    as_read: dict[str, AnyArray]  # the same columns, deleted documents too, by their old numbers


def _read_postings(
    lists: _Lists, first: int, last: int, documents: str, others: Sequence[str]
) -> _Postings:
    """Read the lists of documents, renumbered, and what is kept of each."""
    source = lists.source
    terms, starts = lists.between(first, last)
    start, stop = int(starts[0]), int(starts[-1])
    as_read = {name: source.arrays.read(name, start, stop) for name in (documents, *others)}
    columns = as_read | {documents: source.documents[as_read[documents]].astype(np.uint32)}
    lengths = np.diff(starts)
    if not source.whole:
        kept = source.live[as_read[documents]]
        columns = {name: column[kept] for name, column in columns.items()}
        lengths = _sums(kept, starts - start)
    return _Postings(terms, lengths, columns, as_read)


def _read_positions(postings: _Postings, lists: _Lists, first: int, last: int) -> _Postings:
    """Read the positions that belong to postings of bigrams."""
    source = lists.source
    terms, starts = lists.between(first, last)
    as_read = {POSITIONS: source.arrays.read(POSITIONS, int(starts[0]), int(starts[-1]))}
    documents = postings.as_read[BIGRAM_DOCUMENTS]
    counts = postings.as_read[BIGRAM_COUNTS].astype(np.int64)
    positions = as_read[POSITIONS].astype(np.int64) + np.repeat(source.shift[documents], counts)
    lengths = np.diff(starts)
    if not source.whole:
        kept = np.repeat(source.live[documents], counts)
        positions = positions[kept]
        lengths = _sums(kept, starts - starts[0])
    return _Postings(terms, lengths, {POSITIONS: positions.astype(np.uint32)}, as_read)


def _lay(
    spool: ArraySpool, sources: Sequence[_Postings], terms: int, names: Sequence[str]
) -> Integers:
    """Append the lists of a range of terms, each the sources' in turn; return their lengths."""
    lengths = np.zeros(terms, np.int64)
    for source in sources:
        lengths[source.terms] += source.lengths
    free = starts_of(lengths).astype(np.int64)  # of each term, where its next posting goes
    targets = []
    for source in sources:
        own_starts = np.cumsum(source.lengths) - source.lengths
        number = int(source.lengths.sum())
        targets.append(
            np.repeat(free[source.terms] - own_starts, source.lengths) + np.arange(number)
        )
        free[source.terms] += source.lengths
    for name in names:
        laid = np.empty(int(lengths.sum()), np.uint32)
        for source, target in zip(sources, targets, strict=True):
            laid[target] = source.columns[name]
        spool.append(name, laid)
    return lengths


def _total_lengths(lists: Sequence[_Lists], terms: int) -> Integers:
    total = np.zeros(terms, np.int64)
    for own in lists:
        total[own.terms] += (own.starts[1:] - own.starts[:-1]).astype(np.int64)
    return total


def _ranges(lengths: Integers, at_once: int) -> Iterator[tuple[int, int]]:
    """Cut a row of lists into ranges of about so many entries, at least one list each."""
    ends = np.cumsum(lengths)
    first = done = 0
    while first < len(lengths):
        last = max(int(np.searchsorted(ends, done + at_once, "right")), first + 1)
        yield first, last
        first, done = last, int(ends[last - 1])


def _sums(marks: Marks, starts: Integers) -> Integers:
    """Count the marks in each of several runs."""
    return np.diff(starts_of(marks).astype(np.int64)[starts])


def _append_all(spool: ArraySpool, arrays: dict[str, AnyArray]) -> None:
    for name, array in arrays.items():
        spool.append(name, array)
