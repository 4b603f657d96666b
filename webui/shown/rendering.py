"""Rendering: how do texts with ranges become a part of a page? Escaped here, once, and marked."""

import re

from markupsafe import Markup

from search import Highlighted, Snippet

from ..asked.languages import written_number
from ..escaping import escaped, is_plain

#: A passage on a phone begins so near what matches, else its three lines may end before it.
_NEAR = 20
#: Characters of a passage that the two lines of the narrowest desk surely show, those of its heading
#: included; of that the style sheet shows so many at most.
_IN_TWO_LINES, _OF_HEADING = 75, 25
_CLAUSE = re.compile(r"[，。；、：！？,;]")
_DIGITS = re.compile("([0-9]+)")


def with_marks(found: Highlighted | Snippet) -> Markup:
    """Mark where a text matches, its hard wraps gone: they would show as gaps between characters."""
    return Markup(_marked(found, 0))  # noqa: S704 - each part was escaped


def passage(snippet: Snippet) -> Markup:
    """Mark a passage; what stands far before the first mark is a part that a small screen leaves out.

    Every screen does where the mark would else stand below the lines that are in sight.
    """
    first, end = snippet.highlights[0] if snippet.highlights else (0, 0)
    heading = ""
    if snippet.heading:
        heading = f'<span class="snippet-heading">{escaped(snippet.heading)}</span>'
    if first <= _NEAR:
        return Markup(heading + _marked(snippet, 0))  # noqa: S704 - escaped
    begins = [clause.end() for clause in _CLAUSE.finditer(snippet.text, first - _NEAR, first)]
    begin = begins[0] if begins else first - _NEAR
    lead = escaped(without_wraps(snippet.text, 0, begin))
    heading_length = min(len(snippet.heading or ""), _OF_HEADING)
    kind = "lead far" if heading_length + end > _IN_TWO_LINES else "lead"
    return Markup(f'{heading}<span class="{kind}">{lead}</span>{_marked(snippet, begin)}')  # noqa: S704 - escaped


def _marked(found: Highlighted | Snippet, begin: int) -> str:
    """Write a text from a place on, its matches marked."""
    text, end = found.text, begin
    parts: list[str] = []
    for start, stop in found.highlights:
        parts += text[end:start], "<mark>", text[start:stop], "</mark>"
        end = stop
    parts.append(text[end:])
    if "\n" in text or not is_plain(text):  # of most passages nothing is left out or escaped
        at = begin
        for number in range(0, len(parts), 2):
            length = len(parts[number])
            parts[number] = escaped(without_wraps(text, at, at + length))
            at += length
    return "".join(parts)


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
    parts = [
        f"<strong>{written_number(int(part))}</strong>" if number % 2 else escaped(part)
        for number, part in enumerate(_DIGITS.split(text))
    ]
    return Markup("".join(parts))  # noqa: S704 - escaped
