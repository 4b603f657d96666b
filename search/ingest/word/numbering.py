"""Word numbering: which number does Word put before a paragraph? It stands in no text: 第一条, （一）, 1.2.

Each paragraph, or its style, names a list and a level (ECMA-376, part 1, 17.9); `lists` counts.
"""

from collections.abc import Iterable

from lxml import etree

from .lists import MAX_NUMBER, Level, ListCounts
from .package import W, is_on, value_of
from .styles import Styles

_TOLD = f"{W}listPr/{{http://schemas.microsoft.com/office/word/2003/auxHint}}t"  # by Word 2003
_LEVELS = 9


class Numbering:
    """Counts through the lists of a document; paragraphs must be asked for in their order."""

    def __init__(self, styles: Styles, numbering: Iterable[etree._Element]) -> None:
        self._styles = styles
        self._abstract: dict[str, str] = {}  # the list that each number names
        self._levels: dict[str, dict[int, Level]] = {}  # of each list
        self._restarts: dict[str, dict[int, int]] = {}  # where a number begins, on its first use
        self._counts = ListCounts()
        for part in numbering:
            self._read(part)

    def label(self, paragraph: etree._Element) -> str:
        """Return the number before a paragraph; empty without one."""
        if not self._levels:
            told = paragraph.find(f"{W}pPr/{_TOLD}")
            return "" if told is None else str(told.get(told.tag.replace("}t", "}val"), ""))
        named = paragraph.find(f"{W}pPr/{W}numPr")
        if named is None:
            named = self._styles.listing(paragraph)
        if named is None:
            return ""
        number, level = value_of(named, f"{W}numId") or "", value_of(named, f"{W}ilvl") or "0"
        abstract = self._abstract.get(number)
        if abstract is None or not level.isdecimal() or int(level) >= _LEVELS:
            return ""
        self._counts.restart(abstract, self._restarts.pop(number, {}))
        return self._counts.label(abstract, self._levels[abstract], int(level))

    def _read(self, numbering: etree._Element) -> None:
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId") or ""
            self._levels[name] = {
                int(level.get(f"{W}ilvl")): _level(level)
                for level in abstract.iterfind(f"{W}lvl")
                if (level.get(f"{W}ilvl") or "").isdecimal()
            }
            if style := value_of(abstract, f"{W}styleLink"):
                by_style[style] = name
            if style := value_of(abstract, f"{W}numStyleLink"):
                links[name] = style
        for number in numbering.iterfind(f"{W}num"):
            target = value_of(number, f"{W}abstractNumId") or ""
            target = by_style.get(links.get(target, ""), target)
            if target in self._levels:
                identifier = number.get(f"{W}numId") or ""
                self._abstract[identifier] = target
                self._restarts[identifier] = dict(_restarts(number))


def _level(level: etree._Element) -> Level:
    restart = value_of(level, f"{W}lvlRestart") or ""
    return Level(
        pattern=value_of(level, f"{W}lvlText") or "",
        written=value_of(level, f"{W}numFmt") or "decimal",
        start=_number(value_of(level, f"{W}start"), 1),
        restarts_after=int(restart[:9]) if restart.isdecimal() else None,
        is_legal=is_on(level.find(f"{W}isLgl")),
    )


def _restarts(number: etree._Element) -> Iterable[tuple[int, int]]:
    for override in number.iterfind(f"{W}lvlOverride"):
        start = value_of(override, f"{W}startOverride")
        if start is not None:
            yield _number(override.get(f"{W}ilvl"), 0), _number(start, 1)


def _number(written: str | None, usual: int) -> int:
    return min(int(written[:9]), MAX_NUMBER) if written and written.isdecimal() else usual
