"""Old Word art: which texts are drawn as WordArt in a .doc? Red heads, and watermarks.

Records are those of [MS-ODRAW]: containers (2.2.1), tables of properties (2.2.9), among them the
text (gtextUNICODE, 2.3.22.1) and the name of a shape (wzName, 2.3.4.2); [MS-DOC] 2.9.172 holds them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = struct.Struct("<HHI")
_CONTAINER = 0xF  # version of a record that holds others
_PROPERTIES = {0xF00B, 0xF121, 0xF122}
_PROPERTY = struct.Struct("<HI")
_IS_COMPLEX, _NUMBER = 0x8000, 0x3FFF
_TEXT, _NAME = 0x00C0, 0x0380


@dataclass(frozen=True, slots=True)
class WordArt:
    """A text that is drawn; Word names watermarks so."""

    text: str
    name: str
    in_header: bool


def word_art(drawings: bytes) -> Iterator[WordArt]:
    """Yield the WordArt of a document. Raises struct.error where its drawings are damaged."""
    _, _, size = _HEADER.unpack_from(drawings)  # what all drawings share
    at = _HEADER.size + size
    while at + 1 + _HEADER.size <= len(drawings):
        in_header = drawings[at] == 1
        _, _, size = _HEADER.unpack_from(drawings, at + 1)
        begin, at = at + 1, at + 1 + _HEADER.size + size
        for properties in _tables(drawings[begin:at]):
            if text := properties.get(_TEXT):
                yield WordArt(text, properties.get(_NAME, ""), in_header)


def _tables(records: bytes) -> Iterator[dict[int, str]]:
    """Yield the texts among the properties of each shape."""
    at = 0
    while at + _HEADER.size <= len(records):
        kind, name, size = _HEADER.unpack_from(records, at)
        at += _HEADER.size
        if kind & 0xF == _CONTAINER:
            continue  # what it holds follows
        if name in _PROPERTIES:
            yield dict(_texts(records[at : at + size], kind >> 4))
        at += size


def _texts(table: bytes, count: int) -> Iterator[tuple[int, str]]:
    at = _PROPERTY.size * count  # what does not fit a property stands behind them all
    for index in range(count):
        number, value = _PROPERTY.unpack_from(table, _PROPERTY.size * index)
        if number & _IS_COMPLEX:
            if number & _NUMBER in {_TEXT, _NAME}:
                text = table[at : at + value].decode("utf-16-le", "replace")
                yield number & _NUMBER, text.partition("\0")[0]
            at += value
