"""PDF page: what are a character, a row, a column of a page that is laid out?

Coordinates are points, from the lower left corner of a page turned so that its text is upright.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_SAME_LINE = 0.45  # of the size: baselines nearer than this are one
_TWICE = 0.25  # of the size: nearer than this the same character is drawn twice
_WORD_GAP, _WIDE_GAP = 0.22, 0.8  # of the size: a space in Latin text; a gap that any text shows
_TABLE_GAP = 3.0  # of the size
_FEWEST_LETTERS = 4  # gaps in a row that tell whether it is letter-spaced
_SHARE_OF_FULL = 8  # one row in so many at least reaches the margin
_NEAR_END = 1.2  # of the size: ends as near as this are at one margin
_ROOM = 2.2  # of the size: a row that leaves more of it empty was not broken for want of room
CELL_GAP = "\u2003"  # how a wide gap is written until rows of tables are told apart


class Character(NamedTuple):
    """A character: from where to where it reaches, its baseline, its height."""

    text: str
    begin: float
    end: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its characters, in no order; what is drawn on it in other directions.

    `before` stands above all of the page's own text. `lines` are drawn: from x, y to x, y.
    """

    width: float
    height: float
    characters: tuple[Character, ...]
    turn: int = 0  # degrees counter-clockwise, of its text on the page as it is shown
    lines: tuple[tuple[float, float, float, float], ...] = ()
    before: tuple["Page", ...] = ()
    after: tuple["Page", ...] = ()


class Row:
    """Characters on one baseline, from left to right; or a row of a table's cells."""

    def __init__(
        self,
        characters: list[Character],
        page: int,
        height: float,
        cells: Sequence[str] | None = None,
    ) -> None:
        self.characters = characters
        self.page = page
        self.height = height  # of the page
        self.begin = (
            min(character.begin for character in characters) if cells else characters[0].begin
        )
        self.end = max(character.end for character in characters)
        self.base = characters[0].base
        self.size = median(character.size for character in characters)
        self.spacing = (
            0.0 if cells else _spacing(characters)
        )  # between letters: more than 0 in letter-spaced type
        self.is_ruled = cells is not None  # lines are drawn around its cells
        self.text = CELL_GAP.join(cells) if cells else _text(characters, self.spacing)

    @property
    def is_of_table(self) -> bool:
        """Say whether it is parted into cells; letter-spaced titles have single letters between wide gaps."""
        parts = self.text.split(CELL_GAP)
        return self.is_ruled or (len(parts) > 1 and median(map(len, parts)) > 1)


@dataclass
class Column:
    """Rows one below the other, and the margins they keep."""

    rows: list[Row] = field(default_factory=list)
    is_full: bool = False  # as wide as the text of the page
    reach: float = 0.0  # how far the rows of other pages like it reach: its own may be few

    @cached_property
    def _free(self) -> list[Row]:
        """Return the rows that keep the margins: those of tables have their own."""
        return [row for row in self.rows if not row.is_ruled] or self.rows

    @cached_property
    def left(self) -> float:
        """Return where most rows begin."""
        begins = Counter(round(row.begin) for row in self._free)
        return float(
            min(begin for begin, count in begins.items() if count >= max(begins.values()) / 4)
        )

    @property
    def right(self) -> float:
        """Return how far the rows reach, or those of other pages like it."""
        return max(self.own_right, self.reach)

    @cached_property
    def own_right(self) -> float:
        """Return how far the rows reach: as far as several do, were one longer."""
        ends = sorted((row.end for row in self._free), reverse=True)
        fewest = max(2, len(ends) // _SHARE_OF_FULL)
        near = self.rows[0].size * _NEAR_END
        shared = (end for at, end in enumerate(ends) if len(ends) >= at + fewest
                  and end - ends[at + fewest - 1] <= near)  # fmt: skip
        return next(shared, ends[0])

    @cached_property
    def leading(self) -> float:
        """Return the usual distance between baselines."""
        gaps = [
            a.base - b.base
            for a, b in pairwise(self.rows)
            if a.page == b.page and not a.is_ruled and not b.is_ruled
        ]
        return median(gaps) if gaps else 0.0


def rows_of(characters: Iterable[Character], page: int, height: float) -> list[Row]:
    """Gather characters on one baseline, from the top of a page to its bottom."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda drawn: -drawn.base):
        if rows and rows[-1][0].base - character.base <= _SAME_LINE * max(
            character.size, rows[-1][0].size
        ):
            rows[-1].append(character)
        else:
            rows.append([character])
    found = []
    for row in rows:
        ordered = _without_doubles(
            sorted(row, key=lambda character: (character.begin, character.end))
        )
        if any(not character.text.isspace() for character in ordered):
            found.append(Row(stripped(ordered), page, height))
    return found


def _without_doubles(characters: list[Character]) -> list[Character]:
    """Drop what is drawn twice in one place to look bold."""
    kept: list[Character] = []
    for character in characters:
        near = _TWICE * character.size
        is_apart = not kept or character.begin - kept[-1].begin >= near
        if is_apart or not any(
            other.text == character.text
            and abs(other.begin - character.begin) < near
            and abs(other.base - character.base) < near
            for other in kept[-3:]
        ):
            kept.append(character)
    return kept


def stripped(characters: list[Character]) -> list[Character]:
    """Drop white space around characters that are not all white space."""
    start, end = 0, len(characters)
    while characters[start].text.isspace():
        start += 1
    while characters[end - 1].text.isspace():
        end -= 1
    return characters[start:end]


def _spacing(characters: Sequence[Character]) -> float:
    shown = [character for character in characters if not character.text.isspace()]
    gaps = [b.begin - a.end for a, b in pairwise(shown)]
    return max(0.0, median(gaps)) if len(gaps) >= _FEWEST_LETTERS else 0.0


def _text(characters: Sequence[Character], spacing: float) -> str:
    """Write characters that stand side by side, with a space where a reader sees one."""
    parts: list[str] = []
    before, reached = " ", 0.0
    for text, begin, end, _, size in characters:
        is_space = text.isspace()
        if not is_space and not before.isspace():
            gap = (begin - reached - spacing) / max(size, 1.0)
            if gap > _TABLE_GAP:
                parts.append(CELL_GAP)
            elif gap > _WORD_GAP and gap > (
                _WORD_GAP if before.isascii() and text.isascii() else _WIDE_GAP
            ):
                parts.append(" ")
        parts.append(" " if is_space else text)
        before, reached = text, end
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def joined_cell(rows: Sequence[Row], width: float) -> str:
    """Join the rows of a cell; those that were broken for want of room, in a width, without a gap."""
    widest = max(row.end - row.begin for row in rows)
    text = rows[0].text
    for above, row in pairwise(rows):
        room = _ROOM * above.size
        is_full = above.end - above.begin >= widest - room and widest + room >= width
        is_latin = text[-1:].isascii() and row.text[:1].isascii() and text[-1:].isalnum()
        text += ("" if is_full and not is_latin else " ") + row.text
    return text.replace(CELL_GAP, " ")
