"""Web archives: what does a page saved in one file (MHTML) hold? The page itself, and where it was."""

import email
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from ...article_fields import FieldName
from ...errors import UnreadableError, damaged
from ..fields.evidence import Evidence
from ..fields.values import web_address
from ..files.decoding import decode
from ..lines.rendering import Rendering
from .web_page import render_html

_MOST_PARTS = 10_000
_ADDRESS_HEADERS = ("Snapshot-Content-Location", "Content-Location")


def read_mhtml(content: bytes) -> Rendering:
    """Render the main page of an MHTML file. Raises UnreadableError."""
    try:
        message = email.message_from_bytes(content.lstrip())
        page = next(_pages(message), None)
        body = page.get_payload(decode=True) if page else None
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise damaged("MHTML 文件") from error
    if page is None or not isinstance(body, bytes):
        raise UnreadableError("MHTML 文件里没有网页")
    rendering = render_html(decode(body, page.get_content_charset()))
    hints = tuple(_address(message, page))
    return replace(rendering, hints=(*rendering.hints, *hints))


def _pages(message: Message) -> Iterator[Message]:
    """Yield the HTML parts; the first is the page, others are frames and advertisements in it."""
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            return
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            yield part


def _address(message: Message, page: Message) -> Iterator[Evidence]:
    for part in (message, page):
        for name in _ADDRESS_HEADERS:
            if address := web_address(str(part.get(name, "")).strip()):
                yield Evidence(FieldName.URL, address, f"单文件网页的 {name}", 0.95)
                return
