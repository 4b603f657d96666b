"""Edits: which characters of a sentence became which others? Numbers are never cut in two.

Between what two sentences begin and end with alike, the longest stretch that both have is found,
and so on before and behind it (Ratcliff and Obershelp, as difflib does). So an edit is what a
person would strike out, where the shortest script of edits leaves single characters standing
between what was put in the place of something else: [刊登→发布], not [→发布][刊登→].

What tells copies reads letters only, and needs no places: `search.copies.differences`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from ..query.budget import spend

_TOKEN = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*|[〇零一二三四五六七八九十百千万亿两]+|[a-z]+|.", re.DOTALL
)
_FEWEST = 2  # characters that stand between two edits: a single one is no stretch
_MOST_SEARCHES = 60  # in one sentence, and so many pairs of like tokens for each token
_MOST_LIKE = 12
_COST = 0.1  # microseconds, of a pair of like tokens in one search


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands in the place of what: ranges of both sentences, half-open; one may be empty."""

    start: int
    end: int
    other_start: int
    other_end: int


def edits(one: str, other: str) -> list[Edit]:
    """Return what has to be changed to make one normalised sentence another, in order."""
    tokens, others = _TOKEN.findall(one), _TOKEN.findall(other)
    starts = [0, *accumulate(map(len, tokens))]
    other_starts = [0, *accumulate(map(len, others))]
    return [
        Edit(starts[a], starts[b], other_starts[c], other_starts[d])
        for a, b, c, d in _changed(tokens, others)
    ]


_Window = tuple[int, int, int, int]  # ranges of both


def _changed(tokens: list[str], others: list[str]) -> list[_Window]:
    head = _alike(tokens, others)
    tail = _alike(tokens[head:][::-1], others[head:][::-1])
    whole = head, len(tokens) - tail, head, len(others) - tail
    if whole[0] == whole[1] and whole[2] == whole[3]:
        return []
    counts, other_counts = Counter(tokens[head : whole[1]]), Counter(others[head : whole[3]])
    like = sum(count * other_counts[token] for token, count in counts.items())
    if not like or like > _MOST_LIKE * (len(tokens) + len(others)):
        return [whole]
    matcher = SequenceMatcher(None, tokens, others, autojunk=False)
    kept: list[_Window] = []
    left = [whole]
    searches = 0
    while left and searches < _MOST_SEARCHES:
        first, last, other_first, other_last = left.pop()
        if first == last or other_first == other_last:
            continue
        searches += 1
        found = matcher.find_longest_match(first, last, other_first, other_last)
        end, other_end = found.a + found.size, found.b + found.size
        if sum(map(len, tokens[found.a : end])) >= _FEWEST:
            kept.append((found.a, end, found.b, other_end))
            left += (first, found.a, other_first, found.b), (end, last, other_end, other_last)
    spend(_COST * like * searches)
    return _between(whole, sorted(kept))


def _alike(tokens: list[str], others: list[str]) -> int:
    """Count the tokens that both begin with."""
    count = 0
    for token, other in zip(tokens, others, strict=False):
        if token != other:
            break
        count += 1
    return count


def _between(whole: _Window, kept: list[_Window]) -> list[_Window]:
    """Return what lies between stretches that are kept."""
    found: list[_Window] = []
    at, other_at = whole[0], whole[2]
    for first, last, other_first, other_last in (*kept, (whole[1], whole[1], whole[3], whole[3])):
        if first > at or other_first > other_at:
            found.append((at, first, other_at, other_first))
        at, other_at = last, other_last
    return found
