"""Evidence page: in which sentences does something stand? A page of them, and all as a file, for an annex."""

from flask import Blueprint, Response, request

from search import Engine, Highlighted
from search.answer.as_json import json_parts
from search.wording.evidence import MAX_ROWS, Evidence, EvidenceRow, evidence
from search.wording.evidence_file import MAX_IN_WORD, write_evidence
from search.wording.evidence_told import (
    WIDTHS,
    Address,
    evidence_head,
    evidence_rows,
    evidence_table,
    path_of,
)

from .. import tables
from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..asked.paths import absolute
from ..shown.article_page import sentence_addresses
from ..templating import render_template
from .collection import looked_into
from .context_asked import ContextAddress
from .context_page import pages
from .place_files import attached, csv_of, sheet_of

_PAGE = "wording.evidence"


def evidence_page(engine: Engine, asked: ContextAddress) -> str:
    """Show the sentences in which something stands, one page of them; or the form."""
    if not asked.text:
        return render_template("evidence.html", address=asked.within, asked=asked)
    found = evidence(engine, asked.sentences(on_one_page=True))
    return render_template(
        "evidence.html",
        address=asked.within,
        asked=asked,
        hits=asked.hits(),
        found=found,
        rows=[(row, Highlighted(row.sentence, row.marks), _url(row)) for row in found.rows],
        most=MAX_ROWS,
        most_in_word=MAX_IN_WORD,
        collection=looked_into(engine),
        here=asked.number,
        **pages(asked, _PAGE, found.total, MAX_ROWS),
    )


def evidence_json(engine: Engine) -> Response:
    """Send all sentences as JSON, while it is made."""
    found, address = _found(engine, MAX_ROWS)
    parts = json_parts(evidence_head(found), "rows", evidence_rows(found, address))
    return Response(parts, mimetype="application/json")


def add_evidence(blueprint: Blueprint, engine: Engine) -> None:
    """Add the page, and the same as files."""

    @blueprint.get("/evidence", endpoint="evidence")
    def show_evidence() -> str:
        return evidence_page(engine, ContextAddress.of(request.args))

    @blueprint.get("/evidence.csv")
    def evidence_csv() -> Response:
        found, address = _found(engine, MAX_ROWS)
        return csv_of(found, evidence_table(found, address, _), _name())

    @blueprint.get("/evidence.xlsx")
    def evidence_xlsx() -> Response:
        found, address = _found(engine, MAX_ROWS)
        return sheet_of(found, evidence_table(found, address, _), WIDTHS, _name())

    @blueprint.get("/evidence.docx")
    def evidence_docx() -> Response:
        found, address = _found(engine, MAX_IN_WORD)
        left_out = [found.left_out.said(_)] if found.left_out else []
        file = write_evidence(found, _name(), [looked_into(engine), *left_out], address, _)
        return attached(found, [file], tables.WORD, _name(), "docx")


def _found(engine: Engine, most: int) -> tuple[Evidence, Address]:
    """Find so many places, and what gives the lasting address of a sentence.

    What needs the request is done here: the rest is made while it is sent.
    """
    site = absolute("pages.home").rstrip("/")
    asked = ContextAddress.of(request.args).sentences(on_one_page=False, most=most)
    return evidence(engine, asked), lambda row: f"{site}{path_of(row)}"


def _name() -> str:
    return _("依据表 %(wording)s", wording=ContextAddress.of(request.args).text[:40])


def _url(row: EvidenceRow) -> str:
    if row.key:
        return sentence_addresses(row.head.id)(row.key, row.sentence)
    return QuestionAddress().of_article(row.head.id)
