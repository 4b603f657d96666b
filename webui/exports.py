"""Exports: how does a result leave as a table? CSV, XLSX and JSON: in parts, each sent while it is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import quote

from flask import Blueprint, Response, request

from search import Engine, Hit, SynonymsFile, UsageError
from search.answer.as_json import hit_json, json_parts
from search.answer.as_sheet import workbook
from search.answer.as_table import MOST_IN_PART, WIDTHS, Row, exported_hits, header, part_count, row
from search.engine import Matches

from . import tables
from .asked.addresses import QuestionAddress
from .asked.languages import gettext as _
from .asked.paths import absolute

_WIDTH_OF_ADDRESS = 40  # characters
_PLACE = "-of-this-article-"  # in an address, where an id will stand


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a table: which it is, from 1, and what was found."""

    number: int
    matches: Matches

    @property
    def first(self) -> int:
        return (self.number - 1) * MOST_IN_PART + 1

    @property
    def listed(self) -> int:
        return len(self.matches.matches)

    @property
    def is_whole(self) -> bool:
        return self.listed == self.matches.groups

    @property
    def said(self) -> str:
        """Say which of all hits it has."""
        last, count = self.first + self.listed - 1, self.matches.groups
        return _(
            "第 %(first)s 至 %(last)s 条，共 %(all)s 条", first=self.first, last=last, all=count
        )

    @property
    def next(self) -> str | None:
        """Return the address of the part behind it; None behind the last."""
        if self.number >= part_count(self.matches.groups):
            return None
        asked = QuestionAddress.of(request.args).parameters()
        kept = {name: values for name, values in asked.items() if name not in {"page", "size"}}
        return absolute(str(request.endpoint), **kept, part=self.number + 1)


def make_blueprint(engine: Engine, synonyms: SynonymsFile) -> Blueprint:
    """Make the exports over an engine."""
    blueprint = Blueprint("exports", __name__)

    # What needs the request is done before the first part is sent: the rest is made while sending.
    def found() -> tuple[_Part, Iterator[Hit]]:
        typed = QuestionAddress.of(request.args)
        question = replace(typed, page=request.args.get("part", ""), size="").checked()
        matches, hits = exported_hits(engine, question, synonyms.current(), question.page)
        if question.page > (count := max(1, part_count(matches.groups))):
            raise UsageError(
                "没有第 %(part)s 份，一共 %(count)s 份", part=question.page, count=count
            )
        return _Part(question.page, matches), hits

    def rows() -> tuple[_Part, Iterator[Row]]:
        own_address = absolute("pages.article", identifier=_PLACE)
        part, hits = found()
        head: Row = [*header(_), _("本站网址")]
        return part, chain([head], (_row(hit, own_address) for hit in hits))

    @blueprint.get("/export.csv")
    def csv_file() -> Response:
        part, table = rows()
        return _attachment(tables.csv_file(table), part, tables.CSV, "csv")

    @blueprint.get("/export.xlsx")
    def xlsx_file() -> Response:
        part, table = rows()
        note = None
        if not part.is_whole:
            note = _("没有列全"), " ".join(filter(None, [part.said, part.next]))
        sheet = workbook(table, (*WIDTHS, _WIDTH_OF_ADDRESS), note)
        return _attachment(sheet, part, tables.XLSX, "xlsx")

    @blueprint.get("/export.json")
    def json_file() -> Response:
        part, hits = found()
        head = {
            "query": QuestionAddress.of(request.args).text.strip(),
            "total": part.matches.total,
            "groups": part.matches.groups,
            "first": part.first,
            "listed": part.listed,
            "limit": MOST_IN_PART,
            "next": part.next,
        }
        parts = json_parts(head, "hits", map(hit_json, hits))
        return _attachment(parts, part, "application/json", "json")

    return blueprint


def _row(hit: Hit, own_address: str) -> Row:
    return [*row(hit), own_address.replace(_PLACE, quote(hit.article.id, safe=""))]


def _attachment(parts: Iterator[bytes], part: _Part, kind: str, ending: str) -> Response:
    """Send a file. Its name and its headers say when it has not all hits: in CSV is no place for that."""
    name = QuestionAddress.of(request.args).text[:40] or _("全部文章")
    if not part.is_whole:
        name += _("（%(which)s）", which=part.said)
    response = tables.attached(parts, kind, name, ending)
    response.headers["X-Hits-Total"] = str(part.matches.groups)
    response.headers["X-Hits-First"] = str(part.first)
    response.headers["X-Hits-Listed"] = str(part.listed)
    if part.next:
        response.headers["Link"] = f'<{part.next}>; rel="next"'  # RFC 8288, 3
    return response
