"""PDF annotations: what did people write into a page: values of a form, boxes of text, comments?"""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from .drawn import PLAIN, Box, Glyph

_MOST, _LONGEST = 2000, 20_000  # annotations of a page; characters of one
_HIDDEN = 2 | 32  # flags (ISO 32000-1, 12.5.3): not shown, not viewed
_VALUES = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)
_COMMENTS = (
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT,
)
_SIZE, _OF_BOX, _LEADING = 12.0, 0.75, 1.2  # points; of a box of one line; of the size
_PADDING = 2.0  # points


def written_on(page: pypdfium2.PdfPage, form: Any) -> tuple[list[Glyph], list[str]]:
    """Return what stands in the fields and boxes of a page, as characters, and its comments.

    `form` is the document's PdfFormEnv, None where it has no form.
    """
    glyphs: list[Glyph] = []
    comments: list[str] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN:
                continue
            if kind == pdfium.FPDF_ANNOT_FREETEXT:
                glyphs += _set(_text(note, "Contents"), _box(note))
            elif kind == pdfium.FPDF_ANNOT_WIDGET and form is not None:
                glyphs += _set(_value(note, form), _box(note))
            elif kind in _COMMENTS and (comment := _text(note, "Contents").strip()):
                comments.append(comment)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
    return glyphs, comments


def _value(note: Any, form: Any) -> str:
    if pdfium.FPDFAnnot_GetFormFieldType(form.raw, note) not in _VALUES:
        return ""
    return _string(
        lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form.raw, note, buffer, size)
    )


def _text(note: Any, key: str) -> str:
    return _string(
        lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, key.encode(), buffer, size)
    )


def _string(read: Any) -> str:
    """Read a text in UTF-16 of a length that is asked for first, in bytes."""
    size = min(read(None, 0), 2 * _LONGEST)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size + 2)
    read(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "ignore").split("\0")[0]


def _box(note: Any) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, rect)
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    return left, bottom, right, top


def _set(text: str, box: Box) -> Iterator[Glyph]:
    """Set text into a box, line by line, as a reader sees it there."""
    left, bottom, right, top = box
    size = min(_SIZE, max(1.0, (top - bottom) * _OF_BOX))
    x, y = left + _PADDING, top - size
    if top - bottom < 2 * size * _LEADING:
        y = (bottom + top - size * _OF_BOX) / 2
    for one in text:
        wide = size if one > "\u2e80" else size / 2
        if one in "\r\n" or (x + wide > right and x > left + _PADDING):
            if x > left + _PADDING:
                x, y = left + _PADDING, y - size * _LEADING
            if one in "\r\n":
                continue
        yield Glyph(one, x, y, x, y - size * 0.25, x + wide, y + size * 0.75, PLAIN)
        x += wide
