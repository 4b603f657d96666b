"""Hosts: which host was asked, and is it the site's? None that only a request names stands in an answer."""

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address

from flask import Flask, Response, request

#: In a request's environment: whether its host may stand in what is answered.
HOST_IS_OURS = "zhengsou.host_is_ours"
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


@lru_cache(maxsize=1024)
def host_name(host: str) -> str | None:
    """Return the name in a Host field, in lower case; None where it can be none (RFC 9110, 7.2; RFC 1123, 2.1)."""
    found = _HOST.fullmatch(host)
    if found is None:
        return None
    name = found["name"].lower()
    if name.startswith("["):
        return name if is_address(name[1:-1]) else None
    labels = name.removesuffix(".").split(".")
    if not all(map(_LABEL.fullmatch, labels)):
        return None
    try:
        for label in labels:
            label.encode("ascii").decode("idna")
    except UnicodeError:
        return None
    return name.removesuffix(".")


def is_among(name: str, hosts: Iterable[str]) -> bool:
    """Say whether a host is one of those named; *.example names all below it."""
    return any(name == one or (one.startswith("*.") and name.endswith(one[1:])) for one in hosts)


@lru_cache(maxsize=1024)
def is_local(name: str) -> bool:
    """Say whether a host can only be meant within an office: this machine, or an address of its net."""
    if name == "localhost":
        return True
    address = name.strip("[]")
    return is_address(address) and ip_address(address).is_private


def is_address(text: str) -> bool:
    """Say whether a text is the address of a machine."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def guard_hosts(app: Flask) -> None:
    """Redirect within whatever host was asked, without words: a library's are English."""

    @app.after_request
    def redirect_within(response: Response) -> Response:
        # A path is enough (RFC 9110, 10.2.2), and cannot lead to another host.
        if not 300 <= response.status_code < 400:  # most have no such field: it is long looked for
            return response
        target = response.headers.get("Location", "")
        if not target:
            return response
        if target.startswith(request.host_url):
            response.headers["Location"] = target.removeprefix(request.host_url.rstrip("/"))
        response.set_data(b"")
        return response
