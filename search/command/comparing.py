"""Comparing: how do two texts look side by side on a terminal? What is the same is only counted."""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from ..article import Article, ArticleHead, in_one_line
from ..engine import Engine
from ..engines import Location
from ..errors import UsageError
from ..wording.compared import MOST_PASTED, Compared, compare_articles, compare_with_text
from ..wording.comparison import Kind, Range, Row
from ..wording.own_wordings import Wording
from .exit_codes import EXIT_WELL
from .opening import opened
from .terminal import facts, print_json, styled

_SIGN_OF_INPUT = "-"
_LISTED = 20  # wordings
_LABELS = {
    Kind.KEPT: "相同",
    Kind.NUMBERED: "只改编号",
    Kind.MOVED: "移动",
    Kind.CHANGED: "改动",
    Kind.NEW: "新增",
    Kind.GONE: "删去",
}


def compare(identifier: str, other: str, index: Location, as_json: bool) -> int:
    """Show two articles side by side, or an article and what is read from standard input."""
    with opened(index) as engine:
        one = _article(engine, identifier)
        if other == _SIGN_OF_INPUT:
            text = sys.stdin.buffer.read((MOST_PASTED + 1) * 4).decode("utf-8-sig", "replace")
            compared = compare_with_text(engine, one, text)
        else:
            compared = compare_articles(engine, one, _article(engine, other))
    if as_json:
        print_json(compared.plain())
    else:
        for line in _lines(compared):
            click.echo(line)
    return EXIT_WELL


def _article(engine: Engine, identifier: str) -> Article:
    found = engine.fetch([identifier])
    if not found:
        raise UsageError("没有编号为 %(id)s 的文章；编号见 zhengsou search 的结果", id=identifier)
    return found[0]


def _lines(compared: Compared) -> Iterator[str]:
    comparison = compared.comparison
    yield from _named("-", compared.one)
    if compared.other:
        yield from _named("+", compared.other)
    else:
        yield "+ 标准输入的文字"
    if comparison.is_same:
        yield "两篇相同：空白、全角半角、繁简不计。"
        return
    counts = [f"{_LABELS[kind]} {count}" for kind, count in comparison.counts.items() if count]
    yield f"句：{'，'.join(counts)}"
    for label, wordings in (("新出现", compared.new), ("不再出现", compared.gone)):
        if wordings:
            yield styled(f"{label}：{_listed(wordings)}")
    for is_kept, rows in groupby(comparison.rows, key=_is_kept):
        if is_kept:
            yield styled(f"\n  （{sum(1 for _ in rows)} 句相同）", dim=True)
        else:
            yield from (line for row in rows for line in _row_lines(row))


def _named(sign: str, article: ArticleHead) -> Iterator[str]:
    yield f"{sign} {styled(article.title, bold=True)}  {facts(article.day, article.source, f'[{article.id}]')}"


def _listed(wordings: tuple[Wording, ...]) -> str:
    told = "、".join(f"{wording.text} {wording.count}" for wording in wordings[:_LISTED])
    more = len(wordings) - _LISTED
    return f"{told} 等 {len(wordings)} 个" if more > 0 else told


def _is_kept(row: Row) -> bool:
    return row.kind in {Kind.KEPT, Kind.NUMBERED}


def _row_lines(row: Row) -> Iterator[str]:
    moved = "，移动" if row.is_moved and row.kind is not Kind.MOVED else ""
    yield f"\n{_LABELS[row.kind]}{moved}{_joined(row)}"
    if row.one:
        yield f"- {_marked(row.one.text, row.gone, 'red')}"
    if row.other:
        yield f"+ {_marked(row.other.text, row.new, 'green')}"


def _joined(row: Row) -> str:
    ones, others = (len(side.parts) if side else 0 for side in (row.one, row.other))
    if others:
        return f"，一句拆成 {others} 句"
    return f"，{ones} 句并成一句" if ones else ""


def _marked(text: str, ranges: Iterable[Range], colour: str) -> str:
    """Write a sentence with what was changed in 【】, which does without colours."""
    parts, at = [], 0
    for start, end in ranges:
        parts.append(styled(text[at:start]))
        parts.append(styled(f"【{text[start:end]}】", fg=colour))
        at = end
    return in_one_line("".join([*parts, styled(text[at:])]))
