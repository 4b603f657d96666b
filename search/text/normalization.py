"""Normalisation: which characters count as the same? `normalize` defines "the same text".

The rules, in order, each on single characters, so that a part of a text always normalises to
the same part of the normalised text, and a phrase can be looked up without its surroundings:

1. invisible characters (format and control characters, variation selectors) are dropped;
2. compatibility forms of one character become that character: ＡＢ１ to ab1, ， to , (the
   one-to-one part of Unicode NFKC, https://unicode.org/reports/tr15/; the others, as … and ℃
   and Ⅱ, stay, since they would change the length);
3. upper case becomes lower case (`str.lower`, where that is one character);
4. traditional characters become simplified (OpenCC's t2s, character by character);
5. white space, line breaks too, is dropped beside a Chinese character or Chinese punctuation,
   and is one space elsewhere, so hard-wrapped lines and typographic gaps make no difference.
"""

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, starmap

import numpy as np
import numpy.typing as npt
import opencc

#: Changes whenever the same text would normalise or be cut differently: indexes record it.
NORMALIZATION_VERSION = 1

#: Stands between texts that are normalised together; no normalised text holds it.
TEXT_SEPARATOR = "\n"

_DROPPED, _SPACE, _SPACE_CHARACTER = 0x110000, 0x20, " "
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})  # control, format (zero width), surrogates
# All but the unified Chinese characters and Korean syllables, which rules 1 to 3 leave alone; half-open.
_FOLDABLE_RANGES = ((0, 0x3400), (0xA000, 0xAC00), (0xD7A4, 0x20000), (0x2F800, 0x2FA20))
_LAST_ASSIGNED = 0x33479  # end of the Chinese characters of Unicode 17
_UNASSIGNED_DROPPED_RANGES = ((0xFE00, 0xFE0F), (0xE0000, 0xE01EF))  # variation selectors, tags
_HAN_RANGES = (
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
    (0x2010, 0x2027),  # dashes, “quotes”, …
    (0x3001, 0x303F),
    (0xFE30, 0xFE4F),
    # full-width marks, without digits and letters: Ｎｅｗ Ｙｏｒｋ keeps its space
    *((0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40), (0xFF5B, 0xFF65)),
    (0xFFE0, 0xFFE6),
)


@dataclass(frozen=True, slots=True)
class Normalized:
    """A normalised text; `offsets[i]` is where its character i stands in the original (characters, from 0)."""

    text: str
    offsets: npt.NDArray[np.int64]

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the original text, half-open, that the non-empty range start to end came from."""
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1


@dataclass(frozen=True, slots=True)
class _Tables:
    target: npt.NDArray[np.uint32]  # by code point: what it becomes
    chinese: npt.NDArray[np.bool_]  # by code point: white space beside it is dropped


def normalize(text: str) -> str:
    """Return the normalised form of a text; see the module's rules. Idempotent."""
    return normalize_with_offsets(text).text


def normalize_with_offsets(text: str) -> Normalized:
    """Return the normalised form of a text, and where each of its characters came from."""
    return normalize_texts((text,))


def normalize_texts(texts: Sequence[str]) -> Normalized:
    """Normalise each of several texts, all in one pass.

    The result is their normalised forms joined by TEXT_SEPARATOR, with offsets into the originals
    joined by it.
    """
    tables = _tables()
    joined = TEXT_SEPARATOR.join(texts)
    original = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes, chinese = tables.target[original], tables.chinese[original]
    separators = np.cumsum([len(text) + 1 for text in texts[:-1]], dtype=np.int64) - 1
    # White space beside a separator goes, as it does at both ends of a text.
    codes[separators], chinese[separators] = ord(TEXT_SEPARATOR), True
    offsets = np.flatnonzero(codes != _DROPPED)
    codes = codes[offsets]
    kept = _kept_spaces(codes, chinese[offsets])
    codes, offsets = codes[kept], offsets[kept]
    return Normalized(codes.astype("<u4").tobytes().decode("utf-32-le"), offsets)


def is_han(character: str) -> bool:
    """Say whether a character is a Chinese one."""
    return any(low <= ord(character) <= high for low, high in _HAN_RANGES)


def _kept_spaces(
    codes: npt.NDArray[np.uint32], chinese: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Mark what stays: of a run of white space its first character, if no Chinese stands on either side."""
    kept = np.ones(len(codes), bool)
    blank = codes == _SPACE
    if not blank.any():
        return kept
    edges = np.diff(np.concatenate(([0], blank.view(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    kept[blank] = False
    inside = (starts > 0) & (ends < len(codes))
    starts, ends = starts[inside], ends[inside]
    kept[starts[~chinese[starts - 1] & ~chinese[ends]]] = True
    return kept


@cache
def _tables() -> _Tables:
    """Build both tables once for all code points: about 0.1 s, 6 MB."""
    target = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    chinese = np.zeros(sys.maxunicode + 1, bool)
    for low, high in _HAN_RANGES + _CHINESE_PUNCTUATION_RANGES:
        chinese[low : high + 1] = True
    for code in chain(*starmap(range, _FOLDABLE_RANGES)):
        target[code] = _fold(chr(code))
    for low, high in _UNASSIGNED_DROPPED_RANGES:
        target[low : high + 1] = _DROPPED
    simplified = _simplified()
    characters = target != _DROPPED
    target[characters] = simplified[target[characters]]
    chinese[characters] |= chinese[target[characters]]  # ㊀ becomes 一
    return _Tables(target, chinese)


def _fold(character: str) -> int:
    """Apply rules 1 to 3 and the white space part of 5 to one character."""
    if character.isspace():
        return _SPACE
    if unicodedata.category(character) in _DROPPED_CATEGORIES:
        return _DROPPED
    compatible = unicodedata.normalize("NFKC", character)
    if len(compatible) == 1:
        character = _SPACE_CHARACTER if compatible.isspace() else compatible
    lowered = character.lower()
    return ord(lowered) if len(lowered) == 1 else ord(character)


def _simplified() -> npt.NDArray[np.uint32]:
    """Map every code point to its simplified form, following chains (薴 to 苧 to 苎) to their end."""
    table = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    han = [code for low, high in _HAN_RANGES for code in range(low, min(high, _LAST_ASSIGNED) + 1)]
    # One character a line: OpenCC then has no neighbours to guess a word from (乾 in 乾隆), and
    # a character is treated alike in a text, in a query and at the edge of a quoted phrase.
    converted = opencc.OpenCC("t2s").convert("\n".join(map(chr, han))).split("\n")
    for code, character in zip(han, converted, strict=True):
        if len(character) == 1:
            table[code] = ord(character)
    while not np.array_equal(further := table[table], table):
        table = further
    return table
