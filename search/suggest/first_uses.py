"""First uses: since when has a phrase been used, by whom, how often, and may that be told?

An article counts with its copies as one: on the day of the earliest, under who published their head,
which is its source, else its issuer, else its outermost section.
That a phrase was used first on some day says something only where it would have been seen before: had
those who use it used it as often before that day, so many articles would have it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from .coinage import EPOCH, YEARS
from .lexicon import Codes

#: A first use counts where so many articles with it were to be expected before.
EXPECTED = 5
#: Phrases are kept that so many articles have, of these those that most have.
LEAST_KEPT, MOST_KEPT = 3, 2000
#: A phrase of which so many occurrences are in a longer one is a part of that.
_MOSTLY = 0.8
#: A phrase that is first used within so many days of a shorter one in it is a use of that.
_ALONG = 366
#: Of articles without a day, which may be older, so many may have it for each with one.
_UNDATED = 0.1
_NAMED_SOURCES = 12

_Integers = npt.NDArray[np.int64]
_NEVER = 1 << 22  # behind every day


@dataclass(frozen=True, slots=True)
class Coined:
    """A phrase that was first used in the last ten years of a collection; articles are dated ones, of copies one."""

    text: str  # normalised
    first: str  # id of the article that has it first
    day: str  # its day, as much as is known of it: 2024, 2024-05, 2024-05-17
    articles: int
    occurrences: int  # in these
    sources: tuple[
        tuple[str, int], ...
    ]  # who published most of them, and how many; "" is not known
    source_count: int
    months: tuple[tuple[str, int], ...]  # 2024-05: articles; a year alone counts as its January


class Chronicle:
    """The articles of a collection in time, numbered from 0; an array has an entry for each."""

    def __init__(
        self,
        days: _Integers,
        order: _Integers,
        heads: _Integers,
        sources: _Integers,
        names: Sequence[str],
        named: Callable[[int], tuple[str, str]],
    ) -> None:
        """Take the days (`date.toordinal`; 0: none, or not there), places in time, and heads of copies.

        Of a day of which no more than the year or month is known, the first that it may be; its place is
        that of the last.

        `sources` are numbers of `names`; `named` gives the id and the day of an article that has one.
        """
        self._days, self._order, self._heads = days, order, heads
        self._sources, self._names, self._named = sources, names, named
        dated = days.nonzero()[0]
        self._of_groups = np.full(len(days), _NEVER, np.int64)  # by head: the day of the earliest
        np.minimum.at(self._of_groups, heads[dated], days[dated])
        groups = (self._of_groups < _NEVER).nonzero()[0]
        self._in_time = np.sort(sources[groups] * _NEVER + self._of_groups[groups])
        self._starts = self._in_time.searchsorted(np.arange(len(names) + 1) * _NEVER)
        #: Two, where there are two.
        self._least_sources = min(2, int((np.diff(self._starts) > 0).sum()))
        newest = date.fromordinal(int(days.max(initial=1)))
        self._since = date(max(1, newest.year - YEARS + 1), 1, 1).toordinal()

    def coined(self, text: str, articles: Codes, counts: Codes) -> Coined | None:
        """Say since when a phrase has been used that stands so often in some articles.

        None where it is older, where too few articles or only one source have it, and where nothing
        can be told.
        """
        days = self._days[articles]
        is_dated = days > 0
        if is_dated.sum() < LEAST_KEPT or (first_day := int(days[is_dated].min())) < self._since:
            return None
        groups, of_groups = np.unique(self._heads[articles], return_inverse=True)
        is_told = self._of_groups[groups] < _NEVER
        occurrences = np.zeros(len(groups), np.int64)
        np.maximum.at(occurrences, of_groups, counts)
        undated, groups = int((~is_told).sum()), groups[is_told]
        if len(groups) < LEAST_KEPT or undated > _UNDATED * len(groups):
            return None
        sources, uses = np.unique(self._sources[groups], return_counts=True)
        if len(sources) < self._least_sources or not self._says_something(sources, uses, first_day):
            return None
        dated = articles[is_dated]
        identifier, day = self._named(int(dated[self._order[dated].argmin()]))
        names = [self._names[source] for source in sources.tolist()]
        by_use = sorted(zip(names, uses.tolist(), strict=True), key=lambda one: (-one[1], one[0]))
        return Coined(
            text,
            identifier,
            day,
            len(groups),
            int(occurrences[is_told].sum()),
            tuple(by_use[:_NAMED_SOURCES]),
            len(by_use),
            _by_month(self._of_groups[groups]),
        )

    def _says_something(self, sources: _Integers, uses: _Integers, day: int) -> bool:
        """Say whether a phrase that some sources use since a day would have been seen before it."""
        at = self._in_time.searchsorted(sources * _NEVER + day)
        before, since = at - self._starts[sources], self._starts[sources + 1] - at
        return float((uses / np.maximum(since, 1) * before).sum()) >= EXPECTED


def _by_month(days: _Integers) -> tuple[tuple[str, int], ...]:
    in_months = (days - EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    months, counts = np.unique(in_months, return_counts=True)
    return tuple(zip(months.astype(str).tolist(), counts.tolist(), strict=True))


def choose(found: Iterable[Coined]) -> list[Coined]:
    """Return the phrases that are no parts of longer ones, nor uses of shorter ones, those most used first."""
    known = {one.text: one for one in found}
    within = {text: [part for part in _parts(text) if part in known] for text in known}
    parts = {
        part
        for text, inner in within.items()
        for part in inner
        if known[text].occurrences >= _MOSTLY * known[part].occurrences
    }
    uses = {
        text
        for text, inner in within.items()
        for part in inner
        if part not in parts and _days_between(known[part].day, known[text].day) < _ALONG
    }
    left = (one for text, one in known.items() if text not in parts and text not in uses)
    ordered = sorted(left, key=lambda one: (-one.articles, -one.occurrences, one.text))
    return ordered[:MOST_KEPT]


def _parts(text: str) -> set[str]:
    ends = range(1, len(text) + 1)
    return {text[start:end] for end in ends for start in range(end)} - {text}


def _days_between(day: str, other: str) -> int:
    return (_first_of(other) - _first_of(day)).days


def _first_of(day: str) -> date:
    """Return the first day that a day may be."""
    return date.fromisoformat((day + "-01-01")[:10])
