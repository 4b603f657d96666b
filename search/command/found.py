"""Found: how does what was found look on a terminal, or as JSON for a program?"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from shlex import quote

import click

from ..answer.as_json import article_json, page_json
from ..answer.as_table import csv_lines, header, row
from ..answer.hits import Hit
from ..answer.result_page import ResultPage
from ..answer.snippets import Highlighted, Snippet
from ..article import Article, ArticleHead, BlockKind, in_one_line
from ..corpus_record import CorpusRecord
from ..engine import Explanation, Statistics, TermKind, Tier
from ..facets import section_path
from ..partial_date import uncertainty_of
from ..query.description import describe
from ..query.nodes import Query
from .terminal import facts, minute_said, padded, page_through, print_json, size_said, styled, tell


def print_results(result: ResultPage, as_json: bool) -> None:
    """Print a page of results, what matches in colour."""
    if as_json:
        print_json(page_json(result))
        return
    question = result.question
    found = "，".join(map(str, result.headline))
    tell(f"{describe(result.reading)}：{found}")
    _print_hints(result)
    _print_picks(result)
    _print_suggested(result)
    for place, hit in enumerate(result.hits):
        if place == result.rest:
            tell(f"\n—— {result.said_of_rest} ——")
        _print_hit((question.page - 1) * question.size + place + 1, hit)
    if result.pages > question.page:
        tell(f"\n第 {question.page} 页，共 {result.pages} 页；--page 翻页")


def _print_hints(result: ResultPage) -> None:
    """Print what else may be meant, and what was read otherwise than it was written."""
    if result.suggestion:
        tell(f"您是不是要找：{result.suggestion}")
    for name, others in result.parsed.synonyms:
        tell(f"“{name}”也查找了：{'、'.join(others)}（--synonyms off 不查）")
    if hint := result.date_hint:
        tell(f"“{hint.typed}”指日期？可用 --from {hint.first} --to {hint.last}")
    if place := result.section_hint:
        tell(f"“{place.typed}”指栏目？可用 --section {quote(place.section)}")
    if result.order_hint:
        tell(f"“{result.order_hint}”：按日期排列，最新的在前，可用 --sort newest")
    for held in result.held_numbers:
        more = f"等 {held.count} 个" if held.count > len(held.nearest) else ""
        tell(f"没有收录 {held.asked}；同一机关同年收录的有：{'、'.join(held.nearest)}{more}")
    for note in result.notes:
        tell(f"注意：{note}")


def _print_hit(number: int, hit: Hit) -> None:
    article = hit.article
    click.echo(f"\n{number}. {_coloured(hit.title, bold=True)}")
    count = f"{hit.occurrences} 处" if hit.occurrences else None
    known = facts(
        _day(article), section_path(article.section), article.source, _validity(article), count,
        f"[{article.id}]",
    )  # fmt: skip
    click.echo(f"   {known}")
    for snippet in hit.snippets:
        click.echo(f"   {_coloured(snippet)}")
    if hit.version_count:
        more = "……" if hit.version_count > len(hit.versions) else ""
        tell(f"   另有 {hit.version_count} 个版本：{'、'.join(hit.versions)}{more}")
    if hit.copy_count:
        more = "……" if hit.copy_count > len(hit.copies) else ""
        tell(f"   另有 {hit.copy_count} 篇转载：{'、'.join(hit.copies)}{more}")


def _print_picks(result: ResultPage) -> None:
    for picked in result.picks:
        click.echo(f"\n推荐  {_coloured(picked.title, bold=True)}")
        click.echo(f"   {facts(_day(picked.article), picked.reason, f'[{picked.article.id}]')}")


def _print_suggested(result: ResultPage) -> None:
    if not result.suggested:
        return
    tell(f"\n按“{result.suggestion}”查到的前 {len(result.suggested)} 条，不是所写的词：")
    for number, hit in enumerate(result.suggested, 1):
        _print_hit(number, hit)
    if result.hits:
        tell("\n按所写的查到的：")


def _day(article: ArticleHead) -> str | None:
    return f"{article.day}{uncertainty_of(article.day) or ''}" if article.day else None


def _validity(article: ArticleHead) -> str | None:
    if article.validity is None:
        return None
    by = f"，见 [{article.replaced_by}]" if article.replaced_by else ""
    return f"{article.validity.label}{by}"


_TIERS = {
    Tier.EXACT: "原句",
    Tier.SENTENCE: "词语都在一句里",
    Tier.ALL: "词语都有",
    Tier.MOST: "只有部分词语",
}


_TERM_KINDS = {
    TermKind.WORD: "切分出的词",
    TermKind.CHARACTERS: "字面",
    TermKind.BEGINNING: "开头",
    TermKind.NUMBER: "本文文号",
    TermKind.LIKENESS: "相似",
    TermKind.NAME: "题名",
    TermKind.ABOUT: "栏目、来源等",
}


def print_explanation(query: Query, explanation: Explanation, as_json: bool) -> None:
    """Print why an article stands where it does."""
    if as_json:
        tier = explanation.tier.name.lower() if explanation.tier is not None else None
        terms = [
            {**asdict(term), "is_word": term.is_word, "score": round(term.score, 4)}
            for term in explanation.terms
        ]
        print_json(
            {
                "reading": describe(query),
                "found": explanation.found,
                "tier": tier,
                "score": round(explanation.score, 4),
                "terms": terms,
            }
        )
        return
    tell(f"检索式：{describe(query)}")
    tell("这篇文章符合。" if explanation.found else "这篇文章不符合。")
    if explanation.tier is not None:
        tell(f"层次：{_TIERS[explanation.tier]}（先按层次，再按得分）")
    tell(f"得分：{explanation.score:.4f}")
    for term in explanation.terms:
        tell(
            f"  {term.score:8.4f}  {term.text}（{_TERM_KINDS[term.kind]}，权重 {term.weight:g}，"
            f"本文 {term.occurrences} 处，全库 {term.documents} 篇）"
        )


def print_article(article: Article, as_json: bool, pager: bool) -> None:
    """Print a whole article, on a terminal a page at a time if so wanted."""
    if as_json:
        print_json(article_json(article))
    elif pager and sys.stdout.isatty():
        page_through(_article_lines(article))
    else:
        for line in _article_lines(article):
            click.echo(line)


def _article_lines(article: Article) -> Iterator[str]:
    yield styled(article.title, bold=True)
    yield facts(
        _day(article), section_path(article.section), article.source, article.author,
        article.doc_number, _validity(article), article.url,
    )  # fmt: skip
    for block in article.blocks:
        yield ""
        yield styled(in_one_line(block.text), bold=block.kind is BlockKind.HEADING)


def print_table(hits: Iterable[Hit]) -> None:
    """Print hits as a table, in the bytes that a file of it has."""
    for line in csv_lines(chain([header()], map(row, hits))):
        click.echo(line.encode("utf-8", "replace"), nl=False)


def print_statistics(
    statistics: Statistics, record: CorpusRecord, is_verbose: bool, as_json: bool
) -> None:
    """Print how much an index holds, and where it came from; verbose, what programmers ask for, too."""
    rejected = sum(len(file.rejections) for file in record.files.values())
    if as_json:
        origin = {
            "files": len(record.files),
            "rejected": rejected,
            "corpus": record.corpus,
        }
        print_json(asdict(statistics) | origin | {"built": record.built})
        return
    held = statistics
    days = f"{held.first} 至 {held.last}" if held.first else "都没有日期"
    rows = {
        "文章": f"{held.articles:,} 篇，{held.characters:,} 字",
        "日期": days,
        "来自": f"{record.corpus}，{len(record.files):,} 个文件",
        "未收录": f"{rejected:,} 处" if rejected else "",
        "转载": f"{held.copies:,} 篇，与首发并为 {held.copy_groups:,} 组" if held.copies else "",
        "版本": (
            f"{held.versions:,} 篇，与现行或最新的并为 {held.version_groups:,} 组"
            if held.versions
            else ""
        ),
        "用户词典": f"{held.dictionary_words:,} 词" if held.dictionary_words else "",
        "索引": f"{size_said(held.bytes)}，{minute_said(record.built)} 建成",
        "旧索引": (
            f"{held.earlier_builds} 份，连同在用的共 {size_said(held.total_bytes)}"
            if held.earlier_builds
            else ""
        ),
    }
    if is_verbose:
        rows |= {
            "代数": f"第 {held.generation} 代",
            "分词": held.analysis,
            "字节数": f"{held.bytes:,}",
        }
    for name, value in rows.items():
        if value:
            tell(f"{padded(name, 10)}{value}")


def _coloured(marked: Highlighted | Snippet, bold: bool = False) -> str:
    parts, end = [], 0
    for start, stop in marked.highlights:
        parts.append(styled(marked.text[end:start], bold=bold))
        parts.append(styled(marked.text[start:stop], fg="red", bold=True))
        end = stop
    parts.append(styled(marked.text[end:], bold=bold))
    return in_one_line("".join(parts))
