"""Old Word structures: how are numbers, lists of positions and properties written in a .doc?

Those of [MS-DOC]: a Plc (2.2.2), single properties (2.6.1), an operand that is as a style says (2.9.327).
"""

import struct
from collections.abc import Iterator

_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_LONG_OPERANDS = {0xD606, 0xD608}  # with a length of two bytes
_AS_STYLE, _UNLIKE_STYLE = 0x80, 0x81


def unsigned(content: bytes, at: int, size: int) -> int:
    """Read a number. Raises ValueError beyond the end."""
    if at < 0 or at + size > len(content):
        raise ValueError(at)
    return int.from_bytes(content[at : at + size], "little")


def positions(main: bytes, table: bytes, at: int, data_size: int) -> tuple[int, ...]:
    """Read the positions of a list; each but the last has data of a size beside it."""
    offset, size = struct.unpack_from("<II", main, at)
    if size < 4 or offset + size > len(table):
        return ()
    count = (size - 4) // (4 + data_size)
    return struct.unpack_from(f"<{count + 1}i", table, offset)


def single_properties(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each property, a code and an operand whose size the code tells."""
    at = 0
    while at + 3 <= len(properties):
        code = unsigned(properties, at, 2)
        at += 2
        kind = code >> 13
        if code in _LONG_OPERANDS:
            size, begin = 1 + unsigned(properties, at, 2), at + 2
        elif kind in _OPERAND_SIZES:
            size, begin = _OPERAND_SIZES[kind], at
        else:
            size, begin = 1 + properties[at], at + 1
        yield code, properties[begin : at + size]
        at += size


def switched(operand: bytes | None, by_style: bool) -> bool:
    """Say whether a property is on that may be as the style says, or the opposite ([MS-DOC] 2.9.327)."""
    if not operand or operand[0] == _AS_STYLE:
        return by_style
    return not by_style if operand[0] == _UNLIKE_STYLE else operand[0] == 1
