"""Word text: what does a paragraph show? Its runs in order, without what is deleted or hidden.

What is anchored in a paragraph (text boxes, WordArt, notes, diagrams) is gathered beside its text.
Elements are those of ECMA-376, part 1, 17.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ...article import in_one_line
from ..lines.coverage import size_of
from .asides import Asides, Rule, held_by
from .equations import linear
from .fields import shown_by_field
from .furniture import is_watermark
from .package import AML, MC, A, M, R, V, W, is_on, value_of
from .styles import Styles
from .symbols import is_symbol_font, plain, symbol

_NO_TEXT = {f"{W}{name}" for name in
            ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sdtEndPr",
             "rubyPr", "fldData", "binData", "ffData", "customXmlPr", "smartTagPr", "altChunkPr")}  # fmt: skip
_REMOVED = (f"{W}del", f"{W}moveFrom")
_CHARACTERS = {
    f"{W}tab": " ",
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_FONTS = (f"{W}ascii", f"{W}hAnsi", f"{W}eastAsia", f"{W}cs")
_RELATED_TEXTS = {  # what is drawn by another part: the attribute that names it
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": f"{R}dm",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": f"{R}id",
}
_SYMBOL_EX = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"  # of all Unicode
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_WHITE, _LINE_BREAK = re.compile(r"[\t\r\n]+"), re.compile(r"[\r\n]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FORM_FIELD = re.compile(r"\s*FORM(CHECKBOX|DROPDOWN)", re.IGNORECASE)


@dataclass(slots=True)
class Shown:
    """What a paragraph shows: WordArt before it, its text, and what is anchored in it after it."""

    before: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)  # and inserted files
    notes: list[etree._Element | tuple[str, str]] = field(default_factory=list)
    related: list[str] = field(default_factory=list)  # identifiers of diagrams and charts
    hides: bool = False  # whether its style hides what does not say otherwise

    @property
    def text(self) -> str:
        """Return the text, line breaks in it."""
        return "".join(self.parts)


@dataclass(slots=True)
class _Field:
    begin: etree._Element
    instruction: list[str] = field(default_factory=list)
    has_result: bool = False


class TextWalk:
    """Walks through the paragraphs of a part, in their order: fields may reach over several."""

    def __init__(self, root: etree._Element, styles: Styles, asides: Asides) -> None:
        self._styles, self._asides = styles, asides
        self._fields: list[_Field] = []
        self._closed = set(_closed_fields(root))

    def gather(self, paragraph: etree._Element, shown: Shown) -> None:
        """Add what a paragraph shows."""
        shown.hides = self._styles.hides_paragraph(paragraph)
        if paragraph.tag == f"{W}p":
            self._gather(paragraph, shown, None)
        else:  # a run or an equation by itself
            self._take(paragraph, shown, None)

    def loses_mark(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph runs on into the next: its mark was deleted, or is hidden.

        ECMA-376, part 1, 17.13.5.15 (del), 17.13.5.21 (moveFrom), 17.3.2.36 (specVanish).
        """
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or not len(mark):
            return False
        if mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None:
            return True
        if any(is_removal(note) for note in mark.iterfind(f"{AML}annotation")):
            return True
        return is_on(mark.find(f"{W}vanish")) or is_on(mark.find(f"{W}specVanish"))

    def _gather(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        for child in element:
            self._take(child, shown, mute)

    def _take(self, child: etree._Element, shown: Shown, mute: Rule | None) -> None:
        """Take an element by its name; of one that only wraps others, those."""
        tag = child.tag
        if not isinstance(tag, str) or tag in _NO_TEXT:
            return
        if take := _TAKERS.get(tag):
            take(self, child, shown, mute)
        elif is_removal(child):
            self._removed(child, shown, mute)
        elif is_comment(child):
            self._asides.take(Rule.COMMENT, child)
        else:
            self._gather(child, shown, mute)

    def _plain_text(self, text: etree._Element, shown: Shown, mute: Rule | None) -> None:
        self._add(_text(text), shown, mute)

    def _character(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        self._add(_CHARACTERS[element.tag], shown, mute)

    def _removed(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        self._gather(element, shown, mute or Rule.DELETED)

    def _deleted_text(self, text: etree._Element, shown: Shown, mute: Rule | None) -> None:
        self._asides.add(mute or Rule.DELETED, size_of(text.text or ""))

    def _instruction(self, text: etree._Element, shown: Shown, mute: Rule | None) -> None:
        if self._fields:
            self._fields[-1].instruction.append(text.text or "")

    def _reading(self, reading: etree._Element, shown: Shown, mute: Rule | None) -> None:
        self._gather(reading, shown, mute or Rule.READING)

    def _alternatives(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        for branch in shown_branch(element, self._asides):
            self._gather(branch, shown, mute)

    def _control(self, control: etree._Element, shown: Shown, mute: Rule | None) -> None:
        is_unfilled = is_prompt(control, self._styles)
        self._gather(control, shown, mute or (Rule.PROMPT if is_unfilled else None))

    def _box(self, box: etree._Element, shown: Shown, mute: Rule | None) -> None:
        if rule := self._rule(mute):
            self._asides.take(rule, box)
        else:
            shown.boxes.append(box)

    def _art(self, text_path: etree._Element, shown: Shown, mute: Rule | None) -> None:
        art = text_path.get("string", "")
        rule = self._rule(mute) or (Rule.WATERMARK if is_watermark(text_path) else None)
        if rule:
            self._asides.add(rule, size_of(art))
            self._asides.hear(art)
        elif art:
            shown.before.append(in_one_line(art))

    def _drawing(self, drawing: etree._Element, shown: Shown, mute: Rule | None) -> None:
        if is_watermark(drawing):
            self._asides.take(self._rule(mute) or Rule.WATERMARK, drawing)
            self._asides.hear("".join(node.text or "" for node in drawing.iter(f"{W}t")))
        else:
            self._gather(drawing, shown, mute)

    def _drawn_by_other(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        if self._rule(mute) is None:
            shown.related.append(element.get(_RELATED_TEXTS[element.tag], ""))

    def _object(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        if self._rule(mute) is None:
            self._asides.add(Rule.OBJECT, 0)

    def _drawn(self, paragraph: etree._Element, shown: Shown, mute: Rule | None) -> None:
        if rule := self._rule(mute):
            self._asides.take(rule, paragraph)
        else:
            shown.after.append(drawn_text(paragraph))

    def _run(self, run: etree._Element, shown: Shown, mute: Rule | None) -> None:
        properties = run.find(f"{W}rPr")
        if mute is None and self._styles.hides(properties, shown.hides):
            mute = Rule.HIDDEN
        font = _symbol_font(properties)
        for child in run:
            if font and child.tag == f"{W}t":
                self._add(plain(child.text or "", font), shown, mute)
                continue
            self._take(child, shown, mute)
            if child.tag in _NOTES and child.get(f"{W}customMarkFollows", "0") not in {
                "0",
                "false",
            }:
                mute = mute or Rule.MARK

    def _add(self, text: str, shown: Shown, mute: Rule | None) -> None:
        if rule := self._rule(mute):
            if size := size_of(text):
                self._asides.add(rule, size)
        else:
            shown.parts.append(text)

    def _rule(self, mute: Rule | None) -> Rule | None:
        return mute or (None if all(f.has_result for f in self._fields) else Rule.FIELD_CODE)

    def _field_character(self, character: etree._Element, shown: Shown, mute: Rule | None) -> None:
        kind = character.get(f"{W}fldCharType")
        if kind == "begin" and character in self._closed:
            self._fields.append(_Field(character))
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.has_result:
                self._add(_shown_by(ended), shown, mute)

    def _symbol(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        namespace = element.tag.partition("}")[0]
        font, code = (element.get(f"{namespace}}}{name}", "") for name in ("font", "char"))
        found = symbol(font, _code(code))
        if found is None and self._rule(mute) is None:
            self._asides.add(Rule.SYMBOL, 0)
        self._add(found or " ", shown, mute)

    def _equation(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        equations = element.findall(f"{M}oMath") if element.tag == f"{M}oMathPara" else [element]
        self._add("\n".join(map(linear, equations)), shown, mute)
        for removed in element.iter(*_REMOVED):
            self._asides.take(mute or Rule.DELETED, removed)

    def _note(self, element: etree._Element, shown: Shown, mute: Rule | None) -> None:
        if rule := self._rule(mute):
            self._asides.take(rule, element)
        elif element.tag in _NOTES:
            shown.notes.append((_NOTES[element.tag], element.get(f"{W}id", "")))
        else:
            shown.notes.append(element)


#: How each element is taken that shows something, or says what is not shown.
_TAKERS: dict[str, Callable[[TextWalk, etree._Element, Shown, Rule | None], None]] = {
    f"{W}t": TextWalk._plain_text,
    f"{M}t": TextWalk._plain_text,
    f"{W}r": TextWalk._run,
    f"{W}del": TextWalk._removed,
    f"{W}moveFrom": TextWalk._removed,
    f"{W}delText": TextWalk._deleted_text,
    f"{W}instrText": TextWalk._instruction,
    f"{W}fldChar": TextWalk._field_character,
    f"{W}sym": TextWalk._symbol,
    _SYMBOL_EX: TextWalk._symbol,
    f"{W}rt": TextWalk._reading,
    f"{W}sdt": TextWalk._control,
    f"{W}txbxContent": TextWalk._box,
    f"{W}altChunk": TextWalk._box,
    f"{W}footnote": TextWalk._note,
    f"{W}endnote": TextWalk._note,
    f"{M}oMath": TextWalk._equation,
    f"{M}oMathPara": TextWalk._equation,
    f"{MC}AlternateContent": TextWalk._alternatives,
    f"{V}textpath": TextWalk._art,
    f"{W}drawing": TextWalk._drawing,
    f"{A}p": TextWalk._drawn,
    _OBJECT: TextWalk._object,
    **dict.fromkeys(_CHARACTERS, TextWalk._character),
    **dict.fromkeys(_NOTES, TextWalk._note),
    **dict.fromkeys(_RELATED_TEXTS, TextWalk._drawn_by_other),
}


def is_removal(element: etree._Element) -> bool:
    """Say whether an annotation of Word 2003 marks what was deleted."""
    return _annotates(element, "Word.Deletion")


def is_comment(element: etree._Element) -> bool:
    """Say whether an annotation of Word 2003 is a comment."""
    return _annotates(element, "Word.Comment")


def _annotates(element: etree._Element, kind: str) -> bool:
    is_annotation = bool(element.tag == f"{AML}annotation")
    return is_annotation and str(element.get(f"{W}type", "")).startswith(kind)


def is_prompt(control: etree._Element, styles: Styles) -> bool:
    """Say whether a content control shows but what is to be filled in."""
    if control.tag != f"{W}sdt" or not is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")):
        return False
    runs = [run for run in control.iter(f"{W}r") if run.find(f"{W}t") is not None]
    return all(styles.is_placeholder(run.find(f"{W}rPr")) for run in runs)


def shown_branch(alternatives: etree._Element, asides: Asides) -> list[etree._Element]:
    """Return the one of several forms of the same content that is read: the first with text.

    ECMA-376, part 3, 7.6: choices, then what those shall take who understand none of them.
    """
    branches = alternatives.findall(f"{MC}Choice") + alternatives.findall(f"{MC}Fallback")
    chosen = next((branch for branch in branches if held_by(branch)), None)
    for branch in branches:
        if branch is not chosen:
            asides.take(Rule.OTHER_FORM, branch)
    return [chosen] if chosen is not None else branches[:1]


def drawn_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph in a drawing."""
    return "".join(
        " " if node.tag == f"{A}br" else _WHITE.sub(" ", node.text or "")
        for node in paragraph.iter(f"{A}t", f"{A}br")
    )


def _closed_fields(root: etree._Element) -> Iterator[etree._Element]:
    """Yield where fields begin that also end: one that does not must hide nothing."""
    begun: list[etree._Element] = []
    for character in root.iter(f"{W}fldChar"):
        kind = character.get(f"{W}fldCharType")
        if kind == "begin":
            begun.append(character)
        elif kind == "end" and begun:
            yield begun.pop()


def _text(element: etree._Element) -> str:
    """Return a run's text: line breaks and tabs in the file are but white space, as in all XML."""
    text = (element.text or "").replace("\t", " ")
    if not _LINE_BREAK.search(text):
        return text
    joined = in_one_line("\n".join(line.strip() for line in text.splitlines()))
    if element.get(_SPACE) != "preserve" or not joined:
        return joined
    before = " " if text[0].isspace() and joined[0].isascii() else ""
    return before + joined + (" " if text[-1].isspace() and joined[-1].isascii() else "")


def _symbol_font(properties: etree._Element | None) -> str:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    if fonts is None:
        return ""
    return next((name for at in _FONTS[:2] if is_symbol_font(name := fonts.get(at, ""))), "")


def _code(written: str) -> int:
    try:
        return int(written, 16)
    except ValueError:
        return 0


def _shown_by(ended: _Field) -> str:
    """Return what a field shows that has no result beside its instruction."""
    instruction = "".join(ended.instruction)
    if _FORM_FIELD.match(instruction):
        return _chosen(ended.begin.find(f"{W}ffData"))
    return shown_by_field(instruction)


def _chosen(form: etree._Element | None) -> str:
    """Return what is chosen in an old form: a box that is ticked or not, an entry of a list."""
    box = form.find(f"{W}checkBox") if form is not None else None
    if box is not None:
        ticked = box.find(f"{W}checked")
        return "☑" if is_on(ticked if ticked is not None else box.find(f"{W}default")) else "☐"
    entries = form.find(f"{W}ddList") if form is not None else None
    if entries is None:
        return ""
    chosen = value_of(entries, f"{W}result") or value_of(entries, f"{W}default") or "0"
    listed = [entry.get(f"{W}val", "") for entry in entries.iterfind(f"{W}listEntry")]
    return listed[int(chosen)] if chosen.isdecimal() and int(chosen) < len(listed) else ""
