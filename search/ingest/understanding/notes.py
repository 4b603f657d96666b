"""Notes: when was a law adopted and last amended, as the note under its title says? （2020年6月15日…通过）"""

import re
from collections.abc import Sequence

from ..fields.dates import day_or_none

_BEGINS = re.compile(
    r"^[（(](?=.{0,12}\d{4}\s*年|.{0,4}[一二][〇○零九]|(?:根据|经|由).{0,40}\d{4}\s*年)"
)
_ADOPTED = re.compile(r"通过|公布|发布|颁布|批准|修订|修正|修改|印发|制定")
_AFTER_DAY = re.compile(r"(?<=日)")
_WITHIN, _MOST_LINES, _MOST_CHARACTERS = 14, 8, 1500


def note_day(texts: Sequence[str]) -> str | None:
    """Return the last day of adoption or amendment that a note near the top of a text names.

    The day from which it is in force is none of them.
    """
    note = next(
        (note for start in range(min(len(texts), _WITHIN)) if (note := _note_at(texts, start))), ""
    )
    parts = _AFTER_DAY.split(note[:_MOST_CHARACTERS])
    days = [
        day
        for part, following in zip(parts, [*parts[1:], ""], strict=True)
        if not re.match(r"[起始]|之日", following) and (day := day_or_none(part))
    ]
    return max(days, default=None)


def _note_at(texts: Sequence[str], start: int) -> str | None:
    """Return the note that begins at a line, over as many lines as its bracket is open."""
    if not _BEGINS.match(texts[start]):
        return None
    note = ""
    for text in texts[start : start + _MOST_LINES]:
        note += text
        if note.count("（") + note.count("(") <= note.count("）") + note.count(")"):
            return note if _ADOPTED.search(note) else None
        if len(note) > _MOST_CHARACTERS:
            break
    return None
