"""Old Word files: what lines are in a Word file of the old binary format (.doc, Word 97 to 2003)?

Word keeps the text in pieces, in the order they were written; the piece table says where each
stands in the text. Structures and offsets are those of [MS-DOC]: the Fib (2.5), the Clx with its
piece table (2.9.38, 2.8.35), the paragraph properties in formatted disk pages (2.9.175).
"""

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from ...errors import UnreadableError, damaged
from ..files.archives import STORAGE_DAMAGES
from ..lines.rendering import Form, Line, Rendering

_MAGIC, _WORD_97 = 0xA5EC, 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FLAGS_AT, _COUNTS_AT, _PAPX_AT, _CLX_AT = 0x0A, 0x4C, 0x0102, 0x01A2
_COMPRESSED = 0x4000_0000
_PAGE = 512
_PIECES = 0x02
_ROW_END, _STYLE_SIZE = 0x2417, 2
_PARAGRAPH_ENDS = frozenset("\r\x07\x0c")
_CELL_END, _LINE_BREAK = "\x07", "\x0b"
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_KEPT = {"\t": " ", "\x1e": "-", "\x1f": "", "\xa0": " "}
_CELL_SEPARATOR = " | "
_HEADINGS = range(1, 10)  # style indexes that are always Heading 1 to 9 ([MS-DOC] 2.9.271)
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_LONG_OPERANDS = {0xD606, 0xD608}  # with a length of two bytes
_THIS = "Word 文件（.doc）"


def read_doc(content: bytes) -> Rendering:
    """Render a document. Raises UnreadableError."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            main = compound.openstream("WordDocument").read()
            name = "1Table" if _unsigned(main, _FLAGS_AT, 2) & _SECOND_TABLE else "0Table"
            _check(main)
            table = compound.openstream(name).read()
        lines = tuple(_lines(_Document(main, table)))
    except STORAGE_DAMAGES as error:
        raise damaged(_THIS) from error
    if not lines:
        raise UnreadableError("Word 文件里没有文字")
    return Rendering(lines, Form.DOCUMENT)


def _check(main: bytes) -> None:
    if _unsigned(main, 0, 2) != _MAGIC:
        raise damaged(_THIS)
    if _unsigned(main, _FLAGS_AT, 2) & _ENCRYPTED:
        raise UnreadableError("已加密；请去掉密码后再放入")
    if _unsigned(main, 2, 2) < _WORD_97:
        raise UnreadableError("Word 95 或更早的文件；请用 Word 另存为 .docx")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters: where it begins in the text, and where in the stream."""

    start: int  # character position
    offset: int  # bytes
    width: int  # bytes a character
    text: str


class _Document:
    """The streams of a document, decoded."""

    def __init__(self, main: bytes, table: bytes) -> None:
        self._pieces = list(_pieces(main, table))
        self._starts = [piece.start for piece in self._pieces]
        self._paragraphs = sorted(_paragraphs(main, table))
        counts = struct.unpack_from("<8i", main, _COUNTS_AT)
        text, notes, headers, _, comments, endnotes, boxes, _ = counts
        self.text = "".join(piece.text for piece in self._pieces)
        below = text + notes + headers + comments
        # The parts that a reader sees: text, footnotes, endnotes, text boxes.
        self.parts = (
            range(0, text + notes),
            range(below, below + endnotes + boxes),
        )

    def properties(self, position: int) -> tuple[int, bool]:
        """Return the style of the paragraph that ends at a position, and whether it ends a row."""
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        offset = piece.offset + (position - piece.start) * piece.width
        index = bisect_right(self._paragraphs, (offset, 1 << 40, 0, False)) - 1
        if index < 0 or offset >= self._paragraphs[index][1]:
            return 0, False
        _, _, style, ends_row = self._paragraphs[index]
        return style, ends_row


def _lines(document: _Document) -> Iterator[Line]:
    """Cut the text into paragraphs and rows of tables."""
    number = 0
    cells: list[str] = []
    for part in document.parts:
        for text, end in _split(document.text, part):
            style, ends_row = document.properties(end)
            if document.text[end] != _CELL_END:
                shown = text.split("\n")
            elif not ends_row:
                cells.append(text.replace("\n", " ").strip())
                continue
            else:
                shown, cells, style = [_CELL_SEPARATOR.join(cells)], [], 0
            for index, line in enumerate(shown):
                if stripped := _whole(line).strip(" |\u3000"):
                    number += 1
                    level = style if style in _HEADINGS and index == 0 else None
                    yield Line(stripped, number, level=level)


def _whole(text: str) -> str:
    """Join the halves of characters beyond the first 65,536."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _split(text: str, part: range) -> Iterator[tuple[str, int]]:
    """Yield each paragraph as it is shown, and the position of its end; of fields only the results."""
    shown: list[str] = []
    fields: list[bool] = []  # open ones: whether the result has begun
    for position in range(part.start, min(part.stop, len(text))):
        character = text[position]
        if character in _PARAGRAPH_ENDS:
            yield "".join(shown), position
            shown = []
        elif character == _FIELD_BEGIN:
            fields.append(False)
        elif character == _FIELD_RESULT and fields:
            fields[-1] = True
        elif character == _FIELD_END and fields:
            fields.pop()
        elif all(fields):
            if character == _LINE_BREAK:
                shown.append("\n")
            elif character in _KEPT or character >= " ":
                shown.append(_KEPT.get(character, character))


def _pieces(main: bytes, table: bytes) -> Iterator[_Piece]:
    """Read the piece table."""
    offset, size = struct.unpack_from("<II", main, _CLX_AT)
    clx = table[offset : offset + size]
    at = 0
    while clx[at] != _PIECES:  # before it stand properties that pieces refer to
        at += 3 + _unsigned(clx, at + 1, 2)
    length = _unsigned(clx, at + 1, 4)
    plc = clx[at + 5 : at + 5 + length]
    count = (length - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}i", plc)
    for index in range(count):
        place = _unsigned(plc, 4 * (count + 1) + 8 * index + 2, 4)
        characters = starts[index + 1] - starts[index]
        if characters < 0 or characters > len(main):
            raise ValueError(characters)
        if place & _COMPRESSED:
            begin = (place & ~_COMPRESSED) // 2
            text = main[begin : begin + characters].decode("cp1252", "replace")
            yield _Piece(starts[index], begin, 1, text)
        else:
            raw = main[place : place + 2 * characters]
            # A character for each two bytes, so that positions hold; `_whole` joins the halves.
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
            yield _Piece(starts[index], place, 2, text)


def _paragraphs(main: bytes, table: bytes) -> Iterator[tuple[int, int, int, bool]]:
    """Yield, of each paragraph, its bytes in the stream, its style, and whether it ends a row."""
    offset, size = struct.unpack_from("<II", main, _PAPX_AT)
    plc = table[offset : offset + size]
    count = (size - 4) // 8
    for index in range(count):
        page_number = _unsigned(plc, 4 * (count + 1) + 4 * index, 4) & 0x3F_FFFF
        page = main[page_number * _PAGE : (page_number + 1) * _PAGE]
        runs = page[-1]
        bounds = struct.unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            begin = page[4 * (runs + 1) + 13 * run] * 2
            yield (bounds[run], bounds[run + 1], *_style(page, begin))


def _style(page: bytes, begin: int) -> tuple[int, bool]:
    """Read a paragraph's style and whether it ends a row of a table."""
    if begin == 0:
        return 0, False
    size = page[begin] * 2 - 1
    begin += 1
    if size < 0:  # a size of zero: the next byte has it
        size = page[begin] * 2
        begin += 1
    properties = page[begin : begin + size]
    if len(properties) < _STYLE_SIZE:
        return 0, False
    return _unsigned(properties, 0, 2), _ends_row(properties[_STYLE_SIZE:])


def _ends_row(properties: bytes) -> bool:
    at = 0
    while at + 3 <= len(properties):
        code = _unsigned(properties, at, 2)
        at += 2
        if code == _ROW_END:
            return properties[at] == 1
        kind = code >> 13
        if code in _LONG_OPERANDS:
            at += 1 + _unsigned(properties, at, 2)
        elif kind in _OPERAND_SIZES:
            at += _OPERAND_SIZES[kind]
        else:
            at += 1 + properties[at]
    return False


def _unsigned(content: bytes, at: int, size: int) -> int:
    if at < 0 or at + size > len(content):
        raise ValueError(at)
    return int.from_bytes(content[at : at + size], "little")
