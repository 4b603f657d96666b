"""Article view: how does an article become a page? Sentences to link to, hits in a row, and their places."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from search import Block, BlockKind, Highlighted, MarkedArticle
from search.text.clauses import ClauseAddress
from search.text.outline import OutlineEntry
from search.text.sentences import sentence_keys, sentence_ranges

from .article_parts import Part
from .rendering import without_wraps

#: Hits that can be visited one after another; all are marked.
MAX_VISITED = 500
_PLACES = 60  # heights beside the scroll bar: marks nearer to each other are one


class ArticlePiece(NamedTuple):
    """A part of a sentence; `hit` counts the hits from 1, 0 where it is none or goes on with one.

    `doubtful` counts, from 1, what was recognised on a scan without being sure.
    """

    text: str
    marked: bool
    hit: int
    doubtful: int = 0  # passages that were recognised without being sure, counted from 1


class ArticleSentence(NamedTuple):
    """A sentence; `key` is what a link points at it by, empty where there is nothing to point at."""

    key: str
    pieces: tuple[ArticlePiece, ...]


class ArticleBlock(NamedTuple):
    """A heading or a paragraph; `anchor` is where the table of contents leads, empty where it does not.

    `number` counts the article's blocks from 0; `clause` is what of a law begins there, None where
    nothing does; `level` is that of a heading, from 1.
    """

    number: int
    kind: BlockKind
    anchor: str
    sentences: tuple[ArticleSentence, ...]
    clause: ClauseAddress | None = None
    level: int = 1


def view_part(
    marked: MarkedArticle,
    part: Part,
    entries: Sequence[OutlineEntry] = (),
    clauses: Mapping[int, ClauseAddress] | None = None,
) -> tuple[ArticleBlock, ...]:
    """Lay a part of an article out; the line breaks of headings stay, those of paragraphs go.

    `entries` are its outline, `clauses` what of a law begins in which block.
    """
    places = list(_places_of_blocks(marked, part.blocks))
    ranges = [sentence_ranges(block.text) for block, *_ in places]
    keys = iter(
        sentence_keys(
            [
                block.text[start:end]
                for (block, *_), own in zip(places, ranges, strict=True)
                for start, end in own
            ]
        )
    )
    levels = {entry.block: entry.level for entry in entries}
    hit = part.hits.start - 1
    unsure = _doubtful(marked)
    seen: set[str] = {""}
    blocks: list[ArticleBlock] = []
    for (block, highlighted, begin), own in zip(places, ranges, strict=True):
        number = part.blocks.start + len(blocks)
        passages = unsure.get(number, ())
        is_whole = not highlighted.highlights and not passages and "\n" not in block.text
        sentences = []
        for start, end in own:
            if is_whole:  # as most are
                pieces = [ArticlePiece(block.text[start:end], False, 0)]
            else:
                pieces = []
                for first, last, doubtful in _parted(start, end, passages):
                    place = (begin + first, begin + last)
                    found, hit = _pieces(block.kind, highlighted, place, hit)
                    doubted = [piece._replace(doubtful=doubtful) for piece in found if doubtful]
                    pieces += doubted or found
            key = next(keys)
            sentences.append(ArticleSentence("" if key in seen else key, tuple(pieces)))
            seen.add(key)
        blocks.append(
            ArticleBlock(
                number,
                block.kind,
                f"h-{number}" if number in levels else "",
                tuple(sentences),
                clauses.get(number) if clauses else None,
                levels.get(number, 1),
            )
        )
    return tuple(blocks)


def places_of_hits(marked: MarkedArticle, blocks: range) -> tuple[float, ...]:
    """Return where in a part hits are, from 0 (begin) to 100 (end), ascending, each once."""
    return tuple(_heights(list(_places_of_blocks(marked, blocks))))


_Passage = tuple[int, int, int]  # from which to which character of a block, and its number


def _doubtful(marked: MarkedArticle) -> dict[int, list[_Passage]]:
    """Return the doubtful passages of each block, in order."""
    found: dict[int, list[_Passage]] = {}
    scanned = marked.article.scanned
    for count, (block, start, end) in enumerate(scanned.doubtful if scanned else (), 1):
        found.setdefault(block, []).append((start, end, count))
    return found


def _parted(start: int, end: int, passages: Sequence[_Passage]) -> Iterator[_Passage]:
    """Cut a sentence where doubtful passages begin and end; 0 is the number of what is in none."""
    at = start
    for first, last, number in passages:
        if last <= at or first >= end:
            continue
        if first > at:
            yield at, first, 0
        yield max(first, at), min(last, end), number
        at = min(last, end)
    if at < end or start == end:
        yield at, end, 0


_Place = tuple[Block, Highlighted, int]  # a block, the line it lies in, and where it begins there


def _places_of_blocks(marked: MarkedArticle, wanted: range) -> Iterator[_Place]:
    number = 0
    for line, highlighted in zip(marked.article.blocks_of_lines(), marked.lines, strict=True):
        begin = 0
        for block in line:
            if number in wanted:
                yield block, highlighted, begin
            begin += len(block.text)
            number += 1
        if number >= wanted.stop:
            return


def _pieces(
    kind: BlockKind, highlighted: Highlighted, sentence: tuple[int, int], hit: int
) -> tuple[tuple[ArticlePiece, ...], int]:
    """Cut a sentence where it is marked; a mark may run over its end."""
    text, marks = highlighted.text, highlighted.highlights
    at, end = sentence
    if not marks:
        return (ArticlePiece(_shown(text, at, end, kind), False, 0),), hit
    pieces: list[ArticlePiece] = []

    def add(stop: int, marked: bool, number: int) -> None:
        if shown := _shown(text, at, stop, kind):
            pieces.append(ArticlePiece(shown, marked, number))

    for place in range(bisect_right(marks, at, key=lambda mark: mark[1]), len(marks)):
        first, last = marks[place]
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


def _shown(text: str, start: int, end: int, kind: BlockKind) -> str:
    shown = text[start:end]
    if kind is BlockKind.PARAGRAPH and "\n" in shown:
        return without_wraps(text, start, end)
    return shown


def _heights(places: Sequence[_Place]) -> Iterator[float]:
    total = sum(len(block.text) for block, *_ in places) or 1
    before, last = 0, -1
    for block, highlighted, begin in places:
        end = begin + len(block.text)
        marks = highlighted.highlights
        for place in range(bisect_right(marks, begin - 1, key=lambda mark: mark[0]), len(marks)):
            if marks[place][0] >= end:
                break
            height = (before + marks[place][0] - begin) * _PLACES // total
            if height != last:
                yield height * 100 / _PLACES
                last = height
        before += len(block.text)
