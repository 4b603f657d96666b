"""Folding: what does each character become, whatever stands around it? Rules 1 to 5 of `normalization`."""

import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain, starmap

import numpy as np
import numpy.typing as npt
import opencc

from .radicals import CHARACTER_OF_RADICAL

#: In `Folding.target`: nothing is left of a character; a greater number stands for several.
DROPPED = 0x110000

#: Bits of `Folding.traits`, what a character is to its neighbours: white space beside it goes, it
#: joins the one before, is white space, is a dot. And of what becomes of it: nothing, or several.
CHINESE, JOINING, BLANK, DOT, UNSEEN, SEVERAL = 1, 2, 4, 8, 16, 32

HAN_RANGES = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # 々〆〇
    (0x3021, 0x3029),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFD),
)
_CHINESE_PUNCTUATION_RANGES = (
    (0x00B7, 0x00B7),  # ·
    *((0x2016, 0x2017), (0x201C, 0x2027)),  # “quotes”, …
    (0x3001, 0x303F),
    (0xFE30, 0xFE4F),
    # full-width marks, without digits and letters: Ｎｅｗ Ｙｏｒｋ keeps its space
    *((0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40), (0xFF5B, 0xFF65)),
    (0xFFE0, 0xFFE6),
)
# All but the unified Chinese characters and Korean syllables, and what is for private use.
_FOLDABLE_RANGES = (
    (0, 0x3400),
    (0xA000, 0xAC00),
    (0xD7A4, 0xE000),
    (0xF900, 0x20000),
    (0x2F800, 0x2FA20),
)  # half-open
_LAST_ASSIGNED = 0x33479  # end of the Chinese characters of Unicode 17

_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})  # control, format (zero width), surrogates
#: Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt): seen by no reader.
_IGNORABLE_RANGES = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
_BLANKS = "\u2800"  # white space to a reader, not to Unicode
# Second parts of Korean syllables join the part before, as accents do.
_JOINING_RANGES = ((0x1161, 0x11FF), (0xD7B0, 0xD7FB))

# Signs that are written for one another, by what all of them become, besides what NFKC makes equal.
_APOSTROPHES = "'‘’‚‛ʻʼʽ՚ꞌ＇´`"
_DASHES = "−─━˗⁃"  # besides Unicode's category of dashes (Pd), of which these are none
_NOT_DASHES = "⸗⹀゠"  # double hyphens
_SIGNS = {
    "'": _APOSTROPHES + '"“”„‟⹂「」『』〝〞〟',
    "-": _DASHES,
    "--": "⸺",
    "---": "⸻",
    "~": "〜〰∼⁓",
    "/": "⁄∕",
    ":": "∶꞉",
    "·": "•‧∙⋅・˙⸱⸳⦁ꞏ᛫ᐧ𐄁",
    "...": "⋯",
    "《": "<〈⟨‹❬«≪⟪",
    "》": ">〉⟩›❭»≫⟫",
    "〇": "○◯",
}
_SIGN_OF = {written: sign for sign, writings in _SIGNS.items() for written in writings}
_MARKS = frozenset({"Mn", "Mc", "Me"})  # accents, vowel signs, enclosing marks


@dataclass(frozen=True, slots=True)
class Folding:
    """What every character becomes, and what that is to its neighbours, by code point.

    A target past DROPPED stands for several characters: entry target - DROPPED - 1 of `starts` says
    where they begin in `several` and `several_traits`, the entry after it where they end.
    """

    target: npt.NDArray[np.uint32]
    traits: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    several: npt.NDArray[np.uint32]
    several_traits: npt.NDArray[np.uint8]


@cache
def folding() -> Folding:
    """Build the table, once."""
    target = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    traits = np.zeros(sys.maxunicode + 1, np.uint8)
    for low, high in HAN_RANGES + _CHINESE_PUNCTUATION_RANGES:
        traits[low : high + 1] = CHINESE
    several: list[str] = []
    for code in chain(*starmap(range, _FOLDABLE_RANGES)):
        character = chr(code)
        folded = _fold(character)
        if len(folded) > 1:
            several.append(folded)
        target[code] = ord(folded) if len(folded) == 1 else DROPPED + bool(folded) * len(several)
        if folded.startswith("-") or character in _APOSTROPHES:
            traits[code] = 0
        if unicodedata.category(character) in _MARKS:
            traits[code] |= JOINING
    for low, high in _IGNORABLE_RANGES:
        target[low : high + 1] = DROPPED
    for low, high in _JOINING_RANGES:
        traits[low : high + 1] |= JOINING
    simplified = _simplified()
    is_one, is_several = target < DROPPED, target > DROPPED
    target[is_one] = simplified[target[is_one]]
    traits[ord(" ")], traits[ord(".")] = BLANK, DOT
    traits[is_one] |= traits[target[is_one]]  # ㊀ becomes 一
    whole = traits[is_several] & CHINESE
    traits[target == DROPPED], traits[is_several] = UNSEEN, SEVERAL
    lengths = list(map(len, several))
    codes = simplified[np.array(list(map(ord, chain(*several))), np.uint32)]
    return Folding(
        target,
        traits,
        np.concatenate(([0], np.cumsum(lengths))),
        codes,
        traits[codes] | np.repeat(whole, lengths),
    )


def _fold(character: str) -> str:
    """Return what a character becomes, but for its simplified form; nothing where it is not seen."""
    category = unicodedata.category(character)
    if character.isspace() or character in _BLANKS:
        return " "
    if category in _DROPPED_CATEGORIES:
        return ""
    if sign := _SIGN_OF.get(character):
        return sign
    if category == "Pd" and character not in _NOT_DASHES:
        return "-"
    parts = CHARACTER_OF_RADICAL.get(character) or _compatible(character)
    if parts == character:
        parts = character.lower()
    if parts == character:
        return character
    folded = "".join(map(_fold, parts))
    # ¨ would become white space and an accent, ﷺ four words.
    return character if " " in folded else unicodedata.normalize("NFC", folded)


def _compatible(character: str) -> str:
    """Take one step of a character's canonical or compatibility decomposition."""
    codes = unicodedata.decomposition(character).split()
    return "".join(chr(int(code, 16)) for code in codes if not code.startswith("<")) or character


def _simplified() -> npt.NDArray[np.uint32]:
    """Map every code point to its simplified form, following chains (薴 to 苧 to 苎) to their end."""
    table = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    han = [code for low, high in HAN_RANGES for code in range(low, min(high, _LAST_ASSIGNED) + 1)]
    # One character a line: OpenCC then has no neighbours to guess a word from (乾 in 乾隆), and
    # a character is treated alike in a text, in a query and at the edge of a quoted phrase.
    converted = opencc.OpenCC("t2s").convert("\n".join(map(chr, han))).split("\n")
    for code, character in zip(han, converted, strict=True):
        if len(character) == 1:
            table[code] = ord(character)
    while not np.array_equal(further := table[table], table):
        table = further
    return table
