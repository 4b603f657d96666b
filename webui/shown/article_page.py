"""Article page: what does it show? The text, what is known of it, and what belongs to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for

from search import Article, ArticleHead, Engine, MarkedArticle, SearchRequest, Sort, Validity
from search.answer.snippets import make_snippets
from search.article import in_one_line
from search.article_fields import ArticleField, Place, shown_at
from search.document_numbers import number_to_look_up, read_number
from search.facets import section_path
from search.query.nodes import AllOf, AnyOf, Field, Like, Not, Phrase
from search.text.normalization import normalize
from search.text.sentences import Sentence, find_changed, find_sentence

from ..asked.addresses import QuestionAddress, absolute
from .article_view import contents, view_article
from .citations import plain_citation, quotation, standard_citation
from .replaced import replacements

_RELATED = 5
_CITED_LOOKED_UP = 30
_BEGINS = 8  # characters of a sentence that a link to it carries: each takes nine in an address


@dataclass(frozen=True, slots=True)
class Pointed:
    """A sentence that a link points at: as it is, or what stands in its place; None: neither."""

    sentence: Sentence | None
    changed: bool
    begins: str
    quotation: str


def article_page(
    engine: Engine, marked: MarkedArticle, address: QuestionAddress, marking: bool
) -> str:
    """Show an article, with what a query finds in it marked; `marking`: that was wanted."""
    article = marked.article
    permanent = absolute("pages.article", identifier=article.id)
    versions = [one for one in engine.heads(engine.versions(article.id)) if one.id != article.id]
    replaced = replacements(engine, [article]).get(article.id)
    return render_template(
        "article.html",
        address=address,
        marked=marked,
        article=article,
        metadata=_metadata(article),
        view=view_article(marked),
        contents=contents(article.blocks),
        group=engine.heads(engine.copies(article.id)),
        versions=versions,
        in_force=None if replaced else _in_force(article, versions),
        replaced=replaced,
        related=_related(engine, article, versions),
        cited=_cited(engine, article),
        citing=_citing(engine, article),
        pointed=_pointed(article),
        with_links="links" in request.args,
        marking=marking,
        sentence_url=lambda key, text: sentence_address(article.id, key, text),
        section_path=section_path,
        permanent=permanent,
        description=_description(article),
        citations=(
            standard_citation(article, permanent, date.today()),
            plain_citation(article, permanent),
        ),
    )


def _metadata(article: Article) -> list[tuple[ArticleField, str, Any]]:
    """Return what is known of an article: fields, each with what it is called and its value."""
    told = (
        (field, field.label_at(Place.PAGE).text, getattr(article, field.attribute_name))
        for field in shown_at(Place.PAGE)
    )
    return [(field, label, value) for field, label, value in told if value]


def _description(article: Article) -> str:
    """Return the beginning of the text, for search engines."""
    return next((snippet.text for snippet in make_snippets(article, ())), "")


def sentence_address(identifier: str, key: str, text: str) -> str:
    """Return the lasting address of a sentence: what it is known by, and how it begins."""
    return url_for("pages.article", **_sentence(identifier, key, text))  # type: ignore[arg-type]


def _sentence(identifier: str, key: str, text: str) -> dict[str, str]:
    begins = in_one_line(text).strip()[:_BEGINS]
    return {"identifier": identifier, "sentence": key, "begins": begins, "_anchor": f"s-{key}"}


def _pointed(article: Article) -> Pointed | None:
    key, begins = request.args.get("sentence", ""), request.args.get("begins", "")[:_BEGINS]
    if not key:
        return None
    found = find_sentence(article, key)
    shown = found or (find_changed(article, begins) if begins else None)
    quoted = ""
    if found:
        lasting = absolute("pages.article", **_sentence(article.id, key, found.text))
        quoted = quotation(found.text, article, lasting)
    return Pointed(shown, found is None, begins, quoted)


def _in_force(article: ArticleHead, versions: list[ArticleHead]) -> ArticleHead | None:
    """Return the version that is in force, where an article is none."""
    if article.validity is Validity.IN_FORCE:
        return None
    return next((one for one in versions if one.validity is Validity.IN_FORCE), None)


def _related(
    engine: Engine, article: ArticleHead, versions: list[ArticleHead]
) -> list[ArticleHead]:
    listed = {version.id for version in versions}
    found = engine.find(
        SearchRequest(Like(article.id), limit=_RELATED + 1, facets=(), merge_copies=True)
    )
    others = [match.id for match in found.matches if match.id not in listed]
    return engine.heads(others[:_RELATED])


def _cited(engine: Engine, article: ArticleHead) -> list[tuple[str, ArticleHead | None]]:
    """Return the document numbers that an article cites, each with the article that has it."""
    numbers = article.cites[:_CITED_LOOKED_UP]
    if not numbers:
        return []
    having = AnyOf(tuple(_bearing(number) for number in numbers))
    request_ = SearchRequest(having, sort=Sort.OLDEST, limit=_CITED_LOOKED_UP, facets=())
    found = engine.heads([match.id for match in engine.find(request_).matches])
    by_number: dict[str, ArticleHead] = {}
    for cited in found:
        by_number.setdefault(number_to_look_up(cited.doc_number or ""), cited)
    return [(number, by_number.get(number_to_look_up(number))) for number in numbers]


def _citing(engine: Engine, article: ArticleHead) -> int:
    """Count the other articles that name this one's document number."""
    if not article.doc_number:
        return 0
    number = read_number(article.doc_number) or Phrase(normalize(article.doc_number))
    others = AllOf((number, Not(_bearing(article.doc_number))))
    return engine.find(SearchRequest(others, sort=Sort.NEWEST, limit=0, facets=())).total


def _bearing(number: str) -> Phrase:
    """Ask for the articles that bear a document number themselves."""
    return Phrase(number_to_look_up(number), Field.DOC_NUMBER)
