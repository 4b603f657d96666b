"""Drawn: a recognised page as a page of a PDF that draws its characters, so one layout reads both."""

from collections.abc import Iterator

from ..pdf.drawn import Drawing, DrawnPage, Glyph, Style
from .page import RecognizedLine, RecognizedPage
from .type_sizes import sizes_of

_FIRST_SQUARE = "\u2e80"  # from here on stand the characters that are as wide as the type's size
# Where in its square the ink of a mark is: of closing ones to the left, of opening ones to the right.
_INK_AT = dict.fromkeys("，。、；：！？）〕】》」』", 0.25) | dict.fromkeys("（〔【《「『", 0.75)
_MIDDLE = 0.38  # of the size: how high above its baseline a line's middle is
_BELOW, _HIGH = (
    0.35,
    1.39,
)  # of the size: how far boxes of PDFium reach below a baseline, and in all


def drawn_page(page: RecognizedPage) -> DrawnPage:
    """Return a page that draws what was recognised."""
    glyphs = tuple(
        glyph
        for line, size in zip(page.lines, sizes_of(page.lines), strict=True)
        for glyph in _glyphs(line, size, page.height)
    )
    rules = tuple((a, page.height - b, c, page.height - d) for a, b, c, d in page.rules)
    return DrawnPage(
        box=(0.0, 0.0, page.width, page.height),
        turn=0,
        text="".join(glyph.text for glyph in glyphs),
        glyphs=glyphs,
        styles=tuple(dict.fromkeys(glyph.style for glyph in glyphs)),
        unmapped=0,
        drawing=Drawing(lines=rules),
        recognized=tuple((line.text, line.confidence) for line in page.lines),
    )


def _glyphs(line: RecognizedLine, size: float, height: float) -> Iterator[Glyph]:
    style = Style(0, size, 1.0, False, False, None)
    base = height - line.middle - _MIDDLE * size
    low, high = base - _BELOW * size, base + (_HIGH - _BELOW) * size
    for character, place in zip(line.text, line.places, strict=True):
        wide = size if character >= _FIRST_SQUARE else size / 2
        left = place - wide * _INK_AT.get(character, 0.5)
        yield Glyph(character, left, base, left, low, left + wide, high, style)
