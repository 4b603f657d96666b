"""PDF: what lines are in a PDF with a text layer?

PDFium tells each character and where it stands; `pdf_layout` makes lines and paragraphs of them.
The order in which a file draws its characters is not theirs on the page: quotation marks from
another font often come first or last.
"""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from ...errors import UnreadableError, damaged
from ..lines.rendering import Form, Rendering
from .pdf_layout import Character, Page, lay_out

_MAX_PAGES, _MAX_CHARACTERS = 2000, 5_000_000
_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
_FEW = 5  # characters a page, on average: no text layer, but stray marks
_MOST_UNREADABLE = 0.3
_UPRIGHT = 0.1  # radians
_OF_BOX = 0.72  # the size of type, of its ascent and descent together
_FIRST_SQUARE = 0x2E80  # from here on stand the characters that are as wide as the type's size
_NO_TEXT = "扫描件，没有文字层；请先做文字识别（OCR）"


def read_pdf(content: bytes) -> Rendering:
    """Render a PDF. Raises UnreadableError."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED or "password" in str(error).lower():
            raise UnreadableError("已加密；请去掉密码后再放入") from error
        raise damaged("PDF ") from error
    try:
        pages = list(_pages(document))
    except pypdfium2.PdfiumError as error:
        raise damaged("PDF 有一页") from error
    finally:
        document.close()
    _check(pages)
    lines = lay_out(pages)
    if not lines:
        raise UnreadableError(_NO_TEXT)
    return Rendering(tuple(lines), Form.DOCUMENT)


def _check(pages: list[Page]) -> None:
    """Refuse what has no text layer, or one that says nothing. Raises UnreadableError."""
    texts = [character.text for page in pages for character in page.characters]
    shown = [text for text in texts if not text.isspace()]
    if not pages:
        raise UnreadableError("PDF 里没有页")
    if len(shown) < _FEW * len(pages):
        raise UnreadableError(_NO_TEXT)
    unreadable = sum(text == "\ufffd" or "\ue000" <= text <= "\uf8ff" for text in shown)
    if unreadable > len(shown) * _MOST_UNREADABLE:
        raise UnreadableError("文字层是乱码（字体没有对应的文字）；请做文字识别（OCR）")


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    if len(document) > _MAX_PAGES:
        raise UnreadableError(f"超过 {_MAX_PAGES} 页；请拆开")
    total = 0
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        try:
            total += text.count_chars()
            if total > _MAX_CHARACTERS:
                raise UnreadableError(f"超过 {_MAX_CHARACTERS} 字；请拆开")
            yield Page(page.get_width(), page.get_height(), tuple(_characters(text)))
        finally:
            text.close()
            page.close()


def _characters(text: pypdfium2.PdfTextPage) -> Iterator[Character]:
    """Yield the upright characters of a page that the file itself has."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    raw = text.raw
    high = 0
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code < 0x20 or code in {0xFFFE, 0xFFFF} or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        angle = pdfium.FPDFText_GetCharAngle(raw, index)
        if _UPRIGHT < angle < 2 * 3.14159 - _UPRIGHT:
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        if pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            begin, end = box.left, box.right
        else:
            pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
            begin, end = left.value, right.value
        is_square = code >= _FIRST_SQUARE and end > begin
        size = end - begin if is_square else abs(box.top - box.bottom) * _OF_BOX
        size = size or pdfium.FPDFText_GetFontSize(raw, index)
        yield Character(chr(code), begin, max(begin, end), y.value, size)
