"""Terms file: what is kept of a segment in a file, and when does a new one take in those before it?"""

from collections.abc import Sequence
from pathlib import Path

from ..arrays.build.terms_merging import merge_terms
from ..arrays.file.array_types import Marks
from ..arrays.file.arrays import ArrayFile, write_arrays
from ..arrays.file.layout import (
    ARTICLES,
    BIGRAM_COUNTS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    LINE_STARTS,
    LINES,
    OFFSETS,
    OFFSETS_BEFORE,
    STRETCH_STARTS,
    STRETCHES,
    TEXT_STARTS,
    WORD_COUNTS,
    WORD_DOCUMENTS,
)

#: Of arrays with these names, and of parts of them, the cluster or the articles know what they say.
_ON_THE_CLUSTER = (
    ARTICLES,
    *WORD_COUNTS,
    WORD_DOCUMENTS,
    BIGRAM_COUNTS,
    BIGRAM_PIECES,
    BIGRAM_STARTS,
    BIGRAM_TITLE_COUNTS,
    OFFSETS,
    OFFSETS_BEFORE,
    LINES,
    LINE_STARTS,
    STRETCHES,
    STRETCH_STARTS,
)
#: A new segment takes in those before it up to so many times its size, and all small ones: so each is
#: several times as large as all behind it, and there are few.
_GROWTH, _SMALL = 4, 1 << 20  # characters


#: A segment, with marks for its live documents.
Segment = tuple[ArrayFile, Marks]


def write_terms(path: Path, added: Segment, before: Sequence[Segment], scratch: Path) -> int:
    """Write what is kept of a new segment, and of those before it that are small beside it.

    Return how many of these, the last ones, it has taken in.
    """
    taken = _taken_in([_characters(arrays) for arrays, _ in before], _characters(added[0]))
    arrays, live = zip(*before[len(before) - taken :], added, strict=True)
    if taken or not live[0].all():
        merge_terms(arrays, live, path, scratch)
    else:
        kept = {name: arrays[0][name] for name in arrays[0] if not _is_on_the_cluster(name)}
        write_arrays(path, kept)
    return taken


def _taken_in(sizes: Sequence[int], added: int) -> int:
    """Say how many of the last segments, given their characters, a new one takes in."""
    taken = 0
    for size in reversed(sizes):
        if size > max(added * _GROWTH, _SMALL):
            break
        added += size
        taken += 1
    return taken


def _characters(arrays: ArrayFile) -> int:
    return int(arrays[TEXT_STARTS][-1])


def _is_on_the_cluster(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}/") for one in _ON_THE_CLUSTER)
