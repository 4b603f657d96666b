"""PDF layout: which lines and paragraphs do the characters of a PDF's pages make? Told by where they stand.

Coordinates are points, from the lower left corner of a page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from ...text.sentences import ends_sentence_or_leads_on
from ..lines.blocks import is_numbered
from ..lines.rendering import Line

_SAME_LINE = 0.45  # of the size: baselines nearer than this are one
_WORD_GAP, _WIDE_GAP = 0.22, 0.8  # of the size: a space in Latin text; a gap that any text shows
_TABLE_GAP, _CELL_GAP = 3.0, "\u2003"  # of the size; how it is written until rows are told apart
_COLUMN_GAP = 1.0  # of the size: the narrowest gutter
_CROSSING, _BOTH_SIDES, _FILLED = 0.25, 0.3, 0.6  # shares of lines, and of a column's width
_FEWEST_LINES = 6
_MARGIN = 0.1  # of the height: where running headers and page numbers stand
# Of the size: what ends a paragraph, what ends one that is no sentence, what begins one.
_SHORT, _VERY_SHORT, _INDENT = 1.6, 3.2, 1.2
_LOOSE = 1.5  # times the usual distance between lines
_FEWEST_LETTERS = 4  # gaps in a row that tell whether it is letter-spaced
_OTHER_SIZE = 0.12
_SHARE_OF_FULL = 8  # one row in so many at least reaches the margin
_TITLE_SIZE = 1.25  # times the size of the text
_PAGE_NUMBER = re.compile(
    r"[—–－―\-·.\s]*\d{1,4}[—–－―\-·.\s]*|第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)


@dataclass(frozen=True, slots=True)
class Character:
    """A character: from where to where it reaches, its baseline, its height."""

    text: str
    begin: float
    end: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its characters, in no order."""

    width: float
    height: float
    characters: tuple[Character, ...]


class _Row:
    """Characters on one baseline, from left to right."""

    def __init__(self, characters: list[Character], page: int, height: float) -> None:
        self.characters = characters
        self.page = page
        self.height = height  # of the page
        self.begin = characters[0].begin
        self.end = max(character.end for character in characters)
        self.base = characters[0].base
        self.size = median(character.size for character in characters)
        self.spacing = _spacing(characters)  # between letters: more than 0 in letter-spaced type
        self.text = _text(characters, self.spacing)

    @property
    def is_of_table(self) -> bool:
        """Say whether wide gaps part it into cells; letter-spaced titles have single letters between."""
        parts = self.text.split(_CELL_GAP)
        return len(parts) > 1 and median(map(len, parts)) > 1


@dataclass
class _Column:
    """Rows one below the other, and the margins they keep."""

    rows: list[_Row] = field(default_factory=list)
    is_full: bool = False  # as wide as the text of the page

    @cached_property
    def left(self) -> float:
        begins = Counter(round(row.begin) for row in self.rows)
        return float(
            min(begin for begin, count in begins.items() if count >= max(begins.values()) / 4)
        )

    @cached_property
    def right(self) -> float:
        """Return how far the rows reach: as far as several do, were one longer."""
        ends = sorted((row.end for row in self.rows), reverse=True)
        fewest = max(2, len(ends) // _SHARE_OF_FULL)
        near = self.rows[0].size * _INDENT
        shared = (end for at, end in enumerate(ends) if len(ends) >= at + fewest
                  and end - ends[at + fewest - 1] <= near)  # fmt: skip
        return next(shared, ends[0])

    @cached_property
    def leading(self) -> float:
        gaps = [
            a.base - b.base
            for a, b in zip(self.rows, self.rows[1:], strict=False)
            if a.page == b.page
        ]
        return median(gaps) if gaps else 0.0


def lay_out(pages: Sequence[Page]) -> list[Line]:
    """Make a line of each paragraph, heading and row of a table, in reading order."""
    by_page = [_rows(page, number) for number, page in enumerate(pages)]
    furniture = _repeated([row for rows in by_page for row in rows], len(pages))
    kept = [[row for row in rows if not _is_furniture(row, furniture)] for rows in by_page]
    gutters = [_gutter(rows) for rows in kept]
    common = next(filter(None, gutters), None)
    columns: list[_Column] = []
    for rows, gutter in zip(kept, gutters, strict=True):
        # The last page of two columns may be too empty to tell.
        is_alike = gutter is None and common is not None and _is_clear(rows, common)
        columns += _columns(rows, common if is_alike else gutter)
    sizes = Counter(round(row.size, 1) for column in columns for row in column.rows
                    for _ in row.characters)  # fmt: skip
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    paragraphs = _paragraphs(columns)
    lines = []
    for number, rows in enumerate(paragraphs, 1):
        text = _joined(rows)
        if text:
            lines.append(Line(text, number, level=_level(rows, usual, number)))
    return lines


def _rows(page: Page, number: int) -> list[_Row]:
    """Gather characters on one baseline, from the top of a page to its bottom."""
    rows: list[list[Character]] = []
    for character in sorted(page.characters, key=lambda drawn: -drawn.base):
        if rows and rows[-1][0].base - character.base <= _SAME_LINE * max(
            character.size, rows[-1][0].size
        ):
            rows[-1].append(character)
        else:
            rows.append([character])
    found = []
    for row in rows:
        ordered = _without_doubles(
            sorted(row, key=lambda character: (character.begin, character.end))
        )
        if any(not character.text.isspace() for character in ordered):
            found.append(_Row(_stripped(ordered), number, page.height))
    return found


def _without_doubles(characters: list[Character]) -> list[Character]:
    """Drop what is drawn twice in one place to look bold."""
    kept: list[Character] = []
    for character in characters:
        recent = kept[-3:]
        if not any(
            other.text == character.text
            and abs(other.begin - character.begin) < 0.25 * character.size
            for other in recent
        ):
            kept.append(character)
    return kept


def _stripped(characters: list[Character]) -> list[Character]:
    start, end = 0, len(characters)
    while characters[start].text.isspace():
        start += 1
    while characters[end - 1].text.isspace():
        end -= 1
    return characters[start:end]


def _spacing(characters: Sequence[Character]) -> float:
    shown = [character for character in characters if not character.text.isspace()]
    gaps = [b.begin - a.end for a, b in pairwise(shown)]
    return max(0.0, median(gaps)) if len(gaps) >= _FEWEST_LETTERS else 0.0


def _text(characters: Sequence[Character], spacing: float) -> str:
    """Write characters that stand side by side, with a space where a reader sees one."""
    text = ""
    previous: Character | None = None
    for character in characters:
        if previous is not None and not previous.text.isspace() and not character.text.isspace():
            gap = (character.begin - previous.end - spacing) / max(character.size, 1.0)
            is_latin = previous.text.isascii() and character.text.isascii()
            if gap > _TABLE_GAP:
                text += _CELL_GAP
            elif gap > (_WORD_GAP if is_latin else _WIDE_GAP):
                text += " "
        text += " " if character.text.isspace() else character.text
        previous = character
    return re.sub(r" {2,}", " ", text).strip()


def _repeated(rows: Iterable[_Row], pages: int) -> Counter[str]:
    """Count the texts at the top and the bottom of pages, their digits aside."""
    counts: Counter[str] = Counter()
    for page in {(row.page, _key(row)) for row in rows if _in_margin(row)}:
        counts[page[1]] += 1
    return Counter(
        {
            key: count
            for key, count in counts.items()
            if pages > 1 and count > max(1, pages // 2 - 1)
        }
    )


def _key(row: _Row) -> str:
    return re.sub(r"\d+", "#", row.text)


def _in_margin(row: _Row) -> bool:
    return not _MARGIN * row.height < row.base < (1 - _MARGIN) * row.height


def _is_furniture(row: _Row, repeated: Counter[str]) -> bool:
    return _in_margin(row) and (
        _PAGE_NUMBER.fullmatch(row.text) is not None or _key(row) in repeated
    )


def _is_clear(rows: Sequence[_Row], x: float) -> bool:
    """Say whether few characters stand on a vertical line."""
    crossing = sum(
        any(character.begin < x < character.end for character in row.characters) for row in rows
    )
    return crossing <= _CROSSING * len(rows)


def _columns(rows: list[_Row], gutter: float | None) -> list[_Column]:
    """Part the rows of a page at an empty gutter: left column before right, between full-width rows."""
    if gutter is None:
        return [_Column(rows, is_full=True)] if rows else []
    columns: list[_Column] = []
    full, left, right = _Column(is_full=True), _Column(), _Column()

    def flush() -> None:
        nonlocal full, left, right
        columns.extend(column for column in (full, left, right) if column.rows)
        full, left, right = _Column(is_full=True), _Column(), _Column()

    for row in rows:
        before = [character for character in row.characters if character.end <= gutter]
        after = [character for character in row.characters if character.begin >= gutter]
        if len(before) + len(after) < len(row.characters) or _spans(row, gutter):
            if left.rows or right.rows:
                flush()
            full.rows.append(row)
            continue
        for part, column in ((before, left), (after, right)):
            if part and any(not character.text.isspace() for character in part):
                column.rows.append(_Row(_stripped(part), row.page, row.height))
    flush()
    return columns


def _spans(row: _Row, gutter: float) -> bool:
    """Say whether a row goes on over the gutter, as a centred title does: no gap there."""
    before = [character.end for character in row.characters if character.end <= gutter]
    after = [character.begin for character in row.characters if character.begin >= gutter]
    gap = _COLUMN_GAP * row.size + row.spacing
    return bool(before and after) and min(after) - max(before) < gap


def _gutter(rows: list[_Row]) -> float | None:
    """Find the middle of an empty vertical band that parts two columns of text."""
    if len(rows) < _FEWEST_LINES:
        return None
    begin, end = min(row.begin for row in rows), max(row.end for row in rows)
    size = median(row.size for row in rows)
    candidates = (begin + (end - begin) * step / 100 for step in range(30, 71, 2))
    gutters = [x for x in candidates if _parts_columns(rows, x, (begin, end), size)]
    return median(gutters) if gutters else None


def _parts_columns(rows: Sequence[_Row], x: float, span: tuple[float, float], size: float) -> bool:
    """Say whether most rows keep clear of a vertical line, and fill what is on either side of it."""
    crossing = 0
    widths: tuple[list[float], list[float]] = ([], [])
    for row in rows:
        left = [character for character in row.characters if character.begin < x]
        right = [character for character in row.characters if character.begin >= x]
        margin = _COLUMN_GAP * size / 4 + row.spacing / 2
        gap = right[0].begin - left[-1].end if left and right else size + row.spacing
        is_near = (left and left[-1].end > x - margin) or (right and right[0].begin < x + margin)
        if is_near or gap < _COLUMN_GAP * size + row.spacing:
            crossing += 1
            continue
        if left:
            widths[0].append(left[-1].end - left[0].begin)
        if right:
            widths[1].append(right[-1].end - right[0].begin)
    fewest = max(_FEWEST_LINES / 2, _BOTH_SIDES * len(rows))
    return (
        crossing <= _CROSSING * len(rows)
        and min(len(widths[0]), len(widths[1])) >= fewest
        and median(widths[0]) >= _FILLED * (x - span[0])
        and median(widths[1]) >= _FILLED * (span[1] - x)
    )


def _paragraphs(columns: Sequence[_Column]) -> list[list[_Row]]:
    """Join the rows of each paragraph, over the ends of columns and pages too."""
    paragraphs: list[list[_Row]] = []
    previous: tuple[_Column, _Row] | None = None
    for column in columns:
        left, leading = column.left, column.leading
        for row in column.rows:
            # Text runs from column to column, and from page to page, but not from above columns into them.
            is_alike = previous is not None and previous[0].is_full == column.is_full
            if previous and is_alike and _goes_on(previous, row, left, leading):
                paragraphs[-1].append(row)
            else:
                paragraphs.append([row])
            previous = (column, row)
    return paragraphs


def _goes_on(previous: tuple[_Column, _Row], row: _Row, left: float, leading: float) -> bool:
    """Say whether a row goes on with the paragraph of the row before it."""
    column, above = previous
    if abs(above.size - row.size) > _OTHER_SIZE * above.size:
        return False
    if above.is_of_table or row.is_of_table:
        return False
    if _is_centred(above, column) and _is_centred(row, column):
        return above.page == row.page and above.size > 0 and not _is_wide_apart(above, row, leading)
    is_whole = ends_sentence_or_leads_on(above.text)
    short = _SHORT if is_whole else _VERY_SHORT
    ends = column.right - above.end > short * above.size + above.spacing
    begins = row.begin - left > _INDENT * row.size
    breaks_off = not is_whole and not is_numbered(row.text)
    if ends or (begins and not breaks_off):
        return False
    if above.page == row.page and above.base > row.base:
        return not _is_wide_apart(above, row, leading)
    return not ends_sentence_or_leads_on(above.text) or not begins


def _is_wide_apart(above: _Row, row: _Row, leading: float) -> bool:
    return leading > 0 and above.base - row.base > _LOOSE * leading


def _is_centred(row: _Row, column: _Column) -> bool:
    before, after = row.begin - column.left, column.right - row.end
    return before > 2 * row.size and after > 2 * row.size and abs(before - after) <= 1.5 * row.size


def _joined(rows: Sequence[_Row]) -> str:
    """Join the rows of a paragraph as a reader does."""
    text = ""
    for row in rows:
        following = row.text
        if text and text[-1].isascii() and following[:1].isascii() and text[-1].isalnum():
            text += " "
        elif len(text) > 1 and text[-1] == "-" and text[-2].isalpha() and text[-2].isascii():
            text = text[:-1]
        text += following
    separator = " | " if rows[0].is_of_table else " "
    return text.replace(_CELL_GAP, separator)


def _level(rows: Sequence[_Row], usual: float, number: int) -> int | None:
    """Tell a title by its size, near the top of the first page."""
    is_large = rows[0].size >= _TITLE_SIZE * usual
    return 1 if is_large and rows[0].page == 0 and number <= 10 else None
