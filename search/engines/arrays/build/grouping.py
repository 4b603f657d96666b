"""Grouping: which documents of all segments are copies, or versions? Worked out before each commit.

An update looks only at what came and went, and at what these lead to (`copies/regrouping.py`); texts
are compared only where two articles were never compared before. It gives what a rebuild would.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

from ....copies.candidates import BAND, band_keys, group_copies, order_of_heads, sentences_of
from ....copies.comparison import is_copy
from ....copies.differences import Comparable
from ....copies.regrouping import regroup_copies, regroup_versions
from ....copies.sketches import PERMUTATIONS
from ....copies.versions import group_versions
from ..file.array_types import AnyArray, Integers, Marks
from ..file.days import order_numbers
from ..file.layout import (
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
)
from ..file.ranges import ranges
from ..file.records import Copies, Verdicts
from ..file.strings import Strings
from ..file.terms import id_places
from .source import Source

_TEXTS_IN_MEMORY = 256
_AT_ONCE = 1 << 20  # sentences, or keys of signatures
_LIKE_BITS = 16
_LIKE = np.uint32((1 << _LIKE_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Before:
    """What an update begins with: its sources come first, those that are new behind them."""

    copies: Copies
    verdicts: Verdicts
    removed: Sequence[Marks]  # of each of its sources: the documents that go now


def find_groups(
    sources: Sequence[Source], scratch: Path, before: Before | None = None
) -> tuple[Copies, Verdicts]:
    """Group the copies and versions among the documents that stay, and say what was found."""
    if not sources:
        return Copies(), {}
    if before and (found := _Regrouping(sources, before).found()):
        return found
    texts = _Texts(sources, [source.live for source in sources])
    verdicts = _Asked(texts, before.verdicts if before else {})
    heads = group_copies(
        texts.bands(),
        texts.sentences(),
        texts.lengths,
        texts.sentence_counts,
        verdicts.is_copy,
        scratch,
    )
    versions = group_versions(texts.papers(), texts.signatures, texts.lengths, heads)
    return texts.copies(heads, versions), verdicts.asked


class _Regrouping:
    """The documents of before and of now together."""

    def __init__(self, sources: Sequence[Source], before: Before) -> None:
        self._before = before
        old = len(before.removed)
        there = [source.live | went for source, went in zip(sources, before.removed, strict=False)]
        self._texts = _Texts(sources, [*there, *(source.live for source in sources[old:])])
        self._came = self._texts.marked(
            [source.live & (which >= old) for which, source in enumerate(sources)]
        )
        self._went = self._texts.marked(
            [*before.removed, *(~source.live for source in sources[old:])]
        )

    def found(self) -> tuple[Copies, Verdicts] | None:
        """Return what `find_groups` does; None where all must be grouped."""
        texts, came, went = self._texts, self._came, self._went
        groups, versions = (
            texts.numbered(named, len(self._before.removed))
            for named in (self._before.copies.groups, self._before.copies.versions)
        )
        heads = np.arange(len(came))
        for head, *others in groups:
            heads[others] = head
        verdicts = _Asked(texts, self._before.verdicts)
        now = regroup_copies(texts, heads, came, went, verdicts.is_copy)
        if now is None:
            return None
        papers, of_both = texts.papers(), (heads, now)
        found = regroup_versions(
            papers, texts.signatures, texts.lengths, of_both, came, went, versions
        )
        gone = set(texts.fingerprints[went].tolist())
        kept = {
            pair: verdict
            for pair, verdict in self._before.verdicts.items()
            if gone.isdisjoint(pair)
        }
        return texts.copies(now, found), kept | verdicts.asked


class _Asked:
    """Verdicts on pairs of texts, without asking again what was asked before."""

    def __init__(self, texts: "_Texts", known: Verdicts) -> None:
        self._texts, self._known = texts, known
        self.asked: dict[tuple[int, int], bool] = {}

    def is_copy(self, head: int, text: int) -> bool:
        pair = int(self._texts.fingerprints[head]), int(self._texts.fingerprints[text])
        if pair not in self.asked:
            verdict = self._known.get(pair)
            self.asked[pair] = self._texts.is_copy(head, text) if verdict is None else verdict
        return self.asked[pair]


class _Texts:
    """Some documents of each source, numbered in the order in which they may be heads of groups."""

    def __init__(self, sources: Sequence[Source], marked: Sequence[Marks]) -> None:
        self._sources, self._marked = sources, marked
        self._numbers = [marks.nonzero()[0] for marks in marked]  # within its source
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

    def copies(self, heads: Integers, versions: Iterable[Sequence[int]]) -> Copies:
        """Name the members of groups, given the head of each text, and heads that are versions."""
        groups: dict[int, list[int]] = {}
        for text in np.flatnonzero(heads != np.arange(len(heads))).tolist():
            groups.setdefault(int(heads[text]), []).append(text)
        return Copies(
            tuple(tuple(map(self.id, (head, *groups[head]))) for head in sorted(groups)),
            tuple(tuple(map(self.id, group)) for group in versions),
        )

    def numbered(self, groups: Iterable[Sequence[str]], of_sources: int) -> list[list[int]]:
        """Return the texts of groups of ids, looked for in the first so many sources."""
        named = [[name.encode("utf-8", "surrogatepass") for name in group] for group in groups]
        wanted = set(chain.from_iterable(named))
        text_of: dict[bytes, int] = {}
        for which in range(of_sources):
            documents, texts = self._sources[which].arrays[ID_DOCUMENTS], self._text_of[which]
            for name, at in self._ids[which].those_of(wanted):
                if (text := int(texts[documents[at]])) >= 0:
                    text_of[name] = text
        return [[text_of[name] for name in group] for group in named]

    def marked(self, marks: Sequence[Marks]) -> Marks:
        """Return marks of the texts, given those of the documents of each source."""
        own = [of_source[numbers] for of_source, numbers in zip(marks, self._numbers, strict=True)]
        return np.asarray(np.concatenate(own)[self._order], bool)

    @cached_property
    def _text_of(self) -> list[Integers]:
        """Return, by source, the text of each document; -1 for none."""
        found = []
        for source, numbers, first in zip(
            self._sources, self._numbers, self._firsts.tolist(), strict=False
        ):
            texts = np.full(source.size, -1)
            texts[numbers] = self._places[first : first + len(numbers)]
            found.append(texts)
        return found

    @cached_property
    def sentence_counts(self) -> Integers:
        """Return how many sentences each text has."""
        counts = [
            np.diff(starts)[numbers]
            for starts, numbers in zip(self._sentence_starts, self._numbers, strict=True)
        ]
        return np.concatenate(counts)[self._order]

    @cached_property
    def _sentence_starts(self) -> list[Integers]:
        return [source.arrays[SENTENCE_STARTS].astype(np.int64) for source in self._sources]

    def having(self, column: int, values: AnyArray) -> Integers:
        """Return the texts whose signatures have one of some values, ascending, in a column."""
        found = [np.empty(0, np.int64)]
        for source, text_of in zip(self._sources, self._text_of, strict=True):
            texts = text_of[_among(_signatures(source)[:, column], values)]
            found.append(texts[texts >= 0])
        return np.concatenate(found)

    def with_sentences(self, hashes: AnyArray) -> AnyArray:
        """Return the sentences of all texts that are among some, ascending, each with its text."""
        found = [np.empty(0, np.uint64)]
        for source, starts, text_of in zip(
            self._sources, self._sentence_starts, self._text_of, strict=True
        ):
            every = source.arrays[SENTENCES]
            for first in range(0, len(every), _AT_ONCE):
                some = every[first : first + _AT_ONCE]
                at = _among(some, hashes)
                texts = text_of[starts.searchsorted(at + first, "right") - 1]
                is_there = texts >= 0
                found.append(sentences_of(texts[is_there], some[at[is_there]]))
        return np.concatenate(found)

    def sentences_in(self, texts: Integers) -> tuple[Integers, AnyArray]:
        """Return the sentences of some texts: of each the number of its text among these, and its hash."""
        which, hashes = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
        documents = self._order[texts]
        of_source = self._firsts.searchsorted(documents, "right") - 1
        for source in np.unique(of_source).tolist():
            own = np.flatnonzero(of_source == source)
            numbers = self._numbers[source][documents[own] - self._firsts[source]]
            starts = self._sentence_starts[source]
            lengths = starts[numbers + 1] - starts[numbers]
            which.append(np.repeat(own, lengths))
            sentences = self._sources[source].arrays[SENTENCES]
            hashes.append(
                sentences.take(ranges(starts[numbers], lengths, len(sentences) * len(own)))
            )
        return np.concatenate(which), np.concatenate(hashes)

    def is_copy(self, head: int, text: int) -> bool:
        """Compare two texts, reading both."""
        return is_copy(self._comparable(head), self._comparable(text))

    def bands(self) -> Iterator[Iterator[AnyArray]]:
        """Yield, for each band, the keys of all signatures, each with its text, some at a time."""
        return map(self._keys, range(0, PERMUTATIONS, BAND))

    def _keys(self, start: int) -> Iterator[AnyArray]:
        for source, text_of, own in zip(self._sources, self._text_of, self._numbers, strict=True):
            for first in range(0, len(own), _AT_ONCE):
                some = own[first : first + _AT_ONCE]
                rows = _signatures(source)[some, start : start + BAND]
                yield sentences_of(text_of[some], band_keys(rows))

    def sentences(self) -> Iterator[AnyArray]:
        """Yield all sentences, each with its text, some at a time."""
        for source, text_of, starts in zip(
            self._sources, self._text_of, self._sentence_starts, strict=True
        ):
            every = source.arrays[SENTENCES]
            for first in range(0, len(every), _AT_ONCE):
                some = every[first : first + _AT_ONCE]
                places = np.arange(first, first + len(some))
                texts = text_of[starts.searchsorted(places, "right") - 1]
                is_there = texts >= 0
                yield sentences_of(texts[is_there], some[is_there])

    def papers(self) -> Integers:
        """Return the number of the paper that each text is of, -1 for none."""
        numbers: dict[bytes, int] = {}
        own = [
            _papers(source, numbers)[marks]
            for source, marks in zip(self._sources, self._marked, strict=True)
        ]
        return np.concatenate(own)[self._order]

    def rows(self, texts: Integers) -> AnyArray:
        """Return the signatures of some texts."""
        found = np.empty((len(texts), PERMUTATIONS), np.uint16)
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
        return np.concatenate(
            [
                source.arrays[name][marks]
                for source, marks in zip(self._sources, self._marked, strict=True)
            ]
        )

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
    def _id_places(self) -> list[Integers]:
        """Return, by source, where each document's id stands in the list of ids."""
        return [id_places(source.arrays) for source in self._sources]

    def _read(self, text: int) -> Comparable:
        which, number = self._place(int(self._order[text]))
        return Comparable.of(self._sources[which].stored(number).article())


class _Signatures:
    """The signatures of texts, gathered for those that are asked for."""

    def __init__(self, texts: _Texts) -> None:
        self._texts = texts

    def __getitem__(self, texts: Integers) -> AnyArray:
        return self._texts.rows(texts)


def _signatures(source: Source) -> AnyArray:
    return source.arrays[SIGNATURES].reshape(-1, PERMUTATIONS)


def _papers(source: Source, numbers: dict[bytes, int]) -> Integers:
    """Return the number of the paper of each document, -1 for none; new ones get the next."""
    strings = Strings(source.arrays, PAPER_COLUMN.strings)
    of_values = np.array([numbers.setdefault(value, len(numbers)) for value in strings], np.int64)
    starts = source.arrays[PAPER_COLUMN.set_starts].astype(np.int64)
    of_sets = np.full(len(starts) - 1, -1)
    having = np.diff(starts).nonzero()[0]
    of_sets[having] = of_values[source.arrays[PAPER_COLUMN.set_values][starts[having]]]
    return of_sets[source.arrays[PAPER_COLUMN.sets]]


def _among(numbers: AnyArray, few: AnyArray) -> Integers:
    """Return where numbers stand that are among a few, ascending; most are told by their last bits."""
    is_like = np.zeros(1 << _LIKE_BITS, bool)
    is_like[few & _LIKE] = True
    at = np.flatnonzero(is_like[numbers & _LIKE])
    found = few.take(few.searchsorted(numbers[at]), mode="clip") == numbers[at]
    return at[found]
