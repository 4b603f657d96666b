"""PDF columns: which rows of a page stand side by side, and in which order are they read?"""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from statistics import median

from .page import Column, Row, stripped

_COLUMN_GAP = 1.0  # of the size: the narrowest gutter
_CROSSING, _BOTH_SIDES, _FILLED = 0.25, 0.3, 0.6  # shares of lines, and of a column's width
_FEWEST_LINES = 6
_begin = attrgetter("begin")


def columns_of(pages: Sequence[list[Row]]) -> list[list[Column]]:
    """Part the rows of each page into columns, in the order they are read."""
    gutters = [_gutter(rows) for rows in pages]
    common = next(filter(None, gutters), None)
    parted = []
    for rows, gutter in zip(pages, gutters, strict=True):
        # The last page of two columns may be too empty to tell.
        is_alike = gutter is None and common is not None and _is_clear(rows, common)
        parted.append(_columns(rows, common if is_alike else gutter))
    return parted


def _is_clear(rows: Sequence[Row], x: float) -> bool:
    """Say whether few characters stand on a vertical line."""
    crossing = sum(
        any(character.begin < x < character.end for character in row.characters) for row in rows
    )
    return crossing <= _CROSSING * len(rows)


def _columns(rows: list[Row], gutter: float | None) -> list[Column]:
    """Part the rows of a page at an empty gutter: left column before right, between full-width rows."""
    if gutter is None:
        return [Column(rows, is_full=True)] if rows else []
    columns: list[Column] = []
    full, left, right = Column(is_full=True), Column(), Column()

    def flush() -> None:
        nonlocal full, left, right
        columns.extend([full] if full.rows else [])
        columns.extend(_narrower(left) + _narrower(right))
        full, left, right = Column(is_full=True), Column(), Column()

    for row in rows:
        before = [character for character in row.characters if character.end <= gutter]
        after = [character for character in row.characters if character.begin >= gutter]
        if row.is_ruled and not (before and after):
            (left if before else right).rows.append(row)
            continue
        if row.is_ruled or len(before) + len(after) < len(row.characters) or _spans(row, gutter):
            if left.rows or right.rows:
                flush()
            full.rows.append(row)
            continue
        for part, column in ((before, left), (after, right)):
            if part and any(not character.text.isspace() for character in part):
                column.rows.append(Row(stripped(part), row.page, row.height))
    flush()
    return columns


def _narrower(column: Column) -> list[Column]:
    """Part a column again, where a page has three of them or four."""
    gutter = _gutter(column.rows)
    if gutter is None:
        return [column] if column.rows else []
    return [Column(part.rows) for part in _columns(column.rows, gutter)]


def _spans(row: Row, gutter: float) -> bool:
    """Say whether a row goes on over the gutter, as a centred title does: no gap there."""
    before = [character.end for character in row.characters if character.end <= gutter]
    after = [character.begin for character in row.characters if character.begin >= gutter]
    gap = _COLUMN_GAP * row.size + row.spacing
    return bool(before and after) and min(after) - max(before) < gap


def _gutter(rows: list[Row]) -> float | None:
    """Find the middle of an empty vertical band that parts two columns of text."""
    rows = [row for row in rows if not row.is_ruled]
    if len(rows) < _FEWEST_LINES:
        return None
    begin, end = min(row.begin for row in rows), max(row.end for row in rows)
    size = median(row.size for row in rows)
    gutters: list[float] = []
    for step in range(30, 71, 2):
        x = begin + (end - begin) * step / 100
        if _parts_columns(rows, x, (begin, end), size):
            gutters.append(x)
        elif gutters:
            break  # of several gutters the first: what is right of it is parted again
    return median(gutters) if gutters else None


def _parts_columns(rows: Sequence[Row], x: float, span: tuple[float, float], size: float) -> bool:
    """Say whether most rows keep clear of a vertical line, and fill what is on either side of it."""
    crossing = 0
    widths: tuple[list[float], list[float]] = ([], [])
    for row in rows:
        characters = row.characters
        at = bisect_left(characters, x, key=_begin)
        last = characters[at - 1].end if at else None
        first = characters[at].begin if at < len(characters) else None
        margin = _COLUMN_GAP * size / 4 + row.spacing / 2
        gap = size + row.spacing if last is None or first is None else first - last
        is_near = (last is not None and last > x - margin) or (
            first is not None and first < x + margin
        )
        if is_near or gap < _COLUMN_GAP * size + row.spacing:
            crossing += 1
            continue
        if last is not None:
            widths[0].append(last - characters[0].begin)
        if first is not None:
            widths[1].append(characters[-1].end - first)
    fewest = max(_FEWEST_LINES / 2, _BOTH_SIDES * len(rows))
    return (
        crossing <= _CROSSING * len(rows)
        and min(len(widths[0]), len(widths[1])) >= fewest
        and median(widths[0]) >= _FILLED * (x - span[0])
        and median(widths[1]) >= _FILLED * (span[1] - x)
    )
