"""A recognised page: what is on it, upright? Plain values, which are remembered for the next time.

Places are in points, from the upper left corner of a page 595 points wide (A4).
"""

from dataclasses import dataclass

_SHORTER_SIDE = 595.0


@dataclass(frozen=True, slots=True)
class RecognizedLine:
    """Characters that stand side by side, and where."""

    text: str
    confidence: float  # 0 to 1
    left: float
    right: float
    middle: float  # how far below the page's top its middle is
    height: float  # of its ink
    places: tuple[float, ...]  # of the middle of each character


@dataclass(frozen=True, slots=True)
class RecognizedPage:
    """The lines of a page, in no order, and the lines that are drawn on it."""

    width: float
    height: float
    lines: tuple[RecognizedLine, ...] = ()
    rules: tuple[tuple[float, float, float, float], ...] = ()  # from x, y to x, y


def points_of_pixel(wide: int, high: int) -> float:
    """Return how many points a pixel is, of a picture of an A4 page."""
    return _SHORTER_SIDE / max(1, min(wide, high))
