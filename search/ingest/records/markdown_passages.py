"""Markdown passages: which headings, paragraphs and rows are in a parsed text, and which lines in each?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from ...article import Block, BlockKind
from ...errors import UnreadableError
from ...text.characters import HAN
from ..fields.plain_markup import is_tag
from ..lines.blocks import is_numbered

_CELL_SEPARATOR = " | "
_TASK = re.compile(r"\[[ xX]\]\s+")
_LABEL = re.compile(r"[^:：\n]{1,20}[:：]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Marks of emphasis with a space within, which no parser takes for any: ** 加粗 **.
_STRAY = re.compile(r"(\*\*|==|\+\+)([^*=+\n]{1,200}?)\1")
_HAN = re.compile(rf"[{HAN}]")
_ESCAPED_STAR = "\ue000"


@dataclass(slots=True)
class TextLine:
    """A line of a passage, as its source breaks it, or a cell of a row."""

    text: str = ""
    address: str = ""  # of the last link in it
    starts_strong: bool = False
    breaks_before: bool = False  # by a mark, not by the source's width

    def has_strong_label(self) -> bool:
        """Say whether it begins as **发布日期**: does."""
        return self.starts_strong and _LABEL.match(self.text) is not None


@dataclass(slots=True)
class Passage:
    """A heading, a paragraph, or a row of a table."""

    kind: BlockKind
    lines: list[TextLine] = field(default_factory=list)
    is_row: bool = False

    def blocks(self) -> Iterator[Block]:
        """Yield its blocks: a paragraph's lines are one, but where a line begins anew by its marks."""
        if self.is_row:
            yield from _block(self.kind, [_CELL_SEPARATOR.join(line.text for line in self.lines)])
            return
        together: list[str] = []
        for line in self.lines:
            if together and (
                line.breaks_before or line.has_strong_label() or is_numbered(line.text)
            ):
                yield from _block(self.kind, together)
                together = []
            together.append(line.text)
        yield from _block(self.kind, together)


def passages_of(tokens: list[Token]) -> Iterator[Passage]:
    """Yield the passages of a parsed text, in its order."""
    kind = BlockKind.PARAGRAPH
    row: Passage | None = None
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            kind = BlockKind.HEADING if token.nesting == 1 else BlockKind.PARAGRAPH
        elif token.type == "tr_open":
            row = Passage(BlockKind.PARAGRAPH, is_row=True)
        elif token.type == "tr_close" and row is not None:
            if any(line.text for line in row.lines):
                yield row
            row = None
        elif token.type in {"fence", "code_block"}:
            yield Passage(kind, [TextLine(line) for line in token.content.splitlines()])
        elif token.type == "html_block":
            yield from _of_markup(token.content)
        elif token.type == "inline":
            lines = _lines(token.children or [])
            if row is not None:
                row.lines.append(_joined(lines))
            else:
                yield Passage(kind, lines)


def _of_markup(markup: str) -> Iterator[Passage]:
    from ..documents.web_page import render_html  # noqa: PLC0415 - few texts hold HTML

    try:
        lines = render_html(markup).lines
    except UnreadableError:  # a comment, an end of an element
        return
    for line in lines:
        kind = BlockKind.PARAGRAPH if line.level is None else BlockKind.HEADING
        yield Passage(kind, [TextLine(line.text)])


def _lines(children: list[Token]) -> list[TextLine]:
    lines = [TextLine()]
    for child in children:
        line = lines[-1]
        if child.type in {"softbreak", "hardbreak"}:
            lines.append(TextLine(breaks_before=child.type == "hardbreak"))
        elif child.type == "html_inline":
            if _BREAK.fullmatch(child.content):
                lines.append(TextLine(breaks_before=True))
            elif not is_tag(child.content):
                line.text += child.content
        elif child.type == "strong_open":
            line.starts_strong |= not line.text.strip()
        elif child.type == "link_open":
            line.address = str(child.attrGet("href") or "")
        elif child.type == "text_special":
            line.text += child.content.replace("*", _ESCAPED_STAR)
        else:
            line.text += child.content
    for line in lines:
        text = _STRAY.sub(_without_marks, _without_task(line.text.strip()))
        line.text = text.replace(_ESCAPED_STAR, "*").strip()
    return lines


def _without_task(text: str) -> str:
    match = _TASK.match(text)
    return text[match.end() :] if match else text


def _without_marks(match: re.Match[str]) -> str:
    return match[2].strip(" \t") if _HAN.search(match[2]) else match[0]


def _joined(lines: list[TextLine]) -> TextLine:
    address = next((line.address for line in lines if line.address), "")
    return TextLine(" ".join(line.text for line in lines if line.text), address)


def _block(kind: BlockKind, lines: list[str]) -> Iterator[Block]:
    text = "\n".join(stripped for line in lines if (stripped := line.strip()))
    if text:
        yield Block(kind, text)
