"""Asked: which wordings through time does an address ask for? Every choice on the page is a link."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from search import UsageError
from search.query.retyped import retyped
from search.wording.asked import MAX_WORDINGS, read_wordings
from search.wording.trend import Period, TrendRequest

from ..asked.addresses import QuestionAddress
from ..asked.paths import path_of, with_parameters

_MOST_TYPED = 1000  # characters of a wording that are read
_PAGE = "wording.trend"


class Measure(StrEnum):
    """What of a wording is drawn."""

    OCCURRENCES = "occurrences"
    ARTICLES = "articles"
    RATE = "rate"  # occurrences for each ten thousand characters


class Shape(StrEnum):
    """As what it is drawn."""

    LINE = "line"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class TrendAddress:
    """Wordings through time as they stand in an address: texts, not yet checked."""

    wordings: tuple[str, ...] = ()
    by: str = ""
    measure: str = ""
    copies: str = ""
    chart: str = ""
    within: QuestionAddress = QuestionAddress()  # noqa: RUF009 - it is frozen: what narrows

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> "TrendAddress":
        """Read the arguments of a request; unknown ones are ignored."""
        typed = (text.strip()[:_MOST_TYPED] for text in arguments.getlist("w"))
        within = QuestionAddress.of(arguments)
        return cls(
            wordings=tuple(filter(None, typed)),
            by=arguments.get("by", ""),
            measure=arguments.get("measure", ""),
            copies=arguments.get("copies", ""),
            chart=arguments.get("chart", ""),
            within=QuestionAddress(facets=within.facets, first=within.first, last=within.last),
        )

    def checked(self) -> TrendRequest:
        """Read the texts; empty ones mean the default. Raises UsageError, naming what is wrong."""
        return TrendRequest(
            wordings=read_wordings(self.wordings),
            by=read_choice(Period, self.by, Period.YEAR),
            filters=self.within.checked().filters,
            copies=self.has_copies,
        )

    @property
    def has_copies(self) -> bool:
        """Say whether republished copies count."""
        return self.copies != "off"

    @property
    def drawn(self) -> Measure:
        """Return what is drawn. Raises UsageError."""
        return read_choice(Measure, self.measure, Measure.OCCURRENCES)

    @property
    def shape(self) -> Shape:
        """Return as what it is drawn: unless it is said, one wording as bars, several as lines. Raises UsageError."""
        return read_choice(Shape, self.chart, self._usual_shape)

    @property
    def _usual_shape(self) -> Shape:
        return Shape.LINE if len(self.wordings) > 1 else Shape.BARS

    @property
    def fields(self) -> list[str]:
        """Return the wordings, and empty texts for those that may still be written."""
        return [*self.wordings, *[""] * (MAX_WORDINGS - len(self.wordings))][:MAX_WORDINGS]

    @property
    def url(self) -> str:
        """Return the address itself; what is the default is left out."""
        return self.elsewhere(_PAGE)

    def elsewhere(self, endpoint: str) -> str:
        """Return the same in another form: a table, JSON."""
        return self.within.narrowing(with_parameters(path_of(endpoint), self._parameters()))

    def by_period(self, by: Period) -> str:
        """Return the address with years, or months."""
        return replace(self, by="" if by is Period.YEAR else by.value).url

    def measuring(self, measure: Measure) -> str:
        """Return the address with something else drawn."""
        chosen = "" if measure is Measure.OCCURRENCES else measure.value
        return replace(self, measure=chosen).url

    def shaped(self, shape: Shape) -> str:
        """Return the address with lines, or bars."""
        chosen = "" if shape is self._usual_shape else shape.value
        return replace(self, chart=chosen).url

    def with_copies(self, wanted: bool) -> str:
        """Return the address with republished copies counted, or not."""
        return replace(self, copies="" if wanted else "off").url

    def without_filters(self) -> str:
        """Return the address of the wordings, in all articles."""
        return replace(self, within=QuestionAddress()).url

    def all_articles(self) -> QuestionAddress:
        """Return where all the articles are that were looked into."""
        return replace(self.within, text="", sort="oldest")

    def hits_of(self, wording: str) -> QuestionAddress:
        """Return where the articles are that are counted for a wording."""
        (query,) = read_wordings([wording]).values()
        return replace(self.within, text=retyped(query) or f"“{wording}”", sort="oldest")

    def hidden(self, *but: str) -> list[tuple[str, str]]:
        """Return names and values for the hidden fields of a form that sets the wordings itself."""
        own = [pair for pair in self._parameters() if pair[0] not in {"w", *but} and pair[1]]
        return [*own, *self.within.fields()]

    def _parameters(self) -> Iterator[tuple[str, str]]:
        for wording in self.wordings:
            yield "w", wording
        yield from (("by", self.by), ("measure", self.measure), ("copies", self.copies))
        yield "chart", self.chart


_Kind = TypeVar("_Kind", bound=StrEnum)


def read_choice(kind: type[_Kind], text: str, default: _Kind) -> _Kind:
    """Read a choice; an empty text means the default. Raises UsageError, naming what can be chosen."""
    try:
        return kind(text or default)
    except ValueError as error:
        known = "、".join(kind)
        raise UsageError(
            '没有这种选择: "%(typed)s"，可用 %(known)s', typed=text[:40], known=known
        ) from error
