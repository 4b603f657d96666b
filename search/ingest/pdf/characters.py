"""PDF characters: which stand on a page, where, and how are they drawn?

PDFium tells each character, and the object that draws it: its angle, colour and mode.
"""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ...errors import UnreadableError

_UPRIGHT = 6  # degrees from a quarter turn: as a skew scan is
_INVISIBLE = (3, 7)  # text rendering modes (ISO 32000-1, 9.3.6): neither filled nor stroked
_STROKED = 1
_MOST_OBJECTS, _MOST_SEGMENTS, _MOST_BOXES, _DEEPEST = 50_000, 20_000, 200, 4
_THIN = 3.0  # points: a box no wider is a line
_DARK = 0.4  # of the strength of a ground that light text can be read on
_RED, _GREEN, _BLUE = 0.299, 0.587, 0.114  # shares of luminance (ITU-R BT.601)
_LARGEST_PICTURE = 1500  # pixels: in which it is looked up what is beneath white characters
_NEARLY_WHITE = 230  # of 255
UNSEEN = 0.05  # strength of a colour that cannot be told from white
_UNMAPPED = "\ufffd"
_NO_CHARACTERS = {0xFFFE, 0xFFFF}
_GOES_ON = 8.0  # points from one object of a line to the next

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


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    """Bind a function that is called for each character: takes addresses, converts nothing, is faster."""
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(function))


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_count_objects = _bound(pdfium.FPDFPage_CountObjects, _INT, _ADDRESS)
_get_object = _bound(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
_get_type = _bound(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
_text_object = _bound(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_unicode = _bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_is_unmapped = _bound(pdfium.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)
_origin = _bound(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_box = _bound(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_fill_color = _bound(pdfium.FPDFText_GetFillColor, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)


def read_page(page: pypdfium2.PdfPage, most: int) -> DrawnPage:
    """Read what a page draws. Raises UnreadableError for more characters than `most`, PdfiumError."""
    objects = _Objects()
    objects.read(page)
    text = page.get_textpage()
    try:
        if text.count_chars() > most:
            raise UnreadableError("超过 500 万字；请拆开")
        glyphs = list(_glyphs(text, objects))
    finally:
        text.close()
    shown = [glyph for glyph in glyphs if glyph[0] != _UNMAPPED]
    if any(style.strength <= UNSEEN for style in objects.styles):
        objects.grounds += _united(_grounds_beneath(page, shown))
    drawing = Drawing(
        tuple(objects.lines[:_MOST_SEGMENTS]),
        tuple(objects.images[:_MOST_BOXES]),
        tuple(objects.grounds[:_MOST_BOXES]),
    )
    return DrawnPage(
        page.get_cropbox(),
        page.get_rotation(),
        "".join([glyph[0] for glyph in shown]),
        tuple(shown),
        tuple(objects.styles),
        len(glyphs) - len(shown),
        drawing,
    )


def _glyphs(text: pypdfium2.PdfTextPage, objects: "_Objects") -> Iterator[Glyph]:
    """Yield the characters that the file itself has, U+FFFD for those that are not known."""
    raw, page = text.raw, _address(text.raw)
    x, y, box, rgba = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), (ctypes.c_uint * 4)()
    at_x, at_y, at_box = ctypes.addressof(x), ctypes.addressof(y), ctypes.addressof(box)
    at_color = [ctypes.addressof(rgba) + n * ctypes.sizeof(ctypes.c_uint) for n in range(4)]
    high = drawn_by = 0
    style, color, right, base = PLAIN, b"", 0.0, 0.0
    for index in range(text.count_chars()):
        item = _text_object(page, index)
        if item is None:  # PDFium adds spaces and line ends of its own
            continue
        code = _unicode(page, index)
        if code == 0x20 and pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if _is_unmapped(page, index) == 1 or code in _NO_CHARACTERS:
            code = ord(_UNMAPPED)
        elif code < 0x20:
            if pdfium.FPDFText_IsHyphen(raw, index) != 1:
                continue
            code = ord("-")  # PDFium marks one at a line's end
        _origin(page, index, at_x, at_y)
        if not _box(page, index, at_box):
            box.left, box.bottom, box.right, box.top = x.value, y.value, x.value, y.value
        if item != drawn_by:
            drawn_by = item
            before = color
            _fill_color(page, index, *at_color)
            color = bytes(rgba)
            # What goes on in the same line and colour is drawn alike, if by an object of its own.
            if color != before or y.value != base or not -1 < x.value - right < _GOES_ON:
                style = objects.style(item, raw, index)
        right, base = box.right, y.value
        yield Glyph(chr(code), x.value, base, box.left, box.bottom, right, box.top, style)


def _grounds_beneath(page: pypdfium2.PdfPage, glyphs: Iterable[Glyph]) -> Iterator[Box]:
    """Yield the boxes of white characters that something is drawn beneath, so that they can be read."""
    scale = min(1.0, _LARGEST_PICTURE / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    place = bitmap.get_posconv(page).to_bitmap
    rows = bytes(bitmap.buffer)
    for glyph in glyphs:
        if glyph.style.strength > UNSEEN:
            continue
        corners = (place(glyph.left, glyph.bottom), place(glyph.right, glyph.top))
        (left, right), (top, bottom) = (sorted(ends) for ends in zip(*corners, strict=True))
        left, right = max(left, 0), min(right, bitmap.width)
        pixels = b"".join(
            rows[y * bitmap.stride + left : y * bitmap.stride + right]
            for y in range(max(top, 0), min(bottom, bitmap.height))
        )
        if pixels and 2 * sum(pixel < _NEARLY_WHITE for pixel in pixels) > len(pixels):
            yield glyph[3:7]
    bitmap.close()


def _united(boxes: Iterable[Box]) -> list[Box]:
    """Unite boxes that follow on each other in a line."""
    found: list[Box] = []
    for left, bottom, right, top in boxes:
        last = found[-1] if found else (0.0, 0.0, 0.0, 0.0)
        if last[1] < top and bottom < last[3] and -1 < left - last[2] < top - bottom:
            found[-1] = last[0], min(last[1], bottom), right, max(last[3], top)
        else:
            found.append((left, bottom, right, top))
    return found


class _Objects:
    """The objects of a page: how each draws text, and what is no text."""

    def __init__(self) -> None:
        self.lines: list[Segment] = []
        self.images: list[Box] = []
        self.grounds: list[Box] = []
        self.styles: dict[Style, Style] = {}
        self._within: dict[int, tuple[float, bool]] = {}  # strength and artifact of forms around
        self._left, self._segments = _MOST_OBJECTS, _MOST_SEGMENTS

    def read(self, page: pypdfium2.PdfPage) -> None:
        """Note lines, pictures and grounds of a page, and what forms do to the text in them."""
        address = _address(page.raw)
        for index in range(min(_count_objects(address), _MOST_OBJECTS)):
            item = _get_object(address, index)
            if _get_type(item) != pdfium.FPDF_PAGEOBJ_TEXT:
                pointer = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
                self._note(pointer, _IDENTITY, (1.0, False), 0)

    def _note(self, item: Any, matrix: "_Matrix", around: tuple[float, bool], depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._within[_address(item)] = around
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._note_path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.images.append(_bounds(item, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(item), matrix)
            alpha = _color(item, pdfium.FPDFPageObj_GetFillColor)[1]
            within = (around[0] * alpha, around[1] or _is_artifact(item))
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._note(pdfium.FPDFFormObj_GetObject(item, index), inner, within, depth + 1)

    def _note_path(self, item: Any, matrix: "_Matrix") -> None:
        box = _bounds(item, matrix)
        fill, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroked)
        if not fill.value and not stroked.value:
            return
        if _is_thin(box):
            self.lines.append(_middle(box))
            return
        if fill.value and _color(item, pdfium.FPDFPageObj_GetFillColor)[0] > _DARK:
            self.grounds.append(box)
        for points in self._subpaths(item, _times(_matrix(item), matrix)):
            if stroked.value:
                self.lines += [(*a, *b) for a, b in pairwise(points)]
                continue
            xs, ys = [x for x, _ in points], [y for _, y in points]
            part = (min(xs), min(ys), max(xs), max(ys))
            if _is_thin(part):
                self.lines.append(_middle(part))

    def _subpaths(self, item: Any, matrix: "_Matrix") -> Iterator[list[tuple[float, float]]]:
        """Yield the corners of each closed or open part of a path."""
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(min(pdfium.FPDFPath_CountSegments(item), self._segments)):
            self._segments -= 1
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            points.append(_apply(matrix, x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points

    def style(self, address: int, raw: Any, index: int) -> Style:
        """Return how an object draws, asked for its character at an index."""
        item = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        size = pdfium.FPDFText_GetFontSize(raw, index) * hypot(matrix.c, matrix.d)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        get = pdfium.FPDFPageObj_GetFillColor
        if mode == _STROKED:
            get = pdfium.FPDFPageObj_GetStrokeColor
        alpha, is_artifact = self._within.get(address, (1.0, False))
        style = Style(
            _turn(matrix.a, matrix.b),
            round(abs(size), 2),
            round(_color(item, get)[0] * alpha, 2),
            mode in _INVISIBLE,
            is_artifact or _is_artifact(item),
            None if address in self._within else _clip(item),  # a form's is in its own space
        )
        return self.styles.setdefault(style, style)


def _turn(a: float, b: float) -> int:
    """Return a direction in degrees; one that is nearly a quarter turn is one."""
    angle = degrees(atan2(b, a)) % 360
    quarter = round(angle / 90) * 90
    return (quarter if abs(angle - quarter) <= _UPRIGHT else round(angle)) % 360


def _color(item: Any, get: Any) -> tuple[float, float]:
    """Return how strong a colour is on white, and how opaque; a pattern is taken for black."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(item, red, green, blue, alpha):
        return 1.0, 1.0
    light = (_RED * red.value + _GREEN * green.value + _BLUE * blue.value) / 255
    opaque = alpha.value / 255
    return (1 - light) * opaque, opaque


def _is_artifact(item: Any) -> bool:
    """Say whether an object is marked as pagination or watermark (ISO 32000-1, 14.8.2.2)."""
    size = ctypes.c_ulong()
    name = (pdfium.FPDF_WCHAR * 32)()
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if bytes(name)[:18] == "Artifact\0".encode("utf-16-le"):
            return True
        if bytes(name)[:20] == "Watermark\0".encode("utf-16-le"):
            return True
    return False


def _clip(item: Any) -> Box | None:
    """Return the box of all paths that an object is clipped by; None: by none, or by curves."""
    path = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    box: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(count, 4)):
        xs, ys = [], []
        for at in range(min(pdfium.FPDFClipPath_CountPathSegments(path, index), 64)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, index, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            part = (min(xs), min(ys), max(xs), max(ys))
            box = part if box is None else _common(box, part)
    return box


def _common(a: Box, b: Box) -> Box:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def _middle(box: Box) -> Segment:
    """Return the line that a thin box is."""
    left, bottom, right, top = box
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _matrix(item: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    k, m, n, p, q, r = then
    return (
        a * k + b * n,
        a * m + b * p,
        c * k + d * n,
        c * m + d * p,
        e * k + f * n + q,
        e * m + f * p + r,
    )


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: _Matrix) -> Box:
    """Return the box of an object on the page; `matrix` is that of the forms around it."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    corners = (_apply(matrix, left.value, bottom.value), _apply(matrix, right.value, top.value))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
