"""Word furniture: which headers and footers belong to a document? A letterhead, and nothing else."""

import re

from lxml import etree

from .asides import Asides, Rule, held_by
from .package import A, V, W

#: Half-points: 小二 and larger set titles and heads of red-head documents (GB/T 9704-2012, 7.2.4, 7.3.1).
LARGE = 36
_PAGE_NUMBER = re.compile(r"[第页頁共总计]|page|of", re.IGNORECASE)
_DRAWINGS = (f"{V}textpath", f"{W}drawing")
_DRAWING_NAME = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_WATERMARK = re.compile(r"watermark|水印", re.IGNORECASE)


def is_letterhead(header: etree._Element, of_first_page: bool) -> bool:
    """Say whether a header is the head of a document: set large, or WordArt.

    On a first page that has a header of its own also 云江市人民政府文件; on all pages that is the
    name of what is called for tenders by, 招标文件.
    """
    marks = set(watermarks(header))
    if not marks.issuperset(header.iter(f"{V}textpath")):
        return True
    for paragraph in header.iter(f"{W}p"):
        text = "".join("".join(node.text or "" for node in paragraph.iter(f"{W}t")).split())
        sizes = [size.get(f"{W}val", "") for size in paragraph.iter(f"{W}sz")]
        is_large = any(size.isdecimal() and int(size) >= LARGE for size in sizes)
        is_named = of_first_page and text.endswith("文件")
        if text and (is_large or is_named) and marks.isdisjoint(paragraph.iterancestors()):
            return True
    return False


def watermarks(part: etree._Element) -> list[etree._Element]:
    """Return the drawings that are watermarks, by the names that programs give them."""
    return [drawing for drawing in part.iter(*_DRAWINGS) if is_watermark(drawing)]


def is_watermark(drawing: etree._Element) -> bool:
    """Say whether a drawing, or the text of WordArt, is a watermark."""
    named = drawing.find(f".//{_DRAWING_NAME}") if drawing.tag != f"{V}textpath" else None
    shape = drawing.getparent() if named is None else named
    names = ("id", "alt", "name", "descr")
    return shape is not None and any(names_watermark(shape.get(name, "")) for name in names)


def names_watermark(shape: str) -> bool:
    """Say whether the name of a shape is one that programs give watermarks."""
    return _WATERMARK.search(shape) is not None


def take_furniture(part: etree._Element, asides: Asides) -> None:
    """Count a header or footer as passed over, its watermarks by themselves."""
    paragraphs = (
        "".join(t.text or "" for t in p.iter(f"{W}t", f"{A}t")) for p in part.iter(f"{W}p")
    )
    arts = (path.get("string", "") for path in part.iter(f"{V}textpath"))
    asides.hear(*paragraphs, *arts)
    marks = watermarks(part)
    size = sum(map(held_by, marks))
    if marks:
        asides.add(Rule.WATERMARK, size, len(marks))
    if rest := held_by(part) - size:
        texts = (node.text or "" for node in part.iter(f"{W}t", f"{A}t"))
        asides.add(rule_of_furniture("".join(texts)), rest)


def rule_of_furniture(text: str) -> Rule:
    """Tell a header or footer that says something from a page number."""
    says_something = any(map(str.isalpha, _PAGE_NUMBER.sub("", text)))
    return Rule.FURNITURE if says_something else Rule.PAGE_MARK
