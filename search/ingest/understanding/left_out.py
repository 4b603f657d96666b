"""Left out: how much that reads like text stands on a page beside its article?

What is lost without a word is the worst that reading can do: sentences outside the article are
counted, and where they are many beside it, a person should look.
"""

from collections.abc import Collection, Iterable

from ..lines.coverage import LEAST_COVERAGE, size_of
from ..lines.labels import is_labelled
from ..lines.page_furniture import is_footer_start, is_notice_of_site
from ..lines.rendering import Line
from .body import is_prose

_FEWEST = 60  # characters: less is a disclaimer or a teaser
_LINKED = 0.5
_SHOWN = 30  # characters of the first that is left out


def doubt_of_left_out(
    lines: Iterable[Line], text: Iterable[Line], known: Collection[str]
) -> str | None:
    """Say how many characters of prose a page has beside its article; None where they are few.

    `text` are the lines that became the article's; `known` are others that need no word: its
    title, and what the pages of its site share.
    """
    texts = [line.text for line in text]
    taken = {*texts, *known}
    left = [line.text for line in lines if line.text not in taken and _may_be_text(line)]
    size = sum(map(size_of, left))
    article = sum(size_of(text) for text in texts if is_prose(text))
    if size < _FEWEST or article >= LEAST_COVERAGE * (article + size):
        return None
    return f"正文之外还有 {size} 字像正文的文字未收入：“{left[0][:_SHOWN]}…”"


def _may_be_text(line: Line) -> bool:
    return (
        line.place >= 0
        and line.linked <= _LINKED
        and is_prose(line.text)
        and not is_footer_start(line.text)
        and not is_notice_of_site(line.text)
        and not is_labelled(line.text)
    )
