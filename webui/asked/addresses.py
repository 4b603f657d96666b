"""Addresses: which address shows which result? Every choice on the page is a link, and every link a choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus

from flask import current_app, g, request, url_for
from werkzeug.datastructures import MultiDict

from search import MAX_QUERY_LENGTH, CopyMode, Matching, Sort, UsageError
from search.answer.absence import DATES
from search.answer.question import DEFAULT_SIZE, TypedQuestion
from search.answer.section_hint import SectionHint
from search.facets import FACET_NAMES, SECTION_SEPARATOR, as_listed
from search.query.date_hints import DateHint

from .languages import asked_language

_PLAIN = "!$'()*,/:;?@"  # may stand in a query as it is: RFC 3986, 3.4


@dataclass(frozen=True, slots=True)
class QuestionAddress(TypedQuestion):
    """A question as it stands in the address of a page, and the addresses that lead on from it."""

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> "QuestionAddress":
        """Read the arguments of a request; unknown ones are ignored."""
        facets = [
            (name, as_listed(name, value))
            for name in FACET_NAMES
            for value in arguments.getlist(name)
            if value
        ]
        return cls(
            # One character more than is read: so that it is said that the rest was not.
            text=arguments.get("q", "")[: MAX_QUERY_LENGTH + 1],
            facets=tuple(dict.fromkeys(facets)),
            first=arguments.get("from", ""),
            last=arguments.get("to", ""),
            sort=arguments.get("sort", ""),
            page=arguments.get("page", ""),
            size=arguments.get("size", ""),
            copies=arguments.get("copies", ""),
            matching=arguments.get("matching", ""),
            synonyms=arguments.get("synonyms", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but the words narrows the result."""
        return bool(self.facets or self.first or self.last)

    def has(self, facet: str, value: str) -> bool:
        """Say whether a value is chosen."""
        return (facet, value) in self.facets

    def toggled(self, facet: str, value: str) -> str:
        """Return the address with a value chosen, or no longer chosen; back on the first page.

        A section takes the place of those it lies in, and of those in it: with them it would
        choose nothing else.
        """
        pair = (facet, value)
        if pair in self.facets:
            return replace(self, facets=tuple(o for o in self.facets if o != pair), page="").url
        kept = tuple(
            (name, other)
            for name, other in self.facets
            if name != facet or facet != "section" or not _one_within_other(value, other)
        )
        return replace(self, facets=(*kept, pair), page="").url

    def without_dates(self) -> str:
        """Return the address without a date range."""
        return replace(self, first="", last="", page="").url

    def without_filters(self) -> str:
        """Return the address of the words alone."""
        return replace(self, facets=(), first="", last="", page="").url

    def without_filter(self, name: str) -> str:
        """Return the address without the values of one facet, or without the range of days."""
        if name == DATES:
            return self.without_dates()
        kept = tuple(choice for choice in self.facets if choice[0] != name)
        return replace(self, facets=kept, page="").url

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
        return replace(self, sort=sort.value, page="").url

    def with_copies(self, copies: CopyMode) -> str:
        """Return the address with copies merged, or each on its own; back on the first page."""
        return replace(self, copies=copies.value, page="").url

    def with_matching(self, matching: Matching) -> str:
        """Return the address with all, or most, of the words asked for; back on the first page."""
        return replace(self, matching=matching.value, page="").url

    def with_synonyms(self, wanted: bool) -> str:
        """Return the address with other names of the same thing looked for, or not."""
        return replace(self, synonyms="" if wanted else "off", page="").url

    def asking(self, text: str) -> str:
        """Return the address with other words; back on the first page."""
        return replace(self, text=text, page="").url

    def dated(self, hint: DateHint) -> str:
        """Return the address with the days that words of the query speak of, and without these words."""
        return replace(self, text=hint.rest).between(hint.first, hint.last)

    def in_section(self, hint: SectionHint) -> str:
        """Return the address with the section of an office that is named, and without its name."""
        chosen = (*self.facets, ("section", hint.section))
        return replace(self, text=hint.rest, facets=chosen, page="").url

    def between(self, first: date, last: date) -> str:
        """Return the address with a range of days; back on the first page."""
        return replace(self, first=first.isoformat(), last=last.isoformat(), page="").url

    def on_page(self, page: int) -> str:
        """Return the address of another page."""
        return replace(self, page=str(page)).url

    def with_size(self, size: int) -> str:
        """Return the address with so many hits a page; back on the first page."""
        return replace(self, size=str(size), page="").url

    def elsewhere(self, endpoint: str) -> str:
        """Return the same search in another form: a table, a feed; all of it, not one page."""
        return self._of(endpoint, but=("page", "size"))

    def of_article(self, identifier: str, anchor: str = "", **shown: str) -> str:
        """Return the address of an article, which keeps this one so that it can lead back.

        Of a long article it asks for the part that has the anchor: no server is told an anchor.
        """
        if anchor:
            shown["at"] = anchor
        return self._of("pages.article", {"identifier": identifier, **shown}, anchor=anchor)

    def why(self, identifier: str) -> str:
        """Return where it is said why an article is found."""
        return self._of("pages.why", {"identifier": identifier})

    def back_to(self, identifier: str) -> str:
        """Return where the hit of an article stands in the result."""
        return f"{self.url}#a-{identifier}"

    def fields(self, *but: str) -> list[tuple[str, str]]:
        """Return names and values for the hidden fields of a form that sets the others itself."""
        spoken = [("lang", asked_language())] if asked_language() else []
        return spoken + [
            (name, value)
            for name, values in self.parameters().items()
            for value in values
            if name not in but and name != "page"
        ]

    @property
    def url(self) -> str:
        """Return the address itself; what is the default is left out."""
        return self._of("pages.search")

    def _of(
        self,
        endpoint: str,
        path_values: Mapping[str, str] | None = None,
        but: Sequence[str] = (),
        anchor: str = "",
    ) -> str:
        parameters = {n: v for n, v in self.parameters().items() if n not in but}
        query = "&".join(f"{n}={_quoted(v)}" for n, values in parameters.items() for v in values)
        path = _path(endpoint, path_values or {})
        joint = ("&" if "?" in path else "?") if query else ""
        return f"{path}{joint}{query}{f'#{anchor}' if anchor else ''}"

    def parameters(self) -> dict[str, list[str]]:
        """Return the parameters with their values; what is the default is left out."""
        sort = "" if self.sort == Sort.RELEVANCE else self.sort
        parameters = {
            "q": [self.text],
            **{name: list(self.chosen(name)) for name in FACET_NAMES},
            "from": [self.first],
            "to": [self.last],
            "sort": [sort],
            "page": ["" if self.page == "1" else self.page],
            "size": ["" if self.size == str(DEFAULT_SIZE) else self.size],
            "copies": ["" if self.copies == CopyMode.MERGED else self.copies],
            "matching": [self.matching],
            "synonyms": ["off" if self.synonyms == "off" else ""],
        }
        kept = {name: [v for v in values if v] for name, values in parameters.items()}
        return {name: values for name, values in kept.items() if values}


def _one_within_other(one: str, other: str) -> bool:
    inner, outer = (one + SECTION_SEPARATOR, other + SECTION_SEPARATOR)
    return inner.startswith(outer) or outer.startswith(inner)


@lru_cache(maxsize=1024)
def _quoted(value: str) -> str:
    # A page has hundreds of links, most of them with the same words.
    return quote_plus(value, safe=_PLAIN, errors="replace")


def _path(endpoint: str, values: Mapping[str, str]) -> str:
    """Return an address without the parameters of a search: a page has hundreds like it."""
    if values:
        return url_for(endpoint, **values)  # type: ignore[arg-type] # none is one of its own
    paths: dict[str, str] = g.setdefault("paths", {})
    if endpoint not in paths:
        paths[endpoint] = url_for(endpoint)
    return paths[endpoint]


def absolute(endpoint: str, **values: object) -> str:
    """Return an address in full, the same in every language: on the site's own host, if it names one."""
    path = url_for(endpoint, **{**values, "lang": None})  # type: ignore[arg-type]
    site = current_app.jinja_env.globals["site"]
    return (getattr(site, "base_url", "") or request.host_url.rstrip("/")) + path
