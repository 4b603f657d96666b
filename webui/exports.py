"""Exports: how does a result leave as a table? CSV, XLSX and JSON: bounded, and sent while it is made."""

import json
import re
import tempfile
from collections.abc import Iterator
from itertools import chain
from urllib.parse import quote

import xlsxwriter
from flask import Blueprint, Response, request
from flask_babel import gettext as _

from search import Engine, Hit, SynonymsFile
from search.answer.as_json import hit_json
from search.answer.as_table import (
    MAX_EXPORTED,
    NOT_IN_XML,
    WIDTHS,
    Row,
    csv_lines,
    exported_hits,
    header,
    row,
    what_is_left_out,
)
from search.engine import Matches

from .asked.addresses import QuestionAddress, absolute

# What no file system takes, and marks that turn the direction of a name.
_NOT_IN_NAMES = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)
_MOST_IN_A_CELL = 32_767  # characters: the limit of Excel
_BLOCK = 64 * 1024
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
        lines = (line.encode("utf-8", "replace") for line in csv_lines(table))
        return _attachment(lines, matches, "text/csv", "csv")

    @blueprint.get("/export.xlsx")
    def xlsx_file() -> Response:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        matches, table = rows()
        note = (
            (_("没有列全"), left_out.said(_)) if (left_out := what_is_left_out(matches)) else None
        )
        return _attachment(_workbook(table, note), matches, kind, "xlsx")

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
        return _attachment(_json_parts(head, hits), matches, "application/json", "json")

    return blueprint


def _row(hit: Hit, own_address: str) -> Row:
    return [*row(hit), own_address.replace(_PLACE, quote(hit.article.id, safe=""))]


def _workbook(rows: Iterator[Row], note: tuple[str, str] | None) -> Iterator[bytes]:
    """Write rows as a sheet of texts: nothing in it is computed, or a link; a note has a sheet of its name."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, width in enumerate((*WIDTHS, _WIDTH_OF_ADDRESS)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    text = NOT_IN_XML.sub("\ufffd", value)[:_MOST_IN_A_CELL]
                    sheet.write_string(number, column, text, None if number else bold)
        if note:
            book.add_worksheet(note[0]).write_string(0, 0, note[1])
        book.close()
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _json_parts(head: dict[str, object], hits: Iterator[Hit]) -> Iterator[bytes]:
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    yield f'{opening}, "hits": ['.encode("utf-8", "replace")
    separator = ""
    for hit in hits:
        text = separator + json.dumps(hit_json(hit), ensure_ascii=False)
        yield text.encode("utf-8", "replace")
        separator = ",\n"
    yield b"]}\n"


def _attachment(parts: Iterator[bytes], matches: Matches, kind: str, ending: str) -> Response:
    """Send a file. Its name and its headers say when it has not all hits: in CSV is no place for that."""
    name = QuestionAddress.of(request.args).text[:40] or _("全部文章")
    listed = len(matches.matches)
    if listed < matches.groups:
        name += _("（前 %(listed)s 条，共 %(all)s 条）", listed=listed, all=matches.groups)
    response = Response(parts, mimetype=kind)
    response.headers["X-Hits-Total"] = str(matches.groups)
    response.headers["X-Hits-Listed"] = str(listed)
    plain = _NOT_IN_NAMES.sub(" ", name).strip() or "zhengsou"
    encoded = f"UTF-8''{quote(plain)}.{ending}"  # RFC 6266, 5: for all that know it
    names = f"filename=zhengsou.{ending}; filename*={encoded}"
    response.headers["Content-Disposition"] = f"attachment; {names}"
    return response
