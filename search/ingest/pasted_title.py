"""Which lines at the top of a pasted page are the title?"""

import re
from collections.abc import Sequence

from ..article import in_one_line
from ..errors import UnreadableError
from .blocks import find_title_echo, is_numbered, title_key
from .dates import is_date
from .labels import is_bar, is_byline, is_doc_number, is_labelled, is_matter
from .page_furniture import is_footer_start, is_navigation, is_page_control, is_weak_footer
from .rendering import Line

_MAX_TITLE_LENGTH, _MAX_TITLE_LINES = 120, 4
_STATEMENT_END = re.compile(r"[。；;][”’」』）)]*$")  # a title may ask or call, but states nothing
_TITLE_WORDS = re.compile(
    r"关于|關於|通知|意见|意見|办法|辦法|方案|规定|公告|通告|公示|决定|批复|函$|讲话|講話|致辞|报告"
    r"|解读|召开|召開|举行|舉行|启动|开展"
)


def find_title(head: Sequence[Line], lines: Sequence[Line], after_breadcrumb: bool) -> range:
    """Find the lines of `head`, the lines above the text, that are the title.

    `lines` are all lines, to look for an echo of the title in the text. Raises UnreadableError.
    """
    wrapped = _wrapped_title(head) if after_breadcrumb else None
    return wrapped or _best_title(head, lines)


def may_be_title(text: str) -> bool:
    """Say whether a line may be a title or part of one: no part of the page, no statement."""
    return not (
        len(text) > _MAX_TITLE_LENGTH
        or _STATEMENT_END.search(text)
        or is_labelled(text)
        or is_navigation(text)
        or is_page_control(text)
        or is_footer_start(text)
        or is_weak_footer(text)
        or is_date(text)
        or is_doc_number(text)
        or is_bar(text)
        or is_byline(text)
        or re.search(r"[一-鿿]", text) is None
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


def _best_title(head: Sequence[Line], lines: Sequence[Line]) -> range:
    """Find the group of lines that looks most like a title. Raises UnreadableError."""
    groups = _candidate_groups(head)
    if not groups:
        raise UnreadableError("找不到标题")
    best = max(groups, key=lambda group: (_title_score(group, head, lines), -group[0]))
    if _title_score(best, head, lines) < 0:
        raise UnreadableError("找不到标题")
    return range(*best)


def _candidate_groups(head: Sequence[Line]) -> list[tuple[int, int]]:
    """Group neighbouring lines that might be a title; a numbered line below others is a heading."""
    groups: list[tuple[int, int]] = []
    for index, line in enumerate(head):
        if not may_be_title(line.text) or (groups and is_numbered(line.text)):
            continue
        joins = groups and groups[-1][1] == index and not line.after_blank
        if joins and _goes_on(head[index - 1].text, line.text):
            groups[-1] = (groups[-1][0], index + 1)
        else:
            groups.append((index, index + 1))
    return groups


def _goes_on(text: str, following: str) -> bool:
    """Say whether a title line may go on in the next: not after a menu word, nor into a byline."""
    return (
        len(text) >= 6 and len(text) + len(following) <= _MAX_TITLE_LENGTH and len(following) >= 3
    )


def _title_score(group: tuple[int, int], head: Sequence[Line], lines: Sequence[Line]) -> int:
    """Weigh how much a group of lines looks like the title: length, wording, neighbours, an echo below."""
    start, end = group
    text = join_title([line.text for line in head[start:end]])
    key = title_key(text)
    score = (len(key) >= 8) + (len(key) >= 12) - 3 * (len(key) <= 4)
    score += 2 * (_TITLE_WORDS.search(text) is not None)
    following = head[end].text if end < len(head) else ""
    if (
        is_labelled(following)
        or is_bar(following)
        or is_date(following)
        or is_doc_number(following)
    ):
        score += 3
    rest = [line.text for line in lines[end : end + 30]]
    if len(key) >= 6 and find_title_echo(rest, text):
        score += 4
    crowded = sum(len(line.text) <= 6 for line in head[max(0, start - 2) : end + 2])
    return score - (crowded >= 3 and len(key) <= 6)
