"""Own contents: where does a text list its own headings? What follows 目录, and stands again further on."""

import re
from collections.abc import Sequence

from ..article import Block
from .normalization import TEXT_SEPARATOR, normalize_texts

_TITLE = re.compile("目[录次]|contents", re.IGNORECASE)
#: What leads to a page, and the page: 第一章 总则……（3）
_PAGE = re.compile(r"[.…·・\-—_]*\(?\d{0,4}\)?$")
_LOOKED_AT = 80  # blocks: a text lists its headings near its beginning
_LONGEST = 60  # characters of a line that may be a heading
_MOST_AMISS = (
    2  # lines in a row that stand nowhere again: some are broken in two, or worded otherwise
)
_FEWEST = 2  # lines that do


def own_contents(blocks: Sequence[Block]) -> range:
    """Return the blocks of a text's own table of contents, its title the first; empty without one.

    A line belongs to it that stands again behind it as a block of its own; the page it leads to, and
    spaces, do not count.
    """
    title = next(
        (
            number
            for number, block in enumerate(blocks[:_LOOKED_AT])
            if len(block.text) < _LONGEST and _TITLE.fullmatch("".join(block.text.split()))
        ),
        None,
    )
    if title is None:
        return range(0)
    names = _names(blocks[title + 1 :])
    last = {name: place for place, name in enumerate(names) if name}
    end = found = 0
    for place, name in enumerate(names):
        if place - end > _MOST_AMISS:
            break
        if name and last[name] > place:
            end, found = place + 1, found + 1
    # A heading that the text repeats later, too, would end it where the text has begun.
    first = last.get(names[0], 0) if names else 0
    end = min(end, first or end)
    return range(title, title + 1 + end) if found >= _FEWEST else range(0)


def _names(blocks: Sequence[Block]) -> list[str]:
    """Return what each block may be called, to compare; empty where it is too long for a heading."""
    texts = [block.text if len(block.text) <= _LONGEST else "" for block in blocks]
    normalized = normalize_texts(texts).text.split(TEXT_SEPARATOR)
    return [_PAGE.sub("", text.replace(" ", "")) for text in normalized]
