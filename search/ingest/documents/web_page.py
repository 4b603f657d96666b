"""Web pages: what does a saved page show? Its lines, and what its markup says of them and of the article."""

import re

from lxml import etree

from ...errors import UnreadableError
from ..lines.coverage import size_of
from ..lines.rendering import Form, Rendering
from .page_audience import told_by_page
from .page_hints import page_hints
from .page_lines import PageLines, Shown
from .page_styles import PageStyles

_ENDS_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_BODY_TEXT = etree.XPath("string(//body)", smart_strings=False)
_MAX_ADDRESS = 80


def render_html(text: str) -> Rendering:
    """Render a page. Raises UnreadableError when there is no element in it."""
    root = _parse(text)
    hints, no_text, styles = page_hints(root, text), _why_no_text(root), PageStyles(root)
    told = told_by_page(root, text)
    etree.strip_elements(root, "script", "style", with_tail=False)
    page = _rendered(root, styles)
    return Rendering(
        tuple(page.lines),
        form=Form.PAGE,
        hints=hints,
        held=size_of(_BODY_TEXT(root)),
        set_aside=tuple(page.set_aside()),
        no_text=no_text,
        told=told,
    )


def _parse(text: str) -> etree._Element:
    # The text is decoded already: what it declares of its encoding must not be believed again.
    # libxml2 ends each branch at a depth of 2,048, so no nesting is too deep for what follows.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    # What stands behind a stray </html> is shown (HTML, section 13.2.6.4.22); libxml2 drops it.
    text = _ENDS_OF_PAGE.sub("", text.replace("\x00", ""))
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("不是网页，或网页已损坏") from error
    if root is None:
        raise UnreadableError("网页里没有内容")
    return root


def _rendered(root: etree._Element, styles: PageStyles) -> PageLines:
    """Render what a page shows.

    Some pages hide their text until a script shows it. Where most sentences are hidden otherwise
    than by an attribute that says so, these count as shown; where all are, everything does.
    """
    page = PageLines(root, styles, Shown.AS_STYLED)
    if page.sentences_lifted > page.sentences:
        page = PageLines(root, styles, Shown.WITH_LIFTED)
    if not page.sentences:
        everything = PageLines(root, styles, Shown.EVERYTHING)
        page = everything if everything.sentences else page
    return page


def _why_no_text(root: etree._Element) -> str:
    """Say why a page may hold no text, should none be found in it."""
    for frame in root.iter("frame", "iframe"):
        if source := (frame.get("src") or "").strip():
            return f"正文在框架网页里，这个文件里没有：{source[:_MAX_ADDRESS]}"
    if next(root.iter("script"), None) is not None:
        return "正文由脚本加载，页面里没有；请在浏览器中打开后另存为网页"
    return ""
