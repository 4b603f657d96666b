"""Pasted text: how does text copied out of a saved page become lines? Nothing marks what they are."""

from ..lines.coverage import size_of
from ..lines.rendering import Form, Line, Rendering


def render_pasted(text: str) -> Rendering:
    """Render pasted text: its lines as they stand, headings and paragraphs perhaps hard-wrapped."""
    return Rendering(tuple(_lines(text)), form=Form.PASTED, held=size_of(text))


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    after_blank = True
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip().strip("\u200b\ufeff").strip()
        if stripped:
            lines.append(Line(stripped, number, raw[:1].isspace(), after_blank))
        after_blank = not stripped
    return lines
