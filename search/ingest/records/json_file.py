"""JSON files: how do the objects of a whole JSON file become articles?"""

from collections.abc import Iterator

from ...article import Article
from ...errors import UnreadableError
from ..files.decoding import decode
from .json_lines import load_json, read_json_lines
from .record import read_record

_LISTS = ("data", "articles", "items", "records", "list", "rows", "results")


def read_json(content: bytes, origin: str) -> Iterator[Article | UnreadableError]:
    """Yield an article, or why there is none, for each object. Raises UnreadableError.

    The file is a list of objects, an object with such a list (`data`, `articles`, …), or one article.
    """
    text = decode(content).removeprefix("\ufeff")
    try:
        value = load_json(text)
    except UnreadableError as error:
        if "Extra data" not in error.reason:
            raise
        yield from read_json_lines(content.splitlines(keepends=True), origin)  # objects in lines
        return
    objects = _objects(value)
    if not objects:
        raise UnreadableError("没有一篇文章：列表是空的")
    for number, value in enumerate(objects, 1):
        try:
            if not isinstance(value, dict):
                raise UnreadableError("不是 JSON 对象，应为 {…}")
            yield read_record(value, origin)
        except UnreadableError as error:
            yield UnreadableError(
                f"第 {number} 项：{error.reason}" if len(objects) > 1 else error.reason
            )


def _objects(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise UnreadableError("不是 JSON 对象的列表，应为 [{…}, …]")
    for name in _LISTS:
        if isinstance(value.get(name), list):
            return list(value[name])
    return [value]
