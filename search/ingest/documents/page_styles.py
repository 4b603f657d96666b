"""Page styles: what does a page hide by its own style? By attributes, and by the rules of its style sheets.

No browser: of the properties that can hide a text only (CSS 2.2, CSS Masking 1, CSS Color 4), by
selectors of elements, classes, ids and attributes, one below another. A rule that is not understood
hides nothing; what other files say of style is not known.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml import etree

_MAX_SHEETS, _MAX_RULES, _MAX_SELECTOR, _MAX_STYLE = 1_000_000, 2000, 200, 4000
_MOST_COMPOUNDS, _MOST_TESTS = 8, 1_000_000
Declared = Mapping[str, str]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING_WITH_BRACE = re.compile(r'"[^"\n{}]*[{}][^"\n]*"')
_BRACE = re.compile(r"[{}]")
_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*", re.IGNORECASE)
_COMBINATOR = re.compile(r"\s*([>\s])\s*")
_ATTRIBUTE = r"""\[\s*([\w-]+)\s*(?:([*^$~]?=)\s*["']?([^"'\]]*)["']?\s*)?\]"""
_COMPOUND = re.compile(rf"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+|{_ATTRIBUTE})*)")
_PART = re.compile(rf"([.#])([\w-]+)|{_ATTRIBUTE}")

# What a declaration must say so that it may hide something by itself. What only a color that is
# its ground would hide is looked for in attributes: a sheet has colors everywhere.
_MAY_HIDE = re.compile(
    r"none|hidden|collapse|transparent|scale\(|clip|opacity\(|color\s*:\s*(?:#fff|white|rgb)|font\s*:[^;]*\b0|:\s*-\d{3}|-\d{2,}em"
    r"|(?:opacity|font-size|width|height)\s*:\s*0?\.?[01](?![\d.]*[2-9])|hide",
    re.IGNORECASE,
)
_MAY_MATTER = re.compile(
    rf"{_MAY_HIDE.pattern}|color|background|display|visib|font-size|align|white-space",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*(px|pt|em|rem|ch|%|vw|vh|cm|mm)?")
_PIXELS = {"em": 16, "rem": 16, "ch": 8, "pt": 4 / 3, "%": 10, "vw": 10, "vh": 10, "cm": 38, "mm": 3.8,}  # fmt: skip
_OFF_SCREEN, _OFF_SCREEN_MARGIN, _TOO_SMALL = -500.0, -2000.0, 2.0  # pixels
_LEAST_WEIGHT = 100  # of a font: a number from here on is no size
_CLIPPED = re.compile(
    r"rect\(\s*(\d)(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?\s*\)"
    r"|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*(?:,\s*0(?:px|%)?\s+0(?:px|%)?\s*)*\)"
)
_NO_OPACITY = re.compile(r"opacity\s*[(=]\s*0(?:\.0+)?%?\s*\)")
_MOVED = re.compile(r"translate[xy3d]*\(\s*(-[\d.]+\w*)")
_SIDES = ("left", "top", "right", "bottom")
_BLOCK_DISPLAYS = frozenset("block flex grid list-item table table-row".split())
_WHITE = "ffffff"
_NAMED = {"white": "ffffff", "black": "000000", "red": "ff0000", "transparent": ""}
_COLOR = re.compile(r"#([0-9a-f]{3,8})\b|rgba?\(([^)]{0,60})\)|\b(white|black|red|transparent)\b")


@dataclass(frozen=True, slots=True)
class Style:
    """What is declared of an element, as far as it may hide a text or part its lines."""

    is_gone: bool = False  # with all that is in it
    is_block: bool = False
    keeps_breaks: bool = False  # line feeds are line breaks
    align: str | None = None
    visible: bool | None = None
    sized: bool | None = None
    color: str | None = None  # six hexadecimal digits; "" for none at all
    ground: str | None = None


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands down to what is in it: whether its text can be seen, on which ground."""

    visible: bool = True
    sized: bool = True
    color: str | None = None
    ground: str | None = None
    shows_text: bool = True  # that stands directly in the element


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a style sheet declares of the elements that a selector finds; the later the stronger."""

    strength: tuple[int, int, int, int]
    units: tuple["_Unit", ...]  # from the element upwards, any distance between
    body: str


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


class PageStyles:
    """What the attributes and the style sheets of a page declare of its elements."""

    def __init__(self, root: etree._Element) -> None:
        self._sheets = _sheets(root)
        self._hiding = _hiding_rules(self._sheets)
        self._candidates: dict[tuple[str, str | None, str | None], list[_Rule]] = {}
        self._known: dict[tuple[int, int, etree._Element], bool] = {}
        self._tests = _MOST_TESTS

    def of(
        self, element: etree._Element, name: str | None, classes: str | None, look: Look
    ) -> Style:
        """Return the style of an element, of this id and class, that stands in what has this look.

        All rules are asked only where one that hides finds the element, or it may undo what hides
        what is around it.
        """
        written = element.get("style")
        if self._hiding:
            key = (element.tag, name, classes)
            rules = self._candidates.get(key)
            if rules is None:
                rules = self._candidates[key] = _named(self._hiding, *key)
            if (rules and any(self._finds(rule, element) for rule in rules)) or not look.shows_text:
                return _style_of(*self._cascade(element, name, classes), written or "")
        return _style_of(written) if written else PLAIN

    def _cascade(
        self, element: etree._Element, name: str | None, classes: str | None
    ) -> Iterator[str]:
        """Yield what the rules declare that find an element, the strongest last."""
        rules = _named(_rules(self._sheets), element.tag, name, classes)
        found = [rule for rule in rules if self._finds(rule, element)]
        return (rule.body for rule in sorted(found, key=lambda rule: rule.strength))

    def _finds(self, rule: "_Rule", element: etree._Element) -> bool:
        """Say whether a rule's selector finds an element."""
        first = rule.units[0]
        return self._fits(first, element) and self._stands_in(rule, 1, _above(first, element))

    def _stands_in(self, rule: "_Rule", at: int, place: etree._Element | None) -> bool:
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

    def _fits(self, unit: "_Unit", element: etree._Element) -> bool:
        place: etree._Element | None = element
        self._tests -= 1
        if self._tests < 0:
            return False  # made to cost much
        for compound in unit:
            if place is None or not compound.matches(place):
                return False
            place = place.getparent()
        return True


def _hides(style: Style) -> bool:
    is_ground = style.color is not None and style.color in {"", _WHITE, style.ground}
    return style.is_gone or style.visible is False or style.sized is False or is_ground


def _above(unit: "_Unit", place: etree._Element) -> etree._Element | None:
    """Return what stands above the elements that a unit fits, a place the lowest of them."""
    above: etree._Element | None = place
    for _ in unit:
        above = above.getparent() if above is not None else None
    return above


@lru_cache(maxsize=4096)
def _style_of(*bodies: str) -> Style:
    """Return what declarations say together, the later the stronger, unless one is important."""
    if not any(map(_MAY_MATTER.search, bodies)):
        return PLAIN
    declared: dict[str, str] = {}
    for body in bodies:
        declared.update(_parsed(body))
    for body in bodies:
        declared.update(_parsed(";".join(part for part in body.split(";") if "!" in part)))
    visibility = declared.get("visibility", "inherit")
    size = _length(declared.get("font-size")) if "font-size" in declared else _font_size(declared)
    color = declared.get("color")
    clips = declared.get("background-clip") or declared.get("-webkit-background-clip") or ""
    style = Style(
        is_gone=_is_gone(declared),
        is_block=declared.get("display", "").partition(" ")[0] in _BLOCK_DISPLAYS,
        keeps_breaks=declared.get("white-space", "").startswith(("pre", "break-spaces")),
        align=declared.get("text-align"),
        visible=None if visibility == "inherit" else visibility not in {"hidden", "collapse"},
        sized=None if size is None else size >= _TOO_SMALL,
        color=_color(color) if color and "text" not in clips else None,
        ground=_color(declared.get("background-color") or declared.get("background") or ""),
    )
    return PLAIN if style == PLAIN else style


def _font_size(declared: Declared) -> float | None:
    """Return the size that the shorthand gives: font: bold 12px/1.5 serif."""
    sizes = (_length(word.partition("/")[0]) for word in declared.get("font", "").split(" "))
    return next((size for size in sizes if size is not None and size < _LEAST_WEIGHT), None)


def is_removed(element: etree._Element) -> bool:
    """Say whether an element is hidden by its own attributes, and not only by a rule or a trick."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _parsed(style).get("display") == "none"


def look_within(look: Look, style: Style, element: etree._Element) -> Look:
    """Return what an element hands down that stands in what has this look."""
    color, ground = style.color, style.ground
    if ground is None and (painted := element.get("bgcolor")):
        ground = _color(painted.lower())
    if color is None and element.tag == "font" and (painted := element.get("color")):
        color = _color(painted.lower())
    # Another file may say of which size an element is that has a class.
    sized = (
        style.sized if style.sized is not None else look.sized or element.get("class") is not None
    )
    visible = look.visible if style.visible is None else style.visible
    color = look.color if color is None else color
    ground = look.ground if ground is None else ground or None
    is_ground = color is not None and color in {"", ground}
    if color == _WHITE and ground is None and look.color != _WHITE:
        is_ground = _stands_in_words(element)  # which are not white, so the paper is
    return Look(visible, sized, color, ground, visible and sized and not is_ground)


def _stands_in_words(element: etree._Element) -> bool:
    """Say whether there is text beside an element, of the same line."""
    parent = element.getparent()
    if parent is None:
        return False
    beside = (parent.text, *(each.tail for each in parent))
    return any(text and not text.isspace() for text in beside)


def _is_gone(declared: Declared) -> bool:
    return (
        declared.get("display") == "none"
        or declared.get("mso-hide") == "all"
        or declared.get("content-visibility") == "hidden"
        or _is_transparent(declared)
        or _is_off_screen(declared)
        or _is_cut_away(declared)
    )


def _is_transparent(declared: Declared) -> bool:
    moves = declared.get("animation") or declared.get("transition")
    opacity = _length(declared.get("opacity"))
    filtered = _NO_OPACITY.search(declared.get("filter", ""))
    return (opacity == 0 or filtered is not None) and not moves


def _is_off_screen(declared: Declared) -> bool:
    if declared.get("position") in {"absolute", "fixed"} and _any_below(
        declared, _SIDES, _OFF_SCREEN
    ):
        return True
    moved = _MOVED.search(declared.get("transform", ""))
    if moved and (_length(moved[1]) or 0) <= _OFF_SCREEN:
        return True
    margins = ("margin-left", "margin-top")
    return _any_below(declared, margins, _OFF_SCREEN_MARGIN) or _any_below(
        declared, ("text-indent",), _OFF_SCREEN
    )


def _any_below(declared: Declared, names: tuple[str, ...], limit: float) -> bool:
    lengths = (_length(declared.get(name)) for name in names)
    return any(length is not None and length <= limit for length in lengths)


def _is_cut_away(declared: Declared) -> bool:
    """Say whether nothing of a box can be seen: clipped, or of no size and cut at its edges."""
    shape = declared.get("clip-path") or (
        declared.get("position") in {"absolute", "fixed"} and declared.get("clip")
    )
    if shape and _CLIPPED.search(shape):
        return True
    if re.search(r"scale\(\s*0\s*[,)]", declared.get("transform", "")):
        return True
    cuts = any(
        "hidden" in declared.get(name, "") for name in ("overflow", "overflow-x", "overflow-y")
    )
    sizes = [_length(declared.get(name)) for name in ("width", "height")]
    padded = any(_length(value) for name, value in declared.items() if name.startswith("padding"))
    return cuts and not padded and any(size is not None and size <= 1 for size in sizes)


def _length(value: str | None) -> float | None:
    match = _LENGTH.fullmatch(value) if value else None
    return float(match[1]) * _PIXELS.get(match[2] or "px", 1) if match else None


def _color(value: str) -> str | None:
    """Return a color as six hexadecimal digits; "" for none at all, None for one that is not known."""
    match = _COLOR.search(value)
    if match is None:
        return None
    if match[3]:
        return _NAMED[match[3]]
    if match[1]:
        digits = match[1]
        if len(digits) < 6:
            digits = "".join(digit * 2 for digit in digits)
        return "" if digits[6:8] == "00" else digits[:6]
    parts = re.findall(r"[\d.]+", match[2])
    if len(parts) < 3:
        return None
    if len(parts) == 4 and float(parts[3].strip(".") or 0) == 0:
        return ""
    return "".join(f"{min(255, int(float(part.strip('.') or 0))):02x}" for part in parts[:3])


def _parsed(style: str) -> dict[str, str]:
    found = {}
    for declaration in style[:_MAX_STYLE].split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.partition("!")[0].strip().lower()
    return found


def _sheets(root: etree._Element) -> str:
    """Return the style sheets of a page that count on a screen, as one."""
    sheets = (
        "".join(style.itertext())
        for style in root.iter("style")
        if (style.get("media") or "all").strip().lower() in {"all", "screen"}
    )
    return "\n".join(sheets)[:_MAX_SHEETS]


_Rules = Mapping[str | None, list[_Rule]]  # by a name that an element must have to be found


@lru_cache(maxsize=8)  # the pages of a site have the same sheets
def _hiding_rules(sheets: str) -> _Rules:
    """Return the rules of style sheets that hide what they find."""
    written = _written_rules(sheets) if _MAY_HIDE.search(sheets) else ()
    return _by_name(
        each for each in written if _MAY_HIDE.search(each[1]) and _hides(_style_of(each[1]))
    )


@lru_cache(maxsize=8)
def _rules(sheets: str) -> _Rules:
    """Return the rules of style sheets that may hide something, and those that undo it."""
    return _by_name(each for each in _written_rules(sheets) if _MAY_MATTER.search(each[1]))


def _by_name(written: Iterable[tuple[str, str]]) -> _Rules:
    kept: defaultdict[str | None, list[_Rule]] = defaultdict(list)
    for rule in _read(written):
        compound = rule.units[0][0]
        kept[compound.id or min(compound.classes, default=compound.tag)].append(rule)
    return dict(kept)


def _named(rules: _Rules, tag: str, name: str | None, classes: str | None) -> list[_Rule]:
    """Return the rules that may find an element that has these names."""
    own = {tag, name, None, *(classes or "").split()}
    found = [rule for key in own for rule in rules.get(key, ())]
    return [rule for rule in found if rule.units[0][0].names <= own]


def _read(written: Iterable[tuple[str, str]]) -> Iterator[_Rule]:
    for order, (selectors, body) in enumerate(islice(written, _MAX_RULES)):
        for selector in selectors.split(","):
            if units := _units(selector.strip()):
                yield _Rule((*_strength(units), order), units, body)


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
