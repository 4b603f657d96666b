"""Word equations: how is one written in a line? Office's mathematics, and the older EQ fields.

Elements of mathematics are those of ECMA-376, part 1, 22.1, and are written as Unicode's
nearly plain-text encoding of mathematics has it (Unicode Technical Note 28): a/b, x², √(n), ∑_(i=1)^n.
Switches of EQ fields are those of ECMA-376, part 1, 17.16.5.17.
"""

import re
from collections.abc import Callable

from lxml import etree

from .word_package import M, W

_ABOVE = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_DIGITS = re.compile(r"[0-9]{1,4}|n")
_SIMPLE = re.compile(r"[^\s+\-−×÷·*/=<>≤≥,，]+|\([^()]*\)")
_PASSED_OVER = {f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}instrText", f"{W}delText"}
_MOST_DEPTH = 30
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LIMITS_AND_SUM = 3
_LISTS = {"": ("(", ",", ")"), "b": ("(", "", ")"), "l": ("", ",", ""), "a": ("", " ", "")}
_FRAMES = frozenset("○◯〇□△◇")


def linear(element: etree._Element) -> str:
    """Write an equation, or a part of one, in a line."""
    return "".join(map(_written, element))


def _written(element: etree._Element) -> str:
    tag = element.tag
    if tag in _PASSED_OVER or not isinstance(tag, str):
        return ""
    if tag in {f"{M}t", f"{W}t"}:
        return element.text or ""
    if tag.startswith(M) and tag.endswith("Pr"):
        return ""
    write = _WRITERS.get(tag.removeprefix(M))
    return write(element) if write else linear(element)


def _child(element: etree._Element, name: str) -> str:
    found = element.find(f"{M}{name}")
    return linear(found) if found is not None else ""


def _said(element: etree._Element, path: str, usual: str) -> str:
    found = element.find("/".join(f"{M}{name}" for name in path.split("/")))
    return usual if found is None else str(found.get(f"{M}val", usual))


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) or not text else f"({text})"


def _above(text: str) -> str:
    return text.translate(_ABOVE) if _DIGITS.fullmatch(text) else f"^{_grouped(text)}" * bool(text)


def _below(text: str) -> str:
    plain = _DIGITS.fullmatch(text) and text != "n"
    return text.translate(_BELOW) if plain else f"_{_grouped(text)}" * bool(text)


def _fraction(above: str, below: str) -> str:
    return f"{_grouped(above)}/{_grouped(below)}"


def _root(degree: str, of: str) -> str:
    return f"{'' if degree in {'', '2'} else degree.translate(_ABOVE)}√{_grouped(of)}"


def _math_fraction(element: etree._Element) -> str:
    return _fraction(_child(element, "num"), _child(element, "den"))


def _math_root(element: etree._Element) -> str:
    return _root(_child(element, "deg"), _child(element, "e"))


def _scripts(element: etree._Element) -> str:
    base, below, above = (_child(element, name) for name in ("e", "sub", "sup"))
    if element.tag == f"{M}sPre":
        return f"{_below(below)}{_above(above)}{base}"
    return f"{base}{_below(below)}{_above(above)}"


def _limit(element: etree._Element) -> str:
    return f"{_child(element, 'e')}_{_grouped(_child(element, 'lim'))}"


def _large_operator(element: etree._Element) -> str:
    sign = _said(element, "naryPr/chr", "∫")
    limits = _below(_child(element, "sub")) + _above(_child(element, "sup"))
    return f"{sign}{limits}{_child(element, 'e')}"


def _brackets(element: etree._Element) -> str:
    begin, end, between = (
        _said(element, f"dPr/{name}", usual)
        for name, usual in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )
    return begin + between.join(linear(inner) for inner in element.iterfind(f"{M}e")) + end


def _function(element: etree._Element) -> str:
    name, of = _child(element, "fName"), _child(element, "e")
    return f"{name}{'' if of.startswith('(') else ' '}{of}"


def _matrix(element: etree._Element) -> str:
    rows = element.iterfind(f"{M}mr")
    return "; ".join(" ".join(linear(cell) for cell in row.iterfind(f"{M}e")) for row in rows)


def _rows(element: etree._Element) -> str:
    return "; ".join(linear(row) for row in element.iterfind(f"{M}e"))


def _phantom(element: etree._Element) -> str:
    shown = _said(element, "phantPr/show", "1") not in {"0", "off", "false"}
    return _child(element, "e") if shown else ""


_WRITERS: dict[str, Callable[[etree._Element], str]] = {
    "f": _math_fraction,
    "rad": _math_root,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "limLow": _limit,
    "limUpp": _limit,
    "nary": _large_operator,
    "d": _brackets,
    "func": _function,
    "m": _matrix,
    "eqArr": _rows,
    "phant": _phantom,
}


_OF_TWO = {"f": _fraction, "r": _root}


def eq_field(instruction: str) -> str:
    r"""Write what an EQ field shows: `EQ \f(面积,户数)` 面积/户数, `EQ \o\ad(\s\up 9(ruì),汭)` 汭."""
    begin = re.match(r"\s*EQ(?![A-Za-z])", instruction, re.IGNORECASE)
    return _Reader(instruction[begin.end() :]).shown() if begin else ""


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
        return "".join(map(_below if "do" in switches else _above, texts))
    if kind == "i" and len(texts) == _LIMITS_AND_SUM:
        sign = "∑" if "su" in switches else "∏" if "pr" in switches else "∫"
        return f"{sign}{_below(texts[0])}{_above(texts[1])}{texts[2]}"
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
