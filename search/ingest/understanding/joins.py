"""Joins: which lines stand apart and are one: a label and its value, the parts of a day?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..fields.dates import is_date
from ..lines.labels import is_label, is_labelled, is_lone_label
from ..lines.rendering import Line
from .body import is_prose

_MAX_VALUE, _MAX_PART = 40, 10  # characters
_NEAR = 4  # blocks
_PART_OF_DAY = re.compile(r"\d[\d年月日号/\-.:：]*")
_MOST_PARTS = 3
_CELLS = " | "  # between the cells of a row
_FEWEST_LABELS, _LONGEST_LABEL = 2, 8


def with_labels_in_cells(lines: Sequence[Line]) -> list[Line]:
    """Put a colon behind labels that stand in cells of their own, in the table above a text.

    索引号 | A01-2024-7 | 成文日期 | 2024年5月16日. It takes two labels to tell such a table.
    """
    end = next((i for i, line in enumerate(lines) if is_prose(line.text)), len(lines))
    rows = {i: cells for i in range(end) if (cells := _label_cells(lines[i].text))}
    known = sum(is_label(name) for cells in rows.values() for name, _ in cells)
    if known < _FEWEST_LABELS:
        return list(lines)
    return [
        replace(line, text="\u3000\u3000".join(f"{name}：{value}" for name, value in rows[i]))
        if i in rows
        else line
        for i, line in enumerate(lines)
    ]


def _label_cells(text: str) -> list[tuple[str, str]]:
    """Return the labels and values of a row that is made of nothing else, one of them known; else []."""
    cells = [cell.strip() for cell in text.split(_CELLS)]
    names = ["".join(cell.split()) for cell in cells[::2]]
    if len(cells) % 2 or not all(0 < len(name) <= _LONGEST_LABEL for name in names):
        return []
    if any(name[-1] in "：:" for name in names) or not any(map(is_label, names)):
        return []
    return list(zip(names, cells[1::2], strict=True))


def with_split_lines_joined(lines: Sequence[Line]) -> list[Line]:
    """Put a value behind the label that stands alone above it, and the parts of a day together."""
    return _with_values(list(_with_days(lines)))


def _with_values(lines: Sequence[Line]) -> list[Line]:
    joined: list[Line] = []
    for line in lines:
        label = joined[-1] if joined else None
        if label and is_lone_label(label.text) and _may_be_value(line):
            joined[-1] = replace(label, text=label.text + line.text)
        else:
            joined.append(line)
    return joined


def _may_be_value(line: Line) -> bool:
    return (
        not line.after_blank
        and line.apart <= 2
        and not is_labelled(line.text)
        and len(line.text) <= _MAX_VALUE
    )


def _with_days(lines: Sequence[Line]) -> Iterator[Line]:
    index = 0
    while index < len(lines):
        run = _parts_of_day(lines, index) if _may_begin_day(lines[index].text) else ()
        day = _day_of([line.text for line in run]) if len(run) >= 2 else None
        yield replace(run[0], text=day) if day else lines[index]
        index += len(run) if day else 1


def _may_begin_day(text: str) -> bool:
    return len(text) <= _MAX_PART and text[0].isdigit()


def _parts_of_day(lines: Sequence[Line], start: int) -> Sequence[Line]:
    """Return the lines from one on, no more than a day has parts, that are hardly more than digits."""
    stop = start
    while (
        stop < min(len(lines), start + _MOST_PARTS)
        and len(lines[stop].text) <= _MAX_PART
        and _PART_OF_DAY.fullmatch(lines[stop].text)
        and not is_date(lines[stop].text)
        and (stop == start or (lines[stop].apart <= _NEAR and not lines[stop].after_blank))
    ):
        stop += 1
    return lines[start : max(stop, start + 1)]


def _day_of(parts: Sequence[str]) -> str | None:
    """Write a day that sites set in parts, large and small: 2024 / 05-17, 17 / 2024年05月."""
    first, second, *rest = parts
    time = f" {rest[0]}" if rest and ":" in rest[0] else ""
    if rest and not time:
        return None
    ends = "日" if "月" in second else ""
    for day in (
        f"{first}-{second}{time}",
        f"{second}-{first}{time}",
        f"{second}{first}{ends}{time}",
    ):
        written = day.replace("年-", "年").replace("/", "-")
        if is_date(written):
            return written
    return None
