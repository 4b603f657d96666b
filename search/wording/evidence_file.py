"""Evidence file: how do the sentences in which something stands leave for a word processor? As an annex."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..answer.as_table import NOT_IN_XML
from ..article import in_one_line
from ..facets import SECTION_SEPARATOR
from ..saying import Say, in_chinese, message
from .evidence import Evidence, EvidenceRow
from .evidence_told import Address, day_of

if TYPE_CHECKING:
    from docx.document import Document

#: Places at most: a table of more is no annex, and of a Word file all is made before any of it is sent.
MAX_IN_WORD = 2_000
_HEADINGS = (message("序号"), message("原文"), message("出处"))
_WIDTHS = (0.08, 0.56, 0.36)  # of the columns, of that of the page
_SMALL = 18  # half points
_TWIP = 635  # EMU, in which python-docx counts widths
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def write_evidence(
    found: Evidence,
    name: str,
    said: Sequence[str],
    address: Address,
    say: Say = in_chinese,
) -> bytes:
    """Return the bytes of a .docx: its name, what is said of it, and a table with a row for each sentence.

    Of a sentence what was looked for is bold; its lasting address is a link.
    """
    from docx import Document  # noqa: PLC0415 - few ask for one

    document = Document()
    document.add_heading(_kept(name), level=1)
    for one in said:
        document.add_paragraph(_kept(one))
    table = _Table(document, [one.said(say) for one in _HEADINGS])
    for number, row in enumerate(found.rows, 1):
        table.add(number, row, address(row), say)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Table:
    """The table, its rows put in as elements: python-docx's own cells take a second for each hundred of them."""

    def __init__(self, document: "Document", headings: Sequence[str]) -> None:
        section = document.sections[0]
        page = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
        self._part = document.part
        table = document.add_table(0, len(headings), style="Table Grid")
        table.autofit = False
        self._widths = [int(page * share) for share in _WIDTHS]
        for column, width in zip(table.columns, self._widths, strict=True):
            column.width = width
        self._rows = table._tbl
        self._add_row([[[_run(heading, is_bold=True)]] for heading in headings], is_heading=True)

    def add(self, number: int, row: EvidenceRow, address: str, say: Say) -> None:
        """Add the row of a sentence."""
        head = row.head
        sentence = [list(_marked(row))]
        if row.heading:
            sentence.append([_run(row.heading, _SMALL)])
        title = f"《{in_one_line(head.title)}》{head.doc_number or ''}"
        known = (day_of(row, say), head.source, SECTION_SEPARATOR.join(head.section))
        source = [
            [_run(title)],
            [_run("  ".join(filter(None, known)), _SMALL)],
            [self._link(number, address)],
        ]
        self._add_row([[[_run(str(number))]], sentence, source])

    def _link(self, number: int, address: str) -> Any:
        identifier = f"evidence{number}"
        # Not `relate_to`, which looks through all that there are.
        self._part.rels.add_relationship(_LINK, address, identifier, is_external=True)
        link = _element("w:hyperlink", **{"r:id": identifier})
        link.append(_run(address, _SMALL, is_link=True))
        return link

    def _add_row(self, cells: Sequence[Sequence[Sequence[Any]]], is_heading: bool = False) -> None:
        """Add cells: of paragraphs, of runs."""
        row = _element("w:tr")
        how = _element("w:trPr")
        how.append(_element("w:cantSplit"))
        if is_heading:
            how.append(_element("w:tblHeader"))  # on every page
        row.append(how)
        for width, paragraphs in zip(self._widths, cells, strict=True):
            cell, shape = _element("w:tc"), _element("w:tcPr")
            shape.append(_element("w:tcW", **{"w:w": str(width // _TWIP), "w:type": "dxa"}))
            cell.append(shape)
            for runs in paragraphs:
                paragraph = _element("w:p")
                for run in runs:
                    paragraph.append(run)
                cell.append(paragraph)
            row.append(cell)
        self._rows.append(row)


def _marked(row: EvidenceRow) -> Iterator[Any]:
    """Yield the runs of a sentence: what was looked for is bold."""
    at = 0
    for start, end in row.marks:
        if at < start:
            yield _run(row.sentence[at:start])
        yield _run(row.sentence[start:end], is_bold=True)
        at = end
    if at < len(row.sentence):
        yield _run(row.sentence[at:])


def _run(text: str, size: int = 0, is_bold: bool = False, is_link: bool = False) -> Any:
    run, how = _element("w:r"), _element("w:rPr")
    if is_bold:
        how.append(_element("w:b"))
    if is_link:
        how.append(_element("w:color", **{"w:val": "0563C1"}))
    if size:
        how.append(_element("w:sz", **{"w:val": str(size)}))
    if is_link:
        how.append(_element("w:u", **{"w:val": "single"}))
    if len(how):
        run.append(how)
    written = _element("w:t", **{"xml:space": "preserve"})
    written.text = _kept(text)
    run.append(written)
    return run


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    return OxmlElement(name, {qn(key): value for key, value in attributes.items()})


def _kept(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)
