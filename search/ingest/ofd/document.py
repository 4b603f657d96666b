"""OFD documents: what lines are in an OFD file, and what does it say of itself? (GB/T 33190, 7)

A file may hold several documents; each names its pages, and what is attached to it. Templates,
annotations and seals are no text: what of them are characters is counted, and said.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from lxml import etree

from ...errors import UnreadableError, damaged
from ..files.parts import Parts, children
from ..lines.coverage import size_of
from ..lines.rendering import Beside, Form, Rendering, SetAside
from ..pdf.drawn import Box, DrawnPage
from ..pdf.pages import MOST_CHARACTERS, MOST_PAGES, rendering_of
from ..scans.reading import Scanner
from .page import A4, Resources, box_in, drawn_page
from .pictures import recognized
from .tags import hints_of

_THIS = "OFD 文件"
_START = re.compile(r"(?:[^/]+/)?ofd\.xml")  # at the top, or in the one folder that holds all
# Of files whose parts are encrypted (GM/T 0099-2020).
_ENCRYPTED = frozenset({"encryptions.xml", "encryption.xml", "decryptseed.dat"})
_MOST_DOCUMENTS, _MOST_ATTACHED, _MOST_ASIDE = 100, 1000, 2000
_LONGEST_NAMED, _MOST_NAMED = 20, 3
_NO_NOTES = frozenset({"Link", "Stamp"})
_WATERMARK = "Watermark"


def read_ofd(content: bytes) -> Rendering:
    """Render the first document of a file, with the others and what is attached beside it.

    Raises UnreadableError, but not where only that document has no text, and something is beside it.
    """
    parts = Parts(content, _THIS)
    start = min((name for name in parts.names() if _START.fullmatch(name)), key=len, default="")
    entry = parts.root(start) if start else None
    if _is_encrypted(parts, entry):
        raise UnreadableError("已加密；请去掉密码后再放入")
    bodies = list(children(entry, "DocBody"))[:_MOST_DOCUMENTS]
    documents = [_Document(parts, body, start, content) for body in bodies]
    if not documents:
        raise damaged(_THIS)
    others = tuple(Beside(document.name, document.rendering) for document in documents[1:])
    attached = tuple(_attached(documents))
    try:
        rendering = documents[0].rendering()
    except UnreadableError as error:
        if not others and not attached:
            raise
        rendering = Rendering((), Form.DOCUMENT, no_text=error.reason)
    return replace(rendering, beside=(*others, *attached))


def _is_encrypted(parts: Parts, entry: etree._Element | None) -> bool:
    """Say whether parts are encrypted: a part, or the entry, then lists which and how."""
    if any(PurePosixPath(name).name in _ENCRYPTED for name in parts.names()):
        return True
    return entry is not None and next(entry.iter("Encryptions", "Encryption"), None) is not None


def _attached(documents: "list[_Document]") -> Iterator[Beside]:
    """Yield what is attached to documents, each file once; an attachment that is shown nowhere, too."""
    seen: dict[str, None] = {}
    for document in documents:
        for path, read in document.attachments():
            named = path
            while named in seen:
                named = f"{len(seen) + 1}-{path}"
            if len(seen) < _MOST_ATTACHED:
                seen[named] = None
                yield Beside(named, read)


class _Document:
    """A document of a file: where its parts are."""

    def __init__(self, parts: Parts, body: etree._Element, start: str, content: bytes) -> None:
        self._parts, self._body, self._content_of_file = parts, body, content
        self.place = parts.found(body.findtext("DocRoot") or "", start) or ""
        self.name = PurePosixPath(self.place).parent.name or "文档"

    def rendering(self) -> Rendering:
        """Render its pages. Raises UnreadableError."""
        root = self._root()
        common = root.find("CommonData")
        usual = (None if common is None else box_in(common.find("PageArea"))) or A4
        pages, missing = self._pages(root, usual, self._resources(common))
        hints = hints_of(self._parts, self.place, self._body, root, dict(self._identified(root)))
        rendering = rendering_of(pages, "OFD")
        aside = [*missing, *self._templates(common), *self._annotations(root)]
        held = (rendering.held or 0) + sum(part.characters for part in aside)
        return replace(rendering, hints=hints, held=held, set_aside=(*rendering.set_aside, *aside))

    def attachments(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Yield the name of each file that is attached, and how it is read."""
        with suppress(UnreadableError):
            root = self._root()
            place = self._parts.found(root.findtext("Attachments") or "", self.place)
            listed = self._parts.root(place) if place else None
            for item in children(listed, "Attachment"):
                path = self._parts.found(
                    item.findtext("FileLoc") or item.get("FileLoc") or "", place or ""
                )
                if path:
                    yield _name_of(item, path), partial(self._content, path)

    def _content(self, path: str) -> bytes:
        content = self._parts.content(path)
        assert content is not None  # it was found
        return content

    def _root(self) -> etree._Element:
        root = self._parts.root(self.place) if self.place else None
        if root is None:
            raise damaged(_THIS)
        return root

    def _pages(
        self, root: etree._Element, usual: Box, resources: Resources
    ) -> tuple[list[DrawnPage], list[SetAside]]:
        """Return the pages, and what is to be said of those that are not there, or damaged."""
        listed = [page for pages in children(root, "Pages") for page in children(pages, "Page")]
        if len(listed) > MOST_PAGES:
            raise UnreadableError(f"超过 {MOST_PAGES} 页；请拆开")
        pages, missing = [], []
        total = 0
        scanner = Scanner(self._content_of_file, len(listed), self.place)
        for number, page in enumerate(listed, 1):
            content = self._page_root(page)
            if content is None:
                missing.append(str(number))
                continue
            drawn = drawn_page(content, usual, resources, MOST_CHARACTERS - total)
            find = partial(self._picture, resources.pictures)
            pages.append(recognized(drawn, content, find, scanner, number))
            total += len(pages[-1].glyphs)
        if missing and not pages:
            raise damaged(_THIS)
        named = "、".join(missing[:_MOST_NAMED]) + ("等" if len(missing) > _MOST_NAMED else "")
        remark = f"第 {named} 页已损坏，或不在文件里，未收入"
        return pages, [SetAside("读不出的页", 0, remark)] if missing else []

    def _picture(self, pictures: Mapping[str, str], identifier: str) -> bytes | None:
        with suppress(UnreadableError):
            return self._parts.content(pictures.get(identifier, ""))
        return None

    def _page_root(self, page: etree._Element) -> etree._Element | None:
        with suppress(UnreadableError):
            return self._named_root(page.get("BaseLoc"))
        return None

    def _named_root(self, path: str | None) -> etree._Element | None:
        place = self._parts.found(path or "", self.place)
        return self._parts.root(place) if place else None

    def _resources(self, common: etree._Element | None) -> Resources:
        composites: dict[str, etree._Element] = {}
        parameters: dict[str, etree._Element] = {}
        pictures: dict[str, str] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for named in children(common, kind):
                with suppress(UnreadableError):
                    root = self._named_root(named.text)
                    if root is None:
                        continue
                    for item in root.iter("CompositeGraphicUnit"):
                        composites[item.get("ID") or ""] = item
                    for item in root.iter("DrawParam"):
                        parameters[item.get("ID") or ""] = item
                    pictures |= self._media(named.text or "", root.get("BaseLoc") or "", root)
        return Resources(composites, parameters, pictures)

    def _media(self, path: str, folder: str, root: etree._Element) -> dict[str, str]:
        """Return where the pictures are that resources list: in a folder of theirs."""
        beside = self._parts.found(path, self.place) or ""
        found = {}
        for item in root.iter("MultiMedia"):
            file = (item.findtext("MediaFile") or "").strip()
            places = (self._parts.found(name, beside) for name in (f"{folder}/{file}", file))
            if place := next(filter(None, places), None):
                found[item.get("ID") or ""] = place
        return found

    def _identified(self, root: etree._Element) -> Iterator[tuple[str, str]]:
        """Yield the text of each object by its identifier, for the tags that refer to it."""
        if root.find("CustomTags") is None:
            return
        for page in root.iter("Page"):
            content = self._page_root(page)
            for item in () if content is None else content.iter("TextObject"):
                if name := item.get("ID"):
                    yield name, _text_of(item)

    def _templates(self, common: etree._Element | None) -> Iterator[SetAside]:
        """Name the text of the templates behind pages: letterheads, forms, running lines."""
        size = 0
        for template in children(common, "TemplatePage"):
            with suppress(UnreadableError):
                root = self._named_root(template.get("BaseLoc"))
                size += 0 if root is None else _size_of_texts(root)
        if size:
            yield SetAside("模板页", size, f"模板页的 {size} 字未收入")

    def _annotations(self, root: etree._Element) -> Iterator[SetAside]:
        """Name what is laid over pages: notes, marks, seals, watermarks."""
        stamped: list[str] = []
        size = count = marked = sealed = 0
        for item in self._notes(root):
            kind, text = item.get("Type") or "", "".join(map(_text_of, item.iter("TextObject")))
            if kind == _WATERMARK or item.get("Subtype") == _WATERMARK:
                stamped += [text] if text else []
                marked += size_of(text)
            elif kind in _NO_NOTES:
                sealed += size_of(text)
            else:
                count += 1
                size += size_of(text)
        if sealed:
            yield SetAside("印章", sealed)
        if stamped:
            named = [f"“{text[:_LONGEST_NAMED]}”" for text in dict.fromkeys(stamped)]
            more = "等" if len(named) > _MOST_NAMED else ""
            yield SetAside("水印", marked, f"水印{''.join(named[:_MOST_NAMED])}{more}未收入")
        if count:
            yield SetAside("批注", size, f"{count} 个批注未收入")

    def _notes(self, root: etree._Element) -> Iterator[etree._Element]:
        left = _MOST_ASIDE
        with suppress(UnreadableError):
            place = self._parts.found(root.findtext("Annotations") or "", self.place)
            listed = self._parts.root(place) if place else None
            for named in () if listed is None else listed.iter("FileLoc"):
                path = self._parts.found(named.text or "", place or "")
                notes = self._parts.root(path) if path else None
                for item in () if notes is None else notes.iter("Annot"):
                    left -= 1
                    if left < 0:
                        return
                    yield item


def _name_of(item: etree._Element, path: str) -> str:
    """Return what an attachment is called: its name, with the suffix of its file."""
    name, suffix = (item.get("Name") or "").strip(), PurePosixPath(path).suffix
    written = "_".join(name.replace("\\", "/").split("/")).strip(". ")
    printed = "".join(c if c.isprintable() else "?" for c in written)
    if not printed:
        return PurePosixPath(path).name
    return printed if PurePosixPath(printed).suffix else printed + suffix


def _text_of(item: etree._Element) -> str:
    return "".join((code.text or "").strip() for code in children(item, "TextCode"))


def _size_of_texts(root: etree._Element) -> int:
    return sum(size_of(code.text or "") for code in root.iter("TextCode"))
