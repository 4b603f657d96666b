"""Word file: how are a few characters cut at once? By looking words up in jieba's own list, as it lies on disk.

Loading a segmenter takes longer than answering a query. A text is cut as both of them cut it: into
the words of its likeliest way through the list (https://github.com/fxsjy/jieba, `calc`).
"""

import mmap
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from math import log
from pathlib import Path

#: How often the words of jieba's list stood, all together, in the texts that it was made from.
TOTAL = 60_101_967
_FIRST = "一"  # of the characters that words here begin with: before it are Latin ones, in no order


class WordFile:
    """The words of a file, a line each: word, frequency, part of speech.

    Words of one first character stand together, and these characters ascend.
    """

    def __init__(self, path: Path) -> None:
        """Open a file. Raises OSError."""
        with path.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        last = self._map.rfind(b"\n", 0, len(self._map) - 1)  # before the last line
        self._breaks = range(self._map.find(b"\n" + _FIRST.encode()), last + 1)
        self._words_with = lru_cache(1024)(self._find_words_with)

    def cut(self, text: str) -> list[str]:
        """Cut a run of Chinese characters into words, each character in one of them."""
        ways = {
            len(text): (0.0, 0)
        }  # from a place to the end: how likely, and where its first word ends
        for start in reversed(range(len(text))):
            ways[start] = max(
                (log(frequency) - log(TOTAL) + ways[end][0], end)
                for end, frequency in self._words_from(text, start)
            )
        words, start = [], 0
        while start < len(text):
            end = ways[start][1]
            words.append(text[start:end])
            start = end
        return words

    def cut_for_search(self, text: str) -> list[str]:
        """Cut a run of Chinese characters into words, before each the words of two and three characters in it."""
        terms = []
        for word in self.cut(text):
            for length in (2, 3):
                if length < len(word):
                    parts = (word[at : at + length] for at in range(len(word) - length + 1))
                    terms += [part for part in parts if self._frequency(part)]
            terms.append(word)
        return terms

    def _words_from(self, text: str, start: int) -> Iterator[tuple[int, int]]:
        """Yield where words that begin at a place end, and how frequent each is; one character always may be one."""
        yield start + 1, self._frequency(text[start]) or 1
        for end in range(start + 2, len(text) + 1):
            if not self._is_beginning(text[start:end]):
                break
            if frequency := self._frequency(text[start:end]):
                yield end, frequency

    def _is_beginning(self, text: str) -> bool:
        return self._place(text) >= 0

    def _frequency(self, word: str) -> int:
        """Return how frequent a word is; 0: it is none."""
        at = self._place(f"{word} ")
        return int(self._map[at : self._map.find(b"\n", at)].split(b" ")[1]) if at >= 0 else 0

    def _place(self, text: str) -> int:
        """Return where the first line that begins so begins; -1 without one."""
        low, high = self._words_with(text[0])
        at = self._map.find(f"\n{text}".encode(), low, high)
        return at + 1 if at >= 0 else -1

    def _find_words_with(self, first: str) -> tuple[int, int]:
        """Return between which places the words of one first character stand, each behind a line break."""
        return self._break_before(first), self._break_before(chr(ord(first) + 1))

    def _break_before(self, first: str) -> int:
        """Return where the line break is before the words that begin with a character, or a later one."""
        at = bisect_left(self._breaks, first.encode(), key=self._line_behind)
        return self._map.find(b"\n", self._breaks[at]) if at < len(self._breaks) else len(self._map)

    def _line_behind(self, place: int) -> bytes:
        """Return the line that begins behind a place."""
        start = self._map.find(b"\n", place) + 1
        return self._map[start : self._map.find(b"\n", start)]
