"""Promises: which stretches of lines show most of what is looked for, by where it stands?

A stretch begins where something stands, and is as long as a passage that is shown. Of each 512
characters of a line the best one counts: that with the greatest weight of different literals, then
with most marks, then the first. All lengths are in characters of normalised text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .nodes import Literal

PASSAGE_LENGTH = 120  # characters
_CELL_BITS = 9  # of 512 characters

Numbers = npt.NDArray[np.int64]


class Promise(NamedTuple):
    """A stretch of a line, by its number, in which something stands or may: from 0, half-open."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where literals stand in lines, ascending: where each begins and ends, which it is, and in which line."""

    starts: Numbers
    ends: Numbers
    literals: Numbers
    lines: Numbers


@dataclass(frozen=True, slots=True)
class Promises:
    """Stretches of a text, those that show most first, by columns; see `Promise`."""

    lines: Numbers
    starts: Numbers
    ends: Numbers

    def between(self, first: int, last: int) -> list[Promise]:
        """Return some of them."""
        some = (column[first:last].tolist() for column in (self.lines, self.starts, self.ends))
        return list(map(Promise, *some))


NO_PROMISES = Promises(*[np.empty(0, np.int64)] * 3)


def weight_of(literal: Literal) -> int:
    """Return what a literal weighs: a whole run more than its pieces scattered over a passage."""
    return len(literal.text) ** 2


def find_promises(
    places: Places, line_starts: Numbers, first_lines: Numbers, literals: Sequence[Literal]
) -> list[Promises]:
    """Choose stretches of each of several texts, one behind another.

    Given are where each line begins, one character behind the end of the one before, and the
    numbers of the first line of each text.
    """
    starts, lines = places.starts, places.lines
    if not len(starts):
        return [NO_PROMISES] * len(first_lines)
    limits = np.minimum(starts + PASSAGE_LENGTH, line_starts[lines + 1] - 1)
    np.maximum(limits, places.ends, out=limits)
    np.maximum.accumulate(limits, out=limits)  # of what stands within one that is longer
    reached = np.maximum.accumulate(places.ends)
    behind = reached.searchsorted(limits, "right")
    scores = _weights(places, limits, literals) * (len(starts) + 1) + behind
    scores -= np.arange(len(starts))  # how many begin before
    best = _best_of_cells(scores, lines, (starts - line_starts[lines]) >> _CELL_BITS)
    of_text = first_lines.searchsorted(lines[best], "right") - 1
    order = np.lexsort((-scores[best], of_text))
    best, of_text = best[order], of_text[order]
    origins = line_starts[lines[best]]
    columns = (
        lines[best] - first_lines[of_text],
        starts[best] - origins,
        reached[np.maximum(behind[best] - 1, best)] - origins,
    )
    edges = of_text.searchsorted(np.arange(len(first_lines) + 1)).tolist()
    return [Promises(*(column[a:b] for column in columns)) for a, b in pairwise(edges)]


def _weights(places: Places, limits: Numbers, literals: Sequence[Literal]) -> Numbers:
    """Add up the weights of the different literals that stand from each place to its limit; limits ascend.

    A place adds to those from which it is the next of its literal, and near enough: to a row of them,
    up to itself. So it takes two sums along the places, however many literals there are.
    """
    worth = np.array(list(map(weight_of, literals)), np.int64)[places.literals]
    count = len(worth)
    order = places.literals.argsort(kind="stable")  # those of one literal side by side
    before = np.full(count, -1)
    is_same = places.literals[order[1:]] == places.literals[order[:-1]]
    before[order[1:][is_same]] = order[:-1][is_same]
    first = np.maximum(before + 1, limits.searchsorted(places.ends))
    begun = np.bincount(first, worth, count)
    ended = np.bincount(np.arange(1, count), worth[:-1], count)
    return np.asarray((begun - ended).cumsum(), np.int64)


def _best_of_cells(scores: Numbers, lines: Numbers, cells: Numbers) -> Numbers:
    """Return the places with the greatest score of each cell of a line, the first of equal ones."""
    is_first = np.ones(len(scores), bool)
    is_first[1:] = (lines[1:] != lines[:-1]) | (cells[1:] != cells[:-1])
    firsts = is_first.nonzero()[0]
    of_cell = is_first.cumsum() - 1
    is_best = scores == np.maximum.reduceat(scores, firsts)[of_cell]
    best = is_best.nonzero()[0]
    return np.asarray(best[of_cell[best].searchsorted(np.arange(len(firsts)))])
