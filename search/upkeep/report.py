"""Report: what should a person look at after reading a folder? What was left out, what is doubtful."""

from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader

from ..ingest import Rejection, Remark
from .file_records import Doubt, IndexingReport

_TEMPLATES = Environment(
    loader=PackageLoader("search.upkeep"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_SHOWN_REASON = 24  # characters by which rejections are grouped


def write_report(report: IndexingReport, corpus: Path | None, target: Path) -> None:
    """Write the report as one HTML file that needs nothing else. Raises OSError."""
    page = _TEMPLATES.get_template("report.html").render(
        corpus=corpus.absolute() if corpus else "",
        made=datetime.now().astimezone(),
        report=report,
        groups=by_reason(report.rejections),
        doubts=_by_kind(report.doubts),
        remarks=_by_text(report.remarks),
    )
    target.write_text(page, encoding="utf-8")


def by_reason(rejections: list[Rejection]) -> list[tuple[str, list[Rejection]]]:
    """Group rejections that are alike, the most frequent first."""
    sizes = Counter(rejection.reason[:_SHOWN_REASON] for rejection in rejections)
    groups: dict[str, list[Rejection]] = {beginning: [] for beginning, _ in sizes.most_common()}
    for rejection in rejections:
        groups[rejection.reason[:_SHOWN_REASON]].append(rejection)
    return [(group[0].reason, group) for group in groups.values()]


def _by_text(remarks: list[Remark]) -> list[tuple[str, list[str]]]:
    """Gather the files of which the same is said, the most frequent first."""
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for remark in remarks:
        paths[remark.text].append(remark.path)
    return sorted(paths.items(), key=lambda item: -len(item[1]))


def _by_kind(doubts: list[Doubt]) -> list[tuple[str, int]]:
    """Count doubts by what they are about."""
    kinds = Counter(reason.split("“")[0] for doubt in doubts for reason in doubt.reasons)
    return kinds.most_common()
