"""OFD text objects: which characters do they draw, where, and how? (GB/T 33190, 11)

A text object has a box on its page, a matrix, and texts; each text begins somewhere and says how far
each character is from the one before. Several characters may be drawn as one shape (CGTransform).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import cos, hypot, radians, sin
from typing import NamedTuple

from lxml import etree

from ..files.parts import children
from ..pdf.drawn import Glyph, Style
from ..pdf.matrices import Matrix, apply, times, turn_of
from .values import matrix_of, number_or, offsets

_FIRST_SQUARE = "\u2e80"  # from here on stand the characters that are as wide as the type's size
_NARROW = 0.5  # of the size: how wide others are, where nothing tells
_WIDEST = 1.1  # of the size: a longer step has a gap in it
_DESCENT, _ASCENT = 0.35, 1.04  # of the size: what PDFium gives of a font, too
_MOST_SIZE = 1e4
# How XML is laid out by who writes it; a space alone, or within a line, is text.
_LAID_OUT = re.compile(r"^\s*\n\s*|\s*\n\s*$")


class Look(NamedTuple):
    """How strong the colour of an object is, and whether it is drawn at all."""

    strength: float
    is_invisible: bool


class _Place(NamedTuple):
    """What is drawn as one shape, where it begins and how wide it is, in the space of its object."""

    text: str
    x: float
    y: float
    wide: float


def glyphs_of(item: etree._Element, around: Matrix, look: Look) -> Iterator[Glyph]:
    """Yield the characters of a text object; `around` brings what is around it onto the page."""
    matrix = times(matrix_of(item), around)
    size = min(abs(number_or(item.get("Size"), 0.0)) or 1.0, _MOST_SIZE)
    turned = number_or(item.get("CharDirection"), 0.0)  # clockwise
    along, up = _axes(turned)
    a, b, c, d = matrix[:4]
    style = Style(
        turn=turn_of(along[0] * a + along[1] * c, along[0] * b + along[1] * d),
        size=round(size * hypot(c, d), 2),
        strength=round(look.strength, 2),
        is_invisible=look.is_invisible,
        is_artifact=False,
        clip=None,
    )
    for text, x, y, wide in _places(item, size):
        corners = [
            apply(matrix, x + r * along[0] + h * up[0], y + r * along[1] + h * up[1])
            for r in (0.0, wide)
            for h in (-_DESCENT * size, _ASCENT * size)
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        origin = apply(matrix, x, y)
        yield Glyph(text, *origin, min(xs), min(ys), max(xs), max(ys), style)


def shapes_without_text(item: etree._Element) -> int:
    """Count the shapes of an object that says of none which character it is."""
    return sum(len((shapes.text or "").split()) for shapes in item.iter("Glyphs"))


def _axes(turned: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return along which way a character is wide, and which way is up; y grows downward here."""
    c, s = cos(radians(turned)), sin(radians(turned))
    return (c, s), (s, -c)


def _places(item: etree._Element, size: float) -> Iterator[_Place]:
    scale = abs(number_or(item.get("HScale"), 1.0)) or 1.0
    is_downward = number_or(item.get("ReadDirection"), 0.0) % 180 != 0
    x = y = 0.0
    merged = list(_merged(item))
    first = 0  # of the text, among the characters of the object
    for code in children(item, "TextCode"):
        text = _LAID_OUT.sub("", code.text or "")
        x, y = number_or(code.get("X"), x), number_or(code.get("Y"), y)
        clusters = _clusters(
            text, [(start - first, count, shapes) for start, count, shapes in merged]
        )
        first += len(text)
        across = _filled(offsets(code.get("DeltaX"), len(clusters)), len(clusters))
        down = _filled(offsets(code.get("DeltaY"), len(clusters)), len(clusters))
        widths = [_width(cluster, size) * scale for cluster in clusters]
        if not across and not down:
            across, down = ([], widths) if is_downward else (widths, [])
        xs = list(accumulate(across[:-1], initial=x)) if across else [x] * len(clusters)
        ys = list(accumulate(down[:-1], initial=y)) if down else [y] * len(clusters)
        for index, cluster in enumerate(clusters):
            step = hypot(across[index] if across else 0.0, down[index] if down else 0.0)
            is_last = index == len(clusters) - 1
            wide = step if not is_last and 0 < step <= _WIDEST * size * scale else widths[index]
            yield _Place(cluster, xs[index], ys[index], wide)


def _width(cluster: str, size: float) -> float:
    return size if cluster >= _FIRST_SQUARE else size * _NARROW * max(len(cluster), 1)


def _filled(steps: list[float], count: int) -> list[float]:
    """Go on with the last step, where there are fewer than characters; there is one too many then."""
    return steps + steps[-1:] * (count - len(steps)) if steps else []


def _merged(item: etree._Element) -> Iterator[tuple[int, int, int]]:
    """Yield where characters begin that are drawn as other shapes, how many, and as how many shapes."""
    for transform in children(item, "CGTransform"):
        place = int(number_or(transform.get("CodePosition"), 0.0))
        codes = int(number_or(transform.get("CodeCount"), 1.0))
        shapes = int(number_or(transform.get("GlyphCount"), 1.0))
        if codes > shapes >= 1 and place >= 0:
            yield place, codes, shapes


def _clusters(text: str, merged: Sequence[tuple[int, int, int]]) -> list[str]:
    """Part a text into what is drawn as one shape each."""
    clusters: list[str] = []
    at = 0
    for start, codes, shapes in sorted(merged):
        if start < at or start >= len(text):
            continue
        clusters += text[at:start]
        alone = min(shapes - 1, codes)  # all but the last shape have a character each
        clusters += text[start : start + alone]
        clusters.append(text[start + alone : start + codes])
        at = start + codes
    clusters += text[at:]
    return [cluster for cluster in clusters if cluster]
