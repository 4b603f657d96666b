"""Letters: what does a message say, whatever program kept it? Its subject, its day, its text, what is attached."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...article_fields import FieldName
from ...errors import UnreadableError
from ..documents.pasted_text import render_pasted
from ..documents.web_page import render_html
from ..fields.audience_lines import told_in_lines
from ..fields.evidence import Evidence
from ..lines.rendering import Beside, Form, Line, Rendering

_SURE_OF_TITLE, _SURE_OF_DAY = 0.95, 0.9


@dataclass(frozen=True, slots=True)
class Letter:
    """A message: of its text as a page and as plain text the page is read, if there is one."""

    subject: str
    day: str  # ISO 8601, on which it was sent
    page: str
    plain: str
    attached: Sequence[Beside]
    sensitivity: str = ""  # as its header has it: Company-Confidential (RFC 4021, 2.1.55)


def rendering_of(letter: Letter) -> Rendering:
    """Render a message: its subject is its title. Raises UnreadableError."""
    body = _body(letter)
    subject = " ".join(letter.subject.split())
    hints = (
        [Evidence(FieldName.DATE, letter.day, "邮件的发送日期", _SURE_OF_DAY)] if letter.day else []
    )
    lines = list(body.lines)
    if lines and subject and lines[0].text != subject:
        lines.insert(0, Line(subject, 0, level=1))
    if subject:
        hints.append(Evidence(FieldName.TITLE, subject, "邮件主题", _SURE_OF_TITLE))
    numbered = [replace(line, number=number) for number, line in enumerate(lines, 1)]
    return Rendering(
        tuple(numbered),
        Form.DOCUMENT,
        hints=tuple(hints),
        held=body.held,
        set_aside=body.set_aside,
        beside=tuple(letter.attached),
        told=body.told.and_told(told_in_lines([f"sensitivity: {letter.sensitivity}"])),
    )


def _body(letter: Letter) -> Rendering:
    """Render the text of a message; nothing where there is none."""
    if letter.page.strip():
        try:
            page = render_html(letter.page)
        except UnreadableError:
            page = Rendering((), Form.DOCUMENT)
        if page.lines or not letter.plain.strip():
            return page
    return render_pasted(letter.plain)
