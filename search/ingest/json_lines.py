"""How does a line of JSON become an article? The fields are those of corpus/README.md."""

import json
from collections.abc import Iterable, Iterator
from typing import IO

from ..article import Article
from ..errors import UnreadableError
from .decoding import decode
from .records import article_of

_MAX_LINE_BYTES = 64 * 1024 * 1024
_SKIPPED_AT_ONCE = 1024 * 1024
_LISTS = ("data", "articles", "items", "list", "rows", "records", "results", "docs")


def bounded_lines(stream: IO[bytes]) -> Iterator[bytes]:
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


def read_json(text: str, origin: str) -> Iterator[Article | UnreadableError]:
    """Yield an article, or why there is none, for each object of a JSON file.

    The objects stand in an array, or in one that an object around them names (data, articles, …).
    """
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise UnreadableError(f"不是完整的 JSON: {error.msg}", error.lineno) from error
        yield from read_json_lines((line.encode() for line in text.splitlines()), origin)
        return
    except (ValueError, RecursionError) as error:
        raise UnreadableError("不是完整的 JSON: 嵌套过深，或数字过长") from error
    if isinstance(values, dict):
        values = next(
            (values[name] for name in _LISTS if isinstance(values.get(name), list)), [values]
        )
    if not isinstance(values, list) or not values:
        raise UnreadableError("没有文章；应为对象的列表 [{…}, …]")
    for number, value in enumerate(values, 1):
        try:
            yield _article(value, origin)
        except UnreadableError as error:
            yield UnreadableError(f"第 {number} 个对象: {error.reason}")


def _read_object(line: bytes, origin: str, number: int) -> Article:
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadableError(f"一行超过 {_MAX_LINE_BYTES >> 20} MB")
    try:
        value = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        # ValueError itself: an integer of more digits than Python reads.
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "嵌套过深，或数字过长"
        raise UnreadableError(f"不是完整的 JSON: {reason}") from error
    return _article(value, origin)


def _article(value: object, origin: str) -> Article:
    if not isinstance(value, dict):
        raise UnreadableError("不是 JSON 对象，应为 {…}")
    return article_of(value, origin)
