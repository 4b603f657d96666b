"""Web pages: what does a saved page show? Its lines, and what its markup says of them and of the article."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from ...article import in_one_line
from ...errors import UnreadableError
from ..lines.labels import is_labelled
from ..lines.rendering import Form, Line, Rendering
from .page_hints import page_hints

_SKIPPED = frozenset(
    (
        "head script style noscript template iframe object embed svg canvas select option button "
        "textarea audio video map title meta link"
    ).split()
)
_BLOCKS = frozenset(
    (
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav "
        "ol p pre section summary table tbody td tfoot th thead tr ul ucapcontent ucaptitle"
    ).split()
)
_INLINE = frozenset("span a em i b font label strong u".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"ucaptitle": 1}
_CELL_SEPARATOR = " | "
_MAX_CELL_LENGTH = 120  # characters: tables with longer cells lay out a page
# Not visibility: hidden, which some sites lift by script once the page is loaded.
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACES = " \t\r\n\f\v"
_WHITE = re.compile(rf"[{_SPACES}]+")
# Templates close a page in its middle; browsers read on (HTML Standard, 13.2.6.4.22).
_END_OF_PAGE = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
# What sites call the place of the text, and of what stands around it, in their markup.
_TEXT_PLACE = re.compile(
    r"trs_|ucap-?content|^zoom|(?:^|[-_ ])(?:article|content|detail|zw|zhengwen|text|txt|news_?body)s?"
    r"(?:[-_ ]|$)|(?:article|news|detail|main|art|post)[-_]?(?:content|body|text|con|txt)|contenttext"
    r"|endtext|editor|textbody",
    re.IGNORECASE,
)
_OTHER_PLACE = re.compile(
    r"(?:^|[-_ ])(?:nav|menu|foot(?:er)?|head(?:er)?|top(?:bar)?|side(?:bar)?|aside|share|comment|"
    r"related|relate|relevant|hot|rank|recommend|copyright|crumbs?|breadcrumbs?|ad|ads|advert|login|"
    r"search|link|links|friend|tool|tools|toolbar|pop|popup|dialog|qrcode|ewm|keyword|tag|tags|"
    r"prev|next|pager?|editor-?name|statement|disclaimer|reply|tie|bbs)s?(?:[-_ \d]|$)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(
    r"crumb|(?:^|[-_ ])(?:(?:cur(?:rent)?[-_]?)?(?:position|location|pos|path|place)|dqwz|weizhi|dangqianweizhi|wz|mbx|"
    r"mianbaoxie|lujing|sitepath|bread|local)(?:[-_ \d]|$)",
    re.IGNORECASE,
)
_PARTS_BACK = 3  # to the link before, white space between
_OTHER_ELEMENTS = frozenset("nav footer aside".split())
_TEXT_ELEMENTS = frozenset("article main ucapcontent".split())


def render_html(text: str) -> Rendering:
    """Render a page. Raises UnreadableError when there is no element in it."""
    root = _parse(text)
    lines = list(_Renderer(root).lines())
    return Rendering(tuple(lines), form=Form.PAGE, hints=page_hints(root, text))


def _parse(text: str) -> etree._Element:
    # The text is decoded already: what it declares of its encoding must not be believed again.
    # libxml2 ends each branch at a depth of 2,048, so no nesting is too deep for what follows.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    text = _END_OF_PAGE.sub("", text.replace("\x00", ""))
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("不是网页，或网页已损坏") from error
    if root is None:
        raise UnreadableError("网页里没有内容")
    return root


class _Renderer:
    """Walks a page and gathers its lines."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._parts: list[str] = []
        self._linked = 0  # characters in links, of the line being gathered
        self._in_links = 0
        self._level: int | None = None
        self._data_tables = 0
        self._places: list[int] = [0]
        self._crumbs: list[bool] = [False]
        self._apart = 0  # blocks closed and opened since the last line
        self._number = 0

    def lines(self) -> Iterator[Line]:
        """Yield every line that shows something."""
        walker = etree.iterwalk(self._root, events=("start", "end"))
        shown: list[bool] = []  # of the elements that are open
        for event, element in walker:
            if event == "start":
                tag = element.tag
                shown.append(tag not in _SKIPPED and not _is_hidden(element))
                if not shown[-1]:
                    walker.skip_subtree()
                    continue
                yield from self._open(tag, element)
                self._add(element.text)
            else:
                if shown.pop():
                    yield from self._close(element.tag, element)
                self._add(element.tail)
        yield from self._flush()

    def _open(self, tag: str, element: etree._Element) -> Iterator[Line]:
        if tag in _INLINE and self._parts and is_labelled((element.text or "").strip()[:40]):
            self._parts.append(" ")  # set apart by style alone: <i>来源：A</i><i>作者：B</i>
        if tag == "a":
            self._part_crumbs()
            self._in_links += 1
        elif tag == "br":
            yield from self._break()
        elif tag in {"td", "th"} and self._data_tables:
            if self._parts:
                self._parts.append(_CELL_SEPARATOR)
        elif tag == "tr" or (tag in _BLOCKS and not self._data_tables):
            yield from self._flush()
            self._apart += 1
        if tag == "table":
            yield from self._flush()
            self._data_tables += self._data_tables > 0 or _is_data_table(element)
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        self._places.append(_place(element) or self._places[-1])
        self._crumbs.append(self._crumbs[-1] or _is_crumbs(element))

    def _close(self, tag: str, element: etree._Element) -> Iterator[Line]:
        if tag == "a":
            self._in_links -= 1
        elif tag in {"tr", "table"} or (tag in _BLOCKS and not self._data_tables):
            yield from self._flush()
            self._apart += 1
        if tag == "table" and self._data_tables:
            self._data_tables -= 1
        if tag in _HEADINGS:
            self._level = None
        self._places.pop()
        self._crumbs.pop()

    def _add(self, text: str | None) -> None:
        if text and (self._parts or text.strip(_SPACES)):  # white space before cells is no cell
            if self._in_links:
                self._linked += len(text.strip())
            self._parts.append(text)

    def _part_crumbs(self) -> None:
        """Put a sign between the links of a breadcrumb, where only style parts them."""
        if self._crumbs[-1]:
            last = "".join(self._parts[-_PARTS_BACK:]).strip()
            if last[-1:].isalnum():
                self._parts.append(" > ")

    def _break(self) -> Iterator[Line]:
        """End a line within a block; the lines of a heading are one."""
        if self._level is not None or self._data_tables:
            self._parts.append("\n" if self._level is not None else " ")
        else:
            yield from self._flush()

    def _flush(self) -> Iterator[Line]:
        raw = "".join(self._parts)
        linked = self._linked
        self._parts, self._linked = [], 0
        text = self._cleaned(raw)
        if not text:
            return
        self._number += 1
        yield Line(
            text=text,
            number=self._number,
            indented=raw.lstrip(" \t\r\n")[:1] in {"\u3000", "\xa0"},
            after_blank=False,
            level=self._level,
            linked=min(1.0, linked / len(text)),
            apart=self._apart,
            place=self._places[-1],
            crumbs=self._crumbs[-1],
        )
        self._apart = 0

    def _cleaned(self, raw: str) -> str:
        if self._level is not None:
            parts = [_WHITE.sub(" ", part).strip() for part in raw.split("\n")]
            raw = in_one_line("\n".join(part for part in parts if part))
        text = _WHITE.sub(" ", raw).strip().strip("\u200b\ufeff").strip()
        return text if text.strip(" |\u3000\xa0") else ""


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (
        style is not None and _HIDDEN.search(style) is not None
    )


def _place(element: etree._Element) -> int:
    """Say what the markup tells of a place: 1 for text, -1 for what stands around it, 0 for nothing."""
    if element.tag in _TEXT_ELEMENTS:
        return 1
    if element.tag in _OTHER_ELEMENTS:
        return -1
    name = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
    return _place_called(name) if name and element.tag not in {"body", "html"} else 0


def _is_crumbs(element: etree._Element) -> bool:
    """Say whether the markup calls a place that of a breadcrumb."""
    name = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
    return bool(name) and element.tag not in {"body", "html"} and _called_crumbs(name)


@lru_cache(maxsize=8192)
def _called_crumbs(name: str) -> bool:
    return _CRUMBS.search(name) is not None


@lru_cache(maxsize=8192)
def _place_called(name: str) -> int:
    if _OTHER_PLACE.search(name):
        return -1
    return 1 if _TEXT_PLACE.search(name) else 0


def _is_data_table(table: etree._Element) -> bool:
    """Tell a table that shows data from one that lays out a page: short cells, no table inside."""
    if table.find(".//table") is not None:
        return False
    cells = 0
    for row in table.iter("tr"):
        in_row = [cell for cell in row if cell.tag in {"td", "th"}]
        cells = max(cells, len(in_row))
        if any(len("".join(cell.itertext()).strip()) > _MAX_CELL_LENGTH for cell in in_row):
            return False
    return cells >= 2
