"""OpenDocument: which lines are in a text or a presentation, .odt, .ott, .odp? (OpenDocument 1.3, part 3)

Paragraphs, headings and tables come in order, with the numbers that lists make; notes follow the
sentence they belong to, text boxes the paragraph they are anchored to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ...article_fields import FieldName
from ...errors import UnreadableError, damaged
from ...text.sentences import ends_sentence
from ..fields.evidence import Evidence
from ..files.parts import Parts, children
from ..lines.coverage import size_of
from ..lines.rendering import Form, Line, Rendering, SetAside
from .open_styles import OpenStyles

_THIS = "OpenDocument 文件"
_CELL_SEPARATOR = " | "
_TITLE_LINES = 12  # in which a title may stand that only its size tells
_MOST_SPACES, _DEEPEST = 1000, 100
_SURE_OF_TITLE = 0.6
_BODIES = ("text", "presentation", "drawing")
# What stands among paragraphs, and is read by itself.
_BLOCKS = frozenset({"p", "h", "list", "table"})
_NO_TEXT = frozenset(
    {"tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "script"}
    | {"bookmark", "note-citation", "ruby-text", "settings", "notes", "desc", "annotation-end"}
)
_BOXES = frozenset({"text-box", "custom-shape", "rect", "ellipse"})
_ENCRYPTED = "encryption-data"


@dataclass(slots=True)
class _Shown:
    """What a paragraph shows, and what it leads to."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def read_open_document(content: bytes) -> Rendering:
    """Render a document. Raises UnreadableError."""
    parts = Parts(content, _THIS)
    manifest = (
        parts.root("META-INF/manifest.xml") if "meta-inf/manifest.xml" in parts.names() else None
    )
    if manifest is not None and next(manifest.iter(_ENCRYPTED), None) is not None:
        raise UnreadableError("已加密；请去掉密码后再放入")
    root = parts.root("content.xml")
    body = None if root is None else root.find("body")
    if root is None or body is None:
        raise damaged(_THIS)
    styles = OpenStyles()
    named = parts.root("styles.xml")
    for part in (named, root):
        if part is not None:
            styles.read(part)
    reading = _Reading(styles)
    lines = tuple(reading.lines(body))
    pictures = any(name.startswith("pictures/") for name in parts.names())
    return Rendering(
        lines,
        Form.DOCUMENT,
        hints=tuple(_hints(parts)),
        held=size_of("".join(body.itertext())),
        set_aside=(*reading.set_aside(), *_furniture(named)),
        no_text="只有图片；另存为 PDF，便可识别文字" if pictures else "没有文字",
    )


def _hints(parts: Parts) -> Iterator[Evidence]:
    meta = parts.root("meta.xml")
    for title in () if meta is None else meta.iter("title"):
        if text := " ".join((title.text or "").split()):
            yield Evidence(FieldName.TITLE, text, "文档属性“标题”", _SURE_OF_TITLE)


def _furniture(named: etree._Element | None) -> Iterator[SetAside]:
    """Name what headers and footers say, which are no part of the body."""
    size = 0
    for page in () if named is None else named.iter("master-page"):
        size += size_of("".join(page.itertext()))
    if size:
        yield SetAside("页眉页脚", 0, f"页眉页脚的 {size} 字未收入")


class _Reading:
    """Reads a document from its beginning to its end."""

    def __init__(self, styles: OpenStyles) -> None:
        self._styles = styles
        self._number = 0
        self._waiting: list[etree._Element] = []  # notes, until a sentence ends
        self._comments = self._hidden = self._aside = self._deleted = 0  # characters, and how many
        self._comment_count = 0

    def set_aside(self) -> Iterator[SetAside]:
        """Name what was passed over."""
        if self._comment_count:
            remark = f"{self._comment_count} 个批注未收入"
            yield SetAside("批注", self._comments, remark)
        if self._hidden:
            yield SetAside("隐藏文字", self._hidden, f"隐藏的 {self._hidden} 字未收入")
        if self._deleted:
            remark = f"修订中删除的 {self._deleted} 字未收入"
            yield SetAside("修订中删除的文字", self._deleted, remark)
        if self._aside:
            yield SetAside("注释标记、拼音等", self._aside)

    def lines(self, body: etree._Element) -> Iterator[Line]:
        """Yield every line."""
        for kind in _BODIES:
            for part in children(body, kind):
                yield from self._blocks(part, "", 0, 0)
        yield from self._note_lines()

    def _blocks(
        self, parent: etree._Element, listed: str, level: int, depth: int
    ) -> Iterator[Line]:
        """Yield the lines of paragraphs, tables and lists, however deep; `level` is that of the list."""
        if depth > _DEEPEST:
            return
        is_first = True
        for child in parent.iterchildren(etree.Element):
            match child.tag:
                case "p" | "h":
                    yield from self._paragraph(child, listed if is_first else "", level)
                    is_first = False
                case "list":
                    name = child.get("style-name") or listed
                    for item in children(child, "list-header"):
                        yield from self._blocks(item, "", level, depth + 1)
                    for item in children(child, "list-item"):
                        yield from self._blocks(item, name, level + bool(listed), depth + 1)
                case "table":
                    yield from self._table(child, depth)
                case tag if tag in _NO_TEXT or child.get("display") == "none":
                    self._pass_over(child)
                case _:
                    yield from self._blocks(child, listed, level, depth + 1)

    def _paragraph(self, element: etree._Element, listed: str, level: int) -> Iterator[Line]:
        shown = _Shown()
        self._gather(element, shown, 0)
        name = element.get("style-name")
        label = self._label(element, listed, level) if shown.text.strip() else ""
        for index, text in enumerate((label + shown.text).split("\n")):
            if stripped := " ".join(text.split()):
                self._number += 1
                yield Line(
                    stripped, self._number, level=self._level(element, name) if not index else None
                )
        self._waiting += shown.notes
        for box in shown.boxes:
            yield from self._blocks(box, "", 0, 1)
        if self._waiting and ends_sentence(shown.text):
            yield from self._note_lines()

    def _label(self, element: etree._Element, listed: str, level: int) -> str:
        own = listed or self._styles.listed(element.get("style-name"))
        if own:
            return self._styles.label(own, level)
        outline = element.get("outline-level") or ""
        if element.tag == "h" and outline.isdecimal():
            return self._styles.outline_label(int(outline[:3]) - 1)
        return ""

    def _level(self, element: etree._Element, name: str | None) -> int | None:
        if element.tag == "h":
            written = element.get("outline-level") or ""
            return min(int(written[:3]), 9) if written.isdecimal() else 1
        return 1 if self._styles.is_title(name, self._number <= _TITLE_LINES) else None

    def _note_lines(self) -> Iterator[Line]:
        waiting, self._waiting = self._waiting, []
        for note in waiting:
            yield from self._blocks(note, "", 0, 1)

    def _gather(self, element: etree._Element, shown: _Shown, depth: int) -> None:
        """Gather what is shown of an element, and of what is in it; its tail is its parent's."""
        if depth > _DEEPEST:
            return
        shown.parts.append(_plain(element.text))
        for child in element.iterchildren(etree.Element):
            self._gather_child(child, shown, depth)
            shown.parts.append(_plain(child.tail))

    def _gather_child(self, child: etree._Element, shown: _Shown, depth: int) -> None:
        match child.tag:
            case "s":
                count = child.get("c") or "1"
                shown.parts.append(
                    " " * min(int(count[:6]) if count.isdecimal() else 1, _MOST_SPACES)
                )
            case "tab":
                shown.parts.append(" ")
            case "line-break":
                shown.parts.append("\n")
            case "note":
                shown.notes += children(child, "note-body")
                self._aside += sum(
                    size_of("".join(n.itertext())) for n in children(child, "note-citation")
                )
            case "annotation":
                self._comment_count += 1
                self._comments += size_of("".join(child.itertext()))
            case tag if tag in _BOXES:
                shown.boxes.append(child)
            case tag if tag in _NO_TEXT:
                self._pass_over(child)
            case "span" | "hidden-text" if self._is_hidden(child):
                self._hidden += size_of("".join(child.itertext()))
            case _:
                self._gather(child, shown, depth + 1)

    def _is_hidden(self, element: etree._Element) -> bool:
        return element.tag == "hidden-text" or self._styles.is_hidden(element.get("style-name"))

    def _pass_over(self, element: etree._Element) -> None:
        size = size_of("".join(element.itertext()))
        if element.tag == "tracked-changes":
            self._deleted += sum(
                size_of("".join(p.itertext()))
                for deletion in element.iter("deletion")
                for p in deletion.iter("p", "h")
            )
            self._aside += size - self._deleted
        elif element.get("display") == "none":
            self._hidden += size
        else:
            self._aside += size

    def _table(self, table: etree._Element, depth: int) -> Iterator[Line]:
        """Yield a line for each row; of a table within a cell the text stands in the cell."""
        if depth > _DEEPEST:
            return
        for element in table.iterchildren(
            "table-row", "table-header-rows", "table-rows", "table-row-group"
        ):
            if element.tag != "table-row":
                yield from self._table(element, depth + 1)
                continue
            cells = []
            for cell in children(element, "table-cell"):
                lines = self._blocks(cell, "", 0, depth + 1)
                cells.append(" ".join(line.text for line in lines))
            if any(cells):
                self._number += 1
                yield Line(_CELL_SEPARATOR.join(cells), self._number)


def _plain(text: str | None) -> str:
    """Return text as it is shown: white space of the file is one space (OpenDocument 1.3, part 3, 6.1.2)."""
    if not text:
        return ""
    words = " ".join(text.split())
    before, after = text[:1].isspace() and words, text[-1:].isspace()
    return f"{' ' if before else ''}{words}{' ' if after else ''}"
