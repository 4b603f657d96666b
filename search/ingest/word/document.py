"""Word documents: what lines are in a .docx? Paragraphs and tables in order, with their numbers.

The parts and elements are those of ECMA-376, part 1 (WordprocessingML). Notes follow the sentence
they belong to; a head that only the first page bears comes first; files that are inserted
(altChunk) stand where they are inserted.
"""

import io
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain

from lxml import etree

from ...errors import UnreadableError, damaged
from ...text.sentences import ends_sentence
from ..documents.mhtml import read_mhtml
from ..documents.pasted_text import render_pasted
from ..documents.web_page import render_html
from ..files.archives import DAMAGES
from ..files.decoding import decode
from ..lines.coverage import size_of
from ..lines.rendering import Form, Line, Rendering, SetAside
from ..office.rich_text import read_rich_text
from ..recognition import Format, recognize
from ..scans.installed import can_scan, unread
from ..scans.picture_files import read_pictures
from .asides import Asides, Rule, held_by
from .binary import read_doc
from .furniture import LARGE, is_letterhead, take_furniture
from .numbering import Numbering
from .package import MC, A, Budget, M, Package, Part, R, W, is_on, value_of
from .pictures import pictures_of
from .styles import Styles
from .text import (
    Shown,
    TextWalk,
    drawn_text,
    is_comment,
    is_prompt,
    is_removal,
    shown_branch,
)

_THIS = "Word 文件（.docx）"
_PICTURES_ONLY = "只有图片"
_FEW = 60  # characters, beside pictures that hold the text
_CELL_SEPARATOR = " | "
_PARAGRAPHS = {f"{W}p", f"{W}r", f"{M}oMath", f"{M}oMathPara"}
_BLOCKS = _PARAGRAPHS | {f"{W}tbl", f"{W}altChunk", f"{W}subDoc"}
_NO_BLOCKS = {
    f"{W}{name}" for name in ("pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr")
}
_REMOVED = {f"{W}del", f"{W}moveFrom"}
_TITLE_STYLES = {"title", "标题"}
_TITLE_PARAGRAPHS = 12  # in which a title may stand that only its size tells
_MOST_INSERTED = 2  # documents in one another: one that is inserted, and one inserted there
_TEXT_PARTS = ("footnotes", "endnotes", "comments", "header", "footer", "diagramData", "chart")


def read_docx(content: bytes) -> Rendering:
    """Render a document, also one of Word 2003's XML. Raises UnreadableError."""
    return _read(content, Budget(), 0)


def _read(content: bytes, budget: Budget, depth: int) -> Rendering:
    try:
        package = Package(content, budget)
        reading = _Reading(package, budget, depth)
        lines = tuple(reading.lines())
    except (*DAMAGES, etree.XMLSyntaxError, TypeError, AttributeError) as error:
        # A document is taken to be as the standard has it: what is not fails anywhere.
        raise damaged(_THIS) from error
    has_pictures = any("/media/" in name for name in package.names())
    is_bare = not depth and sum(size_of(line.text) for line in lines) < _FEW
    scanned = _recognized(content, package) if is_bare and has_pictures else None
    if scanned:
        own = (*reading.asides.all(), *scanned.set_aside)
        told = reading.asides.told()
        below = _below(lines, scanned.lines)
        return replace(scanned, lines=below, held=None, set_aside=own, told=told)
    if not lines:
        reason = reading.asides.reason()
        raise UnreadableError(f"{reason}；{unread(_PICTURES_ONLY)}" if has_pictures else reason)
    asides = reading.asides
    return Rendering(
        lines, Form.DOCUMENT, held=reading.held, set_aside=asides.all(), told=asides.told()
    )


def _recognized(content: bytes, package: Package) -> Rendering | None:
    """Read what the pictures of a document show; None where they say nothing, or cannot be read here."""
    if not can_scan():
        return None
    with suppress(UnreadableError, *DAMAGES):
        return read_pictures(content, pictures_of(package), "Word 文件")
    return None


def _below(lines: Sequence[Line], others: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines, and others below them."""
    return tuple(replace(line, number=at) for at, line in enumerate((*lines, *others), 1))


@dataclass(frozen=True, slots=True)
class _Block:
    """A text that stands by itself: a paragraph's, a row's, or a line of an inserted file."""

    text: str  # with line breaks
    paragraph: etree._Element | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class _Story:
    """A part whose text is read by itself: the document, its notes, a header."""

    part: Part
    walk: TextWalk


_Note = tuple[etree._Element, _Story]


class _Reading:
    """Reads a document from its beginning to its end."""

    def __init__(self, package: Package, budget: Budget, depth: int) -> None:
        self._package, self._budget, self._depth = package, budget, depth
        self.asides = Asides()
        main = package.main
        self._parts = {kind: list(package.related(main, kind)) for kind in _TEXT_PARTS}
        beside = (part.root for parts in self._parts.values() for part in parts)
        self.held = held_by(main.root) + sum(map(held_by, beside))
        styles = [part.root for part in package.related(main, "styles")]
        styles += main.root.findall(f"{W}styles")
        self._styles = Styles(styles[0] if styles else None)
        lists = [part.root for part in package.related(main, "numbering")]
        self._numbering = Numbering(self._styles, lists)
        self._main = self._story(main)
        self._all_notes = dict(self._find_notes())
        self._waiting: list[_Note] = []  # notes, until a sentence ends
        self._taken: set[str] = set()  # names of parts
        self._number = 0

    def lines(self) -> Iterator[Line]:
        """Yield every line."""
        root = self._main.part.root
        bodies = root.findall(f"{W}body")  # some programs write several
        if not bodies:
            raise UnreadableError("不是 Word 文档，或已损坏；请另存为 .docx 或 PDF")
        for block in self._letterhead(root):
            yield from self._lines(block)
        for block in chain.from_iterable(self._blocks(body, self._main) for body in bodies):
            yield from self._lines(block)
            if self._waiting and (block.paragraph is None or ends_sentence(block.text)):
                yield from self._note_lines()
        yield from self._note_lines()
        self._count_the_rest()

    def _lines(self, block: _Block) -> Iterator[Line]:
        for index, part in enumerate(block.text.split("\n")):
            if stripped := part.strip():
                self._number += 1
                level = (block.level or self._level(block.paragraph)) if index == 0 else None
                yield Line(stripped, self._number, level=level)

    def _note_lines(self) -> Iterator[Line]:
        waiting, self._waiting = self._waiting, []
        for note, story in waiting:
            for block in self._blocks(note, story):
                yield from self._lines(block)

    def _blocks(self, parent: etree._Element, story: _Story) -> Iterator[_Block]:
        """Yield each paragraph, each row of a table, and the lines of inserted files."""
        open_ones: list[etree._Element] = []  # paragraphs that run on into the next
        shown = Shown()
        for element in self._children(parent, _BLOCKS):
            is_paragraph = element.tag in _PARAGRAPHS
            if is_paragraph:
                story.walk.gather(element, shown)
                open_ones.append(element)
            if open_ones and not (is_paragraph and story.walk.loses_mark(element)):
                yield from self._shown(shown, open_ones[-1], story)
                open_ones, shown = [], Shown()
            if element.tag == f"{W}tbl":
                for row in self._children(element, {f"{W}tr"}):
                    yield _Block(self._row(row, story))
            elif not is_paragraph:
                yield from self._inserted(element, story)
        if open_ones:
            yield from self._shown(shown, open_ones[-1], story)

    def _children(self, parent: etree._Element, wanted: Set[str]) -> Iterator[etree._Element]:
        """Yield the elements of a kind, also those in content controls, changes and alternatives."""
        for child in parent:
            tag = child.tag
            if tag in wanted:
                yield child
            elif tag in _NO_BLOCKS or not isinstance(tag, str):
                continue
            elif tag in _REMOVED or is_removal(child):
                self.asides.take(Rule.DELETED, child)
            elif is_comment(child):
                self.asides.take(Rule.COMMENT, child)
            elif is_prompt(child, self._styles):
                self.asides.take(Rule.PROMPT, child)
            elif tag == f"{MC}AlternateContent":
                for branch in shown_branch(child, self.asides):
                    yield from self._children(branch, wanted)
            else:
                yield from self._children(child, wanted)

    def _shown(self, shown: Shown, paragraph: etree._Element, story: _Story) -> Iterator[_Block]:
        for text in shown.before:
            yield _Block(text)
        for note in shown.notes:
            self._waiting += self._note(note, story)
        yield _Block(self._numbering.label(paragraph) + shown.text, paragraph)
        for box in shown.boxes:
            is_file = box.tag == f"{W}altChunk"
            yield from self._inserted(box, story) if is_file else self._blocks(box, story)
        for text in (*shown.after, *self._drawn_elsewhere(shown.related, story)):
            yield _Block(text)

    def _row(self, row: etree._Element, story: _Story) -> str:
        """Return a row of a table as one text; a row or a cell that was deleted is none."""
        if row.find(f"{W}trPr/{W}del") is not None:
            self.asides.take(Rule.DELETED, row)
            return ""
        if is_on(row.find(f"{W}trPr/{W}hidden")):
            self.asides.take(Rule.HIDDEN, row)
            return ""
        cells = []
        for cell in self._children(row, {f"{W}tc"}):
            if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                self.asides.take(Rule.DELETED, cell)
                continue
            texts = [b.text.replace("\n", " ").strip() for b in self._blocks(cell, story)]
            cells.append(" ".join(text for text in texts if text))
        return _CELL_SEPARATOR.join(cells) if any(cells) else ""

    def _level(self, paragraph: etree._Element | None) -> int | None:
        """Return a heading's level by its style, or of a title that only its size and place tell."""
        if paragraph is None:
            return None
        name = self._styles.name(paragraph)
        if name in _TITLE_STYLES:
            return 1
        if name.startswith("heading ") and name[8:].isdigit():
            return min(int(name[8:]), 9)
        is_near_top = self._number <= _TITLE_PARAGRAPHS
        is_title = is_near_top and _is_large(paragraph) and _is_centred(paragraph)
        return 1 if is_title else None

    def _story(self, part: Part) -> _Story:
        return _Story(part, TextWalk(part.root, self._styles, self.asides))

    def _find_notes(self) -> Iterator[tuple[tuple[str, str], _Note]]:
        """Find the notes, by kind and identifier, but the lines that part them from the text."""
        for kind in ("footnotes", "endnotes"):
            for part in self._parts[kind]:
                story = self._story(part)
                for note in part.root:
                    if note.get(f"{W}type", "normal") == "normal":
                        yield (kind, note.get(f"{W}id", "")), (note, story)
                    else:
                        self.asides.take(Rule.PAGE_MARK, note)

    def _note(self, note: etree._Element | tuple[str, str], story: _Story) -> list[_Note]:
        """Return a note that is referred to, once."""
        if not isinstance(note, tuple):
            return [(note, story)]
        found = self._all_notes.pop(note, None)
        return [found] if found else []

    def _drawn_elsewhere(self, identifiers: list[str], story: _Story) -> Iterator[str]:
        """Yield the texts of the diagrams and charts that a paragraph shows."""
        for identifier in identifiers:
            _, name = story.part.related.get(identifier, ("", ""))
            for part in (*self._parts["diagramData"], *self._parts["chart"]):
                if part.name == name and name not in self._taken:
                    self._taken.add(name)
                    yield from map(drawn_text, part.root.iter(f"{A}p"))

    def _inserted(self, element: etree._Element, story: _Story) -> Iterator[_Block]:
        """Yield the lines of a file that is inserted here (ECMA-376, part 1, 17.17.2.1)."""
        _, name = story.part.related.get(element.get(f"{R}id", ""), ("", ""))
        try:
            content = self._package.content(name)
            if content is None:
                raise UnreadableError("文件不在其中，请另外放入")
            self._budget.insert()
            rendering = self._render(content, name)
        except UnreadableError as error:
            remark = f"插入的文件未收入：{error.reason}"
            self.asides.say(SetAside(str(Rule.INSERTED), 0, remark))
            return
        lines = sum(size_of(line.text) for line in rendering.lines)
        self.held += lines if rendering.held is None else rendering.held
        for aside in rendering.set_aside:
            self.asides.say(aside)
        for line in rendering.lines:
            yield _Block(line.text, level=line.level)

    def _render(self, content: bytes, name: str) -> Rendering:
        match recognize(io.BytesIO(content), name):
            case Format.HTML:
                return render_html(decode(content))
            case Format.MHTML:
                return read_mhtml(content)
            case Format.DOC:
                return read_doc(content)
            case Format.RICH_TEXT:
                return read_rich_text(content)
            case Format.DOCX:
                if self._depth >= _MOST_INSERTED:
                    raise UnreadableError("文件套得太深")
                return _read(content, self._budget, self._depth + 1)
            case Format.PASTED_TEXT | Format.MARKDOWN | Format.CSV:
                return render_pasted(decode(content))
            case other:
                raise UnreadableError(f"{other} 文件")

    def _letterhead(self, body: etree._Element) -> Iterator[_Block]:
        """Yield the header of the first page where it is a letterhead: large, or WordArt, or …文件."""
        section = next(body.iter(f"{W}sectPr"), None)
        if section is None:
            return
        kind = "first" if is_on(section.find(f"{W}titlePg")) else "default"
        references = section.findall(f"{W}headerReference")
        named = [r.get(f"{R}id", "") for r in references if r.get(f"{W}type", "default") == kind]
        names = [self._main.part.related.get(identifier, ("", ""))[1] for identifier in named]
        for part in self._parts["header"]:
            is_new = part.name in names and part.name not in self._taken
            if is_new and is_letterhead(part.root, kind == "first"):
                self._taken.add(part.name)
                yield from self._blocks(part.root, self._story(part))

    def _count_the_rest(self) -> None:
        """Count what stands in other parts and was not taken."""
        for part in (*self._parts["header"], *self._parts["footer"]):
            if part.name not in self._taken:
                take_furniture(part.root, self.asides)
        for furniture in self._main.part.root.iter(f"{W}hdr", f"{W}ftr"):
            take_furniture(furniture, self.asides)
        for part in self._parts["comments"]:
            comments = len(part.root.findall(f"{W}comment"))
            self.asides.add(Rule.COMMENT, held_by(part.root), comments)
        for part in (*self._parts["diagramData"], *self._parts["chart"]):
            if part.name not in self._taken:
                self.asides.take(Rule.OTHER_FORM, part.root)
        for note, _ in self._all_notes.values():
            self.asides.take(Rule.UNUSED_NOTE, note)


def _is_large(paragraph: etree._Element) -> bool:
    sizes = [size.get(f"{W}val") or "" for size in paragraph.iterfind(f"{W}r/{W}rPr/{W}sz")]
    return bool(sizes) and all(size.isdigit() and int(size) >= LARGE for size in sizes)


def _is_centred(paragraph: etree._Element) -> bool:
    return value_of(paragraph, f"{W}pPr/{W}jc") == "center"
