"""Chart: how does a wording through time look, drawn? Lines or bars, as places in an SVG; no style, no script.

What tells the lines apart is colour, and for those who see none the form of their points and how
they are dashed (WCAG 2.2, 1.4.1). The table beside it says the same.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH, HEIGHT = 600, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 30, 14, 34  # what stands beside the lines
_BESIDE = 6  # from a line to what stands at its left
_BELOW = 18  # from the lowest line to what stands below it
_MOST_LABELS = 6  # on the axis of time
_STEPS = 4  # on the axis of values, about
_MOST_POINTS = 80  # with more of them a line has no points: they would touch
_ROUND = (1, 2, 2.5, 5, 10)
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


def draw(periods: Sequence[str], series: Sequence[Sequence[float | None]]) -> Chart:
    """Draw values of some periods, None where there are no articles: one wording as bars, several as lines."""
    top = _greatest([value for values in series for value in values if value is not None])
    scale = (HEIGHT - _TOP - _BOTTOM) / top
    step = (WIDTH - _LEFT - _RIGHT) / max(len(periods), 1)
    base = HEIGHT - _BOTTOM

    def middle(number: int) -> float:
        return _LEFT + step * (number + 0.5)

    def height(value: float) -> float:
        return base - value * scale

    are_bars = len(series) == 1
    drawn = []
    for form, values in zip(FORMS, series, strict=False):
        there = [(number, value) for number, value in enumerate(values) if value is not None]
        if are_bars:
            used = [(number, value) for number, value in there if value]
            wide = max(step * 0.8, 0.6)
            bars = (
                f"M{_n(middle(number) - wide / 2)} {_n(base)}V{_n(min(height(value), base - 1))}h{_n(wide)}V{_n(base)}z"
                for number, value in used
            )
            drawn.append(Drawn("", tuple(bars), tuple(number for number, _ in used)))
            continue
        used = [one for one in there if one[1]]
        shown = used if len(periods) <= _MOST_POINTS else _alone(there)
        points = (f"M{_n(middle(number))} {_n(height(value))}{form}" for number, value in shown)
        line = "".join(
            f"{'L' if before == number - 1 else 'M'}{_n(middle(number))} {_n(height(value))}"
            for (before, _), (number, value) in zip([(-9, 0.0), *there], there, strict=False)
        )
        drawn.append(Drawn(line, tuple(points), tuple(number for number, _ in shown)))
    return Chart(
        values=tuple(
            Tick(_n(height(value)), value) for value in _rounds(top)
        ),
        periods=tuple(Tick(_n(middle(number)), periods[number]) for number in _labelled(len(periods))),
        series=tuple(drawn),
        are_bars=are_bars,
        gaps=tuple(
            (_n(_LEFT + step * first), _n(step * (last - first)))
            for first, last in _gaps(series, len(periods))
        ),
    )  # fmt: skip


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
