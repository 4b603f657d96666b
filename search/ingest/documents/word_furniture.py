"""Word furniture: which headers and footers belong to a document? A letterhead, and nothing else."""

import re

from lxml import etree

from ..lines.coverage import size_of
from .word_asides import Asides, Rule, held_by
from .word_package import A, V, W

#: Half-points: 小二 and larger set titles and heads of red-head documents (GB/T 9704-2012, 7.2.4, 7.3.1).
LARGE = 36
_PAGE_NUMBER = re.compile(r"[第页頁共总计]|page|of", re.IGNORECASE)
_WATERMARK = re.compile(r"watermark|水印", re.IGNORECASE)


def is_letterhead(header: etree._Element) -> bool:
    """Say whether a header is the head of a document: set large, or WordArt, or 云江市人民政府文件."""
    if any(not is_watermark(art) for art in header.iter(f"{V}textpath")):
        return True
    for paragraph in header.iter(f"{W}p"):
        text = "".join("".join(node.text or "" for node in paragraph.iter(f"{W}t")).split())
        sizes = [size.get(f"{W}val", "") for size in paragraph.iter(f"{W}sz")]
        is_large = any(size.isdecimal() and int(size) >= LARGE for size in sizes)
        if text and (is_large or text.endswith("文件")):
            return True
    return False


def is_watermark(text_path: etree._Element) -> bool:
    """Say whether WordArt is a watermark, by the name that Word gives its shape."""
    shape = text_path.getparent()
    names = (shape.get("id", ""), shape.get("alt", "")) if shape is not None else ()
    return any(map(names_watermark, names))


def names_watermark(shape: str) -> bool:
    """Say whether the name of a shape is one that Word gives watermarks."""
    return _WATERMARK.search(shape) is not None


def take_furniture(part: etree._Element, asides: Asides) -> None:
    """Count a header or footer as passed over, its watermark by itself."""
    marks = [art for art in part.iter(f"{V}textpath") if is_watermark(art)]
    size = sum(size_of(art.get("string", "")) for art in marks)
    if marks:
        asides.add(Rule.WATERMARK, size, len(marks))
    if rest := held_by(part) - size:
        texts = (node.text or "" for node in part.iter(f"{W}t", f"{A}t"))
        asides.add(rule_of_furniture("".join(texts)), rest)


def rule_of_furniture(text: str) -> Rule:
    """Tell a header or footer that says something from a page number."""
    says_something = any(map(str.isalpha, _PAGE_NUMBER.sub("", text)))
    return Rule.FURNITURE if says_something else Rule.PAGE_MARK
