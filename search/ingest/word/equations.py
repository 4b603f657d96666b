"""Word equations: how is one written in a line? Office's mathematics, and the older EQ fields.

Elements of mathematics are those of ECMA-376, part 1, 22.1, and are written as Unicode's
nearly plain-text encoding of mathematics has it (Unicode Technical Note 28): a/b, x², √(n), ∑_(i=1)^n.
Switches of EQ fields are those of ECMA-376, part 1, 17.16.5.17.
"""

import re
from collections.abc import Callable

from lxml import etree

from .package import M, W

_ABOVE = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_DIGITS = re.compile(r"[0-9]{1,4}|n")
_SIMPLE = re.compile(r"[^\s+\-−×÷·*/=<>≤≥,，]+|\([^()]*\)")
_PASSED_OVER = {f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}instrText", f"{W}delText"}


def linear(element: etree._Element) -> str:
    """Write an equation, or a part of one, in a line."""
    return "".join(map(_written, element))


def _written(element: etree._Element) -> str:
    tag = element.tag
    if tag in _PASSED_OVER or not isinstance(tag, str):
        return ""
    if tag in {f"{M}t", f"{W}t"}:
        lines = (element.text or "").splitlines()
        return lines[0] if len(lines) == 1 else "".join(line.strip() for line in lines)
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


def superscript(text: str) -> str:
    """Write what stands above the line: x², x^(n+1)."""
    return text.translate(_ABOVE) if _DIGITS.fullmatch(text) else f"^{_grouped(text)}" * bool(text)


def subscript(text: str) -> str:
    """Write what stands below the line: x₁, x_i."""
    plain = _DIGITS.fullmatch(text) and text != "n"
    return text.translate(_BELOW) if plain else f"_{_grouped(text)}" * bool(text)


def fraction(above: str, below: str) -> str:
    """Write a fraction: a/b, (a+b)/c."""
    return f"{_grouped(above)}/{_grouped(below)}"


def root(degree: str, of: str) -> str:
    """Write a root: √a, ³√(a+b)."""
    return f"{'' if degree in {'', '2'} else degree.translate(_ABOVE)}√{_grouped(of)}"


def _fraction(element: etree._Element) -> str:
    return fraction(_child(element, "num"), _child(element, "den"))


def _root(element: etree._Element) -> str:
    return root(_child(element, "deg"), _child(element, "e"))


def _scripts(element: etree._Element) -> str:
    base, below, above = (_child(element, name) for name in ("e", "sub", "sup"))
    if element.tag == f"{M}sPre":
        return f"{subscript(below)}{superscript(above)}{base}"
    return f"{base}{subscript(below)}{superscript(above)}"


def _limit(element: etree._Element) -> str:
    return f"{_child(element, 'e')}_{_grouped(_child(element, 'lim'))}"


def _large_operator(element: etree._Element) -> str:
    sign = _said(element, "naryPr/chr", "∫")
    limits = subscript(_child(element, "sub")) + superscript(_child(element, "sup"))
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
    "f": _fraction,
    "rad": _root,
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
