"""Terms merging: how do segments become one of which only terms are kept, while their lists lie elsewhere?

Their documents keep their numbers, those that were deleted, too: where the lists lie nothing is numbered anew.
"""

from array import array
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from ..file.array_types import AnyArray, Integers, Marks
from ..file.arrays import ArrayFile, ArraySpool
from ..file.layout import BIGRAM_KEYS, OFFSET_STARTS, WORD_STARTS, WORDS
from ..file.strings import Strings
from .column_merging import append_strings, distinct, merge_ids, numbers_in
from .inversion import starts_of
from .merging import merge_articles, merge_documents, place_behind_one_another
from .source import Source


def merge_terms(
    segments: Sequence[ArrayFile], live: Sequence[Marks], path: Path, scratch: Path
) -> None:
    """Write one file with the terms of segments, how often each stands in all, and all documents.

    Only those that are live are found by their ids: what was replaced has that of another.
    """
    _write([Source(segment) for segment in segments], live, path, scratch, with_articles=False)


def merge_without_lists(sources: Sequence[Source], path: Path, scratch: Path) -> None:
    """Write one file with the terms and the articles of whole sources.

    However many characters they have: only lists count these in 32 bits.
    """
    _write(sources, [source.live for source in sources], path, scratch, with_articles=True)


def _write(
    sources: Sequence[Source],
    live: Sequence[Marks],
    path: Path,
    scratch: Path,
    with_articles: bool,
) -> None:
    place_behind_one_another(sources)
    segments = [source.arrays for source in sources]
    with closing(ArraySpool(scratch)) as spool:
        merge_documents(sources, spool)
        merge_ids(sources, live, spool)
        if with_articles:
            merge_articles(sources, spool)
        _merge_words(segments, spool)
        _merge_pairs(segments, spool)
        spool.write(path)


def _merge_words(segments: Sequence[ArrayFile], spool: ArraySpool) -> None:
    own = [Strings(segment, WORDS) for segment in segments]
    numbers = [array("I") for _ in own]
    words = [strings.some(np.arange(len(strings))) for strings in own]
    append_strings(spool, WORDS, distinct(words, numbers))
    terms = [numbers_in(of_segment) for of_segment in numbers]
    count = max((int(some[-1]) + 1 for some in terms if len(some)), default=0)
    spool.append(WORD_STARTS, starts_of(_lengths(segments, WORD_STARTS, terms, count)))


def _merge_pairs(segments: Sequence[ArrayFile], spool: ArraySpool) -> None:
    keys = [segment[BIGRAM_KEYS].astype(np.uint64) for segment in segments]
    merged = np.unique(np.concatenate(keys))
    spool.append(BIGRAM_KEYS, merged)
    terms = [merged.searchsorted(own) for own in keys]
    lengths = _lengths(segments, OFFSET_STARTS, terms, len(merged))
    spool.append(OFFSET_STARTS, starts_of(lengths))


def _lengths(
    segments: Sequence[ArrayFile], starts_name: str, terms: Sequence[AnyArray], count: int
) -> Integers:
    """Add up how long the lists of merged terms are, given which of them each segment's terms are."""
    lengths = np.zeros(count, np.int64)
    for segment, own in zip(segments, terms, strict=True):
        starts = segment[starts_name].astype(np.int64)
        lengths[own] += starts[1:] - starts[:-1]
    return lengths
