"""First uses: since when has a phrase been used, by whom, how often, and may that be told?

An article counts with its copies as one, on the day of the earliest, and under who published the
first of them. That a phrase was used first on some day says something only where it would have been
seen before: had everyone who uses it used it as often before that day, so many articles would have it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..article import ArticleHead
from .coinage import YEARS

#: A first use counts where so many uses were to be expected before it.
EXPECTED = 5
#: Phrases are kept that so many articles have; the most used, so many of them.
LEAST, MOST = 3, 2000
#: A phrase that stands within a longer one so often is a part of it.
_MOSTLY = 0.8
#: A longer phrase that is used first within so many days of a shorter one in it says nothing new.
_ALONG = 366
#: Of articles without a day, which may be older, so many may have it for each with one.
_UNDATED = 0.1
_SOURCES = 12  # named with a phrase

_Integers = npt.NDArray[np.int64]
_DAYS = 1 << 22  # more than there are
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Coined:
    """A phrase that was first used in the last ten years of the collection."""

    text: str  # normalised
    first: str  # id of the dated article that has it first
    day: int  # its day, as `date.toordinal`; the first of those it may be
    articles: int  # dated ones, of copies one
    occurrences: int  # in these
    sources: tuple[tuple[str, int], ...]  # who published most of them, and how many
    source_count: int
    months: tuple[tuple[str, int], ...]  # 2024-05: articles; of those without a known month the first


def source_of(article: ArticleHead) -> str:
    """Return who an article counts under: its source, else its issuer, else its outermost section; "" for none."""
    return article.source or article.issuer or (article.section[0] if article.section else "")


class Chronicle:
    """The articles of a collection in time; says of a phrase since when it has been used."""

    def __init__(
        self, days: _Integers, ages: _Integers, heads: _Integers, sources: _Integers, names: Sequence[str]
    ) -> None:
        """Take of each article its day (0: none), its place among all, the oldest first, and its copies' head.

        And who publishes it, by the number of a name; what is not there has itself as head, and no day.
        """
        self._days, self._ages, self._heads = days, ages, heads
        self._sources, self._names = sources, names
        dated = days.nonzero()[0]
        self._group_days = np.full(len(days), _DAYS, np.int64)
        np.minimum.at(self._group_days, heads[dated], days[dated])
        groups = (self._group_days < _DAYS).nonzero()[0]
        self._keys = np.sort(sources[groups] * _DAYS + self._group_days[groups])
        self._starts = self._keys.searchsorted(np.arange(len(names) + 1) * _DAYS)
        newest = int(days.max(initial=0))
        self._horizon = newest - newest % 1 if not newest else _beginning(newest, YEARS)
        #: How many sources a wording must have: two, where there are two.
        self.least_sources = min(2, int((np.diff(self._starts) > 0).sum()))

    def coined(self, text: str, documents: Any, counts: Any) -> Coined | None:
        """Say since when a phrase is used that stands so often in some articles; None where it cannot be told.

        Nor is it where too few articles have it, or it is older.
        """
        days = self._days[documents]
        dated = days.nonzero()[0]
        if len(dated) < LEAST:
            return None
        first_day = int(days[dated].min())
        if first_day < self._horizon:
            return None
        groups, at = np.unique(self._heads[documents], return_index=True)
        is_dated = self._group_days[groups] < _DAYS
        undated = int((~is_dated).sum())
        groups, at = groups[is_dated], at[is_dated]
        if len(groups) < LEAST or undated > _UNDATED * len(groups):
            return None
        sources, uses = np.unique(self._sources[groups], return_counts=True)
        if len(sources) < self.least_sources or not self._is_told(sources, uses, first_day):
            return None
        found = documents[dated]
        by_use = sorted(zip(uses.tolist(), map(self._names.__getitem__, sources.tolist()), strict=True), key=lambda one: (-one[0], one[1]))
        return Coined(
            text=text,
            first=str(int(found[self._ages[found].argmin()])),
            day=first_day,
            articles=len(groups),
            occurrences=int(np.asarray(counts)[at].sum()),
            sources=tuple((name, count) for count, name in by_use[:_SOURCES]),
            source_count=len(sources),
            months=_by_month(self._group_days[groups]),
        )

    def _is_told(self, sources: _Integers, uses: _Integers, day: int) -> bool:
        """Say whether a phrase that some sources use since a day would have been seen before it."""
        at = self._keys.searchsorted(sources * _DAYS + day)
        before, since = at - self._starts[sources], self._starts[sources + 1] - at
        return float((uses / np.maximum(since, 1) * before).sum()) >= EXPECTED


def _beginning(day: int, years: int) -> int:
    from datetime import date
    return date(date.fromordinal(day).year - years + 1, 1, 1).toordinal()


def _by_month(days: _Integers) -> tuple[tuple[str, int], ...]:
    months, counts = np.unique((days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]"), return_counts=True)
    return tuple(zip(map(str, months), counts.tolist(), strict=True))


def without_parts(found: Iterable[Coined]) -> list[Coined]:
    """Leave out phrases that are parts of longer ones, and uses of shorter ones; the most used first."""
    known = {one.text: one for one in found}
    within = {one.text: [part for part in _parts(one.text) if part in known] for one in known.values()}
    parts = {
        part
        for text, its_parts in within.items()
        for part in its_parts
        if known[text].occurrences >= _MOSTLY * known[part].occurrences
    }
    uses = {
        text
        for text, its_parts in within.items()
        for part in its_parts
        if part not in parts and known[text].day - known[part].day < _ALONG
    }
    left = [one for one in known.values() if one.text not in parts | uses]
    return sorted(left, key=lambda one: (-one.articles, -one.occurrences, one.text))[:MOST]


def _parts(text: str) -> Iterable[str]:
    return {text[a:b] for a in range(len(text)) for b in range(a + 1, len(text) + 1)} - {text}
