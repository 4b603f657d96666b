"""JSON Lines: how does a line of JSON become an article? The fields are those of corpus/README.md."""

import json
from collections.abc import Iterable, Iterator
from io import BufferedIOBase
from typing import BinaryIO

from ...errors import UnreadableError
from ..fields.audience import means_audience
from ..files.decoding import decode
from .object_tree import find_articles
from .record import Item, Record, read_records, with_what_stands_before

_MAX_LINE_BYTES = 64 * 1024 * 1024
_SKIPPED_AT_ONCE = 1024 * 1024


def bounded_lines(stream: BufferedIOBase | BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream; of one that is too long only so much as to show that it is."""
    while line := stream.readline(_MAX_LINE_BYTES + 1):
        yield line
        while len(line) > _MAX_LINE_BYTES and not line.endswith(b"\n"):
            rest = stream.readline(_SKIPPED_AT_ONCE)
            if not rest or rest.endswith(b"\n"):
                break


def read_json_lines(lines: Iterable[bytes], origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each line that is not blank, and remarks."""
    yield from read_records(with_what_stands_before(_records(lines)), origin)


def _records(lines: Iterable[bytes]) -> Iterator[Record | UnreadableError]:
    is_empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        is_empty = False
        try:
            for values in _objects(line):
                yield Record(values, line=number)
        except UnreadableError as error:
            yield UnreadableError(error.reason, number)
    if is_empty:
        yield UnreadableError("空文件")


def load_json(text: str) -> object:
    """Read JSON. Raises UnreadableError."""
    try:
        # Exports break lines in a text.
        return json.loads(text, strict=False, object_pairs_hook=json_object)
    except (ValueError, RecursionError) as error:
        # ValueError itself: an integer of more digits than Python reads.
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "嵌套过深，或数字过长"
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise UnreadableError(f"不是完整的 JSON: {reason}", line) from error


def json_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object; of a name that it has twice the last value counts, but where it says who may read it."""
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = [name for name in values if means_audience(name)]
        values |= {name: [value for own, value in pairs if own == name] for name in twice}
    return values


def _objects(line: bytes) -> Iterator[dict[str, object]]:
    """Yield the objects of a line that are articles, else the one that should be."""
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadableError(f"一行超过 {_MAX_LINE_BYTES >> 20} MB")
    value = load_json(decode(line))
    for found in find_articles(value) or [value]:
        if not isinstance(found, dict):
            raise UnreadableError("不是 JSON 对象，每行应为 {…}")
        yield found
