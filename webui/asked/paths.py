"""Paths: how is an address written? Of a page by its name, with what stands in it, in full or under the site."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

from flask import current_app, g, request, url_for

from .hosts import HOST_IS_OURS
from .languages import asked_language

_PLAIN = "!$'()*,/:;?@"  # may stand in a query as it is: RFC 3986, 3.4
_QUOTED = re.compile("[^-.0-9A-Z_a-z\u3001-\u3011\u4e00-\u9fff\uff08-\uff1f\u201c\u201d]+")
_PLAIN_IN_PATH = "!$&'()*+,/:;=@"  # RFC 3986, 3.3, and the slash
_OF_A_HOST = {"_external", "_scheme"}
_IDENTIFIER = "IDENTIFIER"  # stands for one where a path is written once for many


def with_query(path: str, query: str) -> str:
    """Return an address with a query, if it is not empty."""
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path


def parameter(name: str, values: Iterable[str]) -> str:
    """Write a parameter as often as it has values."""
    return "&".join([f"{name}={quoted(value)}" for value in values if value])


@lru_cache(maxsize=1024)
def quoted(value: str) -> str:
    """Write a value of a parameter."""
    # A page has a hundred links, most of them with the same words: Chinese, which in an address of
    # HTML may stand as it is (RFC 3987, 3.1), is a third as long so.
    return _QUOTED.sub(lambda other: quote_plus(other[0], _PLAIN, errors="replace"), value)


def with_parameters(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return an address with parameters, each as often as it is given; empty ones are left out."""
    return with_query(
        path, "&".join(parameter(name, (value,)) for name, value in parameters if value)
    )


def path_of(endpoint: str, **values: object) -> str:
    """Return an address as Flask's `url_for` does: written once where nothing but these it depends on."""
    if endpoint.startswith(".") or not _OF_A_HOST.isdisjoint(values):
        return url_for(endpoint, **values)  # type: ignore[arg-type] # these are its own
    own = vars(g._get_current_object())
    if (under := own.get("under")) is None:
        under = own["under"] = request.script_root, asked_language()
    return _path_under(under, endpoint, **values)


@lru_cache(maxsize=512, typed=True)
def _path_under(under: tuple[str, str], endpoint: str, **values: object) -> str:
    return url_for(endpoint, **values)  # type: ignore[arg-type] # none is one of its own


def path_around(endpoint: str, name: str = "identifier") -> tuple[str, str]:
    """Return such an address of one thing, an article by its id, say: what stands before the id, and after it."""
    head, _, tail = path_of(endpoint, **{name: _IDENTIFIER}).rpartition(_IDENTIFIER)
    return head, tail


@lru_cache(maxsize=1024)
def quoted_in_path(value: str) -> str:
    """Write a value that is a part of a path."""
    return quote(value, safe=_PLAIN_IN_PATH, errors="replace")


def section_address(section: str) -> str:
    """Return the address of the page that lists the articles of a section."""
    head, tail = path_around("pages.section", "section")
    return f"{head}{quoted_in_path(section)}{tail}"


def year_address(year: str) -> str:
    """Return the address of the page that lists the articles of a year."""
    return url_for("pages.year", year=int(year))


def absolute(endpoint: str, **values: object) -> str:
    """Return an address in full, the same in every language: on the site's own host, if it names one."""
    return (_base_url() or request.host_url.rstrip("/")) + _in_any_language(endpoint, **values)


def canonical_address(endpoint: str, **values: object) -> str:
    """Return the address that stands for all others of a page; in full only where the host is the site's own.

    Anybody may send the name of another: what only a request names is for nobody else.
    """
    is_ours = request.environ.get(HOST_IS_OURS, False)
    base = _base_url() or (request.host_url.rstrip("/") if is_ours else "")
    return base + _in_any_language(endpoint, **values)


def _base_url() -> str:
    return str(getattr(current_app.jinja_env.globals["site"], "base_url", ""))


def _in_any_language(endpoint: str, **values: object) -> str:
    return url_for(endpoint, **{**values, "lang": None})  # type: ignore[arg-type]
