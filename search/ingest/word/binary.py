"""Old Word files: what lines are in a Word file of the old binary format (.doc, Word 97 to 2003)?

What is shown and what is not is as in a .docx; `binary_streams` reads the format.
"""

import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from ...article import in_one_line
from ...errors import UnreadableError, damaged
from ...text.sentences import ends_sentence
from ..files.archives import STORAGE_DAMAGES
from ..lines.rendering import Form, Line, Rendering
from .asides import Asides, Rule
from .binary_streams import UNKNOWN, Look, Streams
from .binary_structures import unsigned
from .fields import shown_by_field
from .furniture import names_watermark, rule_of_furniture
from .symbols import PRIVATE, symbol

_MAGIC, _WORD_97 = 0xA5EC, 0x00C1
_OLD_MAGICS = (0xA5, 0xA6)  # of Word 6 and 95, the second byte of several
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FLAGS_AT = 0x0A
_PARAGRAPH_ENDS = frozenset("\r\x07\x0c")
_PARAGRAPH_END, _CELL_END = "\r", "\x07"
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_KEPT = {"\t": " ", "\x1e": "-", "\x1f": "", "\xa0": " ", "\x0b": "\n"}
_CELL_SEPARATOR = " | "
_HEADINGS = range(1, 10)  # style indexes that are always Heading 1 to 9 ([MS-DOC] 2.9.271)
_ROW = -1  # instead of a style
_PLAIN = Look()
# What is no plain text stands alone: controls, and codes of symbol fonts.
_TOKEN = re.compile("[^\x00-\x1f\xa0\uf000-\uf0ff]+|.", re.DOTALL)
_NOT_COUNTED = re.compile(r"[\x00-\x20\s\udc00-\udfff]+")
_THIS = "Word 文件（.doc）"


def read_doc(content: bytes) -> Rendering:
    """Render a document. Raises UnreadableError."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            main = compound.openstream("WordDocument").read()
            name = "1Table" if unsigned(main, _FLAGS_AT, 2) & _SECOND_TABLE else "0Table"
            _check(main)
            table = compound.openstream(name).read()
            data = compound.openstream("Data").read() if compound.exists("Data") else b""
        reading = _Reading(Streams(main, table, data))
        lines = tuple(reading.lines())
    except STORAGE_DAMAGES as error:
        raise damaged(_THIS) from error
    if not lines:
        raise UnreadableError(reading.asides.reason())
    asides = reading.asides
    return Rendering(
        lines, Form.DOCUMENT, held=reading.held, set_aside=asides.all(), told=asides.told()
    )


def _check(main: bytes) -> None:
    is_word_97 = unsigned(main, 0, 2) == _MAGIC
    if main[1] in _OLD_MAGICS and 0 < unsigned(main, 2, 2) < _WORD_97:
        raise UnreadableError("Word 95 或更早的文件；请用 Word 另存为 .docx")
    if not is_word_97:
        raise damaged(_THIS)
    if unsigned(main, _FLAGS_AT, 2) & _ENCRYPTED:
        raise UnreadableError("已加密；请去掉密码后再放入")


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    has_result: bool = False


class _Reading:
    """Reads a document from its beginning to its end."""

    def __init__(self, streams: Streams) -> None:
        self._streams, self._text = streams, streams.text
        self._notes, self._marks = streams.notes()
        self._mark_places = sorted(self._marks)
        self._waiting: list[range] = []  # notes, until a sentence ends
        self._number = 0
        self.asides = Asides()
        self.held = _size(self._text)

    def lines(self) -> Iterator[Line]:
        """Yield every line: notes follow the sentence they belong to, text boxes stand at the end."""
        streams = self._streams
        noted = set(self._notes.values())
        yield from self._art()
        yield from self._letterhead()
        yield from self._part(streams.body)
        yield from self._note_lines()
        for part in (streams.footnotes, streams.endnotes):
            if not any(note.start in part for note in noted if note):
                yield from self._part(part)  # where nothing tells which note is whose
        yield from self._part(streams.boxes)
        yield from self._note_lines()
        for note in self._notes.values():
            self.asides.add(Rule.UNUSED_NOTE, _size(self._text[note.start : note.stop]))
        if comments := _size(self._text[streams.comments.start : streams.comments.stop]):
            self.asides.add(Rule.COMMENT, comments, streams.comment_count())

    def _part(self, part: range) -> Iterator[Line]:
        for text, style in self._blocks(part):
            for index, line in enumerate(text.split("\n")):
                if stripped := _whole(line).strip(" |\u3000"):
                    self._number += 1
                    level = style if style in _HEADINGS and index == 0 else None
                    yield Line(stripped, self._number, level=level)
            if style == _ROW or ends_sentence(text):
                yield from self._note_lines()

    def _note_lines(self) -> Iterator[Line]:
        waiting, self._waiting = self._waiting, []
        for note in waiting:
            yield from self._part(note)

    def _art(self) -> Iterator[Line]:
        """Yield what is drawn as WordArt, a red head mostly; where it stands is not worked out."""
        for art in self._streams.art():
            self.held += _size(art.text)
            self.asides.hear(art.text)
            if names_watermark(art.name):
                self.asides.add(Rule.WATERMARK, _size(art.text))
            elif art.in_header and not _is_head(art.text):
                self.asides.add(Rule.FURNITURE, _size(art.text))
            elif text := in_one_line(re.sub("[\r\x0b]", "\n", art.text)).strip():
                self._number += 1
                yield Line(text, self._number)

    def _letterhead(self) -> Iterator[Line]:
        """Yield the header of the first page where it is a head: 云江市人民政府文件."""
        streams = self._streams
        size = 0
        for part in (streams.first_header(), streams.header_boxes):
            text = self._text[part.start : part.stop]
            if any(map(_is_head, re.split("[\r\x0b]", text))):
                size -= _size(text)
                yield from self._part(part)
                break
        texts = [self._text[p.start : p.stop] for p in (streams.headers, streams.header_boxes)]
        size += sum(map(_size, texts))
        self.asides.hear(*(line for text in texts for line in re.split("[\r\x07\x0b]", text)))
        if size > 0:
            self.asides.add(rule_of_furniture("".join(texts)), size)

    def _blocks(self, part: range) -> Iterator[tuple[str, int]]:
        """Yield paragraphs, each with its style, and rows of tables."""
        cells: list[str] = []
        for text, end in self._paragraphs(part):
            paragraph = self._streams.paragraph(end)
            numbered = self._streams.label(paragraph) + text
            if self._text[end] != _CELL_END:
                yield numbered, paragraph.style
            elif not (paragraph.ends_row or (paragraph is UNKNOWN and not text and cells)):
                cells.append(numbered.replace("\n", " ").strip())
            else:
                yield _CELL_SEPARATOR.join(cells), _ROW
                cells = []
        yield _CELL_SEPARATOR.join(cells), _ROW  # of a table that never ends

    def _paragraphs(self, part: range) -> Iterator[tuple[str, int]]:
        """Yield each paragraph as it is shown, and the position of its end; of fields only the results."""
        shown: list[str] = []
        fields: list[_Field] = []
        closed = set(self._closed_fields(part))
        end = part.start
        for start, stop, look in self._stretches(part):
            for token in _TOKEN.finditer(self._text, start, stop):
                text, position = token[0], token.start()
                if text in _PARAGRAPH_ENDS:
                    end = position
                    if text == _PARAGRAPH_END and (look.deleted or look.hidden):
                        continue  # it runs on into the next
                    yield "".join(shown), position
                    shown = []
                elif text == _FIELD_BEGIN:
                    if position in closed:
                        fields.append(_Field())
                elif text == _FIELD_RESULT and fields:
                    fields[-1].has_result = True
                elif text == _FIELD_END and fields:
                    self._show_field(fields.pop(), look, fields, shown)
                else:
                    self._take(token, look, fields, shown)
        if shown:
            yield "".join(shown), end

    def _stretches(self, part: range) -> Iterator[tuple[int, int, Look]]:
        """Cut a part where characters are set otherwise, and around marks of notes."""
        at, runs = part.start, self._streams.runs
        first = bisect_right(runs, at, key=lambda run: run.stop)
        for index in range(first, len(runs)):
            run = runs[index]
            if run.start >= part.stop:
                break
            yield from self._around_marks(at, run.start, _PLAIN)
            begin, at = max(at, run.start), min(run.stop, part.stop)
            yield from self._around_marks(begin, at, run.look)
        yield from self._around_marks(at, part.stop, _PLAIN)

    def _around_marks(self, start: int, stop: int, look: Look) -> Iterator[tuple[int, int, Look]]:
        for index in range(bisect_left(self._mark_places, start), len(self._mark_places)):
            mark = self._mark_places[index]
            if mark >= stop:
                break
            yield start, mark, look
            yield mark, mark + 1, look
            start = mark + 1
        if start < stop:
            yield start, stop, look

    def _take(
        self, token: re.Match[str], look: Look, fields: list[_Field], shown: list[str]
    ) -> None:
        text, position = token[0], token.start()
        rule = _rule(look, fields)
        if position in self._notes and rule is None:
            self._waiting.append(self._notes.pop(position))
        if position in self._marks:
            rule = rule or Rule.MARK
        if text < " " and text not in _KEPT:
            return
        if rule is None:
            shown.append(self._as_shown(text, look))
            return
        if fields and not fields[-1].has_result:
            fields[-1].instruction.append(text)
        if size := _size(text):
            self.asides.add(rule, size)

    def _as_shown(self, text: str, look: Look) -> str:
        if look.symbol:
            found = symbol(*look.symbol)
            if found is None:
                self.asides.add(Rule.SYMBOL, 0)
            return found or " "
        if len(text) == 1 and ord(text) in PRIVATE:
            return symbol(look.font or "Symbol", ord(text)) or text
        return _KEPT.get(text, text)

    def _show_field(
        self, ended: _Field, look: Look, fields: list[_Field], shown: list[str]
    ) -> None:
        if _rule(look, fields) is not None:
            return
        instruction = "".join(ended.instruction)
        if instruction.split()[:1] == ["EMBED"]:
            self.asides.add(Rule.OBJECT, 0)
        if not ended.has_result:
            shown.append(shown_by_field(instruction))

    def _closed_fields(self, part: range) -> Iterator[int]:
        """Yield where fields begin that also end: one that does not must hide nothing."""
        begun: list[int] = []
        for found in re.finditer("[\x13\x15]", self._text[part.start : part.stop]):
            if found[0] == _FIELD_BEGIN:
                begun.append(part.start + found.start())
            elif begun:
                yield begun.pop()


def _rule(look: Look, fields: list[_Field]) -> Rule | None:
    if look.deleted:
        return Rule.DELETED
    if look.hidden:
        return Rule.HIDDEN
    return None if all(f.has_result for f in fields) else Rule.FIELD_CODE


def _is_head(line: str) -> bool:
    return line.strip().endswith("文件")


def _size(text: str) -> int:
    """Count characters, without white space, controls and the second halves of characters."""
    return len(_NOT_COUNTED.sub("", text))


def _whole(text: str) -> str:
    """Join the halves of characters beyond the first 65,536."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
