"""Addresses: which address shows which result? Every choice on the page is a link, and every link a choice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from search import MAX_QUERY_LENGTH, CopyMode, Matching, Sort, UsageError
from search.answer.absence import DATES
from search.answer.question import DEFAULT_SIZE, TypedQuestion
from search.answer.section_hint import SectionHint
from search.facets import FACET_NAMES, SECTION_SEPARATOR, as_listed
from search.query.date_hints import DateHint

from .languages import asked_language
from .paths import (
    parameter,
    path_around,
    path_of,
    quoted,
    quoted_in_path,
    with_parameters,
    with_query,
)

# Stands for a value where an address is written once for many: no address holds it.
_VALUE = "\n"
# Bytes of what is typed: a page of results has a hundred links that repeat it.
_LONG = 120
#: The anchor of the first mark in an article.
FIRST_HIT = "hit-1"
_HOW_LISTED = ("sort", "page", "size", "copies", "matching", "synonyms")
_NARROWING = {*FACET_NAMES, "from", "to"}
_IN_ORDER = ("q", *FACET_NAMES, "from", "to", *_HOW_LISTED)
_NOTHING = dict.fromkeys(_IN_ORDER, "")  # of all parameters
_DEFAULTS = {
    "sort": Sort.RELEVANCE,
    "page": "1",
    "size": str(DEFAULT_SIZE),
    "copies": CopyMode.MERGED,
}


class HitLinks(NamedTuple):
    """Where a hit leads: to its article, its first mark there, its passages, and why it is found."""

    article: str
    first: str
    passages: str
    why: str


@dataclass(frozen=True)
class QuestionAddress(TypedQuestion):
    """A question as it stands in the address of a page, and the addresses that lead on from it.

    What all of these have in common is written once: a page has a hundred of them.
    """

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> "QuestionAddress":
        """Read the arguments of a request; unknown ones are ignored."""
        facets = [
            (name, as_listed(name, value))
            for name in FACET_NAMES
            if name in arguments
            for value in arguments.getlist(name)
            if value
        ]
        said = arguments.to_dict()  # of each the first; it says sooner what is not there
        return cls(
            # One character more than is read: so that it is said that the rest was not.
            text=said.get("q", "")[: MAX_QUERY_LENGTH + 1],
            facets=tuple(dict.fromkeys(facets)),
            first=said.get("from", ""),
            last=said.get("to", ""),
            sort=said.get("sort", ""),
            page=said.get("page", ""),
            size=said.get("size", ""),
            copies=said.get("copies", ""),
            matching=said.get("matching", ""),
            synonyms=said.get("synonyms", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but the words narrows the result."""
        return bool(self.facets or self.first or self.last)

    @property
    def is_long(self) -> bool:
        """Say whether the words are so long that a page should have fewer links that repeat them."""
        return len(self.text.encode()) > _LONG

    def has(self, facet: str, value: str) -> bool:
        """Say whether a value is chosen."""
        return (facet, value) in self.facets

    def toggled(self, facet: str, value: str) -> str:
        """Return the address with a value chosen, or no longer chosen; back on the first page.

        A section takes the place of those it lies in, and of those in it: with them it would
        choose nothing else.
        """
        chosen = self.chosen(facet)
        if value in chosen:
            return self._changed(**{facet: [other for other in chosen if other != value]})
        if facet == "section":
            chosen = tuple(other for other in chosen if not _one_within_other(value, other))
        return self._changed(**{facet: (*chosen, value)})

    def choosing(self, facet: str, anchor: str = "") -> Callable[[str], str]:
        """Return what gives for each value of a facet what `toggled` gives, and an anchor: for many of them."""
        anchor = f"#{anchor}" if anchor else ""
        chosen = self.chosen(facet)
        own = "&".join(filter(None, (self._written[facet], f"{facet}={_VALUE}")))
        written = with_query(self._path, self._query_with({facet: own, "page": ""}))
        head, _, tail = f"{written}{anchor}".partition(_VALUE)

        def add(value: str) -> str:
            return f"{head}{quoted(value)}{tail}"

        def choose(value: str) -> str:
            is_apart = value not in chosen and not (
                facet == "section" and any(_one_within_other(value, other) for other in chosen)
            )
            return add(value) if is_apart else self.toggled(facet, value) + anchor

        return choose if chosen else add

    def without_dates(self) -> str:
        """Return the address without a date range."""
        return self._changed(**{"from": (), "to": ()})

    def without_filters(self) -> str:
        """Return the address of the words alone."""
        return replace(self, facets=(), first="", last="", page="").url

    def without_filter(self, name: str) -> str:
        """Return the address without the values of one facet, or without the range of days."""
        if name == DATES:
            return self.without_dates()
        return self._changed(**{name: ()})

    def bare(self) -> "QuestionAddress":
        """Return the address of nothing in particular."""
        return QuestionAddress()

    def with_dates_exchanged(self) -> "QuestionAddress | None":
        """Return the address with the two ends of its range of days exchanged, where that is one."""
        other = replace(self, first=self.last, last=self.first, page="")
        try:
            other.checked()
        except UsageError:
            return None
        return other if self.first and self.last else None

    def words_and_facets(self) -> "QuestionAddress":
        """Return the words and what was chosen: nothing that may have been mistyped."""
        return QuestionAddress(self.text, self.facets)

    def only(self, text: str) -> str:
        """Return the address of some words alone."""
        return QuestionAddress(text).url

    def sorted_by(self, sort: Sort) -> str:
        """Return the address with another order."""
        return self._with("sort", sort.value)

    @property
    def newest_first(self) -> str:
        """Return the address with the newest first."""
        return self.sorted_by(Sort.NEWEST)

    @property
    def merged(self) -> str:
        """Return the address with copies merged; back on the first page."""
        return self._with("copies", CopyMode.MERGED.value)

    @property
    def separate(self) -> str:
        """Return the address with every copy on its own; back on the first page."""
        return self._with("copies", CopyMode.SEPARATE.value)

    def with_matching(self, matching: Matching) -> str:
        """Return the address with all, or most, of the words asked for; back on the first page."""
        return self._with("matching", matching.value)

    def with_synonyms(self, wanted: bool) -> str:
        """Return the address with other names of the same thing looked for, or not."""
        return self._with("synonyms", "" if wanted else "off")

    def asking(self, text: str) -> str:
        """Return the address with other words; back on the first page."""
        return self._with("q", text)

    def dated(self, hint: DateHint) -> str:
        """Return the address with the days that words of the query speak of, and without these words."""
        return replace(self, text=hint.rest).between(hint.first, hint.last)

    def in_section(self, hint: SectionHint) -> str:
        """Return the address with the section of an office that is named, and without its name."""
        chosen = (*self.facets, ("section", hint.section))
        return replace(self, text=hint.rest, facets=chosen, page="").url

    def without_years(self) -> str:
        """Return the address without chosen years and months."""
        return self._changed(year=(), month=())

    def of_year(self, year: str) -> str:
        """Return the address with a year in place of those chosen; of chosen months its own stay."""
        months = [month for month in self.chosen("month") if month.startswith(f"{year}-")]
        return self._changed(year=(year,), month=months)

    def of_years(self, first: str, last: str) -> str:
        """Return the address with the days of some years, and no other years or months."""
        days = {"from": (f"{first}-01-01",), "to": (f"{last}-12-31",)}
        return self._changed(year=(), month=(), **days)

    def between(self, first: date, last: date) -> str:
        """Return the address with a range of days; back on the first page."""
        days = {"from": (first.isoformat(),), "to": (last.isoformat(),)}
        return self._changed(**days)

    def on_page(self, page: int) -> str:
        """Return the address of another page."""
        return self._with("page", str(page))

    def with_size(self, size: int) -> str:
        """Return the address with so many hits a page; back on the first page."""
        return self._with("size", str(size))

    def elsewhere(self, endpoint: str) -> str:
        """Return the same search in another form: a table, a feed; all of it, not one page."""
        return self._of(path_of(endpoint), but=("page", "size"))

    def of_places(self, endpoint: str) -> str:
        """Return where it is said where it all stands, in whatever order and reading it was listed."""
        return self._of(path_of(endpoint), but=_HOW_LISTED)

    def facet_page(self, name: str, **shown: str) -> str:
        """Return where all values of a facet are listed, and in which order or which of them."""
        return self._of(with_parameters(path_of("pages.facet"), {"name": name, **shown}.items()))

    def narrowing(self, path: str) -> str:
        """Return an address that is narrowed as this one is, whatever it asks for."""
        return self._of(path, but=self._written.keys() - _NARROWING)

    def timeline_page(self) -> str:
        """Return where the articles of all years are counted, or of all months of a chosen one."""
        return self._of(path_of("pages.timeline"))

    def of_article(self, identifier: str, anchor: str = "", **shown: str) -> str:
        """Return the address of an article, which keeps this one so that it can lead back.

        Of a long article it asks for the part that has the anchor: no server is told an anchor.
        """
        own = shown | {"at": anchor} if anchor else shown
        found = self._of_one("pages.article", identifier, **own)
        return f"{found}#{anchor}" if anchor else found

    def why(self, identifier: str) -> str:
        """Return where it is said why an article is found."""
        return self._of_one("pages.why", identifier)

    def passages(self, identifier: str) -> str:
        """Return where the passages of an article that show what was asked are listed."""
        return self._of_one("pages.passages", identifier)

    def of_hits(self) -> Callable[[str], HitLinks]:
        """Return what gives the links of a hit by the id of its article: for many of them."""
        (
            (article, after_article),
            (first, after_first),
            (passages, after_passages),
            (why, after_why),
        ) = (
            self._around("pages.article"),
            self._around("pages.article", at=FIRST_HIT),
            self._around("pages.passages"),
            self._around("pages.why"),
        )

        def links(identifier: str) -> HitLinks:
            written = quoted_in_path(identifier)
            return HitLinks(
                f"{article}{written}{after_article}",
                f"{first}{written}{after_first}#{FIRST_HIT}",
                f"{passages}{written}{after_passages}",
                f"{why}{written}{after_why}",
            )

        return links

    def back_to(self, identifier: str) -> str:
        """Return where the hit of an article stands in the result."""
        return f"{self.url}#a-{identifier}"

    def fields(self, *but: str) -> list[tuple[str, str]]:
        """Return names and values for the hidden fields of a form that sets the others itself."""
        spoken = [("lang", asked_language())] if asked_language() else []
        return spoken + [
            (name, value)
            for name, values in self._given.items()
            if name not in but and name != "page"
            for value in values
        ]

    @property
    def url(self) -> str:
        """Return the address itself; what is the default is left out."""
        return self._of(self._path)

    def _of(self, path: str, but: Iterable[str] = ()) -> str:
        return with_query(path, self._query_with(dict.fromkeys(but, "")) if but else self._query)

    def _of_one(self, endpoint: str, identifier: str, **own: str) -> str:
        """Return such an address of one thing."""
        head, tail = self._around(endpoint, **own)
        return f"{head}{quoted_in_path(identifier)}{tail}"

    def _around(self, endpoint: str, **own: str) -> tuple[str, str]:
        """Return what stands before and after an id in such addresses: it is written once for all."""
        key = endpoint, *own.items()
        if (around := self._written_around.get(key)) is None:
            head, tail = path_around(endpoint)
            tail = self._of(with_parameters(tail, own.items()))
            around = self._written_around[key] = head, tail
        return around

    def _changed(self, **values: Sequence[str]) -> str:
        """Return the address with other values of parameters; back on the first page."""
        written = {name: parameter(name, several) for name, several in values.items()}
        return with_query(self._path, self._query_with({"page": "", **written}))

    def _with(self, name: str, value: str) -> str:
        """Return the address with another value of one parameter; back on the first page."""
        is_default = not value or value == _DEFAULTS.get(name)
        written = "" if is_default else f"{name}={quoted(value)}"
        return with_query(self._path, self._query_with({"page": "", name: written}))

    def _query_with(self, changed: dict[str, str]) -> str:
        """Write the parameters, some of them otherwise than they are; what stays is not written again."""
        return "&".join(filter(None, (self._written | changed).values()))

    @cached_property
    def _path(self) -> str:
        return path_of("pages.search")

    @cached_property
    def _query(self) -> str:
        return self._query_with({})

    @cached_property
    def _written_around(self) -> dict[tuple[object, ...], tuple[str, str]]:
        """Keep what stands around an id in addresses that were written, by what they are of."""
        return {}

    @cached_property
    def _written(self) -> dict[str, str]:
        """Return every parameter as it is written, in the order of an address; empty where there is none."""
        given = {name: parameter(name, values) for name, values in self._given.items()}
        return _NOTHING | given

    def parameters(self) -> dict[str, list[str]]:
        """Return the parameters with their values; what is the default is left out."""
        return {name: list(values) for name, values in self._given.items()}

    @cached_property
    def _given(self) -> dict[str, tuple[str, ...]]:
        """Return the parameters that are not the default with their values, in the order of an address."""
        text = {"q": (self.text,)} if self.text else {}
        chosen = {name: self.chosen(name) for name in FACET_NAMES} if self.facets else {}
        others = (
            ("from", self.first),
            ("to", self.last),
            ("sort", self.sort),
            ("page", self.page),
            ("size", self.size),
            ("copies", self.copies),
            ("matching", self.matching),
            ("synonyms", "off" if self.synonyms == "off" else ""),
        )
        return {
            **text,
            **{name: values for name, values in chosen.items() if values},
            **{name: (value,) for name, value in others if value and value != _DEFAULTS.get(name)},
        }


def _one_within_other(one: str, other: str) -> bool:
    inner, outer = (one + SECTION_SEPARATOR, other + SECTION_SEPARATOR)
    return inner.startswith(outer) or outer.startswith(inner)
