"""How does a line of JSON become an article? The fields are those of corpus/README.md."""

import json
from collections.abc import Iterable, Iterator
from io import BufferedIOBase
from typing import Any

from ..article import Article
from ..errors import UnreadableError
from .blocks import blocks_of_lines, without_title_echo
from .decoding import decode
from .fields import ArticleFields, article_id, without_surrogates

_MAX_LINE_BYTES = 64 * 1024 * 1024
_SKIPPED_AT_ONCE = 1024 * 1024


def bounded_lines(stream: BufferedIOBase) -> Iterator[bytes]:
    """Yield the lines of a stream; of one that is too long only so much as to show that it is."""
    while line := stream.readline(_MAX_LINE_BYTES + 1):
        yield line
        while len(line) > _MAX_LINE_BYTES and not line.endswith(b"\n"):
            rest = stream.readline(_SKIPPED_AT_ONCE)
            if not rest or rest.endswith(b"\n"):
                break


def read_json_lines(lines: Iterable[bytes], origin: str) -> Iterator[Article | UnreadableError]:
    """Yield an article, or why there is none, for each line that is not blank."""
    is_empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        is_empty = False
        try:
            yield _read_object(line, origin, number)
        except UnreadableError as error:
            yield UnreadableError(error.reason, number)
    if is_empty:
        yield UnreadableError("空文件")


def _read_object(line: bytes, origin: str, number: int) -> Article:
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadableError(f"一行超过 {_MAX_LINE_BYTES >> 20} MB")
    try:
        fields = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        # ValueError itself: an integer of more digits than Python reads.
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "嵌套过深，或数字过长"
        raise UnreadableError(f"不是完整的 JSON: {reason}") from error
    if not isinstance(fields, dict):
        raise UnreadableError("不是 JSON 对象，每行应为 {…}")
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableError("没有正文 text")
    return _article(fields, without_surrogates(text), origin)


def _article(fields: dict[str, Any], text: str, origin: str) -> Article:
    known = ArticleFields.from_mapping(fields)
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    lines = without_title_echo(lines, known.title)
    if not lines:
        raise UnreadableError("没有正文：text 只重复了标题")
    return known.to_article(
        article_id(known.id, origin, known.title, str(known.published), text),
        blocks_of_lines(lines),
    )
