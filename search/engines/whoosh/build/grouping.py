"""Grouping: which documents of all segments are copies, or versions? Worked out before each commit.

Candidates are found anew each time, on arrays; texts are compared only where two articles were
never compared before. So an update reads few texts, and gives what a rebuild would.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from ....copies.candidates import BAND, group_copies, order_of_heads, sentences_of
from ....copies.comparison import is_copy
from ....copies.differences import Comparable
from ....copies.sketches import PERMUTATIONS
from ....copies.versions import group_versions
from ..file.array_types import AnyArray, Integers
from ..file.days import order_numbers
from ..file.layout import (
    ARTICLES,
    FINGERPRINTS,
    FREQUENT_WORDS,
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
)
from ..file.records import Copies, Verdicts
from ..file.stored import StoredArticle
from ..file.strings import Strings
from .source import Source

_TEXTS_IN_MEMORY = 256


def find_groups(sources: Sequence[Source], known: Verdicts) -> tuple[Copies, Verdicts]:
    """Group the copies and versions among the documents that stay, and say what was found.

    Given is what was found before.
    """
    if not sources:
        return Copies(), {}
    texts = _Texts(sources)
    verdicts: dict[tuple[int, int], bool] = {}

    def is_copy_of(head: int, text: int) -> bool:
        pair = int(texts.fingerprints[head]), int(texts.fingerprints[text])
        if pair not in verdicts:
            verdict = known.get(pair)
            verdicts[pair] = texts.is_copy(head, text) if verdict is None else verdict
        return verdicts[pair]

    lengths = texts.lengths
    heads = group_copies(texts.bands(), lengths, texts.sentences(), is_copy_of)
    groups: dict[int, list[int]] = {}
    for text in np.flatnonzero(heads != np.arange(len(heads))).tolist():
        groups.setdefault(int(heads[text]), []).append(text)
    versions = group_versions(texts.papers(), texts.signatures, lengths, heads)
    copies = Copies(
        tuple(tuple(map(texts.id, (head, *groups[head]))) for head in sorted(groups)),
        tuple(tuple(map(texts.id, group)) for group in versions),
    )
    return copies, verdicts


class _Texts:
    """The documents that stay, numbered in the order in which they may be heads of groups."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._numbers = [source.live.nonzero()[0] for source in sources]  # within its source
        self._firsts = np.cumsum([0, *map(len, self._numbers)])
        self._order = self._order_of_heads()
        self._places = np.empty(len(self._order), np.int64)  # in that order, of each document
        self._places[self._order] = np.arange(len(self._order))
        self.lengths = self._each(LETTERS)[self._order]
        self.fingerprints = self._each(FINGERPRINTS)[self._order]
        self.signatures = _Signatures(self)
        self._comparable = lru_cache(_TEXTS_IN_MEMORY)(self._read)

    def id(self, text: int) -> str:
        """Return the id of a text."""
        return self._id(int(self._order[text])).decode("utf-8", "surrogatepass")

    def is_copy(self, head: int, text: int) -> bool:
        """Compare two texts, reading both."""
        return is_copy(self._comparable(head), self._comparable(text))

    def bands(self) -> Iterator[AnyArray]:
        """Yield the columns of all signatures, so many at a time that memory holds few."""
        for start in range(0, PERMUTATIONS, BAND):
            yield np.concatenate(
                [
                    _signatures(source)[:, start : start + BAND][own]
                    for source, own in zip(self._sources, self._numbers, strict=True)
                ]
            )[self._order]

    def sentences(self) -> AnyArray:
        """Return all sentences, each with its text."""
        found = [np.empty(0, np.uint64)]
        for source, first in zip(self._sources, self._firsts.tolist(), strict=False):
            lengths = np.diff(source.arrays[SENTENCE_STARTS].astype(np.int64)).astype(np.int64)
            texts = np.repeat(self._places[first : first + source.count], lengths[source.live])
            hashes = source.arrays[SENTENCES]
            if not source.whole:
                hashes = hashes[np.repeat(source.live, lengths)]
            found.append(sentences_of(texts, hashes))
        return np.concatenate(found)

    def papers(self) -> Integers:
        """Return the number of the paper that each text is of, -1 for none."""
        numbers: dict[bytes, int] = {}
        return np.concatenate([_papers(source, numbers) for source in self._sources])[self._order]

    def rows(self, texts: Integers) -> AnyArray:
        """Return the signatures of some texts."""
        found = np.empty((len(texts), PERMUTATIONS), np.uint32)
        documents = self._order[texts]
        of_source = self._firsts.searchsorted(documents, "right") - 1
        for which in np.unique(of_source).tolist():
            own = of_source == which
            numbers = self._numbers[which][documents[own] - self._firsts[which]]
            found[own] = _signatures(self._sources[which])[numbers]
        return found

    def _order_of_heads(self) -> Integers:
        """Order the documents; ids decide where nothing else does, so only those are read."""
        ages = order_numbers(self._each(PUBLISHED), self._each(PUBLISHED_LATEST))
        columns = ages, self._each(SAYS_COPIED), self._each(LETTERS)
        ranks = np.zeros(len(ages), np.int64)
        order = order_of_heads(*columns, ranks)
        is_tied = np.ones(max(len(order) - 1, 0), bool)  # each with the one behind it
        for column in columns:
            is_tied &= column[order[1:]] == column[order[:-1]]
        tied = np.union1d(order[:-1][is_tied], order[1:][is_tied]).tolist()
        ranks[sorted(tied, key=self._id)] = np.arange(len(tied))
        return order_of_heads(*columns, ranks)

    def _each(self, name: str) -> AnyArray:
        return np.concatenate([source.arrays[name][source.live] for source in self._sources])

    def _place(self, document: int) -> tuple[int, int]:
        """Return which source has a document, and its number there."""
        which = int(self._firsts.searchsorted(document, "right")) - 1
        return which, int(self._numbers[which][document - self._firsts[which]])

    def _id(self, document: int) -> bytes:
        which, number = self._place(document)
        return self._ids[which][int(self._id_places[which][number])]

    @cached_property
    def _ids(self) -> list[Strings]:
        return [Strings(source.arrays, IDS) for source in self._sources]

    @cached_property
    def _id_places(self) -> list[AnyArray]:
        """Return, by source, where each document's id stands in the list of ids."""
        return [source.arrays[ID_DOCUMENTS].argsort() for source in self._sources]

    def _read(self, text: int) -> Comparable:
        which, number = self._place(int(self._order[text]))
        arrays = self._sources[which].arrays
        stored = Strings(arrays, ARTICLES).view(number)
        return Comparable.of(StoredArticle(stored, arrays[FREQUENT_WORDS].data).article())


class _Signatures:
    """The signatures of texts, gathered for those that are asked for."""

    def __init__(self, texts: _Texts) -> None:
        self._texts = texts

    def __getitem__(self, texts: Integers) -> AnyArray:
        return self._texts.rows(texts)


def _signatures(source: Source) -> AnyArray:
    return source.arrays[SIGNATURES].reshape(-1, PERMUTATIONS)


def _papers(source: Source, numbers: dict[bytes, int]) -> Integers:
    """Return the number of the paper of each document that stays, -1 for none; new ones get the next."""
    strings = Strings(source.arrays, PAPER_COLUMN.strings)
    of_values = np.array([numbers.setdefault(value, len(numbers)) for value in strings], np.int64)
    starts = source.arrays[PAPER_COLUMN.set_starts].astype(np.int64)
    of_sets = np.full(len(starts) - 1, -1)
    having = np.diff(starts).nonzero()[0]
    of_sets[having] = of_values[source.arrays[PAPER_COLUMN.set_values][starts[having]]]
    return of_sets[source.arrays[PAPER_COLUMN.sets][source.live]]
