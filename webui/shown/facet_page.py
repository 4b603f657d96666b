"""Facet page: what can a result be narrowed to? All values of one facet, and all years on a page of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext

from search import Engine, Synonyms
from search.answer.facet_values import count_values, find_values
from search.facets import FACETS

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..templating import render_template
from .facet_lists import as_tree, laid_out, name_key, with_chosen
from .result_page import pages_around
from .timeline import months_of

_VALUES = 200  # a page
_MOST_TYPED = 50  # characters of a name to find
_ORDERS = {"": lazy_gettext("按篇数"), "name": lazy_gettext("按名称")}


@dataclass(frozen=True, slots=True)
class FacetView:
    """How the values of a facet are looked at."""

    find: str = ""  # what stands in their names
    order: str = ""  # name; by default their counts
    part: int = 1  # page of the list, from 1

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "FacetView":
        """Read the arguments of a request; what is no view is the first one."""
        order, part = arguments.get("order", ""), arguments.get("part", "")
        return cls(
            find=arguments.get("find", "").strip()[:_MOST_TYPED],
            order=order if order in _ORDERS else "",
            part=max(1, int(part)) if re.fullmatch("[0-9]{1,4}", part) else 1,
        )


def facet_page(
    engine: Engine, address: QuestionAddress, name: str, view: FacetView, synonyms: Synonyms
) -> str:
    """List all values of a facet in a result, each as a link back to the result with it chosen."""
    found = count_values(engine, address.checked(), (name,), synonyms)
    label = next(_(facet.label) for facet in FACETS if facet.name == name)
    chosen = address.chosen(name)
    counts = with_chosen(found.counts[name], chosen)
    named = find_values(list(counts), view.find)
    listed = _in_order(name, {value: counts[value] for value in named}, view.order)
    last = max(1, -(-len(listed) // _VALUES))
    part = min(view.part, last)
    shown = dict(list(listed.items())[_VALUES * (part - 1) : _VALUES * part])

    def seen(order: str, part: int = 1) -> str:
        return address.facet_page(
            name, find=view.find, order=order, part=str(part) if part > 1 else ""
        )

    return render_template(
        "facet.html",
        address=address,
        name=name,
        label=label,
        view=view,
        total=found.total,
        at_least=found.at_least,
        count=len(counts),
        found=len(listed),
        values=laid_out(name, shown, chosen, address.choosing(name)),
        orders=[(order, said, seen(order)) for order, said in _ORDERS.items()],
        here=part,
        page_links=[(number, seen(view.order, number)) for number in pages_around(part, last)],
        page_url=lambda number: seen(view.order, number),
    )


def _in_order(name: str, counts: dict[str, int], order: str) -> dict[str, int]:
    """Order counts by value: sections each under its parent, others as they are or by their names."""
    if name == "section":
        return {path: counts[path] for path in as_tree(counts, by_name=order == "name")}
    if order == "name":
        return {value: counts[value] for value in sorted(counts, key=name_key)}
    return counts


def timeline_page(engine: Engine, address: QuestionAddress, synonyms: Synonyms) -> str:
    """List all years of a result, the newest first, and the months of those that are chosen."""
    found = count_values(engine, address.checked(), ("year", "month"), synonyms)
    chosen = address.chosen("year")
    years = with_chosen(found.counts["year"], chosen)
    newest = {year: years[year] for year in sorted(years, reverse=True)}
    in_month, choose_month = address.chosen("month"), address.choosing("month")
    most = max(years.values(), default=0)
    months = {
        year: laid_out("month", months_of(year, found.counts), in_month, choose_month, most)
        for year in chosen
    }
    undated = 0 if chosen else found.total - sum(years.values())

    def only(year: str) -> str:
        """Return where a year stands alone; of a chosen one where it is chosen no longer."""
        return address.toggled("year", year) if year in chosen else address.of_year(year)

    return render_template(
        "timeline.html",
        address=address,
        total=found.total,
        at_least=found.at_least,
        years=laid_out("year", newest, chosen, only),
        months=months,
        undated=undated,
    )
