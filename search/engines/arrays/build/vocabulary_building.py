"""Vocabulary: what goes into that of a generation? It is read from the segments that make it up."""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product, repeat
from pathlib import Path

import numpy as np

from ....article import Article
from ....facets import SECTION_SEPARATOR
from ....suggest.lexicon import Entry, EntryKind
from ....suggest.vocabulary import (
    MAX_NUMBERS,
    MAX_TITLES,
    UNUSED,
    Sample,
    Usage,
    collect,
    mine,
)
from ....text.segmentation import Segmenter
from ....validity import Validity
from ..file.array_types import Integers, Marks
from ..file.layout import (
    FACET_COLUMNS,
    ISSUER_COLUMN,
    NUMBER_COLUMN,
    PAPER_COLUMN,
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

_DAYS = 1 << 22  # more than there are
_NEVER = 3  # is it typed


def write_entries(
    path: Path, sources: Sequence[Source], segmenter: Segmenter, known: Vocabulary | None
) -> None:
    """Write the vocabulary of some segments; `known` is that of the generation before."""
    articles = sum(source.count for source in sources)
    if known and abs(articles - known.mined_from) <= _ANOTHER_COLLECTION * known.mined_from:
        phrases, mined_from = known.phrases(), known.mined_from
    else:
        phrases, mined_from = _mined(sources, segmenter), articles
    names = {
        EntryKind.SECTION: _sections(sources),
        EntryKind.ISSUER: _values(sources, ISSUER_COLUMN, FACET_COLUMNS["source"]),
        EntryKind.TITLE: _likeliest(sources, TITLE_COLUMN, MAX_TITLES),
        EntryKind.NUMBER: _likeliest(sources, NUMBER_COLUMN, MAX_NUMBERS),
    }
    entries = collect(_words(sources).items(), phrases, names)
    write_vocabulary(path, entries, mined_from, segmenter.words, known)


def _mined(sources: Sequence[Source], segmenter: Segmenter) -> list[Entry]:
    lengths = np.concatenate([np.empty(0, np.int64), *(source.lengths for source in sources)])
    sample = Sample.of(lengths)
    return mine(_articles(sources, set(sample.articles)), sample, segmenter.words)


def _articles(sources: Sequence[Source], chosen: set[int]) -> Iterator[Article]:
    """Yield articles by their number among all that stay."""
    number = 0
    for source in sources:
        for own in source.live.nonzero()[0].tolist():
            if number in chosen:
                yield source.stored(own).article()
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
        of_values = _Usages.of(source, column, len(strings))
        for value, usage in zip(strings, of_values.each(), strict=True):
            if usage.articles:
                name = value.decode()
                usages[name] = usages.get(name, UNUSED).and_of(usage)
    return usages


def _likeliest(sources: Sequence[Source], column: Column, most: int) -> dict[str, Usage]:
    """Say how values of a column are used: of too many those that are typed most likely.

    Which these are is told by numbers alone; strings are made of no others.
    """
    sizes = [len(Strings(source.arrays, column.strings)) for source in sources]
    if sum(sizes) <= most:
        return _values(sources, column)
    all_usages = [_Usages.of(*pair) for pair in zip(sources, repeat(column), sizes, strict=False)]
    order = np.concatenate([usages.likeliest_first() for usages in all_usages])
    likeliest = np.sort(order.argsort(kind="stable")[:most])
    bounds = likeliest.searchsorted(np.cumsum([0, *sizes]))
    chosen: dict[bytes, Usage] = {}
    for source, (first, last), done in zip(
        sources, pairwise(bounds.tolist()), np.cumsum([0, *sizes]).tolist(), strict=False
    ):
        numbers = likeliest[first:last] - done
        chosen.update(dict.fromkeys(Strings(source.arrays, column.strings).some(numbers), UNUSED))
    for source, usages in zip(sources, all_usages, strict=True):
        for number, value in enumerate(Strings(source.arrays, column.strings)):
            if value in chosen:
                chosen[value] = chosen[value].and_of(usages.one(number))
    return {value.decode(): usage for value, usage in chosen.items()}


@dataclass(frozen=True, slots=True)
class _Usages:
    """How the values of a column are used by the documents of a source that stay."""

    articles: Integers
    newest: Integers
    past: Integers
    are_rules: Marks  # values that documents have which look like rules

    @classmethod
    def of(cls, source: Source, column: Column, count: int) -> "_Usages":
        """Work it out for a column of so many values."""
        values, value_sets = source.arrays[column.set_values], _value_sets(source, column)
        sets = source.arrays[column.sets][source.live]
        set_count = len(source.arrays[column.set_starts])

        def summed(weights: Marks | None) -> Integers:
            of_sets = np.bincount(sets, weights, set_count)
            return np.bincount(values, of_sets[value_sets], count).astype(np.int64)

        newest_of_sets, newest = np.zeros(set_count, np.int64), np.zeros(count, np.int64)
        np.maximum.at(newest_of_sets, sets, source.arrays[PUBLISHED][source.live])
        np.maximum.at(newest, values, newest_of_sets[value_sets])
        past, rules = _having(source, VALIDITY_COLUMN, _PAST), _having(source, PAPER_COLUMN)
        return cls(summed(None), newest, summed(past), summed(rules) > 0)

    def each(self) -> Iterator[Usage]:
        """Yield them as values."""
        return map(Usage, self.articles.tolist(), self.newest.tolist(), self.past.tolist())

    def one(self, number: int) -> Usage:
        """Return that of one value."""
        return Usage(int(self.articles[number]), int(self.newest[number]), int(self.past[number]))

    def likeliest_first(self) -> Integers:
        """Return numbers that ascend as `search.suggest.vocabulary` has the likeliest first, but for lengths."""
        group = np.where(self.past == self.articles, 2, np.where(self.are_rules, 0, 1))
        group[self.articles == 0] = _NEVER
        return group * _DAYS + (_DAYS - self.newest)


def _having(source: Source, column: Column, wanted: Container[str] | None = None) -> Marks:
    """Mark the documents that stay and have a value of a column, one of those wanted if given."""
    strings = Strings(source.arrays, column.strings)
    if wanted is None:
        marked = np.ones(len(strings), bool)
    else:
        marked = np.array([value.decode() in wanted for value in strings], bool)
    of_sets = np.zeros(len(source.arrays[column.set_starts]), bool)
    of_sets[_value_sets(source, column)[marked[source.arrays[column.set_values]]]] = True
    return of_sets[source.arrays[column.sets][source.live]]


def _value_sets(source: Source, column: Column) -> Integers:
    """Return the set that each entry of `set_values` belongs to."""
    sizes = np.diff(source.arrays[column.set_starts].astype(np.int64)).astype(np.int64)
    return np.repeat(np.arange(len(sizes)), sizes)
