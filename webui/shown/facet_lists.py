"""Facet lists: how does a facet look? The best values and those chosen, as links; sections as a tree."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, repeat
from typing import NamedTuple

from markupsafe import Markup

from search import FacetCount
from search.facets import FACETS, SECTION_SEPARATOR
from search.partial_date import PartialDate

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext, language, number_in, say, written_day
from ..asked.languages import say as _
from ..escaping import all_escaped, escaped

#: Values of a facet on the page of a result, besides those chosen; the others have a page of their own.
SHOWN = 8
_FEW = 3  # the same, where what was typed is long
_SMALL_TREE = 4  # sections more than these: it is listed whole
_DEEPEST = 3  # levels within the outermost that are told apart
#: Where the filters stand on the page of a result: on a phone, a sheet that its address opens.
SHEET = "filters"
#: The longest bar: there is a class of the style sheet for each length.
LONGEST_BAR = 20
_MONTH = re.compile(r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])")
#: What an element is of a value that is chosen, and of a bar of each length.
CURRENT = ' aria-current="true"'
BAR_CLASSES = ("", *(f' class="n{length}"' for length in range(1, LONGEST_BAR + 1)))
_DEPTHS = ("", *(f' class="depth-{depth}"' for depth in range(1, _DEEPEST + 1)))
_IN_OUR_WORDS = {facet.name for facet in FACETS if facet.in_our_words}
_LABELS = {facet.name: facet.label for facet in FACETS}

FacetCounts = Mapping[str, tuple[FacetCount, ...]]
#: Writes the address where a value leads.
Choose = Callable[[str], str]


class FacetValue(NamedTuple):
    """A value of a facet as a page lists it."""

    label: str
    written: Markup  # how many articles
    url: str
    bar: int = 0  # length beside the longest of its list, 1 to LONGEST_BAR; 0 for none
    depth: int = 0  # 0 for the outermost
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet as the page of a result lists it."""

    name: str
    label: str
    values: list[FacetValue]
    more: str  # address of all its values; empty where these are all


def facet_lists(
    counts: FacetCounts, address: QuestionAddress, without: Sequence[str] = ()
) -> list[FacetList]:
    """Lay out every facet that has values, but for those that are shown otherwise."""
    lists = [
        facet_list(facet.name, counts[facet.name], address)
        for facet in FACETS
        if facet.name in counts
        and facet.name not in without
        and (counts[facet.name] or address.chosen(facet.name))
    ]
    return [listed for listed in lists if listed.values]


def facet_list(name: str, counts: Sequence[FacetCount], address: QuestionAddress) -> FacetList:
    """Lay out a facet: its best values, and those chosen even when nothing has them."""
    chosen = address.chosen(name)
    present, most = with_chosen(counts, chosen), _FEW if address.is_long else SHOWN
    if name == "section":
        shown = _short_tree(present, chosen, most)
    else:
        also = filter(chosen.__contains__, islice(present, most, None))
        shown = [*islice(present, most), *also]
    listed = {value: present[value] for value in shown}
    values = laid_out(name, listed, chosen, address.choosing(name, SHEET))
    more = address.facet_page(name) if len(shown) < len(present) else ""
    return FacetList(name, say(_LABELS[name]), values, more)


def with_chosen(counts: Iterable[FacetCount], chosen: Iterable[str]) -> dict[str, int]:
    """Return counts by value, in their order, and then the chosen values that nothing has."""
    by_value = {entry.value: entry.count for entry in counts}
    for value in chosen:
        by_value.setdefault(value, 0)
    return by_value


def laid_out(
    name: str,
    counts: Mapping[str, int],
    chosen: Sequence[str],
    choose: Choose,
    longest: int = 0,
) -> list[FacetValue]:
    """Lay out values of a facet in their order, each with where it leads; `longest` counts at least fill a bar."""
    longest = max(longest, *counts.values()) if counts else longest
    placed = _placed(counts) if name == "section" else zip(counts, counts, repeat(0))
    write, say_value = partial(number_in, language()), _saying(name)
    return [
        FacetValue(
            say_value(label),
            write(counts[value]),
            choose(value),
            bar_length(counts[value], longest),
            min(depth, _DEEPEST),
            value in chosen,
        )
        for value, label, depth in placed
    ]


def value_items(values: Sequence[FacetValue], rel: str = "nofollow") -> Markup:
    """Write values as items of a list: here, for a template takes a third of a page's time for them."""
    rel = f' rel="{escaped(rel)}"' if rel else ""
    taken_back = f'<span class="visually-hidden">{_("（已选，点击取消）")}</span>'
    labels = all_escaped([value.label for value in values])
    urls = all_escaped([value.url for value in values])
    items = [
        f'  <li{_DEPTHS[value.depth]}><a href="{url}"{BAR_CLASSES[value.bar]}{CURRENT * value.chosen}{rel}>'
        f"{label}{taken_back * value.chosen} <span>{value.written}</span></a></li>"
        for value, label, url in zip(values, labels, urls, strict=True)
    ]
    return Markup("\n".join(items))  # noqa: S704 - escaped


def _placed(paths: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Yield each section with its name within the one it stands under, and how deep it stands."""
    depths: dict[str, int] = {}
    for path in paths:
        *outer, _ = _parents(path)
        under = next((one for one in reversed(outer) if one in depths), "")
        depths[path] = depths[under] + 1 if under else 0
        label = path[len(under) + 1 :] if under else path
        yield path, label.replace(SECTION_SEPARATOR, " / "), depths[path]


def bar_length(count: int, longest: int) -> int:
    """Return how long a bar is beside the longest: one for anything, none for nothing."""
    return -(-count * LONGEST_BAR // longest) if longest else 0


def _short_tree(counts: Mapping[str, int], chosen: Sequence[str], most: int) -> list[str]:
    """List the best outermost sections; within those chosen, and on the way to them, the best too.

    A small tree is listed whole.
    """
    if len(counts) <= most + _SMALL_TREE:
        return as_tree(counts)
    opened = {parent for value in chosen for parent in _parents(value)}
    best = [islice(_within(outer, counts), most) for outer in ("", *opened)]
    shown = dict.fromkeys(chain(filter(counts.__contains__, opened), *best))
    return as_tree({path: counts[path] for path in shown})


def _within(outer: str, counts: Mapping[str, int]) -> Iterator[str]:
    """Yield the sections right within another, or within none, those with most articles first."""
    return (path for path in counts if path.rpartition(SECTION_SEPARATOR)[0] == outer)


def _parents(path: str) -> list[str]:
    """Return the sections that a section lies in, the outermost first, and itself."""
    names = path.split(SECTION_SEPARATOR)
    return [SECTION_SEPARATOR.join(names[:depth]) for depth in range(1, len(names) + 1)]


def as_tree(counts: Mapping[str, int], by_name: bool = False) -> list[str]:
    """Order section paths so that each stands under its parent, those with most articles first."""

    def key(path: str) -> list[tuple[int, bytes]]:
        return [
            (0 if by_name else -counts.get(parent, 0), name_key(parent))
            for parent in _parents(path)
        ]

    return sorted(counts, key=key)


def name_key(value: str) -> bytes:
    """Return what orders names as a reader of Chinese expects: common characters by their sound.

    GB 18030 has the characters of level 1 of GB 2312 in the order of their pinyin.
    """
    return value.encode("gb18030", "replace")


def said_value(name: str, value: str) -> str:
    """Say a value of a facet: a word of ours, or a month, in the reader's language, any other as it is."""
    return _saying(name)(value)


def _saying(name: str) -> Callable[[str], str]:
    """Return what says the values of a facet."""
    if name in _IN_OUR_WORDS:
        return gettext
    return _said_month if name == "month" else str


def _said_month(value: str) -> str:
    month = _MONTH.fullmatch(value)
    return written_day(PartialDate(int(month[1]), int(month[2]))) if month else value
