"""Old Word lists: which number does Word put before a paragraph of a .doc? It stands in no text.

Structures are those of [MS-DOC]: the lists (PlfLst, 2.9.190; LSTF, 2.9.148; LVL, 2.9.149) and the
numbers that paragraphs name (PlfLfo, 2.9.188); kinds of numbers are those of [MS-OSHARED] 2.2.1.3.
"""

import struct
from collections.abc import Iterator, Mapping

from .binary_structures import unsigned
from .binary_styles import Listing
from .lists import MAX_NUMBER, Level, ListCounts

_LISTS_AT, _NUMBERS_AT = 0x02E2, 0x02EA
_LIST_SIZE, _LEVEL_SIZE, _NUMBER_SIZE = 28, 28, 16
_LEVELS, _MOST_LISTS, _MOST_NUMBERS = 9, 2000, 2000
_IS_SIMPLE, _IS_LEGAL, _SAYS_RESTART = 0x01, 0x04, 0x08
_SAYS_START, _SAYS_LEVEL = 0x10, 0x20
_KINDS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth",
    18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip

_Levels = dict[int, Level]


class ListNumbers:
    """Counts through the lists of a document; `numbers` are those that paragraphs name, from 1."""

    def __init__(
        self, numbers: Mapping[int, tuple[str, Mapping[int, int]]] | None = None,
        lists: Mapping[str, _Levels] | None = None,
    ) -> None:  # fmt: skip
        self._numbers, self._lists = numbers or {}, lists or {}
        self._begun: set[int] = set()
        self._counts = ListCounts()

    def label(self, listing: Listing) -> str:
        """Return the number before the next paragraph of a list; empty for one of none."""
        found = self._numbers.get(listing.number or 0)
        if found is None or listing.number is None:
            return ""
        name, starts = found
        if listing.number not in self._begun:
            self._begun.add(listing.number)
            self._counts.restart(name, starts)
        return self._counts.label(name, self._lists.get(name, {}), listing.level or 0)


def read_lists(main: bytes, table: bytes) -> ListNumbers:
    """Read the lists. Raises one of `STORAGE_DAMAGES` where they are damaged."""
    offset, size = struct.unpack_from("<II", main, _NUMBERS_AT)
    if not size:
        return ListNumbers()
    return ListNumbers(dict(_numbers(table, offset)), dict(_lists(main, table)))


def _lists(main: bytes, table: bytes) -> Iterator[tuple[str, _Levels]]:
    """Yield each list with its levels, which stand behind all lists."""
    offset, size = struct.unpack_from("<II", main, _LISTS_AT)
    at = offset + size
    for index in range(min(unsigned(table, offset, 2), _MOST_LISTS)):
        begin = offset + 2 + _LIST_SIZE * index
        levels: _Levels = {}
        for level in range(1 if unsigned(table, begin + 26, 1) & _IS_SIMPLE else _LEVELS):
            levels[level], at = _level(table, at)
        yield str(unsigned(table, begin, 4)), levels


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """Read a level, and say where the next begins."""
    start, kind, flags = (
        unsigned(table, at, 4),
        unsigned(table, at + 4, 1),
        unsigned(table, at + 5, 1),
    )
    properties = unsigned(table, at + 24, 1) + unsigned(table, at + 25, 1)
    restart = unsigned(table, at + 26, 1)
    begin = at + _LEVEL_SIZE + properties
    length = unsigned(table, begin, 2)
    end = begin + 2 + 2 * length
    text = table[begin + 2 : end].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(c) + 1}" if ord(c) < _LEVELS else c for c in text)
    level = Level(
        pattern=pattern,
        written=_KINDS.get(kind, "decimal"),
        start=min(start, MAX_NUMBER),
        restarts_after=restart if flags & _SAYS_RESTART else None,
        is_legal=bool(flags & _IS_LEGAL),
    )
    return level, end


def _numbers(table: bytes, offset: int) -> Iterator[tuple[int, tuple[str, dict[int, int]]]]:
    """Yield the numbers that paragraphs name: each a list, and where its levels begin anew."""
    count = min(unsigned(table, offset, 4), _MOST_NUMBERS)
    at = offset + 4 + _NUMBER_SIZE * count
    for index in range(count):
        begin = offset + 4 + _NUMBER_SIZE * index
        starts: dict[int, int] = {}
        at += 4
        for _ in range(unsigned(table, begin + 12, 1)):
            start, flags = unsigned(table, at, 4), unsigned(table, at + 4, 4)
            at += 8
            if flags & _SAYS_LEVEL:
                level, at = _level(table, at)
                start = level.start
            if flags & _SAYS_START:
                starts[flags & 0xF] = min(start, MAX_NUMBER)
        yield index + 1, (str(unsigned(table, begin, 4)), starts)
