"""Folding: what does each character become, whatever stands around it? Rules 1 to 5 of `normalization`."""

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import opencc

from .radicals import CHARACTER_OF_RADICAL

#: In `Folding.target`: nothing is left of a character; a greater number stands for several.
DROPPED = 0x110000

#: The first character that UTF-16 needs two units for: rare ones, and signs.
ASTRAL = 0x10000

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

_END_OF_HAN = 0x3347A  # that Unicode 17 knows

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
_FOLDED_CATEGORIES = _DROPPED_CATEGORIES | _MARKS | {"Zs", "Zl", "Zp", "Pd"}
_FOLDED_BY_LIST = frozenset(_BLANKS) | _SIGN_OF.keys() | CHARACTER_OF_RADICAL.keys()


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
def folding(is_whole: bool = True) -> Folding:
    """Build the table, once; one that is not whole is of the characters before ASTRAL only.

    Few texts hold others, and most characters are others.
    """
    end = sys.maxunicode + 1 if is_whole else ASTRAL
    becomes = _becomes(end)
    traits = _own_traits(becomes, end)
    codes, lengths = _codes("".join(becomes)), np.array(list(map(len, becomes.values())))
    become = _codes("".join(becomes.values()))  # one behind another
    of_each = np.repeat(lengths, lengths)
    of_these = np.full(len(become), CHINESE, np.uint8)  # that is all that may lie beyond the end
    of_these[become < end] = traits[become[become < end]]
    target = np.arange(end, dtype=np.uint32)
    ones, several = codes[lengths == 1], codes[lengths > 1]
    target[ones], target[codes[lengths == 0]] = become[of_each == 1], DROPPED
    traits[ones] |= of_these[of_each == 1]  # ㊀ becomes 一
    target[several] = DROPPED + 1 + np.arange(len(several))
    counts, whole = lengths[lengths > 1], traits[several] & CHINESE
    for low, high in _IGNORABLE_RANGES:
        target[low : high + 1] = DROPPED
    traits[target == DROPPED], traits[several] = UNSEEN, SEVERAL
    return Folding(
        target,
        traits,
        np.concatenate(([0], np.cumsum(counts))),
        become[of_each > 1],
        of_these[of_each > 1] | np.repeat(whole, counts),
    )


def _becomes(end: int) -> dict[str, str]:
    """Return what becomes of the characters before one; those that stay as they are may be left out."""
    folded = {character: _fold(character) for character in _foldable(end)}
    han = [chr(c) for low, high in HAN_RANGES for c in range(low, min(high + 1, end, _END_OF_HAN))]
    beyond = {character for character in "".join(folded.values()) if ord(character) >= end}
    simplified = _simplified([*han, *sorted(beyond)])
    table = str.maketrans(simplified)
    of_han = {character: one for character, one in simplified.items() if ord(character) < end}
    return of_han | {character: parts.translate(table) for character, parts in folded.items()}


def _own_traits(becomes: Mapping[str, str], end: int) -> npt.NDArray[np.uint8]:
    """Return what characters are to their neighbours, before they become others."""
    traits = np.zeros(end, np.uint8)
    for low, high in HAN_RANGES + _CHINESE_PUNCTUATION_RANGES:
        traits[low : high + 1] = CHINESE
    for character, parts in becomes.items():
        if parts.startswith("-") or character in _APOSTROPHES:
            traits[ord(character)] = 0
        if unicodedata.category(character) in _MARKS:
            traits[ord(character)] |= JOINING
    for low, high in _JOINING_RANGES:
        traits[low : high + 1] |= JOINING
    traits[ord(" ")], traits[ord(".")] = BLANK, DOT
    return traits


def _foldable(end: int) -> list[str]:
    """Return the characters before one that may become another, or join the one before: a ninth of them."""
    characters = [
        chr(code) for low, high in _FOLDABLE_RANGES for code in range(low, min(high, end))
    ]
    of_unicode = zip(
        characters,
        map(unicodedata.category, characters),
        map(unicodedata.decomposition, characters),
        map(str.lower, characters),
        strict=True,
    )
    return [
        character
        for character, category, decomposition, lower in of_unicode
        if category in _FOLDED_CATEGORIES
        or decomposition
        or lower != character
        or character in _FOLDED_BY_LIST
    ]


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


def _simplified(han: Sequence[str]) -> dict[str, str]:
    """Map Chinese characters to their simplified forms, following chains (薴 to 苧 to 苎) to their end."""
    convert = opencc.OpenCC("t2s").convert
    step: dict[str, str] = {}
    asked = han
    while asked:
        # One character a line: OpenCC then has no neighbours to guess a word from (乾 in 乾隆), and
        # a character is treated alike in a text, in a query and at the edge of a quoted phrase.
        converted = convert("\n".join(asked)).split("\n")
        found = {a: b for a, b in zip(asked, converted, strict=True) if a != b and len(b) == 1}
        step |= found
        asked = [b for b in dict.fromkeys(found.values()) if b not in step]
    while any(b in step for b in step.values()):
        step = {a: step.get(b, b) for a, b in step.items()}
    return step


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
