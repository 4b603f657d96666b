"""Is a text a republished copy of another, or another version of it?

Who republishes a text adds a byline, drops a paragraph, mistypes a character. Who makes another
version (a law amended, this year's notice, the sister notice about another school) changes
numbers, puts one word in the place of another throughout, and says what was amended. So texts
must not only have most of their shingles in common: what differs decides.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ..article import Article
from ..text.normalization import normalize, normalize_texts
from .sketches import SHINGLE, letters_of, shingles

MIN_CONTAINMENT = 0.8  # of the shorter text's shingles, to be found in the longer
MIN_LENGTH = 50  # letters; of shorter texts too many are alike by chance
MIN_LENGTH_OF_EDITED = 200  # letters; shorter ones are copies only when letter for letter the same
_MIN_SHARE = 0.5  # of a later, longer text that the earlier must fill: else it is quoted in it
_MAX_EDITED = 0.03  # of the letters
_EDGE = 0.05  # of the letters at either end: where promulgations, bylines and sources stand
_PASSAGE = 20  # letters; so many added or dropped at one place are a passage, not an edit
_REWRITTEN = 10  # letters; more put in the place of more are rewritten, not mistyped
_MIN_ANCHORS = 3  # in a row; fewer may stand in both texts by chance

_NUMERALS = {ord(c): d for c, d in zip("〇零一二三四五六七八九", "00123456789", strict=True)}
_NUMBER = re.compile(r"[0-9〇零一二三四五六七八九十百千万亿两]+")
_AMENDED = re.compile(
    r"根据[^。]{0,160}?修[正订改]|决定[^。]{0,10}修[正订]|第[一二三四五六七八九十]+次修[正订]|日修[正订改]"
)
_LABEL = re.compile(r"(第?[一二三四五六七八九十百0-9]+[编章节条款]?)*")

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Comparable:
    """An article, ready to be compared with others."""

    title: str  # normalised
    doc_number: tuple[str, ...]  # its numbers
    codes: Array
    hashes: Array  # of the shingles

    @classmethod
    def of(cls, article: Article) -> Self:
        """Prepare an article."""
        codes = letters_of(normalize_texts([block.text for block in article.blocks] or [""]).text)
        number = tuple(re.findall("[0-9]+", normalize(article.doc_number or "")))
        return cls(normalize(article.title), number, codes, shingles(codes))

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


def is_copy(head: Comparable, other: Comparable) -> bool:
    """Say whether `other`, which came later, is a copy of `head`, or of a part of it."""
    short, long = sorted((head, other), key=lambda one: len(one.codes))
    if len(short.codes) < MIN_LENGTH or _are_told_apart(head, other):
        return False
    if np.array_equal(short.codes, long.codes):
        return True
    return (
        len(short.codes) >= MIN_LENGTH_OF_EDITED
        and len(head.codes) >= _MIN_SHARE * len(other.codes)
        and containment(short, long) >= MIN_CONTAINMENT
        and not _are_about_different_things(short, long)
        and not _are_versions(short, long)
    )


def containment(short: Comparable, long: Comparable) -> float:
    """Return what part of one text's shingles stands in the other (Broder 1997)."""
    distinct = np.unique(short.hashes)
    return float(np.isin(distinct, long.hashes).mean()) if len(distinct) else 0.0


def _are_told_apart(one: Comparable, other: Comparable) -> bool:
    """Say whether both have document numbers, and other ones; or titles that name other numbers."""
    if one.doc_number and other.doc_number and one.doc_number != other.doc_number:
        return True
    here, there = (_numbers(each.title) for each in (one, other))
    return bool(here - there and there - here)


def _are_about_different_things(one: Comparable, other: Comparable) -> bool:
    """Say whether what differs in the titles differs in the texts too: 第三小学 and 第五小学."""
    start, end = _alike(one.title, other.title)
    if (
        min(len(one.title), len(other.title)) - start - end < 2
    ):  # 三 and 五 become 第三夜 and 第五夜
        start, end = max(start - 1, 0), max(end - 1, 0)
    here, there = _between(one.title, start, end), _between(other.title, start, end)
    if not (here and there):
        return False
    text, other_text = one.letters, other.letters
    return text.count(here) > other_text.count(here) and other_text.count(there) > text.count(there)


def _are_versions(short: Comparable, long: Comparable) -> bool:
    """Say whether what differs was edited, rather than mistyped, added or dropped."""
    edited, replaced = 0, Counter[tuple[str, str]]()
    for difference in differences(short, long):
        here, there = difference.here, difference.there
        if bool(_AMENDED.search(here)) != bool(_AMENDED.search(there)):
            return True
        is_passage = not (here and there) and (
            len(here + there) >= _PASSAGE or _LABEL.fullmatch(here + there)
        )
        if is_passage or not difference.is_inside or _figures(here) == _figures(there):
            continue
        if min(len(here), len(there)) > _REWRITTEN:
            return True
        numbers, other_numbers = _NUMBER.findall(here), _NUMBER.findall(there)
        if numbers and other_numbers and _counted(numbers) != _counted(other_numbers):
            return True
        edited += max(len(here), len(there))
        if here and there and len(here + there) > 2:
            replaced[here, there] += 1
    return edited > _MAX_EDITED * len(short.codes) or max(replaced.values(), default=0) > 1


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


def _anchors(one: Comparable, other: Comparable) -> tuple[Array, Array]:
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


def _single(hashes: Array) -> tuple[Array, Array]:
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
    start, end = _alike(here, there)
    return _between(here, start, end), _between(there, start, end)


def _alike(here: str, there: str) -> tuple[int, int]:
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


def _between(text: str, start: int, end: int) -> str:
    return text[start : len(text) - end]


def _is_cut(kept: str, *beside: str) -> bool:
    """Say whether a number would be cut in two behind, or before, a character."""
    return bool(_NUMBER.fullmatch(kept)) and any(_NUMBER.fullmatch(one) for one in beside)


def _figures(text: str) -> str:
    """Write a text's numerals as digits, so that 早八点 and 早8点 are the same."""
    return re.sub(r"十(?=[0-9])", "1", re.sub("十$", "10", text.translate(_NUMERALS)))


def _counted(numbers: list[str]) -> Counter[str]:
    return Counter(map(_figures, numbers))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall("[0-9]+", text))


def _text(codes: Array) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
