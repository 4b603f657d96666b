"""Exports: how does a result leave as a table? CSV, XLSX and JSON: bounded, and sent while it is made."""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from search import Engine, Hit, SynonymsFile
from search.answer.as_json import hit_json, json_parts
from search.answer.as_sheet import workbook
from search.answer.as_table import (
    MAX_EXPORTED,
    WIDTHS,
    Row,
    exported_hits,
    header,
    row,
    what_is_left_out,
)
from search.engine import Matches

from . import tables
from .asked.addresses import QuestionAddress, absolute

_WIDTH_OF_ADDRESS = 40  # characters
_PLACE = "-of-this-article-"  # in an address, where an id will stand


def make_blueprint(engine: Engine, synonyms: SynonymsFile) -> Blueprint:
    """Make the exports over an engine."""
    blueprint = Blueprint("exports", __name__)

    # What needs the request is done before the first part is sent: the rest is made while sending.
    def found() -> tuple[Matches, Iterator[Hit]]:
        question = QuestionAddress.of(request.args).checked()
        return exported_hits(engine, question, synonyms.current())

    def rows() -> tuple[Matches, Iterator[Row]]:
        own_address = absolute("pages.article", identifier=_PLACE)
        matches, hits = found()
        head: Row = [*header(_), _("本站网址")]
        return matches, chain([head], (_row(hit, own_address) for hit in hits))

    @blueprint.get("/export.csv")
    def csv_file() -> Response:
        matches, table = rows()
        return _attachment(tables.csv_file(table), matches, tables.CSV, "csv")

    @blueprint.get("/export.xlsx")
    def xlsx_file() -> Response:
        matches, table = rows()
        note = (
            (_("没有列全"), left_out.said(_)) if (left_out := what_is_left_out(matches)) else None
        )
        sheet = workbook(table, (*WIDTHS, _WIDTH_OF_ADDRESS), note)
        return _attachment(sheet, matches, tables.XLSX, "xlsx")

    @blueprint.get("/export.json")
    def json_file() -> Response:
        matches, hits = found()
        head = {
            "query": QuestionAddress.of(request.args).text.strip(),
            "total": matches.total,
            "groups": matches.groups,
            "listed": len(matches.matches),
            "limit": MAX_EXPORTED,
        }
        parts = json_parts(head, "hits", map(hit_json, hits))
        return _attachment(parts, matches, "application/json", "json")

    return blueprint


def _row(hit: Hit, own_address: str) -> Row:
    return [*row(hit), own_address.replace(_PLACE, quote(hit.article.id, safe=""))]


def _attachment(parts: Iterator[bytes], matches: Matches, kind: str, ending: str) -> Response:
    """Send a file. Its name and its headers say when it has not all hits: in CSV is no place for that."""
    name = QuestionAddress.of(request.args).text[:40] or _("全部文章")
    listed = len(matches.matches)
    if listed < matches.groups:
        name += _("（前 %(listed)s 条，共 %(all)s 条）", listed=listed, all=matches.groups)
    response = tables.attached(parts, kind, name, ending)
    response.headers["X-Hits-Total"] = str(matches.groups)
    response.headers["X-Hits-Listed"] = str(listed)
    return response
