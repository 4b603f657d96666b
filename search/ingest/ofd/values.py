"""OFD values: how are numbers, boxes, colours and matrices written in an OFD file? (GB/T 33190, 7.3)"""

import re
from collections.abc import Iterator
from math import isfinite

from lxml import etree

from ..pdf.drawn import strength_of
from ..pdf.matrices import Matrix

_SEPARATOR = re.compile(r"[\s,，]+")
_MOST = 1e6  # millimetres: what is larger is no place on a page
_OPAQUE = 255


def numbers(written: str | None) -> list[float]:
    """Return the numbers of a list; what is none ends it."""
    found = []
    for word in _SEPARATOR.split((written or "").strip()):
        number = _number(word)
        if number is None:
            break
        found.append(number)
    return found


def number_or(written: str | None, other: float) -> float:
    """Return a number, or another where there is none."""
    number = _number(written or "")
    return other if number is None else number


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) <= _MOST else None


def offsets(written: str | None, most: int) -> list[float]:
    """Return how far each character is from the one before: `g 3 2.5` is three times 2.5 (11.3)."""
    return list(_offsets(_SEPARATOR.split((written or "").strip()), most))


def _offsets(words: list[str], most: int) -> Iterator[float]:
    left, at = most, 0
    while left > 0 and at < len(words):
        if words[at] == "g":
            times, number = number_or("".join(words[at + 1 : at + 2]), 0.0), words[at + 2 : at + 3]
            count, at = max(0, min(int(times), left)), at + 3
        else:
            count, number, at = 1, words[at : at + 1], at + 1
        step = _number("".join(number))
        if step is None:
            return
        yield from [step] * count
        left -= count


def matrix_of(element: etree._Element) -> Matrix:
    """Return what brings an object's own space to that around it: its matrix, and where its box begins."""
    ctm, box = numbers(element.get("CTM")), numbers(element.get("Boundary"))
    a, b, c, d, e, f = ctm if len(ctm) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    x, y = box[:2] if len(box) >= 2 else (0.0, 0.0)
    return a, b, c, d, e + x, f + y


def is_true(element: etree._Element, name: str, usual: bool) -> bool:
    """Return a switch, or what it usually is."""
    written = (element.get(name) or "").strip().lower()
    return written in {"true", "1"} if written else usual


def alpha_of(element: etree._Element | None) -> float:
    """Return how opaque an object or a colour is, 0 to 1."""
    if element is None:
        return 1.0
    return min(max(number_or(element.get("Alpha"), float(_OPAQUE)) / _OPAQUE, 0.0), 1.0)


def colour_strength(colour: etree._Element | None) -> float:
    """Return how strong a colour is on white; a pattern, or one of a palette, is taken for black."""
    if colour is None:
        return 1.0
    values = [min(max(value, 0.0), 255.0) for value in numbers(colour.get("Value"))]
    match values:
        case [grey]:
            strength = strength_of(grey, grey, grey)
        case [red, green, blue]:
            strength = strength_of(red, green, blue)
        case [cyan, magenta, yellow, black]:
            light = (1 - part / 255 for part in (cyan, magenta, yellow))
            strength = strength_of(*(part * (255 - black) for part in light))
        case _:
            strength = 1.0
    return strength * alpha_of(colour)
