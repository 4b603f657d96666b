"""Vocabulary: what goes into that of a generation? It is read from the segments that make it up."""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import numpy as np

from ....article import Article
from ....facets import SECTION_SEPARATOR
from ....suggest.lexicon import Entry, EntryKind
from ....suggest.vocabulary import UNUSED, Usage, collect, mine, spread
from ....text.segmentation import Segmenter
from ....validity import Validity
from ..file.array_types import Integers, Marks
from ..file.layout import (
    ARTICLES,
    FACET_COLUMNS,
    ISSUER_COLUMN,
    NUMBER_COLUMN,
    PUBLISHED,
    TITLE_COLUMN,
    VALIDITY_COLUMN,
    WORD_STARTS,
    WORDS,
    Column,
)
from ..file.strings import Strings
from ..file.vocabulary import Vocabulary, write_vocabulary
from .source import Source

# Phrases are mined anew once the number of articles has changed by this share.
_ANOTHER_COLLECTION = 0.1
#: What is said of papers that are no longer in force.
_PAST = {Validity.AMENDED.value, Validity.REPEALED.value}


def write_entries(
    path: Path, sources: Sequence[Source], segmenter: Segmenter, known: Vocabulary | None
) -> None:
    """Write the vocabulary of some segments; `known` is that of the generation before."""
    articles = sum(source.count for source in sources)
    if known and abs(articles - known.mined_from) <= _ANOTHER_COLLECTION * known.mined_from:
        phrases, mined_from = known.phrases(), known.mined_from
    else:
        phrases, mined_from = _mined(sources), articles
    names = {
        EntryKind.SECTION: _sections(sources),
        EntryKind.ISSUER: _values(sources, ISSUER_COLUMN, FACET_COLUMNS["source"]),
        EntryKind.TITLE: _values(sources, TITLE_COLUMN),
        EntryKind.NUMBER: _values(sources, NUMBER_COLUMN),
    }
    entries = collect(_words(sources).items(), phrases, names)
    write_vocabulary(path, entries, mined_from, segmenter.words, known)


def _mined(sources: Sequence[Source]) -> list[Entry]:
    lengths = np.concatenate([np.empty(0, np.int64), *(source.lengths for source in sources)])
    chosen = set(spread(lengths.tolist()))
    if not chosen:
        return []
    return mine(_articles(sources, chosen), len(chosen) / len(lengths))


def _articles(sources: Sequence[Source], chosen: set[int]) -> Iterator[Article]:
    """Yield articles by their number among all that stay."""
    number = 0
    for source in sources:
        stored = Strings(source.arrays, ARTICLES)
        for own in source.live.nonzero()[0].tolist():
            if number in chosen:
                yield Article.from_json(zlib.decompress(stored[own]).decode())
            number += 1


def _words(sources: Sequence[Source]) -> Counter[str]:
    """Count in how many articles each Chinese word stands, those deleted since too."""
    counts: Counter[str] = Counter()
    for source in sources:
        articles = np.diff(source.arrays[WORD_STARTS].astype(np.int64))
        counts.update(
            {
                word.decode(): count
                for word, count in zip(
                    Strings(source.arrays, WORDS), articles.tolist(), strict=True
                )
                if len(word) > 4 and word[0] > 127  # longer than one Chinese character
            }
        )
    return counts


def _sections(sources: Sequence[Source]) -> dict[str, Usage]:
    """Say how the name of each section is used, without those above it."""
    usages: dict[str, Usage] = {}
    for path, usage in _values(sources, FACET_COLUMNS["section"]).items():
        name = path.rpartition(SECTION_SEPARATOR)[2]
        usages[name] = usages.get(name, UNUSED).and_of(usage)
    return usages


def _values(sources: Sequence[Source], *columns: Column) -> dict[str, Usage]:
    """Say how each value of some columns is used."""
    usages: dict[str, Usage] = {}
    for source, column in product(sources, columns):
        strings = Strings(source.arrays, column.strings)
        for value, usage in zip(strings, _usages(source, column, len(strings)), strict=True):
            if usage.articles:
                name = value.decode()
                usages[name] = usages.get(name, UNUSED).and_of(usage)
    return usages


def _usages(source: Source, column: Column, count: int) -> Iterator[Usage]:
    """Yield how each of `count` values of a column is used."""
    values, value_sets = source.arrays[column.set_values], _value_sets(source, column)
    sets, set_count = source.arrays[column.sets][source.live], len(source.arrays[column.set_starts])
    newest_of_sets, newest = np.zeros(set_count, np.int64), np.zeros(count, np.int64)
    np.maximum.at(newest_of_sets, sets, source.arrays[PUBLISHED][source.live])
    np.maximum.at(newest, values, newest_of_sets[value_sets])
    all_and_past = (
        np.bincount(values, np.bincount(sets, weights, set_count)[value_sets], count)
        for weights in (None, _are_past(source))
    )
    articles, past = (counts.astype(np.int64).tolist() for counts in all_and_past)
    return map(Usage, articles, newest.tolist(), past)


def _are_past(source: Source) -> Marks:
    """Mark the documents that stay and are said to be amended or repealed."""
    past = [value.decode() in _PAST for value in Strings(source.arrays, VALIDITY_COLUMN.strings)]
    values, value_sets = (
        source.arrays[VALIDITY_COLUMN.set_values],
        _value_sets(source, VALIDITY_COLUMN),
    )
    of_sets = np.zeros(len(source.arrays[VALIDITY_COLUMN.set_starts]), bool)
    of_sets[value_sets[np.array(past, bool)[values]]] = True
    return of_sets[source.arrays[VALIDITY_COLUMN.sets][source.live]]


def _value_sets(source: Source, column: Column) -> Integers:
    """Return the set that each entry of `set_values` belongs to."""
    sizes = np.diff(source.arrays[column.set_starts].astype(np.int64)).astype(np.int64)
    return np.repeat(np.arange(len(sizes)), sizes)
