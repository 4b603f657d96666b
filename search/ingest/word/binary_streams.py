"""Old Word streams: what do the streams of a .doc hold? The text, and how each character is set.

Word keeps the text in pieces, in the order they were written; the piece table says where each
stands in the text. Structures and offsets are those of [MS-DOC]: the Fib (2.5), the Clx with its
piece table (2.9.38, 2.8.35), properties of paragraphs and characters in formatted disk pages
(2.9.175, 2.9.33), single properties (2.6.1), the style sheet (2.9.271), notes (2.8.16 to 2.8.20).
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter

from ..files.archives import STORAGE_DAMAGES
from .binary_art import WordArt, word_art
from .binary_lists import ListNumbers, read_lists
from .binary_structures import positions, single_properties, switched, unsigned
from .binary_styles import NO_LIST, Listing, StyleSheet, listing_of, read_styles
from .symbols import is_symbol_font

_COUNTS_AT, _CLX_AT = 0x4C, 0x01A2
_FONTS_AT = 0x0112
_CHARACTER_PAGES_AT, _PARAGRAPH_PAGES_AT = 0x00FA, 0x0102
_COMMENTS_AT, _HEADERS_AT, _DRAWINGS_AT = 0x00BA, 0x00F2, 0x022A
_NOTES_AT = ((0x00AA, 0x00B2), (0x020A, 0x0212))  # references and texts, of footnotes and endnotes
_COMPRESSED = 0x4000_0000
_PAGE = 512
_PARAGRAPH_END = re.compile(r"[\r\x07\x0c]")
_PIECES = 0x02
_STYLE_SIZE = 2
_HUGE = {0x6645, 0x6646}
_ROW_END = 0x2417
_DELETED, _HIDDEN, _CHARACTER_STYLE, _SYMBOL, _FONT = 0x0800, 0x083C, 0x4A30, 0x6A09, 0x4A4F
_FONT_NAME_AT = 39  # bytes, in what is said of a font
_FIRST_HEADER = 10  # story: six part notes from the text, then headers and footers of a section


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are set, where they are not just shown as they are."""

    deleted: bool = False
    hidden: bool = False
    symbol: tuple[str, int] | None = None  # font and code of the character that is shown instead
    font: str = ""


_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together and are set alike; positions are in the text."""

    start: int
    stop: int
    look: Look


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said of a paragraph."""

    style: int = 0
    ends_row: bool = False
    listing: Listing = NO_LIST


#: Of which nothing is said, as is said of every paragraph in a table.
UNKNOWN = Paragraph()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters: where it begins in the text, and where in the stream."""

    start: int  # character position
    offset: int  # bytes
    width: int  # bytes a character
    text: str


class Streams:
    """The streams of a document, decoded. Raises one of `STORAGE_DAMAGES` where they are damaged."""

    def __init__(self, main: bytes, table: bytes, data: bytes = b"") -> None:
        self._main, self._table = main, table
        self._pieces = list(_pieces(main, table))
        self._starts = [piece.start for piece in self._pieces]
        self._paragraphs = sorted(_paragraphs(main, table, data), key=itemgetter(0))
        self._begins = [begin for begin, _, _ in self._paragraphs]
        self.text = "".join(piece.text for piece in self._pieces)
        counts = struct.unpack_from("<8i", main, _COUNTS_AT)
        ends = [max(0, sum(counts[: index + 1])) for index in range(len(counts))]
        self.body = range(ends[0])
        self.footnotes = range(ends[0], ends[1])
        self.headers = range(ends[1], ends[2])
        self.comments = range(ends[3], ends[4])
        self.endnotes = range(ends[4], ends[5])
        self.boxes = range(ends[5], ends[6])
        self.header_boxes = range(ends[6], ends[7])
        self._styles, self._lists = StyleSheet({}), ListNumbers()
        with suppress(*STORAGE_DAMAGES):
            self._styles = read_styles(main, table)
        with suppress(*STORAGE_DAMAGES):
            self._lists = read_lists(main, table)
        self.runs = self._runs()

    def paragraph(self, position: int) -> Paragraph:
        """Return what is said of the paragraph that a position is in."""
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        offset = piece.offset + (position - piece.start) * piece.width
        index = bisect_right(self._begins, offset) - 1
        if index < 0 or offset >= self._paragraphs[index][1]:
            return UNKNOWN
        return self._paragraphs[index][2]

    def label(self, paragraph: Paragraph) -> str:
        """Return the number before a paragraph; paragraphs must be asked for in their order."""
        return self._lists.label(paragraph.listing.over(self._styles.listing(paragraph.style)))

    def notes(self) -> tuple[dict[int, range], set[int]]:
        """Return the notes by the position of what refers to them, and the marks that are written out."""
        found: dict[int, range] = {}
        marks: set[int] = set()
        for (refers_at, texts_at), part in zip(
            _NOTES_AT, (self.footnotes, self.endnotes), strict=True
        ):
            with suppress(*STORAGE_DAMAGES):
                places = positions(self._main, self._table, refers_at, 2)
                starts = positions(self._main, self._table, texts_at, 0)
                numbered = self._numbered(refers_at, len(places) - 1)
                for index, place in enumerate(places[:-1]):
                    bounds = (part.start + starts[index], part.start + starts[index + 1])
                    if part.start <= bounds[0] <= bounds[1] <= part.stop:
                        found[place] = range(*bounds)
                    if not numbered[index]:
                        marks.add(place)
        return found, marks

    def comment_count(self) -> int:
        """Return how many comments there are."""
        with suppress(*STORAGE_DAMAGES):
            return max(0, len(positions(self._main, self._table, _COMMENTS_AT, 30)) - 1)
        return 1

    def first_header(self) -> range:
        """Return where the header stands that only the first page has; an empty range without one."""
        with suppress(*STORAGE_DAMAGES):
            starts = positions(self._main, self._table, _HEADERS_AT, 0)[_FIRST_HEADER:]
            begin, end = (self.headers.start + start for start in starts[:2])
            return range(begin, min(end, self.headers.stop))
        return range(0)

    def art(self) -> list[WordArt]:
        """Return the texts that are drawn; of damaged drawings none."""
        with suppress(*STORAGE_DAMAGES):
            offset, size = struct.unpack_from("<II", self._main, _DRAWINGS_AT)
            return list(word_art(self._table[offset : offset + size])) if size else []
        return []

    def _numbered(self, at: int, count: int) -> tuple[int, ...]:
        offset, _ = struct.unpack_from("<II", self._main, at)
        return struct.unpack_from(f"<{count}h", self._table, offset + 4 * (count + 1))

    def _runs(self) -> list[Run]:
        """Find what is not just shown as it is; fonts that are damaged have no names."""
        fonts: list[str] = []
        with suppress(*STORAGE_DAMAGES):
            fonts = list(_fonts(self._main, self._table))
        runs: list[Run] = []
        with suppress(*STORAGE_DAMAGES):
            pages = sorted(_character_runs(self._main, self._table))
            begins = [begin for begin, _, _ in pages]
            for piece in self._pieces:
                runs += self._runs_of(piece, pages, begins, fonts)
        return runs

    def _runs_of(
        self,
        piece: _Piece,
        pages: list[tuple[int, int, bytes]],
        begins: list[int],
        fonts: list[str],
    ) -> Iterator[Run]:
        looks: dict[tuple[bytes, bool], Look] = {}
        end = piece.offset + len(piece.text) * piece.width
        index = max(0, bisect_right(begins, piece.offset) - 1)
        while index < len(pages) and pages[index][0] < end:
            begin, stop, properties = pages[index]
            index += 1
            first = piece.start + max(0, begin - piece.offset) // piece.width
            last = piece.start + (min(stop, end) - piece.offset) // piece.width
            if first >= last or not (properties or self._styles):
                continue
            if not self._styles and looks.get((properties, False)) == _PLAIN:
                continue
            for start, end_of_part in self._parts_of_one_style(first, last):
                by_style = bool(self._styles) and self._styles.hides(self.paragraph(start).style)
                look = looks.get((properties, by_style))
                if look is None:
                    look = _look(properties, by_style, self._styles, fonts)
                    looks[properties, by_style] = look
                if look != _PLAIN:
                    yield Run(start, end_of_part, look)

    def _parts_of_one_style(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Cut a run at the ends of paragraphs, where any style hides."""
        if self._styles:
            for found in _PARAGRAPH_END.finditer(self.text, start, stop):
                yield start, found.end()
                start = found.end()
        if start < stop:
            yield start, stop


def _look(properties: bytes, by_style: bool, styles: StyleSheet, fonts: list[str]) -> Look:
    """Read how characters are set: what they say of themselves, else their styles."""
    said = dict(single_properties(properties))
    named = said.get(_CHARACTER_STYLE)
    if named is not None:
        by_style = by_style != styles.hides(int.from_bytes(named, "little"))
    symbol, font = said.get(_SYMBOL), said.get(_FONT)
    shown = None
    if symbol is not None:
        shown = _font(fonts, symbol[:2]), int.from_bytes(symbol[2:4], "little")
    return Look(
        deleted=said.get(_DELETED, b"\0")[0] == 1,
        hidden=switched(said.get(_HIDDEN), by_style),
        symbol=shown,
        font=name if is_symbol_font(name := _font(fonts, font or b"\xff\xff")) else "",
    )


def _font(fonts: list[str], index: bytes) -> str:
    number = int.from_bytes(index, "little")
    return fonts[number] if number < len(fonts) else ""


def _pieces(main: bytes, table: bytes) -> Iterator[_Piece]:
    """Read the piece table."""
    offset, size = struct.unpack_from("<II", main, _CLX_AT)
    clx = table[offset : offset + size]
    at = 0
    while clx[at] != _PIECES:  # before it stand properties that pieces refer to
        at += 3 + unsigned(clx, at + 1, 2)
    length = unsigned(clx, at + 1, 4)
    plc = clx[at + 5 : at + 5 + length]
    count = (length - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}i", plc)
    if starts[-1] > len(main):
        raise ValueError(starts[-1])
    for index in range(count):
        place = unsigned(plc, 4 * (count + 1) + 8 * index + 2, 4)
        characters = starts[index + 1] - starts[index]
        if characters < 0 or characters > len(main):
            raise ValueError(characters)
        if place & _COMPRESSED:
            begin = (place & ~_COMPRESSED) // 2
            text = main[begin : begin + characters].decode("cp1252", "replace")
            yield _Piece(starts[index], begin, 1, text)
        else:
            raw = main[place : place + 2 * characters]
            # A character for each two bytes, so that positions hold; readers join the halves.
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
            yield _Piece(starts[index], place, 2, text)


def _pages(main: bytes, table: bytes, at: int) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    """Yield the formatted disk pages that a list names, each with the bounds of its runs."""
    offset, size = struct.unpack_from("<II", main, at)
    plc = table[offset : offset + size]
    count = (size - 4) // 8
    for index in range(count):
        number = unsigned(plc, 4 * (count + 1) + 4 * index, 4) & 0x3F_FFFF
        page = main[number * _PAGE : (number + 1) * _PAGE]
        yield page, struct.unpack_from(f"<{page[-1] + 1}I", page)


def _character_runs(main: bytes, table: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield, of each run of characters, its bytes in the stream, and its properties."""
    for page, bounds in _pages(main, table, _CHARACTER_PAGES_AT):
        runs = len(bounds) - 1
        for run in range(runs):
            begin = page[4 * (runs + 1) + run] * 2
            size = page[begin] if begin else 0
            yield bounds[run], bounds[run + 1], page[begin + 1 : begin + 1 + size]


def _paragraphs(main: bytes, table: bytes, data: bytes) -> Iterator[tuple[int, int, Paragraph]]:
    """Yield, of each paragraph, its bytes in the stream, and what is said of it."""
    known: dict[bytes, Paragraph] = {}  # many are alike
    for page, bounds in _pages(main, table, _PARAGRAPH_PAGES_AT):
        runs = len(bounds) - 1
        for run in range(runs):
            begin = page[4 * (runs + 1) + 13 * run] * 2
            yield bounds[run], bounds[run + 1], _paragraph(page, begin, data, known)


def _paragraph(page: bytes, begin: int, data: bytes, known: dict[bytes, Paragraph]) -> Paragraph:
    """Read what is said of a paragraph."""
    if begin == 0:
        return UNKNOWN
    size = page[begin] * 2 - 1
    begin += 1
    if size < 0:  # a size of zero: the next byte has it
        size = page[begin] * 2
        begin += 1
    properties = page[begin : begin + size]
    if len(properties) < _STYLE_SIZE:
        return UNKNOWN
    if properties not in known:
        said = _with_huge(properties[_STYLE_SIZE:], data)
        ends = any(c == _ROW_END and operand == b"\x01" for c, operand in single_properties(said))
        known[properties] = Paragraph(unsigned(properties, 0, 2), ends, listing_of(said))
    return known[properties]


def _with_huge(properties: bytes, data: bytes) -> bytes:
    """Add the properties that are too many for a page, as those of wide tables ([MS-DOC] 2.6.2)."""
    for code, operand in single_properties(properties):
        if code in _HUGE:
            at = int.from_bytes(operand, "little")
            with suppress(ValueError):
                return properties + data[at + 2 : at + 2 + unsigned(data, at, 2)]
    return properties


def _fonts(main: bytes, table: bytes) -> Iterator[str]:
    """Yield the names of the fonts, in their order."""
    offset, size = struct.unpack_from("<II", main, _FONTS_AT)
    listed = table[offset : offset + size]
    at = 4
    for _ in range(unsigned(listed, 0, 2)):
        length = listed[at]
        name = listed[at + 1 + _FONT_NAME_AT : at + 1 + length]
        yield name.decode("utf-16-le", "replace").partition("\0")[0]
        at += 1 + length
