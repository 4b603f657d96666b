"""Rendering: how do texts with ranges become a part of a page? Escaped here, once, and marked."""

import re

from flask_babel import format_decimal
from markupsafe import Markup, escape

from search import Highlighted, Snippet

from ..directions import without_directions

#: A passage on a phone begins so near what matches, else its three lines may end before it.
_NEAR = 20
_CLAUSE = re.compile(r"[，。；、：！？,;]")


def with_marks(found: Highlighted | Snippet) -> Markup:
    """Mark where a text matches, its hard wraps gone: they would show as gaps between characters."""
    return Markup(_marked(found, 0))  # noqa: S704 - each part was escaped


def passage(snippet: Snippet) -> Markup:
    """Mark a passage; what stands far before the first mark is a part that a small screen leaves out."""
    first = snippet.highlights[0][0] if snippet.highlights else 0
    heading = Markup()
    if snippet.heading:
        inner = escape(without_directions(snippet.heading))
        heading = Markup(f'<span class="snippet-heading">{inner}</span>')  # noqa: S704 - escaped
    if first <= _NEAR:
        return heading + with_marks(snippet)
    begins = [clause.end() for clause in _CLAUSE.finditer(snippet.text, first - _NEAR, first)]
    begin = begins[0] if begins else first - _NEAR
    lead = _escaped(snippet.text, 0, begin)
    return Markup(f'{heading}<span class="lead">{lead}</span>{_marked(snippet, begin)}')  # noqa: S704 - escaped


def _marked(found: Highlighted | Snippet, end: int) -> str:
    parts: list[str] = []
    for start, stop in found.highlights:
        parts += _escaped(found.text, end, start), "<mark>", _escaped(found.text, start, stop)
        parts.append("</mark>")
        end = stop
    return "".join([*parts, _escaped(found.text, end, len(found.text))])


def _escaped(text: str, start: int, end: int) -> Markup:
    return escape(without_directions(without_wraps(text, start, end)))


def without_wraps(text: str, start: int, end: int) -> str:
    """Return a range of a text without its line breaks; between Latin letters a space stays."""
    if "\n" not in text:
        return text[start:end]
    kept = []
    for index in range(start, end):
        if text[index] != "\n":
            kept.append(text[index])
        elif text[index - 1 : index].isascii() and text[index + 1 : index + 2].isascii():
            kept.append(" ")
    return "".join(kept)


def emphasised(text: str) -> Markup:
    """Write a text of ours with its numbers strong, as the language writes them."""
    parts = re.split(r"([0-9]+)", text)
    return Markup("").join(
        Markup("<strong>{}</strong>").format(format_decimal(int(part)))
        if number % 2
        else escape(part)
        for number, part in enumerate(parts)
    )
