"""Page lines: how do the elements of a page become lines? What is not shown is left out, and counted."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from lxml import etree

from ...article import in_one_line
from ...text.characters import HAN
from ..lines.coverage import size_of
from ..lines.labels import is_labelled
from ..lines.rendering import Line, SetAside
from ..lines.wraps import joined_wraps
from .declarations import PLAIN, Style
from .page_places import is_crumbs, place_of
from .page_styles import Look, PageStyles, is_surely_hidden, look_within

_NOT_TEXT = frozenset("head script style title meta link svg canvas".split())
_CONTROLS = frozenset("select option button map object embed audio video".split())
# What is shown where something else cannot be, and what is no text but may hold one.
_INSTEAD = frozenset("noscript template iframe textarea".split())
_READINGS = frozenset("rt rp rtc".split())  # above a character, and the brackets around them
_BLOCKS = frozenset(
    (
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav "
        "ol p pre section summary table tbody td tfoot th thead tr ul ucapcontent ucaptitle "
        "listing xmp plaintext"
    ).split()
)
_LOOKING = frozenset(
    "font center body table tbody tr td th pre listing xmp plaintext textarea".split()
)
_INLINE = frozenset("span a em i b font label strong u".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"ucaptitle": 1}
_BREAKS_KEPT = frozenset("pre listing xmp plaintext textarea".split())
_CELL_SEPARATOR = " | "
_MAX_CELL_LENGTH = 120  # characters: tables with longer cells lay out a page
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_NO_WIDTH = re.compile(r"[\u00ad\u200b\u2060\ufeff]+")
_INDENTS = frozenset("\u3000\xa0")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_SENTENCE_END = "。"
_NOTE_NUMBER = re.compile(r"[\[〔【(（]?\s*(?:注\s*)?(?:\d{1,3}|[①-⑳]|\*{1,3})\s*[\]〕】)）]?")
_AFTER_WORDS = re.compile(rf"[{HAN}，。、；：？！”’）》]")
_SET_OFF = frozenset(("center", "right", "end"))
_HIDDEN, _FORMS = "隐藏的文字", "表单和嵌入的内容"
_LEFT_OUT = (
    dict.fromkeys(_NOT_TEXT, "脚本和样式")
    | dict.fromkeys(_CONTROLS, _FORMS)
    | dict.fromkeys(_READINGS, "注音")
)
_SOMETIMES_LEFT_OUT = _INSTEAD | {"sup", "dialog"}
_MANY, _MUCH = 20, 0.05  # characters of hidden text, share of it: of less nobody needs to hear
_NO_INDENT = " \t\r\n"  # white space that the source is laid out with
_DAY_AT_START = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_TIME_AT_END = re.compile(rf"(?:\d{{1,2}}:\d\d|{_DAY_AT_START.pattern}日?)$")
_PARTS_BACK = 3  # to the link before, white space between


class Shown(Enum):
    """What counts as shown: what the page's style says, also what a script may show, or everything."""

    AS_STYLED = auto()
    WITH_LIFTED = auto()
    EVERYTHING = auto()


@dataclass(frozen=True, slots=True)
class _Within:
    """What stands in an element has this from it."""

    look: Look = field(default_factory=Look)
    place: int = 0
    is_crumbs: bool = False  # the markup calls it a breadcrumb
    is_set_off: bool = False  # its lines are centred or stand at the right
    keeps_breaks: bool = False


class PageLines:
    """Walks a page and gathers its lines."""

    def __init__(self, root: etree._Element, styles: PageStyles, shown: Shown) -> None:
        self.sentences = 0  # that are shown
        self.sentences_lifted = 0  # that are hidden, but may be shown by a script
        self._styles = styles
        self._shown = shown
        self._aside: Counter[str] = Counter()
        self._hidden_within = 0  # characters that are hidden where others are shown
        self._parts: list[str] = []
        self._linked = 0  # characters in links, of the line being gathered
        self._in_links = 0
        self._level: int | None = None
        self._data_tables = 0
        self._cells = 0  # of the row that is open
        self._within = [_Within()]
        self._block: list[Line] = []  # the lines of the block being gathered
        self._after_blank = False
        self._number = 0
        self._apart = 0  # blocks closed and opened since the last line
        self.lines: list[Line] = []
        self._walk(root)

    def set_aside(self) -> Iterator[SetAside]:
        """Yield what was not taken for text."""
        shown = sum(len(line.text) for line in self.lines)
        is_much = self._hidden_within >= max(_MANY, _MUCH * shown)
        for rule, characters in self._aside.items():
            remark = ""
            if rule == _HIDDEN and is_much:
                remark = f"正文里隐藏的文字共 {self._hidden_within} 字未收入"
            yield SetAside(rule, characters, remark)

    def _walk(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        opened: list[bool | None] = []  # is it a block? None where it is left out
        for event, element in walker:
            if event == "start":
                tag, within = element.tag, self._within[-1]
                name, classes = element.get("id"), element.get("class")
                style = self._styles.of(element, name, classes, within.look)
                if rule := _LEFT_OUT.get(tag) or self._why_left_out(tag, element, style):
                    opened.append(None)
                    self._leave_out(rule, element)
                    walker.skip_subtree()
                    continue
                is_block = tag in _BLOCKS or style.is_block
                opened.append(is_block)
                self._open(tag, element, is_block)
                place = place_of(tag, name, classes) or within.place
                crumbs = within.is_crumbs or is_crumbs(
                    tag, name or element.get("aria-label"), classes
                )
                self._within.append(_handed_down(within, place, crumbs, element, style))
                self._add(element.text)
            else:
                if (is_open_block := opened.pop()) is not None:
                    self._close(element.tag, is_open_block)
                    self._within.pop()
                self._add(element.tail)
        self._flush()

    def _why_left_out(self, tag: str, element: etree._Element, style: Style) -> str | None:
        """Name the rule by which an element is left out, None where it is shown."""
        if self._shown is Shown.AS_STYLED:
            is_hidden = style.is_gone or element.get("hidden") is not None
        else:
            is_hidden = self._shown is Shown.WITH_LIFTED and is_surely_hidden(element)
        if is_hidden:
            return _HIDDEN
        if tag not in _SOMETIMES_LEFT_OUT:
            return None
        if tag == "sup":
            return "注释号" if self._is_note_number(element) else None
        if self._shown is Shown.EVERYTHING or element.get("open") is not None:
            return None
        return _HIDDEN if tag == "dialog" else _FORMS

    def _leave_out(self, rule: str, element: etree._Element) -> None:
        """Count what is left out; what no reader would take for text is not held either."""
        if element.tag in _NOT_TEXT:
            return
        text = "".join(element.itertext())
        self._aside[rule] += size_of(text)
        if rule is _HIDDEN:
            self._note_hidden(text)
            if not is_surely_hidden(element):
                self.sentences_lifted += text.count(_SENTENCE_END)

    def _note_hidden(self, text: str) -> None:
        """Count hidden text in the midst of what is shown: menus that open, and the like, nobody misses."""
        is_amid = not self._linked and any(not part.isspace() for part in self._parts)
        if self._within[-1].place > 0 or is_amid:
            self._hidden_within += size_of(text)

    def _is_note_number(self, element: etree._Element) -> bool:
        """Say whether what is raised refers to a note: [1], ①, a link within the page; not m², 10³."""
        text = "".join(element.itertext()).strip()
        if _NOTE_NUMBER.fullmatch(text) is None:
            return False
        links = [link.get("href") or "" for link in element.iter("a")]
        if element.getparent().tag == "a":
            links.append(element.getparent().get("href") or "")
        before = "".join(self._parts).rstrip()[-1:]
        is_sign = not text[0].isdigit() and not text[0].isalpha()
        return (
            is_sign or any("#" in link for link in links) or _AFTER_WORDS.match(before) is not None
        )

    def _open(self, tag: str, element: etree._Element, is_block: bool) -> None:
        if tag in _INLINE and self._parts and self._is_set_apart((element.text or "").strip()[:40]):
            self._parts.append(" ")
        if self._within[-1].is_crumbs and (
            tag in {"a", "img"} or (tag in _INLINE and (element.text or "").strip()[:1].isalnum())
        ):
            self._part_crumbs()
        if tag == "a":
            self._in_links += 1
        elif tag == "br":
            self._break()
        elif tag in {"td", "th"} and self._data_tables:
            if self._cells:
                self._parts.append(_CELL_SEPARATOR)
            self._cells += 1
        elif tag == "tr" or (is_block and not self._data_tables):
            self._flush()
            self._apart += 1
        if tag == "tr":
            self._cells = 0
        if tag == "table":
            self._flush()
            self._cells = 0
            self._data_tables += self._data_tables > 0 or _is_data_table(element)
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]

    def _close(self, tag: str, is_block: bool) -> None:
        if tag == "a":
            self._in_links -= 1
        elif tag in {"tr", "table"} or (is_block and not self._data_tables):
            self._flush()
            self._apart += 1
        if tag == "table" and self._data_tables:
            self._data_tables -= 1
        if tag in _HEADINGS:
            self._level = None

    def _add(self, text: str | None) -> None:
        if not text:
            return
        within = self._within[-1]
        if not within.look.shows_text and self._shown is Shown.AS_STYLED and not text.isspace():
            self._aside[_HIDDEN] += size_of(text)
            self._note_hidden(text)
            self.sentences_lifted += text.count(_SENTENCE_END)
            return
        if self._shown is Shown.EVERYTHING and "<" in text:
            text = _TAG.sub("\n", text)  # the source of a text, in what an editor shows it in
        if "&" in text:
            text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if within.keeps_breaks and "\n" in text:
            text, *others = text.split("\n")
            for other in others:
                self._add_words(text)
                self._break()
                text = other
        self._add_words(text)

    def _add_words(self, text: str) -> None:
        if not self._parts and not text.strip(_NO_INDENT):
            return  # a line begins with its first word or indent
        if text:
            if self._in_links:
                self._linked += len(text.strip())
            self._parts.append(text)

    def _is_set_apart(self, text: str) -> bool:
        """Say whether style alone sets a text apart: <i>来源：甲</i><i>作者：乙</i>, <i>09:05</i><i>云江日报</i>."""
        if not text:
            return False
        last = self._parts[-1].rstrip()[-1:]
        return (
            is_labelled(text)
            or (text[0].isdigit() and _DAY_AT_START.match(text) is not None)
            or (
                (last.isdigit() or last == "日")
                and _TIME_AT_END.search("".join(self._parts[-_PARTS_BACK:])) is not None
            )
        )

    def _part_crumbs(self) -> None:
        """Put a sign between the names of a breadcrumb, where only style parts them."""
        last = "".join(self._parts[-_PARTS_BACK:]).strip()
        if last[-1:].isalnum():
            self._parts.append(" > ")

    def _break(self) -> None:
        """End a line within a block; the lines of a heading, or of a cell, are one."""
        if self._level is not None or self._data_tables:
            self._parts.append("\n" if self._level is not None else " ")
        else:
            self._end_line()

    def _end_line(self) -> None:
        """Put what was gathered behind the lines of its block."""
        raw = "".join(self._parts)
        linked = self._linked
        self._parts, self._linked = [], 0
        text = "" if raw.isspace() else self._cleaned(raw)
        if not text:
            self._after_blank = bool(self._block)
            return
        self._number += 1
        line = Line(
            text=text,
            number=self._number,
            indented=raw.lstrip(_NO_INDENT)[:1] in _INDENTS,
            after_blank=self._after_blank,
            level=self._level,
            linked=min(1.0, linked / len(text)),
            apart=self._apart,
            place=self._within[-1].place,
            crumbs=self._within[-1].is_crumbs,
        )
        self._block.append(line)
        self._after_blank, self._apart = False, 0

    def _flush(self) -> None:
        """End the block: keep its lines, those joined that were wrapped."""
        if not self._parts and not self._block:
            return
        self._end_line()
        block, self._block = self._block, []
        self._after_blank = False
        lines = joined_wraps(block, self._within[-1].is_set_off) if len(block) > 1 else block
        for line in lines:
            self.sentences += line.text.count(_SENTENCE_END)
            self.lines.append(replace(line, after_blank=False) if line.after_blank else line)

    def _cleaned(self, raw: str) -> str:
        if self._level is not None:
            parts = [_WHITE.sub(" ", part).strip() for part in raw.split("\n")]
            raw = in_one_line("\n".join(part for part in parts if part))
        text = _WHITE.sub(" ", _NO_WIDTH.sub("", raw)).strip()
        return text if text.strip(" |\u3000\xa0") else ""


def _handed_down(
    above: _Within, place: int, crumbs: bool, element: etree._Element, style: Style
) -> _Within:
    """Return what an element hands down: as a rule what was handed to it."""
    tag = element.tag
    is_plain = style is PLAIN and tag not in _LOOKING and above.look.sized
    align = style.align or (element.get("align") if tag in _BLOCKS else None)
    if is_plain and align is None and (place, crumbs) == (above.place, above.is_crumbs):
        return above
    return _Within(
        above.look if is_plain else look_within(above.look, style, element),
        place,
        crumbs,
        tag == "center" or (align.lower() in _SET_OFF if align else above.is_set_off),
        tag in _BREAKS_KEPT or above.keeps_breaks or style.keeps_breaks,
    )


def _is_data_table(table: etree._Element) -> bool:
    """Tell a table that shows data from one that lays out a page: short cells, no table inside."""
    if table.find(".//table") is not None:
        return False
    cells = 0
    for row in table.iter("tr"):
        in_row = [cell for cell in row if cell.tag in {"td", "th"}]
        cells = max(cells, len(in_row))
        if any(len("".join(cell.itertext()).strip()) > _MAX_CELL_LENGTH for cell in in_row):
            return False
    return cells >= 2
