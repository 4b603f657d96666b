"""Sources: where does a wording stand first, and where stands what is most like it?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..article import ArticleHead
from ..engine import Engine, Place
from ..query.article_text import ArticleText
from ..query.nodes import Field, Phrase
from ..request import NearestRequest, PlacesRequest
from ..saying import Message, message
from ..text.normalization import Normalized, normalize_with_offsets
from ..text.sentences import sentence_key, sentence_ranges
from .findings import Source
from .passages import title_ranges
from .resemblance import Resemblance, resemblance

_BEGINNING = 12  # characters
_MARK = re.compile(r"\W")
_AROUND = 240  # characters beside a place in which titles are looked for
_LONGEST = 400  # characters: of what is longer the beginning tells where it may come from


@dataclass(frozen=True, slots=True)
class Standing:
    """In how many articles a wording stands, and where first."""

    articles: int
    source: Source
    at_least: bool = False  # there may be more of them

    @property
    def counted(self) -> int | Message:
        """Return in how many, or in how many at least."""
        return message("至少 %(count)s", count=self.articles) if self.at_least else self.articles


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is most like a text: a range of a line, normalised."""

    line: "SourceLine"
    found: Resemblance

    @property
    def said(self) -> str:
        """Return what stands there, normalised."""
        return self.line.normalized.text[self.found.start : self.found.end]

    @property
    def with_beginning(self) -> str:
        """Return what stands there, from the mark before it on."""
        before = self.line.normalized.text[max(self.found.start - _BEGINNING, 0) : self.found.start]
        return _MARK.split(before)[-1] + self.said

    @property
    def source(self) -> Source:
        """Return where it stands."""
        return self.line.source(self.found.start, self.found.end)

    def original(self, start: int, end: int) -> str:
        """Return a range of what stands there, as it is written."""
        return self.line.original(self.found.start + start, self.found.start + end)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of an article, or its title, as it is written and as it is compared."""

    head: ArticleHead
    texts: tuple[str, ...]  # of its blocks
    is_title: bool
    normalized: Normalized

    @classmethod
    def of(cls, article: ArticleText, line: int | None) -> "SourceLine":
        """Read a line; None: the title."""
        texts = (article.head.title,) if line is None else article.line(line).texts
        return cls(article.head, texts, line is None, normalize_with_offsets("".join(texts)))

    @classmethod
    def of_title(cls, head: ArticleHead) -> "SourceLine":
        """Read the title of an article."""
        return cls(head, (head.title,), True, normalize_with_offsets(head.title))

    def original(self, start: int, end: int) -> str:
        """Return what a range came from, as it is written."""
        if start == end:
            return ""
        first, last = self.normalized.original_range(start, end)
        return "".join(self.texts)[first:last]

    def source(self, start: int, end: int) -> Source:
        """Return where a range, not an empty one, stands: in the sentence that it begins in."""
        first, _ = self.normalized.original_range(start, end)
        return Source(
            self.head,
            self.original(start, end),
            "" if self.is_title else _key_at(self.texts, first),
        )


def _key_at(texts: Sequence[str], place: int) -> str:
    """Return the key of the sentence at a place of some blocks, side by side."""
    starts = [0, *accumulate(map(len, texts))]
    number = next(at for at in range(len(texts)) if place < starts[at + 1])
    own = place - starts[number]
    first, last = next(one for one in sentence_ranges(texts[number]) if own < one[1])
    return sentence_key(texts[number][first:last])


def find_standing(engine: Engine, said: str, field: Field = Field.TEXT) -> Standing | None:
    """Look a normalised wording up; None where it stands nowhere."""
    found = engine.places(PlacesRequest(Phrase(said, field), limit=1))
    if not found.places:
        return None
    (place,) = found.places
    (line,) = _lines(engine, found.places)
    source = line.source(place.start, place.end)
    return Standing(found.articles, source, found.at_least)


def find_nearest(engine: Engine, said: str) -> Nearest | None:
    """Find what is most like a normalised wording, wherever it stands; of equals the oldest."""
    places = engine.nearest(NearestRequest(said[:_LONGEST]))
    found = [
        Nearest(line, resemblance(said, line.normalized.text, place.start))
        for place, line in zip(places, _lines(engine, places), strict=True)
    ]
    return max(found, key=lambda one: one.found.share, default=None)


def titles_near(engine: Engine, said: str) -> Iterator[Nearest]:
    """Yield the titles that are named, 《…》, where something is most like a normalised wording."""
    places = engine.nearest(NearestRequest(said[:_LONGEST]))
    for place, line in zip(places, _lines(engine, places), strict=True):
        first = max(place.start - _AROUND, 0)
        around = line.normalized.text[first : place.start + len(said) + _AROUND]
        for start, end in title_ranges(around):
            yield Nearest(line, Resemblance(first + start, first + end, 1.0))


def _lines(engine: Engine, places: Sequence[Place]) -> list[SourceLine]:
    texts = engine.texts([place.id for place in places], ())
    return [SourceLine.of(text, place.line) for text, place in zip(texts, places, strict=True)]
