"""Head matter: what stands between a title and the text under it, and where does the text begin?"""

import re
from collections.abc import Container, Sequence

from ...article_fields import FieldName
from ...document_numbers import is_number_alone
from ...text.sentences import ends_sentence
from ..fields.dates import day_or_none, is_date
from ..lines.blocks import find_title_echo
from ..lines.labels import (
    byline_name,
    is_bar,
    is_byline,
    is_labelled,
    is_matter,
    is_publication,
)
from ..lines.page_furniture import is_footer_start, is_navigation, is_page_control
from ..lines.rendering import Line
from .findings import Findings
from .titles import may_be_title

_MAX_BYLINE_LENGTH = 40
_MIN_TITLE_LENGTH = 6  # above short sentences; menus have shorter words
_STATEMENT = re.compile(r"^.{3,}。[”’」』）)]*$")
_SALUTATION = re.compile(
    r"^.{2,60}[：:]$|^(?:同志们|朋友们|同学们|女士们|各位|尊敬的|亲爱的|大家好).{0,60}[！!，。]$"
)
_OFFICE = re.compile(
    r"^[^。，！？；：]{2,24}(?:同志|主席|市长|副市长|书记|局长|主任|部长|秘书长|委员长)$"
)


def without_head_matter(lines: list[Line], title: str, findings: Findings) -> list[Line]:
    """Drop what stands between title and text: labels, the title again, byline, date, number."""
    matter = set(find_title_echo([line.text for line in lines], title))
    head = head_length(lines, title_lines=matter)
    for index, line in enumerate(lines[:head]):
        if index in matter:
            continue
        if is_labelled(line.text):
            findings.take(line)
            if is_bar(line.text):
                findings.take_bar(line.text)
        elif is_number_alone(line.text):
            findings.add(
                FieldName.DOC_NUMBER, line.text.strip("（()） "), "标题下单独一行的文号", 0.95
            )
        elif is_date(line.text):
            findings.add(FieldName.DATE, day_or_none(line.text) or "", "标题下单独一行的日期", 0.85)
        elif is_bar(line.text):
            findings.take_bar(line.text)
        elif author := _author(line.text, index, lines):
            findings.add(FieldName.AUTHOR, author, "标题下的署名", 0.8)
        elif not (is_page_control(line.text) or is_footer_start(line.text)):
            continue
        matter.add(index)
    return [line for index, line in enumerate(lines) if index not in matter]


def _author(text: str, index: int, lines: Sequence[Line]) -> str | None:
    """Return whom a byline names: marked by □, by 本报记者, or an office standing beside a date."""
    if len(text) > _MAX_BYLINE_LENGTH:
        return None
    if is_byline(text):
        return byline_name(text)
    beside = [lines[i].text for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    if index <= 3 and _OFFICE.match(text) and any(map(is_date, beside)):
        return text
    return None


def head_length(lines: Sequence[Line], title_lines: Container[int] | None = None) -> int:
    """Count the lines above the first that can only be body.

    `title_lines` are the indexes of the title's echo in `lines`, once the title is known.
    """
    end = _first_certain_body(lines, title_lines)
    published = [i for i, line in enumerate(lines[:end]) if _tells_publication(line.text)]
    below_title = title_lines is not None
    for index, line in enumerate(lines[:end]):
        is_above = published and index <= published[-1]  # short sentences there are mottos in menus
        if below_title and not is_above and _STATEMENT.match(line.text):
            return index
        below_title = below_title or (
            len(line.text) >= _MIN_TITLE_LENGTH and may_be_title(line.text)
        )
    return end


def _first_certain_body(lines: Sequence[Line], title_lines: Container[int] | None) -> int:
    """Find the first line that is body wherever it stands: a long sentence, or a salutation."""
    for index, line in enumerate(lines):
        text, following = line.text, lines[index + 1].text if index + 1 < len(lines) else ""
        if is_labelled(text) or is_navigation(text) or (title_lines and index in title_lines):
            continue
        if is_publication(following):
            continue  # a summary above it
        if title_lines is None and may_be_title(text) and is_matter(following):
            continue  # a title may end like a sentence: 补贴怎么领？
        if is_sentence(text) or (_SALUTATION.match(text) and index > 0):
            return index
    return len(lines)


def _tells_publication(text: str) -> bool:
    return is_publication(text) or is_bar(text)


def is_sentence(text: str) -> bool:
    """Say whether a line is a sentence of some length, or so long that it is part of a text."""
    return (len(text) >= 15 and ends_sentence(text)) or (
        len(text) >= 50 and re.search(r"[，,。；]", text) is not None
    )
