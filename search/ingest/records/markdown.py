"""Markdown: how does a Markdown file, with YAML front matter or without, become an article?"""

from collections.abc import Iterator
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ...article import Article, Block, BlockKind
from ...errors import UnreadableError
from ..fields.names import by_field, field_of
from ..fields.values import FieldError, article_id, read_fields
from ..lines.blocks import without_echo_blocks

_PARSER = MarkdownIt("js-default")  # no raw HTML; with tables
_CELL_SEPARATOR = " | "
_MAX_BRACKETS = 10_000  # each may open a link, and costs the parser up to 0.3 ms


def read_markdown(text: str, origin: str) -> Article:
    """Read one article. Raises UnreadableError, with the line where it is known."""
    handler = YAMLHandler()
    body = text
    front: dict[str, object] = {}
    if handler.detect(text):
        try:
            matter, body = handler.split(text)
        except ValueError as error:
            raise UnreadableError("文件头没有结束的 ---", 1) from error
        front = _front_matter(matter, text)
    if not isinstance(front, dict):
        raise UnreadableError("文件头不是“名称: 值”的列表", 1)
    if body.count("[") > _MAX_BRACKETS:
        raise UnreadableError(f"方括号“[”超过 {_MAX_BRACKETS} 个，不像文章")
    blocks = tuple(_blocks(_PARSER.parse(body)))
    front = by_field(front)
    if "title" not in front and blocks and blocks[0].kind is BlockKind.HEADING:
        front["title"] = blocks[0].text
    try:
        known = read_fields(front)
    except FieldError as error:
        raise UnreadableError(error.reason, _line_of_field(text, error.name)) from error
    blocks = without_echo_blocks(blocks, known["title"])
    if not blocks:
        raise UnreadableError("没有正文")
    return Article(**known | {"id": article_id(known["id"], origin), "blocks": blocks})


def _front_matter(matter: str, text: str) -> Any:
    """Read YAML as plain text: a date or a number in it is read by our own rules."""
    try:
        return yaml.load(matter, Loader=yaml.BaseLoader) or {}  # noqa: S506 - makes text only
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        above = text[: text.index(matter)].count("\n")
        raise UnreadableError("文件头不是 YAML", above + mark.line + 1 if mark else 1) from error


def _line_of_field(text: str, field: str) -> int | None:
    """Find the line of the front matter that begins with a field's name."""
    for number, line in enumerate(text.splitlines(), 1):
        if ":" in line and field_of(line.partition(":")[0]) == field:
            return number
    return None


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    kind = BlockKind.PARAGRAPH
    row: list[str] | None = None
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            kind = BlockKind.HEADING if token.nesting == 1 else BlockKind.PARAGRAPH
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            if any(row):
                yield Block(BlockKind.PARAGRAPH, _CELL_SEPARATOR.join(row))
            row = None
        elif token.type in {"fence", "code_block"}:
            yield from _block(BlockKind.PARAGRAPH, token.content)
        elif token.type == "inline":
            text = _plain(token.children or [])
            if row is not None:
                row.append(text)
            else:
                yield from _block(kind, text)


def _block(kind: BlockKind, text: str) -> Iterator[Block]:
    stripped = "\n".join(line.strip() for line in text.strip().splitlines())
    if stripped:
        yield Block(kind, stripped)


def _plain(children: list[Token]) -> str:
    breaks = {"softbreak", "hardbreak"}
    return "".join("\n" if child.type in breaks else child.content for child in children)
