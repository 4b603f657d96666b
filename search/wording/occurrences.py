"""Occurrences: in which words does something stand, where it stands? Lines are read for those asked for only."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ..article import ArticleHead
from ..engine import Engine, Place, Places
from ..query.article_text import ArticleText, heading_above
from ..query.budget import spend
from ..query.marks import Range
from ..query.nodes import Pattern, Standing
from ..saying import Message, message
from ..text.normalization import TEXT_SEPARATOR, Normalized, normalize_texts
from ..text.sentences import sentence_ranges

_AT_ONCE = 256  # places: their lines are in memory together
# What is taken off the budget: for an article, a line that is read, a character of it, a place.
_ARTICLE, _LINE, _CHARACTER, _PLACE = 30, 50, 0.02, 5


def left_out(listed: int, total: int, at_least: bool, are_newest: bool = False) -> Message | None:
    """Say that a table ends before the places do; None where it has them all."""
    if listed >= total and not at_least:
        return None
    every = message("至少 %(count)s", count=total) if at_least else total
    if are_newest:
        return message("共 %(all)s 处，只列最近的 %(listed)s 处", all=every, listed=listed)
    return message("共 %(all)s 处，只列最早的 %(listed)s 处", all=every, listed=listed)


@dataclass(frozen=True)
class WrittenLine:
    """A line as it is written, and where its blocks begin in it; no block is the title.

    What stands in it thousands of times is cut into sentences once.
    """

    text: str
    first_block: int | None
    edges: tuple[int, ...]

    def block_at(self, place: int) -> tuple[int | None, int]:
        """Return the block in which a place lies, and where."""
        if self.first_block is None:
            return None, place
        number = self._number_at(place)
        return self.first_block + number, place - self.edges[number]

    def sentence_at(self, place: int) -> Range:
        """Return the sentence in which a place lies, with the marks that end it."""
        return _range_at(self._sentences, place)

    def sentence_of_block(self, place: int) -> str:
        """Return the sentence in which a place lies, as far as it is one in its block alone."""
        number = self._number_at(place)
        if number not in self._of_blocks:
            begin, end = (*self.edges, len(self.text))[number : number + 2]
            ranges = sentence_ranges(self.text[begin:end])
            self._of_blocks[number] = [(begin + first, begin + last) for first, last in ranges]
        return self.text[slice(*_range_at(self._of_blocks[number], place))]

    def _number_at(self, place: int) -> int:
        return bisect_right(self.edges, place, 1) - 1

    @cached_property
    def _sentences(self) -> list[Range]:
        return sentence_ranges(self.text)

    @cached_property
    def _of_blocks(self) -> dict[int, list[Range]]:
        return {}


def _range_at(ranges: Sequence[Range], place: int) -> Range:
    return ranges[bisect_right(ranges, place, key=lambda one: one[1])]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A wording in the line in which it stands: as it is written there, and normalised.

    Ranges are in characters of the line, from 0, half-open.
    """

    text: ArticleText
    literal: Standing
    block: int | None  # in which it begins; None: it stands in the title
    place_in_block: int  # where
    written: WrittenLine
    start: int
    end: int
    normalized: str  # the line
    place: Place

    @property
    def head(self) -> ArticleHead:
        """Return what is known of the article."""
        return self.text.head

    @property
    def line(self) -> str:
        """Return its line as it is written, with line breaks of the source."""
        return self.written.text

    @property
    def wording(self) -> str:
        """Return the wording as it is written."""
        return self.line[self.start : self.end]

    @property
    def before(self) -> str:
        """Return what stands before it in its line, normalised."""
        return self.normalized[: self.place.start]

    @property
    def after(self) -> str:
        """Return what stands behind it in its line, normalised."""
        return self.normalized[self.place.end :]

    @property
    def fillers(self) -> tuple[str, ...]:
        """Return what fills the gaps of a pattern, in order, normalised; a phrase has none."""
        if not isinstance(self.literal, Pattern):
            return ()
        return self.literal.shape.fillers(self.normalized[self.place.start : self.place.end])

    @property
    def sentence(self) -> tuple[int, int]:
        """Return the range of the sentence in which it stands, or begins, with the marks that end it."""
        start, end = self.written.sentence_at(self.start)
        return start, max(end, self.end)

    @property
    def heading(self) -> str | None:
        """Return what stands above it: a heading, or a numbered paragraph; None in a title, or without one."""
        if self.block is None:
            return None
        return heading_above(self.text, self.block, self.place_in_block)


def read_occurrences(engine: Engine, found: Places) -> Iterator[Occurrence]:
    """Read the lines around places, in their order; those of an article that is gone are left out.

    Raises IndexUnusableError where a text is damaged, TooCostlyError where a budget is exceeded.
    """
    for first in range(0, len(found.places), _AT_ONCE):
        yield from _read(engine, found.places[first : first + _AT_ONCE], found.literals)


def _read(
    engine: Engine, places: Sequence[Place], literals: Sequence[Standing]
) -> Iterator[Occurrence]:
    ids = list(dict.fromkeys(place.id for place in places))
    spend(len(ids) * _ARTICLE + len(places) * _PLACE)
    texts = {text.head.id: text for text in engine.texts(ids, ())}
    places = [place for place in places if place.id in texts]
    wanted = dict.fromkeys((place.id, place.line) for place in places)
    lines = {key: _line(texts[key[0]], key[1]) for key in wanted}
    characters = sum(len(line.text) for line in lines.values())
    spend(len(lines) * _LINE + characters * _CHARACTER)
    placed = dict(zip(lines, _placed(list(lines.values())), strict=True))
    for place in places:
        key = place.id, place.line
        line, in_line = lines[key], placed[key]
        start, end = in_line.original_range(place.start, place.end)
        yield Occurrence(
            texts[place.id],
            literals[place.literal],
            *line.block_at(start),
            line,
            start,
            end,
            in_line.text,
            place,
        )


@dataclass(frozen=True, slots=True)
class _InLine:
    """A normalised line among others that were normalised with it."""

    together: Normalized
    begin: int  # of the line, in all as they are written
    begin_normalized: int
    text: str

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the line as it is written a part of it stands."""
        own = self.begin_normalized
        first, last = self.together.original_range(own + start, own + end)
        return first - self.begin, last - self.begin


def _placed(lines: Sequence[WrittenLine]) -> list[_InLine]:
    """Normalise lines in one pass."""
    together = normalize_texts([line.text for line in lines])
    parts = together.text.split(TEXT_SEPARATOR) if lines else []
    begins = accumulate((len(line.text) + 1 for line in lines), initial=0)
    own = accumulate((len(part) + 1 for part in parts), initial=0)
    return [
        _InLine(together, begin, begin_normalized, part)
        for begin, begin_normalized, part in zip(begins, own, parts, strict=False)
    ]


def _line(text: ArticleText, number: int | None) -> WrittenLine:
    if number is None:
        return WrittenLine(text.head.title, None, (0,))
    line = text.line(number)
    edges = tuple(accumulate(map(len, line.texts), initial=0))
    return WrittenLine("".join(line.texts), line.first, edges[:-1])
