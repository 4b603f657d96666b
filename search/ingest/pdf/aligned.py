"""PDF aligned tables: which rows of a page make a table that no lines draw? Told by gaps one below the other."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .page import CELL_GAP, Character, Row, joined_cell, stripped

_GAP = 1.2  # of the size: as wide a gap may part cells
_SHORT = 0.6  # of the width of the text: a longer row without a gap is no row of a table
_OVERLAPPING = 1.0  # of the size: baselines nearer than this are of one row of cells
_NEXT_LINE = 2.2  # of the size: so far below a cell goes on
_APART = 4.5  # of the size: rows as far apart are of two tables
_FEWEST_ROWS, _MOST_ROWS = 2, 200
_EDGE = 0.1  # of the size: between a cell that is filled to its edge and the next
_ALIGNED = 2.0  # points
_MARK = re.compile(
    r"[^\w\s]{1,2}|\d{1,3}(?:\.\d{1,3}){1,3}|[（(]?[\da-zA-Z一二三四五六七八九十]{1,3}[)）.．、:：]{0,2}|第[\d一二三四五六七八九十百]+条"
)
_PROSE_ROWS, _PROSE_FILLED, _PROSE_SHARE = 6, 0.75, 0.45  # what columns of text look like


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters of a row between wide gaps."""

    row: Row
    characters: list[Character]

    @property
    def begin(self) -> float:
        return self.characters[0].begin

    @property
    def end(self) -> float:
        return self.characters[-1].end


_Column = tuple[float, float]  # from where to where it reaches


def with_aligned_tables(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a page, those of tables without lines put together cell by cell."""
    pieces = {id(row): _pieces(row) for row in rows}
    found: list[Row] = []
    at = 0
    width = max((row.end for row in rows), default=0.0) - min(
        (row.begin for row in rows), default=0.0
    )
    while at < len(rows):
        end = _end_of_block(rows, at, pieces, _SHORT * width)
        block = list(rows[at:end])
        is_prose = _is_prose(block, pieces)
        table = None if is_prose or len(block) < _FEWEST_ROWS else _table(block, pieces)
        if table is not None:
            found += table
            at = end
        elif is_prose:
            found += block
            at = end
        else:  # what is no row of a table may still stand before one
            found.append(rows[at])
            at += 1
    return found


def _pieces(row: Row) -> list[_Piece]:
    """Cut a row at its wide gaps; letter-spaced words are not cut."""
    if row.is_ruled:
        return []
    if " " not in row.text and CELL_GAP not in row.text:
        return [_Piece(row, row.characters)]
    parts: list[list[Character]] = [[]]
    for character in row.characters:
        last = parts[-1][-1] if parts[-1] else None
        if last is not None and character.begin - last.end > _GAP * row.size + row.spacing:
            parts.append([])
        if parts[-1] or not character.text.isspace():
            parts[-1].append(character)
    pieces = [_Piece(row, stripped(part)) for part in parts if part]
    is_spaced = len(pieces) > 2 and median(len(piece.characters) for piece in pieces) <= 1
    return [_Piece(row, row.characters)] if is_spaced else pieces


def _end_of_block(
    rows: Sequence[Row], at: int, pieces: dict[int, list[_Piece]], longest: float
) -> int:
    """Return where rows end that may make a table which begins at one of them."""
    end = last_parted = at
    while end < min(len(rows), at + _MOST_ROWS):
        row, parts = rows[end], pieces[id(rows[end])]
        if not parts or (end > at and rows[end - 1].base - row.base > _APART * row.size):
            break
        if len(parts) > 1:
            last_parted = end + 1
        elif row.end - row.begin > longest:
            break
        end += 1
    return _with_tail(rows, last_parted, end, pieces)


def _with_tail(rows: Sequence[Row], last: int, end: int, pieces: dict[int, list[_Piece]]) -> int:
    """Take in rows below the last that is parted, where they go on with a cell of it."""
    if not last:
        return last
    begins = [piece.begin for row in rows[max(0, last - 4) : last] for piece in pieces[id(row)][1:]]
    while last < end:
        row, above = rows[last], rows[last - 1]
        is_overlapping = above.base - row.base < _OVERLAPPING * row.size
        is_below = above.base - row.base < _NEXT_LINE * row.size
        is_aligned = any(abs(row.begin - begin) <= _ALIGNED for begin in begins)
        if not is_overlapping and not (is_below and is_aligned):
            break
        last += 1
    return last


def _table(block: list[Row], pieces: dict[int, list[_Piece]]) -> list[Row] | None:
    """Make the rows of a table of rows that stand one below the other; None where they are none."""
    if not _overlaps(block[0], block[1]) and len(pieces[id(block[0])]) < 2:
        return None
    pieces = _cut_at_columns(block, pieces)
    parted = [row for row in block if len(pieces[id(row)]) > 1]
    all_pieces = [piece for row in block for piece in pieces[id(row)]]
    columns = _columns_of(all_pieces)
    if len(parted) < _FEWEST_ROWS or len(columns) < 2 or _is_list(parted, pieces, columns):
        return None
    groups = _groups(block, pieces, columns)
    return (
        None if len(groups) < _FEWEST_ROWS else [_row(group, pieces, columns) for group in groups]
    )


def _cut_at_columns(
    block: Sequence[Row], pieces: dict[int, list[_Piece]]
) -> dict[int, list[_Piece]]:
    """Cut pieces where several others begin: a cell may be filled to its edge."""
    counts = Counter(
        round(piece.begin / _ALIGNED) for row in block for piece in pieces[id(row)][1:]
    )
    begins = {place for place, count in counts.items() if count >= _FEWEST_ROWS}
    cut: dict[int, list[_Piece]] = {}
    for row in block:
        parts: list[_Piece] = []
        for piece in pieces[id(row)]:
            start = 0
            for at, (before, character) in enumerate(pairwise(piece.characters), 1):
                gap = character.begin - before.end - row.spacing
                if gap > _EDGE * row.size and round(character.begin / _ALIGNED) in begins:
                    parts.append(_Piece(row, piece.characters[start:at]))
                    start = at
            parts.append(_Piece(row, piece.characters[start:]))
        cut[id(row)] = parts
    return cut


def _columns_of(pieces: Iterable[_Piece]) -> list[_Column]:
    """Unite what overlaps from left to right."""
    columns: list[_Column] = []
    for piece in sorted(pieces, key=lambda piece: piece.begin):
        if columns and piece.begin < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], piece.end)
        else:
            columns.append((piece.begin, piece.end))
    return columns


def _column_at(piece: _Piece, columns: Sequence[_Column]) -> int:
    return max(at for at, (begin, _) in enumerate(columns) if begin <= piece.begin)


def _is_prose(block: Sequence[Row], pieces: dict[int, list[_Piece]]) -> bool:
    """Say whether most rows fill their columns, as those of text that is set in columns do."""
    if len(block) < _PROSE_ROWS:
        return False
    columns = _columns_of(piece for row in block for piece in pieces[id(row)])
    for at, (begin, end) in enumerate(columns):
        own = [p for row in block for p in pieces[id(row)] if _column_at(p, columns) == at]
        full = sum(piece.end - piece.begin >= _PROSE_FILLED * (end - begin) for piece in own)
        if full < _PROSE_SHARE * len(own) or len(own) < _PROSE_ROWS:
            return False
    return True


def _is_list(
    parted: Sequence[Row], pieces: dict[int, list[_Piece]], columns: Sequence[_Column]
) -> bool:
    """Say whether only numbers or bullets stand before a wide gap, as in a list."""
    if len(columns) != 2 and any(len(pieces[id(row)]) > 2 for row in parted):
        return False
    firsts = [pieces[id(row)][0] for row in parted]
    heads = ["".join(c.text for c in p.characters) for p in firsts if not _column_at(p, columns)]
    return all(_MARK.fullmatch(head) for head in heads)


def _overlaps(above: Row, row: Row) -> bool:
    return above.base - row.base < _OVERLAPPING * max(above.size, row.size)


def _groups(
    block: list[Row], pieces: dict[int, list[_Piece]], columns: Sequence[_Column]
) -> list[list[Row]]:
    """Put together the rows that one row of cells is written in."""
    groups: list[list[Row]] = []
    for row in block:
        if groups and _overlaps(groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    # Where a row of cells begins, its first cell is filled; the others go on with the nearest.
    heads = [_is_head(group, pieces, columns) for group in groups]
    whole: list[list[Row]] = []
    waiting: list[list[Row]] = []
    for at, (group, is_head) in enumerate(zip(groups, heads, strict=True)):
        following = next((n for n in range(at + 1, len(groups)) if heads[n]), None)
        if is_head:
            whole.append([row for part in [*waiting, group] for row in part])
            waiting = []
            continue
        above = whole[-1][-1].base - group[0].base if whole else float("inf")
        below = float("inf") if following is None else group[-1].base - groups[following][0].base
        if below < above - _ALIGNED or waiting:
            waiting.append(group)
        elif whole:
            whole[-1] += group
        else:
            whole.append(group)
    return whole


def _is_head(
    group: Sequence[Row], pieces: dict[int, list[_Piece]], columns: Sequence[_Column]
) -> bool:
    own = [piece for row in group for piece in pieces[id(row)]]
    filled = {_column_at(piece, columns) for piece in own}
    return 0 in filled and len(filled) > 1


def _row(group: Sequence[Row], pieces: dict[int, list[_Piece]], columns: Sequence[_Column]) -> Row:
    cells: dict[int, list[_Piece]] = {}
    for row in group:
        for piece in pieces[id(row)]:
            cells.setdefault(_column_at(piece, columns), []).append(piece)
    first = group[0]
    texts = []
    for _, parts in sorted(cells.items()):
        lines = [Row(list(piece.characters), first.page, first.height) for piece in parts]
        texts.append(joined_cell(lines, 0.0))
    characters = [character for row in group for character in row.characters]
    made = Row(characters, first.page, first.height, texts)
    made.base = first.base
    return made
