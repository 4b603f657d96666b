"""Evidencing: in which sentences does something stand? On a terminal, or as a file to be put behind a text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from ..answer.as_json import json_parts
from ..answer.as_sheet import workbook
from ..answer.as_table import csv_lines
from ..article import in_one_line
from ..engines import Location
from ..errors import UsageError, system_reason
from ..query.parser import parse_query
from ..wording.asked import as_wordings
from ..wording.evidence import MAX_ROWS, Evidence, EvidenceRequest, EvidenceRow
from ..wording.evidence import evidence as find_evidence
from ..wording.evidence_file import MAX_IN_WORD, write_evidence
from ..wording.evidence_told import (
    WIDTHS,
    Address,
    evidence_head,
    evidence_rows,
    evidence_table,
    path_of,
)
from .exit_codes import EXIT_WELL
from .opening import opened
from .terminal import facts, print_json, print_warnings, styled, tell
from .wordings import only_one, print_rows, read_filters, warn_of_unknown

_LISTED = 50  # places, on a terminal
_HOW = "按原文逐字查找，不分词；空白、全角半角、繁体简体视为相同。"


def evidence(  # noqa: PLR0913, PLR0917 - a parameter for each option
    words: tuple[str, ...], index: Location, output: Path | None, base_url: str, limit: int | None,
    without_copies: bool, first: str, last: str, as_csv: bool, as_json: bool,
    **facets: tuple[str, ...],
) -> int:  # fmt: skip
    """List the sentences in which something stands."""
    only_one(as_csv, as_json)
    ending = _ending(output, as_csv or as_json) if output else ""
    typed = " ".join(words)
    query, filters = as_wordings(parse_query(typed).query), read_filters(first, last, facets)
    is_listed = not (output or as_csv or as_json)
    most = _LISTED if is_listed else MAX_IN_WORD if ending == ".docx" else MAX_ROWS
    size = min(limit, MAX_IN_WORD if ending == ".docx" else MAX_ROWS) if limit else most
    address = _addresses(base_url)
    with opened(index) as engine:
        warn_of_unknown(engine, filters)
        request = EvidenceRequest(query, filters, not without_copies, 0, size)
        found = find_evidence(engine, request)
        if found.left_out and not is_listed:
            print_warnings([str(found.left_out)])
        if output:
            name = f"依据表 {typed}"
            _write(output, _WRITERS[ending](found, name, address))
        elif as_json:
            print_json(evidence_head(found) | {"rows": list(evidence_rows(found, address))})
        elif as_csv:
            print_rows(evidence_table(found, address))
        else:
            _print(found)
    return EXIT_WELL


def _ending(output: Path, is_form_said: bool) -> str:
    if is_form_said:
        raise UsageError("--output 的文件名已经说明格式，不要再写 --csv、--json")
    ending = output.suffix.lower()
    if ending not in _WRITERS:
        known = "、".join(_WRITERS)
        raise UsageError("不知道写成什么文件: %(file)s；可用 %(known)s", file=output, known=known)
    return ending


def _addresses(base_url: str) -> Address:
    if base_url and not base_url.startswith(("https://", "http://")):
        raise UsageError("网址应以 https:// 或 http:// 开头: %(typed)s", typed=base_url[:100])
    site = base_url.rstrip("/")
    return lambda row: f"{site}{path_of(row)}"


def _csv(found: Evidence, name: str, address: Address) -> Iterator[bytes]:
    return (line.encode("utf-8", "replace") for line in csv_lines(evidence_table(found, address)))


def _xlsx(found: Evidence, name: str, address: Address) -> Iterator[bytes]:
    note = ("没有列全", str(found.left_out)) if found.left_out else None
    return workbook(evidence_table(found, address), WIDTHS, note)


def _docx(found: Evidence, name: str, address: Address) -> Iterator[bytes]:
    left_out = [str(found.left_out)] if found.left_out else []
    yield write_evidence(found, name, [_HOW, *left_out], address)


def _json(found: Evidence, name: str, address: Address) -> Iterator[bytes]:
    return json_parts(evidence_head(found), "rows", evidence_rows(found, address))


_WRITERS: dict[str, Callable[[Evidence, str, Address], Iterator[bytes]]] = {
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
}


def _write(output: Path, parts: Iterator[bytes]) -> None:
    try:
        with output.open("wb") as file:
            for part in parts:
                file.write(part)
    except OSError as error:
        raise UsageError(
            "写不了 %(file)s: %(why)s", file=output, why=system_reason(error)
        ) from error


def _print(found: Evidence) -> None:
    least = "至少 " if found.at_least else ""
    tell(f"{least}{found.articles:,} 篇 {least}{found.total:,} 处")
    for row in found.rows:
        head = row.head
        title = f"《{in_one_line(head.title)}》"
        known = (head.day or "无日期", title, head.doc_number, head.source, f"[{head.id}]")
        click.echo(f"\n{_marked(row)}\n    {facts(*known)}")
        if row.heading:
            tell(f"    {row.heading}", dim=True)
    if found.left_out:
        tell(f"\n{found.left_out}；--limit 列出更多，--output 写成文件")


def _marked(row: EvidenceRow) -> str:
    parts, at = [], 0
    for start, end in row.marks:
        parts += [
            styled(row.sentence[at:start]),
            styled(row.sentence[start:end], fg="red", bold=True),
        ]
        at = end
    return "".join([*parts, styled(row.sentence[at:])])
