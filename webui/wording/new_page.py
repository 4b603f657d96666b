"""New page: which wordings are new since a year or a month? Those most used first, each with a small chart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from search import Engine, SearchRequest, UsageError
from search.facets import SECTION_SEPARATOR
from search.partial_date import read_iso
from search.query.hidden_wordings import Hidden
from search.wording.newness import LEAST, NewRequest, NewWording, find_new, read_period

from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..asked.languages import written_day, written_number
from ..asked.paths import path_of, with_parameters
from ..shown.result_page import pages_around
from ..templating import render_template

#: Wordings on a page, in a file, and in an answer for programs.
LISTED, EXPORTED, TOLD = 50, 2000, 200
_BAR, _GAP, HEIGHT = 5, 1, 24  # of a small chart: a bar's width, what stands beside it, the highest
_PAGE = "wording.new"
#: The form offers so many values of a facet, those with most articles.
_OFFERED = 60
_NARROWING = ("section", "source")


@dataclass(frozen=True, slots=True)
class NewAddress:
    """New wordings as they stand in an address: texts, not yet checked."""

    since: str = ""
    until: str = ""
    least: str = ""
    page: str = ""
    within: QuestionAddress = QuestionAddress()  # noqa: RUF009 - it is frozen: what narrows

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> "NewAddress":
        """Read the arguments of a request; unknown ones are ignored."""
        within = QuestionAddress.of(arguments)
        since, until, least, page = (
            arguments.get(name, "").strip()[:40] for name in ("since", "until", "least", "page")
        )
        within = QuestionAddress(facets=within.facets, first=within.first, last=within.last)
        return cls(since, until, least, page, within)

    def checked(self) -> NewRequest:
        """Read the texts; empty ones mean the default. Raises UsageError, naming what is wrong."""
        return NewRequest(
            read_period(self.since),
            read_period(self.until),
            _number(self.least, LEAST),
            self.within.checked().filters,
        )

    @property
    def number(self) -> int:
        """Return the page, from 1. Raises UsageError."""
        return max(1, _number(self.page, 1))

    def elsewhere(self, endpoint: str) -> str:
        """Return the address in another form: a table, JSON."""
        own = (("since", self.since), ("until", self.until), ("least", self.least))
        return self.within.narrowing(with_parameters(path_of(endpoint), own))

    def without_filters(self) -> str:
        """Return the address of the same in all articles."""
        return replace(self, within=QuestionAddress(), page="").on_page(1)

    def hits_of(self, wording: str) -> QuestionAddress:
        """Return where the articles are that are counted for a wording."""
        return replace(self.within, text=f"“{wording}”", sort="oldest")

    def on_page(self, number: int) -> str:
        """Return the address of a page."""
        own = self.elsewhere(_PAGE)
        return with_parameters(own, [("page", str(number))]) if number > 1 else own

    def of_year(self, year: int) -> str:
        """Return the address of what is new in one year."""
        return replace(self, since=str(year), until=str(year)).on_page(1)


@dataclass(frozen=True, slots=True)
class Listed:
    """A wording as the page lists it."""

    wording: NewWording
    hits: QuestionAddress  # narrowed as the list is
    first: str  # address of its first article
    articles: str
    occurrences: str
    own_articles: str  # that filters leave; empty without any
    own_occurrences: str
    day: str
    trend: str  # address of its trend
    bars: str  # path data
    width: int  # of the chart


def new_page(engine: Engine, address: NewAddress, hidden: Hidden) -> str:
    """Show new wordings. Raises UsageError, naming what is wrong."""
    request, number = address.checked(), address.number
    found = find_new(engine, request, hidden, (number - 1) * LISTED, LISTED)
    last = max(1, -(-found.total // LISTED))
    is_of_one = found.until == found.since
    until = written_day(found.until) if found.until and not is_of_one else ""
    return render_template(
        "new.html",
        address=QuestionAddress(),
        asked=address,
        found=found,
        listed=[_listed(one, address) for one in found.wordings],
        is_narrowed=address.within.is_narrowed,
        narrowed_to="、".join(_narrowing(address.within)),
        offered=_offered(engine, address.within),
        since=written_day(found.since),
        until=until,
        is_of_one=is_of_one,
        years=[
            (year, count, address.of_year(year), {address.since, address.until} == {str(year)})
            for year, count in found.years
        ],
        here=number,
        page_links=[(page, address.on_page(page)) for page in pages_around(number, last)],
    )


def _narrowing(within: QuestionAddress) -> Iterator[str]:
    """Yield what narrows, as it was written."""
    yield from (value for _, value in within.facets)
    if within.first or within.last:
        yield f"{within.first}–{within.last}"


def _offered(engine: Engine, within: QuestionAddress) -> list[tuple[str, str, list[str]]]:
    """Return facets, how they are called, and values by which the form narrows: of sections the outermost."""
    counts = engine.find(SearchRequest(limit=0, facets=_NARROWING)).facets
    offered = []
    for name, label in zip(_NARROWING, (_("栏目"), _("来源")), strict=True):
        known = [count.value for count in counts[name] if SECTION_SEPARATOR not in count.value]
        chosen = within.chosen(name)
        values = [*chosen, *(value for value in known[:_OFFERED] if value not in chosen)]
        if len(values) > 1:
            offered.append((name, label, values))
    return offered


def _listed(one: NewWording, address: NewAddress) -> Listed:
    within = one.within
    trend = with_parameters(path_of("wording.trend"), [("w", one.text), ("copies", "off")])
    return Listed(
        wording=one,
        hits=address.hits_of(one.text),
        first=NewAddress().hits_of(one.text).of_article(one.first.id, "hit-1"),
        articles=written_number(one.coined.articles),
        occurrences=written_number(one.coined.occurrences),
        own_articles=written_number(within.articles) if within else "",
        own_occurrences=written_number(within.occurrences) if within else "",
        day=written_day(read_iso(one.coined.day)),
        trend=address.within.narrowing(trend),
        bars=_bars(one.bars),
        width=len(one.bars) * (_BAR + _GAP),
    )


def _bars(counts: tuple[int, ...]) -> str:
    """Draw counts beside each other; what is not 0 is seen."""
    most = max([*counts, 1])
    heights = [max(2, round(count / most * HEIGHT)) if count else 0 for count in counts]
    return "".join(
        f"M{at * (_BAR + _GAP)} {HEIGHT}v-{height}h{_BAR}v{height}z"
        for at, height in enumerate(heights)
        if height
    )


def _number(text: str, default: int) -> int:
    if not text:
        return default
    if not re.fullmatch("[0-9]{1,5}", text):
        raise UsageError("应为数字: %(typed)s", typed=text)
    return int(text)
