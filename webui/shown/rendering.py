"""Rendering: how do texts with ranges become pieces of a page? Pieces only: the templates escape them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import format_decimal
from markupsafe import Markup, escape

from search import Highlighted, Snippet


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `marked` when it matches what was looked for."""

    text: str
    marked: bool


def in_paragraph(marked: Highlighted | Snippet) -> Iterator[Piece]:
    """Cut a text into pieces, its hard wraps gone: they would show as gaps between characters."""
    for piece, start in _pieces(marked):
        yield Piece(without_wraps(marked.text, start, start + len(piece.text)), piece.marked)


def _pieces(marked: Highlighted | Snippet) -> Iterator[tuple[Piece, int]]:
    end = 0
    for start, stop in marked.highlights:
        if start > end:
            yield Piece(marked.text[end:start], False), end
        yield Piece(marked.text[start:stop], True), start
        end = stop
    if end < len(marked.text):
        yield Piece(marked.text[end:], False), end


def without_wraps(text: str, start: int, end: int) -> str:
    """Return a range of a text without its line breaks; between Latin letters a space stays."""
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
