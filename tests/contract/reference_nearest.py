"""The nearest of the reference engine: every stretch of every article, counted one by one."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from search.engine import Place
from search.request import NearestRequest
from search.text.normalization import TEXT_SEPARATOR

from .documents import Document
from .reference_occurrences import oldest_first


def nearest(documents: Sequence[Document], request: NearestRequest) -> tuple[Place, ...]:
    """Find the stretches with most of the rare pairs of a text."""
    counts = Counter(pair for one in documents for pair in _pairs(one.line))
    wanted = sorted({pair for pair in _pairs(request.text) if counts[pair]})
    wanted.sort(key=counts.__getitem__)
    wanted = wanted[: request.affordable([counts[pair] for pair in wanted])]
    needed = request.needed(len(wanted))
    ordered = sorted(documents, key=oldest_first)
    stretches = []
    for age, one in enumerate(ordered):
        places = [at for at, pair in enumerate(_pairs(one.line)) if pair in wanted]
        for start in places:
            within = [at for at in places if start <= at < start + request.reach]
            different = len({one.line[at : at + 2] for at in within})
            if needed and different >= needed:
                stretches.append((-different, age, start, within[(len(within) - 1) // 2]))
    chosen: list[tuple[int, int, int, int]] = []
    for stretch in sorted(stretches):
        _, age, start, _ = stretch
        if all(age != a or abs(start - s) >= request.reach for _, a, s, _ in chosen):
            chosen.append(stretch)
    return tuple(_place(ordered[age], middle) for _, age, _, middle in chosen[: request.limit])


def _pairs(text: str) -> list[str]:
    return ["".join(pair) for pair in pairwise(text)]


def _place(document: Document, middle: int) -> Place:
    before = document.line[:middle]
    line = before.count(TEXT_SEPARATOR)
    at = middle - (before.rfind(TEXT_SEPARATOR) + 1)
    return Place(document.article.id, line - 1 if line else None, at, at + 2, 0)
