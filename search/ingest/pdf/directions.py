"""PDF directions: how is text that is drawn turned, or set in columns from right to left, brought upright?

The characters of each direction are turned until they read from left to right, and laid out alone.
Vertical text is then text that reads downward: its columns are lines, the rightmost the first.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import cos, radians, sin
from typing import NamedTuple

from .drawn import DrawnPage, Glyph, Segment
from .page import Character, Page

_FIRST_SQUARE = "\u2e80"  # from here on stand the characters that are as wide as the type's size
_OF_BOX = 0.72  # the size of type, of its ascent and descent together
_DOWNWARD = 270  # the direction that vertical text reads in
_ABOVE, _BELOW = 0.88, 0.12  # of the size: how far a square character reaches from its baseline
_FEWEST_STANDING = 4  # characters one below the other
_ASIDE, _CLOSE, _NEAREST = 0.3, 1.45, 0.6  # of the size: steps from one to the next
_CLOSEST = 6.0  # points: so little aside does the next of large type begin
_LETTER_SPACED = 3.2  # of the size: the same in a text most of which is vertical
_BESIDE, _BEYOND = 0.75, 1.6  # of the size: what belongs to a column, and what stands at its end
_ACROSS = 1.6  # of the size: what is wider is no number set across a column
_FEW = 3  # slanted characters, too few to tell their line
_MOST_COLUMNS, _MOST_FENCES = 500, 2000
_FENCE = 4.0  # of the size: how far the lines of a table's cell may stand from its text
# Forms for vertical text, and what they are forms of (The Unicode Standard, FE10 and FE30).
_VERTICAL_FORMS = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…：—–（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)


class _Placed(NamedTuple):
    """A character where a reader of the page as it is shown sees it: its middle, and its baseline."""

    glyph: Glyph
    middle: float
    base: float
    size: float


def upright_pages(pages: Sequence[DrawnPage]) -> list[Page]:
    """Turn the characters of pages upright: those of the usual direction, the others with them."""
    parted = [_parted(page) for page in pages]
    counts: Counter[int] = Counter()
    for parts in parted:
        for turn, characters in parts.items():
            counts[turn] += len(characters)
    usual = counts.most_common(1)[0][0] if counts else 0
    return [_page(page, parts, usual) for page, parts in zip(pages, parted, strict=True)]


def _page(page: DrawnPage, parts: dict[int, list[Character]], usual: int) -> Page:
    before: list[Page] = []
    after: list[Page] = []
    turned = {turn: _turned(page, characters, turn) for turn, characters in parts.items()}
    main = turned.pop(usual, None) or _turned(page, [], usual)
    tops = {turn: _reach(page, parts[turn], turn) for turn in parts}
    for turn, part in sorted(turned.items()):
        is_above = usual in tops and tops[turn][0] >= tops[usual][1]
        (before if is_above else after).append(part)
    return Page(
        main.width,
        main.height,
        main.characters,
        turn=usual,
        lines=main.lines,
        before=tuple(before),
        after=tuple(after),
    )


def _parted(page: DrawnPage) -> dict[int, list[Character]]:
    """Part the characters of a page by the direction they read in, as the page is shown."""
    groups: dict[int, list[Glyph]] = defaultdict(list)
    turns = {(style.turn - page.turn) % 360 for style in page.styles}
    if len(turns) == 1:
        groups[turns.pop()] = list(page.glyphs)
    else:
        for glyph in page.glyphs:
            groups[(glyph.style.turn - page.turn) % 360].append(glyph)
    upright = groups.pop(0, [])
    standing = _standing(page, upright, groups.get(_DOWNWARD, []))
    parts = {turn: _characters(page, glyphs, turn) for turn, glyphs in groups.items()}
    if standing:
        parts.setdefault(_DOWNWARD, []).extend(_downward(page, upright, standing))
        upright = [glyph for glyph in upright if id(glyph) not in standing]
    if any(not glyph.text.isspace() for glyph in upright):
        parts[0] = _characters(page, upright, 0)
    return {turn: characters for turn, characters in parts.items() if characters}


class _Frame:
    """What turns the coordinates of a stored page so that one direction of it reads rightward."""

    def __init__(self, page: DrawnPage, turn: int) -> None:
        angle = (turn + page.turn) % 360
        self.is_slanted = angle % 90 != 0
        self.cos, self.sin = cos(radians(angle)), sin(radians(angle))
        if not self.is_slanted:
            self.cos, self.sin = float(round(self.cos)), float(round(self.sin))
        self.x = self.y = 0.0
        left, bottom, right, top = page.box
        corners = [self.point(x, y) for x in (left, right) for y in (bottom, top)]
        self.x, self.y = -min(x for x, _ in corners), -min(y for _, y in corners)
        self.width = self.x + max(x for x, _ in corners)
        self.height = self.y + max(y for _, y in corners)
        self.is_as_stored = self.cos == 1 and self.x == self.y == 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return x * self.cos + y * self.sin + self.x, y * self.cos - x * self.sin + self.y


def _turned(page: DrawnPage, characters: list[Character], turn: int) -> Page:
    frame = _Frame(page, turn)
    lines = (
        () if frame.is_slanted
        else tuple((*frame.point(a, b), *frame.point(c, d)) for a, b, c, d in page.drawing.lines)
    )  # fmt: skip
    return Page(frame.width, frame.height, tuple(characters), turn=turn, lines=lines)


def _characters(page: DrawnPage, glyphs: Iterable[Glyph], turn: int) -> list[Character]:
    """Turn characters that read in one direction."""
    frame = _Frame(page, turn)
    glyphs = list(glyphs)
    if frame.is_slanted:
        return _slanted(frame, glyphs)
    characters = []
    if frame.is_as_stored:
        for text, _, y, begin, low, end, high, style in glyphs:
            is_square = text >= _FIRST_SQUARE and end > begin
            size = (end - begin if is_square else abs(high - low) * _OF_BOX) or style.size
            characters.append(Character(_VERTICAL_FORMS.get(text, text), begin, end, y, size))
        return characters
    point = frame.point
    for text, x, y, left, bottom, right, top, style in glyphs:
        begin, low = point(left, bottom)
        end, high = point(right, top)
        if begin > end:
            begin, end = end, begin
        is_square = text >= _FIRST_SQUARE and end > begin
        size = end - begin if is_square else abs(high - low) * _OF_BOX
        characters.append(
            Character(
                _VERTICAL_FORMS.get(text, text), begin, end, point(x, y)[1], size or style.size
            )
        )
    return characters


def _slanted(frame: _Frame, glyphs: list[Glyph]) -> list[Character]:
    """Turn characters whose boxes say little; a few at one angle stand as they are drawn."""
    characters = []
    for number, (text, x, y, *_, style) in enumerate(glyphs):
        size = style.size or 1.0
        wide = size if text >= _FIRST_SQUARE else size / 2
        begin, base = frame.point(x, y)
        if len(glyphs) < _FEW:
            begin, base = number * size, 0.0
        characters.append(Character(text, begin, begin + wide, base, size))
    return characters


def _reach(page: DrawnPage, characters: list[Character], turn: int) -> tuple[float, float]:
    """Return the lowest and the highest that characters stand on the page as it is shown."""
    height = _Frame(page, 0).height
    if turn % 180 == 0:
        bases = [
            character.base if turn == 0 else height - character.base for character in characters
        ]
        return min(bases), max(bases)
    ends = [
        (height - character.end, height - character.begin)
        if turn == _DOWNWARD
        else (character.begin, character.end)
        for character in characters
    ]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _standing(page: DrawnPage, upright: list[Glyph], turned: list[Glyph]) -> set[int]:
    """Find the upright characters that stand one below the other: return their ids."""
    if not _may_stand(page, upright):
        return set()
    frame = _Frame(page, 0)
    placed = [_placed(frame, glyph) for glyph in upright if not glyph.text.isspace()]
    runs = [run for run in _runs(placed, _CLOSE) if len(run) >= _FEWEST_STANDING]
    if not runs:
        return set()
    if 2 * sum(map(len, runs)) < len(placed):
        drawn = page.drawing.lines[:_MOST_FENCES]
        lines = [(*frame.point(a, b), *frame.point(c, d)) for a, b, c, d in drawn]
        return {id(one.glyph) for run in runs if not _is_fenced(run, lines) for one in run}
    found = {id(one.glyph) for run in runs for one in run}
    others = [one for one in placed if id(one.glyph) not in found]
    for run in _runs(others, _LETTER_SPACED):
        if len(run) > 1:
            runs.append(run)
            found |= {id(one.glyph) for one in run}
    if len(runs) > _MOST_COLUMNS:
        return found
    columns = _column_reaches(runs, [_placed(frame, glyph) for glyph in turned])
    others = [one for one in others if id(one.glyph) not in found]
    for across in _across(others):
        if all(_is_in_column(one, columns) for one in across):
            found |= {id(one.glyph) for one in across}
    return found


def _may_stand(page: DrawnPage, upright: list[Glyph]) -> bool:
    """Say, roughly and quickly, whether characters are drawn one below the other."""
    if page.turn % 180:
        steps = sum(-_CLOSEST < a.y - b.y < _CLOSEST and a.x != b.x for a, b in pairwise(upright))
    else:
        steps = sum(-_CLOSEST < a.x - b.x < _CLOSEST and a.y != b.y for a, b in pairwise(upright))
    return steps >= _FEWEST_STANDING - 1


def _placed(frame: _Frame, glyph: Glyph) -> _Placed:
    x, base = frame.point(glyph.x, glyph.y)
    size = glyph.style.size or 1.0
    wide = size if glyph.text >= _FIRST_SQUARE else abs(glyph.right - glyph.left)
    return _Placed(glyph, x + wide / 2, base, size)


def _runs(placed: Sequence[_Placed], furthest: float) -> Iterable[list[_Placed]]:
    """Yield the characters that are drawn one below the other, square most of them."""
    for run in _cut(placed, lambda above, one: _stands_below(above, one, furthest)):
        if 2 * sum(one.glyph.text >= _FIRST_SQUARE for one in run) > len(run):
            yield run


def _cut(
    placed: Sequence[_Placed], goes_on: Callable[[_Placed, _Placed], bool]
) -> Iterable[list[_Placed]]:
    """Yield runs of characters, each of which goes on from the one drawn before it."""
    run: list[_Placed] = []
    for one in placed:
        if run and not goes_on(run[-1], one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _stands_below(above: _Placed, one: _Placed, furthest: float) -> bool:
    size = max(above.size, one.size)
    return (
        _NEAREST * size <= above.base - one.base <= furthest * size
        and abs(above.middle - one.middle) <= _ASIDE * size
        and min(above.size, one.size) >= 0.75 * size
    )


def _across(placed: Sequence[_Placed]) -> Iterable[list[_Placed]]:
    """Yield what is drawn side by side and no wider than a column: single characters, numbers."""
    for run in _cut(placed, lambda left, one: abs(left.base - one.base) < _ASIDE * one.size):
        if abs(run[-1].middle - run[0].middle) + run[0].size / 2 <= _ACROSS * run[0].size:
            yield run


def _column_reaches(
    runs: Sequence[Sequence[_Placed]], turned: Sequence[_Placed]
) -> list[tuple[float, float, float, float]]:
    """Return of each column its middle, its lowest and highest, and its size."""
    columns: list[tuple[float, float, float, float]] = []
    for run in runs:
        middle, size = run[0].middle, run[0].size
        low, high = run[-1].base, run[0].base
        for one in turned:
            if abs(one.middle - middle) < _BESIDE * size:
                low, high = min(low, one.base), max(high, one.base)
        columns.append((middle, low, high, size))
    return columns


def _is_in_column(one: _Placed, columns: Sequence[tuple[float, float, float, float]]) -> bool:
    return any(
        abs(one.middle - middle) < _BESIDE * size
        and low - _BEYOND * size <= one.base <= high + _BEYOND * size
        and one.size <= _ACROSS * size
        for middle, low, high, size in columns
    )


def _is_fenced(run: Sequence[_Placed], lines: Sequence[Segment]) -> bool:
    """Say whether lines of a table stand on both sides of a run."""
    x, y, reach = run[0].middle, run[len(run) // 2].base, _FENCE * run[0].size
    beside = [
        (a + c) / 2 - x
        for a, b, c, d in lines
        if abs(a - c) < 1 and min(b, d) <= y <= max(b, d) and abs((a + c) / 2 - x) < reach
    ]
    return any(gap < 0 for gap in beside) and any(gap > 0 for gap in beside)


def _downward(page: DrawnPage, upright: list[Glyph], standing: set[int]) -> list[Character]:
    """Turn characters that stand one below the other, as if each lay on its side."""
    shown, frame = _Frame(page, 0), _Frame(page, _DOWNWARD)
    placed = [_placed(shown, glyph) for glyph in upright if id(glyph) in standing]
    columns = sorted({one.middle for one in placed if one.glyph.text >= _FIRST_SQUARE})
    characters = []
    for glyph, middle, base, size in placed:
        column = _nearest(columns, middle, _BESIDE * size)
        # A number across a column stands at one height: it is drawn out along it.
        begin = frame.width - (base + _ABOVE * size) + 2 * (middle - column)
        text = _VERTICAL_FORMS.get(glyph.text, glyph.text)
        characters.append(
            Character(text, begin, begin + size, column - (0.5 - _BELOW) * size, size)
        )
    return characters


def _nearest(places: Sequence[float], place: float, reach: float) -> float:
    """Return the nearest of places in order, the place itself where none is within reach."""
    at = bisect_left(places, place)
    near = min(places[max(0, at - 1) : at + 1], key=lambda other: abs(other - place), default=place)
    return near if abs(near - place) <= reach else place
