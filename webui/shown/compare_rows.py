"""Compare rows: how are sentences side by side written as HTML? Escaped here, not by a template: there are hundreds.

What is gone is `<del>`, what is new `<ins>`, each with a word that is heard and not seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from markupsafe import Markup

from search.article import in_one_line
from search.wording.comparison import Kind, Range, Row
from search.wording.side import Sentence

from ..asked.languages import gettext as _
from ..escaping import escaped

_IN_SIGHT = 2  # sentences that are the same, and so many characters: more are folded away
_SHORT = 160
_BEGINS = 18  # characters of what is folded away


class Shape(Enum):
    """How rows are shown."""

    SAME = auto()  # once
    BESIDE = auto()  # a sentence beside what it became
    APART = auto()  # what is gone beside what is new


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are shown together; `number` is that of the first, from 0."""

    number: int
    shape: Shape
    rows: list[Row]

    @property
    def anchor(self) -> str:
        """Return where a link to it leads."""
        return f"row-{self.number}"

    def goes_on(self, row: Row) -> bool:
        """Say whether a row that follows is shown together with these."""
        return self.shape is shape_of(row) is not Shape.BESIDE


def shape_of(row: Row) -> Shape:
    """Say how a row is shown."""
    if row.kind in {Kind.KEPT, Kind.NUMBERED}:
        return Shape.SAME
    return Shape.BESIDE if row.one and row.other else Shape.APART


def write_stretches(stretches: Sequence[Stretch]) -> Markup:
    """Write stretches as items of a list."""
    writer = _Writer()
    write = {Shape.SAME: writer.same, Shape.BESIDE: writer.beside, Shape.APART: writer.apart}
    written = [
        f'<li class="row {stretch.shape.name.lower()}" id="{stretch.anchor}">{write[stretch.shape](stretch.rows)}</li>'
        for stretch in stretches
    ]
    return Markup("\n".join(written))  # noqa: S704 - every text in it was escaped


class _Writer:
    """What is the same for every row: words in the reader's language."""

    def __init__(self) -> None:
        self._old, self._new = (_hidden(text) for text in (_("旧的一篇："), _("新的一篇：")))
        self._gone, self._added = (_hidden(text) for text in (_("删去的："), _("新增的：")))
        self._changed, self._moved = escaped(_("改动")), escaped(_("移动"))

    def same(self, rows: Sequence[Row]) -> str:
        """Write what is the same once; much of it folded away."""
        texts = [row.other.text for row in rows if row.other]
        body = self._paragraphs(
            (row.other, self._renumbered(row, row.other)) for row in rows if row.other
        )
        if len(texts) <= _IN_SIGHT and sum(map(len, texts)) <= _SHORT:
            return body
        numbered = sum(row.kind is Kind.NUMBERED for row in rows)
        said = (
            _("相同 %(count)s 句，其中 %(numbered)s 句只改编号", count=len(rows), numbered=numbered)
            if numbered
            else _("相同 %(count)s 句", count=len(rows))
        )
        begins = escaped(in_one_line(texts[0])[:_BEGINS])
        summary = f'<summary>{escaped(said)} <span class="soft">{begins}…</span></summary>'
        return f"<details>{summary}{body}</details>"

    def beside(self, rows: Sequence[Row]) -> str:
        """Write a sentence as it was beside what it became."""
        (row,) = rows
        label = self._moved if row.kind is Kind.MOVED else self._changed
        if row.is_moved and row.one:
            place = _("原来是第 %(number)s 句", number=row.one.number + 1)
            label += f' <span class="soft">{escaped(place)}</span>'
        if joined := _joined(row):
            label += f' <span class="soft">{escaped(joined)}</span>'
        was = self._marked(row.one.text, row.gone, "del") if row.one else ""
        now = self._marked(row.other.text, row.new, "ins") if row.other else ""
        return self._columns(label, f"<p>{was}</p>", f"<p>{now}</p>")

    def apart(self, rows: Sequence[Row]) -> str:
        """Write what is gone beside what is new."""
        gone = [row.one for row in rows if row.one]
        new = [row.other for row in rows if row.other]
        label = _("，").join(
            said
            for said, sentences in (
                (_("删去 %(count)s 句", count=len(gone)), gone),
                (_("新增 %(count)s 句", count=len(new)), new),
            )
            if sentences
        )
        was, now = (
            self._paragraphs((one, escaped(one.text)) for one in sentences)
            for sentences in (gone, new)
        )
        return self._columns(escaped(label), was, now)

    def _columns(self, label: str, was: str, now: str) -> str:
        old = f'<div class="was">{self._old}{was}</div>' if was else ""
        new = f'<div class="now">{self._new}{now}</div>' if now else ""
        return f'<span class="kind">{label}</span>{old}{new}'

    def _renumbered(self, row: Row, later: Sentence) -> str:
        """Write a sentence that is the same but for its number, the one that is gone before the new one."""
        if not (row.one and row.gone):
            return self._marked(later.text, row.new, "ins")
        struck = "".join(row.one.text[start:end] for start, end in row.gone)
        at = row.new[0][0] if row.new else row.gone[0][0]
        gone = f"<del>{self._gone}{escaped(struck)}</del>"
        rest = [(start - at, end - at) for start, end in row.new]
        return f"{escaped(later.text[:at])}{gone}{self._marked(later.text[at:], rest, 'ins')}"

    @staticmethod
    def _paragraphs(written: Iterable[tuple[Sentence, str]]) -> str:
        """Put sentences into the lines in which they stand."""
        lines = groupby(written, key=lambda pair: pair[0].line)
        return "".join(f"<p>{''.join(text for _, text in own)}</p>" for _line, own in lines)

    def _marked(self, text: str, ranges: Iterable[Range], tag: str) -> str:
        """Write a text with what was changed in it marked."""
        heard = self._gone if tag == "del" else self._added
        parts, at = [], 0
        for start, end in ranges:
            parts.append(escaped(text[at:start]))
            parts.append(f"<{tag}>{heard}{escaped(text[start:end])}</{tag}>")
            at = end
        parts.append(escaped(text[at:]))
        return "".join(parts)


def _joined(row: Row) -> str:
    """Say that a sentence was cut in several, or several became one."""
    ones, others = (len(side.parts) if side else 0 for side in (row.one, row.other))
    if others:
        return _("一句拆成 %(count)s 句", count=others)
    return _("%(count)s 句并成一句", count=ones) if ones else ""


def _hidden(text: str) -> str:
    return f'<span class="visually-hidden">{escaped(text)}</span>'
