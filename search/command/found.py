"""Found: how does what was found look on a terminal, or as JSON for a program?"""

from dataclasses import asdict

import click

from ..answer.as_json import article_json, page_json
from ..answer.results import Hit, ResultPage
from ..answer.snippets import Highlighted, Snippet
from ..article import Article, ArticleHead, BlockKind, in_one_line
from ..corpus_record import CorpusRecord
from ..engine import Explanation, Statistics, TermKind, Tier
from ..facets import section_path
from ..partial_date import uncertainty_of
from ..query.description import describe
from ..query.nodes import Query
from .terminal import padded, print_facts, print_json


def print_results(result: ResultPage, as_json: bool) -> None:
    """Print a page of results, what matches in colour."""
    if as_json:
        print_json(page_json(result))
        return
    question = result.question
    found = "，".join(map(str, result.headline))
    click.echo(f"{describe(result.reading)}：{found}（{result.took_ms:.0f} 毫秒）")
    _print_hints(result)
    _print_picks(result)
    _print_suggested(result)
    for place, hit in enumerate(result.hits):
        if place == result.rest:
            click.echo("\n—— 以下只有其中部分词语 ——")
        _print_hit((question.page - 1) * question.size + place + 1, hit)
    if result.pages > question.page:
        click.echo(f"\n第 {question.page} 页，共 {result.pages} 页；--page 翻页")


def _print_hints(result: ResultPage) -> None:
    """Print what else may be meant, and what was read otherwise than it was written."""
    if result.suggestion:
        click.echo(f"您是不是要找：{result.suggestion}")
    for name, others in result.parsed.synonyms:
        click.echo(f"“{name}”也查找了：{'、'.join(others)}（--synonyms off 不查）")
    if hint := result.date_hint:
        click.echo(f"“{hint.typed}”指日期？可用 --from {hint.first} --to {hint.last}")
    if place := result.section_hint:
        click.echo(f"“{place.typed}”指栏目？可用 --section {place.section}")
    if result.order_hint:
        click.echo(f"“{result.order_hint}”：按日期排列，最新的在前，可用 --sort newest")
    for held in result.held_numbers:
        more = f"等 {held.count} 个" if held.count > len(held.nearest) else ""
        click.echo(f"没有收录 {held.asked}；同一机关同年收录的有：{'、'.join(held.nearest)}{more}")
    for note in result.notes:
        click.echo(f"注意：{note}")


def _print_hit(number: int, hit: Hit) -> None:
    article = hit.article
    click.echo(f"\n{number}. {_coloured(hit.title, bold=True)}")
    count = f"{hit.occurrences} 处" if hit.occurrences else None
    print_facts(
        "   ", _day(article), section_path(article.section), article.source, _validity(article), count,
        f"[{article.id}]",
    )  # fmt: skip
    for snippet in hit.snippets:
        click.echo(f"   {_coloured(snippet)}")
    if hit.version_count:
        more = "……" if hit.version_count > len(hit.versions) else ""
        click.echo(f"   另有 {hit.version_count} 个版本：{'、'.join(hit.versions)}{more}")
    if hit.copy_count:
        more = "……" if hit.copy_count > len(hit.copies) else ""
        click.echo(f"   另有 {hit.copy_count} 篇转载：{'、'.join(hit.copies)}{more}")


def _print_picks(result: ResultPage) -> None:
    for picked in result.picks:
        click.echo(f"\n推荐  {_coloured(picked.title, bold=True)}")
        print_facts("   ", _day(picked.article), picked.reason, f"[{picked.article.id}]")


def _print_suggested(result: ResultPage) -> None:
    if not result.suggested:
        return
    click.echo(f"\n按“{result.suggestion}”查到的前 {len(result.suggested)} 条，不是所写的词：")
    for number, hit in enumerate(result.suggested, 1):
        _print_hit(number, hit)
    if result.hits:
        click.echo("\n按所写的查到的：")


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
    TermKind.WORD: "词",
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
    click.echo(f"检索式：{describe(query)}")
    click.echo("这篇文章符合。" if explanation.found else "这篇文章不符合。")
    if explanation.tier is not None:
        click.echo(f"层次：{_TIERS[explanation.tier]}（先按层次，再按得分）")
    click.echo(f"得分：{explanation.score:.4f}")
    for term in explanation.terms:
        click.echo(
            f"  {term.score:8.4f}  {term.text}（{_TERM_KINDS[term.kind]}，权重 {term.weight:g}，"
            f"本文 {term.occurrences} 处，全库 {term.documents} 篇）"
        )


def print_article(article: Article, as_json: bool) -> None:
    """Print a whole article."""
    if as_json:
        print_json(article_json(article))
        return
    click.secho(article.title, bold=True)
    print_facts(
        "", _day(article), section_path(article.section), article.source, article.author,
        article.doc_number, _validity(article), article.url,
    )  # fmt: skip
    for block in article.blocks:
        click.secho("\n" + in_one_line(block.text), bold=block.kind is BlockKind.HEADING)


def print_statistics(statistics: Statistics, record: CorpusRecord, as_json: bool) -> None:
    """Print how much an index holds, and where it came from."""
    rejected = sum(len(file.rejections) for file in record.files.values())
    if as_json:
        origin = {
            "files": len(record.files),
            "rejected": rejected,
            "corpus": record.corpus,
        }
        print_json(asdict(statistics) | origin | {"built": record.built})
        return
    size = f"{statistics.bytes / 1e6:.1f} MB"
    rows = {
        "文章": f"{statistics.articles} 篇，{statistics.characters:,} 字",
        "日期": f"{statistics.first or '无'} 至 {statistics.last or '无'}",
        "文件": f"{len(record.files)} 个，来自 {record.corpus}",
        "转载": f"{statistics.copies} 篇，与首发并为 {statistics.copy_groups} 组",
        "版本": f"{statistics.versions} 篇，与现行或最新的并为 {statistics.version_groups} 组",
        "未收录": f"{rejected} 处",
        "索引": f"{size}，第 {statistics.generation} 代，建于 {record.built}",
        "旧索引": f"{statistics.earlier_builds} 份，连同在用的共 {statistics.total_bytes / 1e6:.1f} MB",
        "分词": f"{statistics.analysis}，用户词典 {statistics.dictionary_words} 词",
    }
    for name, value in rows.items():
        click.echo(f"{padded(name, 8)}{value}")


def _coloured(marked: Highlighted | Snippet, bold: bool = False) -> str:
    parts, end = [], 0
    for start, stop in marked.highlights:
        parts.append(click.style(marked.text[end:start], bold=bold))
        parts.append(click.style(marked.text[start:stop], fg="red", bold=True))
        end = stop
    parts.append(click.style(marked.text[end:], bold=bold))
    return in_one_line("".join(parts))
