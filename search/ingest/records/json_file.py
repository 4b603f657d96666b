"""JSON files: how do the objects of a whole JSON file become articles?"""

import json
from collections.abc import Iterator

from ...errors import UnreadableError
from ..files.decoding import decode
from .json_lines import json_object, load_json, read_json_lines
from .object_tree import find_articles
from .record import Item, Record, read_records, with_what_stands_before

_LISTS = ("data", "articles", "items", "records", "list", "rows", "results")
_BETWEEN = " \t\r\n,;\x1e"  # of several values in one file; RFC 7464 has a record separator


def read_json(content: bytes, origin: str) -> Iterator[Item]:
    """Yield an article, or why there is none, for each object, and remarks. Raises UnreadableError.

    The articles may stand at any depth; of a file without one the objects that may have been meant
    are told, with what they lack.
    """
    text = decode(content).removeprefix("\ufeff")
    try:
        value = load_json(text)
    except UnreadableError as error:
        if "Extra data" not in error.reason:
            raise
        values = _several(text)
        if values is None:
            yield from read_json_lines(content.splitlines(keepends=True), origin)
            return
        value = values
    objects = find_articles(value) or _objects(value)
    if not objects:
        raise UnreadableError("没有一篇文章：列表是空的")
    yield from read_records(with_what_stands_before(_records(objects)), origin)


def _several(text: str) -> list[object] | None:
    """Read values that stand behind one another, however they are broken into lines; None if one is damaged."""
    decoder = json.JSONDecoder(strict=False, object_pairs_hook=json_object)
    values: list[object] = []
    at = 0
    try:
        while at < len(text):
            if text[at] in _BETWEEN:
                at += 1
                continue
            value, at = decoder.raw_decode(text, at)
            values.append(value)
    except (ValueError, RecursionError):
        return None
    return values


def _records(objects: list[object]) -> Iterator[Record | UnreadableError]:
    for number, value in enumerate(objects, 1):
        place = f"第 {number} 项" if len(objects) > 1 else ""
        if isinstance(value, dict):
            yield Record(value, place=place)
        else:
            reason = "不是 JSON 对象，应为 {…}"
            yield UnreadableError(f"{place}：{reason}" if place else reason)


def _objects(value: object) -> list[object]:
    """Return the objects that may have been meant as articles."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise UnreadableError("不是 JSON 对象的列表，应为 [{…}, …]")
    for name in _LISTS:
        if isinstance(value.get(name), list):
            return list(value[name])
    return [value]
