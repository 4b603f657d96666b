"""Told: how are the findings of a draft written for spreadsheets and programs? As rows, and as JSON."""

from collections.abc import Iterator

from ..answer.as_table import Row
from ..article import in_one_line
from ..article_fields import Place
from ..partial_date import uncertainty_of
from ..saying import Say, in_chinese, message
from .findings import KIND_LABELS, CheckedDraft, Finding, Verdict
from .passages import PassageKind

_COLUMNS = (
    message("行"), message("类别"), message("结果"), message("文稿"), message("库中原文"),
    message("篇数"), message("日期"), message("标题"), message("来源"), message("编号"),
    message("说明"),
)  # fmt: skip


def header(say: Say = in_chinese) -> Row:
    """Name the columns."""
    return [column.said(say) for column in _COLUMNS]


def rows(checked: CheckedDraft, say: Say = in_chinese) -> Iterator[Row]:
    """Yield a row for each finding."""
    for finding in checked.findings:
        source = finding.source
        head = source.head if source else None
        day = f"{head.day}{uncertainty_of(head.day) or ''}" if head and head.day else ""
        yield [
            checked.line_of(finding),
            KIND_LABELS[finding.kind].said(say),
            finding.verdict.label.said(say),
            in_one_line(checked.text[finding.start : finding.end]),
            source.text if source else "",
            counted(finding, say),
            day,
            head.title if head else "",
            (head.source or "") if head else "",
            head.id if head else "",
            finding.note.said(say) if finding.note else "",
        ]


def counted(finding: Finding, say: Say = in_chinese) -> int | str:
    """Return in how many articles it stands, or in how many at least."""
    least = message("至少 %(count)s", count=finding.articles)
    return least.said(say) if finding.at_least else finding.articles


def checked_json(checked: CheckedDraft) -> dict[str, object]:
    """Return what was found as plain JSON values; docs/json-api.md describes them."""
    sentences = (PassageKind.SENTENCE,)
    others = tuple(kind for kind in PassageKind if kind is not PassageKind.SENTENCE)
    return {
        "articles": checked.articles,
        "sentences": {one.value: checked.count(one, sentences) for one in Verdict},
        "others": {one.value: checked.count(one, others) for one in Verdict},
        "findings": [_finding_json(checked, finding) for finding in checked.findings],
    }


def _finding_json(checked: CheckedDraft, finding: Finding) -> dict[str, object]:
    source = finding.source
    return {
        "kind": finding.kind.value,
        "verdict": finding.verdict.value,
        "start": finding.start,
        "end": finding.end,
        "line": checked.line_of(finding),
        "text": checked.text[finding.start : finding.end],
        "articles": finding.articles,
        "at_least": finding.at_least,
        "source": (
            {"article": source.head.plain(Place.HIT), "text": source.text, "sentence": source.key}
            if source
            else None
        ),
        "changes": [
            {"start": change.start, "end": change.end, "instead": change.instead}
            for change in finding.changes
        ],
        "is_paper": finding.is_paper,
        "note": str(finding.note) if finding.note else None,
    }
