"""XML tree: how is an XML file parsed that may be hostile? No entities, nothing fetched, bounds of libxml2."""

import re
from html.entities import html5

from lxml import etree

from ...errors import UnreadableError
from ..files.decoding import decode

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset("amp lt gt quot apos".split())
# What no XML may hold, and exports hold all the same (XML 1.0, 2.2).
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DEFINES = re.compile(r"<!ENTITY", re.IGNORECASE)


def parse_xml(content: bytes) -> etree._Element:
    """Parse a file in whatever encoding, and return its root. Raises UnreadableError.

    The entities of HTML (&nbsp;) are known; a file that defines its own is refused.
    """
    text = _FORBIDDEN.sub("", decode(content).removeprefix("\ufeff"))
    if _DEFINES.search(text):
        raise UnreadableError("XML 文件定义了自己的实体（<!ENTITY …>），不读入；请去掉后另存")
    text = _ENTITY.sub(_without_entities_of_html, _DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno if error.lineno and error.lineno > 0 else None
        raise UnreadableError(f"不是完整的 XML：{error.msg or ''}"[:200], line) from error
    if root is None:
        raise UnreadableError("XML 文件里没有内容")
    return root


def local_name(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def _without_entities_of_html(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _OF_XML else html5.get(f"{name};", match[0])
