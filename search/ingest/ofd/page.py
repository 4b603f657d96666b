"""OFD page: what does a page draw, as characters, lines and pictures? (GB/T 33190, 7.7)

What it draws is brought into points, from the lower left corner, as a page of a PDF has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from ...errors import UnreadableError
from ..files.parts import children
from ..pdf.drawn import Box, Drawing, DrawnPage, Glyph, Segment, Style
from ..pdf.matrices import Matrix, apply, times
from .shapes import box_of, shapes_of
from .text_objects import Look, glyphs_of, shapes_without_text
from .values import alpha_of, colour_strength, is_true, matrix_of, numbers

_POINTS = 72 / 25.4  # in a millimetre
A4: Box = (0.0, 0.0, 210.0, 297.0)  # x, y, width, height in millimetres
_DEEPEST = 6  # blocks and composites in one another
_MOST_OBJECTS, _MOST_LINES, _MOST_BOXES = 100_000, 20_000, 200
# Characters that mean what a font says, or nothing.
_PRIVATE = frozenset({*map(chr, range(0xE000, 0xF900)), "\ufffd"})


@dataclass(frozen=True, slots=True)
class Resources:
    """What the objects of a document refer to, by identifier."""

    composites: Mapping[str, etree._Element] = field(default_factory=dict)
    parameters: Mapping[str, etree._Element] = field(default_factory=dict)  # of drawing
    pictures: Mapping[str, str] = field(default_factory=dict)  # where each is in the file

    def fill(self, item: etree._Element) -> etree._Element | None:
        """Return the colour that an object is filled with, by itself or its parameters; None: black."""
        own = item.find("FillColor")
        seen: set[str] = set()
        name = item.get("DrawParam")
        while own is None and name and name not in seen:
            seen.add(name)
            parameter = self.parameters.get(name)
            if parameter is None:
                return None
            own, name = parameter.find("FillColor"), parameter.get("Relative")
        return own


def box_in(area: etree._Element | None) -> Box | None:
    """Return the box of a page, in millimetres, where an area tells it."""
    written = (
        "" if area is None else area.findtext("PhysicalBox") or area.findtext("ApplicationBox")
    )
    box = numbers(written)
    return (box[0], box[1], box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else None


class _Canvas:
    """Gathers what is drawn."""

    def __init__(self, resources: Resources, most: int) -> None:
        self.glyphs: list[Glyph] = []
        self.lines: list[Segment] = []
        self.images: list[Box] = []
        self.grounds: list[Box] = []
        self.unmapped = 0
        self._resources, self._most, self._left = resources, most, _MOST_OBJECTS

    def draw(self, parent: etree._Element, matrix: Matrix, alpha: float, depth: int = 0) -> None:
        """Draw the objects in an element. Raises UnreadableError for too many characters."""
        for item in parent.iterchildren():
            self._left -= 1
            if self._left < 0:
                return
            match item.tag:
                case "TextObject":
                    self._text(item, matrix, alpha)
                case "PathObject":
                    strength = colour_strength(self._resources.fill(item)) * alpha * alpha_of(item)
                    lines, grounds = shapes_of(item, matrix, strength)
                    self.lines += lines
                    self.grounds += grounds
                case "ImageObject":
                    self._image(item, matrix)
                case "CompositeObject" if depth < _DEEPEST:
                    self._composite(item, matrix, alpha, depth)
                case "PageBlock" | "Layer" | "Content" if depth < _DEEPEST:
                    self.draw(item, matrix, alpha, depth + 1)

    def _text(self, item: etree._Element, matrix: Matrix, alpha: float) -> None:
        is_stroked = is_true(item, "Stroke", False) and not is_true(item, "Fill", True)
        colour = item.find("StrokeColor") if is_stroked else self._resources.fill(item)
        opaque = alpha * alpha_of(item)
        is_drawn = is_true(item, "Visible", True) and (is_stroked or is_true(item, "Fill", True))
        look = Look(colour_strength(colour) * opaque, not is_drawn or opaque == 0)
        drawn = list(glyphs_of(item, matrix, look))
        self.glyphs += drawn
        if not drawn:
            self.unmapped += shapes_without_text(item)
        if len(self.glyphs) > self._most:
            raise UnreadableError("超过 500 万字；请拆开")

    def _image(self, item: etree._Element, matrix: Matrix) -> None:
        box = numbers(item.get("Boundary"))
        if len(box) == 4:
            x, y, wide, high = box
            self.images.append(box_of([apply(matrix, x, y), apply(matrix, x + wide, y + high)]))

    def _composite(self, item: etree._Element, matrix: Matrix, alpha: float, depth: int) -> None:
        unit = self._resources.composites.get(item.get("ResourceID") or "")
        if unit is not None:
            inner = times(matrix_of(item), matrix)
            self.draw(unit, inner, alpha * alpha_of(item), depth + 1)


def drawn_page(root: etree._Element, usual: Box, resources: Resources, most: int) -> DrawnPage:
    """Return what a page draws; `usual` is the box of pages that tell none, in millimetres.

    Raises UnreadableError for more characters than `most`.
    """
    x, y, wide, high = box_in(root.find("Area")) or usual
    canvas = _Canvas(resources, most)
    upright = (_POINTS, 0.0, 0.0, -_POINTS, -x * _POINTS, (y + high) * _POINTS)
    for content in children(root, "Content"):
        canvas.draw(content, upright, 1.0)
    styles: dict[Style, Style] = {}
    shown = tuple(
        glyph._replace(style=styles.setdefault(glyph.style, glyph.style))
        for glyph in canvas.glyphs
        if glyph.text not in _PRIVATE
    )
    drawing = Drawing(
        tuple(canvas.lines[:_MOST_LINES]),
        tuple(canvas.images[:_MOST_BOXES]),
        tuple(canvas.grounds[:_MOST_BOXES]),
    )
    return DrawnPage(
        box=(0.0, 0.0, wide * _POINTS, high * _POINTS),
        turn=0,
        text="".join(glyph.text for glyph in shown),
        glyphs=shown,
        styles=tuple(styles),
        unmapped=canvas.unmapped + len(canvas.glyphs) - len(shown),
        drawing=drawing,
    )
