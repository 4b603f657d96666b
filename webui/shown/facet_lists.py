"""Facet lists: how does a facet look? Links with counts and bars; sections as a tree, months in their year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from search import FacetCount
from search.facets import FACETS, SECTION_SEPARATOR

from ..asked.addresses import QuestionAddress

SHOWN_AT_ONCE = 8
#: Values to unfold; of the rest is said how many there are: a page stays light on a phone.
MOST_UNFOLDED = 30
_SMALL_TREE = 12  # sections
_BAR_WIDTH = 100
_IN_OUR_WORDS = {facet.name for facet in FACETS if facet.in_our_words}

FacetCounts = Mapping[str, tuple[FacetCount, ...]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet as the page lists it."""

    value: str
    label: str
    count: int
    bar: int  # length beside the longest of its facet, 0 to 100
    depth: int  # 0 for the outermost
    chosen: bool
    url: str
    inner: "tuple[FacetValue, ...]" = ()  # the months of a year


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet as the page lists it: the first values, and more to unfold."""

    name: str
    label: str
    shown: list[FacetValue]
    more: list[FacetValue]
    left_out: int  # values that are not listed


def facet_lists(counts: FacetCounts, address: QuestionAddress) -> list[FacetList]:
    """Lay out every facet that has values; the months of a chosen year stand in it."""
    names = [facet.name for facet in FACETS if facet.name in counts and facet.name != "month"]
    lists = [facet_list(name, counts, address) for name in names]
    return [_with_months(listed, counts, address) for listed in lists if listed.shown]


def facet_list(name: str, counts: FacetCounts, address: QuestionAddress) -> FacetList:
    """Lay out a facet: chosen values even when nothing has them, sections as a tree."""
    facet = next(facet for facet in FACETS if facet.name == name)
    chosen = address.chosen(name)
    present = {entry.value: entry.count for entry in counts[name]}
    for value in chosen:
        present.setdefault(value, 0)
    branches = _branches(present, chosen) if name == "section" else [[value] for value in present]
    first = [
        branch
        for index, branch in enumerate(branches)
        if index < SHOWN_AT_ONCE or any(value in chosen for value in branch)
    ]
    others = [branch for branch in branches if branch not in first]
    longest = max(present.values(), default=0) or 1

    def laid_out(some: list[list[str]]) -> list[FacetValue]:
        return [
            _facet_value(name, value, present[value], longest, address)
            for branch in some
            for value in branch
        ]

    more = others[:MOST_UNFOLDED]
    return FacetList(name, facet.label, laid_out(first), laid_out(more), len(others) - len(more))


def _branches(counts: Mapping[str, int], chosen: Sequence[str]) -> list[list[str]]:
    """List every outermost section with those within it that are shown: all of a small tree.

    Of a large one, what lies right within a chosen section, and on the way to it.
    """
    opened = {parent for value in chosen for parent in _parents(value)}
    is_small = len(counts) <= _SMALL_TREE
    branches: list[list[str]] = []
    for path in as_tree(counts):
        *outer, _ = _parents(path)
        if not outer:
            branches.append([path])
        elif (is_small or outer[-1] in opened) and len(branches[-1]) <= MOST_UNFOLDED:
            branches[-1].append(path)
    return branches


def _parents(path: str) -> list[str]:
    """Return the sections that a section lies in, the outermost first, and itself."""
    names = path.split(SECTION_SEPARATOR)
    return [SECTION_SEPARATOR.join(names[:depth]) for depth in range(1, len(names) + 1)]


def as_tree(counts: Mapping[str, int]) -> list[str]:
    """Order section paths so that each stands under its parent, those with most articles first."""

    def key(path: str) -> list[tuple[int, str]]:
        return [(-counts.get(parent, 0), parent) for parent in _parents(path)]

    return sorted(counts, key=key)


def said_value(name: str, value: str) -> str:
    """Say a value of a facet: a word of ours in the reader's language, any other as it is."""
    return gettext(value) if name in _IN_OUR_WORDS else value


def _facet_value(
    name: str, value: str, count: int, longest: int, address: QuestionAddress
) -> FacetValue:
    path = value.split(SECTION_SEPARATOR) if name == "section" else [value]
    return FacetValue(
        value=value,
        label=said_value(name, path[-1]),
        count=count,
        bar=-(-count * _BAR_WIDTH // longest),
        depth=len(path) - 1,
        chosen=address.has(name, value),
        url=address.toggled(name, value),
    )


def _with_months(facet: FacetList, counts: FacetCounts, address: QuestionAddress) -> FacetList:
    if facet.name != "year":
        return facet
    return replace(
        facet,
        shown=[
            replace(year, inner=_months(year.value, counts, address)) if year.chosen else year
            for year in facet.shown
        ],
    )


def _months(year: str, counts: FacetCounts, address: QuestionAddress) -> tuple[FacetValue, ...]:
    found = [month for month in counts.get("month", ()) if month.value.startswith(f"{year}-")]
    longest = max((month.count for month in found), default=0) or 1
    return tuple(
        _facet_value("month", month.value, month.count, longest, address) for month in found
    )
