"""PDF characters: which stand on a page, where, and how are they drawn?

PDFium tells each character, and the object that draws it: its angle, colour and mode.
"""

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from ...errors import UnreadableError
from .drawn import PLAIN, UNSEEN, Box, Drawing, DrawnPage, Glyph
from .objects import ADDRESS, INT, MOST_SEGMENTS, PageObjects, address_of, bound

_MOST_BOXES = 200
_LARGEST_PICTURE = 1500  # pixels: in which it is looked up what is beneath white characters
_NEARLY_WHITE = 230  # of 255
_UNMAPPED = "\ufffd"
_NO_CHARACTERS = {0xFFFE, 0xFFFF}
_GOES_ON = 8.0  # points from one object of a line to the next

_text_object = bound(pdfium.FPDFText_GetTextObject, ADDRESS, ADDRESS, INT)
_unicode = bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, INT)
_is_unmapped = bound(pdfium.FPDFText_HasUnicodeMapError, INT, ADDRESS, INT)
_origin = bound(pdfium.FPDFText_GetCharOrigin, INT, ADDRESS, INT, ADDRESS, ADDRESS)
_box = bound(pdfium.FPDFText_GetLooseCharBox, INT, ADDRESS, INT, ADDRESS)
_fill_color = bound(pdfium.FPDFText_GetFillColor, INT, ADDRESS, INT, *[ADDRESS] * 4)


def read_page(page: pypdfium2.PdfPage, most: int) -> DrawnPage:
    """Read what a page draws. Raises UnreadableError for more characters than `most`, PdfiumError."""
    objects = PageObjects()
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
        tuple(objects.lines[:MOST_SEGMENTS]),
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


def _glyphs(text: pypdfium2.PdfTextPage, objects: PageObjects) -> Iterator[Glyph]:
    """Yield the characters that the file itself has, U+FFFD for those that are not known."""
    raw, page = text.raw, address_of(text.raw)
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
