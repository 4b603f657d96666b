"""Structure: which headings, clauses and items has an article, also where its whole text is one line?

A line is cut where its numbers count, and nothing of it is lost: the blocks that go on in the same
line are marked (`Block.joined`), so a phrase is found across a cut as it was before.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...article import Article, Block, BlockKind
from ...text.numbering import (
    BLANK,
    Breaks,
    Mark,
    Style,
    Title,
    find_numbering,
    find_title,
    may_count,
)

_LONG_LINE = 500  # characters: such a line may hold several paragraphs
_MOST_OF_TEXT = 0.5  # share: such a line is the whole text
_MOST_CUTS = 20_000
_MOST_TITLED = 0.6  # share of the items that are counted together
_CONTENTS = re.compile(r"(?:^|[\s）)。])目\s*[录錄次]\s*$")
_PAGE_NUMBER = re.compile(r"[\s.…·—_-]++\d{0,4}\s*$")
_BEGINNING = 2  # characters that an entry and its heading begin with
_NOT_WORDS = re.compile(r"[\W_]+")
_LONGEST_NAMED = 200  # characters: what stands before the word 目录 in its line
_LEAST_NAMED, _LEAST_LISTED, _MOST_LISTED = 2, 3, 400  # headings in an article's own contents
_LONGEST_ENTRY = 60  # characters
_LISTED_AGAIN = 0.6  # share of them that stand again below


@dataclass(slots=True)
class _Item:
    """A stretch of a line that a number begins; `title` is where its title ends, None without one."""

    mark: Mark
    start: int
    end: int
    title: Title | None

    @property
    def is_headed(self) -> bool:
        """Say whether there is a title, and something that it heads."""
        return self.title is not None and (self.title.sure or self.title.end < self.end)


def with_structure(article: Article) -> Article:
    """Cut the lines of an article where numbers count through them, and tell its headings.

    What its own table of contents (目录) lists is none of them.
    """
    blocks = tuple(_without_contents(_cut(article.blocks)))
    return article if blocks == article.blocks else replace(article, blocks=blocks)


def _cut(blocks: Sequence[Block]) -> Sequence[Block]:
    texts = [block.text for block in blocks]
    lengths = list(map(len, texts))
    long = min(_LONG_LINE, _MOST_OF_TEXT * sum(lengths))
    whole = [
        length >= long and block.kind is BlockKind.PARAGRAPH and may_count(block.text)
        for block, length in zip(blocks, lengths, strict=True)
    ]
    if True not in whole and _is_law(texts):
        return blocks  # in whose lines nothing runs into a clause
    marks = find_numbering(texts, whole)[:_MOST_CUTS]
    if not marks:
        return blocks
    items = _items(blocks, marks, whole)
    parts: list[Block] = []
    for number, block in enumerate(blocks):
        if number not in items or block.kind is BlockKind.HEADING:
            parts.append(block)
        else:
            parts += _parts(block.text, items[number])
    return parts


def _is_law(texts: Sequence[str]) -> bool:
    return any(text.startswith("第一条") for text in texts)


def _items(
    blocks: Sequence[Block], marks: Sequence[Mark], whole: Sequence[bool]
) -> dict[int, list[_Item]]:
    """Return the stretches of each block that a number begins, each with the title it has."""
    own: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        own[mark.text].append(mark)
    heading = {mark for mark, following in pairwise(marks) if following.depth > mark.depth}
    items: dict[int, list[_Item]] = {}
    for number, here in own.items():
        text = blocks[number].text
        starts = [mark.start for mark in here]
        breaks = _breaks(text, starts) if whole[number] else Breaks.KEPT
        items[number] = [
            _Item(mark, mark.start, end, _title(text, mark, end, mark in heading, breaks))
            for mark, end in zip(here, [*starts[1:], len(text)], strict=True)
        ]
    _keep_titles_of_most(items)
    return items


def _title(text: str, mark: Mark, end: int, heads: bool, breaks: Breaks) -> Title | None:
    if mark.style is Style.CLAUSE or mark.in_clause:
        return None
    return find_title(text, mark, end, heads=heads, breaks=breaks)


def _keep_titles_of_most(items: Mapping[int, list[_Item]]) -> None:
    """Take titles that are not sure only where most of the items that are counted together have one.

    1. has one only where it is the outermost number of a text.
    """
    every = [item for here in items.values() for item in here]
    runs: dict[int, list[_Item]] = defaultdict(list)
    for item in every:
        runs[item.mark.run].append(item)
    styles = {item.mark.style for item in every}
    for run in runs.values():
        titled = sum(item.is_headed for item in run)
        is_inner = run[0].mark.style is Style.ARABIC and len(styles) > 1
        if is_inner or titled < _MOST_TITLED * len(run):
            for item in run:
                if is_inner or not (item.title and item.title.sure):
                    item.title = None


def _parts(text: str, items: Sequence[_Item]) -> Iterator[Block]:
    """Cut a line: before its numbers, and behind their titles."""
    joined = False
    if text[: items[0].start].strip(BLANK):
        yield Block(BlockKind.PARAGRAPH, text[: items[0].start])
        joined = True
    else:
        items[0].start = 0
    for item in items:
        # A line that is a number and a few words alone was looked at before.
        title = item.title.end if item.title else item.start
        is_line = len(items) == 1 and item.start == 0 and title == item.end
        if item.title is None or is_line:
            yield Block(BlockKind.PARAGRAPH, text[item.start : item.end], joined)
        else:
            yield Block(BlockKind.HEADING, text[item.start : title], joined)
            if title < item.end:
                yield Block(BlockKind.PARAGRAPH, text[title : item.end], True)
        joined = True


def _breaks(text: str, starts: Sequence[int]) -> Breaks:
    """Say whether blanks stand where a line once had breaks: before most of its numbers."""
    inner = [start for start in starts if start]
    blank = sum(text[start - 1] in BLANK for start in inner)
    return Breaks.BLANKS if blank * 2 > len(inner) else Breaks.LOST


def _without_contents(blocks: Sequence[Block]) -> Sequence[Block]:
    """Make paragraphs of the headings that only list those below: one of those in one line."""
    kept: list[Block] = []
    done = 0
    for at, named in _possible_contents(blocks):
        if at < done:
            continue
        end = _end_of_list(blocks, at + named, _LEAST_NAMED if named else _LEAST_LISTED)
        if end:
            kept += blocks[done:at]
            kept += _in_one_paragraph(blocks[at:end])
            done = end
    return [*kept, *blocks[done:]]


def _in_one_paragraph(blocks: Sequence[Block]) -> Iterator[Block]:
    listed = [replace(block, kind=BlockKind.PARAGRAPH) for block in blocks]
    begun = listed[0]
    for block in listed[1:]:
        if block.joined:
            begun = replace(begun, text=begun.text + block.text)
        else:
            yield begun
            begun = block
    yield begun


def _possible_contents(blocks: Sequence[Block]) -> list[tuple[int, bool]]:
    """Return where a list of headings may begin: at the word 目录, or at headings with no text between."""
    heading = BlockKind.HEADING
    headings = [n for n, block in enumerate(blocks) if block.kind is heading]
    rows = [
        (start, False)
        for start, end in zip(headings, headings[_LEAST_LISTED - 1 :], strict=False)
        if end - start == _LEAST_LISTED - 1
    ]
    named = [
        (n, True)
        for n, block in enumerate(blocks)
        if "目" in block.text
        and len(block.text) < _LONGEST_NAMED
        and _is_named_contents(block.text)
    ]
    return sorted(rows + named)


def _is_named_contents(text: str) -> bool:
    return "目" in text and _CONTENTS.search(text) is not None


def _end_of_list(blocks: Sequence[Block], first: int, least: int) -> int:
    """Return where a row of short lines ends of which most stand again below, in the same words; 0 if none does."""
    keys: list[str] = []
    for block in blocks[first : first + _MOST_LISTED]:
        key = _key(block)
        if keys and key.startswith(keys[0]):
            break
        if len(block.text) > _LONGEST_ENTRY or not key:
            return 0
        keys.append(key)
    if len(keys) < least:
        return 0
    wanted = set(keys)
    beginnings = {block.text[:_BEGINNING] for block in blocks[first : first + len(keys)]}
    below = (b for b in blocks[first + len(keys) :] if b.text[:_BEGINNING] in beginnings)
    lengths = sorted(set(map(len, wanted)))
    found = {key[:length] for key in map(_key, below) for length in lengths}
    return first + len(keys) if len(wanted & found) >= _LISTED_AGAIN * len(wanted) else 0


def _key(block: Block) -> str:
    """Return the letters of an entry, or as many of a text that may begin with one."""
    text = block.text[: _LONGEST_ENTRY * 2]
    return _NOT_WORDS.sub("", _PAGE_NUMBER.sub("", text)).lower()
