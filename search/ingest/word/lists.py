"""Word lists: which number has a paragraph of a list? Levels that count, and are written in many ways.

Counting is that of ECMA-376, part 1, 17.9: a level counts from its start, and begins anew after a
paragraph of a level above; ways of writing are those of 17.18.59 (ST_NumberFormat).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_DIGITS = "〇一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
#: The greatest number that is written.
MAX_NUMBER = 9999


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


def _in_block(first: str, last: str) -> Callable[[int], str]:
    """Return how numbers are written that Unicode has a character for each of."""
    most = ord(last) - ord(first) + 1
    return lambda number: chr(ord(first) + number - 1) if number <= most else str(number)


def _legal(number: int) -> str:
    return chinese_number(number).translate(_LEGAL)


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
    "decimalEnclosedCircle": _in_block("①", "⑳"),
    "decimalEnclosedCircleChinese": _in_block("①", "⑳"),
    "decimalEnclosedFullstop": _in_block("⒈", "⒛"),
    "decimalEnclosedParen": _in_block("⑴", "⒇"),
    "ideographEnclosedCircle": _in_block("㈠", "㈩"),
    "decimalFullWidth": lambda number: "".join(chr(ord(d) + 0xFEE0) for d in str(number)),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "taiwaneseCounting": chinese_number,
    "ideographZodiac": lambda number: _EARTHLY[(number - 1) % len(_EARTHLY)],
    "decimalZero": lambda number: f"{number:02}",
    "bullet": lambda number: "",
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it is numbered."""

    pattern: str  # in which %1 stands for the number of the first level
    written: str = "decimal"
    start: int = 1
    restarts_after: int | None = (
        None  # the level, from 1, that begins it anew; None: any above, 0: none
    )
    is_legal: bool = False  # whether the levels above are written in digits, too


class ListCounts:
    """Counts through the lists of a document; paragraphs must be asked for in their order."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def restart(self, name: str, starts: Mapping[int, int]) -> None:
        """Let levels of a list begin anew, each with a number."""
        for level, start in starts.items():
            self._counts[name][level] = start - 1

    def label(self, name: str, levels: Mapping[int, Level], level: int) -> str:
        """Return the number before the next paragraph of a list, at a level from 0."""
        if level not in levels:
            return ""
        counts, here = self._counts[name], levels[level]
        counts[level] = counts.get(level, here.start - 1) + 1
        for below in [other for other in counts if other > level]:
            after = levels[below].restarts_after if below in levels else None
            if after is None or level < after:
                del counts[below]
        if here.written == "bullet":
            return ""
        pattern = here.pattern
        for shown in range(level + 1):
            if f"%{shown + 1}" in pattern and shown in levels:
                count = counts.setdefault(shown, levels[shown].start)
                written = "decimal" if here.is_legal else levels[shown].written
                pattern = pattern.replace(f"%{shown + 1}", _write(written, count))
        last = pattern[-1:].strip()
        return pattern + (" " if last and last.isascii() else "")


def _write(way: str, count: int) -> str:
    return _FORMATS.get(way, str)(min(max(count, 1), MAX_NUMBER))
