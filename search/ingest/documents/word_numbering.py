"""Word numbering: which number does Word put before a paragraph? It stands in no text: 第一条, （一）, 1.2.

Numbers are worked out as ECMA-376, part 1, 17.9 says: each paragraph names a list and a level; a
level counts from its start, and begins anew after a paragraph of a level above.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from lxml import etree

from .word_package import W, value_of
from .word_styles import Styles

_TOLD = f"{W}listPr/{{http://schemas.microsoft.com/office/word/2003/auxHint}}t"  # by Word 2003
_DIGITS = "〇一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MAX_NUMBER = 9999
_LEVELS = 9


def chinese_number(number: int) -> str:
    """Write a number in Chinese: 十一, 一百零三."""
    if number < 10:
        return "零" if number == 0 else _DIGITS[number]
    written, pending = "", False
    for unit, name in _UNITS:
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if pending else "") + _DIGITS[digit] + name
            pending = False
        elif written:
            pending = True
    if number:
        written += ("零" if pending else "") + _DIGITS[number]
    return written[1:] if written.startswith("一十") else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "ideographTraditional": lambda number: _HEAVENLY[(number - 1) % len(_HEAVENLY)],
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02}",
    "bullet": lambda number: "",
    "none": lambda number: "",
}


class Numbering:
    """Counts through the lists of a document; paragraphs must be asked for in their order."""

    def __init__(self, styles: Styles, numbering: Iterable[etree._Element]) -> None:
        self._styles = styles
        self._abstract: dict[str, str] = {}
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for part in numbering:
            self._read(part)

    def label(self, paragraph: etree._Element) -> str:
        """Return the number before a paragraph; empty without one."""
        told = paragraph.find(f"{W}pPr/{_TOLD}")
        if told is not None:
            return str(told.get(told.tag.replace("}t", "}val"), ""))
        named = paragraph.find(f"{W}pPr/{W}numPr")
        if named is None:
            named = self._styles.listing(paragraph)
        if named is None:
            return ""
        number, level = value_of(named, f"{W}numId"), value_of(named, f"{W}ilvl") or "0"
        abstract = self._abstract.get(number or "")
        if abstract is None or not level.isdigit() or int(level) >= _LEVELS:
            return ""
        return self._count(abstract, int(level))

    def _count(self, abstract: str, level: int) -> str:
        counts, levels = self._counts[abstract], self._levels[abstract]
        if level not in levels:
            return ""
        counts[level] = counts.get(level, self._start(levels[level]) - 1) + 1
        for below in [other for other in counts if other > level]:
            del counts[below]
        pattern = value_of(levels[level], f"{W}lvlText") or ""
        for shown in range(level + 1):
            if f"%{shown + 1}" in pattern and shown in levels:
                count = counts.setdefault(shown, self._start(levels[shown]))
                pattern = pattern.replace(f"%{shown + 1}", self._write(levels[shown], count))
        if value_of(levels[level], f"{W}numFmt") == "bullet":
            return ""
        return pattern + (" " if pattern[-1:].isascii() and pattern else "")

    @staticmethod
    def _start(level: etree._Element) -> int:
        start = value_of(level, f"{W}start") or "1"
        return min(int(start), _MAX_NUMBER) if start.isdigit() else 1

    @staticmethod
    def _write(level: etree._Element, count: int) -> str:
        write = _FORMATS.get(value_of(level, f"{W}numFmt") or "decimal", str)
        return write(min(max(count, 1), _MAX_NUMBER))

    def _read(self, numbering: etree._Element) -> None:
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            levels = {
                int(level.get(f"{W}ilvl")): level
                for level in abstract.iterfind(f"{W}lvl")
                if (level.get(f"{W}ilvl") or "").isdigit()
            }
            self._levels[abstract.get(f"{W}abstractNumId") or ""] = levels
        for number in numbering.iterfind(f"{W}num"):
            target = value_of(number, f"{W}abstractNumId")
            if target in self._levels:
                self._abstract[number.get(f"{W}numId") or ""] = target
