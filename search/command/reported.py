"""Reported: how does what was done, or looked into, look on a terminal, or as JSON for a program?"""

from dataclasses import asdict

from ..answer.as_json import article_json
from ..article import BlockKind, in_one_line
from ..ingest import DOUBTFUL, ReadArticle, Rejection, Remark
from ..upkeep.checking import CheckReport
from ..upkeep.file_records import IndexingReport
from ..upkeep.term_review import TermReview
from .terminal import padded, print_json, print_warnings, say

_MAX_SHOWN = 20


def print_read_article(item: ReadArticle | Remark | Rejection, as_json: bool) -> None:
    """Print how an article was understood: each field with its evidence, then the text."""
    if as_json:
        print_json(_read_article_json(item))
        return
    if isinstance(item, Rejection):
        say(f"未收录：{item}", err=True)
        return
    if isinstance(item, Remark):
        say(f"{'请核对' if item.is_doubt else '说明'}：{item.text}", fg="yellow")
        return
    say(item.article.title, bold=True)
    for entry in item.evidence:
        sure = f"{entry.confidence:.0%}"
        say(f"  {padded(entry.field.label, 10)}{entry.value}")
        colour = "yellow" if entry.confidence < DOUBTFUL else None
        say(f"  {'':10}{sure}，依据：{entry.reason}", dim=colour is None, fg=colour)
    if item.article.cites:
        say(f"  {padded('引用', 10)}{'、'.join(item.article.cites)}")
    for block in item.article.blocks:
        say("\n" + in_one_line(block.text), bold=block.kind is BlockKind.HEADING)
    say()
    for doubt in item.doubts:
        say(f"请核对：{doubt}", fg="yellow")


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
    return article_json(item.article) | {"evidence": evidence, "doubts": list(item.doubts)}


def print_check(report: CheckReport, as_json: bool) -> None:
    """Print what a check found."""
    if as_json:
        print_json(asdict(report))
        return
    print_warnings(report.warnings)
    _print_first("不符", report.faults)
    verdict = "全部相符" if not report.faults else f"{len(report.faults)} 处不符"
    looked_at = f"{report.articles} 篇文章、{report.files} 个文件、{report.phrases} 个短语"
    say(f"核对了 {looked_at}：{verdict}")


def print_terms(review: TermReview, as_json: bool) -> None:
    """Print what could be added to the user dictionary, and, as its comments, what could go."""
    if as_json:
        print_json(asdict(review))
        return
    say(f"# 词典里没有的常用词 {len(review.missing)} 个：篇数，处数，现在的切法，例句")
    width = max((2 * len(term.text) for term in review.missing), default=0)
    for term in review.missing:
        counts = f"{term.documents:>6} 篇 {term.count:>7} 处"
        text = f"{'/'.join(term.cut)}  …{term.example}… [{term.article}]"
        say(f"{padded(term.text, width)} {counts}  {text}")
    if review.unused:
        say(f"# 文章里没有的词 {len(review.unused)} 个，可以从用户词典里删去：")
    for word in review.unused:
        say(f"# {word}")
    if review.hurtful:
        say(f"# 多半切坏了别的词的词 {len(review.hurtful)} 个，请核对：")
    for hurtful in review.hurtful:
        share = f"看了 {hurtful.looked_at} 处，切坏 {hurtful.hurt} 处"
        say(f"# {hurtful.word}  {share}：…{hurtful.example}… [{hurtful.article}]")


def print_indexing(report: IndexingReport, as_json: bool) -> None:
    """Print what rebuilding or updating did, and what could not be read."""
    if as_json:
        counts = asdict(report)
        counts["rejected"] = counts.pop("rejections")
        print_json(counts)
        return
    print_warnings(report.warnings)
    _print_first("未收录", [str(rejection) for rejection in report.rejections])
    _print_first("比上次少", [str(loss) for loss in report.losses])
    parts = {
        f"删去 {report.removed} 篇": report.removed,
        f"{report.unchanged_files} 个文件未变": report.unchanged_files,
        f"重复略过 {report.duplicates} 篇": report.duplicates,
        f"未收录 {len(report.rejections)} 处": len(report.rejections),
        f"没有把握 {len(report.doubts)} 篇": len(report.doubts),
        f"比上次少 {report.lost} 篇": report.lost,
        f"有意未收 {len(report.remarks)} 处": len(report.remarks),
    }
    said = [f"收入 {report.added} 篇", *(text for text, count in parts.items() if count)]
    say("，".join(said))


def _print_first(name: str, lines: list[str]) -> None:
    for line in lines[:_MAX_SHOWN]:
        say(f"{name}：{line}", err=True)
    if len(lines) > _MAX_SHOWN:
        say(f"……另有 {len(lines) - _MAX_SHOWN} 处，用 --json 看全部", err=True)
