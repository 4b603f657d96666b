"""Quoting: does what a draft says stand in the collection? Read, checked, printed."""

import sys
import tempfile
from pathlib import Path

import click

from ..answer.as_table import csv_lines
from ..article import in_one_line
from ..engines import Location
from ..errors import UsageError
from ..ingest.draft import MOST_BYTES, read_draft
from ..wording.findings import KIND_LABELS, CheckedDraft, Finding, Verdict
from ..wording.passages import PassageKind
from ..wording.quotations import MOST_CHARACTERS, check_draft
from ..wording.told import checked_json, counted, header, rows
from .exit_codes import EXIT_FAULTS, EXIT_WELL
from .opening import opened
from .terminal import facts, print_json, styled, tell

_COLOURS = {Verdict.SAME: "green", Verdict.CHANGED: "red", Verdict.UNKNOWN: "yellow"}


def quotes(file: Path, index: Location, as_csv: bool, as_json: bool) -> int:
    """Check a draft; say by the exit code whether anything in it stands otherwise in the collection."""
    if as_csv and as_json:
        raise UsageError("--csv 和 --json 只能用一个")
    draft = _typed() if str(file) == "-" else read_draft(file, MOST_CHARACTERS)
    with opened(index) as engine:
        checked = check_draft(engine, draft)
    if as_json:
        print_json(checked_json(checked))
    elif as_csv:
        for line in csv_lines([header(), *rows(checked)]):
            click.echo(line.encode("utf-8", "replace"), nl=False)
    else:
        _print(checked)
    return EXIT_FAULTS if checked.differs else EXIT_WELL


def _typed() -> str:
    """Read what stands on standard input as a file is read."""
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    with tempfile.TemporaryDirectory(prefix="zhengsou-") as folder:
        path = Path(folder) / "stdin"
        path.write_bytes(content)
        return read_draft(path, MOST_CHARACTERS)


def _print(checked: CheckedDraft) -> None:
    tell(checked.summary)
    if checked.details:
        tell(checked.details)
    for finding in checked.findings:
        _print_finding(checked, finding)
    if checked.count(Verdict.UNKNOWN):
        tell(f"\n库中未见：本库 {checked.articles:,} 篇中没有，不等于有误。")


def _print_finding(checked: CheckedDraft, finding: Finding) -> None:
    kind = "" if finding.kind is PassageKind.SENTENCE else f"{KIND_LABELS[finding.kind]}  "
    verdict = styled(finding.verdict.label, fg=_COLOURS[finding.verdict], bold=True)
    place = styled(f"第 {checked.line_of(finding)} 行  {kind}", dim=True)
    click.echo(f"\n{verdict}  {place}{_marked(checked, finding)}")
    if finding.note:
        tell(f"    {finding.note}")
    if (source := finding.source) is None:
        return
    if finding.verdict is Verdict.CHANGED:
        click.echo(f"    库中：{styled(in_one_line(source.text))}")
    head = source.head
    which = "写到，这是文件本身" if finding.is_paper else "，这是最早的"
    where = f"{counted(finding)} 篇{which}" if finding.articles > 1 else None
    click.echo(
        "    "
        + facts(head.day, f"《{in_one_line(head.title)}》", head.source, f"[{head.id}]", where)
    )


def _marked(checked: CheckedDraft, finding: Finding) -> str:
    """Return a passage with what was changed in it: what the draft has in brackets, and what the source has."""
    parts, at = [], finding.start
    for change in finding.changes:
        here = checked.text[change.start : change.end]
        parts.append(styled(in_one_line(checked.text[at : change.start])))
        parts.append(styled(f"[{in_one_line(here)}→{in_one_line(change.instead)}]", fg="red"))
        at = change.end
    parts.append(styled(in_one_line(checked.text[at : finding.end])))
    return "".join(parts)
