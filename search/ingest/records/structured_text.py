"""Structured text: which paragraphs are in a text that is a list or a tree, as editors and APIs keep it?

["第一段", "第二段"], [{"type": "text", "text": "第一段"}], {"第一条": "…"}, and what editors write:
blocks, children, ops.
"""

import re
from collections.abc import Iterator, Mapping

from ...text.characters import HAN
from ..lines.coverage import size_of

_HEADINGS = ("title", "subtitle", "heading", "header", "小标题", "标题")
_TEXTS = (
    "text",
    "content",
    "html",
    "value",
    "body",
    "insert",
    "正文",
    "内容",
    "文本",
    "段落",
    "paragraph",
)
_PARTS = (
    "blocks",
    "data",
    "children",
    "paragraphs",
    "items",
    "ops",
    "nodes",
    "sections",
    "list",
    "rows",
)
_MOST_DEEP = 30
_HAN = re.compile(rf"[{HAN}]")


def text_of(value: object) -> str:
    """Return the paragraphs of a text, a line each; of a text that is one as it stands."""
    if not isinstance(value, list | tuple | Mapping):
        return value if isinstance(value, str) else ""
    return "\n".join(_paragraphs(value, 0))


def size_within(value: object, depth: int = 0) -> int:
    """Count the characters of all texts in a list or a tree in which there is Chinese, wherever they stand."""
    if isinstance(value, str):
        return size_of(value) if depth and _HAN.search(value) else 0
    if depth >= _MOST_DEEP:
        return 0
    if isinstance(value, Mapping):
        return sum(size_within(part, depth + 1) for part in value.values())
    if isinstance(value, list | tuple):
        return sum(size_within(part, depth + 1) for part in value)
    return 0


def _paragraphs(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif depth >= _MOST_DEEP:
        return
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _paragraphs(part, depth + 1)
    elif isinstance(value, Mapping):
        yield from _of_node(value, depth)


def _of_node(node: Mapping[str, object], depth: int) -> Iterator[str]:
    """Yield what a node says: its heading, its text, or that of its parts; of a map of clauses all."""
    if (inline := _inline(node)) is not None:
        yield inline
        return
    known = [name for name in (*_HEADINGS, *_TEXTS, *_PARTS) if node.get(name)]
    if known:
        for name in known:
            yield from _paragraphs(node[name], depth + 1)
        return
    for name, value in node.items():
        if isinstance(value, str) and len(str(name)) > 1 and _HAN.search(str(name)):
            yield str(name)
        if isinstance(value, str) and not _HAN.search(value):
            continue  # an address, an id, a type
        yield from _paragraphs(value, depth + 1)


def _inline(node: Mapping[str, object]) -> str | None:
    """Return the text of a paragraph whose parts are pieces of a line, as editors write it; else None."""
    parts = (
        node.get("ops")
        or node.get("children")
        or (node.get("content") if node.get("type") not in {None, "doc"} else None)
    )
    if not isinstance(parts, list):
        return None
    texts = [
        part.get("text", part.get("insert")) if isinstance(part, Mapping) else None
        for part in parts
    ]
    if not all(isinstance(text, str) for text in texts):
        return None
    return "".join(text for text in texts if isinstance(text, str))
