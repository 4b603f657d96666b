"""Check page: what does it show of a draft? Its text, and beside each paragraph what was found of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response, request

from search import Engine
from search.article import in_one_line
from search.wording.findings import KIND_LABELS, CheckedDraft, Finding, Verdict
from search.wording.passages import PassageKind
from search.wording.quotations import MOST_CHARACTERS, check_draft
from search.wording.told import header, rows
from search.wording.word_file import write_word_file

from .. import tables
from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..templating import render_template
from .collection import looked_into
from .drafts import draft_sent, in_turn


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a draft's text: as it is, left out of the source, or put in its place there."""

    text: str
    gone: bool = False  # stands in the draft only
    new: bool = False  # stands in the source only


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its number on the page, from 1, and what is shown of it."""

    number: int
    finding: Finding
    kind: str  # empty for a sentence
    verdict: str
    parts: tuple[Part, ...]
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a paragraph; `number` is that of the finding on it, 0 without one."""

    text: str
    number: int = 0
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a draft, its lines joined, and what was found of it."""

    stretches: tuple[Stretch, ...]
    findings: tuple[ShownFinding, ...]


def check_form(engine: Engine) -> str:
    """Ask for a draft."""
    return render_template(
        "check.html",
        address=QuestionAddress(),
        checked=None,
        looked_into=looked_into(engine),
        text="",
        most=MOST_CHARACTERS,
    )


def check_answer(engine: Engine) -> str | Response:
    """Check the draft that was sent, and answer with a page, a table or a Word file."""
    with in_turn():
        checked = check_draft(engine, draft_sent())
    match request.form.get("as", ""):
        case "csv":
            lines = tables.csv_file([header(_), *rows(checked, _)])
            return tables.attached(lines, tables.CSV, _("引文核对"), "csv")
        case "docx":
            return tables.attached(
                [write_word_file(checked, _)], tables.WORD, _("引文核对"), "docx"
            )
        case _:
            return _page(engine, checked)


def _page(engine: Engine, checked: CheckedDraft) -> str:
    details = checked.details
    return render_template(
        "check.html",
        address=QuestionAddress(),
        checked=checked,
        looked_into=looked_into(engine),
        summary=checked.summary.said(_),
        details=details.said(_) if details else "",
        has_unknown=checked.count(Verdict.UNKNOWN) > 0,
        paragraphs=list(_paragraphs(checked)),
        text=checked.text,
        most=MOST_CHARACTERS,
    )


def _paragraphs(checked: CheckedDraft) -> Iterator[Paragraph]:
    left = [_shown(checked, number, one) for number, one in enumerate(checked.findings, 1)][::-1]
    for start, end in checked.paragraphs:
        found = []
        while left and left[-1].finding.start < end:
            found.append(left.pop())
        yield Paragraph(tuple(_stretches(checked.text, start, end, found)), tuple(found))


def _stretches(text: str, start: int, end: int, found: Sequence[ShownFinding]) -> Iterator[Stretch]:
    """Cut a paragraph where findings begin and end; what lies within another one has no stretch of its own."""
    at = start
    for one in found:
        if one.finding.start < at:
            continue
        if one.finding.start > at:
            yield Stretch(in_one_line(text[at : one.finding.start]))
        at = min(one.finding.end, end)
        said = in_one_line(text[one.finding.start : at])
        yield Stretch(said, one.number, one.finding.verdict.value)
    if at < end:
        yield Stretch(in_one_line(text[at:end]))


def _shown(checked: CheckedDraft, number: int, finding: Finding) -> ShownFinding:
    source = finding.source
    anchor = f"s-{source.key}" if source and source.key else ""
    is_sentence = finding.kind is PassageKind.SENTENCE
    return ShownFinding(
        number,
        finding,
        "" if is_sentence else KIND_LABELS[finding.kind].said(_),
        finding.verdict.label.said(_),
        tuple(_parts(checked.text, finding)),
        finding.note.said(_) if finding.note else "",
        QuestionAddress().of_article(source.head.id, anchor) if source else "",
    )


def _parts(text: str, finding: Finding) -> Iterator[Part]:
    """Yield a passage with its changes; of what is as it stands only the passage."""
    at = finding.start
    for change in finding.changes:
        yield Part(in_one_line(text[at : change.start]))
        yield Part(in_one_line(text[change.start : change.end]), gone=True)
        yield Part(in_one_line(change.instead), new=True)
        at = change.end
    yield Part(in_one_line(text[at : finding.end]))
