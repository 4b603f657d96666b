"""Promises: which stretches of lines show most of what is looked for, by where it stands?

A stretch begins where something stands, and is as long as a passage that is shown. Of each 512
characters of a line the best one counts: that with the greatest weight of different literals, then
with most marks, then the first. All lengths are in characters of normalised text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .nodes import Literal

PASSAGE_LENGTH = 120  # characters
_CELL_BITS = 9  # of 512 characters

Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


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
    """Stretches of a text, those that show most first: a row for each, of what makes a `Promise`."""

    rows: Numbers

    def between(self, first: int, last: int) -> list[Promise]:
        """Return some of them."""
        return list(starmap(Promise, self.rows[first:last].tolist()))


NO_PROMISES = Promises(np.empty((0, 3), np.int64))


def weight_of(literal: Literal) -> int:
    """Return what a literal weighs: a whole run more than its pieces scattered over a passage."""
    return len(literal.text) ** 2


def find_promises(
    places: Places,
    line_starts: Numbers,
    first_lines: Numbers,
    literals: Sequence[Literal],
    unsure: Marks | None = None,
) -> list[Promises]:
    """Choose stretches of each of several texts, one behind another.

    Given are where each line begins, one character behind the end of the one before, the numbers of
    the first line of each text, and of which places it is not sure that something stands there:
    what holds one of these is promised as a whole, too, behind all others, since what was chosen of
    it may hold nothing.
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
    cells = _first_of_cells(lines, (starts - line_starts[lines]) >> _CELL_BITS)
    at = _best_of_cells(scores, cells)
    last, is_whole = np.maximum(behind[at] - 1, at), np.zeros(len(at), bool)
    if unsure is not None and unsure.any():
        is_open = np.logical_or.reduceat(unsure, cells)
        at = np.concatenate((at, cells[is_open]))
        lasts = np.concatenate((cells[1:], [len(starts)])) - 1
        last = np.concatenate((last, lasts[is_open]))
        is_whole = np.arange(len(at)) >= len(cells)
    of_text = first_lines.searchsorted(lines[at], "right") - 1
    order = np.lexsort((-scores[at], is_whole, of_text))
    at, last, of_text = at[order], last[order], of_text[order]
    origins = line_starts[lines[at]]
    rows = np.column_stack(
        (lines[at] - first_lines[of_text], starts[at] - origins, reached[last] - origins)
    )
    edges = of_text.searchsorted(np.arange(len(first_lines) + 1)).tolist()
    return [Promises(rows[start:end]) for start, end in pairwise(edges)]


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


def _first_of_cells(lines: Numbers, cells: Numbers) -> Numbers:
    """Return the first place of each cell of a line."""
    is_first = np.ones(len(lines), bool)
    is_first[1:] = (lines[1:] != lines[:-1]) | (cells[1:] != cells[:-1])
    return is_first.nonzero()[0]


def _best_of_cells(scores: Numbers, firsts: Numbers) -> Numbers:
    """Return the place with the greatest score of each cell, by its first place; the first of equal ones."""
    lengths = np.diff(firsts, append=len(scores))
    is_best = scores == np.maximum.reduceat(scores, firsts).repeat(lengths)
    best = is_best.nonzero()[0]
    return np.asarray(best[best.searchsorted(firsts)])
