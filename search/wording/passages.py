"""Passages: what in a draft can be checked? Its sentences, what it quotes, the papers it names, their numbers.

Ranges are of the draft, in characters, from 0, half-open. What is looked up is normalised, without the
marks that end a sentence, quotes at its edges, and what counts it up (一是, （一）, 1.): another text
may number the same sentence otherwise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..document_numbers import DocumentNumber, numbers_in, read_number
from ..text.hard_wraps import Range, paragraph_ranges
from ..text.normalization import Normalized, normalize_with_offsets
from ..text.sentences import sentence_ranges

#: Shorter ones are no findings: they stand in many texts by chance.
FEWEST = 6  # characters, as they are looked up
_LONGEST_TITLE = 120  # characters
_QUOTED = re.compile('“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|"([^"]+)"')
#: A title, perhaps with others in it: 《关于印发〈…〉的通知》.
_TITLE = re.compile(rf"《((?:[^《》]|《[^《》]{{1,{_LONGEST_TITLE}}}》){{2,{_LONGEST_TITLE}}})》")
_NUMERALS = "[0-9一二三四五六七八九十百]{1,4}"
_COUNTING = re.compile(
    rf"\({_NUMERALS}\)|第{_NUMERALS}[章节条](?![第规的之、,])|{_NUMERALS}(?:[、.](?![0-9])|是[要:,]?)"
)
_QUOTE = "'"  # all quotation marks, normalised
_IN_NUMBER = re.compile("(?<=[0-9.,])[ \t\u3000]{0,8}\r?\n[ \t\u3000]{0,8}(?=[0-9.,%])")
_NOTHING = "\u2060"  # a character of which nothing is left
_DIGITS = "0-9〇零一二三四五六七八九十"
_DAY = re.compile(f"[{_DIGITS}]{{2,4}}年[{_DIGITS}]{{1,3}}月(?:[{_DIGITS}]{{1,3}}日)?")
_EDGES = " '。!?;:,、.…—-"


class PassageKind(StrEnum):
    """What a passage is."""

    SENTENCE = "sentence"
    QUOTED = "quoted"
    TITLE = "title"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a draft that is looked up."""

    kind: PassageKind
    start: int
    end: int
    said: str  # normalised: what is looked up
    origin: Normalized  # of the range
    shift: int = 0  # characters of what was normalised that stand before what is looked up
    number: DocumentNumber | None = None  # of a number

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the draft that a range of what is looked up came from; it may be empty."""
        if start < end:
            first, last = self.origin.original_range(self.shift + start, self.shift + end)
            return self.start + first, self.start + last
        at = self.shift + start
        offsets = self.origin.offsets
        place = int(offsets[at]) if at < len(offsets) else int(self.origin.ends[-1])
        return self.start + place, self.start + place


def sentences_in(draft: str) -> Iterator[Passage]:
    """Yield the sentences of each paragraph that are long enough to be looked up."""
    for first, last in paragraph_ranges(draft):
        for start, end in sentence_ranges(draft[first:last]):
            passage = _passage(PassageKind.SENTENCE, draft, first + start, first + end)
            if passage is not None:
                yield passage


def details_in(draft: str, start: int, end: int) -> Iterator[Passage]:
    """Yield what is quoted in a range of a draft, the papers it names, and the numbers it names with their issuers."""
    text = draft[start:end]
    for found in _QUOTED.finditer(text):
        first, last = found.span(found.lastindex or 0)
        passage = _passage(PassageKind.QUOTED, draft, start + first, start + last)
        if passage is not None:
            yield passage
    for begin, stop in title_ranges(text):
        first, last = start + begin, start + stop
        normalized = normalize_with_offsets(draft[first:last])
        if normalized.text:
            yield Passage(PassageKind.TITLE, first, last, normalized.text, normalized)
    for number in numbers_in(text):
        first, last = start + number.start, start + number.end
        normalized = normalize_with_offsets(draft[first:last])
        yield Passage(
            PassageKind.NUMBER, first, last, normalized.text, normalized, number=number.number
        )


def is_bare(sentence: Passage) -> bool:
    """Say whether a sentence is nothing but a day or a document number, which says nothing by itself."""
    return bool(_DAY.fullmatch(sentence.said)) or read_number(sentence.said) is not None


def title_ranges(text: str) -> Iterator[Range]:
    """Yield the ranges of what stands in title marks."""
    for title in _TITLE.finditer(text):
        yield title.span(1)


def without_titles(text: str) -> str:
    """Return a text with nothing in its title marks."""
    return _TITLE.sub("《》", text)


def _passage(kind: PassageKind, draft: str, start: int, end: int) -> Passage | None:
    """Return a passage without what only surrounds it; None where hardly anything is left."""
    normalized = _normalized(draft[start:end])
    text = normalized.text
    first, last = _without_edges(text, 0, len(text))
    counting = _COUNTING.match(text, first)
    if counting:
        first, last = _without_edges(text, counting.end(), last)
    if text.count(_QUOTE, first, last) % 2:  # one of two: the other one stands at an edge
        first -= text[first - 1 : first] == _QUOTE
        last += text[last : last + 1] == _QUOTE and text[first] != _QUOTE
    if last - first < FEWEST:
        return None
    begin, stop = normalized.original_range(first, last)
    own = _normalized(draft[start + begin : start + stop])
    shift = own.text.find(text[first:last])
    if shift < 0:
        return None
    return Passage(kind, start + begin, start + stop, text[first:last], own, shift)


def _normalized(text: str) -> Normalized:
    """Normalise a text in which a number may be broken at the end of a line: 2,0↵00, 63.6↵%."""
    return normalize_with_offsets(_IN_NUMBER.sub(lambda found: _NOTHING * len(found[0]), text))


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end
