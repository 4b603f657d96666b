"""XML files: how do the elements of an XML file become articles? RSS, Atom, and <article><title>…."""

from collections.abc import Iterator, Mapping

from lxml import etree

from ...errors import UnreadableError
from .object_tree import find_articles
from .record import Item, Record, read_records
from .xml_tree import local_name, parse_xml

# Elements of HTML: what holds one of them is a text with markup, no record.
_MARKUP = frozenset(
    "p div br span b i em strong font table ul ol li h1 h2 h3 h4 h5 h6 img a".split()
)
_NAMED_BY_ATTRIBUTE = frozenset(
    "field property column str arr date int long float double bool attr attribute meta entry".split()
)
_NAMES = ("name", "key", "id", "field", "column")  # of such an attribute
# Of an element without text, the attribute that is what it says: Atom's link and category.
_VALUES = ("href", "term", "value", "content", "url", "label")
_OF_XML = frozenset("version lang space base schemaLocation".split())  # nothing of an article
_MOST_DEEP = 100
_ATOM = "{http://www.w3.org/2005/Atom}"


def read_xml(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each record, and remarks. Raises UnreadableError."""
    root = parse_xml(content)
    found = find_articles({local_name(str(root.tag)): _value(root, 0)})
    if not found:
        raise UnreadableError(
            f"XML 文件（<{local_name(str(root.tag))[:40]}>）里没有一条既有标题（title）又有正文（content、text）的记录"
        )
    yield from read_records(_records(found), origin)


def _records(found: list[object]) -> Iterator[Record | UnreadableError]:
    for number, values in enumerate(found, 1):
        place = f"第 {number} 条" if len(found) > 1 else ""
        if isinstance(values, Mapping):
            yield Record(values, place=place)
        else:
            yield UnreadableError(f"{place}：没有标题和正文" if place else "没有标题和正文")


def _value(element: etree._Element, depth: int) -> object:
    """Return what an element says: a text, a text with markup, or its parts by their names."""
    children = [child for child in element if isinstance(child.tag, str)]
    if depth > _MOST_DEEP or any(_is_markup(child) for child in children):
        return _inner(element)
    own = (element.text or "").strip()
    if any((child.tail or "").strip() for child in children):
        return "".join(map(str, element.itertext()))
    if not children:
        return _of_leaf(element, own)
    values: dict[str, object] = {}
    for name, value in element.attrib.items():
        if (called := local_name(str(name))) not in _OF_XML:
            values[called] = value
    for child in children:
        name = _name(child)
        value = _value(child, depth + 1)
        values[name] = _with_another(values.get(name), value)
    if element.tag == f"{_ATOM}entry":
        _complete_entry(values)
    if own:
        values.setdefault("text", own)
    return values


def _of_leaf(element: etree._Element, own: str) -> object:
    """Return the text of an element; of one without, what its attributes say."""
    attributes = {local_name(str(name)): str(value) for name, value in element.attrib.items()}
    if "title" in attributes and own:  # <article title="…">正文</article>
        return {**attributes, "text": own}
    if own or not attributes:
        return own
    value = next((attributes[name] for name in _VALUES if attributes.get(name)), None)
    return value if value is not None and len(attributes) <= 4 else attributes


def _name(element: etree._Element) -> str:
    """Return the name of what an element gives: its own, or what it says its name is."""
    name = local_name(str(element.tag))
    if name.lower() in _NAMED_BY_ATTRIBUTE:
        return next((value for key in _NAMES if (value := element.get(key))), name)
    return name


def _with_another(earlier: object, value: object) -> object:
    """Put several elements of one name in a list."""
    if earlier is None or earlier == "":
        return value
    return [*earlier, value] if isinstance(earlier, list) else [earlier, value]


def _is_markup(element: etree._Element) -> bool:
    return local_name(str(element.tag)) in _MARKUP


def _inner(element: etree._Element) -> str:
    """Return the markup within an element, without the names of namespaces."""
    for part in element.iter():
        if isinstance(part.tag, str):
            part.tag = local_name(part.tag)
    etree.cleanup_namespaces(element)
    parts = [etree.tostring(part, encoding="unicode", method="html") for part in element]
    return (element.text or "") + "".join(parts)


def _complete_entry(values: dict[str, object]) -> None:
    """Of an entry of Atom that has no day of publication, take the day of its last change (RFC 4287, 4.2.15)."""
    if "published" not in values and "updated" in values:
        values["published"] = values.pop("updated")
