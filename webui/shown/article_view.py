"""Article view: how does an article become a page? Sentences to link to, hits in a row, and their places."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search import Block, BlockKind, Highlighted, MarkedArticle
from search.article import in_one_line
from search.text.clauses import clause_places
from search.text.sentences import sentence_key, sentence_ranges

from .rendering import without_wraps

#: Hits that can be visited one after another; all are marked.
MAX_VISITED = 500
_PLACES = 400  # heights beside the scroll bar that can be told apart


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
    """A heading or a paragraph; `anchor` of a heading is where the table of contents leads.

    `clause` is where a link to a clause of a law leads, empty where none begins.
    """

    kind: BlockKind
    anchor: str
    sentences: tuple[ArticleSentence, ...]
    clause: str = ""


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
    blocks = []
    seen: set[str] = set()
    clauses = {
        block: address.anchor for address, block in clause_places(marked.article.blocks).items()
    }
    for index, (block, highlighted) in enumerate(
        zip(marked.article.blocks, marked.blocks, strict=True)
    ):
        sentences = []
        for start, end in sentence_ranges(block.text):
            pieces, hit = _pieces(block, highlighted, (start, end), hit)
            key = sentence_key(block.text[start:end]) if block.text[start:end].strip() else ""
            sentences.append(ArticleSentence("" if key in seen else key, pieces))
            seen.add(key)
        clause = clauses.get(index, "")
        blocks.append(ArticleBlock(block.kind, f"h-{index}", tuple(sentences), clause))
    return ArticleView(tuple(blocks), hit, min(hit, MAX_VISITED), tuple(_places(marked.blocks)))


def contents(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """List the headings, each with its anchor."""
    return [
        (f"h-{index}", in_one_line(block.text))
        for index, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
    ]


def _pieces(
    block: Block, highlighted: Highlighted, sentence: tuple[int, int], hit: int
) -> tuple[tuple[ArticlePiece, ...], int]:
    """Cut a sentence where it is marked; a mark may run over its end."""
    pieces: list[ArticlePiece] = []
    at, end = sentence

    def add(stop: int, marked: bool, number: int) -> None:
        text = block.text[at:stop]
        if block.kind is BlockKind.PARAGRAPH:
            text = without_wraps(block.text, at, stop)
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


def _places(blocks: Sequence[Highlighted]) -> Iterator[float]:
    total = sum(len(block.text) for block in blocks) or 1
    before, last = 0, -1
    for block in blocks:
        for start, _ in block.highlights:
            place = (before + start) * _PLACES // total
            if place != last:
                yield place * 100 / _PLACES
                last = place
        before += len(block.text)
