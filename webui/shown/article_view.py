"""Article view: how does an article become a page? Sentences to link to, hits in a row, and their places."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search import Block, BlockKind, Highlighted, MarkedArticle
from search.text.clauses import ClauseAddress, clause_places
from search.text.outline import outline
from search.text.sentences import sentence_key, sentence_ranges

from .rendering import without_wraps

#: Hits that can be visited one after another; all are marked.
MAX_VISITED = 500
_PLACES = 60  # heights beside the scroll bar: marks nearer to each other are one


@dataclass(frozen=True, slots=True)
class ArticlePiece:
    """A part of a sentence; `hit` counts the hits from 1, 0 where it is none or goes on with one."""

    text: str
    marked: bool
    hit: int


@dataclass(frozen=True, slots=True)
class ArticleSentence:
    """A sentence; `key` is what a link points at it by, empty where there is nothing to point at."""

    key: str
    pieces: tuple[ArticlePiece, ...]


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """A heading or a paragraph; `anchor` is where the table of contents leads, empty where it does not.

    `clause` is what of a law begins there, None where nothing does; `level` is that of a heading, from 1.
    """

    kind: BlockKind
    anchor: str
    sentences: tuple[ArticleSentence, ...]
    clause: ClauseAddress | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A marked article as its page shows it."""

    blocks: tuple[ArticleBlock, ...]
    marks: int  # in the text
    hits: int  # of these, that can be visited one after another
    places: tuple[float, ...]  # of hits, from 0 (begin) to 100 (end), ascending, each once


def view_article(marked: MarkedArticle) -> ArticleView:
    """Lay an article out; the line breaks of headings stay, those of paragraphs go."""
    hit = 0
    blocks: list[ArticleBlock] = []
    seen: set[str] = set()
    clauses = {block: address for address, block in clause_places(marked.article.blocks).items()}
    levels = {entry.block: entry.level for entry in outline(marked.article.blocks)}
    for line, highlighted in zip(marked.article.blocks_of_lines(), marked.lines, strict=True):
        begin = 0
        for block in line:
            sentences = []
            for start, end in sentence_ranges(block.text):
                place = begin + start, begin + end
                pieces, hit = _pieces(block.kind, highlighted, place, hit)
                key = sentence_key(block.text[start:end]) if block.text[start:end].strip() else ""
                sentences.append(ArticleSentence("" if key in seen else key, pieces))
                seen.add(key)
            begin += len(block.text)
            at = len(blocks)
            anchor = f"h-{at}" if at in levels else ""
            level = levels.get(at, 1)
            blocks.append(
                ArticleBlock(block.kind, anchor, tuple(sentences), clauses.get(at), level)
            )
    return ArticleView(tuple(blocks), hit, min(hit, MAX_VISITED), tuple(_places(marked.lines)))


def contents(blocks: Sequence[Block]) -> list[tuple[str, str, int]]:
    """List what heads an article's parts, each with its anchor and its level."""
    return [(f"h-{entry.block}", entry.name, entry.level) for entry in outline(blocks)]


def _pieces(
    kind: BlockKind, highlighted: Highlighted, sentence: tuple[int, int], hit: int
) -> tuple[tuple[ArticlePiece, ...], int]:
    """Cut a sentence where it is marked; a mark may run over its end."""
    pieces: list[ArticlePiece] = []
    at, end = sentence

    def add(stop: int, marked: bool, number: int) -> None:
        text = highlighted.text[at:stop]
        if kind is BlockKind.PARAGRAPH:
            text = without_wraps(highlighted.text, at, stop)
        if text:
            pieces.append(ArticlePiece(text, marked, number))

    begun = bisect_right(highlighted.highlights, at, key=lambda place: place[1])
    for first, last in islice(highlighted.highlights, begun, None):
        if first >= end:
            break
        if first > at:
            add(first, False, 0)
            at = first
        is_new = first >= sentence[0]
        hit += is_new
        add(min(last, end), True, hit if is_new and hit <= MAX_VISITED else 0)
        at = min(last, end)
    add(end, False, 0)
    return tuple(pieces), hit


def _places(lines: Sequence[Highlighted]) -> Iterator[float]:
    total = sum(len(line.text) for line in lines) or 1
    before, last = 0, -1
    for line in lines:
        for start, _ in line.highlights:
            place = (before + start) * _PLACES // total
            if place != last:
                yield place * 100 / _PLACES
                last = place
        before += len(line.text)
