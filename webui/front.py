"""Front: how is a request read before the application is asked? Who sent it, to which host, in which encoding."""

import re
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes, unquote_to_bytes

from werkzeug.wrappers import Request

from .asked.hosts import HOST_IS_OURS, host_name, is_address, is_among, is_local
from .limits import FREE, Limits
from .plain import PlainAnswers
from .settings.sections import Server
from .tallies import Tallies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: In a request's environment: the address that has connected, be it a proxy's.
PEER = "zhengsou.peer"
#: In that of one which the program makes itself; none from outside can have it.
INSIDE = "zhengsou.inside"
_PLAIN = "!$'()*+,-./:;=?@_~%"  # stand in a query as they are
_ESCAPED_U = re.compile(r"%u([0-9A-Fa-f]{4})")  # JavaScript's escape(), of old pages
_SURROGATES = "utf-16-le"  # by which two that belong together become one
_CODINGS = ("zstd", "br", "gzip", "deflate")
_NO_WEIGHT = re.compile(r"q=0(?:\.0{0,3})?")
_SEARCHES = {"/search", "/api/search"}
_Network = IPv4Network | IPv6Network


class Front:
    """A WSGI application that reads what another is asked, and refuses what cannot be read."""

    def __init__(
        self,
        app: "WSGIApplication",
        server: Server,
        plain: PlainAnswers,
        tallies: Tallies | None = None,
    ) -> None:
        """Read what `app` is asked; `tallies` count it."""
        self._app = app
        self._plain = plain
        self._prefix = server.prefix
        self._proxies = server.trusted_proxies
        self._hosts = server.hosts
        self._limits = Limits(server.requests_per_minute)
        self._tallies = tallies

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer."""
        if INSIDE in environ:  # whatever the site's hosts and limits are, and not to be counted
            return self._app(environ, start_response)
        environ[PEER] = environ.get("REMOTE_ADDR", "")
        if self._proxies:
            self._take_forwarded(environ)
        self._take_prefix(environ)
        name = host_name(environ.get("HTTP_HOST", ""))
        if name is None:
            return self._plain.answer(HTTPStatus.BAD_REQUEST, environ, start_response)
        is_ours = is_among(name, self._hosts) if self._hosts else is_local(name)
        if self._hosts and not is_ours and environ["PATH_INFO"] not in FREE:
            return self._plain.answer(HTTPStatus.BAD_REQUEST, environ, start_response)
        environ[HOST_IS_OURS] = is_ours
        if "%" in (query := environ.get("QUERY_STRING", "")):
            environ["QUERY_STRING"] = as_utf8(query)
        if not (path := environ["PATH_INFO"]).isascii():
            environ["PATH_INFO"] = _decoded(path.encode("latin-1")).encode().decode("latin-1")
        if not self._limits.allows(environ.get("REMOTE_ADDR", ""), path):
            return self._plain.answer(HTTPStatus.TOO_MANY_REQUESTS, environ, start_response)
        if self._tallies and path in _SEARCHES:
            self._tallies.ask(Request(environ).args.get("q", ""))
        if "q=0" in (accepted := environ.get("HTTP_ACCEPT_ENCODING", "")):
            environ["HTTP_ACCEPT_ENCODING"] = without_refused(accepted)
        return self._app(environ, start_response)

    def _take_forwarded(self, environ: "WSGIEnvironment") -> None:
        """Believe what a proxy that is trusted says of who asked it, and how."""
        forwarded = [
            environ.pop(f"HTTP_X_FORWARDED_{name}", "") for name in ("FOR", "PROTO", "HOST")
        ]
        prefix = environ.pop("HTTP_X_FORWARDED_PREFIX", "")
        if not self._is_proxy(environ.get("REMOTE_ADDR", "")):
            return
        came_from, scheme, host = forwarded
        for address in reversed([one.strip() for one in came_from.split(",") if one.strip()]):
            environ["REMOTE_ADDR"] = (
                address  # the last that a trusted one names, who is none of them
            )
            if not self._is_proxy(address):
                break
        if (scheme := scheme.rpartition(",")[2].strip()) in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme
        if host := host.rpartition(",")[2].strip():
            environ["HTTP_HOST"] = host
        if re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+/?", prefix):
            environ["SCRIPT_NAME"] = prefix.rstrip("/")

    def _is_proxy(self, address: str) -> bool:
        return is_within(address, self._proxies)

    def _take_prefix(self, environ: "WSGIEnvironment") -> None:
        """Answer under a path, whether the proxy before has taken it off, or not."""
        prefix = environ["SCRIPT_NAME"] or self._prefix
        if prefix:
            environ["SCRIPT_NAME"] = prefix
            path = environ["PATH_INFO"]
            if path == prefix or path.startswith(f"{prefix}/"):
                environ["PATH_INFO"] = path[len(prefix) :] or "/"


@lru_cache(maxsize=4096)
def is_within(address: str, networks: tuple[_Network, ...]) -> bool:
    """Say whether an address is in one of some networks."""
    return is_address(address) and any(ip_address(address) in network for network in networks)


def as_utf8(query: str) -> str:
    """Return a query with its values in UTF-8: what is none was written in GB18030, or by escape() of JavaScript."""
    return "&".join(map(_value_as_utf8, query.split("&")))


def _value_as_utf8(part: str) -> str:
    if "%" not in part:
        return part
    if _ESCAPED_U.search(part):
        part = _ESCAPED_U.sub(lambda found: chr(int(found[1], 16)), part)
        part = quote_from_bytes(
            part.encode(_SURROGATES, "surrogatepass").decode(_SURROGATES, "replace").encode(),
            safe=_PLAIN,
        )
    data = unquote_to_bytes(part)
    try:
        data.decode()
    except UnicodeDecodeError:
        return quote_from_bytes(
            _decoded(unquote_to_bytes(part.replace("+", " "))).encode(), safe="="
        )
    return part


def _decoded(data: bytes) -> str:
    """Read UTF-8, else GB18030, else what of it is UTF-8."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(errors="replace")


@lru_cache(maxsize=256)
def without_refused(accepted: str) -> str:
    """Return which codings are accepted, without those that are not (`;q=0`: RFC 9110, 12.4.2)."""
    written = [one.strip() for one in accepted.lower().split(",")]
    named = {one: one.partition(";")[0].strip() for one in written}
    kept = [one for one in written if not any(map(_NO_WEIGHT.fullmatch, _parameters(one)))]
    if len(kept) < len(written) and any(named[one] == "*" for one in kept):
        others = [f"{coding};q=0.1" for coding in _CODINGS if coding not in named.values()]
        kept = [one for one in kept if named[one] != "*"] + others
    return ", ".join(kept)


def _parameters(coding: str) -> list[str]:
    return ["".join(one.split()) for one in coding.split(";")[1:]]
