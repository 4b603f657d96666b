"""Reported: how does what was done, or looked into, look on a terminal, or as JSON for a program?"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ..answer.as_json import article_json
from ..article import Audience, BlockKind, in_one_line
from ..engine import Generation
from ..ingest import DOUBTFUL, ReadArticle, Rejection, Remark
from ..upkeep.checking import CheckReport
from ..upkeep.file_records import IndexingReport
from ..upkeep.publishing import Published
from ..upkeep.report import by_reason
from ..upkeep.term_review import TermReview
from .terminal import minute_said, padded, print_json, print_warnings, size_said, tell

_AUDIENCES = {Audience.PUBLIC: "所有人", Audience.INTERNAL: "内部"}
_MAX_SHOWN = 20
_MAX_KINDS, _MAX_ALIKE = 10, 3  # of rejections


def print_read_article(item: ReadArticle | Remark | Rejection, as_json: bool) -> None:
    """Print how an article was understood: each field with its evidence, then the text."""
    if as_json:
        print_json(_read_article_json(item))
        return
    if isinstance(item, Rejection):
        tell(f"未收录：{item}", err=True)
        return
    if isinstance(item, Remark):
        tell(f"{'请核对' if item.is_doubt else '说明'}：{item.text}", fg="yellow")
        return
    tell(item.article.title, bold=True)
    for entry in item.evidence:
        sure = f"{entry.confidence:.0%}"
        tell(f"  {padded(entry.field.label, 10)}{entry.value}")
        colour = "yellow" if entry.confidence < DOUBTFUL else None
        tell(f"  {'':10}{sure}，依据：{entry.reason}", dim=colour is None, fg=colour)
    if item.article.cites:
        tell(f"  {padded('引用', 10)}{'、'.join(item.article.cites)}")
    if scanned := item.article.scanned:
        tell(f"  {padded('由扫描件识别', 10)}平均 {scanned.confidence:.1%} 有把握")
        for number, start, end in scanned.doubtful:
            passage = in_one_line(item.article.blocks[number].text[start:end])
            tell(f"  {'':10}没有把握：{passage}", fg="yellow")
    if item.audience:
        tell(f"  {padded('谁能看', 10)}{_AUDIENCES[item.audience]}")
    for block in item.article.blocks:
        tell("\n" + in_one_line(block.text), bold=block.kind is BlockKind.HEADING)
    tell()
    for doubt in item.doubts:
        tell(f"请核对：{doubt}", fg="yellow")


def _read_article_json(item: ReadArticle | Remark | Rejection) -> dict[str, object]:
    if isinstance(item, Rejection):
        return {"rejected": asdict(item)}
    if isinstance(item, Remark):
        return {"remark": asdict(item)}
    evidence = [
        {
            "field": entry.field,
            "value": entry.value,
            "reason": entry.reason,
            "confidence": entry.confidence,
        }
        for entry in item.evidence
    ]
    said = {"evidence": evidence, "doubts": list(item.doubts), "audience": item.audience}
    return article_json(item.article) | said


def print_lines(lines: Sequence[str], as_json: bool) -> None:
    """Print what was read of a file that is no article: what is wrong can be seen in it."""
    if as_json and lines:
        print_json({"lines": lines})
    elif lines:
        tell("读到的各行：", dim=True)
        for line in lines:
            tell(f"  {line}")


def print_check(report: CheckReport, seconds: float, as_json: bool) -> None:
    """Print what a check found, and how long it took."""
    if as_json:
        print_json(asdict(report))
        return
    print_warnings(report.warnings)
    _print_first("不符", report.faults)
    verdict = "全部相符" if not report.faults else f"{len(report.faults)} 处不符"
    looked_at = f"{report.articles:,} 篇文章、{report.files:,} 个文件、{report.phrases:,} 个短语"
    tell(f"核对了 {looked_at}：{verdict}")
    print_took(seconds)


def print_terms(review: TermReview, as_json: bool) -> None:
    """Print what could be added to the user dictionary, and, as its comments, what could go."""
    if as_json:
        print_json(asdict(review))
        return
    tell(f"# 词典里没有的常用词 {len(review.missing)} 个：篇数，处数，现在的切法，例句")
    width = max((2 * len(term.text) for term in review.missing), default=0)
    for term in review.missing:
        counts = f"{term.documents:>6} 篇 {term.count:>7} 处"
        text = f"{'/'.join(term.cut)}  …{term.example}… [{term.article}]"
        tell(f"{padded(term.text, width)} {counts}  {text}")
    if review.unused:
        tell(f"# 文章里没有的词 {len(review.unused)} 个，可以从用户词典里删去：")
    for word in review.unused:
        tell(f"# {word}")
    if review.hurtful:
        tell(f"# 多半切坏了别的词的词 {len(review.hurtful)} 个，请核对：")
    for hurtful in review.hurtful:
        share = f"看了 {hurtful.looked_at} 处，切坏 {hurtful.hurt} 处"
        tell(f"# {hurtful.word}  {share}：…{hurtful.example}… [{hurtful.article}]")


def print_indexing(
    report: IndexingReport, published: Published | None, written: Path | None, as_json: bool
) -> None:
    """Print what rebuilding or updating did, and what could not be read; `written` is where all of it is."""
    if as_json:
        print_json(indexing_json(report, published))
        return
    print_warnings(report.warnings)
    _print_alike(report.rejections)
    _print_first("比上次少", [str(loss) for loss in report.losses])
    tell(indexing_said(report))
    if published:
        print_warnings(published.report.warnings)
        counted = f"公开 {published.articles:,} 篇，内部 {published.internal:,} 篇"
        tell(f"公开的索引 {published.index}：{counted}")
    if written:
        tell(f"报告：{written}")
    elif report.rejections or report.doubts or report.losses:
        tell("要逐条核对，加 --report 报告.html 再运行一次")


def indexing_json(report: IndexingReport, published: Published | None) -> dict[str, object]:
    """Return for a program what rebuilding or updating did."""
    counts = asdict(report)
    counts["rejected"] = counts.pop("rejections")
    if published:
        counts["public"] = {
            "index": published.index,
            "articles": published.articles,
            "internal": published.internal,
            "warnings": published.report.warnings,
        }
    return counts


def indexing_said(report: IndexingReport) -> str:
    """Say in one line what rebuilding or updating did."""
    counts_of_parts = {
        "删去 {} 篇": report.removed,
        "{} 个文件未变": report.unchanged_files,
        "重复略过 {} 篇": report.duplicates,
        "未收录 {} 处": len(report.rejections),
        "没有把握 {} 篇": len(report.doubts),
        "比上次少 {} 篇": report.lost,
        "有意未收 {} 处": len(report.remarks),
    }
    parts = [text.format(f"{count:,}") for text, count in counts_of_parts.items() if count]
    return "，".join([f"收入 {report.added:,} 篇", *parts])


def print_generations(generations: Sequence[Generation], as_json: bool) -> None:
    """Print which indexes are kept, a line each, with the number by which to return to it."""
    if as_json:
        print_json([generation_json(kept) for kept in generations])
        return
    for number, kept in enumerate(generations, 1):
        tell(
            f"{number:>2}  {padded('在用' if kept.is_in_use else '', 4)}"
            f"  {minute_said(kept.written.astimezone().isoformat()) if kept.written else '':16}"
            f"  {f'{kept.articles:,}' if kept.articles is not None else '?':>9} 篇"
            f"  {size_said(kept.bytes):>9}  {kept.name}",
            bold=kept.is_in_use,
        )
        if kept.fault:
            tell(f"    不能用：{kept.fault}", fg="yellow")


def generation_json(kept: Generation) -> dict[str, object]:
    """Return what a program is told of an index that is kept."""
    written = kept.written.isoformat() if kept.written else None
    return asdict(kept) | {"written": written}


def print_took(seconds: float) -> None:
    """Print how long a job took."""
    tell(f"用时 {time_said(seconds)}")


def time_said(seconds: float) -> str:
    """Say how long something took, as a person would."""
    if seconds < 1:
        return "不到 1 秒"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def _print_alike(rejections: list[Rejection]) -> None:
    """Print the first of the rejections that are alike, and how many more there are."""
    groups = by_reason(rejections)
    for _, alike in groups[:_MAX_KINDS]:
        for rejection in alike[:_MAX_ALIKE]:
            tell(f"未收录：{rejection}", err=True)
        if len(alike) > _MAX_ALIKE:
            tell(f"　　　　……同样原因的还有 {len(alike) - _MAX_ALIKE:,} 处", err=True)
    if len(groups) > _MAX_KINDS:
        others = sum(len(alike) for _, alike in groups[_MAX_KINDS:])
        tell(f"未收录：……其他原因的还有 {others:,} 处", err=True)


def _print_first(name: str, lines: list[str]) -> None:
    for line in lines[:_MAX_SHOWN]:
        tell(f"{name}：{line}", err=True)
    if len(lines) > _MAX_SHOWN:
        tell(f"……另有 {len(lines) - _MAX_SHOWN:,} 处，用 --json 看全部", err=True)
