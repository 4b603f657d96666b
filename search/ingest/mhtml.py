"""Which page is in a web archive (MHTML, RFC 2557), as browsers save pages in one file?"""

import email
import email.policy

from ..errors import UnreadableError
from .decoding import decode
from .evidence import Evidence, Fact


def page_in_archive(content: bytes) -> tuple[str, Evidence | None]:
    """Return the HTML of the saved page, and the address it was saved from. Raises UnreadableError."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
        payload = pages[0].get_payload(decode=True) if pages else None
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableError("网页存档（MHTML）已损坏") from error
    if not isinstance(payload, bytes) or not payload.strip():
        raise UnreadableError("网页存档（MHTML）里没有网页")
    address = message.get("Snapshot-Content-Location") or pages[0].get("Content-Location")
    if not address:
        return decode(payload), None
    return decode(payload), Evidence(Fact.URL, str(address).strip(), "网页存档里的地址", 0.97)
