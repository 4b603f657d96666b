"""PDF objects: what draws a page? How each object draws text, and what is no text."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from .drawn import DARK, Box, Segment, Style, is_thin, middle_of, strength_of
from .matrices import IDENTITY, Matrix, apply, times, turn_of

_INVISIBLE = (3, 7)  # text rendering modes (ISO 32000-1, 9.3.6): neither filled nor stroked
_STROKED = 1
_MOST_OBJECTS, MOST_SEGMENTS, _DEEPEST = 50_000, 20_000, 4


def address_of(item: Any) -> int:
    """Return where PDFium has something."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def bound(function: Any, result: Any, *arguments: Any) -> Any:
    """Bind a function that is called for each character: takes addresses, converts nothing, is faster."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


ADDRESS, INT = ctypes.c_void_p, ctypes.c_int
_count_objects = bound(pdfium.FPDFPage_CountObjects, INT, ADDRESS)
_get_object = bound(pdfium.FPDFPage_GetObject, ADDRESS, ADDRESS, INT)
_get_type = bound(pdfium.FPDFPageObj_GetType, INT, ADDRESS)


class PageObjects:
    """The objects of a page: how each draws text, and what is no text."""

    def __init__(self) -> None:
        self.lines: list[Segment] = []
        self.images: list[Box] = []
        self.grounds: list[Box] = []
        self.styles: dict[Style, Style] = {}
        self._within: dict[int, tuple[float, bool]] = {}  # strength and artifact of forms around
        self._left, self._segments = _MOST_OBJECTS, MOST_SEGMENTS

    def read(self, page: pypdfium2.PdfPage) -> None:
        """Note lines, pictures and grounds of a page, and what forms do to the text in them."""
        address = address_of(page.raw)
        for index in range(min(_count_objects(address), _MOST_OBJECTS)):
            item = _get_object(address, index)
            if _get_type(item) != pdfium.FPDF_PAGEOBJ_TEXT:
                pointer = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
                self._note(pointer, IDENTITY, (1.0, False), 0)

    def _note(self, item: Any, matrix: Matrix, around: tuple[float, bool], depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._within[address_of(item)] = around
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._note_path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.images.append(_bounds(item, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = times(_matrix(item), matrix)
            alpha = _color(item, pdfium.FPDFPageObj_GetFillColor)[1]
            within = (around[0] * alpha, around[1] or _is_artifact(item))
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._note(pdfium.FPDFFormObj_GetObject(item, index), inner, within, depth + 1)

    def _note_path(self, item: Any, matrix: Matrix) -> None:
        box = _bounds(item, matrix)
        fill, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroked)
        if not fill.value and not stroked.value:
            return
        if is_thin(box):
            self.lines.append(middle_of(box))
            return
        if fill.value and _color(item, pdfium.FPDFPageObj_GetFillColor)[0] > DARK:
            self.grounds.append(box)
        for points in self._subpaths(item, times(_matrix(item), matrix)):
            if stroked.value:
                self.lines += [(*a, *b) for a, b in pairwise(points)]
                continue
            xs, ys = [x for x, _ in points], [y for _, y in points]
            part = (min(xs), min(ys), max(xs), max(ys))
            if is_thin(part):
                self.lines.append(middle_of(part))

    def _subpaths(self, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
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
            points.append(apply(matrix, x.value, y.value))
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
            turn_of(matrix.a, matrix.b),
            round(abs(size), 2),
            round(_color(item, get)[0] * alpha, 2),
            mode in _INVISIBLE,
            is_artifact or _is_artifact(item),
            None if address in self._within else _clip(item),  # a form's is in its own space
        )
        return self.styles.setdefault(style, style)


def _color(item: Any, get: Any) -> tuple[float, float]:
    """Return how strong a colour is on white, and how opaque; a pattern is taken for black."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(item, red, green, blue, alpha):
        return 1.0, 1.0
    opaque = alpha.value / 255
    return strength_of(red.value, green.value, blue.value) * opaque, opaque


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


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _bounds(item: Any, matrix: Matrix) -> Box:
    """Return the box of an object on the page; `matrix` is that of the forms around it."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    corners = (apply(matrix, left.value, bottom.value), apply(matrix, right.value, top.value))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
