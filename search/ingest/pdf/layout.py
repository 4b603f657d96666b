"""PDF layout: which lines and paragraphs do the characters of a PDF's pages make? Told by where they stand."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median_high

from ...text.sentences import ends_sentence_or_leads_on
from ..fields.dates import is_date
from ..lines.blocks import is_numbered
from ..lines.rendering import Line
from .aligned import with_aligned_tables
from .columns import columns_of
from .notes import without_notes
from .page import CELL_GAP, Column, Page, Row, rows_of
from .tables import ruled_rows

_MARGIN = 0.1  # of the height: where running headers and page numbers stand
# Of the size: what ends a paragraph, what ends one that is no sentence, what begins one.
_SHORT, _VERY_SHORT, _INDENT = 1.6, 3.2, 1.2
_LOOSE = 1.5  # times the usual distance between lines
_OTHER_SIZE = 0.12
_TITLE_SIZE = 1.25  # times the size of the text
_BEFORE, _TEXT, _NOTES, _AFTER = range(4)  # in which order parts of one page are read
_PAGE_NUMBER = re.compile(
    r"[—–－―\-·.\s]*\d{1,4}[—–－―\-·.\s]*|第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a document, and how many characters of running lines were left out."""

    lines: tuple[Line, ...]
    running: int


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Rows of a paragraph, and what part of their page they stand in."""

    rows: list[Row]
    part: int


def lay_out(pages: Sequence[Page]) -> list[Line]:
    """Make a line of each paragraph, heading and row of a table, in reading order."""
    return list(layout_of(pages).lines)


def layout_of(pages: Sequence[Page]) -> Layout:
    """Lay pages out; what is read beside their text stands where the paragraph it cuts in two ends."""
    flows: dict[tuple[int, int], list[tuple[int, Page]]] = {}
    for number, page in enumerate(pages):
        flows.setdefault((_TEXT, page.turn), []).append((number, page))
        for part, others in ((_BEFORE, page.before), (_AFTER, page.after)):
            for other in others:
                flows.setdefault((part, other.turn), []).append((number, other))
    paragraphs: list[_Paragraph] = []
    running = 0
    sizes: Counter[float] = Counter()
    for (part, _), flow in flows.items():
        rows, left_out = _without_running_lines(flow)
        running += left_out
        if part == _TEXT:
            for row in chain.from_iterable(rows):
                sizes[round(row.size, 1)] += len(row.characters)
        usual = sizes.most_common(1)[0][0] if sizes else 0.0
        text, notes = without_notes(
            columns_of([with_aligned_tables(page) for page in rows]), usual, flow
        )
        paragraphs += [_Paragraph(found, part) for found in _paragraphs(text)]
        paragraphs += [_Paragraph(found, max(part, _NOTES)) for found in _paragraphs(notes)]
    # A paragraph that goes on over a page's end stays whole: it stands where it began.
    paragraphs.sort(key=lambda paragraph: (paragraph.rows[0].page, paragraph.part))
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    lines = []
    for number, paragraph in enumerate(paragraphs, 1):
        text_of = _joined(paragraph.rows)
        if text_of:
            lines.append(Line(text_of, number, level=_level(paragraph.rows, usual, number)))
    return Layout(tuple(lines), running)


def _without_running_lines(flow: Sequence[tuple[int, Page]]) -> tuple[list[list[Row]], int]:
    """Gather the rows of pages; leave page numbers out, and what is repeated at their edges."""
    pages = [_page_rows(page, number) for number, page in flow]
    repeated = _repeated([row for rows in pages for row in rows], len(flow))
    kept = [[row for row in rows if not _is_furniture(row, repeated)] for rows in pages]
    counts = [sum(len("".join(row.text.split())) for rows in part for row in rows)
              for part in (pages, kept)]  # fmt: skip
    return kept, counts[0] - counts[1]


def _page_rows(page: Page, number: int) -> list[Row]:
    """Gather the rows of a page from its top to its bottom, those of ruled tables whole."""
    tables, others = ruled_rows(page, number)
    rows = rows_of(others, number, page.height)
    return sorted([*rows, *tables], key=lambda row: -row.base) if tables else rows


def _repeated(rows: Iterable[Row], pages: int) -> Counter[str]:
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


def _key(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text)


def _in_margin(row: Row) -> bool:
    return not _MARGIN * row.height < row.base < (1 - _MARGIN) * row.height


def _is_furniture(row: Row, repeated: Counter[str]) -> bool:
    return _in_margin(row) and (
        _PAGE_NUMBER.fullmatch(row.text) is not None or _key(row) in repeated
    )


def _paragraphs(columns: Sequence[Column]) -> list[list[Row]]:
    """Join the rows of each paragraph, over the ends of columns and pages too."""
    paragraphs: list[list[Row]] = []
    previous: tuple[Column, Row] | None = None
    _share_margins(columns)
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


def _share_margins(columns: Sequence[Column]) -> None:
    """Let columns that are as wide as their pages know how far those of other such pages reach."""
    alike: dict[float, list[Column]] = {}
    for column in columns:
        if column.is_full:
            alike.setdefault(round(column.rows[0].height), []).append(column)
    for those in alike.values():
        reach = median_high(column.own_right for column in those)
        for column in those:
            column.reach = reach


def _goes_on(previous: tuple[Column, Row], row: Row, left: float, leading: float) -> bool:
    """Say whether a row goes on with the paragraph of the row before it."""
    column, above = previous
    if abs(above.size - row.size) > _OTHER_SIZE * above.size:
        return False
    if above.is_of_table or row.is_of_table:
        return False
    if _is_centred(above, column) and _is_centred(row, column):
        if is_date(row.text):
            return False
        return above.page == row.page and above.size > 0 and not _is_wide_apart(above, row, leading)
    is_whole = ends_sentence_or_leads_on(above.text)
    short = _SHORT if is_whole else _VERY_SHORT
    room = column.right - above.end - above.spacing
    ends = room > short * above.size
    begins = row.begin - left > _INDENT * row.size
    if (begins or room > _SHORT * above.size) and is_date(row.text):
        return False  # below who signs
    breaks_off = not is_whole and not is_numbered(row.text)
    if ends or (begins and not breaks_off):
        return False
    if above.page == row.page and above.base > row.base:
        return not _is_wide_apart(above, row, leading)
    return not ends_sentence_or_leads_on(above.text) or not begins


def _is_wide_apart(above: Row, row: Row, leading: float) -> bool:
    return leading > 0 and above.base - row.base > _LOOSE * leading


def _is_centred(row: Row, column: Column) -> bool:
    before, after = row.begin - column.left, column.right - row.end
    return before > 2 * row.size and after > 2 * row.size and abs(before - after) <= 1.5 * row.size


def _joined(rows: Sequence[Row]) -> str:
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
    return text.replace(CELL_GAP, separator)


def _level(rows: Sequence[Row], usual: float, number: int) -> int | None:
    """Tell a title by its size, near the top of the first page."""
    is_large = rows[0].size >= _TITLE_SIZE * usual
    return 1 if is_large and rows[0].page == 0 and number <= 10 else None
