"""Differences: what stands in one text where something else, or nothing, stands in another?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from ..article import Article
from ..text.normalization import normalize, normalize_texts
from ..validity import Validity
from .promulgation import Promulgation
from .sketches import SHINGLE, Hashes, Letters, letters_of, shingles

#: Chinese and Arabic numerals, which are never cut in two.
NUMBER = re.compile(r"[0-9〇零一二三四五六七八九十百千万亿两]+")
_EDGE = 0.05  # of the letters at either end: where promulgations, bylines and sources stand
_MIN_ANCHORS = 3  # in a row; fewer may stand in both texts by chance

Places = npt.NDArray[np.intp]  # in a text


@dataclass(frozen=True, slots=True)
class Comparable:
    """An article, ready to be compared with others."""

    title: str  # normalised
    doc_number: tuple[str, ...]  # its numbers
    codes: Letters
    hashes: Hashes  # of the shingles
    validity: Validity | None
    promulgation: Promulgation

    @classmethod
    def of(cls, article: Article) -> Self:
        """Prepare an article."""
        text = normalize_texts(list(article.lines()) or [""]).text
        codes = letters_of(text)
        number = tuple(re.findall("[0-9]+", normalize(article.doc_number or "")))
        title = normalize(article.title)
        told = Promulgation.of(text)
        return cls(title, number, codes, shingles(codes), article.validity, told)

    @property
    def letters(self) -> str:
        """Return the letters of the text."""
        return _text(self.codes)


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands in one text where something else, or nothing, stands in the other."""

    here: str
    there: str
    is_inside: bool  # not at either end of the shorter text


def differences(short: Comparable, long: Comparable) -> Iterator[Difference]:
    """Compare two texts, between shingles that stand once in each (as in a patience diff)."""
    here, there = _anchors(short, long)
    edge = _EDGE * len(short.codes)
    if not len(here):
        yield Difference(short.letters, long.letters, is_inside=False)
        return
    yield Difference(_text(short.codes[: here[0]]), _text(long.codes[: there[0]]), is_inside=False)
    apart = np.flatnonzero((np.diff(here) > 1) | (np.diff(there) > 1))
    for at in apart.tolist():
        first, last = (
            slice(here[at], here[at + 1] + SHINGLE),
            slice(there[at], there[at + 1] + SHINGLE),
        )
        if not np.array_equal(short.codes[first], long.codes[last]):
            parts = _trimmed(_text(short.codes[first]), _text(long.codes[last]))
            yield Difference(
                *parts,
                is_inside=here[at + 1] > edge and here[at] + SHINGLE < len(short.codes) - edge,
            )
    ends = _text(short.codes[here[-1] + SHINGLE :]), _text(long.codes[there[-1] + SHINGLE :])
    yield Difference(*ends, is_inside=False)


def _anchors(one: Comparable, other: Comparable) -> tuple[Places, Places]:
    """Return where the shingles that stand once in each text stand, in the same order in both."""
    (values, places), (other_values, other_places) = _single(one.hashes), _single(other.hashes)
    _, at, other_at = np.intersect1d(values, other_values, assume_unique=True, return_indices=True)
    here, there = places[at], other_places[other_at]
    order = here.argsort()
    here, there = here[order], there[order]
    block = np.cumsum(np.concatenate(([0], (np.diff(here) != 1) | (np.diff(there) != 1))))[
        : len(here)
    ]
    long_enough = (np.bincount(block) >= _MIN_ANCHORS)[block] if len(block) else block.astype(bool)
    here, there, block = here[long_enough], there[long_enough], block[long_enough]
    _, starts, block = np.unique(block, return_index=True, return_inverse=True)
    kept = np.isin(block, _longest_ascending(there[starts].tolist()))
    return here[kept], there[kept]


def _single(hashes: Hashes) -> tuple[Hashes, Places]:
    """Return the hashes that occur once, and where."""
    values, places, counts = np.unique(hashes, return_index=True, return_counts=True)
    return values[counts == 1], places[counts == 1]


def _longest_ascending(numbers: list[int]) -> list[int]:
    """Return the places of a longest ascending subsequence (patience sorting)."""
    tops: list[int] = []  # the least last number of a subsequence, by its length
    at: list[int] = []  # its place
    before: list[int] = []
    for place, number in enumerate(numbers):
        pile = int(np.searchsorted(tops, number)) if tops and number < tops[-1] else len(tops)
        before.append(at[pile - 1] if pile else -1)
        tops[pile : pile + 1], at[pile : pile + 1] = [number], [place]
    chosen, place = [], at[-1] if at else -1
    while place >= 0:
        chosen.append(place)
        place = before[place]
    return chosen


def _trimmed(here: str, there: str) -> tuple[str, str]:
    """Take away what two texts begin and end with alike."""
    start, end = alike(here, there)
    return between(here, start, end), between(there, start, end)


def alike(here: str, there: str) -> tuple[int, int]:
    """Count the letters that two texts begin and end with alike, but for parts of numbers."""
    most, start = min(len(here), len(there)), 0
    while start < most and here[start] == there[start]:
        start += 1
    while start and _is_cut(
        here[start - 1 : start], here[start : start + 1], there[start : start + 1]
    ):
        start -= 1
    end = 0
    while end < most - start and here[-1 - end] == there[-1 - end]:
        end += 1
    ends, other_ends = here[start:], there[start:]
    while end and _is_cut(ends[-end], ends[-end - 1 : -end], other_ends[-end - 1 : -end]):
        end -= 1
    return start, end


def between(text: str, start: int, end: int) -> str:
    """Return a text without so many characters of its start and end."""
    return text[start : len(text) - end]


def _is_cut(kept: str, *beside: str) -> bool:
    """Say whether a number would be cut in two behind, or before, a character."""
    return bool(NUMBER.fullmatch(kept)) and any(NUMBER.fullmatch(character) for character in beside)


def _text(codes: Letters) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
