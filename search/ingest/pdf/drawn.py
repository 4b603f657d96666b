"""Drawn: what is on a page of a PDF, as values? Characters, how each is drawn, lines, pictures, grounds."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

UNSEEN = 0.05  # strength of a colour that cannot be told from white
DARK = 0.4  # of the strength of a ground that light text can be read on
_THIN = 3.0  # points: a box no wider is a line
_RED, _GREEN, _BLUE = 0.299, 0.587, 0.114  # shares of luminance (ITU-R BT.601)

Box = tuple[float, float, float, float]  # left, bottom, right, top
Segment = tuple[float, float, float, float]  # from x, y to x, y


class Style(NamedTuple):
    """How an object draws its characters."""

    turn: int  # degrees counter-clockwise from the x axis to the direction of reading, 0 to 359
    size: float  # of the type
    strength: float  # of its colour on white: 0 cannot be seen, 1 is black
    is_invisible: bool  # neither filled nor stroked, as what text recognition laid over a scan
    is_artifact: bool  # marked as no part of the text: a watermark, a running line
    clip: Box | None  # outside which nothing is shown


#: How text is drawn that the page does not draw itself.
PLAIN = Style(0, 1.0, 1.0, False, False, None)


class Glyph(NamedTuple):
    """A character, its origin on the baseline, its box, in the coordinates of the stored page."""

    text: str
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float
    style: Style


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws besides text: lines, pictures, dark grounds."""

    lines: tuple[Segment, ...] = ()
    images: tuple[Box, ...] = ()
    grounds: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as it is stored: its box, the quarter turns it is shown by, what it draws."""

    box: Box
    turn: int  # degrees clockwise
    text: str  # its characters in the order they are drawn, whatever of them is text
    glyphs: tuple[Glyph, ...]
    styles: tuple[Style, ...]  # of the glyphs, each once
    unmapped: int  # characters whose font does not tell which they are
    drawing: Drawing = field(default_factory=Drawing)
    comments: tuple[str, ...] = ()  # of readers, on what they mark
    recognized: tuple[tuple[str, float], ...] = ()  # of a picture: its lines, and how sure each is

    def with_written(self, glyphs: Iterable[Glyph], comments: Iterable[str]) -> "DrawnPage":
        """Return the page with what people wrote into it."""
        added = tuple(glyphs)
        styles = dict.fromkeys((*self.styles, *(glyph.style for glyph in added)))
        return replace(
            self,
            text=self.text + "".join(glyph.text for glyph in added),
            glyphs=(*self.glyphs, *added),
            styles=tuple(styles),
            comments=tuple(comments),
        )


def strength_of(red: float, green: float, blue: float) -> float:
    """Return how strong a colour is on white, 0 to 1; its parts are 0 to 255."""
    return 1 - (_RED * red + _GREEN * green + _BLUE * blue) / 255


def is_thin(box: Box) -> bool:
    """Say whether a box is so thin that it is a line."""
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def middle_of(box: Box) -> Segment:
    """Return the line that a thin box is."""
    left, bottom, right, top = box
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top
