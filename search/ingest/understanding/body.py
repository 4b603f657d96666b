"""Body: which run of a document's lines is the article's text?

Every line is scored by what it says and by what the markup says of it; the text is the run of lines
with the greatest sum (maximum subsequence segmentation: Pasternack and Roth, WWW 2009), to which
the lines around it that belong to a text are added: headings and salutations above, the issuer's
name, the date and the attachments below.
"""

import re
from collections.abc import Collection, Sequence

from ...text.characters import HAN
from ...text.sentences import ends_sentence_or_leads_on
from ..fields.dates import is_date
from ..lines.blocks import is_numbered
from ..lines.labels import is_bar, is_labelled
from ..lines.page_furniture import (
    is_footer_start,
    is_list_heading,
    is_navigation,
    is_notice_of_site,
    is_page_control,
    is_weak_footer,
)
from ..lines.rendering import Line

_PAUSE = re.compile(r"[，。；：！？、,;]")
_HAN = re.compile(rf"[{HAN}]")
_ATTACHMENT = re.compile(
    r"^(?:附件|附表|附[:：]|\d{1,2}[.．、])|\.(?:docx?|xlsx?|pdf|wps|zip|rar|ofd)\b|[（(]点击下载[)）]",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"^[（(](?:此|本)件|^抄送|^联系人|^(?:注|备注)[:：]")
_STAMP = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}[:：]\d{2}")
_MAX_STAMP_LENGTH = 30
_MAX_SIGNATURE, _MAX_SIGNATURE_LINES = 40, 12
_SHARED, _SHARED_SENTENCE, _BELOW_TITLE = -8.0, -2.0, 6.0  # scores
_MOST_BELOW_TITLE = 15  # lines
_NEAR = 4  # blocks
_LINKED = 0.5  # share of a line in links
_CELLS = " | "  # between the cells of a row
_MOST_APART = 8  # blocks: the lines of one text seldom stand farther apart
_MOST_APART_IN_TABLES = 24  # blocks: a table may stand in tables that lay out the page


def find_body(
    lines: Sequence[Line], boilerplate: Collection[str] = frozenset(), title: int | None = None
) -> range:
    """Find the run of lines that is the text.

    `boilerplate` are lines that a site's pages share; `title` is the index of the title, where it is
    known beforehand: the first prose soon below it is likely to be the text.
    """
    best, best_sum = range(0), 0.0
    first_prose = _first_prose(lines, title)
    start, total = 0, 0.0
    for index, line in enumerate(lines):
        if total <= 0:
            start, total = index, 0.0
        else:
            total -= _gap(line)
        total += _shared_score(line) if line.text in boilerplate else line_score(line)
        if index == first_prose:
            total += _BELOW_TITLE
        if total > best_sum:
            best, best_sum = range(start, index + 1), total
    return range(best.start, _with_signature(lines, best.stop, boilerplate)) if best else best


def _shared_score(line: Line) -> float:
    """Score a line that other pages have too; a sentence may yet stand within a text."""
    return _SHARED_SENTENCE if is_prose(line.text) else _SHARED


def _first_prose(lines: Sequence[Line], title: int | None) -> int | None:
    if title is None:
        return None
    below = range(title + 1, min(len(lines), title + _MOST_BELOW_TITLE))
    return next((index for index in below if is_prose(lines[index].text)), None)


def line_score(line: Line) -> float:
    """Weigh how much a line looks like text (positive) or like a part of the page (negative)."""
    text = line.text
    if is_footer_start(text) or is_list_heading(text):
        return -10.0
    if line.linked > _LINKED and not _ATTACHMENT.search(text):
        return -3.0 - min(len(text), 60) / 15
    if is_navigation(text) or is_page_control(text):
        return -0.1 if is_row(line) else -3.0
    if _STAMP.search(text) and len(text) <= _MAX_STAMP_LENGTH:
        return -6.0  # each entry of a list has one; a text has none
    if is_notice_of_site(text):
        return -6.0
    if is_bar(text) or (is_labelled(text) and not is_prose(text)):
        return -2.0
    if is_prose(text):
        weight = 2.0 + min(len(text), 400) / 15
        return weight * 0.5 - 1.0 if line.place < 0 else weight + line.place
    if line.place < 0:
        return -2.0
    if is_numbered(text) or line.apart <= 2 or is_date(text):
        return -0.1
    return -1.0


def is_prose(text: str) -> bool:
    """Say whether a line is a sentence, or so long and so punctuated that it is part of a text."""
    if len(_HAN.findall(text[:200])) < min(len(text), 200) * 0.3:
        return False
    if len(text) >= 12 and ends_sentence_or_leads_on(text):
        return True
    return len(text) >= 22 and len(_PAUSE.findall(text)) >= 1 + (len(text) < 40)


def is_row(line: Line) -> bool:
    """Say whether a line is the row of a table that shows data, and no menu or bar."""
    return (
        _CELLS in line.text
        and line.linked <= _LINKED
        and line.place >= 0
        and not is_labelled(line.text)
        and not is_bar(line.text)
    )


def _gap(line: Line) -> float:
    return 0.5 * min(max(0, line.apart - 4), 16)


def _with_signature(lines: Sequence[Line], end: int, boilerplate: Collection[str]) -> int:
    """Return where the text ends with the issuer's name, date and attachments below it."""
    kept = end
    for index, line in enumerate(lines[end:], end):
        if index - kept >= _MAX_SIGNATURE_LINES or _ends_text(line, boilerplate):
            break
        text = line.text
        is_near = line.apart <= _NEAR and len(text) <= _MAX_SIGNATURE and not is_weak_footer(text)
        if is_near or is_row(line) or _belongs_to_signature(text):
            kept = index + 1
    return kept


def _belongs_to_signature(text: str) -> bool:
    return (
        is_date(text) or _CLOSING.search(text) is not None or _ATTACHMENT.search(text) is not None
    )


def _ends_text(line: Line, boilerplate: Collection[str]) -> bool:
    """Say whether a line below a text cannot belong to it."""
    text = line.text
    return (
        text in boilerplate
        or line.apart > (_MOST_APART_IN_TABLES if is_row(line) else _MOST_APART)
        or line.place < 0
        or is_footer_start(text)
        or is_list_heading(text)
        or is_notice_of_site(text)
        or is_labelled(text)
        or is_bar(text)
        or (line.linked > _LINKED and not _ATTACHMENT.search(text))
        or (_CELLS not in text and (is_page_control(text) or is_navigation(text)))
    )
