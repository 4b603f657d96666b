"""Normalisation: which characters count as the same? `normalize` defines "the same text".

Rules on single characters, whatever stands around them (`folding`):

1. invisible characters (format and control characters, all that Unicode calls ignorable) are dropped;
2. compatibility forms become what they stand for, be it several characters: ＡＢ１ becomes ab1, Ⅱ ii,
   ㎡ m2, ㈠ (一) (Unicode NFKC, https://unicode.org/reports/tr15/; what would hold white space stays);
   radicals become characters (Unicode's EquivalentUnifiedIdeograph);
3. signs that are written for one another become one: all dashes -, quotation marks and apostrophes ',
   middle dots ·, title marks 《 》, the circles ○ ◯ the numeral 〇;
4. upper case becomes lower case (`str.lower`);
5. traditional characters become simplified (OpenCC's t2s, character by character).

Rules on neighbours:

6. white space, line breaks too, is dropped beside a Chinese character or Chinese punctuation, and
   between a digit and a dash, and is one space elsewhere, so hard-wrapped lines and typographic
   gaps make no difference;
7. a letter and the accents behind it are composed (Unicode NFC);
8. an ellipsis is three dots, however long.

So a part of a text normalises to a part of the normalised text, and a phrase can be looked up
without its surroundings, unless it is cut between a letter and its accent, or in a Korean syllable.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .folding import (
    ASTRAL,
    BLANK,
    CHINESE,
    DOT,
    DROPPED,
    HAN_RANGES,
    JOINING,
    SEVERAL,
    UNMET,
    UNSEEN,
    Folding,
    Foldings,
)

#: Changes whenever the same text would normalise or be cut differently: indexes record it.
NORMALIZATION_VERSION = 2

#: Stands between texts that are normalised together; no normalised text holds it.
TEXT_SEPARATOR = "\n"

_FOLDINGS = Foldings()

_SPACE, _DOT, _DASH, _ZERO, _NINE, _SEPARATOR = map(ord, " .-09\n")
_ELLIPSIS = 3  # dots
# A row of more marks, which no script has, is left as it is: sorting them takes its square. The
# limit is that of the Stream-Safe Text Format (UAX 15, 13).
_MOST_MARKS = 30

# What is typed, and what sections are called, is normalised several times for a page.
_LONGEST_SHORT, _SHORT_TEXTS = 64, 1024

_Codes = npt.NDArray[np.uint32]
_Traits = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.int64]
_Marked = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Normalized:
    """A normalised text, and where its characters came from.

    Character i is what became of the characters offsets[i] to ends[i] of the original (from 0,
    half-open), or a part of that: both characters of ii came from one Ⅱ, an é maybe from two.
    """

    text: str
    offsets: _Places
    ends: _Places

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the original text, half-open, that the non-empty range start to end came from.

        It cuts no character of which several came, and no letter from its accents.
        """
        return self.original_ranges(np.array([start]), np.array([end]))[0]

    def original_ranges(self, starts: _Places, ends: _Places) -> list[tuple[int, int]]:
        """Return the same of several ranges, given where they start and end."""
        stops = self.ends[ends - 1]
        while True:
            behind = self.ends[self.offsets.searchsorted(stops) - 1]  # of one character with these
            if (behind == stops).all():
                return list(zip(self.offsets[starts].tolist(), stops.tolist(), strict=True))
            stops = behind


def load() -> None:
    """Look now at all characters but rare ones, what they become, instead of when they are met."""
    _FOLDINGS.meet(np.arange(ASTRAL, dtype=np.uint32))


def normalize(text: str) -> str:
    """Return the normalised form of a text; see the module's rules. Idempotent."""
    return _short(text) if len(text) <= _LONGEST_SHORT else normalize_with_offsets(text).text


@lru_cache(maxsize=_SHORT_TEXTS)
def _short(text: str) -> str:
    return normalize_with_offsets(text).text


def normalize_with_offsets(text: str) -> Normalized:
    """Return the normalised form of a text, and where each of its characters came from."""
    return normalize_texts((text,))


def normalize_texts(texts: Sequence[str]) -> Normalized:
    """Normalise each of several texts, all in one pass.

    The result is their normalised forms joined by TEXT_SEPARATOR, with offsets into the originals
    joined by it.
    """
    original = _code_points(TEXT_SEPARATOR.join(texts))
    codes, traits, table = _folded(original)
    separators = np.cumsum([len(text) + 1 for text in texts[:-1]], dtype=np.int64) - 1
    # White space beside a separator goes, as it does at both ends of a text.
    codes[separators], traits[separators] = _SEPARATOR, CHINESE
    offsets = np.arange(len(codes))
    present = int(np.bitwise_or.reduce(traits, initial=0))  # most texts need few of these steps
    if present & UNSEEN:
        seen = codes != DROPPED
        codes, traits, offsets = codes[seen], traits[seen], offsets[seen]
    if present & SEVERAL:
        codes, traits, offsets = _spread(codes, traits, offsets, table)
        present |= int(np.bitwise_or.reduce(traits))
    if present & BLANK:
        kept = _kept_spaces(codes, traits)
        codes, traits, offsets = codes[kept], traits[kept], offsets[kept]
    ends = offsets + 1
    if present & JOINING:
        codes, offsets, ends = _composed(codes, (traits & JOINING) != 0, offsets, ends)
    if present & DOT and len(more := _dots_behind_ellipses(codes)):
        kept = np.ones(len(codes), bool)
        kept[more] = False
        codes, offsets, ends = codes[kept], offsets[kept], ends[kept]
    return Normalized(_text(codes), offsets, ends)


def is_han(character: str) -> bool:
    """Say whether a character is a Chinese one."""
    return any(low <= ord(character) <= high for low, high in HAN_RANGES)


def _folded(original: _Codes) -> tuple[_Codes, _Traits, Folding]:
    """Return what characters become, and what they are to their neighbours, by the table returned."""
    table = _FOLDINGS.table
    if int(original.max(initial=0)) < len(table.target):
        traits = table.traits[original]
        if not int(np.bitwise_or.reduce(traits, initial=0)) & UNMET:
            return table.target[original], traits, table
    table = _FOLDINGS.meet(original)
    return table.target[original], table.traits[original], table


def _spread(
    codes: _Codes, traits: _Traits, offsets: _Places, table: Folding
) -> tuple[_Codes, _Traits, _Places]:
    """Put the characters that one stands for in its place."""
    entries = codes[codes > DROPPED].astype(np.int64) - (DROPPED + 1)
    counts = table.starts[entries + 1] - table.starts[entries]
    repeats = np.ones(len(codes), np.int64)
    repeats[codes > DROPPED] = counts
    sources = np.repeat(np.arange(len(codes)), repeats)
    codes, traits, offsets = codes[sources], traits[sources], offsets[sources]
    spread, parts = codes > DROPPED, _ranges(table.starts[entries], counts)
    codes[spread], traits[spread] = table.several[parts], table.several_traits[parts]
    return codes, traits, offsets


def _kept_spaces(codes: _Codes, traits: _Traits) -> _Marked:
    """Mark what stays: of a run of white space its first character, or none of it."""
    blank = (traits & BLANK) != 0
    kept: _Marked = ~blank
    starts, stops = _runs(blank)
    inside = (starts > 0) & (stops < len(codes))
    starts, before, after = starts[inside], starts[inside] - 1, stops[inside]
    dropped = ((traits[before] | traits[after]) & CHINESE) != 0
    dropped |= _is_digit(codes[before]) & (codes[after] == _DASH)
    dropped |= (codes[before] == _DASH) & _is_digit(codes[after])
    kept[starts[~dropped]] = True
    return kept


def _composed(
    codes: _Codes, joining: _Marked, offsets: _Places, ends: _Places
) -> tuple[_Codes, _Places, _Places]:
    """Compose each character with the marks behind it; what comes of them came from all of them."""
    starts, stops = _runs(joining)
    short = stops - starts <= _MOST_MARKS
    starts, stops = starts[short], stops[short]
    has_base = (starts > 0) & (codes[starts - 1] != _SPACE) & (codes[starts - 1] != _SEPARATOR)
    starts = starts - has_base
    lengths = stops - starts
    places = _ranges(starts, lengths)
    # All of them, a separator behind each, are composed in one step.
    lined = np.full(len(places) + len(lengths), _SEPARATOR, np.uint32)
    lined[_ranges(np.cumsum(lengths + 1) - lengths - 1, lengths)] = codes[places]
    composed = _code_points(unicodedata.normalize("NFC", _text(lined)))
    separators = np.flatnonzero(composed == _SEPARATOR)
    repeats = np.ones(len(codes), np.int64)
    repeats[places] = 0
    repeats[starts] = np.diff(separators, prepend=-1) - 1
    ends[starts] = ends[stops - 1]
    is_composed = np.zeros(len(codes), bool)
    is_composed[starts] = True
    sources = np.repeat(np.arange(len(codes)), repeats)
    codes, offsets, ends = codes[sources], offsets[sources], ends[sources]
    codes[is_composed[sources]] = np.delete(composed, separators)
    return codes, offsets, ends


def _dots_behind_ellipses(codes: _Codes) -> _Places:
    """Return the places of dots behind an ellipsis."""
    dots = np.flatnonzero(codes == _DOT)
    behind: _Places = dots[_ELLIPSIS:][dots[_ELLIPSIS:] - dots[:-_ELLIPSIS] == _ELLIPSIS]
    return behind


def _is_digit(codes: _Codes) -> _Marked:
    return (codes >= _ZERO) & (codes <= _NINE)


def _runs(marked: _Marked) -> tuple[_Places, _Places]:
    """Return where runs of what is marked begin, and where they end."""
    edges = np.diff(np.concatenate(([0], marked.view(np.int8), [0])))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _ranges(starts: _Places, lengths: _Places) -> _Places:
    """Return the numbers of ranges, one behind another."""
    shifts = starts - np.cumsum(lengths) + lengths
    return np.repeat(shifts, lengths) + np.arange(int(lengths.sum()))


def _code_points(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text(codes: _Codes) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")
