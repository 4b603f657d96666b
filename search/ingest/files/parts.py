"""Parts: what is in a ZIP file that is one document? Read by path, parsed as XML, within bounds.

OFD, OpenDocument, PowerPoint and EPUB are such files. Names of elements and attributes are read
without their namespaces: programs write several for one format, and some of them none.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from ...errors import UnreadableError, damaged
from .archives import DAMAGES, Allowance, content_of, member_path

_MOST_BYTES = 200 * 1024 * 1024  # of all parts that are read, unpacked
_ENCRYPTED = 0x1


class Parts:
    """The parts of a document, each read when it is asked for; paths are as in a URL, cases do not count."""

    def __init__(self, content: bytes, what: str) -> None:
        """Open a document; `what` is named in errors: OFD 文件. Raises UnreadableError."""
        self._what = what
        self._allowance = Allowance(_MOST_BYTES)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            files = self._archive.infolist()
        except DAMAGES as error:
            raise damaged(what) from error
        if any(info.flag_bits & _ENCRYPTED for info in files):
            raise UnreadableError("已加密；请去掉密码后再放入")
        self._files = {_plain(member_path(info)): info for info in files}

    def names(self) -> list[str]:
        """Return the paths of all parts, in lower case."""
        return list(self._files)

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a part; None where there is none. Raises UnreadableError."""
        info = self._files.get(_plain(path))
        if info is None:
            return None
        found = content_of(self._archive, info, self._allowance)
        if isinstance(found, UnreadableError):
            raise found
        return found

    def root(self, path: str) -> etree._Element | None:
        """Return the root of a part that is XML; None where there is none. Raises UnreadableError."""
        content = self.content(path)
        return None if content is None else parsed(content, self._what)

    def found(self, path: str, beside: str) -> str | None:
        """Return the path of a part that another names: from its folder on, or from one above it.

        What begins with a slash should begin at the top; some programs forget either.
        """
        wanted, folder = _plain(path), _plain(posixpath.dirname(beside))
        if not wanted:
            return None
        if path.lstrip().startswith(("/", "\\")) and wanted in self._files:
            return wanted
        while True:
            place = _plain(posixpath.join(folder, unquote(path).replace("\\", "/").lstrip("/ ")))
            if place in self._files:
                return place
            if not folder:
                return None
            folder = posixpath.dirname(folder)


def parsed(content: bytes, what: str) -> etree._Element:
    """Parse XML, names without their namespaces. Raises UnreadableError, also where it has a DTD."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(what) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged(what)
    for element in root.iter(etree.Element):
        element.tag = _local(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("{"):
                element.attrib[_local(name)] = value
    return root


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the children of an element that have a name; none of none."""
    return iter(()) if element is None else element.iterchildren(name)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _plain(path: str) -> str:
    """Write a path in one way: some programs use backslashes, and one dot or two."""
    written = unquote(path.strip()).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", written)).lstrip("/").lower()
