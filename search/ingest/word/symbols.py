"""Word symbols: which character does a code of a symbol font show? Symbol and Wingdings have no Unicode of their own.

Symbol is laid out as Adobe's (https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt);
of the Wingdings those are known that say something in a text: boxes, ticks, arrows, numbers, bullets
(Unicode 7.0 names their sources, https://www.unicode.org/L2/L2011/11052-wingding.pdf).
"""

from functools import lru_cache

#: Where Word writes the codes of symbol fonts.
PRIVATE = range(0xF000, 0xF100)
_SYMBOL = dict(
    zip(
        (*range(0x20, 0x7F), *range(0xA0, 0xF0), *range(0xF1, 0xFF)),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
        "⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)


def _run(start: int, characters: str) -> dict[int, str]:
    return dict(enumerate(characters, start))


_WINGDINGS = (
    {0x20: " ", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x4A: "☺"}
    | {0x4C: "☹", 0x4E: "☠", 0x51: "✈", 0x52: "☼", 0x54: "❄"}
    | _run(0x45, "☜☞☝☟")
    | _run(0x6C, "●❍■□")
    | _run(0x71, "❑❒")
    | {0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9E: "·", 0x9F: "•"}
    | _run(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | {0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "□", 0xAA: "✦", 0xAB: "★"}
    | {0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢", 0xDC: "➲"}
    | _run(0xDF, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⇖⇗⇙⇘")
    | _run(0xFB, "✗✓☒☑")
)
_WINGDINGS_2 = (
    {0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒"}
    | _run(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | {0x96: "•", 0x97: "●", 0x98: "●", 0x99: "○", 0x9E: "◎", 0xA0: "▪", 0xA1: "■", 0xA2: "■"}
    | {0xA3: "□"}
)
_WINGDINGS_3 = _run(0x21, "←→↑↓↖↗↘↙") | _run(0x70, "▲▼△▽◀▶◁▷◣◢◤◥◂▸▴") | {0x20: " "}
_WEBDINGS = {0x20: " ", 0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"} | _run(0x33, "◀▶▲▼")
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}


def _plain(font: str) -> str:
    return font.lower().replace(" ", "").removesuffix("-regular").removesuffix("mt")


@lru_cache(maxsize=256)
def is_symbol_font(font: str) -> bool:
    """Say whether the codes of a font are not those of Unicode."""
    return _plain(font) in _FONTS


def symbol(font: str, code: int) -> str | None:
    """Return the character that a code shows in a font; None where it is not known."""
    known = _FONTS.get(_plain(font))
    if known is not None:
        return known.get(code - PRIVATE.start if code in PRIVATE else code)
    if code in PRIVATE:
        return None
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x10FFFF else None


def plain(text: str, font: str) -> str:
    """Write a text set in a font with the characters that it shows; what is not known stays."""
    if not is_symbol_font(font):
        return text
    return "".join(symbol(font, ord(character)) or character for character in text)
