"""PDF tables: which cells do the lines of a page draw, and what text stands in each?"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from .page import Character, Page, Row, joined_cell, rows_of

_STRAIGHT, _SHORTEST, _DASH = 1.0, 8.0, 4.0  # points: how far a line may lean, how short it
# may be, how far apart its dashes
_TOUCH = 2.5  # points: lines as near as this touch
_WHOLE_PAGE = 0.9  # of the page: a longer line is a frame around it
_MOST_LINES, _MOST_BOXES, _MOST_TABLES = 20_000, 6000, 100
_MIDDLE = 0.38  # of the size: how high above its baseline a character's middle is
_MOST_ROWS_OF_CELL = 6  # in a table of one row; more are columns of text
_PADDING = 8.0  # points: within a cell on either side


@dataclass(frozen=True, slots=True)
class _Grid:
    """The lines of a table: its edges from left to right, from top to bottom, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]  # from the top, descending
    cells: tuple[int, ...]  # of each box, row by row, the first box of the cell it belongs to

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def box_at(self, x: float, y: float) -> int | None:
        """Return the box that holds a point."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = min(bisect_right(self.xs, x) - 1, self.columns - 1)
        row = min(bisect_right([-edge for edge in self.ys], -y) - 1, len(self.ys) - 2)
        return row * self.columns + column


def ruled_rows(page: Page, number: int) -> tuple[list[Row], list[Character]]:
    """Make a row of each row of cells that lines draw; return the characters of no table too."""
    rest = list(page.characters)
    rows: list[Row] = []
    for grid in _grids(page):
        cells: dict[int, list[Character]] = defaultdict(list)
        outside = []
        for character in rest:
            middle = (character.begin + character.end) / 2
            box = grid.box_at(middle, character.base + _MIDDLE * character.size)
            if box is None:
                outside.append(character)
            else:
                cells[grid.cells[box]].append(character)
        found, left = _rows_of_cells(grid, cells, number, page.height)
        rows += found
        rest = outside + left
    return rows, rest


def _rows_of_cells(
    grid: _Grid, cells: dict[int, list[Character]], number: int, height: float
) -> tuple[list[Row], list[Character]]:
    """Make the rows of a table; return the characters of what is only framed, too."""
    rows: list[Row] = []
    framed: list[Character] = []
    is_single = len(grid.ys) == 2
    for at in range(len(grid.ys) - 1):
        boxes = range(at * grid.columns, (at + 1) * grid.columns)
        across = {grid.cells[box] for box in boxes}
        begun = [first for first in sorted(across) if first in boxes and first in cells]
        characters = [character for first in begun for character in cells[first]]
        if not any(not character.text.isspace() for character in characters):
            continue
        if len(across) == 1 or (is_single and _are_columns(cells, begun, number, height)):
            framed += characters
            continue
        texts = [_cell_text(cells[first], grid, first, number, height) for first in begun]
        row = Row(characters, number, height, [text for text in texts if text])
        row.base = grid.ys[at] - row.size
        rows.append(row)
    return rows, framed


def _are_columns(
    cells: dict[int, list[Character]], begun: Sequence[int], number: int, height: float
) -> bool:
    return any(len(rows_of(cells[first], number, height)) > _MOST_ROWS_OF_CELL for first in begun)


def _cell_text(
    characters: list[Character], grid: _Grid, first: int, number: int, height: float
) -> str:
    """Join the rows of a cell; those that were broken for want of room without a gap."""
    rows = rows_of(characters, number, height)
    if not rows:
        return ""
    own = [box % grid.columns for box, cell in enumerate(grid.cells) if cell == first]
    width = grid.xs[max(own) + 1] - grid.xs[min(own)]
    return joined_cell(rows, width - 2 * _PADDING)


def _grids(page: Page) -> Iterable[_Grid]:
    """Yield the tables that the lines of a page draw, one below the other."""
    lines = _whole(page.lines[:_MOST_LINES])
    bands = _bands(line for line in lines if _is_in_table(line, page))
    yield from islice(filter(None, map(_grid, bands)), _MOST_TABLES)


_Line = tuple[float, float, float, float]


def _whole(lines: Iterable[_Line]) -> list[_Line]:
    """Join the dashes and dots that lines are drawn with, those that go on with one another too."""
    level: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    steep: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for a, b, c, d in lines:
        wide, high = abs(a - c), abs(b - d)
        if high <= _STRAIGHT:
            level[round((b + d) / 2)].append((min(a, c), max(a, c), (b + d) / 2))
        if wide <= _STRAIGHT and (high > _STRAIGHT or wide + high <= 2 * _STRAIGHT):
            steep[round((a + c) / 2)].append((min(b, d), max(b, d), (a + c) / 2))
    found = [(begin, at, end, at) for spans in level.values() for begin, end, at in _chains(spans)]
    found += [(at, begin, at, end) for spans in steep.values() for begin, end, at in _chains(spans)]
    return found


def _chains(spans: list[tuple[float, float, float]]) -> Iterable[tuple[float, float, float]]:
    """Yield from where to where spans reach that follow on each other, where that is far enough."""
    spans.sort()
    begin, end, at = spans[0]
    for from_, to, here in [*spans[1:], (float("inf"), 0.0, 0.0)]:
        if from_ - end <= _DASH:
            end = max(end, to)
            continue
        if end - begin >= _SHORTEST:
            yield begin, end, at
        begin, end, at = from_, to, here


def _is_in_table(line: _Line, page: Page) -> bool:
    """Say whether a line is none of a frame around the page."""
    a, b, c, d = line
    return abs(b - d) < _WHOLE_PAGE * page.height and abs(a - c) < _WHOLE_PAGE * page.width


def _bands(lines: Iterable[_Line]) -> Iterable[list[_Line]]:
    """Yield lines that stand together from top to bottom."""
    band: list[_Line] = []
    lowest = 0.0
    for line in sorted(lines, key=lambda line: -max(line[1], line[3])):
        if band and max(line[1], line[3]) < lowest - _TOUCH:
            yield band
            band = []
        lowest = min(line[1], line[3], lowest if band else line[1])
        band.append(line)
    if band:
        yield band


def _grid(band: Sequence[_Line]) -> _Grid | None:
    level = [((b + d) / 2, min(a, c), max(a, c)) for a, b, c, d in band if abs(b - d) <= _STRAIGHT]
    steep = [((a + c) / 2, min(b, d), max(b, d)) for a, b, c, d in band if abs(b - d) > _STRAIGHT]
    if len(level) < 2 or not steep:
        return None
    xs = _clustered([x for x, _, _ in steep] + [x for _, *ends in level for x in ends])
    ys = _clustered([y for y, _, _ in level] + [y for _, *ends in steep for y in ends])[::-1]
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > _MOST_BOXES:
        return None
    cells = list(range(columns * rows))
    across, along = _Spans(steep), _Spans(level)
    for row in range(rows):
        for column in range(columns):
            box = row * columns + column
            middle = (ys[row] + ys[row + 1]) / 2
            if column + 1 < columns and not across.cover(xs[column + 1], middle):
                _unite(cells, box, box + 1)
            middle = (xs[column] + xs[column + 1]) / 2
            if row + 1 < rows and not along.cover(ys[row + 1], middle):
                _unite(cells, box, box + columns)
    return _Grid(tuple(xs), tuple(ys), tuple(_first(cells, box) for box in range(len(cells))))


class _Spans:
    """Lines of one direction by where they stand: at what place, from where to where."""

    def __init__(self, lines: Iterable[tuple[float, float, float]]) -> None:
        self._by_place: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        for line in lines:
            self._by_place[int(line[0] // _TOUCH)].append(line)

    def cover(self, place: float, at: float) -> bool:
        key = int(place // _TOUCH)
        return any(
            abs(where - place) <= _TOUCH and begin <= at <= end
            for near in (key - 1, key, key + 1)
            for where, begin, end in self._by_place.get(near, ())
        )


def _clustered(places: Iterable[float]) -> list[float]:
    """Return places in order, those that touch as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _TOUCH:
            found.append(place)
    return found


def _first(cells: list[int], box: int) -> int:
    while cells[box] != box:
        cells[box] = cells[cells[box]]
        box = cells[box]
    return box


def _unite(cells: list[int], a: int, b: int) -> None:
    first, second = sorted((_first(cells, a), _first(cells, b)))
    cells[second] = first
