"""Exports: how does a result leave as a table? CSV, XLSX and JSON: bounded, and sent while it is made."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from urllib.parse import quote

import xlsxwriter
from flask import Blueprint, Response, request
from flask_babel import gettext as _

from search import Engine, Hit, Question, ResultPage, Synonyms, SynonymsFile, run_query
from search.answer.as_json import hit_json
from search.answer.question import MAX_SIZE
from search.article_fields import Place, shown_at
from search.facets import written

from .asked.addresses import QuestionAddress, absolute

MAX_EXPORTED = 1000  # hits
# What a spreadsheet would take for a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠\t\r|%]")
# What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What no file system takes, and marks that turn the direction of a name.
_NOT_IN_NAMES = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)
_MOST_IN_A_CELL = 32_767  # characters: the limit of Excel
_BLOCK = 64 * 1024
_PLACE = "-of-this-article-"  # in an address, where an id will stand
Row = list[str | int]
# The hits' own columns stand before the last of the article's, its address.
_FIELDS = shown_at(Place.EXPORT)
_WIDTHS = (*(field.width for field in _FIELDS[:-1]), 8, 8, 60, _FIELDS[-1].width, 40)


def make_blueprint(engine: Engine, synonyms: SynonymsFile) -> Blueprint:
    """Make the exports over an engine."""
    blueprint = Blueprint("exports", __name__)

    # What needs the request is done before the first part is sent: the rest is made while sending.
    def hits() -> Iterator[Hit]:
        question = QuestionAddress.of(request.args).checked()
        return exported_hits(engine, question, synonyms.current())

    def rows() -> Iterator[Row]:
        own_address = absolute("pages.article", identifier=_PLACE)
        found = hits()
        return chain([_header()], (_row(hit, own_address) for hit in found))

    @blueprint.get("/export.csv")
    def csv_file() -> Response:
        return _attachment(_csv_lines(rows()), "text/csv", "csv")

    @blueprint.get("/export.xlsx")
    def xlsx_file() -> Response:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _attachment(_workbook(rows()), kind, "xlsx")

    @blueprint.get("/export.json")
    def json_file() -> Response:
        question = QuestionAddress.of(request.args).checked()
        first = run_query(engine, replace(question, page=1, size=1), synonyms.current())
        head = {"query": question.text, "total": first.total, "groups": first.groups}
        return _attachment(_json_parts(head, hits()), "application/json", "json")

    return blueprint


def exported_hits(engine: Engine, question: Question, synonyms: Synonyms) -> Iterator[Hit]:
    """Return the hits of a question from the first, whatever page it asks for.

    What is wrong with the question is raised at once; the later pages are fetched while sending.
    """

    def fetched(page: int) -> ResultPage:
        return run_query(engine, replace(question, page=page, size=MAX_SIZE), synonyms)

    first = fetched(1)
    last = min(first.pages, MAX_EXPORTED // MAX_SIZE)
    later = (hit for page in range(2, last + 1) for hit in fetched(page).hits)
    return chain(first.hits, later)


def _header() -> Row:
    labels = [field.label_at(Place.EXPORT).said(_) for field in _FIELDS]
    return [*labels[:-1], _("其他版本"), _("命中处数"), _("摘录"), labels[-1], _("本站网址")]


def _row(hit: Hit, own_address: str) -> Row:
    texts = [written(hit.article, field) for field in _FIELDS]
    snippet = hit.snippets[0].text if hit.snippets else ""
    own = own_address.replace(_PLACE, quote(hit.article.id, safe=""))
    return [*texts[:-1], hit.version_count, hit.occurrences, snippet, texts[-1], own]


def _csv_lines(rows: Iterator[Row]) -> Iterator[bytes]:
    """Write rows as RFC 4180 says, with the mark that lets Excel read UTF-8."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    line.write("\ufeff")
    for row in rows:
        writer.writerow(map(_harmless, row))
        yield line.getvalue().encode("utf-8", "replace")
        line.seek(0)
        line.truncate()


def _harmless(value: str | int) -> str | int:
    """Put an apostrophe before what a spreadsheet would compute."""
    if not isinstance(value, str):
        return value
    text = NOT_IN_XML.sub("\ufffd", value)
    return f"'{text}" if _FORMULA.match(text) else text


def _workbook(rows: Iterator[Row]) -> Iterator[bytes]:
    """Write rows as a sheet of texts: nothing in it is computed, or a link."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    text = NOT_IN_XML.sub("\ufffd", value)[:_MOST_IN_A_CELL]
                    sheet.write_string(number, column, text, None if number else bold)
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


def _attachment(parts: Iterator[bytes], kind: str, ending: str) -> Response:
    name = QuestionAddress.of(request.args).text[:40] or _("全部文章")
    response = Response(parts, mimetype=kind)
    plain = _NOT_IN_NAMES.sub(" ", name).strip() or "zhengsou"
    encoded = f"UTF-8''{quote(plain)}.{ending}"  # RFC 6266, 5: for all that know it
    names = f"filename=zhengsou.{ending}; filename*={encoded}"
    response.headers["Content-Disposition"] = f"attachment; {names}"
    return response
