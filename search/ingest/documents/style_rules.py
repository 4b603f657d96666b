"""Style rules: which elements of a page does a rule of its style sheets find?

Selectors of elements, classes, ids and attributes, below or directly in one another (Selectors 4).
A rule that has anything else finds nothing, nor does one for paper, or for screens of some size.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml import etree

_MAX_SHEETS, _MAX_RULES, _MAX_SELECTOR = 1_000_000, 1000, 200
_MOST_COMPOUNDS, _MOST_TESTS = 8, 500_000

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING_WITH_BRACE = re.compile(r'"[^"\n{}]*[{}][^"\n]*"')
_BRACE = re.compile(r"[{}]")
_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*", re.IGNORECASE)
_COMBINATOR = re.compile(r"\s*([>\s])\s*")
_ATTRIBUTE = r"""\[\s*([\w-]+)\s*(?:([*^$~]?=)\s*["']?([^"'\]]*)["']?\s*)?\]"""
_COMPOUND = re.compile(rf"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+|{_ATTRIBUTE})*)")
_PART = re.compile(rf"([.#])([\w-]+)|{_ATTRIBUTE}")


@dataclass(frozen=True, slots=True)
class _Compound:
    """One element of a selector: what its tag, classes, id and attributes must be."""

    tag: str | None
    id: str | None
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]

    @property
    def names(self) -> set[str | None]:
        """Return what an element must be called so that the compound may fit it."""
        return {self.tag, self.id, *self.classes}

    def matches(self, element: etree._Element) -> bool:
        """Say whether an element is as the compound wants it."""
        return (
            (self.tag is None or element.tag == self.tag)
            and (self.id is None or element.get("id") == self.id)
            and (not self.classes or self.classes <= set((element.get("class") or "").split()))
            and all(_has(element, *attribute) for attribute in self.attributes)
        )


_Unit = tuple[_Compound, ...]  # an element, its parent, the parent's parent …


@dataclass(frozen=True, slots=True)
class Rule:
    """What a style sheet declares of the elements that a selector finds; the greater the stronger."""

    strength: tuple[int, int, int, int]
    units: tuple[_Unit, ...]  # from the element upwards, any distance between
    body: str


#: Rules by a name that an element must have to be found.
Rules = Mapping[str | None, list[Rule]]


class Finder:
    """Tells which rules find an element of one page; what it has learned of ancestors it keeps."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, etree._Element], bool] = {}
        self._tests = _MOST_TESTS

    def finds(self, rule: Rule, element: etree._Element) -> bool:
        """Say whether a rule's selector finds an element."""
        first = rule.units[0]
        self._tests -= 1
        return self._fits(first, element) and self._stands_in(rule, 1, _above(first, element))

    def _stands_in(self, rule: Rule, at: int, place: etree._Element | None) -> bool:
        """Say whether the units of a rule from one on fit a place and what is above it.

        The nearest place that fits a unit leaves the most above it, so none farther need be tried.
        """
        if at == len(rule.units):
            return True
        passed = []
        known = None
        while place is not None:
            known = self._known.get((id(rule), at, place))
            if known is not None:
                break
            passed.append(place)
            if self._fits(rule.units[at], place):
                known = self._stands_in(rule, at + 1, _above(rule.units[at], place))
                break
            place = place.getparent()
        for each in passed:
            self._known[id(rule), at, each] = bool(known)
        return bool(known)

    def _fits(self, unit: _Unit, element: etree._Element) -> bool:
        place: etree._Element | None = element
        self._tests -= 1
        if self._tests < 0:
            return False  # made to cost much
        for compound in unit:
            if place is None or not compound.matches(place):
                return False
            place = place.getparent()
        return True


def sheets_of(root: etree._Element) -> str:
    """Return the style sheets of a page that count on a screen, as one."""
    sheets = (
        "".join(style.itertext())
        for style in root.iter("style")
        if (style.get("media") or "all").strip().lower() in {"all", "screen"}
    )
    return "\n".join(sheets)[:_MAX_SHEETS]


def rules_of(sheets: str, is_wanted: Callable[[str], bool]) -> Rules:
    """Return the rules of style sheets whose declarations are wanted."""
    kept: defaultdict[str | None, list[Rule]] = defaultdict(list)
    written = (each for each in _written_rules(sheets) if is_wanted(each[1]))
    for order, (selectors, body) in enumerate(islice(written, _MAX_RULES)):
        for selector in selectors.split(","):
            if units := _units(selector.strip()):
                last = units[0][0]
                name = last.id or min(last.classes, default=last.tag)
                kept[name].append(Rule((*_strength(units), order), units, body))
    return dict(kept)


def rules_for(rules: Rules, tag: str, name: str | None, classes: str | None) -> list[Rule]:
    """Return the rules that may find an element that has these names."""
    own = {tag, name, None, *(classes or "").split()}
    found = [rule for key in own for rule in rules.get(key, ())]
    return [rule for rule in found if rule.units[0][0].names <= own]


def _above(unit: _Unit, place: etree._Element) -> etree._Element | None:
    """Return what stands above the elements that a unit fits, a place the lowest of them."""
    above: etree._Element | None = place
    for _ in unit:
        above = above.getparent() if above is not None else None
    return above


def _written_rules(sheets: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of each rule that counts on every screen."""
    text = _STRING_WITH_BRACE.sub('""', _COMMENT.sub(" ", sheets))
    open_preludes: list[str] = []
    start = 0
    for brace in _BRACE.finditer(text):
        piece = text[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            open_preludes.append(piece.rpartition(";")[2].strip())
        elif open_preludes:
            prelude = open_preludes.pop()
            if not prelude.startswith("@") and all(map(_SCREEN.fullmatch, open_preludes)):
                yield prelude, piece


def _units(selector: str) -> tuple[_Unit, ...]:
    """Read a selector, from its element upwards; nothing where it has what is not understood."""
    if not selector or len(selector) > _MAX_SELECTOR:
        return ()
    first, *rest = _COMBINATOR.split(selector)
    if len(rest) // 2 >= _MOST_COMPOUNDS:
        return ()
    compounds = [_compound(text) for text in (first, *rest[1::2])]
    units: list[list[_Compound]] = [[]]
    for compound, combinator in zip(reversed(compounds), [*reversed(rest[::2]), ""], strict=True):
        if compound is None:
            return ()
        units[-1].append(compound)
        if combinator.isspace():
            units.append([])
    return tuple(map(tuple, units))


@lru_cache(maxsize=4096)
def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if not text or match is None:
        return None
    parts = list(_PART.finditer(match[2]))
    ids = [part[2] for part in parts if part[1] == "#"]
    return _Compound(
        tag=match[1].lower() if match[1] and match[1] != "*" else None,
        id=ids[0] if ids else None,
        classes=frozenset(part[2] for part in parts if part[1] == "."),
        attributes=tuple((p[3].lower(), p[4] or "", p[5] or "") for p in parts if p[3]),
    )


def _has(element: etree._Element, name: str, relation: str, wanted: str) -> bool:
    value = element.get(name)
    if value is None:
        return False
    match relation:
        case "=":
            return bool(value == wanted)
        case "*=":
            return wanted in value
        case "^=":
            return bool(value.startswith(wanted))
        case "$=":
            return bool(value.endswith(wanted))
        case "~=":
            return wanted in value.split()
        case _:
            return True


def _strength(units: tuple[_Unit, ...]) -> tuple[int, int, int]:
    compounds = [compound for unit in units for compound in unit]
    return (
        sum(compound.id is not None for compound in compounds),
        sum(len(compound.classes) + len(compound.attributes) for compound in compounds),
        sum(compound.tag is not None for compound in compounds),
    )
