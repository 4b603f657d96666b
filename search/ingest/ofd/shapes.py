"""OFD shapes: which lines and dark grounds does a path object draw? (GB/T 33190, 9)"""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from ..pdf.drawn import DARK, Box, Segment, is_thin, middle_of
from ..pdf.matrices import Matrix, apply, times
from .values import is_true, matrix_of, number_or

# Operators of a path, and how many numbers each takes; the last two are the point it leads to.
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_WORD = re.compile(r"[^\s,]+")
_CURVES = frozenset("QBA")
_MOST_POINTS = 2000  # of one path: a picture drawn as paths has no rows of a table
_Point = tuple[float, float]


def box_of(points: list[_Point]) -> Box:
    """Return the box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def shapes_of(
    item: etree._Element, around: Matrix, strength: float
) -> tuple[list[Segment], list[Box]]:
    """Return the lines that a path draws, and the dark grounds; `around` brings it onto the page."""
    matrix = times(matrix_of(item), around)
    is_filled, is_stroked = is_true(item, "Fill", False), is_true(item, "Stroke", True)
    lines: list[Segment] = []
    grounds: list[Box] = []
    if not is_filled and not is_stroked:
        return lines, grounds
    for points, is_straight in _subpaths(item.findtext("AbbreviatedData") or ""):
        placed = [apply(matrix, x, y) for x, y in points]
        box = box_of(placed)
        if is_thin(box):
            lines.append(middle_of(box))
        elif is_stroked and is_straight:
            lines += [(*a, *b) for a, b in pairwise(placed)]
        if is_filled and not is_thin(box) and strength > DARK:
            grounds.append(box)
    return lines, grounds


def _subpaths(data: str) -> Iterator[tuple[list[_Point], bool]]:
    """Yield the corners of each part of a path, and whether all of them are joined by straight lines."""
    points: list[_Point] = []
    is_straight = True
    words = iter(_WORD.findall(data)[: 8 * _MOST_POINTS])
    for operator in words:
        taken = [number_or(next(words, ""), 0.0) for _ in range(_NUMBERS.get(operator, 0))]
        if operator in {"S", "M"} and points:
            yield points, is_straight
            points, is_straight = [], True
        if taken:
            points.append((taken[-2], taken[-1]))
        elif operator == "C" and points:
            points.append(points[0])
        is_straight = is_straight and operator not in _CURVES
    if points:
        yield points, is_straight
