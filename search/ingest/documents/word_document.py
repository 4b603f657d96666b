"""Word documents: what lines are in a .docx? Paragraphs and tables in order, with their numbers.

The parts and elements are those of ECMA-376, part 1 (WordprocessingML); python-docx opens them.
"""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from ...errors import UnreadableError, damaged
from ..files.archives import DAMAGES
from ..lines.rendering import Form, Line, Rendering
from .word_numbering import Numbering

_MAX_BYTES = 200 * 1024 * 1024  # of all parts, unpacked
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CELL_SEPARATOR = " | "
_SKIPPED = {
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")
} | {_ALTERNATE}
_BREAKS = {f"{_W}br", f"{_W}cr"}
_CHARACTERS = {f"{_W}tab": " ", f"{_W}noBreakHyphen": "-", f"{_W}ptab": " "}
_TITLE_STYLES = {"title", "标题"}
_LARGE = 36  # half-points: 小二 and larger set titles in red-head documents (GB/T 9704-2012, 7.3.1)
_TITLE_PARAGRAPHS = 12  # in which a title may stand that only its size tells


def read_docx(content: bytes) -> Rendering:
    """Render a document. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_BYTES:
                raise UnreadableError(f"解压后超过 {_MAX_BYTES >> 20} MB，疑为压缩炸弹，未读入")
        document = docx.Document(io.BytesIO(content))
        lines = tuple(_Walk(document).lines())
    except (*DAMAGES, OpcError, etree.XMLSyntaxError, TypeError, AttributeError) as error:
        # python-docx takes a document to be as the standard has it: what is not fails anywhere.
        raise damaged("Word 文件（.docx）") from error
    if not lines:
        raise UnreadableError("Word 文件里没有文字")
    return Rendering(lines, Form.DOCUMENT)


class _Walk:
    """Walks a document's body in order."""

    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._numbering = Numbering(document)
        self._styles = {style.style_id: style for style in document.styles}
        self._number = 0

    def lines(self) -> Iterator[Line]:
        """Yield every line."""
        for text, paragraph in self._blocks(self._body):
            for index, part in enumerate(text.split("\n")):
                stripped = " ".join(part.split(" ")).strip()
                if stripped:
                    self._number += 1
                    level = self._level(paragraph) if index == 0 else None
                    yield Line(stripped, self._number, level=level)

    def _blocks(self, parent: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
        """Yield each paragraph's text with its element, and each row of a table as one text."""
        for element in parent:
            if element.tag == f"{_W}p":
                yield self._numbering.label(element) + _text(element), element
                for box in _boxes(element):
                    yield from self._blocks(box)
            elif element.tag == f"{_W}tbl":
                for row in element.iter(f"{_W}tr"):
                    if next(row.iterancestors(f"{_W}tbl")) is element:
                        yield self._row(row), None
            elif element.tag not in _SKIPPED and isinstance(element.tag, str):
                yield from self._blocks(element)  # content controls, inserted paragraphs

    def _row(self, row: etree._Element) -> str:
        cells = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            texts = [text.replace("\n", " ").strip() for text, _ in self._blocks(cell)]
            cells.append(" ".join(text for text in texts if text))
        return _CELL_SEPARATOR.join(cells) if any(cells) else ""

    def _level(self, paragraph: etree._Element | None) -> int | None:
        """Return a heading's level by its style, or of a title that only its size and place tell."""
        if paragraph is None:
            return None
        properties = paragraph.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        named = self._styles.get(style.get(f"{_W}val")) if style is not None else None
        name = (named.name or "").lower() if named is not None else ""
        if name in _TITLE_STYLES:
            return 1
        if name.startswith("heading ") and name[8:].isdigit():
            return min(int(name[8:]), 9)
        is_near_top = self._number <= _TITLE_PARAGRAPHS
        return 1 if is_near_top and _is_large(paragraph) and _is_centred(properties) else None


def _text(paragraph: etree._Element) -> str:
    """Return the text that a paragraph shows: what was deleted or is hidden left out."""
    parts: list[str] = []
    _gather(paragraph, parts)
    return "".join(parts)


def _gather(element: etree._Element, parts: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            parts.append(child.text or "")
        elif tag in _BREAKS:
            parts.append("\n")
        elif tag in _CHARACTERS:
            parts.append(_CHARACTERS[tag])
        elif tag == f"{_W}sym":
            parts.append(" ")
        elif (
            tag in _SKIPPED
            or tag == f"{_W}txbxContent"
            or not isinstance(tag, str)
            or (tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None)
        ):
            continue
        else:
            _gather(child, parts)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes anchored in a paragraph, each once: Word writes them in two forms.

    Of boxes in boxes the outer one: whoever reads it comes to those in it.
    """
    for box in paragraph.iter(f"{_W}txbxContent"):
        around = next(box.iterancestors(f"{_W}p", f"{_W}txbxContent"), None)
        if around is paragraph and next(box.iterancestors(_ALTERNATE), None) is None:
            yield box


def _is_large(paragraph: etree._Element) -> bool:
    sizes = [size.get(f"{_W}val") or "" for size in paragraph.iterfind(f"{_W}r/{_W}rPr/{_W}sz")]
    return bool(sizes) and all(size.isdigit() and int(size) >= _LARGE for size in sizes)


def _is_centred(properties: etree._Element | None) -> bool:
    alignment = properties.find(f"{_W}jc") if properties is not None else None
    return alignment is not None and alignment.get(f"{_W}val") == "center"
