"""Resemblance: which stretch of a line is most like a text, and how like is it?

By what both have in the same order (their longest common subsequence, as rapidfuzz finds it), but for
the ends of the line that have nothing of the text; or, where clauses have changed their places, by
how many pairs of neighbouring characters of the text stand there, anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from ..text.sentences import NORMALIZED_END_MARKS

_MOST_RUNS = 32  # that both have: of more, ends are not told apart
_MOVED = 0.9  # what a pair in another order counts for
_AT_EDGE = 2  # characters of the text that have no like at an end, in whose place others may stand
_FAR = 4  # times the length of the text: so far on each side a line is looked at

Range = tuple[int, int]
_Run = tuple[int, int, int]  # where it begins in the text and in the line, and how long it is


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A stretch of a line, from 0, half-open, and how like the text it is: 0 to 1."""

    start: int
    end: int
    share: float
    is_moved: bool = False  # parts of the text stand there in another order


def resemblance(text: str, line: str, place: int) -> Resemblance:
    """Return what is most like a text around a place of a line: in a sentence or two side by side.

    Both are normalised. Of equals the shortest is taken.
    """
    found = [
        one
        for start, end in _stretches(line, place, _FAR * len(text))
        for one in (_in_order(text, line, start, end), _in_any_order(text, line, start, end))
    ]
    return max(found, key=lambda one: one.share)


def _stretches(line: str, place: int, reach: int) -> Iterator[Range]:
    """Yield the sentence of a place, alone and with those beside it."""
    first, last = max(place - reach, 0), min(place + reach, len(line))
    edges = [first]
    edges += [at + 1 for at in range(first, last - 1) if line[at] in NORMALIZED_END_MARKS]
    edges.append(last)
    own = next(at for at in reversed(range(len(edges))) if edges[at] <= place or not at)
    own = min(own, len(edges) - 2)
    before, behind = max(own - 1, 0), min(own + 2, len(edges) - 1)
    ends = ((own, own + 1), (before, own + 1), (own, behind), (before, behind))
    yield from dict.fromkeys((edges[start], edges[end]) for start, end in ends)


def _in_order(text: str, line: str, start: int, end: int) -> Resemblance:
    blocks = Indel.opcodes(text, line[start:end]).as_matching_blocks()
    runs = [(block.a, start + block.b, block.size) for block in blocks if block.size]
    if not runs:
        return Resemblance(start, start, 0.0)
    share, first, last = _best_row(runs, len(text))
    begin, stop = first[1], last[1] + last[2]
    ahead, behind = first[0], len(text) - last[0] - last[2]
    if ahead <= _AT_EDGE:
        begin = max(begin - ahead, start)
    if behind <= _AT_EDGE:
        stop = min(stop + behind, end)
    return Resemblance(begin, stop, share)


def _best_row(runs: list[_Run], length: int) -> tuple[float, _Run, _Run]:
    """Return which runs, side by side, have most of the text in least of the line: the first and last of them."""
    best = (0.0, runs[0], runs[-1])
    firsts = range(len(runs)) if len(runs) <= _MOST_RUNS else range(1)
    for first in firsts:
        common = 0
        for last in range(first, len(runs)):
            common += runs[last][2]
            taken = runs[last][1] + runs[last][2] - runs[first][1]
            share = 2 * common / (length + taken)
            if share > best[0] and (len(firsts) > 1 or last == len(runs) - 1):
                best = share, runs[first], runs[last]
    return best


def _in_any_order(text: str, line: str, start: int, end: int) -> Resemblance:
    wanted = set(pairwise(text))
    places = [at for at, pair in enumerate(pairwise(line[start:end]), start) if pair in wanted]
    if not places:
        return Resemblance(start, start, 0.0)
    having = {(line[at], line[at + 1]) for at in places}
    return Resemblance(places[0], places[-1] + 2, _MOVED * len(having) / len(wanted), is_moved=True)
