"""Folding: what does each character become, whatever stands around it? Rules 1 to 5 of `normalization`."""

import threading
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
#: joins the one before, is white space, is a dot. And of what becomes of it: nothing, or several;
#: UNMET: it is not filled in yet.
CHINESE, JOINING, BLANK, DOT, UNSEEN, SEVERAL, UNMET = 1, 2, 4, 8, 16, 32, 64

_FEW = 16  # times that characters are filled in as they are met; then all before ASTRAL are

_Codes = npt.NDArray[np.uint32]

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
# The unified Chinese characters and Korean syllables, and what is for private use.
_NOT_FOLDABLE = (
    *((0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF)),
    *((0x20000, 0x2F7FF), (0x2FA20, 0x10FFFF)),
)

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
    """What characters become, and what that is to their neighbours, by code point: of those met so far.

    A target past DROPPED stands for several characters: entry target - DROPPED - 1 of `starts` says
    where they begin in `several` and `several_traits`, the entry after it where they end.
    """

    target: npt.NDArray[np.uint32]
    traits: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    several: npt.NDArray[np.uint32]
    several_traits: npt.NDArray[np.uint8]


class Foldings:
    """The table, filled in as characters are met: looking at all takes longer than answering a query.

    Threads may share it: a table never changes, a fuller one takes its place.
    """

    def __init__(self) -> None:
        self._filling = threading.Lock()
        self._fillings = 0
        self.table = Folding(
            *(np.empty(0, np.uint32), np.empty(0, np.uint8), np.zeros(1, np.int64)),
            *(np.empty(0, np.uint32), np.empty(0, np.uint8)),
        )

    def meet(self, codes: _Codes) -> Folding:
        """Return a table in which some characters are filled in."""
        with self._filling:
            self._fillings += 1
            if self._fillings == _FEW:
                codes = np.concatenate((codes, np.arange(ASTRAL, dtype=np.uint32)))
            table = _widened(self.table, int(codes.max(initial=0)))
            new = np.unique(codes[table.traits[codes] == UNMET])
            self.table = _filled_in(table, new)
            return self.table


def _widened(table: Folding, code: int) -> Folding:
    """Return a table that has an entry for a code point, and all of its plane."""
    size, end = len(table.target), (code // ASTRAL + 1) * ASTRAL
    if end <= size:
        return table
    target, traits = np.arange(end, dtype=np.uint32), np.full(end, UNMET, np.uint8)
    target[:size], traits[:size] = table.target, table.traits
    return replace(table, target=target, traits=traits)


def _filled_in(table: Folding, met: _Codes) -> Folding:
    """Return a table with further characters, which ascend."""
    target, traits = table.target.copy(), table.traits.copy()
    traits[met] = _traits(met)
    becomes = _becomes(list(map(chr, met.tolist())))
    codes, parts = _codes("".join(becomes)), becomes.values()
    lengths = np.array(list(map(len, parts)), np.int64)
    become = _codes("".join(parts))  # one behind another
    traits[codes[list(map(_is_latin_sign, becomes, parts))]] = 0
    of_each, of_these = np.repeat(lengths, lengths), _traits(become)
    ones, several = codes[lengths == 1], codes[lengths > 1]
    target[ones] = become[of_each == 1]
    traits[ones] |= of_these[of_each == 1]  # ㊀ becomes 一
    counts, whole = lengths[lengths > 1], traits[several] & CHINESE
    target[several] = DROPPED + len(table.starts) + np.arange(len(several))
    unseen = np.concatenate((codes[lengths == 0], met[_within(met, _IGNORABLE_RANGES)]))
    traits[several], target[unseen], traits[unseen] = SEVERAL, DROPPED, UNSEEN
    several_traits = of_these[of_each > 1] | np.repeat(whole, counts)
    return Folding(
        target,
        traits,
        np.concatenate((table.starts, table.starts[-1] + np.cumsum(counts))),
        np.concatenate((table.several, become[of_each > 1])),
        np.concatenate((table.several_traits, several_traits)),
    )


def _is_latin_sign(character: str, parts: str) -> bool:
    """Say whether a character is a dash or an apostrophe, be it written as Chinese punctuation."""
    return parts.startswith("-") or character in _APOSTROPHES


def _becomes(characters: Sequence[str]) -> dict[str, str]:
    """Return what becomes of characters; those that stay as they are may be left out."""
    folded = {character: _fold(character) for character in _foldable(characters)}
    parts = set("".join(folded.values())).difference(characters)
    han = _han(characters)
    simplified = _simplified([*han, *_han(sorted(parts))])
    table = str.maketrans(simplified)
    of_han = {character: simplified[character] for character in han if character in simplified}
    return of_han | {character: parts.translate(table) for character, parts in folded.items()}


def _han(characters: Sequence[str]) -> list[str]:
    codes = _codes("".join(characters))
    is_han = _within(codes, HAN_RANGES) & (codes < _END_OF_HAN)
    return [characters[place] for place in is_han.nonzero()[0].tolist()]


def _traits(codes: _Codes) -> npt.NDArray[np.uint8]:
    """Return what characters that stay as they are are to their neighbours."""
    is_chinese = _within(codes, HAN_RANGES + _CHINESE_PUNCTUATION_RANGES)
    traits = np.where(is_chinese, CHINESE, 0).astype(np.uint8)
    is_joining = _within(codes, _JOINING_RANGES)
    others = (~_within(codes, _NOT_FOLDABLE)).nonzero()[0]
    categories = map(unicodedata.category, map(chr, codes[others].tolist()))
    is_joining[others] |= np.array([category in _MARKS for category in categories], bool)
    traits[is_joining] |= JOINING
    traits[codes == ord(" ")], traits[codes == ord(".")] = BLANK, DOT
    return traits


def _foldable(characters: Sequence[str]) -> list[str]:
    """Return those that may become others, or join the one before: a ninth of all there are."""
    codes = _codes("".join(characters))
    places = (~_within(codes, _NOT_FOLDABLE)).nonzero()[0].tolist()
    return list(filter(_may_fold, map(characters.__getitem__, places)))


def _may_fold(character: str) -> bool:
    return (
        unicodedata.category(character) in _FOLDED_CATEGORIES
        or bool(unicodedata.decomposition(character))
        or character.lower() != character
        or character in _FOLDED_BY_LIST
    )


def _within(codes: _Codes, ranges: Iterable[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    """Mark the code points that lie in ranges, both ends included."""
    found = np.zeros(len(codes), bool)
    for low, high in ranges:
        found |= (codes >= low) & (codes <= high)
    return found


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


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(han: Sequence[str]) -> dict[str, str]:
    """Map Chinese characters to their simplified forms, following chains (薴 to 苧 to 苎) to their end."""
    convert = _converter().convert
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
