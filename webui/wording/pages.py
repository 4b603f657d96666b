"""Pages: at which addresses are the tools for wordings? Pages, and the same as files."""

from flask import Blueprint, Response, request

from search import Engine
from search.answer.as_table import Row
from search.query.hidden_wordings import HiddenFile
from search.wording.as_table import trend_rows
from search.wording.newness import find_new
from search.wording.newness_told import header, rows
from search.wording.trend import trend

from .. import tables
from ..asked.addresses import QuestionAddress
from ..asked.languages import gettext as _
from ..templating import render_template
from .asked import TrendAddress
from .new_page import EXPORTED, NewAddress, new_page
from .trend_page import trend_page

_TREND_WIDTHS = (24, 10, 8, 8, 12, 10, 14)  # of the columns, in characters


def make_blueprint(engine: Engine, hidden: HiddenFile) -> Blueprint:
    """Make the pages over an engine."""
    blueprint = Blueprint("wording", __name__)

    @blueprint.get("/wording")
    def tools() -> str:
        return render_template("wording.html", address=QuestionAddress(), asked=TrendAddress())

    @blueprint.get("/trend", endpoint="trend")
    def show_trend() -> str:
        return trend_page(engine, TrendAddress.of(request.args))

    def table() -> list[Row]:
        return list(trend_rows(trend(engine, TrendAddress.of(request.args).checked()), _))

    @blueprint.get("/trend.csv")
    def trend_csv() -> Response:
        return tables.attached(tables.csv_file(table()), tables.CSV, _name(), "csv")

    @blueprint.get("/trend.xlsx")
    def trend_xlsx() -> Response:
        sheet = tables.workbook(table(), _TREND_WIDTHS)
        return tables.attached(sheet, tables.XLSX, _name(), "xlsx")

    @blueprint.get("/new")
    def new() -> str:
        return new_page(engine, NewAddress.of(request.args), hidden.current())

    @blueprint.get("/new.csv")
    def new_csv() -> Response:
        asked = NewAddress.of(request.args).checked()
        found = find_new(engine, asked, hidden.current(), limit=EXPORTED)
        listed = [header(_), *rows(found)]
        return tables.attached(tables.csv_file(listed), tables.CSV, _("新提法"), "csv")

    return blueprint


def _name() -> str:
    wordings = "、".join(TrendAddress.of(request.args).wordings)
    return _("提法走势 %(wordings)s", wordings=wordings[:40])
