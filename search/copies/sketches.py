"""Sketches: what is left of a text when only likeness matters? Its letters, and a few numbers: its sketch.

Letters are the Chinese characters, Latin letters and digits of a normalised text: punctuation and
spaces differ between sites. A shingle is `SHINGLE` letters in a row.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..text.sentences import NORMALIZED_END_MARKS

SHINGLE = 5  # letters
PERMUTATIONS = 64
#: Sentences of fewer letters are formulas: they say nothing about where a text came from.
MIN_SENTENCE = 10
#: Of texts of fewer letters too many are alike by chance.
MIN_LENGTH = 50

_SHINGLES_AT_ONCE = 2048  # so that what is worked on stays in the processor's cache
_NO_SHINGLE = np.uint32(2**32 - 1)

Letters = npt.NDArray[np.uint32]  # code points
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Sketch:
    """The numbers of one text.

    Two texts have the same value in about as many of the `PERMUTATIONS` places of `signature` as
    they have shingles in common (MinHash; Broder, On the resemblance and containment of documents,
    1997; of each value the lower 16 bits are kept, after Li and König, b-Bit Minwise Hashing, 2010).
    `sentences` are hashes of the longer sentences, ascending, so that an excerpt is found beside a
    text many times its length.
    """

    signature: npt.NDArray[np.uint16]
    sentences: npt.NDArray[np.uint32]
    length: int  # letters


def sketch(text: str) -> Sketch:
    """Sketch a normalised text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kept = _tables().is_letter[codes]
    letters = codes[kept]
    sentence = np.cumsum(_tables().ends_sentence[codes], dtype=np.int64)[kept]
    return Sketch(_signature(shingles(letters)), _sentences(letters, sentence), len(letters))


def letters_of(text: str) -> Letters:
    """Return the letters of a normalised text, as code points."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes[_tables().is_letter[codes]]


def shingles(letters: Letters) -> Hashes:
    """Hash every shingle of a text, in its order."""
    codes = letters.astype(np.uint64)
    count = max(len(codes) - SHINGLE + 1, 0)
    hashes = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[offset : offset + count]
    return mixed(hashes)


def _signature(hashes: Hashes) -> npt.NDArray[np.uint16]:
    """Return the least hash under each of several permutations, the lower half of it."""
    short = (hashes >> np.uint64(32)).astype(np.uint32)
    factors, terms = _permutations()
    least = np.full(PERMUTATIONS, _NO_SHINGLE)
    for start in range(0, len(short), _SHINGLES_AT_ONCE):
        permuted = short[start : start + _SHINGLES_AT_ONCE] * factors + terms
        np.minimum(least, permuted.min(axis=1), out=least)
    return least.astype(np.uint16)


def _sentences(letters: Letters, sentence: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """Hash every sentence that is long enough, given the number of the sentence of each letter."""
    if not len(letters):
        return np.empty(0, np.uint32)
    starts = np.flatnonzero(np.concatenate(([True], sentence[1:] != sentence[:-1])))
    lengths = np.diff(np.append(starts, len(letters)))
    places = (np.arange(len(letters)) - np.repeat(starts, lengths)).astype(np.uint64)
    # A sum over letters that are mixed with their place: so all sentences are hashed at once.
    hashes = np.add.reduceat(mixed((places << np.uint64(32)) | letters), starts)
    return np.unique((hashes[lengths >= MIN_SENTENCE] >> np.uint64(32)).astype(np.uint32))


def mixed(hashes: Hashes) -> Hashes:
    """Spread numbers evenly over 64 bits (the last step of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(factor)
    return hashes ^ (hashes >> np.uint64(33))


@cache
def _permutations() -> tuple[npt.NDArray[np.integer[Any]], npt.NDArray[np.uint32]]:
    """Return the odd factors and the terms, one a row; the same in every process."""
    numbers = mixed(np.arange(1, 2 * PERMUTATIONS + 1, dtype=np.uint64)).astype(np.uint32)
    return numbers[:PERMUTATIONS, None] | np.uint32(1), numbers[PERMUTATIONS:, None]


@dataclass(frozen=True, slots=True)
class _Tables:
    is_letter: npt.NDArray[np.bool_]  # by code point
    ends_sentence: npt.NDArray[np.int64]


@cache
def _tables() -> _Tables:
    is_letter = np.array([chr(code).isalnum() for code in range(0x110000)])
    ends_sentence = np.zeros(0x110000, bool)
    ends_sentence[[ord(character) for character in "\n" + NORMALIZED_END_MARKS]] = True
    return _Tables(is_letter, ends_sentence)
