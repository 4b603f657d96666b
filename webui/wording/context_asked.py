"""Asked: which places of a wording does an address ask for, in which order, or grouped by what?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict

from search import MAX_QUERY_LENGTH, UsageError
from search.query.retyped import retyped, with_places
from search.wording.asked import read_places
from search.wording.context import Beside, ContextRequest, ContextSort
from search.wording.evidence import MAX_ROWS, EvidenceRequest

from ..asked.addresses import QuestionAddress
from ..asked.paths import path_of, with_parameters
from .asked import read_choice

#: The endpoint of the page.
CONTEXT = "wording.context"
_PUT_IN_ORDER = 3000  # places: more cost more than a page may
#: Lines on a page, of a list and of a table of evidence; and at most, where a program asks for more.
ON_PAGE, MOST_ON_PAGE = 100, 1000


def read_size(text: str) -> int:
    """Read how many lines a program asks for. Raises UsageError."""
    size = text or str(ON_PAGE)
    if not re.fullmatch("[1-9][0-9]{0,3}", size) or int(size) > MOST_ON_PAGE:
        raise UsageError("每页处数应为 1 到 %(most)s: %(size)s", most=MOST_ON_PAGE, size=size[:40])
    return int(size)


@dataclass(frozen=True, slots=True)
class ContextAddress:
    """What is looked for, and how its places are listed, as it stands in an address: texts, not yet checked."""

    text: str = ""
    sort: str = ""
    by: str = ""  # grouped by what stands beside it
    page: str = ""
    copies: str = ""
    within: QuestionAddress = QuestionAddress()  # noqa: RUF009 - it is frozen: what narrows

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> "ContextAddress":
        """Read the arguments of a request; unknown ones are ignored."""
        within = QuestionAddress.of(arguments)
        return cls(
            text=arguments.get("q", "").strip()[: MAX_QUERY_LENGTH + 1],
            sort=arguments.get("sort", ""),
            by=arguments.get("by", ""),
            page=arguments.get("page", ""),
            copies=arguments.get("copies", ""),
            within=QuestionAddress(facets=within.facets, first=within.first, last=within.last),
        )

    @property
    def has_copies(self) -> bool:
        """Say whether republished copies count."""
        return self.copies != "off"

    @property
    def order(self) -> ContextSort:
        """Return the order of lines. Raises UsageError."""
        return read_choice(ContextSort, self.sort, ContextSort.OLDEST)

    @property
    def grouped(self) -> Beside | None:
        """Return what lines are grouped by; None: they are listed. Raises UsageError."""
        return read_choice(Beside, self.by, Beside.AFTER) if self.by else None

    @property
    def number(self) -> int:
        """Return the page, from 1. Raises UsageError."""
        if not re.fullmatch("[1-9][0-9]{0,5}", self.page or "1"):
            raise UsageError("页码应为 1 或更大: %(number)s", number=self.page[:40])
        return int(self.page or 1)

    def places(self, size: int = ON_PAGE) -> ContextRequest:
        """Read the texts, a page having so many places; empty ones mean the default. Raises UsageError."""
        return ContextRequest(
            query=read_places(self.text),
            filters=self.within.checked().filters,
            sort=self.order,
            offset=(self.number - 1) * size,
            limit=size,
            copies=self.has_copies,
            most=_PUT_IN_ORDER,
        )

    def all_places(self) -> ContextRequest:
        """Read the same for a table: as many places as may be put in order, from the first on."""
        return replace(self.places(), offset=0, limit=_PUT_IN_ORDER)

    def sentences(self, on_one_page: bool, most: int = MAX_ROWS) -> EvidenceRequest:
        """Read the same for a table of sentences: all, or one page. Raises UsageError."""
        asked = self.places()
        offset, limit = (asked.offset, ON_PAGE) if on_one_page else (0, most)
        return EvidenceRequest(asked.query, asked.filters, asked.copies, offset, limit)

    def at(self, endpoint: str, *but: str) -> str:
        """Return the address of the same at an endpoint, without some of the choices."""
        kept = (pair for pair in self._parameters() if pair[0] not in but)
        return self.within.narrowing(with_parameters(path_of(endpoint), kept))

    def ordered(self, sort: ContextSort) -> str:
        """Return the address with lines in another order."""
        return replace(self, sort=sort.value, by="", page="").at(CONTEXT)

    def grouped_by(self, by: Beside) -> str:
        """Return the address with lines grouped."""
        return replace(self, sort="", by=by.value, page="").at(CONTEXT)

    def on_page(self, endpoint: str, number: int) -> str:
        """Return the address of a page."""
        return replace(self, page=str(number) if number > 1 else "").at(endpoint)

    def without_filters(self) -> str:
        """Return the address of the same page, in all articles."""
        return replace(self, within=QuestionAddress(), page="").at(str(request.endpoint))

    def hits(self) -> QuestionAddress:
        """Return where the articles are, in which exactly this is found. Raises UsageError."""
        return replace(self.within, text=self._counted or self.text, sort="oldest")

    @property
    def counted_url(self) -> str:
        """Return where what is counted is found, and nothing else; empty where no search counts it.

        A search lists copies, too. Raises UsageError.
        """
        return self.hits().url if self.has_copies and self._counted else ""

    @property
    def _counted(self) -> str | None:
        return retyped(with_places(read_places(self.text)))

    def hidden(self) -> list[tuple[str, str]]:
        """Return names and values for the hidden fields of a form that sets the wording itself."""
        own = [pair for pair in self._parameters() if pair[0] not in {"q", "page"} and pair[1]]
        return [*own, *self.within.fields()]

    def _parameters(self) -> Iterator[tuple[str, str]]:
        yield from (("q", self.text), ("sort", self.sort), ("by", self.by))
        yield from (("copies", self.copies), ("page", self.page))
