"""Descriptions: how does a query read in words?"""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from ..article_fields import FieldName
from ..document_numbers import DocumentNumber
from ..saying import Say, in_chinese
from .nodes import (
    AllOf,
    AnyOf,
    Anywhere,
    Dated,
    Everything,
    Exact,
    Field,
    Like,
    Literal,
    Most,
    Named,
    Near,
    Not,
    Nothing,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    Unit,
    Word,
    Wordings,
)


def describe(query: Query, say: Say = in_chinese) -> str:  # noqa: PLR0911, PLR0912 - a case for each node
    """Say how a query was read."""
    match query:
        case Everything():
            return say("全部文章")
        case Nothing():
            return say("没有可以查找的文字")
        case Word() | Phrase():
            return _in_field(query.field, f"“{query.text}”", say)
        case Pattern():
            return _in_field(
                query.field, say("“%(text)s”（* 代几个字，? 代一字）", text=query.text), say
            )
        case Prefix():
            beginning = say("以“%(text)s”开头", text=query.text)
            return beginning if query.field is Field.TEXT else _label(query.field, say) + beginning
        case Together():
            listed = _listed(query.literals, say)
            if query.unit is Unit.SENTENCE:
                return say("%(words)s在一句里", words=listed)
            return say("%(words)s在一段里", words=listed)
        case Near():
            listed = _listed(query.literals, say)
            return say("%(words)s相距不超过 %(count)s 个字", words=listed, count=query.distance)
        case Exact():
            return say("原样写作“%(text)s”", text=query.written)
        case DocumentNumber():
            return say("文号为“%(number)s”，或提到它", number=query.text)
        case Like():
            return say("与 %(id)s 相似", id=query.identifier)
        case Named():
            text = query.phrase.text
            return say("名为%(name)s，或写有%(words)s", name=f"《{text}》", words=f"“{text}”")
        case Anywhere(literal):
            return describe(literal, say)
        case Run():
            pieces = _in_field(query.whole.field, _listed(query.pieces, say), say)
            if len(query.pieces) == 1:
                return pieces
            return say("%(words)s（连在一起的在前）", words=pieces)
        case Most():
            listed = _listed(query.pieces, say)
            return say("%(words)s 中的一部分（含得多的、连在一起的在前）", words=listed)
        case AllOf():
            return say(" 并且 ").join(_describe_inner(node, say) for node in query.nodes)
        case AnyOf():
            return say(" 或 ").join(_describe_inner(node, say) for node in query.nodes)
        case Wordings():
            return say("%(words)s（或用其他名称）", words=describe(query.nodes[0], say))
        case Not():
            return say("除去%(words)s", words=_describe_inner(query.node, say))
        case Dated():
            period = describe_period(query.first, query.last, say)
            return say("发布日期%(period)s", period=period)
        case _:
            assert_never(query)


def describe_period(first: date | None, last: date | None, say: Say = in_chinese) -> str:
    """Say from when to when."""
    if first and last and first != last:
        return say("%(first)s 至 %(last)s", first=first, last=last)
    if first and last:
        return say("为 %(day)s", day=first)
    if first:
        return say("自 %(day)s 起", day=first)
    return say("至 %(day)s 止", day=last) if last else say("不限")


def _describe_inner(query: Query, say: Say) -> str:
    text = describe(query, say)
    return say("（%(words)s）", words=text) if isinstance(query, AllOf | AnyOf) else text


def _listed(literals: Sequence[Literal], say: Say) -> str:
    return say("、").join(f"“{literal.text}”" for literal in literals)


def _in_field(field: Field, words: str, say: Say) -> str:
    if field is Field.TEXT:
        return words
    return say("%(field)s含%(words)s", field=_label(field, say), words=words)


def _label(field: Field, say: Say) -> str:
    return say("栏目、来源等") if field is Field.ABOUT else say(FieldName(field).label)
