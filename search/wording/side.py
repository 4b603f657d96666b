"""Side: one of two texts that are compared, cut into sentences that know where they came from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from ..text.normalization import TEXT_SEPARATOR, Normalized, normalize_texts
from ..text.numerals import MAX_NUMERAL, NUMERALS
from ..text.sentences import sentence_ranges

#: A longer sentence is compared in parts: what two sentences cost grows with both their lengths.
LONGEST = 800  # characters

_NUMERAL = rf"[{NUMERALS}]{{1,{MAX_NUMERAL}}}"
#: What counts the parts of a paper, at the beginning of a line: 第三条之一, 第二章, (四), 五、, 6.
_LABEL = re.compile(
    rf"第{_NUMERAL}[编章节条](?:之{_NUMERAL})?(?![第规的之、])|\({_NUMERAL}\)|{_NUMERAL}[、.](?![0-9])"
)
_PAUSE = re.compile("[，、：；,:;]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a part of one that is very long; or several in a row that were one."""

    number: int  # from 0, in its text
    line: int  # from 0
    text: str  # as it is written there, without blanks around it
    label: str  # the number it begins with, normalised: 第三条; empty without one
    said: str  # what follows the label, normalised
    start: int  # of what is said, among the normalised characters of the whole text
    parts: tuple["Sentence", ...] = ()  # of several in a row these

    @property
    def normalized(self) -> str:
        """Return all of it, normalised."""
        return self.label + self.said


@dataclass(frozen=True, slots=True)
class Side:
    """A text in sentences."""

    sentences: tuple[Sentence, ...]
    normalized: Normalized  # of all sentences, a separator between two
    starts: tuple[int, ...]  # where each begins, in what was normalised

    @classmethod
    def of(cls, lines: Sequence[str]) -> Self:
        """Cut lines into sentences; blank ones, and those of which nothing is left, are none."""
        found = [
            (number, line[start:end])
            for number, line in enumerate(lines)
            for start, end in _ranges(line)
        ]
        normalized = normalize_texts([text for _, text in found] or [""])
        sentences: list[Sentence] = []
        starts: list[int] = []
        at, place, last_line = 0, 0, -1
        for (line, text), known in zip(found, normalized.text.split(TEXT_SEPARATOR), strict=False):
            if known:
                label = "" if line == last_line else _label(known)
                starts.append(place)
                sentences.append(
                    Sentence(
                        len(sentences), line, text, label, known[len(label) :], at + len(label)
                    )
                )
                last_line = line
            at, place = at + len(known) + 1, place + len(text) + 1
        return cls(tuple(sentences), normalized, tuple(starts))

    def run(self, first: int, count: int) -> Sentence:
        """Return a sentence, or several in a row as one."""
        one, *others = self.sentences[first : first + count]
        if not others:
            return one
        text = "".join(part.text for part in (one, *others))
        said = one.said + "".join(part.normalized for part in others)
        return replace(one, text=text, said=said, parts=(one, *others))

    def original_range(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        """Range of a sentence's text that a non-empty range of its normalised characters came from."""
        if sentence.parts:
            return self._range_of_several(sentence.parts, start, end)
        at = sentence.start - len(sentence.label)
        first, last = self.normalized.original_range(at + start, at + end)
        begin = self.starts[sentence.number]
        return first - begin, last - begin

    def _range_of_several(self, parts: Sequence[Sentence], start: int, end: int) -> tuple[int, int]:
        at, place = 0, 0  # where a part begins, normalised and as it is written
        ranges: list[tuple[int, int]] = []
        for part in parts:
            own = max(start - at, 0), min(end - at, len(part.normalized))
            if own[0] < own[1]:
                first, last = self.original_range(part, *own)
                ranges.append((place + first, place + last))
            at, place = at + len(part.normalized), place + len(part.text)
        return ranges[0][0], ranges[-1][1]


def _label(normalized: str) -> str:
    found = _LABEL.match(normalized)
    return found[0] if found and found.end() < len(normalized) else ""


def _ranges(line: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences stand, without the blanks around them."""
    for first, end in sentence_ranges(line):
        start = first
        while end - start > LONGEST:
            pauses = [pause.end() for pause in _PAUSE.finditer(line, start, start + LONGEST)]
            cut = pauses[-1] if pauses else start + LONGEST
            yield _stripped(line, start, cut)
            start = cut
        yield _stripped(line, start, end)


def _stripped(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
