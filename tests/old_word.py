"""Word files of the old binary format for the tests, made here after [MS-DOC]."""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from .files import storage_of

_TEXT_AT, _PAGE = 0x800, 512
_MAGIC, _WORD_97, _SECOND_TABLE = 0xA5EC, 0x00C1, 0x0200

HIDDEN = struct.pack("<HB", 0x083C, 1)
DELETED = struct.pack("<HB", 0x0800, 1)


def in_style(number: int) -> bytes:
    """Set characters in a style."""
    return struct.pack("<HH", 0x4A30, number)


def in_style_of_paragraph(number: int) -> tuple[int, bytes]:
    """Set a paragraph in a style."""
    return number, b""


ENDS_ROW = struct.pack("<HB", 0x2417, 1)


def elsewhere(offset: int) -> bytes:
    """Say that properties stand in the stream of data, behind their size."""
    return struct.pack("<HI", 0x6646, offset)


def in_list(number: int, level: int = 0) -> bytes:
    """Put a paragraph in a list, by a number from 1."""
    return struct.pack("<HBHH", 0x260A, level, 0x460B, number)


def level(kind: int, text: str, start: int = 1, flags: int = 0, restart: int = 0) -> bytes:
    """Write a level of a list; \\x00 in its text stands for the number of the first level."""
    return (
        struct.pack("<IBB", start, kind, flags)
        + bytes(18)
        + struct.pack("<BBBB", 0, 0, restart, 0)
        + struct.pack("<H", len(text))
        + text.encode("utf-16-le")
    )


def as_symbol(font: int, code: int) -> bytes:
    """Show a character of a font instead."""
    return struct.pack("<HHH", 0x6A09, font, code)


@dataclass
class OldWord:
    """A document: its body, and what else stands in it. Every text ends with \\r."""

    body: str
    runs: Sequence[tuple[str, bytes]] = ()  # the first place of a text, and how it is set
    #: Texts that stand in paragraphs, and what is said of these; none stands in the end of a row.
    paragraphs: Sequence[tuple[str, bytes | tuple[int, bytes]]] = ()
    lists: Sequence[Sequence[bytes]] = ()  # of each the levels, one or nine
    numbers: Sequence[tuple[int, dict[int, int]]] = ()  # of each the list, and where levels begin
    footnotes: Sequence[str] = ()  # each \x02 of the body refers to one
    headers: Sequence[str] = ()  # stories: six of separators, then those of each section
    comments: Sequence[str] = ()
    styles: Sequence[
        tuple[int, int, bytes]
    ] = ()  # kind (1 paragraph, 2 characters), base, properties
    fonts: Sequence[str] = ()
    data: bytes = b""
    art: Sequence[tuple[str, str]] = ()  # texts that are drawn, and the names of their shapes
    _lists: dict[int, bytes] = field(default_factory=dict)

    def saved(self) -> bytes:
        """Return the file."""
        notes, headers, comments = map("".join, (self.footnotes, self.headers, self.comments))
        text = self.body + notes + headers + comments
        raw = text.encode("utf-16-le")
        pages_at = -(-(_TEXT_AT + len(raw)) // _PAGE)
        self._lists = {
            0x01A2: self._pieces(len(text)),
            0x00FA: struct.pack("<III", _TEXT_AT, _TEXT_AT + len(raw), pages_at),
            0x0102: struct.pack("<III", _TEXT_AT, _TEXT_AT + len(raw), pages_at + 1),
        }
        self._refer(0x00AA, 0x00B2, "\x02", self.footnotes, struct.pack("<h", 1))
        self._refer(0x00BA, 0x00C2, "\x05", self.comments, bytes(30))
        if self.headers:
            self._lists[0x00F2] = self._starts(self.headers)
        if self.styles:
            self._lists[0x00A2] = self._style_sheet()
        if self.fonts:
            self._lists[0x0112] = self._font_list()
        if self.art:
            self._lists[0x022A] = b"".join([_record(0xF000, b""), *map(_drawing, self.art)])
        if self.lists:
            self._lists[0x02EA] = self._list_numbers()
            self._lists[0x02E2] = self._list_heads()
        table = b""
        fib = bytearray(_TEXT_AT)
        struct.pack_into("<HH", fib, 0, _MAGIC, _WORD_97)
        struct.pack_into("<H", fib, 0x0A, _SECOND_TABLE)
        struct.pack_into(
            "<8i", fib, 0x4C, len(self.body), len(notes), len(headers), 0, len(comments), 0, 0, 0
        )
        for at, content in self._lists.items():
            struct.pack_into("<II", fib, at, len(table), len(content))
            table += content
        table += b"".join(part for levels in self.lists for part in levels)  # behind their heads
        main = (bytes(fib) + raw).ljust(pages_at * _PAGE, b"\0")
        main += self._character_page(text) + self._paragraph_page(text)
        return storage_of({"WordDocument": main, "1Table": table, "Data": self.data})

    @staticmethod
    def _pieces(length: int) -> bytes:
        pieces = struct.pack("<ii", 0, length) + struct.pack("<HIH", 0, _TEXT_AT, 0)
        return b"\x02" + struct.pack("<I", len(pieces)) + pieces

    @staticmethod
    def _starts(texts: Sequence[str]) -> bytes:
        starts = [0]
        for text in texts:
            starts.append(starts[-1] + len(text))
        return struct.pack(f"<{len(starts) + 1}i", *starts, starts[-1])

    def _refer(self, at: int, texts_at: int, mark: str, texts: Sequence[str], data: bytes) -> None:
        places = [place for place, character in enumerate(self.body) if character == mark]
        if texts:
            bounds = struct.pack(f"<{len(places) + 1}i", *places, len(self.body))
            self._lists[at] = bounds + data * len(places)
            self._lists[texts_at] = self._starts(texts)

    def _character_page(self, text: str) -> bytes:
        runs: list[tuple[int, int, bytes]] = []
        for shown, properties in self.runs:
            begin = text.index(shown)
            runs.append((begin, begin + len(shown), properties))
        runs.sort()
        bounds, looks = [0], []
        for begin, end, properties in runs:
            if begin > bounds[-1]:
                bounds.append(begin)
                looks.append(b"")
            bounds.append(end)
            looks.append(properties)
        if bounds[-1] < len(text):
            bounds.append(len(text))
            looks.append(b"")
        page = bytearray(_PAGE)
        struct.pack_into(f"<{len(bounds)}I", page, 0, *(_TEXT_AT + 2 * place for place in bounds))
        at = _PAGE - 2
        for index, properties in enumerate(looks):
            if properties:
                at -= len(properties) + 1 + (len(properties) + 1) % 2
                page[at : at + 1 + len(properties)] = bytes([len(properties)]) + properties
                page[4 * len(bounds) + index] = at // 2
        page[-1] = len(looks)
        return bytes(page)

    def _paragraph_page(self, text: str) -> bytes:
        parts = re.findall(r"[^\r\x07]*[\r\x07]", text)
        page = bytearray(_PAGE)
        at, place = _PAGE - 2, 0
        bounds = [_TEXT_AT]
        for index, part in enumerate(parts):
            place += len(part)
            bounds.append(_TEXT_AT + 2 * place)
            found = (said for shown, said in self.paragraphs if _is_in(shown, part))
            said = next(found, b"")
            style, own = said if isinstance(said, tuple) else (0, said)
            if said:
                properties = struct.pack("<H", style) + own
                is_odd = len(properties) % 2 == 1
                head = [(len(properties) + 1) // 2] if is_odd else [0, len(properties) // 2]
                written = bytes(head) + properties
                at -= len(written) + len(written) % 2
                page[at : at + len(written)] = written
                page[4 * (len(parts) + 1) + 13 * index] = at // 2
        struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
        page[-1] = len(parts)
        return bytes(page)

    def _list_heads(self) -> bytes:
        heads = struct.pack("<H", len(self.lists))
        for index, levels in enumerate(self.lists):
            heads += struct.pack("<I", 700 + index) + bytes(22) + bytes([len(levels) == 1, 0])
        return heads

    def _list_numbers(self) -> bytes:
        heads, more = struct.pack("<I", len(self.numbers)), b""
        for index, starts in self.numbers:
            heads += struct.pack("<I", 700 + index) + bytes(8) + bytes([len(starts), 0, 0, 0])
            more += bytes(4)
            for number, start in starts.items():
                more += struct.pack("<II", start, number | 0x10)
        return heads + more

    def _style_sheet(self) -> bytes:
        fixed = 10
        sheet = struct.pack("<H", 18) + struct.pack("<HH", len(self.styles), fixed).ljust(18, b"\0")
        for kind, base, properties in self.styles:
            updates = [properties] if kind == 2 else [b"\0\0", properties]
            style = struct.pack("<HHHHH", 0, kind | base << 4, len(updates), 0, 0)
            style += struct.pack("<H", 1) + "甲\0".encode("utf-16-le")
            for update in updates:
                style += struct.pack("<H", len(update)) + update + b"\0" * (len(update) % 2)
            sheet += struct.pack("<H", len(style)) + style
        return sheet

    def _font_list(self) -> bytes:
        listed = struct.pack("<HH", len(self.fonts), 0)
        for name in self.fonts:
            font = bytes(39) + f"{name}\0".encode("utf-16-le")
            listed += bytes([len(font)]) + font
        return listed


def _is_in(shown: str, part: str) -> bool:
    return shown in part if shown else part == "\x07"


def _record(kind: int, inside: bytes, version: int = 0xF) -> bytes:
    return struct.pack("<HHI", version, kind, len(inside)) + inside


def _drawing(art: tuple[str, str]) -> bytes:
    """Write a drawing of the body that has one shape, its text and its name among its properties."""
    text, name = (f"{value}\0".encode("utf-16-le") for value in art)
    properties = [(0x0004, 0, b""), (0x80C0, len(text), text), (0x8380, len(name), name)]
    table = b"".join(struct.pack("<HI", number, value) for number, value, _ in properties)
    table += b"".join(beyond for _, _, beyond in properties)
    shape = _record(0xF004, _record(0xF00B, table, version=len(properties) << 4 | 3))
    return b"\0" + _record(0xF002, _record(0xF003, shape))
