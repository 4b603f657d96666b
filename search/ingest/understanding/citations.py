"""Citations: which document numbers does a text name, its own and those it refers to? 国发〔2025〕5号."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...article import Article
from ...document_numbers import (
    ANNOUNCEMENT,
    ANY_NUMBER,
    ORDER,
    SERIAL,
    SIGNS,
    YEARLY,
    canonical_number,
)
from ...text.characters import HAN
from ..lines.blocks import find_title_echo

# What may stand before an issuer's short name in running text, and is no part of it.
_BEFORE_ISSUER = re.compile(
    r"^.*(?:根据|依据|依照|按照|参照|遵照|贯彻|落实|执行|转发|印发|关于|以及|经由|同意|发布|公布|下发|废止|修订|"
    r"修正|修改|通知|意见|办法|规定|决定|文件|(?<!共)和|[日的与及以由自见即为原对将经])"
)
# Nothing is given back (*+): else brackets in it could be shared out in ways without number.
_PUBLISHED_BY = re.compile(r"^[（(]([^（()）]*+(?:[（(][^（()）]*+[)）][^（()）]*+)*+)[)）]")
_ALONE = re.compile(
    rf"^(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日\s*)?[（(〔\[]?({YEARLY}|[{HAN}]{{2,30}}{ORDER}|{ANNOUNCEMENT})[）)〕\]]?$"
)
_AT_START = re.compile(rf"^[（(]?({YEARLY})[）)]?")
_SERIAL = re.compile(rf"^{SERIAL}$")
_IN_TITLE = re.compile(rf"[（(]\s*({YEARLY})\s*[）)]\s*$")
_HEAD_LINES = 10
_MAX_CITED, _MAX_LENGTH = 200, 40


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The document number of an article itself, why it is taken for that, and how sure that is."""

    number: str
    reason: str
    confidence: float


def find_own_number(title: str, texts: Sequence[str]) -> OwnNumber | None:
    """Find an article's own number in its title or at the head of its text."""
    if match := _IN_TITLE.search(title):
        return OwnNumber(canonical_number(match[1]), "标题末尾括号里的文号", 0.95)
    head = [line.strip() for text in texts[: 2 * _HEAD_LINES] for line in text.splitlines()]
    echo = find_title_echo(head, title)
    if echo and (match := _ALONE.match("".join(head[echo.stop : echo.stop + 1]))):
        return OwnNumber(canonical_number(match[1]), "标题下单独一行的文号", 0.95)
    for above, line in zip(["", *head], head[:_HEAD_LINES], strict=False):
        if match := _ALONE.match(line):
            return OwnNumber(canonical_number(match[1]), "正文前单独一行的文号", 0.95)
        if (match := _SERIAL.match(line)) and above.endswith("令") and len(above) <= _MAX_LENGTH:
            return OwnNumber(canonical_number(f"{above}第{match[1]}号"), "令及其下一行的编号", 0.95)
        if line.endswith(("：", ":", "。")):
            break  # below the salutation stand numbers of documents that are passed on
    head = [*head[: echo.start], *head[echo.stop :]]
    if head and (match := _AT_START.match(head[0])):
        return OwnNumber(canonical_number(match[1]), "正文开头的文号", 0.85)
    return _publication(head)


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
    found: dict[str, None] = {}
    for text in texts:
        if len(found) < _MAX_CITED:
            found |= dict.fromkeys(_numbers(text))
    found.pop(canonical_number(own or ""), None)
    return tuple(found)[:_MAX_CITED]


def with_numbers(article: Article) -> Article:
    """Fill in the numbers that an article's text cites, and its own where no field gives it."""
    texts = [block.text for block in article.blocks]
    own = article.doc_number
    if own is None and (found := find_own_number(article.title, texts)):
        own = found.number
    return replace(article, doc_number=own, cites=cited_numbers(texts, own))


def _numbers(text: str) -> list[str]:
    if not SIGNS.intersection(text):  # by far the most texts: not worth trying at each character
        return []
    numbers = []
    for match in ANY_NUMBER.finditer(text):
        number = canonical_number(_BEFORE_ISSUER.sub("", match[0].replace("\n", "")))
        # Without an issuer it names nothing: 〔2024〕5号.
        if number and number[0] not in "〔令" and len(number) <= _MAX_LENGTH:
            numbers.append(number)
    return numbers
