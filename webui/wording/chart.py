"""Chart: how does a wording through time look, drawn? Lines or bars, as places in an SVG; no style, no script.

What tells the lines apart is colour, and for those who see none the form of their points and how
they are dashed; of bars, what fills them (WCAG 2.2, 1.4.1). The table beside it says the same.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH, HEIGHT = 600, 284
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 30, 14, 38  # what stands beside the lines
_BESIDE = 6  # from a line to what stands at its left
_BELOW = 25  # from the lowest line to what stands below it
_MOST_LABELS = 6  # on the axis of time
_STEPS = 4  # on the axis of values, about
_MOST_POINTS = 80  # with more of them a line has no points: they would touch
_ROUND = (1, 2, 2.5, 5, 10)
_FILLED, _NARROWEST = 0.8, 0.6  # of the room of a period: its bars; and a bar at least
_SIZE = 4.5  # of a point, from its middle
#: The form of a point of each line, around 0 0: circle, square, triangle, diamond, cross.
FORMS = (
    "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0",
    "m-4-4h8v8h-8z",
    "m0-5l5 9h-10z",
    "m0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",
    "m-4.5-4.5l9 9m0-9l-9 9",
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart, or a place on the axis of time, and what stands beside it."""

    at: str
    label: float | str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One wording: its line, broken where nothing can be said, and its points or bars."""

    line: str  # path data; empty for bars
    points: tuple[str, ...]  # path data, of each period with a value
    periods: tuple[int, ...]  # which these are


@dataclass(frozen=True, slots=True)
class Chart:
    """The parts of the drawing."""

    values: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    series: tuple[Drawn, ...]
    are_bars: bool
    gaps: tuple[tuple[str, str], ...]  # from where, how wide: there are no articles
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    base: int = HEIGHT - _BOTTOM
    label_at: int = _LEFT - _BESIDE  # where the labels of values end
    period_at: int = HEIGHT - _BOTTOM + _BELOW  # how low those of periods stand
    width: int = WIDTH
    height: int = HEIGHT


def draw(periods: Sequence[str], series: Sequence[Sequence[float | None]], are_bars: bool) -> Chart:
    """Draw values of some periods, None where there are no articles: as bars beside one another, or as lines."""
    top = _greatest([value for values in series for value in values if value is not None])
    frame = _Frame(len(periods), top)
    return Chart(
        values=tuple(Tick(_n(frame.height(value)), value) for value in _rounds(top)),
        periods=tuple(
            Tick(_n(frame.middle(number)), periods[number]) for number in _labelled(len(periods))
        ),
        series=tuple(
            _bars(frame, values, at, len(series)) if are_bars else _line(frame, values, FORMS[at])
            for at, values in enumerate(series)
        ),
        are_bars=are_bars,
        gaps=tuple(
            (_n(_LEFT + frame.step * first), _n(frame.step * (last - first)))
            for first, last in _gaps(series, len(periods))
        ),
    )


class _Frame:
    """Where periods and values are in the drawing."""

    def __init__(self, count: int, top: float) -> None:
        self.count = count
        self.step = (WIDTH - _LEFT - _RIGHT) / max(count, 1)
        self._scale = (HEIGHT - _TOP - _BOTTOM) / top

    def middle(self, number: int) -> float:
        return _LEFT + self.step * (number + 0.5)

    def height(self, value: float) -> float:
        return HEIGHT - _BOTTOM - value * self._scale


def _bars(frame: _Frame, values: Sequence[float | None], at: int, count: int) -> Drawn:
    """Draw a bar for each use; those of several wordings in one period side by side."""
    wide = max(frame.step * _FILLED / count, _NARROWEST)
    base = HEIGHT - _BOTTOM
    used = {number: value for number, value in enumerate(values) if value}
    bars = []
    for number, value in used.items():
        left = frame.middle(number) + wide * (at - count / 2)
        top = min(frame.height(value), base - 1)
        bars.append(f"M{_n(left)} {_n(base)}V{_n(top)}h{_n(wide)}V{_n(base)}z")
    return Drawn("", tuple(bars), tuple(used))


def _line(frame: _Frame, values: Sequence[float | None], form: str) -> Drawn:
    """Draw a line, broken where nothing can be said, with points on it where they have room."""
    there = [(number, value) for number, value in enumerate(values) if value is not None]
    used = [one for one in there if one[1]]
    shown = used if frame.count <= _MOST_POINTS else _alone(there)
    at = {
        number: f"{_n(frame.middle(number))} {_n(frame.height(value))}" for number, value in there
    }
    line = "".join(f"{'L' if number - 1 in at else 'M'}{place}" for number, place in at.items())
    points = (f"M{at[number]}{form}" for number, _ in shown)
    return Drawn(line, tuple(points), tuple(number for number, _ in shown))


def _gaps(series: Sequence[Sequence[float | None]], count: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where nothing can be said of any wording, half-open."""
    numbers = range(count)
    for is_gap, run in groupby(numbers, lambda at: all(values[at] is None for values in series)):
        if is_gap:
            first, *others = run
            yield first, first + len(others) + 1


def _alone(there: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return the points that no line leads to or from: else they would not be seen."""
    numbers = {number for number, _ in there}
    return [one for one in there if not numbers & {one[0] - 1, one[0] + 1}]


def _greatest(values: Sequence[float]) -> float:
    """Return a round number that is no less than any of the values."""
    greatest = max(values, default=0.0)
    if greatest <= 0:
        return 1.0
    step = _step(greatest)
    return math.ceil(greatest / step - 1e-9) * step


def _step(greatest: float) -> float:
    rough = greatest / _STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in _ROUND if factor * power >= rough - 1e-12)


def _rounds(top: float) -> Iterator[float]:
    step = _step(top)
    for number in range(round(top / step) + 1):
        value = round(number * step, 10)
        yield int(value) if value == int(value) else value


def _labelled(count: int) -> range:
    """Say which periods are named: every so many, from the first on."""
    every = next(
        (n for n in (1, 2, 5, 10, 12, 24, 60, 120, 240, 600) if count / n <= _MOST_LABELS), 1200
    )
    return range(0, count, every)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
