"""Markdown: how does a Markdown file, with front matter or without, become an article?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...article import Article, BlockKind
from ...errors import UnreadableError
from ...text.characters import HAN
from ..fields.audience import IN_DOUBT, Told, means_audience, told_by, told_in, without_audience
from ..fields.audience_lines import audience_pairs, told_in_lines
from ..fields.evidence import ReadArticle
from ..fields.names import NamedValues, field_of, sort_out
from ..fields.values import FieldError, article_id, read_fields
from ..lines.blocks import without_echo_blocks
from ..lines.coverage import loss
from .front_matter import FrontMatter, split_front_matter
from .markdown_head import split_head
from .markdown_parser import parse
from .markdown_passages import Passage, passages_of
from .record import Item, LeftOut

_MAX_BRACKETS = 10_000  # each may open a link, and costs the parser up to 0.3 ms
_HAN = re.compile(rf"[{HAN}]")
_MOST_HEAD_LINES = 300  # of front matter


def read_markdown(text: str, origin: str) -> Iterator[Item]:
    """Yield one article, and remarks on it. Raises UnreadableError, with the line where it is known."""
    front = split_front_matter(text)
    if front.body.count("[") > _MAX_BRACKETS:
        raise UnreadableError(f"方括号“[”超过 {_MAX_BRACKETS} 个，不像文章")
    passages = list(passages_of(parse(front.body)))
    in_head, others = split_head(passages)
    named = _named(front, in_head)
    blocks = tuple(block for passage in others for block in passage.blocks())
    if "title" not in named.fields and blocks and blocks[0].kind is BlockKind.HEADING:
        named.fields["title"] = blocks[0].text
    try:
        known = read_fields(named.fields)
    except FieldError as error:
        raise UnreadableError(error.reason, _line_of_field(text, error.name)) from error
    blocks = without_echo_blocks(blocks, known.values["title"])
    if not blocks:
        raise UnreadableError("没有正文")
    lost = _lost(front.body, passages)
    article = Article(
        **known.values | {"id": article_id(known.values["id"], origin), "blocks": blocks}
    )
    told = _told(text, front)
    doubts = (*front.doubts, *known.doubts, *((lost,) if lost else ()), *told.doubts)
    yield ReadArticle(article, doubts=doubts, audience=told.audience)
    left_out = LeftOut()
    left_out.add(named, article)
    yield from left_out.remarks(origin)


def _named(front: FrontMatter, in_head: dict[str, object]) -> NamedValues:
    """Sort out what stands above a text; what is named there and in its head is taken from above."""
    texts = tuple(name for name in front.values if field_of(name) == "text")  # description
    values = without_audience(front.values)
    above = {name: value for name, value in values.items() if name not in texts}
    taken = {field_of(name) for name in above}
    named = sort_out(
        {**above, **{name: v for name, v in in_head.items() if field_of(name) not in taken}}
    )
    return replace(named, unknown=(*named.unknown, *texts))


def _told(text: str, front: FrontMatter) -> Told:
    """Return what a file says of who may read it; front matter that is broken may say anything.

    Where more of its lines name that than YAML has kept (of a name that stands there twice the last, of
    a line without its colon none), and of what stands above it and below, the lines are asked.
    """
    lines = front.body.splitlines()
    told = told_in_lines(lines)
    if front.doubts:
        return IN_DOUBT.and_told(told)
    head = text.splitlines()[: -len(lines) or None][:_MOST_HEAD_LINES]
    pairs = audience_pairs(head) if front.values else []
    if len(pairs) > sum(map(means_audience, map(str, front.values))):
        told = told.and_told(told_by(pairs))
    return told.and_told(told_in(front.values))


def _lost(body: str, passages: Sequence[Passage]) -> str | None:
    """Compare the Chinese characters of a text with those that were read: addresses and code have none."""
    read = sum(len(_HAN.findall(line.text)) for passage in passages for line in passage.lines)
    return loss(len(_HAN.findall(body)), read)


def _line_of_field(text: str, field: str) -> int | None:
    """Find the line of the front matter that begins with a field's name."""
    for number, line in enumerate(text.splitlines(), 1):
        if ":" in line and field_of(line.partition(":")[0]) == field:
            return number
    return None
