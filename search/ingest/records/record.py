"""Records: how do values with names, of a row or a JSON object, become an article?"""

import re
from collections.abc import Mapping

from ...article import Article, Block, BlockKind
from ...errors import UnreadableError
from ..fields.names import by_field
from ..fields.values import article_id, read_fields, without_surrogates
from ..lines.blocks import blocks_of_lines, without_echo_blocks

_MARKUP = re.compile(r"\s*<(?:!doctype|!--|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)


def read_record(values: Mapping[str, object], origin: str) -> Article:
    """Make an article of named values; `text` may be HTML. Raises UnreadableError."""
    fields = by_field(values)
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableError("没有正文 text")
    text = without_surrogates(text)
    known = read_fields(fields)
    blocks = without_echo_blocks(_blocks(text), known["title"])
    if not blocks:
        raise UnreadableError("没有正文：text 只重复了标题")
    identifier = article_id(known["id"], origin, known["title"], str(known["published"]), text)
    return Article(**known | {"id": identifier, "blocks": blocks})


def _blocks(text: str) -> tuple[Block, ...]:
    if not _MARKUP.match(text):
        stripped = [raw.strip() for raw in text.splitlines()]
        return blocks_of_lines([line for line in stripped if line])
    from ..documents.web_page import render_html  # noqa: PLC0415 - few records hold HTML

    blocks: list[Block] = []
    for line in render_html(text).lines:
        if line.level is not None:
            blocks.append(Block(BlockKind.HEADING, line.text))
        else:
            blocks += blocks_of_lines([line.text])
    return tuple(blocks)
