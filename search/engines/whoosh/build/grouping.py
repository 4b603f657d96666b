"""Grouping: which documents of all segments are copies, or versions? Worked out before each commit.

Candidates are found anew each time, on arrays; texts are compared only where two articles were
never compared before. So an update reads few texts, and gives what a rebuild would.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ....copies.candidates import group_copies, order_of_heads
from ....copies.comparison import is_copy
from ....copies.differences import Comparable
from ....copies.sketches import PERMUTATIONS
from ....copies.versions import group_versions
from ..file.array_types import AnyArray
from ..file.days import order_numbers
from ..file.layout import (
    ARTICLES,
    FINGERPRINTS,
    ID_DOCUMENTS,
    IDS,
    LETTERS,
    PAPER_COLUMN,
    PUBLISHED,
    PUBLISHED_LATEST,
    SAYS_COPIED,
    SENTENCE_STARTS,
    SENTENCES,
    SIGNATURES,
    Column,
)
from ..file.records import Copies
from ..file.stored import StoredArticle
from ..file.strings import Strings
from .inversion import starts_of
from .merging import Source

_TEXTS_IN_MEMORY = 256

Verdicts = Mapping[tuple[int, int], bool]


def find_groups(sources: Sequence[Source], known: Verdicts) -> Copies:
    """Group the copies and versions among the documents that stay, given what was found before."""
    if not sources:
        return Copies()
    texts = _Texts(sources)
    verdicts: dict[tuple[int, int], bool] = {}

    def is_copy_of(head: int, text: int) -> bool:
        pair = texts.fingerprints[head], texts.fingerprints[text]
        if pair not in verdicts:
            verdict = known.get(pair)
            verdicts[pair] = texts.is_copy(head, text) if verdict is None else verdict
        return verdicts[pair]

    sketches = signatures, lengths, *_ = texts.sketches()
    heads = group_copies(*sketches, is_copy_of)
    groups: dict[int, list[int]] = {}
    for text in np.flatnonzero(heads != np.arange(len(heads))).tolist():
        groups.setdefault(int(heads[text]), []).append(text)
    versions = group_versions(texts.papers(), signatures, lengths, heads)
    return Copies(
        tuple(tuple(map(texts.id, (head, *groups[head]))) for head in sorted(groups)),
        tuple(tuple(map(texts.id, group)) for group in versions),
        verdicts,
    )


class _Texts:
    """The documents that stay, numbered in the order in which they may be heads of groups."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._places = [
            (source, number)
            for source in sources
            for number in np.flatnonzero(source.live).tolist()
        ]
        self._ids = [identifier for source in sources for identifier in _ids(source)]
        rank = np.empty(len(self._ids), np.int64)
        rank[sorted(range(len(rank)), key=self._ids.__getitem__)] = np.arange(len(rank))
        self._ages = order_numbers(self._each(PUBLISHED), self._each(PUBLISHED_LATEST))
        self._order = order_of_heads(self._ages, self._each(SAYS_COPIED), self._each(LETTERS), rank)
        fingerprints = [source.arrays[FINGERPRINTS][source.live] for source in sources]
        self.fingerprints: list[int] = np.concatenate(fingerprints)[self._order].tolist()
        self._comparable = lru_cache(_TEXTS_IN_MEMORY)(self._read)

    def id(self, text: int) -> str:
        """Return the id of a text."""
        return self._ids[self._order[text]].decode("utf-8", "surrogatepass")

    def is_copy(self, head: int, text: int) -> bool:
        """Compare two texts, reading both."""
        return is_copy(self._comparable(head), self._comparable(text))

    def sketches(self) -> tuple[AnyArray, AnyArray, AnyArray, AnyArray]:
        """Return signatures, lengths, starts of sentences, and sentences."""
        order = self._order
        signatures = [s.arrays[SIGNATURES].reshape(-1, PERMUTATIONS)[s.live] for s in self._sources]
        runs = [_run_starts(source) for source in self._sources]
        ends = np.cumsum([0, *(len(source.arrays[SENTENCES]) for source in self._sources)])
        firsts = np.concatenate([run[0] + end for run, end in zip(runs, ends, strict=False)])[order]
        counts = np.concatenate([run[1] for run in runs])[order]
        starts = starts_of(counts).astype(np.int64)
        places = np.repeat(firsts - starts[:-1], counts) + np.arange(int(starts[-1]))
        sentences = np.concatenate([source.arrays[SENTENCES] for source in self._sources])[places]
        return np.concatenate(signatures)[order], self._each(LETTERS)[order], starts, sentences

    def papers(self) -> list[int]:
        """Return the number of the paper that each text is of, -1 for none."""
        numbers: dict[bytes, int] = {}
        values = self._values(PAPER_COLUMN)
        return [numbers.setdefault(value, len(numbers)) if value else -1 for value in values]

    def _values(self, column: Column) -> list[bytes]:
        """Return the one value that each text has in a column, empty for none."""
        values = [value for source in self._sources for value in _values(source, column)]
        return [values[at] for at in self._order.tolist()]

    def _each(self, name: str) -> npt.NDArray[np.int64]:
        return np.concatenate([s.arrays[name][s.live] for s in self._sources]).astype(np.int64)

    def _read(self, text: int) -> Comparable:
        source, number = self._places[self._order[text]]
        stored = Strings(source.arrays, ARTICLES).view(number)
        return Comparable.of(StoredArticle(stored).article())


def _ids(source: Source) -> list[bytes]:
    """Return the ids of the documents that stay, in the order of their numbers."""
    strings, documents = list(Strings(source.arrays, IDS)), source.arrays[ID_DOCUMENTS]
    order = documents.argsort()
    return [strings[at] for at in order[source.live[documents[order]]].tolist()]


def _values(source: Source, column: Column) -> Iterator[bytes]:
    """Yield the value of each document that stays."""
    strings = list(Strings(source.arrays, column.strings))
    starts = source.arrays[column.set_starts].tolist()
    numbers = source.arrays[column.set_values].tolist()
    of_sets = [strings[numbers[start]] if end > start else b"" for start, end in pairwise(starts)]
    for own in source.arrays[column.sets][source.live].tolist():
        yield of_sets[own]


def _run_starts(source: Source) -> tuple[AnyArray, AnyArray]:
    """Return, of each document that stays, where its sentences begin, and how many they are."""
    starts = source.arrays[SENTENCE_STARTS].astype(np.int64)
    return starts[:-1][source.live], np.diff(starts)[source.live]
