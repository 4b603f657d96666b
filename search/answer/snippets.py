"""Snippets: which passage shows the match? Values only: texts and ranges in them, never HTML.

Ranges are of the original text; see `search.query.marks`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice

from ..query.article_text import ArticleText, Line, Promise, weight_of
from ..query.marks import Mark, Range, find_marks
from ..query.nodes import Literal
from ..text.outline import entry_name
from ..text.sentences import CLOSING_MARKS, END_MARKS, ends_sentence, sentence_ranges

MAX_SNIPPETS = 3
MAX_LENGTH = 120  # characters; more only when what matches is longer
_CONTEXT = 30  # characters before a match where its sentence is too long to show whole
_SENTENCE_LENGTH = 10  # characters: a shorter sentence may well stand twice
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


@dataclass(frozen=True, slots=True)
class _Passage:
    text: str
    start: int
    end: int
    marks: Sequence[Mark]
    rank: _Rank
    block: int

    @property
    def sentences(self) -> set[str]:
        """Return what it says that should not be said twice."""
        shown = self.text[self.start : self.end]
        said = [_said(shown[start:end]) for start, end in sentence_ranges(shown)]
        return {one for one in said if len(one) >= _SENTENCE_LENGTH} or {_said(shown)}


def highlight(text: str, literals: Sequence[Literal]) -> Highlighted:
    """Mark where literals stand in one text."""
    return highlight_texts((text,), literals)[0]


def highlight_texts(texts: Sequence[str], literals: Sequence[Literal]) -> tuple[Highlighted, ...]:
    """Mark where literals stand in each of several texts."""
    return tuple(
        Highlighted(text, tuple((mark.start, mark.end) for mark in marks))
        for text, marks in zip(texts, find_marks(texts, literals), strict=True)
    )


def make_snippets(text: ArticleText, clause: int | None = None) -> tuple[Snippet, ...]:
    """Choose up to three passages, the best first; the beginning of the text when nothing matches there.

    A block that was asked for comes before them, from its beginning. No sentence is shown twice, nor
    the title.
    """
    return make_all_snippets([text], [clause])[0]


def make_all_snippets(
    texts: Sequence[ArticleText], clauses: Sequence[int | None]
) -> list[tuple[Snippet, ...]]:
    """Choose passages of each of several texts, in which the same literals are looked for.

    The most promising lines of all are looked into at once, then the next of those texts where a
    passage may still come before those found: in most lines none can.
    """
    choices = list(map(_Choice, texts, clauses))
    while waiting := [choice for choice in choices if not choice.is_made]:
        lines = [choice.next_lines() for choice in waiting]
        shown = [line.text for own in lines for line in own]
        marks = iter(find_marks(shown, waiting[0].text.literals))
        for choice, own in zip(waiting, lines, strict=True):
            choice.look_into(own, list(islice(marks, len(own))))
    return [choice.snippets() for choice in choices]


class _Choice:
    """What is chosen of one text, so far."""

    def __init__(self, text: ArticleText, clause: int | None) -> None:
        self.text = text
        self._asked_for = [] if clause is None else [_beginning_of(text, clause)]
        self._chosen = self._asked_for
        self._found: list[_Passage] = []
        self._promises = text.promises()
        self._next = list(islice(self._promises, MAX_SNIPPETS))
        self._weights = list(map(weight_of, text.literals))

    @property
    def is_made(self) -> bool:
        """Say whether no other line can have a better passage."""
        if not self._next:
            return True
        is_full = len(self._chosen) == MAX_SNIPPETS
        return is_full and self._chosen[-1].rank <= _promised(self._next[0])

    def next_lines(self) -> list[Line]:
        """Read the most promising lines that were not looked into."""
        return self.text.lines([promise.block for promise in self._next])

    def look_into(self, lines: Sequence[Line], marks: Sequence[Sequence[Mark]]) -> None:
        """Choose anew, given what stands in those lines."""
        shown = {passage.block for passage in self._asked_for}
        for line, own in zip(lines, marks, strict=True):
            for block in _marked_blocks(line, own):
                if block.number not in shown:
                    self._found += block.passages(self._weights)
        self._found.sort(key=lambda passage: passage.rank)
        self._chosen = _without_repeats(self.text.head.title, self._asked_for, self._found)
        self._next = list(islice(self._promises, MAX_SNIPPETS))

    def snippets(self) -> tuple[Snippet, ...]:
        """Return what was chosen, ready to show."""
        return tuple(_snippet(self.text, one) for one in self._chosen) or _beginning(self.text)


def _promised(promise: Promise) -> _Rank:
    """Return what no passage of a line can rank before."""
    return -promise.weight, -promise.marks, (promise.block,)


def _without_repeats(
    title: str, asked_for: Sequence[_Passage], found: Sequence[_Passage]
) -> list[_Passage]:
    chosen: list[_Passage] = []
    said = {_said(title)}
    for passage in chain(asked_for, found):
        sentences = passage.sentences
        if said.isdisjoint(sentences) or len(chosen) < len(asked_for):
            chosen.append(passage)
            said |= sentences
        if len(chosen) == MAX_SNIPPETS:
            break
    return chosen


def _said(sentence: str) -> str:
    """Return a sentence as it is compared with others."""
    return "".join(sentence.split()).rstrip(END_MARKS + CLOSING_MARKS)


@dataclass(frozen=True, slots=True)
class _MarkedBlock:
    """A block with matches that begin in it; its text goes on in the same line as far as one does."""

    text: str
    marks: Sequence[Mark]
    number: int

    def passages(self, weights: Sequence[int]) -> Iterator[_Passage]:
        for place, (start, end) in enumerate(_windows(self.text, self.marks)):
            first = bisect_left(self.marks, start, key=lambda mark: mark.start)
            after = bisect_right(self.marks, end, key=lambda mark: mark.end)
            inside = self.marks[first:after]
            rank = _rank(inside, weights, (self.number, place))
            yield _Passage(self.text, start, end, inside, rank, self.number)


def _rank(marks: Sequence[Mark], weights: Sequence[int], place: tuple[int, ...]) -> _Rank:
    return -sum(weights[one] for one in {mark.literal for mark in marks}), -len(marks), place


def _marked_blocks(line: Line, marks: Sequence[Mark]) -> Iterator[_MarkedBlock]:
    text = line.text
    ends = list(accumulate(len(block.text) for block in line.blocks))
    first = 0
    for place, end in enumerate(ends):
        after = bisect_left(marks, end, first, key=lambda mark: mark.start)
        if after > first:
            start = end - len(line.blocks[place].text)
            stop = ends[bisect_left(ends, marks[after - 1].end)]
            own = [Mark(m.start - start, m.end - start, m.literal) for m in marks[first:after]]
            yield _MarkedBlock(text[start:stop], own, line.first + place)
        first = after


def _beginning_of(text: ArticleText, number: int) -> _Passage:
    """Return the beginning of a block: its first sentences, as far as they fit."""
    whole = text.block(number).text
    ends = [end for _, end in sentence_ranges(whole) if end <= MAX_LENGTH]
    end = ends[-1] if ends else min(len(whole), MAX_LENGTH)
    (marks,) = find_marks([whole], text.literals)
    inside = [mark for mark in marks if mark.end <= end]
    return _Passage(whole, 0, end, inside, (0, 0, (number,)), number)


def _heading_above(text: ArticleText, block: int, place: int) -> str | None:
    """Return what stands above a place in a block: a numbered paragraph, above what goes on in it.

    Above its beginning stands a heading, not the numbered paragraph before it.
    """
    heads = text.outline
    at = bisect_left(heads, block + (place > 0))
    is_numbered = at < len(heads) and heads[at] == block
    if is_numbered and not text.is_heading(block):
        while at and not text.is_heading(heads[at - 1]):
            at -= 1
    return entry_name(text.block(heads[at - 1])) if at else None


def _windows(text: str, marks: Sequence[Mark]) -> Iterator[Range]:
    """Cut out what to show around marks: whole sentences where they fit."""
    if not marks:
        return
    sentences = sentence_ranges(text)
    shown_to, at = 0, 0
    for mark in marks:
        if mark.end <= shown_to:
            continue
        while sentences[at][1] <= mark.start:
            at += 1
        first = last = at
        while sentences[last][1] < mark.end:  # a match may run over the end of a sentence
            last += 1
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

    def fits(start: int, end: int) -> bool:
        return end - start <= MAX_LENGTH

    def may_go_back() -> bool:
        return (
            first > 0
            and sentences[first - 1][0] >= shown_to
            and fits(sentences[first - 1][0], sentences[last][1])
        )

    if may_go_back():
        first -= 1
    while last + 1 < len(sentences) and fits(
        max(sentences[first][0], shown_to), sentences[last + 1][1]
    ):
        last += 1
    while may_go_back():
        first -= 1
    return max(sentences[first][0], shown_to), sentences[last][1]


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
        heading=_heading_above(text, passage.block, start),
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
