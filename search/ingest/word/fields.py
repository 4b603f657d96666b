"""Word fields: what does one show that has no result beside its instruction? Symbols, and EQ's equations.

Switches are those of ECMA-376, part 1, 17.16.5.17 (EQ) and 17.16.5.64 (SYMBOL).
"""

import re

from .equations import fraction, root, subscript, superscript
from .symbols import symbol

_SYMBOL_FIELD = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*?\\f\s+\"?([^\"\\]+))?", re.I)
_MOST_DEPTH, _MOST_LENGTH = 30, 10_000
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LIMITS_AND_SUM = 3
_LISTS = {"": ("(", ",", ")"), "b": ("(", "", ")"), "l": ("", ",", ""), "a": ("", " ", "")}
_FRAMES = frozenset("○◯〇□△◇")


def shown_by_field(instruction: str) -> str:
    """Return what a field shows by its instruction alone; empty for most."""
    match = _SYMBOL_FIELD.match(instruction)
    if match is None:
        return eq_field(instruction)
    number = match[1].lower()
    code = int(number, 16) if number.startswith("0x") else int(number[:7])
    return symbol((match[2] or "").strip(), code) or ""


_OF_TWO = {"f": fraction, "r": root}


def eq_field(instruction: str) -> str:
    r"""Write what an EQ field shows: `EQ \f(面积,户数)` 面积/户数, `EQ \o\ad(\s\up 9(ruì),汭)` 汭."""
    begin = re.match(r"\s*EQ(?![A-Za-z])", instruction, re.IGNORECASE)
    return _Reader(instruction[begin.end() : _MOST_LENGTH]).shown() if begin else ""


class _Reader:
    """Reads an EQ field from left to right."""

    _STEP = re.compile(
        r"(?P<format>\\\*\s*(?:\"[^\"]*\"|\S+))|\\(?P<escaped>[\\,;()])|\\(?P<switch>[a-z]{1,2})\s*-?\d*"
        r"|(?P<open>\()|(?P<close>\))|(?P<comma>[,;])|(?P<text>[^\\(),;]+|.)",
        re.IGNORECASE | re.DOTALL,
    )

    def __init__(self, text: str) -> None:
        self._steps = list(self._STEP.finditer(text))
        self._at = 0

    def shown(self) -> str:
        """Return all of it in a line."""
        return ", ".join(part for part in (text.strip() for text, _ in self._list(0)) if part)

    def _list(self, depth: int) -> list[tuple[str, bool]]:
        """Read up to the closing bracket: the elements of a list, and whether each is but raised."""
        elements: list[tuple[str, bool]] = []
        parts: list[str] = []
        raised = True
        switches: list[str] = []
        while self._at < len(self._steps):
            step = self._steps[self._at]
            self._at += 1
            kind = step.lastgroup
            if kind == "switch":
                switches.append(step["switch"].lower())
            elif kind == "open" and depth < _MOST_DEPTH:
                inner = self._list(depth + 1)
                is_script = "s" in switches
                parts.append(_eq_written(switches, inner))
                raised = raised and is_script
                switches = []
            elif kind == "close" and depth:
                break
            elif kind == "comma":
                elements.append(("".join(parts), raised and bool(parts)))
                parts, raised = [], True
            elif kind != "format":
                text = step["escaped"] or step[0]
                parts.append(text)
                raised = raised and not text.strip()
        elements.append(("".join(parts), raised and bool(parts)))
        return elements


def _eq_written(switches: list[str], inner: list[tuple[str, bool]]) -> str:
    texts = [text.strip() for text, _ in inner]
    kind = switches[0] if switches else ""
    if kind == "o":
        return _overstruck(inner)
    if kind == "s" and {"up", "do"} & set(switches):
        return "".join(map(subscript if "do" in switches else superscript, texts))
    if kind == "i" and len(texts) == _LIMITS_AND_SUM:
        sign = "∑" if "su" in switches else "∏" if "pr" in switches else "∫"
        return f"{sign}{subscript(texts[0])}{superscript(texts[1])}{texts[2]}"
    if kind in _OF_TWO and len(texts) == 2:
        return _OF_TWO[kind](texts[0], texts[1])
    begin, between, end = _LISTS.get(kind, ("", "", ""))
    return begin + between.join(texts) + end


def _overstruck(inner: list[tuple[str, bool]]) -> str:
    """Write what stands on one another: a circled number, or characters with their sounds above."""
    texts = [text.strip() for text, raised in inner if not raised]
    texts = texts or [text.strip() for text, _ in inner]
    framed = [text for text in texts if text not in _FRAMES]
    if len(framed) < len(texts) and len(framed) == 1:
        number = framed[0]
        is_small = number.isascii() and number.isdigit() and int(number) < len(_CIRCLED)
        return _CIRCLED[int(number)] if is_small else number
    return "".join(texts)
