"""Browsing: what is there to read, without a question? Sections, years and months, each a page of its own."""

from collections.abc import Sequence
from itertools import islice

from search import FacetCount, Sort
from search.facets import SECTION_SEPARATOR

from ..asked.addresses import QuestionAddress
from ..asked.paths import section_address, year_address
from .facet_lists import FacetValue, as_tree, laid_out


def listed_sections(counts: Sequence[FacetCount], within: str = "") -> list[FacetValue]:
    """List sections as a tree: all, or those that lie within one."""
    below = f"{within}{SECTION_SEPARATOR}" if within else ""
    inner = {entry.value: entry.count for entry in counts if entry.value.startswith(below)}
    names = {path.removeprefix(below): count for path, count in inner.items()}
    ordered = {path: names[path] for path in as_tree(names)}
    return laid_out("section", ordered, (), lambda path: section_address(below + path))


def outermost(counts: Sequence[FacetCount], most: int) -> list[FacetCount]:
    """Return so many of the sections that lie in no other, those with most articles."""
    return list(islice((entry for entry in counts if SECTION_SEPARATOR not in entry.value), most))


def listed_years(counts: Sequence[FacetCount]) -> list[FacetValue]:
    """List years in their order."""
    return laid_out("year", {entry.value: entry.count for entry in counts}, (), year_address)


def listed_months(counts: Sequence[FacetCount], year: str) -> list[FacetValue]:
    """List the months of a year, the first one first."""
    months = {e.value: e.count for e in reversed(counts) if e.value.startswith(f"{year}-")}
    newest_first = QuestionAddress(sort=Sort.NEWEST.value)
    return laid_out("month", months, (), newest_first.choosing("month"))
