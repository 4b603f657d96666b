"""OFD tags: what does an OFD file say of its document, apart from its pages? (GB/T 33190, 7.4 and 16)

Its entry has a title, and values by names of its own (CustomData); tags name objects of pages, as
the parts of an official paper: 标题, 发文字号.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from lxml import etree

from ...article_fields import FieldName
from ...errors import UnreadableError
from ..fields.evidence import Evidence
from ..fields.names import field_of
from ..files.parts import Parts, children

_OF_ENTRY, _OF_DATA, _OF_TAGS = 0.6, 0.9, 0.95  # how sure a value is
_LONGEST, _MOST_TAGS = 300, 2000
_NO_FIELD = frozenset({FieldName.TEXT, FieldName.ID})
# Parts of an official paper (GB/T 33476.2) that no file of another format names so.
_PARTS = {
    "发文机关标志": FieldName.ISSUER,
    "发文机关署名": FieldName.ISSUER,
    "公文标题": FieldName.TITLE,
}
_HEAD = "文件"  # of a letterhead: 云江市人民政府文件


def hints_of(
    parts: Parts,
    place: str,
    body: etree._Element,
    root: etree._Element,
    identified: Mapping[str, str],
) -> tuple[Evidence, ...]:
    """Gather what is said of a document at a place; `identified` are the texts of its objects."""
    info = body.find("DocInfo")
    hints = []
    if info is not None:
        title = _plain(info.findtext("Title") or "")
        if title:
            hints.append(Evidence(FieldName.TITLE, title, "OFD 文件信息“Title”", _OF_ENTRY))
        for data in info.iter("CustomData"):
            name, value = data.get("Name") or "", _plain(data.text or "")
            hints += _hint(name, value, "OFD 文件信息", _OF_DATA)
    with suppress(UnreadableError):
        for tag in _tags(parts, place, root):
            name = str(tag.tag)
            hints += _hint(name, _tagged(tag, identified), "OFD 标引", _OF_TAGS)
    return tuple(hints)


def _hint(name: str, value: str, where: str, sure: float) -> list[Evidence]:
    field = _PARTS.get(name) or _field(name)
    if field is None or not value or len(value) > _LONGEST:
        return []
    if field is FieldName.ISSUER:
        value = value.removesuffix(_HEAD).strip() or value
    return [Evidence(field, value, f"{where}“{name}”", sure)]


def _field(name: str) -> FieldName | None:
    known = field_of(name) if name else None
    field = FieldName(known) if known else None
    return None if field in _NO_FIELD else field


def _tags(parts: Parts, place: str, root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of the files of tags that a document names."""
    left = _MOST_TAGS
    named = parts.found(root.findtext("CustomTags") or "", place)
    listed = parts.root(named) if named else None
    for location in () if listed is None else listed.iter("FileLoc"):
        path = parts.found(location.text or "", named or "")
        tags = parts.root(path) if path else None
        for tag in () if tags is None else tags.iter(etree.Element):
            left -= 1
            if left < 0:
                return
            yield tag


def _tagged(tag: etree._Element, identified: Mapping[str, str]) -> str:
    """Return the text of the objects that a tag refers to, else its own."""
    texts = [
        identified.get((reference.text or "").strip(), "")
        for reference in children(tag, "ObjectRef")
    ]
    return _plain("".join(texts) or tag.text or "")


def _plain(text: str) -> str:
    return " ".join(text.split())
