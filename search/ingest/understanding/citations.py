"""Citations: which document numbers does a text name, its own and those it refers to? 国发〔2025〕5号."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...article import Article
from ...document_numbers import (
    DocumentNumber,
    NumberInText,
    canonical_number,
    may_name_number,
    numbers_in,
    read_number,
    without_signer,
)
from ..lines.blocks import find_title_echo
from .orders import find_order

# Nothing is given back (*+): else brackets in it could be shared out in ways without number.
_PUBLISHED_BY = re.compile(r"^[（(]([^（()）]*+(?:[（(][^（()）]*+[)）][^（()）]*+)*+)[)）]")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\s*")
_IN_TITLE = re.compile(
    r"[（(]([^（()）]{4,40}(?:[（(][^（()）]{1,6}[）)][^（()）]{1,20})?)[）)]\s*$"
)
# What goes on with a number that another document is named by.
_GOES_ON = re.compile(
    r"\s*(?:[、，,；;》”\"）)]|文件|文(?!件)|和|及|与|以及|的|等|规定|要求|精神|同时|通知|印发|转发|已|中|第)"
)
_HEAD_LINES = 10
_MAX_CITED, _MAX_LENGTH = 200, 40


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The document number of an article itself, why it is taken for that, and how sure that is."""

    number: str
    reason: str
    confidence: float


def find_own_number(title: str, texts: Sequence[str]) -> OwnNumber | None:
    """Find an article's own number in its title or at the head of its text, never in running text."""
    if (match := _IN_TITLE.search(title)) and (number := _alone(match[1])):
        return OwnNumber(number, "标题末尾括号里的文号", 0.95)
    head = [line.strip() for text in texts[: 2 * _HEAD_LINES] for line in text.splitlines()]
    echo = find_title_echo(head, title)
    if echo and (number := _alone("".join(head[echo.stop : echo.stop + 1]))):
        return OwnNumber(number, "标题下单独一行的文号", 0.95)
    if (order := find_order(head[:_HEAD_LINES])) and order.number:
        return OwnNumber(order.number, f"“{order.name}”及其编号", 0.95)
    for line in head[:_HEAD_LINES]:
        if number := _alone(line):
            return OwnNumber(number, "正文前单独一行的文号", 0.95)
        if line.endswith(("：", ":", "。")):
            break  # below the salutation stand numbers of documents that are passed on
    head = [*head[: echo.start], *head[echo.stop :]]
    if head and (number := _at_start(head[0])):
        return OwnNumber(number, "正文开头的文号", 0.85)
    return _publication(head)


def _alone(line: str) -> str | None:
    """Return the number that a line is, perhaps behind a day and in brackets."""
    if len(line) > 2 * _MAX_LENGTH:
        return None
    line = without_signer(line)
    stripped = _DAY.sub("", line, count=1) if _DAY.match(line) else line
    written = canonical_number(stripped)
    while written[:1] in "（([【" and written[-1:] in "）)]】" and written:
        written = written[1:-1]
    return written if read_number(written) is not None else None


def _at_start(line: str) -> str | None:
    """Return the number that a text begins with, unless the text goes on about its document."""
    found = next(numbers_in(line[: 2 * _MAX_LENGTH]), None)
    if found is None or line[: found.start].strip("（( ") or _GOES_ON.match(line, found.end):
        return None
    return _written(line, found)


def _publication(head: Sequence[str]) -> OwnNumber | None:
    """Read the note under a regulation's title that says by which order it was published.

    （2020年12月26日某市人民政府令〔2020〕第6号公布 …修正）
    """
    for line in head[:3]:
        note = _PUBLISHED_BY.match(line)
        numbers = _numbers(note[1]) if note else []
        # Of a regulation that was amended, the form with a year is the one it is cited by.
        yearly = [number for number in numbers if "〔" in number]
        if numbers:
            return OwnNumber((yearly or numbers)[0], "题注中的公布文号", 0.85)
    return None


def cited_numbers(texts: Iterable[str], own: str | None) -> tuple[str, ...]:
    """Return the numbers that texts refer to, each once, in order, without the document's own."""
    written: dict[DocumentNumber, str] = {}
    for text in filter(may_name_number, texts):
        if len(written) <= _MAX_CITED:
            for found in numbers_in(text):
                written.setdefault(found.number, _written(text, found))
    if own and (number := read_number(own)):
        written.pop(number, None)
    return tuple(written.values())[:_MAX_CITED]


def with_numbers(article: Article) -> Article:
    """Fill in the numbers that an article's text cites, and its own where no field gives it."""
    texts = list(article.lines())
    own = article.doc_number
    if own is None and (found := find_own_number(article.title, texts)):
        own = found.number
    return replace(article, doc_number=own, cites=cited_numbers(texts, own))


def _numbers(text: str) -> list[str]:
    return [_written(text, found) for found in numbers_in(text)]


def _written(text: str, found: NumberInText) -> str:
    return canonical_number(text[found.start : found.end])
