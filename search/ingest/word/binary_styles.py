"""Old Word styles: what do the styles of a .doc say of characters and paragraphs? Hidden, in a list.

The style sheet is that of [MS-DOC] 2.9.271 (STSH), its styles 2.9.260 (STD).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .binary_structures import single_properties, switched, unsigned

_STYLES_AT = 0x00A2
_HIDDEN, _LIST, _LEVEL = 0x083C, 0x460B, 0x260A
_MOST_STYLES, _MOST_ANCESTORS = 4096, 50
_NO_STYLE = 0x0FFF
_PARAGRAPH, _CHARACTERS = 1, 2
_NUMBER_SIZE = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """Which list a paragraph is in, and at which level, as far as it says; both count from 0."""

    number: int | None = None
    level: int | None = None

    def over(self, style: "Listing") -> "Listing":
        """Return what a paragraph says, and its style where it does not."""
        return Listing(
            style.number if self.number is None else self.number,
            style.level if self.level is None else self.level,
        )


#: Of what says nothing of lists.
NO_LIST = Listing()


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: int
    hidden: bytes | None
    listing: Listing


class StyleSheet:
    """The styles of a document, by their numbers."""

    def __init__(self, styles: dict[int, _Style]) -> None:
        self._styles = styles
        self._hiding = {number for number in styles if self._hides(number)}

    def __bool__(self) -> bool:
        """Say whether any style hides."""
        return bool(self._hiding)

    def hides(self, number: int) -> bool:
        """Say whether a style hides what does not say otherwise."""
        return number in self._hiding

    def listing(self, number: int) -> Listing:
        """Return the list that paragraphs of a style are in."""
        found = NO_LIST
        for style in self._line(number):
            found = found.over(style.listing)
        return found

    def _hides(self, number: int) -> bool:
        hides = False
        for style in reversed(list(self._line(number))):
            hides = switched(style.hidden, hides)
        return hides

    def _line(self, number: int) -> Iterator[_Style]:
        """Yield a style and those it is based on, the nearest first."""
        for _ in range(_MOST_ANCESTORS):
            style = self._styles.get(number)
            if style is None:
                return
            yield style
            number = style.based_on


def read_styles(main: bytes, table: bytes) -> StyleSheet:
    """Read the style sheet. Raises one of `STORAGE_DAMAGES` where it is damaged."""
    offset, size = struct.unpack_from("<II", main, _STYLES_AT)
    sheet = table[offset : offset + size]
    styles: dict[int, _Style] = {}
    if sheet:
        at = 2 + unsigned(sheet, 0, 2)
        count, fixed = unsigned(sheet, 2, 2), unsigned(sheet, 4, 2)
        for number in range(min(count, _MOST_STYLES)):
            length = unsigned(sheet, at, 2)
            style = sheet[at + 2 : at + 2 + length]
            at += 2 + length + length % 2
            if len(style) > fixed:
                styles[number] = _style(style, fixed)
    return StyleSheet(styles)


def _style(style: bytes, fixed: int) -> _Style:
    kind = unsigned(style, 2, 2)
    at = fixed + 2 + 2 * unsigned(style, fixed, 2) + 2  # behind its name
    updates = []
    for _ in range(unsigned(style, 4, 2) & 0xF):
        at += at % 2
        length = unsigned(style, at, 2)
        updates.append(style[at + 2 : at + 2 + length])
        at += 2 + length
    paragraphs = updates.pop(0) if updates and kind & 0xF == _PARAGRAPH else b""
    has_characters = updates and kind & 0xF in {_PARAGRAPH, _CHARACTERS}
    said = dict(single_properties(updates[0] if has_characters else b""))
    return _Style(kind >> 4, said.get(_HIDDEN), listing_of(paragraphs[_NUMBER_SIZE:]))


def listing_of(properties: bytes) -> Listing:
    """Return what the properties of a paragraph say of a list."""
    said = dict(single_properties(properties))
    number, level = said.get(_LIST), said.get(_LEVEL)
    return Listing(
        int.from_bytes(number, "little") if number else None, level[0] if level else None
    )
