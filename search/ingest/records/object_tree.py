"""Object tree: which objects of a tree are articles? Those with a title and a text, wherever they stand.

{"data": {"list": […]}}, {"hits": {"hits": [{"_source": {…}}]}}, {"1001": {…}, "1002": {…}},
{"features": [{"properties": {…}}]}: what is around them is not asked for its name.
"""

import re
from collections.abc import Mapping

from ...article import Audience
from ...text.characters import HAN
from ..fields.audience import told_in
from ..fields.names import field_of, is_summary, sort_out

_MOST_DEEP = 20
_HAN = re.compile(rf"[{HAN}]")
# With one of these an object is the envelope of an answer: what else it says is not of the article.
_ENVELOPE = frozenset("code msg message success errno errcode errmsg ret error took".split())

_Objects = list[object]


def find_articles(value: object) -> _Objects:
    """Return the objects of a tree that are articles, with what stands among them in a list; else []."""
    return _find(value, 0)


def _find(value: object, depth: int) -> _Objects:
    if depth > _MOST_DEEP:
        return []
    if isinstance(value, list):
        return _find_in_list(value, depth)
    return _find_in_object(value, depth) if isinstance(value, Mapping) else []


def _find_in_list(values: list[object], depth: int) -> _Objects:
    """Return the articles of a list; an element that has none stays as it is, to be named."""
    found = [_find(value, depth + 1) for value in values]
    if not any(found):
        return []
    return [
        item
        for value, items in zip(values, found, strict=True)
        for item in (items or ([] if isinstance(value, list) else [value]))
    ]


def _find_in_object(value: Mapping[str, object], depth: int) -> _Objects:
    if _is_article({name: part for name, part in value.items() if not is_summary(str(name))}):
        return [value]
    found: _Objects = []
    around: dict[str, object] = {}
    for name, part in value.items():
        items = _find(part, depth + 1) or _find_titled(name, part)
        if isinstance(part, Mapping) and len(items) == 1:
            items = [_with_what_stands_around(items[0], value, name)]
        found += items
        if not items:
            around[name] = part
    if found:
        return _kept_as(around, found)
    joined = _joined(value)
    return [joined] if _is_article(joined) else []


def _kept_as(around: Mapping[str, object], found: _Objects) -> _Objects:
    """Give articles what stands around them and keeps them from everyone, beside what they say themselves."""
    said = {name: part for name, part in around.items() if _keeps(name, part)}
    return [
        {**item, **{name: _both(item, name, part) for name, part in said.items()}}
        if said and isinstance(item, Mapping)
        else item
        for item in found
    ]


def _keeps(name: str, part: object) -> bool:
    return told_in({name: part}).audience is Audience.INTERNAL


def _both(item: Mapping[str, object], name: str, part: object) -> object:
    return [part, item[name]] if name in item and item[name] != part else part


def _is_article(value: Mapping[str, object]) -> bool:
    return {"title", "text"} <= sort_out(value).fields.keys()


def _find_titled(name: str, value: object) -> _Objects:
    """Return an object that lies under its title: {"关于夜校开班的通知": {"content": …}}."""
    if not isinstance(value, Mapping) or not _HAN.search(name) or field_of(name):
        return []
    fields = sort_out(value).fields
    return [{**value, "title": name}] if "text" in fields and "title" not in fields else []


def _with_what_stands_around(
    article: object, around: Mapping[str, object], name: str
) -> Mapping[str, object]:
    """Give an article what the object around it says of it alone: {"_id": …, "_source": {…}}."""
    if not isinstance(article, Mapping):
        return {}
    others = {key: part for key, part in around.items() if key != name}
    is_envelope = not _ENVELOPE.isdisjoint(others)
    is_list = "title" in sort_out(others).fields  # with a title of its own
    is_one_of_many = any(isinstance(part, Mapping | list) and part for part in others.values())
    if is_envelope or is_list or is_one_of_many:
        return article
    known = sort_out(article).fields
    return {
        **{key: part for key, part in others.items() if (field_of(key) or key) not in known},
        **article,
    }


def _joined(value: Mapping[str, object]) -> Mapping[str, object]:
    """Put the fields of objects within an object beside its own: {"meta": {"title": …}, "content": …}."""
    joined: dict[str, object] = {}
    for name, part in value.items():
        if isinstance(part, Mapping) and field_of(name) is None:
            joined |= {inner: within for inner, within in part.items() if inner not in value}
        else:
            joined[name] = part
    return joined
