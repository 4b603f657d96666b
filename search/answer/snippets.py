"""Snippets: which passage shows the match? Values only: texts and ranges in them, never HTML.

Ranges are of the original text; see `search.query.marks`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from operator import itemgetter
from typing import NamedTuple

from ..query.article_text import ArticleText, Stretch, heading_above
from ..query.marks import Mark, Range, find_marks
from ..query.nodes import Literal
from ..query.promises import PASSAGE_LENGTH, weight_of
from ..text.sentences import CLOSING_MARKS, END_MARKS, ends_sentence, sentence_ranges

MAX_SNIPPETS = 3
MAX_LENGTH = PASSAGE_LENGTH  # characters; more only when what matches is longer
_LONG = 2000  # characters: of what is longer only the part around a stretch is looked into
_REACH = 500  # characters of that on each side
_CONTEXT = 30  # characters before a match where its sentence is too long to show whole
_SENTENCE_LENGTH = 10  # characters: a shorter sentence may well stand twice
_SENTENCE_END = re.compile(f"[{END_MARKS}]+[{CLOSING_MARKS}]*")
_ELLIPSIS = "…"
_CLAUSE_END = re.compile(r"[，、：,:]")


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A text, and the ranges of it that match."""

    text: str
    highlights: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article; `heading` is the one it stands under, None without one."""

    text: str
    highlights: tuple[Range, ...]
    heading: str | None


#: The greatest weight of different literals first, then most marks, then the article's order.
_Rank = tuple[int, int, tuple[int, ...]]


class _Passage(NamedTuple):
    rank: _Rank
    text: str
    start: int
    end: int
    marks: Sequence[Mark]
    block: int
    sentences: Sequence[Range]

    @property
    def said(self) -> set[str]:
        """Return what it says that should not be said twice."""
        text, start, end = self.text, self.start, self.end
        said = [
            _said(text[max(first, start) : min(last, end)])
            for first, last in self.sentences
            if first < end and last > start
        ]
        return {one for one in said if len(one) >= _SENTENCE_LENGTH} or {_said(text[start:end])}


def highlight(text: str, literals: Sequence[Literal]) -> Highlighted:
    """Mark where literals stand in one text."""
    return highlight_texts((text,), literals)[0]


def highlight_texts(texts: Sequence[str], literals: Sequence[Literal]) -> tuple[Highlighted, ...]:
    """Mark where literals stand in each of several texts."""
    return tuple(
        Highlighted(text, tuple((mark.start, mark.end) for mark in marks))
        for text, marks in zip(texts, find_marks(texts, literals), strict=True)
    )


def make_snippets(
    text: ArticleText, clause: int | None = None, most: int = MAX_SNIPPETS
) -> tuple[Snippet, ...]:
    """Choose some passages, the best first; the beginning of the text when nothing matches there.

    A block that was asked for comes before them, from its beginning. No sentence is shown twice, nor
    the title.
    """
    return make_all_snippets([text], [clause], most)[0]


def make_all_snippets(
    texts: Sequence[ArticleText], clauses: Sequence[int | None], most: int = MAX_SNIPPETS
) -> list[tuple[Snippet, ...]]:
    """Choose up to `most` passages of each of several texts, in which the same literals are looked for.

    Of each as many stretches are looked into that promise most, at once of all texts; then twice
    as many of those in which nothing was found.
    """
    weights = list(map(weight_of, texts[0].literals)) if texts else []
    choices = [
        _Choice(text, clause, most, weights) for text, clause in zip(texts, clauses, strict=True)
    ]
    while waiting := [choice for choice in choices if not choice.is_made]:
        parts = [choice.next_parts() for choice in waiting]
        looked_into = [part.text for own in parts for part in own]
        marks = iter(find_marks(looked_into, waiting[0].text.literals))
        for choice, own in zip(waiting, parts, strict=True):
            choice.look_into(own, list(islice(marks, len(own))))
    return [choice.snippets() for choice in choices]


class _Part(NamedTuple):
    stretch: Stretch
    text: str  # what of it is looked into
    start: int  # where in it that begins


class _Choice:
    """What is chosen of one text, so far."""

    def __init__(
        self, text: ArticleText, clause: int | None, most: int, weights: Sequence[int]
    ) -> None:
        self.text = text
        self._most = most
        self._asked_for = [] if clause is None else [_beginning_of(text, clause)]
        self._chosen = self._asked_for
        self._found: list[_Passage] = []
        self._seen = {passage.block for passage in self._asked_for}
        self._weights = weights
        self._first, self._count = 0, most
        self._next = text.promises(0, most)

    @property
    def is_made(self) -> bool:
        """Say whether no more is looked into."""
        return bool(self._found) or not self._next or len(self._asked_for) >= self._most

    def next_parts(self) -> list[_Part]:
        """Read the most promising stretches that were not looked into."""
        parts = []
        for promise in self._next:
            stretch = self.text.stretch(promise)
            blocks = range(stretch.first + stretch.own.start, stretch.first + stretch.own.stop)
            if not self._seen.issuperset(blocks):
                parts.append(_part(stretch))
                self._seen.update(blocks)
        return parts

    def look_into(self, parts: Sequence[_Part], marks: Sequence[Sequence[Mark]]) -> None:
        """Choose anew, given what stands in those stretches."""
        for part, own in zip(parts, marks, strict=True):
            for text, in_block, number in _marked_blocks(part.stretch, _from(part.start, own)):
                self._found += _passages(text, in_block, number, self._weights)
        if self._found:
            self._found.sort()
            self._chosen = _without_repeats(
                self.text.head.title, self._asked_for, self._found, self._most
            )
            return
        self._first += self._count
        self._count *= 2
        self._next = self.text.promises(self._first, self._first + self._count)

    def snippets(self) -> tuple[Snippet, ...]:
        """Return what was chosen, ready to show."""
        return tuple(_snippet(self.text, one) for one in self._chosen) or _beginning(self.text)


def _part(stretch: Stretch) -> _Part:
    """Return the part of a stretch that is looked into."""
    text = "".join(stretch.texts)
    if len(text) <= _LONG:
        return _Part(stretch, text, 0)
    start, end = stretch.near
    start = min(max(start - _REACH, 0), len(text))
    return _Part(stretch, text[start : end + _REACH], start)


def _from(start: int, marks: Sequence[Mark]) -> Sequence[Mark]:
    """Count the places of marks from as many characters before."""
    if not start:
        return marks
    return [Mark(mark.start + start, mark.end + start, mark.literal) for mark in marks]


def _without_repeats(
    title: str, asked_for: Sequence[_Passage], found: Sequence[_Passage], most: int
) -> list[_Passage]:
    chosen: list[_Passage] = []
    said = {_said(title)}
    for passage in chain(asked_for, found):
        own = passage.said
        if said.isdisjoint(own) or len(chosen) < len(asked_for):
            chosen.append(passage)
            said |= own
        if len(chosen) == most:
            break
    return chosen


def _said(sentence: str) -> str:
    """Return a sentence as it is compared with others."""
    return "".join(sentence.split()).rstrip(END_MARKS + CLOSING_MARKS)


def _passages(
    text: str, marks: Sequence[Mark], number: int, weights: Sequence[int]
) -> Iterator[_Passage]:
    sentences = _sentences_around(text, marks)
    for place, (start, end) in enumerate(_windows(text, sentences, marks)):
        first = bisect_left(marks, start, key=_begin)
        after = bisect_right(marks, end, first, key=_end)
        inside = marks[first:after]
        rank = _rank(inside, weights, (number, place))
        yield _Passage(rank, text, start, end, inside, number, sentences)


def _sentences_around(text: str, marks: Sequence[Mark]) -> list[Range]:
    """Cut a text into sentences; of a long one what is around marks."""
    if len(text) <= _LONG:
        return sentence_ranges(text)
    start = max(marks[0].start - _REACH, 0)
    ends = _SENTENCE_END.finditer(text, max(start - _REACH, 0), start)
    start = max((match.end() for match in ends), default=start)
    part = text[start : marks[-1].end + _REACH]
    return [(first + start, last + start) for first, last in sentence_ranges(part)]


_begin, _end, _literal = map(itemgetter, range(3))  # of a mark; the first two of a sentence, too


def _rank(marks: Sequence[Mark], weights: Sequence[int], place: tuple[int, ...]) -> _Rank:
    literals = set(map(_literal, marks))
    return -sum(map(weights.__getitem__, literals)), -len(marks), place


def _marked_blocks(
    stretch: Stretch, marks: Sequence[Mark]
) -> Iterator[tuple[str, Sequence[Mark], int]]:
    """Yield the blocks in which matches begin: text, marks, number; as far as one goes on, the text does."""
    if not marks:
        return
    if len(stretch.texts) == 1:
        yield stretch.texts[0], marks, stretch.first
        return
    text = "".join(stretch.texts)
    edges = list(accumulate(map(len, stretch.texts), initial=0))
    for place in stretch.own:
        start, end = edges[place], edges[place + 1]
        first, after = (bisect_left(marks, edge, key=_begin) for edge in (start, end))
        if after > first:
            stop = edges[bisect_left(edges, marks[after - 1].end)]
            yield text[start:stop], _from(-start, marks[first:after]), stretch.first + place


def _beginning_of(text: ArticleText, number: int) -> _Passage:
    """Return the beginning of a block: its first sentences, as far as they fit."""
    whole = text.block(number).text
    sentences = sentence_ranges(whole)
    ends = [end for _, end in sentences if end <= MAX_LENGTH]
    end = ends[-1] if ends else min(len(whole), MAX_LENGTH)
    (marks,) = find_marks([whole], text.literals)
    inside = [mark for mark in marks if mark.end <= end]
    return _Passage((0, 0, (number,)), whole, 0, end, inside, number, sentences)


def _windows(text: str, sentences: Sequence[Range], marks: Sequence[Mark]) -> Iterator[Range]:
    """Cut out what to show around marks: whole sentences where they fit."""
    shown_to, at = 0, 0
    for mark in marks:
        if mark.end <= shown_to:
            continue
        first = at = bisect_right(sentences, mark.start, at, key=_end)
        last = bisect_left(sentences, mark.end, at, key=_end)  # it may run over the end of one
        # Not after the match begins: the window before may have been cut within it.
        start = min(max(sentences[first][0], shown_to), mark.start)
        end = sentences[last][1]
        if end - start > MAX_LENGTH:
            start, end = _cut(text, mark, start, end)
        else:
            start, end = _with_neighbours(sentences, first, last, min(shown_to, mark.start))
        shown_to = end
        yield start, end


def _with_neighbours(sentences: Sequence[Range], first: int, last: int, shown_to: int) -> Range:
    """Add sentences while they fit: the one before, those after, then others before."""
    first = max(first - 1, _earliest(sentences, first, sentences[last][1], shown_to))
    start = max(sentences[first][0], shown_to)
    last = bisect_right(sentences, start + MAX_LENGTH, last, key=_end) - 1
    end = sentences[last][1]
    first = _earliest(sentences, first, end, shown_to)
    return max(sentences[first][0], shown_to), end


def _earliest(sentences: Sequence[Range], first: int, end: int, shown_to: int) -> int:
    """Return the first sentence, or one before it, from which it is not too long up to an end."""
    return bisect_left(sentences, max(shown_to, end - MAX_LENGTH), 0, first, key=_begin)


def _cut(text: str, mark: Mark, start: int, end: int) -> Range:
    """Cut a sentence that is too long, a little before the match, where a clause begins if one does."""
    earliest = max(start, mark.start - _CONTEXT)
    if earliest > start:
        clause = _CLAUSE_END.search(text, earliest, mark.start)
        earliest = clause.end() if clause else earliest
    latest = min(end, max(earliest + MAX_LENGTH, mark.end))
    return earliest, latest


def _snippet(text: ArticleText, passage: _Passage) -> Snippet:
    start, end = passage.start, passage.end
    lead = _ELLIPSIS if _is_cut_before(passage.text, start) else ""
    tail = (
        _ELLIPSIS
        if end < len(passage.text) and not ends_sentence(passage.text[max(0, end - 8) : end])
        else ""
    )
    shown = passage.text[start:end]
    stripped = len(shown) - len(shown.lstrip())
    shift = len(lead) - start - stripped
    return Snippet(
        text=lead + shown.strip() + tail,
        highlights=tuple((mark.start + shift, mark.end + shift) for mark in passage.marks),
        heading=heading_above(text, passage.block, start),
    )


def _is_cut_before(text: str, start: int) -> bool:
    return start > 0 and not ends_sentence(text[max(0, start - 8) : start])


def _beginning(text: ArticleText) -> tuple[Snippet, ...]:
    """Show the beginning of the first paragraph that is not the title once more."""
    title = _said(text.head.title)
    for number in text.paragraphs():
        shown = text.block(number).text
        if _said(shown) != title:
            return (Snippet(shown[:MAX_LENGTH] + _ELLIPSIS * (len(shown) > MAX_LENGTH), (), None),)
    return ()
