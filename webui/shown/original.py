"""Original: where does the address of an article's original lead? Only to the host that is named."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

_SCHEMES = {"http": 80, "https": 443}  # and their ports
_NEVER = re.compile(r"[\x00-\x20\x7f\\]")  # browsers read \ as /, and leave white space out
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Original:
    """An address that may be followed, and the host it leads to, as a browser's address bar writes it."""

    url: str
    host: str


def original_of(url: str | None) -> Original | None:
    """Return where an address leads; None where it is no address of a page, or its host cannot be told.

    A host in other letters is written in ASCII (Punycode, RFC 3492): аррӏе.com is not apple.com. The
    address is written anew from its parts, without the name of a user, who could pass for a host.
    """
    url = (url or "").strip()
    if _NEVER.search(url):
        return None
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname or ""
        host = f"[{name}]" if ":" in name else name.encode("idna").decode("ascii").lower()
    except ValueError:  # as UnicodeError is
        return None
    if parts.scheme not in _SCHEMES or not _HOST.fullmatch(host):
        return None
    if port and port != _SCHEMES[parts.scheme]:
        host = f"{host}:{port}"
    return Original(urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment)), host)
