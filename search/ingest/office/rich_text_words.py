"""Rich text words: of which groups, controls and bytes is an RTF file made? (RTF Specification 1.9.1)"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(
    rb"\\(?:'([0-9A-Fa-f]{2})|([A-Za-z]{1,32})(-?\d{1,10})? ?|([^A-Za-z']))|([{}])|([^\\{}\r\n\x00]+)"
)


class Word(NamedTuple):
    """A piece of a file: one of these is not empty."""

    control: str = ""  # without its backslash; { and } open and close a group
    value: int | None = None
    content: bytes = b""  # of a text, in some encoding


def words_of(content: bytes) -> Iterator[Word]:
    """Yield the pieces of a file; bytes that pictures hold as they are, are passed over."""
    at = 0
    while match := _WORD.search(content, at):
        at = match.end()
        code, control, value, sign, brace, text = match.groups()
        if code is not None:
            yield Word(content=bytes.fromhex(code.decode()))
        elif control is not None:
            number = int(value) if value else None
            if control == b"bin" and number and number > 0:
                at += number
                continue
            yield Word(control.decode(), number)
        elif sign is not None:
            yield Word(sign.decode("latin-1"))
        elif brace is not None:
            yield Word(brace.decode())
        else:
            yield Word(content=text)
