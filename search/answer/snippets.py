"""Snippets: which passage shows the match? Values only: texts and ranges in them, never HTML.

Ranges are of the original text, in characters (code points), from 0, half-open; each one
normalises to a term that was looked for, or holds one that begins or ends within a character that
stands for several (ⅱ) or a letter with its accent. Ranges of one text are ascending and do not overlap.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import assert_never

from ..article import Article, Block, BlockKind
from ..query.nodes import Field, Literal, Phrase, Prefix, Word
from ..text.latin_words import is_one_word, word_places, words_beginning
from ..text.normalization import normalize_texts
from ..text.outline import OutlineEntry, outline
from ..text.pieces import character_words, is_single_character
from ..text.places import places_apart
from ..text.sentences import ends_sentence, sentence_ranges

MAX_SNIPPETS = 3
MAX_LENGTH = 120  # characters; more only when what matches is longer
_CONTEXT = 30  # characters before a match where its sentence is too long to show whole
_ELLIPSIS = "…"
_CLAUSE_END = re.compile(r"[，、：,:]")

Range = tuple[int, int]


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


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    literal: int  # index of what matched


_Rank = tuple[int, int, tuple[int, ...]]


def _rank(marks: Sequence[_Mark], place: tuple[int, ...]) -> _Rank:
    """Most, and longest, different literals first, then most matches, then the article's order.

    Squared lengths put a whole run before its pieces scattered over the passage.
    """
    different = {mark.literal: (mark.end - mark.start) ** 2 for mark in marks}
    return -sum(different.values()), -len(marks), place


@dataclass(frozen=True, slots=True)
class _MarkedBlock:
    """A block with matches that begin in it, and where it stands in the article.

    Its text goes on in the same line as far as a match does.
    """

    text: str
    marks: Sequence[_Mark]
    heads: "_Headings"
    number: int

    def rank(self) -> _Rank:
        """Return what no passage of it can rank before."""
        return _rank(self.marks, (self.number,))

    def passages(self) -> "Iterator[_Passage]":
        for place, (start, end) in enumerate(_windows(self.text, self.marks)):
            first = bisect_left(self.marks, start, key=lambda mark: mark.start)
            after = bisect_right(self.marks, end, key=lambda mark: mark.end)
            inside = tuple(self.marks[first:after])
            heading = self.heads.above(self.number, start)
            yield _Passage(self.text, start, end, inside, heading, (self.number, place))


@dataclass(frozen=True, slots=True)
class _Passage:
    text: str
    start: int
    end: int
    marks: tuple[_Mark, ...]
    heading: str | None
    place: tuple[int, int]  # of its block in the article, and its own in the block

    def rank(self) -> _Rank:
        return _rank(self.marks, self.place)


def highlight(text: str, literals: Sequence[Literal]) -> Highlighted:
    """Mark where literals stand in one text."""
    return highlight_texts((text,), literals)[0]


def highlight_texts(texts: Sequence[str], literals: Sequence[Literal]) -> tuple[Highlighted, ...]:
    """Mark where literals stand in each of several texts."""
    return tuple(
        Highlighted(text, tuple((mark.start, mark.end) for mark in marks))
        for text, marks in zip(texts, _marks(texts, literals), strict=True)
    )


def in_text(literals: Iterable[Literal]) -> tuple[Literal, ...]:
    """Keep the literals that are looked for in the blocks."""
    return tuple(literal for literal in literals if literal.field is Field.TEXT)


def make_snippets(
    article: Article, literals: Sequence[Literal], clause: int | None = None
) -> tuple[Snippet, ...]:
    """Choose up to three passages, the best first; the beginning of the text when nothing matches there.

    A block that was asked for comes before them, from its beginning.
    """
    if clause is not None:
        others = (passage for passage in _best(article, literals) if passage.place[0] != clause)
        beginning = _beginning_of(article, clause, literals)
        return tuple(map(_snippet, (beginning, *others)))[:MAX_SNIPPETS]
    return tuple(map(_snippet, _best(article, literals))) or _beginning(article)


def _best(article: Article, literals: Sequence[Literal]) -> list[_Passage]:
    best: list[_Passage] = []
    # The most promising blocks first: most blocks of a long article need not be looked into.
    for rank, block in sorted(
        ((block.rank(), block) for block in _marked_blocks(article, in_text(literals))),
        key=lambda ranked: ranked[0],
    ):
        if len(best) == MAX_SNIPPETS and best[-1].rank() <= rank:
            break
        best = sorted([*best, *block.passages()], key=_Passage.rank)[:MAX_SNIPPETS]
    return best


def _beginning_of(article: Article, number: int, literals: Sequence[Literal]) -> _Passage:
    """Return the beginning of a block: its first sentences, as far as they fit."""
    text = article.blocks[number].text
    ends = [end for _, end in sentence_ranges(text) if end <= MAX_LENGTH]
    end = ends[-1] if ends else min(len(text), MAX_LENGTH)
    (marks,) = _marks([text], in_text(literals))
    inside = tuple(mark for mark in marks if mark.end <= end)
    heading = _Headings.of(article.blocks).above(number, 0)
    return _Passage(text, 0, end, inside, heading, (number, 0))


@dataclass(frozen=True, slots=True)
class _Headings:
    blocks: Sequence[Block]
    entries: Sequence[OutlineEntry]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "_Headings":
        return cls(blocks, outline(blocks))

    def above(self, block: int, place: int) -> str | None:
        """Return what stands above a place in a block: a numbered paragraph, above what goes on in it.

        Above its beginning stands a heading, not the numbered paragraph before it.
        """
        at = bisect_left(self.entries, block + (place > 0), key=lambda entry: entry.block)
        is_numbered = at < len(self.entries) and self.entries[at].block == block
        if is_numbered and self.blocks[block].kind is not BlockKind.HEADING:
            while at and self.blocks[self.entries[at - 1].block].kind is not BlockKind.HEADING:
                at -= 1
        return self.entries[at - 1].name if at else None


def _marked_blocks(article: Article, literals: Sequence[Literal]) -> Iterator[_MarkedBlock]:
    headings = _Headings.of(article.blocks)
    number = 0
    found = _marks(list(article.lines()), literals)
    for blocks, marks in zip(article.blocks_of_lines(), found, strict=True):
        line = "".join(block.text for block in blocks) if marks else ""
        ends = list(accumulate(len(block.text) for block in blocks))
        first = 0
        for place, end in enumerate(ends):
            after = bisect_left(marks, end, first, key=lambda mark: mark.start)
            if after > first:
                start = end - len(blocks[place].text)
                stop = ends[bisect_left(ends, marks[after - 1].end)]
                own = [_Mark(m.start - start, m.end - start, m.literal) for m in marks[first:after]]
                yield _MarkedBlock(line[start:stop], own, headings, number + place)
            first = after
        number += len(blocks)


def _marks(texts: Sequence[str], literals: Sequence[Literal]) -> list[list[_Mark]]:
    """Find all literals in each text; of overlapping ones the first, and the longest there, stays."""
    marks: list[list[_Mark]] = [[] for _ in texts]
    if not literals or not texts:
        return marks
    normalized = normalize_texts(texts)
    begins = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
    found = [
        (*normalized.original_range(start, end), number)
        for number, literal in enumerate(literals)
        for start, end in _places(normalized.text, literal)
    ]
    found.sort(key=lambda place: (place[0], -place[1]))
    marked_to = 0
    for start, end, number in found:
        if start >= marked_to:
            text = bisect_right(begins, start) - 1
            marks[text].append(_Mark(start - begins[text], end - begins[text], number))
            marked_to = end
    return marks


def _places(text: str, literal: Literal) -> Iterator[Range]:
    """Yield where a literal stands in a normalised text."""
    match literal:
        case Word(word) if is_single_character(word):
            yield from character_words(text, word)
        case Word(word):
            yield from word_places(text, word)
        case Prefix(beginning) if is_one_word(beginning):
            yield from words_beginning(text, beginning)
        case Phrase(phrase) | Prefix(phrase):
            yield from ((start, start + len(phrase)) for start in places_apart(text, phrase))
        case _:
            assert_never(literal)


def _windows(text: str, marks: Sequence[_Mark]) -> Iterator[Range]:
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


def _cut(text: str, mark: _Mark, start: int, end: int) -> Range:
    """Cut a sentence that is too long, a little before the match, where a clause begins if one does."""
    earliest = max(start, mark.start - _CONTEXT)
    if earliest > start:
        clause = _CLAUSE_END.search(text, earliest, mark.start)
        earliest = clause.end() if clause else earliest
    latest = min(end, max(earliest + MAX_LENGTH, mark.end))
    return earliest, latest


def _snippet(passage: _Passage) -> Snippet:
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
        heading=passage.heading,
    )


def _is_cut_before(text: str, start: int) -> bool:
    return start > 0 and not ends_sentence(text[max(0, start - 8) : start])


def _beginning(article: Article) -> tuple[Snippet, ...]:
    """Show the beginning of the first paragraph."""
    for block in article.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            text = block.text[:MAX_LENGTH]
            return (Snippet(text + _ELLIPSIS * (len(block.text) > MAX_LENGTH), (), None),)
    return ()
