"""Word packages: which parts has a Word document, and how are they related?

A .docx, .docm, .dotx or .dotm is a ZIP file of parts, some of them XML; relationships lead from
the package to its main part and from there to styles, notes, headers (ECMA-376, part 2). The same
may be one XML file (Flat OPC), and Word 2003 had an XML of its own without parts. Names of the
Strict dialect (ECMA-376, part 1, annex A) and of Word 2003 are read as those of the Transitional.
"""

import binascii
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from ...errors import UnreadableError, damaged

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
AML = "{http://schemas.microsoft.com/aml/2001/core}"  # annotations of Word 2003
PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = "http://purl.oclc.org/ooxml/"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
_TRANSITIONAL = {
    _WORD_2003: W[1:-1],
    f"{_STRICT}wordprocessingml/main": W[1:-1],
    f"{_STRICT}officeDocument/math": M[1:-1],
    f"{_STRICT}officeDocument/relationships": R[1:-1],
    f"{_STRICT}drawingml/main": A[1:-1],
    f"{_STRICT}drawingml/wordprocessingDrawing": _WP,
    f"{_STRICT}drawingml/diagram": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    f"{_STRICT}drawingml/chart": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
_USUAL_MAIN = "word/document.xml"
_MAIN_TYPE = ".main+xml"
_MOST_BYTES = 200 * 1024 * 1024  # of all parts that are read, unpacked

_MOST_INSERTED = 1000  # files in a document, those within them included


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked of a document and of the documents within it."""

    left: int = _MOST_BYTES
    files_left: int = _MOST_INSERTED

    def insert(self) -> None:
        """Note that a file is inserted. Raises UnreadableError when it is one too many."""
        self.files_left -= 1
        if self.files_left < 0:
            raise UnreadableError(f"超过 {_MOST_INSERTED} 个")

    def spend(self, count: int) -> None:
        """Note that bytes are unpacked. Raises UnreadableError when it is too much."""
        self.left -= count
        if self.left < 0:
            raise UnreadableError(f"解压后超过 {_MOST_BYTES >> 20} MB，疑为压缩炸弹，未读入")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is XML, and the parts it is related to: kind and name, by identifier."""

    name: str
    root: etree._Element
    related: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def targets(self, kind: str) -> list[str]:
        """Return the names of the parts that are of a kind to this one: styles, footnotes."""
        return [name for found, name in self.related.values() if found == kind]


class Package:
    """The parts of a document, each read when it is asked for."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        """Open a document. Raises UnreadableError, or one of `DAMAGES` and `etree.XMLSyntaxError`."""
        self._budget = budget
        self._archive: zipfile.ZipFile | None = None
        self._files: dict[str, zipfile.ZipInfo | etree._Element] = {}
        if content.startswith(b"PK"):
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._files = {_plain(entry.filename): entry for entry in self._archive.infolist()}
            self.main = self._main()
            return
        budget.spend(len(content))
        root = _parsed(content)
        if root.tag == f"{PKG}package":
            for part in root.iterfind(f"{PKG}part"):
                self._files[_plain(part.get(f"{PKG}name") or "")] = part
            self.main = self._main()
        elif root.tag == f"{W}wordDocument":
            self.main = Part("", root)
        else:
            raise damaged("Word 文件（XML）")

    def content(self, name: str) -> bytes | None:
        """Return the bytes of a part; None where there is none."""
        file = self._files.get(_plain(name))
        if file is None:
            return None
        if isinstance(file, zipfile.ZipInfo):
            self._budget.spend(file.file_size)
            assert self._archive is not None
            return self._archive.read(file)
        return _flat_content(file)

    def part(self, name: str) -> Part | None:
        """Return a part that is XML, with its relationships; None where there is none."""
        content = self.content(name)
        if content is None:
            return None
        return Part(name, _parsed(content), self._relationships(name))

    def related(self, part: Part, kind: str) -> Iterator[Part]:
        """Yield the parts that are of a kind to another; what is damaged of them is passed over."""
        for name in part.targets(kind):
            with suppress(etree.XMLSyntaxError):
                if found := self.part(name):
                    yield found

    def names(self) -> list[str]:
        """Return the names of all parts, in lower case."""
        return list(self._files)

    def _main(self) -> Part:
        for name in self._main_names():
            if part := self.part(name):
                return part
        raise damaged("Word 文件（.docx）")

    def _main_names(self) -> Iterator[str]:
        """Yield what the main part may be called: by its relationship, its type, or as usual."""
        for kind, name in self._relationships("").values():
            if kind == "officeDocument":
                yield name
        with suppress(etree.XMLSyntaxError):
            types = self.content("[Content_Types].xml")
            for override in _parsed(types).iter(f"{_CONTENT_TYPES}Override") if types else ():
                if override.get("ContentType", "").endswith(_MAIN_TYPE):
                    yield override.get("PartName", "")
        yield _USUAL_MAIN

    def _relationships(self, name: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(name)
        content = self.content(posixpath.join(folder, "_rels", f"{base}.rels"))
        if content is None:
            return {}
        with suppress(etree.XMLSyntaxError):
            return {
                relation.get("Id") or "": (
                    (relation.get("Type") or "").rpartition("/")[2],
                    posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")),
                )
                for relation in _parsed(content).iter(f"{_RELATIONSHIPS}Relationship")
                if relation.get("TargetMode") != "External"
            }
        return {}


def _plain(name: str) -> str:
    """Write the name of a part in one way: some programs use backslashes, and cases do not count."""
    return unquote(name).replace("\\", "/").removeprefix(".").lstrip("/").lower()


def _flat_content(part: etree._Element) -> bytes:
    data = part.find(f"{PKG}xmlData")
    if data is not None and len(data):
        return bytes(etree.tostring(data[0]))
    binary = part.findtext(f"{PKG}binaryData") or ""
    try:
        return binascii.a2b_base64(binary)
    except binascii.Error:
        return b""


def _parsed(content: bytes) -> etree._Element:
    """Parse a part. Raises etree.XMLSyntaxError, also for what a package must not have: a DTD."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_pis=True,
        remove_comments=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise damaged("Word 文件（.docx）")
    if not _TRANSITIONAL.keys().isdisjoint(root.nsmap.values()):
        _translate(root)
    return root


def _translate(root: etree._Element) -> None:
    """Name all elements and attributes as the Transitional dialect does."""
    for element in root.iter(etree.Element):
        element.tag = _name(str(element.tag))
        for attribute, value in list(element.attrib.items()):
            if attribute.startswith("{") and (name := _name(str(attribute))) != attribute:
                del element.attrib[attribute]
                element.set(name, value)


def _name(name: str) -> str:
    namespace, bracket, local = name[1:].partition("}")
    return f"{{{_TRANSITIONAL.get(namespace, namespace)}}}{local}" if bracket else name


def is_on(switch: etree._Element | None) -> bool:
    """Say whether a property that is on or off is on (ECMA-376, part 1, 17.17.4 and 22.9.2.7)."""
    return switch is not None and switch.get(f"{W}val", "1").lower() not in {"0", "false", "off"}


def value_of(parent: etree._Element | None, path: str) -> str | None:
    """Return the value of an element below another; None where there is none."""
    found = parent.find(path) if parent is not None else None
    value = found.get(f"{W}val") if found is not None else None
    return value if isinstance(value, str) else None
