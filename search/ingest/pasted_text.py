"""How does text copied out of a saved page become an article?

The lines of such a text are, from top to bottom: navigation, breadcrumb, title, labelled lines
(发布时间, 来源, …), body, labelled lines again, links and footer. Nothing marks where one ends and
the next begins, so each line is judged by what it says: `labels` knows labelled lines and
breadcrumbs, `page_furniture` navigation and footers, `blocks` headings and paragraphs.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ..article import Article
from ..errors import UnreadableError
from .blocks import blocks_of_pasted, find_title_echo
from .dates import find_date, is_date
from .fields import article_id, web_address
from .labels import (
    Label,
    breadcrumb_path,
    byline_name,
    is_bar,
    is_byline,
    is_doc_number,
    is_labelled,
    is_lone_label,
    is_matter,
    is_publication,
    labelled_values,
)
from .page_furniture import (
    is_footer_start,
    is_navigation,
    is_page_control,
    is_weak_footer,
)
from .pasted_title import find_title, join_title, may_be_title
from .rendering import Line

_MAX_BYLINE_LENGTH = 40
_MAX_HEAD_LINES = 300  # above the text: the longest menus seen have about 100
_MAX_NOTE_LENGTH = 100
_LONG_PROSE = 60
_SENTENCE_END = re.compile(r"[。！？；!?;][”’」』）)]*$")
_STATEMENT = re.compile(r"^.{3,}。[”’」』）)]*$")
_SALUTATION = re.compile(
    r"^.{2,60}[：:]$|^(?:同志们|朋友们|同学们|女士们|各位|尊敬的|亲爱的|大家好).{0,60}[！!，。]$"
)
_MIN_TITLE_LENGTH = 6  # above short sentences; menus have shorter words
_BAR_SEPARATOR = re.compile(r"[|｜\s\u3000]+")
_OFFICE = re.compile(
    r"^[^。，！？；：]{2,24}(?:同志|主席|市长|副市长|书记|局长|主任|部长|秘书长|委员长)$"
)
_CLOSING_NOTE = re.compile(
    r"^[（(]\s*(?:[^（）()]*(?:来源|來源|作者|编辑|記者|记者|供稿|通讯员)[^（）()]*)[)）]$"
)


@dataclass(slots=True)
class _Found:
    """What labelled lines have told so far; the first word on each thing counts."""

    values: dict[Label, str] = field(default_factory=dict)
    published: date | None = None
    written: date | None = None
    shown: date | None = None  # a date that stands alone near the top
    section: tuple[str, ...] = ()

    def take(self, line: Line) -> None:
        """Keep the values of a labelled line. Raises UnreadableError for an impossible date."""
        for label, value in labelled_values(line.text):
            if label in {Label.PUBLISHED, Label.WRITTEN}:
                self._take_date(label, value, line)
            elif value:
                self.values.setdefault(label, value)

    def take_bar(self, text: str) -> None:
        """Keep what a line such as 云江日报 | 2023-12-05 16:40 | 阅读 568 says."""
        self.shown = self.shown or _date_or_none(text)
        for label, value in labelled_values(text):
            if value:
                self.values.setdefault(label, value)
        name = _BAR_SEPARATOR.split(text)[0].strip()
        if name and not re.search(r"\d", name):
            self.values.setdefault(Label.ISSUER, name)

    def _take_date(self, label: Label, value: str, line: Line) -> None:
        try:
            day = find_date(value)
        except ValueError as error:
            raise UnreadableError(f'发布日期不是日期: "{value[:40]}"', line.number) from error
        if label is Label.PUBLISHED:
            self.published = self.published or day
        else:
            self.written = self.written or day


def read_pasted_text(text: str, origin: str) -> Article:
    """Read one article. Raises UnreadableError when there is nothing, no title or no body."""
    lines = _with_split_labels_joined(_lines(text))
    if not lines:
        raise UnreadableError("空文件")
    found = _Found()
    lines = _take_breadcrumb(lines, found)
    head = lines[: min(_head_length(lines), _MAX_HEAD_LINES)]
    place = find_title(head, lines, after_breadcrumb=bool(found.section))
    title = join_title([lines[index].text for index in place])
    for line in lines[: place.start]:
        if is_labelled(line.text):
            found.take(line)
        elif is_doc_number(line.text):
            found.values.setdefault(Label.DOC_NUMBER, line.text)
    title = found.values.get(Label.TITLE, title)
    body = _without_head_matter(_without_footer(lines[place.stop :], found), title, found)
    if not body:
        raise UnreadableError("没有正文")
    given = found.values.get(Label.SOURCE)
    url = web_address(found.values.get(Label.URL))
    source = None if web_address(given) else given
    return Article(
        id=article_id(None, origin),
        title=title,
        published=found.published or found.written or found.shown or _signature_date(body),
        section=found.section,
        source=source or found.values.get(Label.ISSUER),
        author=found.values.get(Label.AUTHOR),
        doc_number=found.values.get(Label.DOC_NUMBER),
        url=url or web_address(given),
        blocks=blocks_of_pasted(body),
    )


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    after_blank = True
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip().strip("\u200b\ufeff").strip()
        if stripped:
            lines.append(Line(stripped, number, raw[:1].isspace(), after_blank))
        after_blank = not stripped
    return lines


def _with_split_labels_joined(lines: list[Line]) -> list[Line]:
    """Put a value back behind the label that stands alone on the line above."""
    joined: list[Line] = []
    for line in lines:
        label = joined[-1] if joined else None
        if label and is_lone_label(label.text) and _may_be_value(line):
            joined[-1] = replace(label, text=label.text + line.text)
        else:
            joined.append(line)
    return joined


def _may_be_value(line: Line) -> bool:
    return not line.after_blank and not is_labelled(line.text) and len(line.text) <= 40


def _take_breadcrumb(lines: list[Line], found: _Found) -> list[Line]:
    """Drop all up to the breadcrumb, and keep its path; a breadcrumb may be spread over lines."""
    for index, line in enumerate(lines[:_MAX_HEAD_LINES]):
        for end in range(min(len(lines), index + 12), index, -1):
            spread = lines[index:end]
            if len(spread) > 1 and not _is_spread_breadcrumb(spread):
                continue
            path = breadcrumb_path("".join(part.text for part in spread))
            if path is None:
                continue
            found.section = path
            # Labels may stand above it too, as on pages with a table of them at the very top.
            return [one for one in lines[:index] if is_labelled(one.text)] + lines[end:]
        if _is_prose(line.text):
            break
    return lines


def _is_spread_breadcrumb(lines: Sequence[Line]) -> bool:
    """Say whether names and separators alternate, one a line, as browsers copy lists of links."""
    separators = sum(line.text in {">", "›", "»", "＞", "/", ">>"} for line in lines)
    last_is_name = lines[-1].text not in {">", "›", "»", "＞", "/", ">>"}
    return (
        last_is_name
        and separators >= 1
        and separators * 2 + 2 >= len(lines)
        and all(len(line.text) <= 15 for line in lines)
        and lines[-2].text in {">", "›", "»", "＞", "/", ">>"}
    )


def _without_footer(lines: list[Line], found: _Found) -> list[Line]:
    """Cut links and footer off the end, taking what labelled lines there say."""
    first_prose, last_prose = _prose_bounds(lines)
    start = next(
        (
            index
            for index, line in enumerate(lines)
            if is_footer_start(line.text)
            and (index > max(first_prose, last_prose) or re.search(r"ICP|备案号", line.text))
        ),
        len(lines),
    )
    footer_line = lines[start].number if start < len(lines) else None
    kept = lines[:start]
    while kept:
        last = kept[-1]
        near_footer = footer_line is not None and footer_line - last.number <= 2
        if is_labelled(last.text) or _is_closing_note(last.text):
            found.take(Line(last.text.strip("（()）"), last.number, False, False))
        elif not (
            is_page_control(last.text)
            or is_navigation(last.text)
            or (near_footer and is_weak_footer(last.text))
        ):
            break
        footer_line = last.number if footer_line is not None else None
        kept = kept[:-1]
    return kept


def _prose_bounds(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the indexes of the first prose and of the last prose of some length."""
    prose = [index for index, line in enumerate(lines) if _is_prose(line.text)]
    long = [index for index in prose if len(lines[index].text) >= _LONG_PROSE]
    return (prose[0] if prose else len(lines)), (long[-1] if long else -1)


def _is_closing_note(text: str) -> bool:
    """Say whether a line is a note in brackets on where the text is from."""
    return len(text) <= _MAX_NOTE_LENGTH and _CLOSING_NOTE.match(text) is not None


def _without_head_matter(lines: list[Line], title: str, found: _Found) -> list[Line]:
    """Drop what stands between title and text: labels, the title again, byline, date, number."""
    matter = set(find_title_echo([line.text for line in lines], title))
    head = _head_length(lines, title_lines=matter)
    for index, line in enumerate(lines[:head]):
        if index in matter:
            continue
        if is_labelled(line.text):
            found.take(line)
        elif is_doc_number(line.text):
            found.values.setdefault(Label.DOC_NUMBER, line.text.strip("（()） "))
        elif is_date(line.text):
            found.shown = found.shown or _date_or_none(line.text)
        elif is_bar(line.text):
            found.take_bar(line.text)
        elif author := _author(line.text, index, lines):
            found.values.setdefault(Label.AUTHOR, author)
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


def _signature_date(body: Sequence[Line]) -> date | None:
    """Return the last date that stands alone near the end: under the issuer's name."""
    for line in reversed(body[-6:]):
        if is_date(line.text):
            return _date_or_none(line.text)
    return None


def _date_or_none(text: str) -> date | None:
    try:
        return find_date(text)
    except ValueError:
        return None


def _head_length(lines: Sequence[Line], title_lines: Container[int] | None = None) -> int:
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
        if _is_prose(text) or (_SALUTATION.match(text) and index > 0):
            return index
    return len(lines)


def _tells_publication(text: str) -> bool:
    return is_publication(text) or is_bar(text)


def _is_prose(text: str) -> bool:
    return (len(text) >= 15 and _SENTENCE_END.search(text) is not None) or (
        len(text) >= 50 and re.search(r"[，,。；]", text) is not None
    )
