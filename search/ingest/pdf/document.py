"""PDF: what lines are in a PDF? Of pages that are pictures, those that are recognised on them.

PDFium tells each character and where it stands; `layout` makes lines and paragraphs of them.
The order in which a file draws its characters is not theirs on the page: quotation marks from
another font often come first or last.
"""

import pypdfium2
import pypdfium2.raw as pdfium

from ...errors import UnreadableError, damaged
from ..lines.rendering import Rendering
from ..scans.reading import Scanner
from .annotations import written_on
from .characters import read_page
from .drawn import DrawnPage
from .pages import MOST_CHARACTERS, MOST_PAGES, rendering_of
from .scanned import recognized

_ENCRYPTED = 4  # FPDF_ERR_PASSWORD


def read_pdf(content: bytes) -> Rendering:
    """Render a PDF. Raises UnreadableError."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED or "password" in str(error).lower():
            raise UnreadableError("已加密；请去掉密码后再放入") from error
        raise damaged("PDF ") from error
    try:
        pages = _pages(document, Scanner(content, len(document)))
    except pypdfium2.PdfiumError as error:
        raise damaged("PDF 有一页") from error
    finally:
        document.close()
    return rendering_of(pages, "PDF")


def _pages(document: pypdfium2.PdfDocument, scanner: Scanner) -> list[DrawnPage]:
    if len(document) > MOST_PAGES:
        raise UnreadableError(f"超过 {MOST_PAGES} 页；请拆开")
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()
    pages = []
    total = 0
    for index in range(len(document)):
        page = document[index]
        try:
            read = read_page(page, MOST_CHARACTERS - total)
            written, comments = written_on(page, document.formenv)
            if written or comments:
                read = read.with_written(written, comments)
            pages.append(recognized(page, read, scanner, index + 1))
        finally:
            page.close()
        total += len(pages[-1].glyphs)
    return pages
