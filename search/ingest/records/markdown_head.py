"""Markdown head: which fields do labelled lines at the beginning of a text give? **发布日期**: 2025-10-31."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ...article import BlockKind
from ...article_fields import FIELD, FieldName, Kind
from ..fields.names import field_of
from ..fields.values import web_address
from ..lines.labels import Aside, is_labelled, labelled_values
from .markdown_passages import Passage, TextLine

_LABELLED = re.compile(
    r"[【\[]?\s?([^:：\n【】\[\]]{1,20}?)\s?[】\]]?\s?[:：]\s?(\S.*)|[【\[]([^】\]\n]{1,20})[】\]]\s?(\S.*)"
)
_OF_MEETINGS = "时间"  # alone it tells when something takes place
_HEADS_OF_TABLES = frozenset(["", *"项目 内容 字段 值 属性 信息 信息项 key value field".split()])
_MOST_PASSAGES, _MOST_HEADINGS = 40, 1
_YEAR = re.compile(r"\d{4}|[一二][〇○零一二三四五六七八九]{3}年")


def split_head(passages: Sequence[Passage]) -> tuple[dict[str, object], list[Passage]]:
    """Return the fields that lines above a text give, and all the other passages.

    Above the text stand at most one heading, which is the title, and passages of nothing but labels.
    """
    given: dict[str, object] = {}
    others: list[Passage] = []
    headings = 0
    for index, passage in enumerate(passages):
        headings += passage.kind is BlockKind.HEADING
        if passage.kind is BlockKind.HEADING and headings <= _MOST_HEADINGS:
            others.append(passage)
            continue
        if _is_head_of_table(passage):
            continue
        fields = _fields_of(passage) if index < _MOST_PASSAGES else None
        names_another = headings > 0 and "title" in map(field_of, fields or ())  # 名称：职工夜校
        if fields is None or headings > _MOST_HEADINGS or names_another:
            return given, [*others, *passages[index:]]
        given = fields | given
        kept = [] if passage.is_row else [line for line in passage.lines if not _pairs(line)]
        if kept:
            others.append(Passage(passage.kind, kept))
        if any(not line.has_strong_label() for line in kept):
            return given, [*others, *passages[index + 1 :]]
    return given, others


def _fields_of(passage: Passage) -> dict[str, object] | None:
    """Return what a passage says if its lines, or the first of them, are labelled, one at least as a field."""
    if passage.is_row:
        pairs = list(_pairs_of_cells(passage.lines))
    else:
        labelled = takewhile(lambda line: _pairs(line) or line.has_strong_label(), passage.lines)
        pairs = [pair for line in labelled for pair in _pairs(line)]
    return dict(reversed(pairs)) or None


def _is_head_of_table(passage: Passage) -> bool:
    """Say whether a row only says that below it stand names and values."""
    return passage.is_row and all(line.text in _HEADS_OF_TABLES for line in passage.lines)


def _pairs_of_cells(cells: Sequence[TextLine]) -> Iterator[tuple[str, object]]:
    """Yield the fields of a row that is made of names, each with its value behind it."""
    names, values = cells[::2], cells[1::2]
    if len(names) != len(values):
        return
    pairs = [(name.text.strip(" :："), value) for name, value in zip(names, values, strict=True)]
    if all(_may_be(name, value.text) for name, value in pairs):
        yield from ((name, _value(name, value)) for name, value in pairs)


def _pairs(line: TextLine) -> list[tuple[str, object]]:
    """Return the fields that a line names, several on one line too; none if it is no such line."""
    match = _LABELLED.fullmatch(line.text)
    if is_labelled(line.text):
        known = [
            (label.value if isinstance(label, FieldName) else "source", value)
            for label, value in labelled_values(line.text)
            if label is not Aside.IGNORED
        ]
        if len(known) > 1 and all(_may_be(name, value) for name, value in known):
            return [(name, value) for name, value in known]
    if match is None:
        return []
    name, value = match[1] or match[3], match[2] or match[4]
    if name == _OF_MEETINGS or not _may_be(name, value):
        return []
    return [(name, _value(name, TextLine(value, line.address)))]


def _may_be(name: str, value: str) -> bool:
    """Say whether a name is that of a field above a text, and the value may be its own."""
    field = field_of(name)
    if field is None or field == FieldName.TEXT or not value:
        return False
    return FIELD[FieldName(field)].kind is not Kind.DAY or _YEAR.search(value) is not None


def _value(name: str, line: TextLine) -> str:
    is_address = field_of(name) == FieldName.URL
    return line.address if is_address and not web_address(line.text) else line.text
