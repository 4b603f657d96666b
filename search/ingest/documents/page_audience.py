"""Page audience: what does a page say, where nothing is shown, of who may read it?

Above its first element, as some programs write front matter there, in comments, and in meta tags.
"""

import re
from collections.abc import Iterator

from lxml import etree

from ..fields.audience import Told
from ..fields.audience_lines import told_in_lines

_WITHIN, _MOST_LINES, _MOST_META = 16 * 1024, 300, 500
_CODE = re.compile(r"<(style|script)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ELEMENT = re.compile(r"<(?:!doctype|[a-z])", re.IGNORECASE)


def told_by_page(root: etree._Element, text: str) -> Told:
    """Return what keeps a page from everyone, by what it says outside its text; `text` is its source."""
    return told_in_lines([*_unseen_lines(text[:_WITHIN]), *_metas(root)], _MOST_LINES)


def _unseen_lines(text: str) -> Iterator[str]:
    start = _ELEMENT.search(text)
    yield from (text[: start.start()] if start else "").splitlines()
    for comment in _COMMENT.finditer(_CODE.sub("", text)):
        yield from comment[1].splitlines()


def _metas(root: etree._Element) -> Iterator[str]:
    for _, meta in zip(range(_MOST_META), root.iter("meta"), strict=False):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        if name:
            yield f"{name}: {meta.get('content') or ''}"
