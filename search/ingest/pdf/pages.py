"""PDF pages: what do all pages together read as? Without watermarks, upright, laid out; what is missing is named."""

import re
from collections.abc import Sequence

from ...errors import UnreadableError
from ..lines.coverage import size_of
from ..lines.rendering import Form, Rendering, SetAside
from ..scans.installed import unread
from .directions import upright_pages
from .drawn import DrawnPage
from .layout import layout_of
from .watermarks import without_watermarks

MOST_PAGES, MOST_CHARACTERS = 2000, 5_000_000
_FEW = 5  # characters a page, on average: no text layer, but stray marks
_MOST_UNREADABLE = 0.3
_MOST_PAGES_NAMED = 5
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # characters that mean what a font says
_NO_TEXT = "扫描件，没有文字层"
_EMPTY = "没有文字，也没有图片：%s 是空白的，或文字已转成曲线"
_NO_MAP = "文字层是乱码（字体没有对应的文字）"


def rendering_of(pages: Sequence[DrawnPage], kind: str) -> Rendering:
    """Render pages of a kind of file. Raises UnreadableError where they have no text."""
    _check(pages, kind)
    shown, aside = without_watermarks(pages)
    layout = layout_of(upright_pages(shown))
    if not layout.lines:
        raise UnreadableError(_no_text(pages, kind))
    set_aside = [*aside.parts(), *_not_text(pages)]
    if layout.running:
        set_aside.append(SetAside("页眉、页脚和页码", layout.running))
    held = sum(map(_size, pages))
    read = tuple(line for page in pages for line in page.recognized)
    return Rendering(
        layout.lines, Form.DOCUMENT, held=held, set_aside=tuple(set_aside), recognized=read
    )


def _size(page: DrawnPage) -> int:
    """Count the characters of a page, without white space; those too that nobody can read."""
    return page.unmapped + size_of(page.text) + sum(map(size_of, page.comments))


def _check(pages: Sequence[DrawnPage], kind: str) -> None:
    """Refuse what has no text layer, or one that says nothing. Raises UnreadableError."""
    if not pages:
        raise UnreadableError(f"{kind} 里没有页")
    total = sum(map(_size, pages))
    if total < _FEW * len(pages):
        raise UnreadableError(_no_text(pages, kind))
    unreadable = sum(page.unmapped + len(_PRIVATE.findall(page.text)) for page in pages)
    if unreadable > total * _MOST_UNREADABLE:
        raise UnreadableError(unread(_NO_MAP))


def _no_text(pages: Sequence[DrawnPage], kind: str) -> str:
    return unread(_NO_TEXT if any(page.drawing.images for page in pages) else _EMPTY % kind)


def _not_text(pages: Sequence[DrawnPage]) -> list[SetAside]:
    """Name what has no characters to read: pages that are pictures, fonts that tell nothing."""
    parts = []
    bare = [
        number for number, page in enumerate(pages, 1) if not _size(page) and page.drawing.images
    ]
    if bare:
        named = "、".join(map(str, bare[:_MOST_PAGES_NAMED]))
        more = f" 等 {len(bare)}" if len(bare) > _MOST_PAGES_NAMED else ""
        remark = unread(f"第 {named}{more} 页是图片，没有文字层")
        parts.append(SetAside("没有文字层的页", 0, remark))
    comments = [comment for page in pages for comment in page.comments]
    if comments:
        remark = f"{len(comments)} 个批注未收入"
        parts.append(SetAside("批注", sum(map(size_of, comments)), remark))
    unmapped = sum(page.unmapped for page in pages)
    if unmapped:
        remark = f"{unmapped} 个字的字体没有对应的文字，未收入"
        parts.append(SetAside("字体没有对应的文字", unmapped, remark))
    return parts
