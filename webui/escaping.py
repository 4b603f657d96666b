"""Escaping: how does a text become a part of a page? None of it is markup, or turns the page's own words."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

# Marks that turn the direction of what follows: Unicode Standard Annex #9, table 2; and control
# characters, which HTML allows nowhere (13.2.3.5), but for white space.
_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\0-\x08\x0b\x0e-\x1f\x7f-\x9f"
_DIRECTIONS = re.compile(f"[{_MARKS}]")
_SPECIAL = re.compile(f"[&<>'\"{_MARKS}]")
_find_rare = re.compile(f"[<>'\"{_MARKS}]").search  # but for what stands in every address
_BETWEEN = "\n"  # more of them than were put in: each text for itself


def without_directions(value: object) -> object:
    """Take the marks that turn directions, and control characters, out of what a template shows.

    They would turn the page's own words, or make it no HTML.
    """
    if type(value) is str and not value.isprintable() and _DIRECTIONS.search(value):
        return _DIRECTIONS.sub("", value)
    return value


def escaped(value: object) -> str:
    """Return what a page shows of a value: markup as it is, a text without directions and escaped.

    As MarkupSafe's `escape` after `without_directions`, in one step: of a page's hundreds of texts
    most have nothing to escape.
    """
    if type(value) is str:  # of most
        if _find_rare(value):
            return str(escape(_DIRECTIONS.sub("", value)))
        return value.replace("&", "&amp;")
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else str(escape(value))


def all_escaped(texts: Sequence[str]) -> list[str]:
    """Return what a page shows of many texts: escaped all in one step, for a list of links has a hundred."""
    parts = escaped(_BETWEEN.join(texts)).split(_BETWEEN)
    return parts if len(parts) == len(texts) else list(map(escaped, texts))


def is_plain(text: str) -> bool:
    """Say whether nothing in a text is left out or escaped."""
    return not _SPECIAL.search(text)
