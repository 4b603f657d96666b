"""Joining: which sentence was cut into several, and which several became one?

A sentence that changed was matched with one alone. Where the next one, that is nothing else's, has
what of the other text its match does not account for, both are one of its counterpart.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..query.budget import spend
from .alignment import Match

_MOST = 4  # sentences that one may have become
_LONGEST = (
    800  # characters of these together: what two sentences cost grows with both their lengths
)
_LEAST = 4  # characters: what is shorter stands in many sentences by chance
_ACCOUNTED = 0.7  # of the pairs of characters of a part: they stand in the other text, and nothing else has them
_COST = 0.3  # microseconds, of a pair of characters

_Bag = Counter[str]


def join(matches: Sequence[Match], texts: Sequence[str], others: Sequence[str]) -> list[Match]:
    """Let matches have several sentences of one text where these were one; ascending by the other text's."""
    taken = {match.one for match in matches}
    other_taken = {match.other for match in matches}
    found = []
    for match in matches:
        one, other = texts[match.one], others[match.other]
        if one == other:
            found.append(match)
            continue
        run = _grown(one, match.other, others, other_taken)
        if len(run) > 1:
            other_taken.update(run)
            found.append(replace(match, other=run.start, others=len(run)))
            continue
        run = _grown(other, match.one, texts, taken)
        taken.update(run)
        found.append(replace(match, one=run.start, ones=len(run)))
    return sorted(found, key=lambda match: match.other)


def _grown(whole: str, at: int, parts: Sequence[str], taken: set[int]) -> range:
    """Return which sentences a whole was cut into, of which one is known."""
    start, end = at, at + 1
    left = _bag(whole) - _bag(parts[at])
    length = len(parts[at])
    while left and end - start < _MOST:
        for beside in _beside(start, end, len(parts), taken):
            bag = _bag(parts[beside])
            together = length + len(parts[beside])
            if len(parts[beside]) >= _LEAST and together <= _LONGEST and _has(left, bag):
                left -= bag
                length = together
                start, end = min(start, beside), max(end, beside + 1)
                break
        else:
            break
    return range(start, end)


def _beside(start: int, end: int, count: int, taken: set[int]) -> Iterator[int]:
    if end < count and end not in taken:
        yield end
    if start > 0 and start - 1 not in taken:
        yield start - 1


def _has(left: _Bag, bag: _Bag) -> bool:
    return (left & bag).total() >= _ACCOUNTED * bag.total()


def _bag(text: str) -> _Bag:
    spend(_COST * len(text))
    return Counter(map(str.__add__, text, text[1:]))
