"""Declarations: does what is declared of an element hide a text, or part its lines?

Of the properties that can hide a text only: CSS 2.2, CSS Masking 1, Color 4, Transforms 1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_MAX_STYLE = 4000  # characters
_Declared = Mapping[str, str]

# What a declaration must say so that it may hide something by itself.
_MAY_HIDE = re.compile(
    r"none|hidden|collapse|hide|transparent|scale\(|translate|clip|opacity\s*[(=]|:\s*-\d{3}|-\d{2,}em"
    r"|color\s*:\s*(?:#fff|white|rgb)|font\s*:[^;]*\b0"
    r"|(?:opacity|font-size|width|height)\s*:\s*0?\.?[01](?![\d.]*[2-9])",
    re.IGNORECASE,
)
_MAY_MATTER = re.compile(
    rf"{_MAY_HIDE.pattern}|color|background|display|visib|font|align|white-space", re.IGNORECASE
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
#: The color of paper.
WHITE = "ffffff"
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

    @property
    def hides(self) -> bool:
        """Say whether an element that has this style alone may not be seen."""
        is_ground = self.color is not None and self.color in {"", WHITE, self.ground}
        return self.is_gone or self.visible is False or self.sized is False or is_ground


#: What is declared of most elements: nothing.
PLAIN = Style()


def may_hide(body: str) -> bool:
    """Say whether declarations hide what they are of."""
    return _MAY_HIDE.search(body) is not None and style_of(body).hides


def may_matter(body: str) -> bool:
    """Say whether declarations may hide something, or undo it."""
    return _MAY_MATTER.search(body) is not None


@lru_cache(maxsize=4096)
def style_of(*bodies: str) -> Style:
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
        color=color_of(color) if color and "text" not in clips else None,
        ground=color_of(declared.get("background-color") or declared.get("background") or ""),
    )
    return PLAIN if style == PLAIN else style


def is_removed(body: str) -> bool:
    """Say whether declarations take an element out of the page, as scripts and editors do."""
    return _parsed(body).get("display") == "none"


def color_of(value: str) -> str | None:
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


def _font_size(declared: _Declared) -> float | None:
    """Return the size that the shorthand gives: font: bold 12px/1.5 serif."""
    sizes = (_length(word.partition("/")[0]) for word in declared.get("font", "").split(" "))
    return next((size for size in sizes if size is not None and size < _LEAST_WEIGHT), None)


def _is_gone(declared: _Declared) -> bool:
    return (
        declared.get("display") == "none"
        or declared.get("mso-hide") == "all"
        or declared.get("content-visibility") == "hidden"
        or _is_transparent(declared)
        or _is_off_screen(declared)
        or _is_cut_away(declared)
    )


def _is_transparent(declared: _Declared) -> bool:
    moves = declared.get("animation") or declared.get("transition")
    opacity = _length(declared.get("opacity"))
    filtered = _NO_OPACITY.search(declared.get("filter", ""))
    return (opacity == 0 or filtered is not None) and not moves


def _is_off_screen(declared: _Declared) -> bool:
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


def _any_below(declared: _Declared, names: tuple[str, ...], limit: float) -> bool:
    lengths = (_length(declared.get(name)) for name in names)
    return any(length is not None and length <= limit for length in lengths)


def _is_cut_away(declared: _Declared) -> bool:
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


def _parsed(style: str) -> dict[str, str]:
    found = {}
    for declaration in style[:_MAX_STYLE].split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.partition("!")[0].strip().lower()
    return found
