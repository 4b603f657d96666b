"""Written: where does something stand in exactly the characters that were typed? As the text is written.

Places are of normalised text, as those of all that is looked for, and may overlap.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ..text.normalization import TEXT_SEPARATOR, Normalized, normalize_texts
from ..text.places import places
from .nodes import Exact

LinePlace = tuple[int, int, int]  # the number of a line, and where in it something begins and ends

_WITHOUT_SPACE = re.compile(r"\S+")


def exact_places(original: str, normalized: Normalized, wanted: Exact) -> Iterator[tuple[int, int]]:
    """Yield where it begins and ends in a text, given as written and normalised; white space is no matter.

    What is no part of the text as it is normalised is none here: an e of an é in two characters. Where
    several characters are normalised to one, as those of an ellipsis, each place within them is one, with
    the range of all: “……” stands in “…………” three times, as 哈哈 stands in 哈哈哈 twice.
    """
    runs = [run.span() for run in _WITHOUT_SPACE.finditer(original)]
    joined = "".join(original[start:end] for start, end in runs)
    begins = [0, *accumulate(end - start for start, end in runs)]
    offsets = normalized.offsets

    def as_written(at: int) -> int:
        run = bisect_right(begins, at) - 1
        return runs[run][0] + at - begins[run]

    for at in places(joined, wanted.written):
        first, last = as_written(at), as_written(at + len(wanted.written) - 1)
        start, end = offsets.searchsorted([first, last + 1]).tolist()
        if normalized.text[start:end] != wanted.text:  # perhaps it begins within a character
            within = offsets[: offsets.searchsorted(first, "right")]
            start = int(offsets.searchsorted(within[-1])) if len(within) else start
        if normalized.text[start:end] == wanted.text:
            yield start, end


def places_in_lines(lines: Sequence[str], wanted: Exact) -> Iterator[LinePlace]:
    """Yield where it stands in lines, ascending; they are normalised in one pass."""
    together = normalize_texts(lines)
    behind = list(accumulate(len(line) + 1 for line in together.text.split(TEXT_SEPARATOR)))
    for start, end in exact_places(TEXT_SEPARATOR.join(lines), together, wanted):
        number = bisect_right(behind, start)
        begin = behind[number - 1] if number else 0
        yield number, start - begin, end - begin
