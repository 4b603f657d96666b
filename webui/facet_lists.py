"""How does a facet look on the page? Links with counts and bars; sections as a tree, months in their year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.engine import FacetCount
from search.facets import FACETS, SECTION_SEPARATOR

from .addresses import Address

SHOWN_AT_ONCE = 8
#: Values to unfold; of the rest is said how many there are: a page stays light on a phone.
MOST_UNFOLDED = 30
_BAR_WIDTH = 100

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


def facet_lists(counts: FacetCounts, address: Address) -> list[FacetList]:
    """Lay out every facet that has values; the months of a chosen year stand in it."""
    names = [facet.name for facet in FACETS if facet.name in counts and facet.name != "month"]
    lists = [facet_list(name, counts, address) for name in names]
    return [_with_months(one, counts, address) for one in lists if one.shown]


def facet_list(name: str, counts: FacetCounts, address: Address) -> FacetList:
    """Lay out a facet: chosen values even when nothing has them, sections as a tree."""
    facet = next(facet for facet in FACETS if facet.name == name)
    chosen = address.chosen(name)
    present = {entry.value: entry.count for entry in counts[name]}
    for value in chosen:
        present.setdefault(value, 0)
    values = as_tree(present) if name == "section" else list(present)
    shown = [one for i, one in enumerate(values) if i < SHOWN_AT_ONCE or one in chosen]
    others = [value for value in values[SHOWN_AT_ONCE:] if value not in chosen]
    longest = max(present.values(), default=0) or 1

    def laid_out(some: list[str]) -> list[FacetValue]:
        return [_facet_value(name, value, present[value], longest, address) for value in some]

    more = others[:MOST_UNFOLDED]
    return FacetList(name, facet.label, laid_out(shown), laid_out(more), len(others) - len(more))


def as_tree(counts: Mapping[str, int]) -> list[str]:
    """Order section paths so that each stands under its parent, those with most articles first."""

    def key(path: str) -> list[tuple[int, str]]:
        names = path.split(SECTION_SEPARATOR)
        parents = [SECTION_SEPARATOR.join(names[:depth]) for depth in range(1, len(names) + 1)]
        return [(-counts.get(parent, 0), parent) for parent in parents]

    return sorted(counts, key=key)


def _facet_value(name: str, value: str, count: int, longest: int, address: Address) -> FacetValue:
    path = value.split(SECTION_SEPARATOR) if name == "section" else [value]
    return FacetValue(
        value=value,
        label=path[-1],
        count=count,
        bar=-(-count * _BAR_WIDTH // longest),
        depth=len(path) - 1,
        chosen=address.has(name, value),
        url=address.toggled(name, value),
    )


def _with_months(facet: FacetList, counts: FacetCounts, address: Address) -> FacetList:
    if facet.name != "year":
        return facet
    return replace(
        facet,
        shown=[
            replace(year, inner=_months(year.value, counts, address)) if year.chosen else year
            for year in facet.shown
        ],
    )


def _months(year: str, counts: FacetCounts, address: Address) -> tuple[FacetValue, ...]:
    found = [one for one in counts.get("month", ()) if one.value.startswith(f"{year}-")]
    longest = max((one.count for one in found), default=0) or 1
    return tuple(_facet_value("month", one.value, one.count, longest, address) for one in found)
