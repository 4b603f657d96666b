"""Rich text: which lines are in an RTF file? (RTF Specification 1.9.1)

Text is bytes in the encoding of its font, or numbers of Unicode with bytes for old programs behind
them; rows of tables are cells that end; what the file only keeps for programs is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ...article_fields import FieldName
from ...errors import UnreadableError, damaged
from ...text.sentences import ends_sentence
from ..fields.evidence import Evidence
from ..lines.coverage import size_of
from ..lines.rendering import Form, Line, Rendering, SetAside
from .rich_text_words import Word, words_of

_CELL_SEPARATOR = " | "
_DEEPEST = 2000
_SURE_OF_TITLE = 0.6
# Encodings by number of a code page, and by that of a font's set of characters.
_PAGES = {
    936: "gb18030",
    54936: "gb18030",
    950: "big5hkscs",
    932: "cp932",
    949: "cp949",
    65001: "utf-8",
}
_SETS = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949", 204: "cp1251", 161: "cp1253"}
_LATIN = "cp1252"
_SIGNS = {
    "tab": " ", "line": "\n", "softline": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
    "~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}",
}  # fmt: skip
_ENDS = frozenset({"par", "sect", "page", "\n", "\r"})
# What a group is for, where it is no text.
_ASIDE = frozenset(
    {
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "themedata",
    }
    | {"pict", "object", "objdata", "datastore", "latentstyles", "filetbl", "revtbl", "xmlnstbl"}
    | {"fldinst", "bkmkstart", "bkmkend", "nonshppict", "colorschememapping", "pgptbl", "mmathPr"}
    | {"sn", "sv", "private", "author", "operator", "company", "subject", "keywords", "doccomm"}
    | {"creatim", "revtim", "printim", "buptim", "comment", "manager", "category", "hlinkbase"}
    | {"atnid", "atnauthor", "atntime", "atnref", "atndate", "chatn", "ftnsep", "ftnsepc", "ftncn"}
    | {
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "tc",
        "xe",
        "template",
        "userprops",
        "fontemb",
        "falt",
        "panose",
    }
)
_FURNITURE = frozenset(
    {"header", "footer", "headerl", "headerr", "headerf", "footerl", "footerr", "footerf"}
)
# Groups that begin with \* and are read all the same.
_READ = frozenset(
    {"shpinst", "shptxt", "shprslt", "pntext", "listtext", "ud", "fldrslt", "annotation"}
)
_LABELS = frozenset({"listtext", "pntext"})  # numbers before paragraphs, as programs wrote them
_LEVELS = range(9)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group, until it ends."""

    encoding: str
    place: str = ""  # what the group is for: fonttbl, title, aside, furniture, comment, note, label
    skipped: int = 1  # bytes behind a number of Unicode (\uc)
    is_hidden: bool = False
    is_deleted: bool = False
    is_starred: bool = False  # it began with \*
    font: int = 0  # in the table of fonts


@dataclass(slots=True)
class _Reading:
    """Reads a file from its beginning to its end."""

    state: _State = field(default_factory=lambda: _State("gb18030"))
    lines: list[Line] = field(default_factory=list)
    title: str = ""
    sizes: dict[str, int] = field(default_factory=dict)  # of what was passed over
    notes: int = 0
    _stack: list[_State] = field(default_factory=list)
    _fonts: dict[int, str] = field(default_factory=dict)
    _page: str = "gb18030"
    _bytes: bytearray = field(default_factory=bytearray)
    _left: int = 0  # bytes or controls to be passed over behind a number of Unicode
    _high: int = 0  # the first half of a character beyond the first 65,536
    _text: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _level: int | None = None
    _is_in_table: bool = False
    _waiting: list[str] = field(default_factory=list)
    _note: list[str] = field(default_factory=list)

    def read(self, word: Word) -> None:
        """Take in a piece. Raises UnreadableError where groups are too deep."""
        if word.content:
            self._take_bytes(word.content)
            return
        if word.control == "'":
            return
        if self._left and word.control not in {"{", "}"} and word.control != "u":
            self._left -= 1
            return
        self._flush()
        match word.control:
            case "{":
                self._stack.append(self.state)
                if len(self._stack) > _DEEPEST:
                    raise damaged("RTF 文件")
                self.state = replace(self.state, is_starred=False)
                self._left = 0
            case "}":
                self._close()
            case "*":
                self.state = replace(self.state, is_starred=True)
            case "u":
                self._take_number(word.value or 0)
            case _:
                self._control(word.control, word.value)

    def _close(self) -> None:
        left, self._left = self.state, 0
        if not self._stack:
            return
        self.state = self._stack.pop()
        if left.place == "note" and self.state.place != "note":
            self._waiting.append("".join(self._note))
            self._note = []

    def _control(self, control: str, value: int | None) -> None:
        state = self.state
        if control in _SIGNS:
            self._show(_SIGNS[control])
        elif control in _ASIDE or (state.is_starred and control not in _READ):
            self.state = replace(state, place="aside", is_starred=False)
        elif control in _FURNITURE:
            self.state = replace(state, place="furniture")
        elif control == "annotation":
            self.notes += 1
            self.state = replace(state, place="comment", is_starred=False)
        elif control in _LABELS and not state.place:
            self.state = replace(state, place="label", is_starred=False)
        elif control == "footnote":
            self.state = replace(state, place="note")
        elif control in {"fonttbl", "title"} and not state.place:
            self.state = replace(state, place=control)
        elif state.place in {"fonttbl", "aside"}:
            self._of_font(control, value)
        else:
            self._set(control, value)

    def _of_font(self, control: str, value: int | None) -> None:
        if self.state.place == "fonttbl" and control == "f":
            self.state = replace(self.state, font=value or 0)
        elif self.state.place == "fonttbl" and control == "fcharset" and value in _SETS:
            self._fonts[self.state.font] = _SETS[value]

    def _set(self, control: str, value: int | None) -> None:
        state = self.state
        match control:
            case "ansicpg":
                self._page = _PAGES.get(value or 0, _LATIN)
                self.state = replace(state, encoding=self._page)
            case "f":
                self.state = replace(state, encoding=self._fonts.get(value or 0, self._page))
            case "uc":
                self.state = replace(state, skipped=min(max(value or 0, 0), 10))
            case "v":
                self.state = replace(state, is_hidden=value != 0)
            case "deleted":
                self.state = replace(state, is_deleted=value != 0)
            case "plain":
                encoding = self._fonts.get(0, self._page)
                self.state = replace(state, is_hidden=False, is_deleted=False, encoding=encoding)
            case "pard" if not state.place:
                self._level, self._is_in_table = None, False
            case "intbl":
                self._is_in_table = True
            case "outlinelevel":
                self._level = (value or 0) + 1 if value in _LEVELS else None
            case "cell" | "nestcell" if not state.place:
                self._cells.append(self._taken())
            case "row" | "nestrow" if not state.place:
                self._end_row()
            case ended if ended in _ENDS:
                self._end_paragraph()

    def _take_bytes(self, content: bytes) -> None:
        if self._left:
            passed = min(self._left, len(content))
            self._left -= passed
            content = content[passed:]
        self._bytes += content

    def _take_number(self, number: int) -> None:
        code = number & 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high:
                self._show(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = 0
        else:
            self._show(chr(code))
        self._left = self.state.skipped

    def _flush(self) -> None:
        if self._bytes:
            text = bytes(self._bytes).decode(self.state.encoding, "replace")
            self._bytes.clear()
            self._show(text)

    def _show(self, text: str) -> None:
        state = self.state
        rule = state.place
        if not rule and (state.is_hidden or state.is_deleted):
            rule = "hidden" if state.is_hidden else "deleted"
        match rule:
            case "":
                self._text.append(text)
            case "label":  # behind a Chinese number stands no space: 一、总则
                is_gap = text == " " and bool(self._text) and not self._text[-1][-1:].isascii()
                self._text.append("" if is_gap else text)
            case "note":
                self._note.append(text)
            case "title":
                self.title += text
            case "aside" | "fonttbl":
                pass
            case _:
                self.sizes[rule] = self.sizes.get(rule, 0) + size_of(text)

    def _taken(self) -> str:
        text = "".join(self._text)
        self._text.clear()
        return " ".join(text.split())

    def _end_row(self) -> None:
        if rest := self._taken():
            self._cells.append(rest)
        if any(self._cells):
            self._add(_CELL_SEPARATOR.join(self._cells), None)
        self._cells.clear()
        self._add_notes()

    def _end_paragraph(self) -> None:
        if self.state.place == "note":
            self._note.append("\n")
            return
        if self.state.place:
            return
        if self._is_in_table:
            self._text.append(" ")
            return
        if self._cells:
            self._end_row()
        text = "".join(self._text)
        self._text.clear()
        for part in text.split("\n"):
            self._add(" ".join(part.split()), self._level)
        if ends_sentence(text.strip()):
            self._add_notes()

    def _add(self, text: str, level: int | None) -> None:
        if text:
            self.lines.append(Line(text, len(self.lines) + 1, level=level))

    def _add_notes(self) -> None:
        waiting, self._waiting = self._waiting, []
        for note in waiting:
            for part in note.split("\n"):
                self._add(" ".join(part.split()), None)

    def end(self) -> None:
        """Take in what no mark ends."""
        self._flush()
        self.state = _State(self._page)
        self._is_in_table = False
        self._end_row()
        self._end_paragraph()
        self._add_notes()

    def set_aside(self) -> Iterator[SetAside]:
        """Name what was passed over."""
        said = {
            "hidden": ("隐藏文字", "隐藏的 {} 字未收入"),
            "deleted": ("修订中删除的文字", "修订中删除的 {} 字未收入"),
            "furniture": ("页眉页脚", "页眉页脚的 {} 字未收入"),
        }
        for rule, size in self.sizes.items():
            if size and rule in said:
                name, remark = said[rule]
                yield SetAside(name, size, remark.format(size))
        if self.notes:
            yield SetAside("批注", self.sizes.get("comment", 0), f"{self.notes} 个批注未收入")


def read_rich_text(content: bytes) -> Rendering:
    """Render an RTF file. Raises UnreadableError."""
    reading = _Reading()
    for word in words_of(content):
        reading.read(word)
    reading.end()
    hints: tuple[Evidence, ...] = ()
    if title := " ".join(reading.title.split()):
        hints = (Evidence(FieldName.TITLE, title, "RTF 文件信息“title”", _SURE_OF_TITLE),)
    if not reading.lines and b"\\pict" in content:
        raise UnreadableError("只有图片；另存为 PDF，便可识别文字")
    return Rendering(
        tuple(reading.lines),
        Form.DOCUMENT,
        hints=hints,
        set_aside=tuple(reading.set_aside()),
    )
