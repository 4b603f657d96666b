"""Outlook RTF: how is the text of a message packed that Outlook keeps as RTF? ([MS-OXRTFCP])"""

import struct

from ...errors import damaged

_PACKED, _PLAIN = 0x75465A4C, 0x414C454D  # LZFu, MELA
_HEADER, _WINDOW = 16, 4096
_MOST_BYTES = 64 * 1024 * 1024
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0"
    b"\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked_rtf(content: bytes) -> bytes:
    """Return the RTF that is packed. Raises UnreadableError."""
    if len(content) < _HEADER:
        raise damaged("邮件正文")
    size, kind = struct.unpack_from("<4xII", content)
    if kind == _PLAIN:
        return content[_HEADER : _HEADER + size]
    if kind != _PACKED or size > _MOST_BYTES:
        raise damaged("邮件正文")
    window = bytearray(_START.ljust(_WINDOW, b"\0"))
    written, found, at = len(_START), bytearray(), _HEADER
    while at < len(content) and len(found) < size:
        control, at = content[at], at + 1
        for bit in range(8):
            taken = content[at : at + 2 if control >> bit & 1 else at + 1]
            if not taken:
                return bytes(found)
            at += len(taken)
            if not control >> bit & 1:
                found += taken
                window[written] = taken[0]
                written = (written + 1) % _WINDOW
                continue
            if len(taken) < 2:
                return bytes(found)
            place, length = int.from_bytes(taken, "big") >> 4, (taken[1] & 0xF) + 2
            if place == written:
                return bytes(found)
            for step in range(length):
                byte = window[(place + step) % _WINDOW]
                found.append(byte)
                window[written] = byte
                written = (written + 1) % _WINDOW
    return bytes(found)
