"""Outlook messages: what is in a file of mail that Outlook saved, .msg? ([MS-OXMSG])

A storage of OLE: each property of the message is a stream, named by its number and type
([MS-OXPROPS]); what is attached are storages within, a message among them has the same properties.
"""

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import olefile

from ...errors import UnreadableError, damaged
from ..files.archives import STORAGE_DAMAGES
from ..files.decoding import decode
from ..lines.rendering import Beside, Rendering
from ..office.rich_text import read_rich_text
from .letter import Letter, rendering_of
from .outlook_rtf import unpacked_rtf

_SUBJECT, _BODY, _PAGE, _RTF = "0037", "1000", "1013", "1009"
_LONG_NAME, _NAME, _DATA = "3707", "3704", "3701"
_SENT, _WRITTEN = 0x00390040, 0x30070040  # PidTagClientSubmitTime, PidTagCreationTime
_UNICODE, _BYTES, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_STREAM, _PROPERTIES = "__substg1.0_", "__properties_version1.0"
_HEADERS = (32, 24, 8)  # bytes before the properties: of a message, one within, an attachment
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_ATTACHED, _DEEPEST = 1000, 5
_THIS = "Outlook 邮件（.msg）"

_Path = tuple[str, ...]


def read_outlook(content: bytes) -> Rendering:
    """Render a message. Raises UnreadableError."""
    return _read(content, (), 0)


def _read(content: bytes, place: _Path, depth: int) -> Rendering:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as storage:
            letter = _Message(storage, content, place, depth).letter()
    except STORAGE_DAMAGES as error:
        raise damaged(_THIS) from error
    return rendering_of(letter)


class _Message:
    """A message at a place of a storage: the top, or an attachment."""

    def __init__(
        self, storage: olefile.OleFileIO, content: bytes, place: _Path, depth: int
    ) -> None:
        self._storage, self._whole, self._place, self._depth = storage, content, place, depth
        self._streams = {
            tuple(n.lower() for n in path): path for path in storage.listdir(storages=True)
        }

    def letter(self) -> Letter:
        """Return what it says."""
        page, plain = self._page(), self._text(self._place, _BODY)
        if not page.strip() and not plain.strip():
            plain = self._rich_text()
        subject = self._text(self._place, _SUBJECT)
        return Letter(subject, self._day(), page, plain, list(self._attached()))

    def _stream(self, place: _Path, tag: str) -> bytes | None:
        path = self._streams.get((*(n.lower() for n in place), f"{_STREAM}{tag}".lower()))
        return None if path is None else self._storage.openstream(path).read()

    def _text(self, place: _Path, number: str) -> str:
        """Return a text, in Unicode or in the encoding of whose program it was."""
        if content := self._stream(place, number + _UNICODE):
            return content.decode("utf-16-le", "replace").rstrip("\0")
        content = self._stream(place, number + _BYTES)
        return decode(content.rstrip(b"\0")) if content else ""

    def _page(self) -> str:
        content = self._stream(self._place, _PAGE + _BINARY)
        return decode(content) if content else self._text(self._place, _PAGE)

    def _rich_text(self) -> str:
        content = self._stream(self._place, _RTF + _BINARY)
        try:
            rendering = read_rich_text(unpacked_rtf(content)) if content else None
        except UnreadableError:
            return ""
        return "\n".join(line.text for line in rendering.lines) if rendering else ""

    def _day(self) -> str:
        """Return the day on which it was sent, else written; properties of a fixed size stand together."""
        path = self._streams.get((*(n.lower() for n in self._place), _PROPERTIES))
        content = self._storage.openstream(path).read() if path else b""
        days = {}
        for at in range(_HEADERS[1 if self._place else 0], len(content) - 15, 16):
            tag, _, ticks = struct.unpack_from("<IIQ", content, at)
            if tag in {_SENT, _WRITTEN} and ticks:
                days[tag] = ticks
        ticks = days.get(_SENT) or days.get(_WRITTEN) or 0
        try:
            return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat() if ticks else ""
        except OverflowError:
            return ""

    def _attached(self) -> Iterator[Beside]:
        own = len(self._place)
        places = [
            tuple(path)
            for path in self._streams.values()
            if len(path) == own + 1
            and tuple(path[:own]) == self._place
            and path[own].lower().startswith("__attach_version1.0_")
        ]
        seen: set[str] = set()
        for number, place in enumerate(sorted(places)[:_MOST_ATTACHED], 1):
            written = self._text(place, _LONG_NAME) or self._text(place, _NAME)
            name = written.replace("\\", "/").rpartition("/")[2].strip(". ")
            name = "".join(c if c.isprintable() else "?" for c in name)[:200] or f"附件{number}"
            name = f"{number}-{name}" if name in seen else name
            seen.add(name)
            within = (*place, f"{_STREAM}{_DATA}{_OBJECT}")
            if tuple(n.lower() for n in within) in self._streams:
                yield Beside(name, partial(self._message_within, within))
            elif (content := self._stream(place, _DATA + _BINARY)) is not None:
                yield Beside(name, partial(bytes, content))

    def _message_within(self, place: _Path) -> Rendering:
        if self._depth >= _DEEPEST:
            raise UnreadableError("邮件套得太深")
        return _read(self._whole, place, self._depth + 1)
