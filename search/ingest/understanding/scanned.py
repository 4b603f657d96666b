"""Scanned: which passages of an article were recognised on pictures, and are doubtful?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...article import Block, Scanned
from ..fields.evidence import ReadArticle

#: Below this confidence a line that was recognised is doubtful.
SURE = 0.9
_MOST_DOUBTFUL = 500
_SHORT = 4  # characters: a shorter passage may stand anywhere, so it is looked for whole


def with_scan(item: ReadArticle) -> ReadArticle:
    """Say of an article that it was recognised, how sure that is, and which passages are doubtful."""
    if not item.recognized:
        return item
    size = sum(len(text) for text, _ in item.recognized)
    sure = sum(confidence * len(text) for text, confidence in item.recognized) / max(1, size)
    unsure = [text for text, confidence in item.recognized if confidence < SURE]
    places = tuple(sorted(_places(item.article.blocks, unsure)))[:_MOST_DOUBTFUL]
    article = replace(item.article, scanned=Scanned(round(sure, 3), places))
    doubt = (f"由扫描件识别，{len(unsure)} 行没有把握，请对照原件",) if unsure else ()
    return replace(item, article=article, doubts=(*item.doubts, *doubt), recognized=())


def _places(blocks: Sequence[Block], wanted: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield where texts stand: block, first character, end; each place once."""
    texts = [_Bare(block.text) for block in blocks]
    for line in wanted:
        key = "".join(line.split())
        for number, text in enumerate(texts):
            if place := text.take(key):
                yield number, *place
                break


class _Bare:
    """The text of a block without white space, which layout may have changed; what was found is taken."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [at for at, character in enumerate(text) if not character.isspace()]
        self._bare = "".join(text[at] for at in self._places)

    def take(self, key: str) -> tuple[int, int] | None:
        """Return from where to where a text stands; a short one has to stand by itself."""
        start = self._bare.find(key) if key else -1
        while start >= 0:
            first, last = self._places[start], self._places[start + len(key) - 1]
            if len(key) >= _SHORT or self._is_whole(first, last):
                self._bare = self._bare[:start] + "\0" * len(key) + self._bare[start + len(key) :]
                return first, last + 1
            start = self._bare.find(key, start + 1)
        return None

    def _is_whole(self, first: int, last: int) -> bool:
        before, after = self._text[:first].rstrip(), self._text[last + 1 :].lstrip()
        return (not before or before.endswith("|")) and (not after or after.startswith("|"))
