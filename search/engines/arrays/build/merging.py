"""Merging: how do segments become one? Their posting lists are laid behind one another, on arrays.

Each source's documents keep their order and stand behind those of the source before, so a merged
posting list is the sources' lists in turn. Terms are taken in ranges of a bounded number of
postings, strings and sets of columns one by one (`column_merging.py`); only the dictionaries, and
numbers of which there is one for each document, are held whole.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ....copies.sketches import PERMUTATIONS
from ..file.array_types import AnyArray, Integers, Marks
from ..file.arrays import ArraySpool
from ..file.count_columns import CountsInParts, open_counts
from ..file.counts import Counts
from ..file.document_lists import DocumentLists, ListsInParts
from ..file.layout import (
    ADDED,
    ARTICLES,
    BIGRAM_COUNTS,
    BIGRAM_KEYS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    COLUMNS,
    DAYS,
    DICTIONARIES,
    FINGERPRINTS,
    LETTERS,
    LINE_STARTS,
    LINES,
    MAX_POSITIONS,
    OFFSET_STARTS,
    OFFSETS,
    OFFSETS_BEFORE,
    SAYS_COPIED,
    SENTENCE_STARTS,
    SENTENCES,
    SIGNATURES,
    STRETCH_STARTS,
    STRETCHES,
    TEXT_STARTS,
    TITLE_LENGTHS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
    WORD_LENGTHS,
    WORD_STARTS,
    WORDS,
    too_many_characters,
)
from ..file.offsets import Offsets, offsets_to_arrays
from ..file.pieces import are_short
from ..file.places import offsets_before
from ..file.strings import Strings, strings_to_arrays
from .column_merging import merge_column, merge_ids
from .inversion import starts_of
from .source import Kept, Source

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
    if sum(source.characters for source in sources) > MAX_POSITIONS:
        raise too_many_characters()
    documents = place_behind_one_another(sources)
    progress = _Progress(sources, on_merge)
    with closing(ArraySpool(scratch)) as spool:
        merge_documents(sources, spool)
        merge_ids(sources, [source.live for source in sources], spool)
        _merge_texts(sources, spool)
        short = all(are_short(source.lengths) for source in sources)
        _merge_words(sources, spool, progress, short=short)
        _merge_bigrams(sources, spool, progress, short=short)
        spool.write(path)
    return documents


def place_behind_one_another(sources: Sequence[Source]) -> int:
    """Say where the documents of each come to stand that stay; return how many these are."""
    first_document = first_piece = 0
    for source in sources:
        source.place(first_document, first_piece)
        first_document += source.count
        first_piece += int(source.live_pieces.sum())
    return first_document


class _Progress:
    def __init__(self, sources: Sequence[Source], on_merge: MergeListener) -> None:
        self._done = 0
        self._total = sum(
            int(source.arrays[WORD_STARTS][-1]) + len(source.arrays[OFFSETS]) for source in sources
        )
        self._on_merge = on_merge
        self.add(0)

    def add(self, postings: int) -> None:
        self._done += postings
        self._on_merge(self._done, self._total)


def merge_documents(sources: Sequence[Source], spool: ArraySpool) -> None:
    """Merge what there is of each document besides its id and its texts."""
    for name in (*DAYS, ADDED, TITLE_LENGTHS, *WORD_LENGTHS, LETTERS, SAYS_COPIED):
        kept = [source.arrays[name][source.live] for source in sources]
        spool.append(name, np.concatenate(kept).astype(np.uint32))
    for source in sources:
        spool.append(FINGERPRINTS, source.arrays[FINGERPRINTS][source.live].astype(np.uint64))
        signatures = source.arrays[SIGNATURES].reshape(-1, PERMUTATIONS)[source.live]
        spool.append(SIGNATURES, signatures.ravel().astype(np.uint16))
    spool.append(TEXT_STARTS, starts_of(np.concatenate([source.lengths for source in sources])))
    for column in COLUMNS:
        merge_column(column, sources, spool)
    _start_runs(sources, spool, SENTENCES, SENTENCE_STARTS)


def _merge_texts(sources: Sequence[Source], spool: ArraySpool) -> None:
    """Merge what is kept of the texts of each document."""
    merge_articles(sources, spool)
    for name, starts_name in ((LINES, LINE_STARTS), (STRETCHES, STRETCH_STARTS)):
        _append_all(spool, {starts_name: np.zeros(1, np.uint64)})
        in_parts = CountsInParts(name, short=False)
        _append_all(spool, in_parts.arrays(_NO_NUMBERS))
        for lengths in _merged_runs(sources, spool, name, starts_name):
            _append_all(spool, in_parts.arrays(lengths))


def merge_articles(sources: Sequence[Source], spool: ArraySpool) -> None:
    """Merge the articles, as they are stored."""
    articles, article_starts = nothing = strings_to_arrays(ARTICLES, [])
    _append_all(spool, nothing)
    for chunk in _merged_runs(sources, spool, articles, article_starts):
        spool.append(articles, chunk)
    for name in DICTIONARIES:
        dictionaries = [source.arrays[name] for source in sources]  # those of the build
        spool.append(name, dictionaries[0] if dictionaries else np.empty(0, np.uint8))


def _start_runs(sources: Sequence[Source], spool: ArraySpool, name: str, starts_name: str) -> None:
    _append_all(spool, {name: _NO_NUMBERS, starts_name: np.zeros(1, np.uint64)})
    for chunk in _merged_runs(sources, spool, name, starts_name):
        spool.append(name, chunk)


def _merged_runs(
    sources: Sequence[Source], spool: ArraySpool, name: str, starts_name: str
) -> Iterator[AnyArray]:
    """Yield the parts of an array of which each document has a run of entries; append where each begins."""
    end = 0
    for source in sources:
        starts = source.arrays[starts_name].astype(np.int64)
        ends = end + np.cumsum(np.diff(starts)[source.live])
        spool.append(starts_name, ends.astype(np.uint64))
        end = int(ends[-1]) if len(ends) else end
        yield from _read_live(source, name, starts)


def _read_live(source: Source, name: str, starts: Integers) -> Iterator[AnyArray]:
    """Read, in parts, what an array holds of the documents that stay; `starts` says where of each."""
    lengths = np.diff(starts)
    are_counts = name in (LINES, STRETCHES)
    read = Counts(source.arrays, name).read if are_counts else partial(source.arrays.read, name)
    for first, last in _ranges(lengths, _POSTINGS_AT_ONCE):
        chunk = read(int(starts[first]), int(starts[last]))
        if not source.whole:
            chunk = chunk[np.repeat(source.live[first:last], lengths[first:last])]
        yield chunk


def _merge_words(
    sources: Sequence[Source], spool: ArraySpool, progress: _Progress, *, short: bool
) -> None:
    own = [Strings(source.arrays, WORDS) for source in sources]
    merged = sorted(set().union(*own))
    number_of = {word: number for number, word in enumerate(merged)}
    lists = [
        _Lists(source, WORD_STARTS, np.fromiter(map(number_of.__getitem__, words), np.uint32))
        for source, words in zip(sources, own, strict=True)
    ]
    documents = sum(source.count for source in sources)
    columns = _Columns(spool, WORD_DOCUMENTS, WORD_COUNTS, documents, short=short)
    lengths = np.zeros(len(merged), np.int64)
    for first, last in _ranges(_total_lengths(lists, len(merged)), _POSTINGS_AT_ONCE):
        postings = [
            _read_postings(own, first, last, own.source.documents, WORD_DOCUMENTS, WORD_COUNTS)
            for own in lists
        ]
        lengths[first:last], laid = _lay(postings, last - first)
        columns.append(laid, lengths[first:last])
        progress.add(sum(len(of_source.columns[WORD_DOCUMENTS]) for of_source in postings))
    kept = np.flatnonzero(lengths)  # deleted documents may have been the only ones with a word
    _append_all(spool, strings_to_arrays(WORDS, (merged[number] for number in kept.tolist())))
    spool.append(WORD_STARTS, starts_of(lengths[kept]))


def _merge_bigrams(
    sources: Sequence[Source], spool: ArraySpool, progress: _Progress, *, short: bool
) -> None:
    keys = [source.arrays[BIGRAM_KEYS] for source in sources]
    merged = np.unique(np.concatenate(keys))
    terms = [
        merged.searchsorted(own.astype(merged.dtype, copy=False)).astype(np.uint32) for own in keys
    ]
    piece_lists = [_Lists(s, BIGRAM_STARTS, t) for s, t in zip(sources, terms, strict=True)]
    offset_lists = [_Lists(s, OFFSET_STARTS, t) for s, t in zip(sources, terms, strict=True)]
    counts = (BIGRAM_COUNTS, BIGRAM_TITLE_COUNTS)
    pieces = sum(int(source.live_pieces.sum()) for source in sources)
    columns = _Columns(spool, BIGRAM_PIECES, counts, pieces, short=short)
    spool.append(OFFSETS_BEFORE, _NO_NUMBERS)
    _append_all(spool, offsets_to_arrays(_NO_NUMBERS, short=short))
    lengths = np.zeros(len(merged), np.int64)
    offset_lengths = np.zeros(len(merged), np.int64)
    offsets_done = 0
    for first, last in _ranges(_total_lengths(offset_lists, len(merged)), _POSTINGS_AT_ONCE):
        postings = [
            _read_postings(own, first, last, own.source.pieces, BIGRAM_PIECES, counts)
            for own in piece_lists
        ]
        offsets = [
            _read_offsets(of_source, own, first, last)
            for of_source, own in zip(postings, offset_lists, strict=True)
        ]
        lengths[first:last], laid = _lay(postings, last - first)
        offset_lengths[first:last], laid_offsets = _lay(offsets, last - first)
        before = offsets_before(laid[BIGRAM_COUNTS], columns.postings, offsets_done)
        spool.append(OFFSETS_BEFORE, before)
        columns.append(laid, lengths[first:last])
        _append_all(spool, offsets_to_arrays(laid_offsets[OFFSETS], short=short))
        offsets_done += len(laid_offsets[OFFSETS])
        progress.add(sum(len(of_source.columns[OFFSETS]) for of_source in offsets))
    kept = np.flatnonzero(lengths)
    spool.append(BIGRAM_KEYS, merged[kept])
    spool.append(BIGRAM_STARTS, starts_of(lengths[kept]))
    spool.append(OFFSET_STARTS, starts_of(offset_lengths[kept]))


class _Columns:
    """What there is of each posting of a field: its document or piece, and counts."""

    def __init__(
        self, spool: ArraySpool, documents: str, counts: Sequence[str], of_all: int, *, short: bool
    ) -> None:
        """Take how many documents, or pieces, there are, and whether all documents are short."""
        self._spool, self._documents = spool, documents
        self._counts = {name: CountsInParts(name, short=short) for name in counts}
        self._lists = ListsInParts(documents, of_all)
        self.postings = 0  # so many so far
        nothing = dict.fromkeys((documents, *counts), _NO_NUMBERS)
        self.append(nothing, np.empty(0, np.int64))  # so that they are there

    def append(self, columns: dict[str, AnyArray], lengths: Integers) -> None:
        """Add the postings of further lists, of so many each."""
        _append_all(self._spool, self._lists.arrays(columns[self._documents], lengths))
        for name, in_parts in self._counts.items():
            _append_all(self._spool, in_parts.arrays(columns[name]))
        self.postings += len(columns[self._documents])


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
    lists: _Lists, first: int, last: int, kept: Kept, documents: str, counts: Sequence[str]
) -> _Postings:
    """Read the lists of documents, or pieces, renumbered, and what is kept of each."""
    source = lists.source
    terms, starts = lists.between(first, last)
    start, stop = int(starts[0]), int(starts[-1])
    as_read = {documents: DocumentLists(source.arrays, documents).read(start, stop)}
    as_read |= {name: open_counts(source.arrays, name).read(start, stop) for name in counts}
    columns = as_read | {documents: kept.numbers[as_read[documents]].astype(np.uint32)}
    lengths = np.diff(starts)
    if not source.whole:
        live = kept.live[as_read[documents]]
        columns = {name: column[live] for name, column in columns.items()}
        lengths = _sums(live, starts - start)
    return _Postings(terms, lengths, columns, as_read)


def _read_offsets(postings: _Postings, lists: _Lists, first: int, last: int) -> _Postings:
    """Read the offsets that belong to postings of bigrams: those within a piece stay what they are."""
    source = lists.source
    terms, starts = lists.between(first, last)
    offsets = Offsets(source.arrays).read(int(starts[0]), int(starts[-1])).astype(np.uint16)
    lengths = np.diff(starts)
    if not source.whole:
        live = source.live_pieces[postings.as_read[BIGRAM_PIECES]]
        kept = np.repeat(live, postings.as_read[BIGRAM_COUNTS])
        offsets = offsets[kept]
        lengths = _sums(kept, starts - starts[0])
    return _Postings(terms, lengths, {OFFSETS: offsets}, {})


def _lay(sources: Sequence[_Postings], terms: int) -> tuple[Integers, dict[str, AnyArray]]:
    """Lay the lists of a range of terms, each the sources' in turn; return their lengths, and them."""
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
    laid: dict[str, AnyArray] = {}
    for name in sources[0].columns:
        columns = [source.columns[name] for source in sources]
        laid[name] = np.empty(int(lengths.sum()), np.result_type(*columns))
        for column, target in zip(columns, targets, strict=True):
            laid[name][target] = column
    return lengths, laid


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
