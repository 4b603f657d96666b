"""Titles: which lines of a document are its title, and what do its hints say of it?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...article import in_one_line
from ...article_fields import FieldName
from ...document_numbers import is_number_alone
from ...errors import UnreadableError
from ...text.characters import HAN
from ..fields.dates import is_date
from ..fields.evidence import Evidence
from ..lines.blocks import find_title_echo, is_numbered, title_key
from ..lines.labels import is_bar, is_byline, is_labelled, is_matter
from ..lines.page_furniture import is_footer_start, is_navigation, is_page_control, is_weak_footer
from ..lines.rendering import Line

_MAX_TITLE_LENGTH, _MAX_TITLE_LINES = 120, 4
_LINKED = 0.5  # share of a line in links: more is a link to another page
_RED_HEAD = re.compile(r"^[^关於]{2,40}文\s*件$")  # stands above the title: 云江市人民政府文件
# The note under the title of a law, or what is left of it on a line of its own.
_NOTE = re.compile(
    r"^[（(](?:\d{4}|[一二]〇).*|(?:会议)?(?:通过|公布|发布|修订|修正|施行)[，,。）)].*|[^（(]*(?:通过|公布|施行|修正)[)）]$"
    r"|^[（(][^（()）]*\d{4}年\d{1,2}月\d{1,2}日[^（()）]{0,20}[)）]$"
)
_NOTE_OPENS = re.compile(r"^[（(](?:19|20)\d\d年[^（()）]*$")
_MIN_PART = 8  # characters of a title that stands behind the name of the site
_MIN_LONG_KEY = 12  # characters of one that no menu has
_MIN_KEY = 4  # characters of a title without marks: shorter ones stand anywhere
_SURE, _SCORE_OF_TOLD = 5, 3  # scores: of what is a title, and of what is more so than a <title>
_MOST_APART = 2  # blocks: lines of one title
_SITE_SEPARATOR = re.compile(r"\s*[_|｜—–-]+\s*|\s*>+\s*")
_STATEMENT_END = re.compile(r"[。；;][”’」』）)]*$")  # a title may ask or call, but states nothing
_LEADS_ON = re.compile(r"(?:关于|印发|转发|批转|修改|发布|公布|的|和|与|及|暨|、|实施|加强|推进)$")
_TITLE_WORDS = re.compile(
    r"关于|關於|通知|意见|意見|办法|辦法|方案|规定|公告|通告|公示|决定|批复|函$|讲话|講話|致辞|报告"
    r"|解读|召开|召開|举行|舉行|启动|开展"
)


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title: the lines that are it (an empty range where only hints tell it), and how sure that is."""

    place: range
    text: str
    reason: str
    confidence: float


def find_title(
    head: Sequence[Line],
    lines: Sequence[Line],
    after_breadcrumb: bool,
    hints: Sequence[Evidence] = (),
) -> FoundTitle:
    """Find the title in `head`, the lines above the text, with the help of what the document says of it.

    `lines` are all lines, to look for an echo of the title in the text. Raises UnreadableError.
    """
    told = _Told(hints)
    wrapped = _wrapped_title(head) if after_breadcrumb and not told.titles else None
    place, score = (wrapped, _SURE) if wrapped else _best_title(head, lines, told)
    if place and (score >= _SCORE_OF_TOLD or not told.titles):
        return _from_lines(head, place, score, told)
    if told.titles:
        best = told.titles[0]
        text = told.without_site(best.value)
        return FoundTitle(range(0), text, best.reason, min(best.confidence, 0.9))
    raise UnreadableError("找不到标题")


def find_told_title(lines: Sequence[Line], hints: Sequence[Evidence]) -> int | None:
    """Return the index of the line that is the title because the document says so outside its lines."""
    told = _Told(hints)
    supported = [
        index
        for index, line in enumerate(lines)
        if line.linked <= _LINKED and told.supports(title_key(line.text)) and _may_be(line, told)
    ]
    return max(supported, key=lambda index: (lines[index].level == 1, -index), default=None)


class _Told:
    """What a document says of its title outside its lines."""

    def __init__(self, hints: Sequence[Evidence]) -> None:
        self.titles = [hint for hint in hints if hint.field is FieldName.TITLE]
        self.keys = [title_key(hint.value) for hint in self.titles]

    def supports(self, key: str) -> Evidence | None:
        """Return the surest hint that a title stands in: as a whole, or before the site's name."""
        if len(key) < _MIN_KEY:
            return None
        for hint, told in zip(self.titles, self.keys, strict=True):
            if told == key or (key in told and _is_part(hint.value, key)):
                return hint
        return None

    def is_told_at_length(self, key: str) -> bool:
        """Say whether a hint tells a title that is too long to be chance."""
        return len(key) >= _MIN_LONG_KEY and self.supports(key) is not None

    def without_site(self, text: str) -> str:
        """Cut the names of site and section off the end of a <title>."""
        parts = _SITE_SEPARATOR.split(text)
        return parts[0].strip() if len(title_key(parts[0])) >= _MIN_KEY else text


def _is_part(told: str, key: str) -> bool:
    """Say whether a title is set off from the rest of a <title>, as the names of sites are."""
    ends = [match.start() for match in _SITE_SEPARATOR.finditer(told)]
    if any(title_key(told[:end]) == key for end in ends):
        return True
    parts = _SITE_SEPARATOR.split(told)
    return len(key) >= _MIN_PART and any(title_key(part) == key for part in parts)


def _from_lines(head: Sequence[Line], place: range, score: float, told: _Told) -> FoundTitle:
    text = join_title([head[index].text for index in place])
    hint = told.supports(title_key(text))
    if hint:
        return FoundTitle(place, text, f"正文上方的标题行，与{hint.reason}相同", 0.98)
    if head[place.start].level == 1:
        return FoundTitle(place, text, "一级标题，或字号最大的一行", 0.9)
    return FoundTitle(place, text, "正文上方最像标题的一行", 0.9 if score >= _SURE else 0.7)


def may_be_title(text: str) -> bool:
    """Say whether a line may be a title or part of one: no part of the page, no statement."""
    return not (
        len(text) > _MAX_TITLE_LENGTH
        or _STATEMENT_END.search(text)
        or _NOTE.search(text)
        or is_labelled(text)
        or is_navigation(text)
        or is_page_control(text)
        or is_footer_start(text)
        or is_weak_footer(text)
        or is_date(text)
        or is_number_alone(text)
        or is_bar(text)
        or is_byline(text)
        or re.search(rf"[{HAN}]", text) is None
    )


def _may_be(line: Line, told: _Told) -> bool:
    """Say whether a line may be a title or part of one; what is told as a whole may look as it likes."""
    return may_be_title(line.text) or (
        line.linked <= _LINKED and told.is_told_at_length(title_key(line.text))
    )


def join_title(lines: Sequence[str]) -> str:
    """Join the lines of a wrapped title."""
    return " ".join(in_one_line("\n".join(lines)).split())


def _wrapped_title(head: Sequence[Line]) -> range | None:
    """Find a title of several lines, blank ones between: all between breadcrumb and labels; else None."""
    start = next((i for i, line in enumerate(head) if not is_labelled(line.text)), len(head))
    end = next((i for i in range(start, len(head)) if is_matter(head[i].text)), len(head))
    lines = [line.text for line in head[start:end]]
    is_title = (
        end < len(head)
        and 2 <= len(lines) <= _MAX_TITLE_LINES
        and all(map(may_be_title, lines))
        and sum(map(len, lines)) <= _MAX_TITLE_LENGTH
    )
    return range(start, end) if is_title else None


def _best_title(head: Sequence[Line], lines: Sequence[Line], told: _Told) -> tuple[range, float]:
    """Find the group of lines that looks most like a title, and how much; none where nothing does."""
    groups = _candidate_groups(head, told)
    scores = [_title_score(group, head, lines, told) for group in groups]
    best = max(scores, default=-1.0)
    if best < 0:
        return range(0), best
    return range(*groups[scores.index(best)]), best


def _candidate_groups(head: Sequence[Line], told: "_Told") -> list[tuple[int, int]]:
    """Group neighbouring lines that might be a title; a numbered line below others is a heading."""
    groups: list[tuple[int, int]] = []
    in_note = False
    for index, line in enumerate(head):
        if in_note or _NOTE_OPENS.match(line.text):
            in_note = line.text[-1] not in "）)" and len(line.text) <= _MAX_TITLE_LENGTH
            continue
        if not _may_be(line, told) or (groups and is_numbered(line.text)):
            continue
        joins = (
            groups
            and groups[-1][1] == index
            and not line.after_blank
            and (
                line.level == head[index - 1].level
                or line.text.startswith("关于")
                or _is_open("".join(part.text for part in head[groups[-1][0] : index]))
            )
            and line.apart <= _MOST_APART
        )
        if joins and _goes_on(head[index - 1].text, line.text):
            groups[-1] = (groups[-1][0], index + 1)
        else:
            groups.append((index, index + 1))
    return groups


def _is_open(text: str) -> bool:
    """Say whether a title cannot end here: within 《》, or behind a word that leads on."""
    return text.count("《") > text.count("》") or _LEADS_ON.search(text) is not None


def _goes_on(text: str, following: str) -> bool:
    """Say whether a title line may go on in the next: not after a menu word, nor into a byline."""
    return (
        title_key(text) != title_key(following)
        and not following.startswith("—")  # a subtitle: ——在云江市第八届人民代表大会上
        and len(text) >= 6
        and len(text) + len(following) <= _MAX_TITLE_LENGTH
        and len(following) >= 3
    )


def _markup_score(line: Line) -> float:
    """Weigh what the markup says of a line."""
    level = {None: 0, 1: 5, 2: 3}.get(line.level, 1)
    return level - 6 * (line.linked > _LINKED) - (line.place < 0 and not level)


def _below(head: Sequence[Line], end: int) -> str:
    """Return the line below a title, or below the subtitle that its markup makes of that."""
    level = head[end - 1].level
    if level is not None and end + 1 < len(head) and (head[end].level or 0) > level:
        end += 1
    return head[end].text if end < len(head) else ""


def _is_letterhead(text: str, below: Sequence[Line]) -> bool:
    """Say whether a line is the name of who writes a letter, whose title below begins with it (GB/T 9704, 10.1)."""
    return any(line.text.startswith(f"{text}关于") for line in below)


def _title_score(
    group: tuple[int, int], head: Sequence[Line], lines: Sequence[Line], told: _Told
) -> float:
    """Weigh how much a group of lines looks like the title: length, wording, neighbours, an echo below."""
    start, end = group
    text = join_title([line.text for line in head[start:end]])
    key = title_key(text)
    score: float = (len(key) >= 8) + (len(key) >= 12) - 3 * (len(key) <= 4)
    score += _markup_score(head[start]) + (8 if told.supports(key) else 0)
    score -= 8 * (_RED_HEAD.search(text) is not None or _is_letterhead(text, head[end:]))
    score += 2 * (_TITLE_WORDS.search(text) is not None)
    following = _below(head, end)
    if (
        is_labelled(following)
        or is_bar(following)
        or is_date(following)
        or is_number_alone(following)
    ):
        score += 3
    if start and is_number_alone(head[start - 1].text):
        score += 3
    rest = [line.text for line in lines[end : end + 30]]
    if len(key) >= 6 and find_title_echo(rest, text):
        score += 4
    crowded = sum(len(line.text) <= 6 for line in head[max(0, start - 2) : end + 2])
    return score - (crowded >= 3 and len(key) <= 6)
