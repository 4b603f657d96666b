"""Messages: what is in a file of mail as it is sent, .eml? (RFC 5322, and MIME: RFC 2045 to 2047)"""

import email
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial

from ...errors import damaged
from ..files.decoding import decode
from ..lines.rendering import Beside, Rendering
from .letter import Letter, rendering_of

_MOST_PARTS = 1000
_NAMES = {"text/html": "正文.html", "text/plain": "正文.txt", "message/rfc822": "邮件.eml"}
#: What a part may raise that is not as the standards have it.
_DAMAGES = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def read_message(content: bytes) -> Rendering:
    """Render a message. Raises UnreadableError."""
    try:
        message = email.message_from_bytes(content.lstrip())
        parts = list(_parts(message))
        page, plain = (_text(parts, kind) for kind in ("text/html", "text/plain"))
        letter = Letter(
            _decoded(_raw(message, "subject")),
            _day(message),
            page,
            plain,
            list(_attached(parts)),
            _decoded(_raw(message, "sensitivity")),
        )
    except _DAMAGES as error:
        raise damaged("邮件") from error
    return rendering_of(letter)


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that are no containers; a message within is one part, whatever is in it."""
    waiting = [message]
    count = 0
    while waiting and count < _MOST_PARTS:
        part = waiting.pop()
        count += 1
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [inner for inner in reversed(payload) if isinstance(inner, Message)]
        else:
            yield part


def _text(parts: list[Message], kind: str) -> str:
    """Return the text of a kind that is not attached, as a whole."""
    found = [p for p in parts if p.get_content_type() == kind and not _is_attached(p)]
    return "\n".join(decode(_content(part), part.get_content_charset()) for part in found)


def _is_attached(part: Message) -> bool:
    is_text = part.get_content_type() in {"text/plain", "text/html"}
    return part.get_content_disposition() == "attachment" or (
        bool(part.get_filename()) if is_text else not _is_shown_within(part)
    )


def _is_shown_within(part: Message) -> bool:
    """Say whether a part is a picture of the text itself."""
    is_picture = part.get_content_maintype() == "image"
    return is_picture and bool(part.get("Content-ID")) and not _says_attached(part)


def _says_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _attached(parts: list[Message]) -> Iterator[Beside]:
    seen: set[str] = set()
    for number, part in enumerate(parts, 1):
        if _is_attached(part):
            kind = part.get_content_type()
            name = _file_name(_decoded(part.get_filename())) or _NAMES.get(kind, f"附件{number}")
            if name in seen:
                name = f"{number}-{name}"
            seen.add(name)
            yield Beside(name, partial(_bytes_of, part))


def _file_name(written: str) -> str:
    """Return a name without folders and what no name holds."""
    name = written.replace("\\", "/").rpartition("/")[2].strip(". ")
    return "".join(c if c.isprintable() else "?" for c in name)[:200]


def _bytes_of(part: Message) -> bytes:
    """Return what is attached. Raises UnreadableError."""
    try:
        payload = part.get_payload()
        if isinstance(payload, list):  # a message, forwarded as it is
            return b"".join(m.as_bytes() for m in payload if isinstance(m, Message))
        return _content(part)
    except _DAMAGES as error:
        raise damaged("附件") from error


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _raw(message: Message, name: str) -> str | None:
    """Return a header as it stands in the file, bytes that are no ASCII as halves of characters."""
    headers = (str(value) for key, value in message.raw_items() if key.lower() == name)
    return next(headers, None)


def _decoded(written: str | None) -> str:
    """Return the text of a header, encoded words decoded; bytes that are not declared are guessed."""
    text = written or ""
    if any("\udc80" <= c <= "\udcff" for c in text):
        text = decode(text.encode("utf-8", "surrogateescape"))
    try:
        return str(make_header(decode_header(text)))
    except _DAMAGES:
        return text


def _day(message: Message) -> str:
    """Return the day on which a message was sent, in Beijing where it tells its zone."""
    try:
        sent = parsedate_to_datetime(str(message.get("Date") or ""))
    except _DAMAGES:
        return ""
    return sent.isoformat(timespec="seconds")
