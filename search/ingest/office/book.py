"""Books: which lines are in an EPUB? Its pages in the order of its spine (EPUB 3.3, 5.6)."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ...article_fields import FieldName
from ...errors import UnreadableError, damaged
from ..documents.web_page import render_html
from ..fields.evidence import Evidence
from ..files.decoding import decode
from ..files.parts import Parts, children
from ..lines.rendering import Form, Line, Rendering, SetAside

_THIS = "EPUB 电子书"
_START = "META-INF/container.xml"
_LOCKED = "META-INF/rights.xml"  # of books that a shop has encrypted
_FIELDS = {"title": (FieldName.TITLE, 0.9), "date": (FieldName.DATE, 0.8)}
_MOST_PAGES = 5000


def read_book(content: bytes) -> Rendering:
    """Render a book. Raises UnreadableError."""
    parts = Parts(content, _THIS)
    start = parts.root(_START)
    root_file = None if start is None else next(start.iter("rootfile"), None)
    place = "" if root_file is None else parts.found(root_file.get("full-path") or "", "") or ""
    package = parts.root(place) if place else None
    if package is None:
        raise damaged(_THIS)
    if parts.content(_LOCKED) is not None:
        raise UnreadableError("已加密（有版权保护）；请放入没有加密的")
    lines: list[Line] = []
    held, aside = 0, list[SetAside]()
    for path in _pages(parts, package, place):
        try:
            page = render_html(decode(parts.content(path) or b""))
        except UnreadableError as error:
            aside.append(SetAside("读不出的页", 0, f"{path} 未收入：{error.reason}"))
            continue
        held += page.held or 0
        aside += page.set_aside
        lines += (replace(line, number=len(lines) + n) for n, line in enumerate(page.lines, 1))
    return Rendering(
        tuple(lines),
        Form.DOCUMENT,
        hints=tuple(_hints(package)),
        held=held,
        set_aside=tuple(aside),
        no_text="没有文字，或只有图片",
    )


def _pages(parts: Parts, package: etree._Element, place: str) -> Iterator[str]:
    """Yield the paths of the pages that are read in order, but of the book's contents."""
    items = {item.get("id") or "": item for item in package.iter("item")}
    for reference in list(package.iter("itemref"))[:_MOST_PAGES]:
        item = items.get(reference.get("idref") or "")
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        path = parts.found((item.get("href") or "").partition("#")[0], place)
        if path and "html" in (item.get("media-type") or ""):
            yield path


def _hints(package: etree._Element) -> Iterator[Evidence]:
    for metadata in children(package, "metadata"):
        for name, (field, sure) in _FIELDS.items():
            for element in children(metadata, name):
                if text := " ".join((element.text or "").split()):
                    yield Evidence(field, text, f"电子书信息 {name}", sure)
                    break
