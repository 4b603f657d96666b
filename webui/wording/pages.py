"""Pages: at which addresses are the tools for wordings? Pages, and the same as files."""

from flask import Blueprint, Response, request

from search import Engine
from search.answer.as_sheet import workbook
from search.answer.as_table import Row
from search.query.hidden_wordings import HiddenFile
from search.wording.as_table import context_rows, group_rows, trend_rows
from search.wording.context import Context, Grouped, context, group
from search.wording.newness import find_new
from search.wording.newness_told import new_rows
from search.wording.trend import trend

from .. import tables
from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..templating import render_template
from .asked import TrendAddress
from .check_page import check_answer, check_form
from .collection import looked_into
from .context_asked import ContextAddress
from .context_page import context_page
from .evidence_page import add_evidence
from .new_page import EXPORTED, NewAddress, new_page
from .place_files import csv_of, sheet_of
from .trend_page import trend_page

_CONTEXT_WIDTHS = (12, 40, 16, 40, 20, 40, 16, 40)  # of the columns, in characters
_NEW_WIDTHS = (20, 8, 8, 8, 12, 40, 16, 16, 40, 10, 10, 12, 40, 16)  # likewise
_TREND_WIDTHS = (24, 10, 8, 8, 12, 10, 14)  # of the columns, in characters


def make_blueprint(engine: Engine, hidden: HiddenFile) -> Blueprint:
    """Make the pages over an engine."""
    blueprint = Blueprint("wording", __name__)

    @blueprint.get("/wording")
    def tools() -> str:
        return render_template(
            "wording.html",
            address=QuestionAddress(),
            asked=TrendAddress(),
            collection=looked_into(engine),
        )

    @blueprint.get("/trend", endpoint="trend")
    def show_trend() -> str:
        return trend_page(engine, TrendAddress.of(request.args))

    @blueprint.get("/check", endpoint="check")
    def ask_for_draft() -> str:
        return check_form(engine)

    @blueprint.post("/check", endpoint="check_draft")
    def check_what_was_sent() -> str | Response:
        return check_answer(engine)

    def table() -> list[Row]:
        return list(trend_rows(trend(engine, TrendAddress.of(request.args).checked()), _))

    @blueprint.get("/trend.csv")
    def trend_csv() -> Response:
        return tables.attached(tables.csv_file(table()), tables.CSV, _name(), "csv")

    @blueprint.get("/trend.xlsx")
    def trend_xlsx() -> Response:
        sheet = workbook(table(), _TREND_WIDTHS)
        return tables.attached(sheet, tables.XLSX, _name(), "xlsx")

    @blueprint.get("/new")
    def new() -> str:
        return new_page(engine, NewAddress.of(request.args), hidden.current())

    def new_table() -> list[Row]:
        asked = NewAddress.of(request.args).checked()
        return list(new_rows(find_new(engine, asked, hidden.current(), limit=EXPORTED), _))

    @blueprint.get("/new.csv")
    def new_csv() -> Response:
        return tables.attached(tables.csv_file(new_table()), tables.CSV, _("新提法"), "csv")

    @blueprint.get("/new.xlsx")
    def new_xlsx() -> Response:
        sheet = workbook(new_table(), _NEW_WIDTHS)
        return tables.attached(sheet, tables.XLSX, _("新提法"), "xlsx")

    @blueprint.get("/context", endpoint="context")
    def show_context() -> str:
        return context_page(engine, ContextAddress.of(request.args))

    def context_table() -> tuple[Context | Grouped, list[Row]]:
        asked = ContextAddress.of(request.args)
        wanted, by = asked.all_places(), asked.grouped
        if by:
            grouped = group(engine, wanted, by)
            return grouped, list(group_rows(grouped, _))
        found = context(engine, wanted)
        return found, list(context_rows(found, _))

    @blueprint.get("/context.csv")
    def context_csv() -> Response:
        return csv_of(*context_table(), _context_name())

    @blueprint.get("/context.xlsx")
    def context_xlsx() -> Response:
        return sheet_of(*context_table(), _CONTEXT_WIDTHS, _context_name())

    add_evidence(blueprint, engine)
    return blueprint


def _name() -> str:
    wordings = "、".join(TrendAddress.of(request.args).wordings)
    return _("提法走势 %(wordings)s", wordings=wordings[:40])


def _context_name() -> str:
    return _("上下文 %(wording)s", wording=ContextAddress.of(request.args).text[:40])
