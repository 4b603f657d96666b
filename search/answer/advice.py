"""Advice: what may a person try where nothing was found? What fits what was typed, and finds something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from ..article_fields import FIELD, FieldName
from ..document_numbers import DocumentNumber
from ..engine import Engine
from ..partial_date import Day, first_of, last_of
from ..query import signs
from ..query.budget import affords
from ..query.nodes import (
    AllOf,
    AnyOf,
    Anywhere,
    Dated,
    Everything,
    Exact,
    Field,
    Like,
    Most,
    Named,
    Near,
    Not,
    Nothing,
    ParsedQuery,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Run,
    Together,
    TypedPart,
    Word,
    Wordings,
)
from ..query.synonyms import NO_SYNONYMS, Synonyms
from ..saying import Message, message
from ..text.normalization import normalize
from ..text.pieces import pieces
from .matching import count_articles, count_results

_MAX_PARTS = 6  # looked at
_MAX_ADVICE = 4
_LONGEST_NAMED = 20  # characters of a part that is to be left out
_MANY_WORDS = 3  # of a run; more are a sentence
_CHARACTER = 30  # what trying one costs, as a budget reckons


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to try: in words, and as a query, with how many articles it finds."""

    text: Message
    query: str = ""
    articles: int = 0


def advise(
    engine: Engine,
    parsed: ParsedQuery,
    first: Day | None,
    last: Day | None,
    synonyms: Synonyms = NO_SYNONYMS,
) -> tuple[Advice, ...]:
    """Return what to try instead of a query that finds nothing; the collection has days `first` to `last`.

    Of another query it is said how many articles a page of results has for it; one that finds none is
    not named, and none is tried beyond what the request may cost. Nothing is said to be missing that
    is found alone.
    """
    found: dict[Advice, None] = {}

    def offer(text: Message, query: str) -> bool:
        can_try = affords(len(query) * _CHARACTER)
        articles = count_results(engine, query, synonyms) if can_try else 0
        if articles:
            found[Advice(text, query, articles)] = None
        return articles > 0

    parts = _without_unwanted(parsed)[:_MAX_PARTS]
    alone = engine.counts([part.node for part in parts]) if parts[1:] else []
    offered = [offer(text, query) for text, query in _with_less(parsed, parts, alone)]
    for part in parsed.parts[:_MAX_PARTS]:
        for text, other in _of_part(part.node, parsed.text[part.start : part.end], first, last):
            if other:
                offer(text, f"{parsed.text[: part.start]}{other}{parsed.text[part.end :]}")
            elif _is_amiss(engine, part):
                found[Advice(text)] = None
    if any(alone) and not any(offered):
        found[Advice(message("少写几个词，或只留最要紧的一个"))] = None
    if isinstance(parsed.query, Nothing):
        found[Advice(message("只有标点，没有可以查找的文字：请写词语"))] = None
    otherwise = message("换一个说法；多种说法用竖线隔开，如 就业|创业")
    if any(isinstance(part.node, AnyOf) for part in parsed.parts):
        otherwise = message("每一种说法都没有：请核对用字，或再加别的说法")
    return tuple(found)[:_MAX_ADVICE] or (Advice(otherwise),)


def _is_amiss(engine: Engine, part: TypedPart) -> bool:
    # Days and sentences may ask for too much although they find something alone.
    return isinstance(part.node, Dated | Run) or not count_articles(engine, part.node)


def _with_less(
    parsed: ParsedQuery, parts: Sequence[TypedPart], alone: Sequence[int]
) -> Iterator[tuple[Message, str]]:
    """Yield the query without what no article has; where each part is found alone, without one of them.

    `alone` says of each of several parts how many articles have it.
    """
    if not any(alone):
        return
    missing = [part for part, count in zip(parts, alone, strict=True) if not count]
    for part in missing or parts:
        typed = parsed.text[part.start : part.end][:_LONGEST_NAMED]
        if missing:
            text = message("没有“%(text)s”，去掉它：", text=typed)
        else:
            text = message("没有一篇都有这些词，去掉“%(text)s”：", text=typed)
        yield text, parsed.without(part)


def _without_unwanted(parsed: ParsedQuery) -> list[TypedPart]:
    return [part for part in parsed.parts if not isinstance(part.node, Not)]


_Advised = Iterator[tuple[Message, str]]  # what to try, and what to write for the part


def _of_part(  # noqa: PLR0912 - a case for each node
    node: Query, typed: str, first: Day | None, last: Day | None
) -> _Advised:
    match node:
        case Dated():
            yield from _of_days(node, first, last)
        case DocumentNumber(issuer, year):
            if issuer and year:
                yield message("同一机关同一年的文号："), f"文号:{issuer}〔{year}〕"
            if issuer:
                yield message("同一机关的文号："), f"文号:{issuer}"
            yield message("这里没有这个文号：请核对机关代字、年份和序号"), ""
        case Like():
            yield message("“相似:”后面要写文章的编号，如检索结果里所列"), ""
        case Exact():
            yield message("“精确:”连繁简、大小写都不差才算；不必这样严："), node.phrase.text
        case Near(words) | Together(_, words):
            yield message("不限这些词相距多远："), " ".join(word.text for word in words)
        case Word(text, field) | Phrase(text, field) | Prefix(text, field) | Pattern(text, field):
            yield from _of_literal(node, text, field, typed)
        case Run():
            yield from _of_run(node, typed)
        case Named(phrase):
            yield message("书名号里逐字查找，一字不差才算；不用书名号："), phrase.text
        case AnyOf(nodes):
            for inner in nodes:
                if isinstance(inner, DocumentNumber):
                    yield from _of_part(inner, typed, first, last)
        case Most() | Anywhere() | AllOf() | Wordings() | Not() | Everything() | Nothing():
            return
        case _:
            assert_never(node)


def _of_days(days: Dated, first: Day | None, last: Day | None) -> _Advised:
    if first is None or last is None:
        yield message("这里的文章没有日期，请不按日期查找"), ""
        return
    if (days.last and days.last < first_of(first)) or (days.first and days.first > last_of(last)):
        yield message("这里没有这些日子的文章，请改日期"), ""
        return
    if days.first and days.last and days.first.year == days.last.year:
        year = days.first.year
        if (days.first, days.last) != (date(year, 1, 1), date(year, 12, 31)):
            yield message("放宽到全年："), f"日期:{year}"
    around = max((days.first or first_of(first)).year - 1, 1)
    until = min((days.last or last_of(last)).year + 1, 9999)
    yield message("放宽到前后一年："), f"日期:{around}..{until}"
    yield message("放宽日期，或去掉日期再查"), ""


def _of_literal(node: Query, text: str, field: Field, typed: str) -> _Advised:
    if field is not Field.TEXT and (prefix := signs.FIELD_PREFIX.match(typed)):
        label, rest = FIELD[FieldName(field)].label, typed[prefix.end() :]
        yield message("不限%(field)s：", field=label), rest
        missing = message("%(field)s里没有“%(text)s”：请核对", field=label, text=rest.strip()[:40])
        yield missing, ""
        return
    if isinstance(node, Pattern):
        yield message("引号里 ? 代任意一个字，* 代几个字；要查这些符号本身："), f"精确:{typed}"
    elif typed[0] in signs.QUOTES:
        yield message("引号里的字逐字查找，一字不差才算；去掉引号："), text
    elif text.isdigit():
        yield message("数字按整个数查找；只记得其中几位，加引号："), f"“{text}”"
        yield message("这里没有 %(text)s 这个数：请核对", text=text[:40]), ""
    elif text.isascii():
        yield message("英文按整个单词查找；只记得一段，加引号："), f"“{text}”"
        yield message("只记得开头，加星号："), f"{text}*"
        if text.isalpha():
            yield message("若是拼音，请写汉字，或把音节写全；若是外文，请写中文的说法"), ""
    elif len(text) == 1:
        yield message("这里的文章没有“%(text)s”这个字，请换一个说法", text=text), ""
    elif isinstance(node, Phrase):
        yield message("这里的文章没有“%(text)s”：核对用字，或换一个说法", text=text[:40]), ""


def _of_run(run: Run, typed: str) -> _Advised:
    where = run.whole.field
    if where is not Field.TEXT and (prefix := signs.FIELD_PREFIX.match(typed)):
        yield message("不限%(field)s：", field=FIELD[FieldName(where)].label), typed[prefix.end() :]
        return
    if signs.UNKNOWN_FIELD.match(typed):
        bare = typed[min(typed.find(colon) for colon in signs.COLONS if colon in typed) + 1 :]
        yield message("去掉冒号和它前面的字："), bare
        return
    words = [piece.text for piece in pieces(normalize(typed))]
    if len(words) > 1:
        yield message("把连写的一句拆成几个词，用空格隔开："), " ".join(words)
    if len(words) > _MANY_WORDS:
        yield message("只留最要紧的两三个词"), ""
