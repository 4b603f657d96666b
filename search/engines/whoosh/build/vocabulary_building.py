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
from ....suggest.vocabulary import Usage, collect, mine, spread
from ....text.segmentation import Segmenter
from ..file.layout import (
    ARTICLES,
    FACET_COLUMNS,
    ISSUER_COLUMN,
    NUMBER_COLUMN,
    PUBLISHED,
    TITLE_COLUMN,
    WORD_STARTS,
    WORDS,
    Column,
)
from ..file.strings import Strings
from ..file.vocabulary import Vocabulary, write_vocabulary
from .merging import Source

# Phrases are mined anew once the number of articles has changed by this share.
_ANOTHER_COLLECTION = 0.1


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
    """Count articles by the name of a section, without those above it."""
    usages: dict[str, Usage] = {}
    for path, usage in _values(sources, FACET_COLUMNS["section"]).items():
        _add(usages, path.rpartition(SECTION_SEPARATOR)[2], usage)
    return usages


def _values(sources: Sequence[Source], *columns: Column) -> dict[str, Usage]:
    """Count the articles that have each value of some columns, and say when the newest is from."""
    usages: dict[str, Usage] = {}
    for source, column in product(sources, columns):
        starts = source.arrays[column.set_starts].astype(np.int64)
        values, sizes = source.arrays[column.set_values], np.diff(starts)
        sets = source.arrays[column.sets][source.live]
        of_sets = np.bincount(sets, minlength=len(sizes))
        newest_of_sets = np.zeros(len(sizes), np.int64)
        np.maximum.at(newest_of_sets, sets, source.arrays[PUBLISHED][source.live])
        strings = Strings(source.arrays, column.strings)
        articles = np.bincount(values, np.repeat(of_sets, sizes), len(strings)).astype(np.int64)
        newest = np.zeros(len(strings), np.int64)
        np.maximum.at(newest, values, np.repeat(newest_of_sets, sizes))
        for value, usage in zip(
            strings, map(Usage, articles.tolist(), newest.tolist()), strict=True
        ):
            if usage.articles:
                _add(usages, value.decode(), usage)
    return usages


def _add(usages: dict[str, Usage], name: str, usage: Usage) -> None:
    before = usages.get(name, Usage(0, 0))
    usages[name] = Usage(before.articles + usage.articles, max(before.newest, usage.newest))
