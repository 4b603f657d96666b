"""Word file: how does a checked draft leave for a word processor? Its text, each finding as a comment."""

from collections.abc import Iterator
from io import BytesIO

from ..answer.as_table import NOT_IN_XML
from ..article import in_one_line
from ..saying import Say, in_chinese, message
from .findings import KIND_LABELS, CheckedDraft, Finding
from .told import counted

_AUTHOR = message("引文核对")
_INITIALS = "核"


def write_word_file(checked: CheckedDraft, say: Say = in_chinese) -> bytes:
    """Return the bytes of a .docx: its paragraphs, broken as they were, a comment for each finding."""
    from docx import Document  # noqa: PLC0415 - few ask for one

    document = Document()
    author = _AUTHOR.said(say)
    at = 0
    for start, end in checked.paragraphs:
        for _ in range(checked.text.count("\n", at, start) - (at > 0)):
            document.add_paragraph()
        paragraph = document.add_paragraph()
        for text, found in _runs(checked, start, end):
            run = paragraph.add_run(NOT_IN_XML.sub("\ufffd", text))
            for finding in found:
                document.add_comment(run, _comment(finding, say), author, _INITIALS)
        at = end
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _runs(checked: CheckedDraft, start: int, end: int) -> Iterator[tuple[str, list[Finding]]]:
    """Yield the parts of a paragraph, each with the findings that begin in it; those within one belong to it."""
    own = [one for one in checked.findings if start <= one.start < end]
    at = start
    while own:
        first = own.pop(0)
        within = [first]
        while own and own[0].start < first.end:
            within.append(own.pop(0))
        if first.start > at:
            yield checked.text[at : first.start], []
        at = min(first.end, end)
        yield checked.text[first.start : at], within
    if at < end:
        yield checked.text[at:end], []


def _comment(finding: Finding, say: Say) -> str:
    lines = [f"{finding.verdict.label.said(say)}（{KIND_LABELS[finding.kind].said(say)}）"]
    if finding.note:
        lines.append(finding.note.said(say))
    if source := finding.source:
        if finding.changes:
            lines.append(message("库中：%(text)s", text=in_one_line(source.text)).said(say))
        head = source.head
        title = f"《{in_one_line(head.title)}》"
        known = " ".join(filter(None, (str(head.day or ""), title, head.source or "")))
        articles = counted(finding, say)
        if finding.is_paper:
            where = message(
                "%(articles)s 篇写到，文件本身：%(known)s", articles=articles, known=known
            )
        else:
            where = message("%(articles)s 篇，最早：%(known)s", articles=articles, known=known)
        lines.append(where.said(say))
    return NOT_IN_XML.sub("\ufffd", "\n".join(lines))
