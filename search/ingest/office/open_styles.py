"""OpenDocument styles: what do styles and lists say of a paragraph? (OpenDocument 1.3, parts 3.16 and 3.19)"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ..files.parts import children
from ..word.lists import MAX_NUMBER, Level, ListCounts

_DEEPEST = 20  # styles that are made of one another
_MOST_LEVELS = 10
_TITLES = frozenset({"title", "标题1", "文档标题"})
_LARGE = 18.0  # points: of a title that only its size tells
_SIZE = re.compile(r"(\d+(?:\.\d+)?)pt")
_WRITTEN = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCountingThousand", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "ideographLegalTraditional", "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional", "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth", "": "none",
}  # fmt: skip
_OUTLINE = " outline"


@dataclass(slots=True)
class _Style:
    parent: str = ""
    name: str = ""  # as users see it
    is_hidden: bool = False
    is_large: bool = False
    is_centred: bool = False
    listed: str = ""


@dataclass(slots=True)
class OpenStyles:
    """Styles and lists of a document; paragraphs of lists must be asked for in their order."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    _counts: ListCounts = field(default_factory=ListCounts)

    def read(self, root: etree._Element) -> None:
        """Take in what a part defines."""
        for element in root.iter("style"):
            self._styles[element.get("name") or ""] = _style(element)
        for element in root.iter("list-style"):
            self._lists[element.get("name") or ""] = dict(
                _levels(element, "list-level-style-number")
            )
        for element in root.iter("outline-style"):
            self._lists[_OUTLINE] = dict(_levels(element, "outline-level-style"))

    def is_hidden(self, name: str | None) -> bool:
        """Say whether text in a style is not shown."""
        return any(style.is_hidden for style in self._chain(name))

    def is_title(self, name: str | None, is_near_top: bool) -> bool:
        """Say whether a paragraph in a style is a title: by its name, or by its size near the top."""
        chain = list(self._chain(name))
        if any(style.name in _TITLES for style in chain):
            return True
        is_set_large = any(s.is_large for s in chain) and any(s.is_centred for s in chain)
        return is_near_top and is_set_large

    def listed(self, name: str | None) -> str:
        """Return the list that a style puts its paragraphs in."""
        return next((style.listed for style in self._chain(name) if style.listed), "")

    def label(self, listed: str, level: int) -> str:
        """Return the number before the next paragraph of a list, at a level from 0."""
        return self._counts.label(listed, self._lists.get(listed, {}), level)

    def outline_label(self, level: int) -> str:
        """Return the number before the next heading, at a level from 0."""
        return self.label(_OUTLINE, level)

    def _chain(self, name: str | None) -> Iterator[_Style]:
        for _ in range(_DEEPEST):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = style.parent


def _style(element: etree._Element) -> _Style:
    name = element.get("display-name") or element.get("name") or ""
    style = _Style(element.get("parent-style-name") or "", name.strip().lower())
    style.listed = element.get("list-style-name") or ""
    for text in children(element, "text-properties"):
        style.is_hidden = text.get("display") == "none"
        sizes = [text.get(key) or "" for key in ("font-size", "font-size-asian")]
        found = [float(match[1]) for size in sizes if (match := _SIZE.fullmatch(size[:12]))]
        style.is_large = max(found, default=0.0) >= _LARGE
    for paragraph in children(element, "paragraph-properties"):
        style.is_centred = paragraph.get("text-align") == "center"
    return style


def _levels(element: etree._Element, kind: str) -> Iterator[tuple[int, Level]]:
    for numbered in children(element, kind):
        level = _number(numbered.get("level"), 1) - 1
        shown = _number(numbered.get("display-levels"), 1)
        written = numbered.get("num-format") or ""
        if 0 <= level < _MOST_LEVELS and written:
            first = max(0, level + 1 - shown)
            counted = ".".join(f"%{n + 1}" for n in range(first, level + 1))
            pattern = (
                f"{numbered.get('num-prefix') or ''}{counted}{numbered.get('num-suffix') or ''}"
            )
            start = _number(numbered.get("start-value"), 1)
            yield level, Level(pattern, _WRITTEN.get(written, "decimal"), start)


def _number(written: str | None, usual: int) -> int:
    return min(int(written[:9]), MAX_NUMBER) if written and written.isdecimal() else usual
