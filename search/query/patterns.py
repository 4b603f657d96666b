"""Patterns: where in a text does something stand of which a part is left open, “以*为中心”?

In normalised text, `*` stands for up to ten characters and `?` for one, all in one sentence. A
pattern stands wherever it begins, each beginning once; from there it is as short as can be.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..text.normalization import TEXT_SEPARATOR
from ..text.places import places
from ..text.sentences import NORMALIZED_END_MARKS

#: In a normalised text, full-width ones too.
STAR, ONE = "*", "?"
MOST_OF_STAR = 10  # characters

_GAP = re.compile(rf"[{re.escape(STAR + ONE)}]+")
_BETWEEN_SENTENCES = re.compile(
    f"(?<=[{NORMALIZED_END_MARKS}])|(?={TEXT_SEPARATOR})|(?<={TEXT_SEPARATOR})"
)

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a pattern is made of: its parts, and how many characters may stand between and around them."""

    parts: tuple[str, ...]  # one or more
    gaps: tuple[tuple[int, int], ...]  # at least and at most, between two parts
    before: int  # characters before the first part, any
    after: int  # behind the last

    def chained(self, starts: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
        """Return where the pattern begins and ends, ascending, given where each part begins.

        Of what may follow a part the first is taken, so each ends as soon as it can. Sentences are
        not looked at: what ends in another than it begins in stands nowhere.
        """
        begins = starts[-1]
        ends = begins + len(self.parts[-1])
        for number in range(len(self.parts) - 2, -1, -1):
            behind = starts[number] + len(self.parts[number])
            if not len(begins) or not len(behind):
                return behind[:0], behind[:0]
            least, most = self.gaps[number]
            at = begins.searchsorted(behind + least)
            following = begins.take(at, mode="clip")
            is_near = (following >= behind + least) & (following <= behind + most)
            begins, ends = starts[number][is_near], ends[at[is_near]]
        return begins - self.before, ends + self.after

    def fillers(self, text: str) -> tuple[str, ...]:
        """Return what fills the gaps in a text in which the pattern stands from beginning to end."""
        begins = [np.array(list(places(text, part)), np.int64) for part in self.parts]
        chosen = [self.before]
        for number, (part, (least, _)) in enumerate(zip(self.parts, self.gaps, strict=False), 1):
            rest = Shape(self.parts[number:], self.gaps[number:], 0, 0)
            going_on, _ = rest.chained(begins[number:])
            at = going_on.searchsorted(chosen[-1] + len(part) + least)
            chosen.append(int(going_on[at]))
        edges = [0]
        for start, part in zip(chosen, self.parts, strict=True):
            edges += [start, start + len(part)]
        between = [text[a:b] for a, b in list(pairwise([*edges, len(text)]))[::2]]
        return tuple(between[not self.before : len(between) - (not self.after)])


@lru_cache(maxsize=256)
def shape_of(pattern: str) -> Shape:
    """Read a normalised pattern, of one part or more, that neither begins nor ends with `*`."""
    parts = _GAP.split(pattern)
    gaps = [_width(gap) for gap in _GAP.findall(pattern)]
    before = gaps.pop(0)[0] if not parts[0] else 0
    after = gaps.pop()[0] if not parts[-1] else 0
    return Shape(tuple(filter(None, parts)), tuple(gaps), before, after)


def read_pattern(text: str) -> str:
    """Write a normalised text as a pattern: without blanks beside gaps, nor `*` at its ends.

    Without a part it is empty, without a gap the text that it stands for.
    """
    pieces = [piece.strip() for piece in re.split(rf"({_GAP.pattern})", text)]
    if not any(pieces[::2]):
        return ""
    if not pieces[0]:
        pieces[1] = pieces[1].replace(STAR, "")
    if not pieces[-1]:
        pieces[-2] = pieces[-2].replace(STAR, "")
    return "".join(pieces)


def is_pattern(text: str) -> bool:
    """Say whether a normalised text leaves something open."""
    return _GAP.search(text) is not None


def pattern_places(text: str, shape: Shape) -> Iterator[tuple[int, int]]:
    """Yield where a pattern begins and ends in normalised texts, those that overlap too."""
    edges = np.array([0, *(match.start() for match in _BETWEEN_SENTENCES.finditer(text))], np.int64)
    starts = [np.array(list(places(text, part)), np.int64) for part in shape.parts]
    begins, ends = shape.chained(starts)
    for start, end in zip(begins.tolist(), ends.tolist(), strict=True):
        at = int(edges.searchsorted(start, "right"))
        last = edges[at] if at < len(edges) else len(text)
        if start >= 0 and end <= last and TEXT_SEPARATOR not in text[start:end]:
            yield start, end


def _width(gap: str) -> tuple[int, int]:
    least = gap.count(ONE)
    return least, least + gap.count(STAR) * MOST_OF_STAR
