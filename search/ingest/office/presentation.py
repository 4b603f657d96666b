"""Presentations: which lines are in the slides of a .pptx? (ECMA-376, part 1, 19 and 20)

Slides come in the order they are shown, the title of each before what else is on it.
"""

from collections.abc import Iterator

from lxml import etree

from ...errors import damaged
from ..files.parts import Parts
from ..lines.coverage import size_of
from ..lines.rendering import Form, Line, Rendering, SetAside

_THIS = "PowerPoint 文件（.pptx）"
_MAIN = "ppt/presentation.xml"
_CELL_SEPARATOR = " | "
_MOST_SLIDES, _MOST_PARAGRAPHS = 5000, 200_000
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"ftr", "sldNum", "dt", "hdr"})
_HIDDEN = frozenset({"0", "false"})
_TREE = "p"  # paragraphs of DrawingML


def read_presentation(content: bytes) -> Rendering:
    """Render a presentation. Raises UnreadableError."""
    parts = Parts(content, _THIS)
    main = parts.root(_MAIN)
    if main is None:
        raise damaged(_THIS)
    related = _related(parts, _MAIN)
    lines: list[Line] = []
    held = hidden = notes = 0
    for named in list(main.iter("sldId"))[:_MOST_SLIDES]:
        # Attributes are read without namespaces: r:id takes the place of the slide's own number.
        path = related.get(named.get("id") or "", ("", ""))[1]
        slide = parts.root(path) if path else None
        if slide is None:
            continue
        if slide.get("show") in _HIDDEN:
            hidden += 1
            continue
        others = [
            target for kind, target in _related(parts, path).values() if kind == "diagramData"
        ]
        notes += sum(kind == "notesSlide" for kind, _ in _related(parts, path).values())
        drawn = [root for other in others if (root := parts.root(other)) is not None]
        held += sum(
            size_of("".join(t.itertext())) for root in (slide, *drawn) for t in root.iter("t")
        )
        for text, level in _slide(slide, drawn):
            if len(lines) < _MOST_PARAGRAPHS:
                first = level is not None and not lines
                lines.append(Line(text, len(lines) + 1, level=1 if first else level))
    aside = []
    if hidden:
        aside.append(SetAside("隐藏的幻灯片", 0, f"{hidden} 张隐藏的幻灯片未收入"))
    if notes:
        aside.append(SetAside("备注页", 0, f"{notes} 页备注未收入"))
    furniture = held - sum(size_of(line.text.replace("|", "")) for line in lines)
    aside.append(SetAside("页脚、日期和编号", max(0, furniture)))
    no_text = (
        "只有图片；另存为 PDF，便可识别文字"
        if any("/media/" in n for n in parts.names())
        else "没有文字"
    )
    return Rendering(
        tuple(lines), Form.DOCUMENT, held=held, set_aside=tuple(aside), no_text=no_text
    )


def _related(parts: Parts, path: str) -> dict[str, tuple[str, str]]:
    """Return the parts that one refers to, by identifier: the kind of each, and its path."""
    folder, _, name = path.rpartition("/")
    root = parts.root(f"{folder}/_rels/{name}.rels")
    return {
        relation.get("Id") or "": (
            (relation.get("Type") or "").rpartition("/")[2],
            parts.found(relation.get("Target") or "", path) or "",
        )
        for relation in (() if root is None else root.iter("Relationship"))
        if relation.get("TargetMode") != "External"
    }


def _slide(slide: etree._Element, drawn: list[etree._Element]) -> Iterator[tuple[str, int | None]]:
    """Yield the lines of a slide, each with its level: of its title first."""
    titles, others = [], []
    for shape in slide.iter("sp", "graphicFrame"):
        placeholder = next(shape.iter("ph"), None)
        kind = "" if placeholder is None else placeholder.get("type") or ""
        if kind in _TITLES:
            titles.append(shape)
        elif kind not in _FURNITURE and not _is_hidden(shape):
            others.append(shape)
    title = " ".join(text for shape in titles for text in _paragraphs(shape))
    if title:
        yield title, 2
    for shape in others:
        for text in _rows(shape) if shape.tag == "graphicFrame" else _paragraphs(shape):
            yield text, None
    for diagram in drawn:
        for text in _paragraphs(diagram):
            yield text, None


def _is_hidden(shape: etree._Element) -> bool:
    named = next(shape.iter("cNvPr"), None)
    return named is not None and named.get("hidden") in {"1", "true"}


def _rows(frame: etree._Element) -> Iterator[str]:
    """Yield a line for each row of a table."""
    for row in frame.iter("tr"):
        cells = [" ".join(_paragraphs(cell)) for cell in row.iterchildren("tc")]
        if any(cells):
            yield _CELL_SEPARATOR.join(cells)


def _paragraphs(parent: etree._Element) -> Iterator[str]:
    for paragraph in parent.iter(_TREE):
        shown = [
            " " if part.tag in {"br", "tab"} else part.text or ""
            for part in paragraph.iter("t", "br", "tab")
        ]
        if text := " ".join("".join(shown).split()):
            yield text
