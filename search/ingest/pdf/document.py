"""PDF: what lines are in a PDF with a text layer?

PDFium tells each character and where it stands; `layout` makes lines and paragraphs of them.
The order in which a file draws its characters is not theirs on the page: quotation marks from
another font often come first or last.
"""

import re
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from ...errors import UnreadableError, damaged
from ..lines.coverage import size_of
from ..lines.rendering import Form, Rendering, SetAside
from .annotations import written_on
from .characters import read_page
from .directions import upright_pages
from .drawn import DrawnPage
from .layout import layout_of
from .watermarks import without_watermarks

_MAX_PAGES, _MAX_CHARACTERS = 2000, 5_000_000
_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
_FEW = 5  # characters a page, on average: no text layer, but stray marks
_MOST_UNREADABLE = 0.3
_MOST_PAGES_NAMED = 5
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # characters that mean what a font says
_NO_TEXT = "扫描件，没有文字层；请先做文字识别（OCR）"
_EMPTY = "没有文字，也没有图片：PDF 是空白的，或文字已转成曲线；请先做文字识别（OCR）"
_NO_MAP = "文字层是乱码（字体没有对应的文字）；请做文字识别（OCR）"


def read_pdf(content: bytes) -> Rendering:
    """Render a PDF. Raises UnreadableError."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED or "password" in str(error).lower():
            raise UnreadableError("已加密；请去掉密码后再放入") from error
        raise damaged("PDF ") from error
    try:
        pages = _pages(document)
    except pypdfium2.PdfiumError as error:
        raise damaged("PDF 有一页") from error
    finally:
        document.close()
    return _render(pages)


def _render(pages: Sequence[DrawnPage]) -> Rendering:
    _check(pages)
    shown, aside = without_watermarks(pages)
    layout = layout_of(upright_pages(shown))
    if not layout.lines:
        raise UnreadableError(_no_text(pages))
    set_aside = [*aside.parts(), *_not_text(pages)]
    if layout.running:
        set_aside.append(SetAside("页眉、页脚和页码", layout.running))
    held = sum(map(_size, pages))
    return Rendering(layout.lines, Form.DOCUMENT, held=held, set_aside=tuple(set_aside))


def _size(page: DrawnPage) -> int:
    """Count the characters of a page, without white space; those too that nobody can read."""
    return page.unmapped + size_of(page.text) + sum(map(size_of, page.comments))


def _check(pages: Sequence[DrawnPage]) -> None:
    """Refuse what has no text layer, or one that says nothing. Raises UnreadableError."""
    if not pages:
        raise UnreadableError("PDF 里没有页")
    total = sum(map(_size, pages))
    if total < _FEW * len(pages):
        raise UnreadableError(_no_text(pages))
    unreadable = sum(page.unmapped + len(_PRIVATE.findall(page.text)) for page in pages)
    if unreadable > total * _MOST_UNREADABLE:
        raise UnreadableError(_NO_MAP)


def _no_text(pages: Sequence[DrawnPage]) -> str:
    return _NO_TEXT if any(page.drawing.images for page in pages) else _EMPTY


def _not_text(pages: Sequence[DrawnPage]) -> list[SetAside]:
    """Name what has no characters to read: pages that are pictures, fonts that tell nothing."""
    parts = []
    bare = [
        number for number, page in enumerate(pages, 1) if not _size(page) and page.drawing.images
    ]
    if bare:
        named = "、".join(map(str, bare[:_MOST_PAGES_NAMED]))
        more = f" 等 {len(bare)}" if len(bare) > _MOST_PAGES_NAMED else ""
        remark = f"第 {named}{more} 页没有文字层（是图片），未收入；请做文字识别（OCR）"
        parts.append(SetAside("没有文字层的页", 0, remark))
    comments = [comment for page in pages for comment in page.comments]
    if comments:
        remark = f"{len(comments)} 个批注未收入"
        parts.append(SetAside("批注", sum(map(size_of, comments)), remark))
    unmapped = sum(page.unmapped for page in pages)
    if unmapped:
        remark = f"{unmapped} 个字的字体没有对应的文字，未收入"
        parts.append(SetAside("字体没有对应的文字", unmapped, remark))
    return parts


def _pages(document: pypdfium2.PdfDocument) -> list[DrawnPage]:
    if len(document) > _MAX_PAGES:
        raise UnreadableError(f"超过 {_MAX_PAGES} 页；请拆开")
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()
    pages = []
    total = 0
    for index in range(len(document)):
        page = document[index]
        try:
            read = read_page(page, _MAX_CHARACTERS - total)
            written, comments = written_on(page, document.formenv)
        finally:
            page.close()
        pages.append(read.with_written(written, comments) if written or comments else read)
        total += len(pages[-1].glyphs)
    return pages
