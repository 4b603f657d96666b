"""Type sizes: how large is the type of each line of a recognised page? From the steps of its characters.

A Chinese character is as wide as its type is large, and its ink a little less high; the ink of
digits is lower, that of brackets higher. Sizes that are nearly alike are one, as on a page that was set.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from statistics import median

from ...text.characters import HAN
from .page import RecognizedLine

_HAN = re.compile(rf"[{HAN}]")
_FEWEST_STEPS = 3
_OF_INK = 1.08  # of the height of its ink the type's size, where nothing on the page tells better
_SPACED = 1.4  # times the height of its ink: wider steps are letter-spaced
_NEAR = 0.2  # of the size: a line that tells less is of the nearest that a page has
_ALIKE = 1.1  # times the smallest


def sizes_of(lines: Sequence[RecognizedLine]) -> list[float]:
    """Return the size of each line's type, in points."""
    steps = [_step(line) for line in lines]
    told = [step / line.height for step, line in zip(steps, lines, strict=True) if step]
    usual = median(told) if told else _OF_INK
    known = [step for step in steps if step]
    sizes = []
    for step, line in zip(steps, lines, strict=True):
        size = step or usual * line.height
        nearest = min(known, key=lambda other: abs(other - size), default=size)
        sizes.append(nearest if abs(nearest - size) <= _NEAR * nearest else size)
    return _alike(sizes)


def _step(line: RecognizedLine) -> float | None:
    """Return how far apart the middles of Chinese characters are; None where few stand side by side."""
    runs = [
        [place for _, place in run]
        for is_han, run in groupby(
            zip(line.text, line.places, strict=True), lambda pair: bool(_HAN.match(pair[0]))
        )
        if is_han
    ]
    longest = max(runs, key=len, default=[])
    if len(longest) <= _FEWEST_STEPS:
        return None
    step = (longest[-1] - longest[0]) / (len(longest) - 1)
    return step if 0 < step <= _SPACED * line.height else None


def _alike(sizes: Sequence[float]) -> list[float]:
    """Return for each size that of its kind."""
    shared: dict[float, float] = {}
    kind: list[float] = []
    for size in [*sorted(sizes), float("inf")]:
        if kind and size > _ALIKE * kind[0]:
            shared |= dict.fromkeys(kind, round(median(kind), 1))
            kind = []
        kind.append(size)
    return [shared[size] for size in sizes]
