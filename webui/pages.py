"""Pages: what does a person see? The home page, results, articles, and what else can be read here."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from search import (
    Article,
    Engine,
    Filters,
    PicksFile,
    Question,
    Sort,
    SynonymsFile,
    UsageError,
    find_passages,
    mark_article,
    run_query,
)
from search.answer.facet_values import count_values
from search.facets import FACET_NAMES, SECTION_SEPARATOR
from search.wording.compared import compare_articles, compare_with_text

from .asked.addresses import QuestionAddress
from .asked.advanced_form import FIELD_NAMES, AdvancedForm, read_back
from .asked.paths import canonical_address
from .shown.article_page import article_page
from .shown.browsing import listed_months, listed_sections, listed_years, outermost
from .shown.compare_page import asked_id, compare_form, compare_page
from .shown.facet_lists import as_tree
from .shown.facet_page import FacetView, facet_page, timeline_page
from .shown.help_page import LiveExamples
from .shown.result_page import page_links, result_page
from .shown.timeline import DRAWN
from .shown.why_page import why_page
from .templating import render_template

_Found = TypeVar("_Found")

_NEWEST = 8
_SECTIONS = _YEARS = 12  # on the home page
_BROWSED = 20  # articles a page
_FORM_FIELDS = tuple(field.name for field in fields(AdvancedForm))
_FIELD_LABELS = {
    "": lazy_gettext("标题和正文"),
    "标题": lazy_gettext("标题"),
    "来源": lazy_gettext("来源"),
    "文号": lazy_gettext("文号"),
}


def make_blueprint(engine: Engine, synonyms: SynonymsFile, picks: PicksFile) -> Blueprint:
    """Make the pages over an engine."""
    blueprint = Blueprint("pages", __name__)
    examples = LiveExamples(engine, synonyms)

    @blueprint.get("/")
    def home() -> str | Response:
        if request.args.keys() - {"lang"}:  # an address typed by hand: /?q=…
            return redirect(QuestionAddress.of(request.args).url)
        newest = run_query(engine, Question(sort=Sort.NEWEST, size=_NEWEST))
        return render_template(
            "home.html",
            address=QuestionAddress(),
            newest=newest,
            statistics=engine.statistics(),
            sections=listed_sections(outermost(newest.facets["section"], _SECTIONS)),
            years=listed_years(newest.facets["year"][:_YEARS]),
            examples=examples.some("exact", "without", "either", "title"),
        )

    @blueprint.get("/search")
    def search() -> str:
        address = QuestionAddress.of(request.args)
        return result_page(engine, address, synonyms.current(), picks.current())

    @blueprint.get("/facet")
    def facet() -> str | Response:
        address, name = QuestionAddress.of(request.args), request.args.get("name", "")
        if name not in FACET_NAMES:
            abort(404, description=_("没有这种筛选。"))
        if name in DRAWN:
            return redirect(address.timeline_page())
        return facet_page(engine, address, name, FacetView.of(request.args), synonyms.current())

    @blueprint.get("/timeline")
    def timeline() -> str:
        return timeline_page(engine, QuestionAddress.of(request.args), synonyms.current())

    @blueprint.get("/articles/<identifier>")
    def article(identifier: str) -> str:
        found = _only(engine.fetch([identifier]))
        address = QuestionAddress.of(request.args)
        marking = request.args.get("mark") != "off"
        marked = mark_article(found, address.text if marking else "", synonyms.current())
        return article_page(engine, marked, address, marking)

    @blueprint.get("/why/<identifier>")
    def why(identifier: str) -> str:
        address = QuestionAddress.of(request.args)
        found = _only(engine.fetch([identifier]))
        return why_page(engine, found, address, synonyms.current())

    @blueprint.get("/passages/<identifier>")
    def passages(identifier: str) -> str:
        address = QuestionAddress.of(request.args)
        head = _only(engine.heads([identifier]))
        return render_template(
            "passages.html",
            address=address,
            article=head,
            passages=find_passages(engine, address.checked(), identifier, synonyms.current()),
        )

    @blueprint.get("/compare")
    def compare() -> str:
        one, other = (asked_id(request.args.get(name, "")) for name in ("a", "b"))
        if not one or not other:
            return compare_form(one, other)
        return compare_page(engine, compare_articles(engine, *_both(engine, one, other)))

    @blueprint.post("/compare")
    def compare_text() -> str:
        found = _only(engine.fetch([asked_id(request.form.get("a", ""))]))
        text = request.form.get("text", "")
        return compare_page(engine, compare_with_text(engine, found, text), text)

    @blueprint.get("/advanced")
    def advanced() -> str | Response:
        address = QuestionAddress.of(request.args)
        if "go" in request.args:
            typed = {name: request.args.get(name, "") for name in _FORM_FIELDS}
            return redirect(replace(address, text=AdvancedForm(**typed).query()).url)
        sections = count_values(engine, Question(), ("section",)).counts["section"]
        try:  # the fields take whole days: 2014 is its last one
            days = address.checked().filters
        except UsageError:
            days = Filters()
        return render_template(
            "advanced.html",
            address=address,
            days=days,
            form=read_back(address.text),
            fields=[(name, _FIELD_LABELS[name]) for name in FIELD_NAMES],
            sections=as_tree({entry.value: entry.count for entry in sections}),
        )

    @blueprint.get("/help")
    def help() -> str:
        return render_template("help.html", address=QuestionAddress(), examples=examples.current())

    @blueprint.get("/sections/")
    def sections() -> str:
        counts = count_values(engine, Question(), ("section", "year")).counts
        return render_template(
            "browse.html",
            address=QuestionAddress(),
            sections=listed_sections(counts["section"]),
            years=listed_years(counts["year"]),
        )

    @blueprint.get("/sections/<path:section>")
    def section(section: str) -> str:
        return _browsed(engine, "section", section)

    @blueprint.get("/years/<int:year>")
    def year(year: int) -> str:
        return _browsed(engine, "year", str(year))

    return blueprint


def _only(found: Sequence[_Found]) -> _Found:
    """Return the one article that was asked for; without it the answer is 404."""
    if not found:
        abort(404, description=_("没有这篇文章，可能已经移除或改了编号。"))
    return found[0]


def _both(engine: Engine, one: str, other: str) -> tuple[Article, Article]:
    """Return two articles; without one the answer is 404."""
    found = {article.id: article for article in engine.fetch([one, other])}
    return _only([found[one]] if one in found else []), _only(
        [found[other]] if other in found else []
    )


def _browsed(engine: Engine, facet: str, value: str) -> str:
    """List what has one value, the newest first, with what it can be narrowed by."""
    endpoint = f"pages.{facet}"
    question = Question(
        filters=Filters({facet: (value,)}),
        sort=Sort.NEWEST,
        page=QuestionAddress.of(request.args).checked().page,
        size=_BROWSED,
    )
    result = run_query(engine, question)
    if not result.total:
        abort(404, description=_("这里没有文章。"))

    def place(page: int) -> dict[str, str]:
        return {facet: value} | ({"page": str(page)} if page > 1 else {})

    def on_page(page: int) -> str:
        return url_for(endpoint, **place(page))  # type: ignore[arg-type] # none is one of its own

    return render_template(
        "listing.html",
        address=QuestionAddress(),
        within=QuestionAddress(facets=((facet, value),)),
        facet=facet,
        value=value,
        path=value.split(SECTION_SEPARATOR) if facet == "section" else [value],
        result=result,
        inner=listed_sections(result.facets["section"], value) if facet == "section" else [],
        months=listed_months(result.facets["month"], value) if facet == "year" else [],
        page_links=page_links(result, on_page),
        page_url=on_page,
        canonical=canonical_address(endpoint, **place(question.page)),
    )
