"""Article page: what does it show? The text, what is known of it, and what belongs to it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from flask import request
from markupsafe import Markup

from search import (
    Article,
    ArticleHead,
    BlockKind,
    Engine,
    MarkedArticle,
    SearchRequest,
    Sort,
    Validity,
)
from search.article import in_one_line
from search.article_fields import ArticleField, Kind, Place, shown_at
from search.document_numbers import number_to_look_up, read_number
from search.facets import section_path
from search.query.nodes import AllOf, AnyOf, Field, Like, Not, Phrase
from search.text.clauses import ClauseAddress, clause_places
from search.text.normalization import normalize
from search.text.outline import outline
from search.text.own_contents import own_contents
from search.text.sentences import BEGINS, Sentence, find_changed, find_sentence

from ..asked.addresses import QuestionAddress
from ..asked.paths import absolute, canonical_address, path_of, quoted, with_parameters
from ..templating import render_template
from .article_parts import LONG, Part, part_of_block, part_of_hit, parts_of
from .article_text import TextLinks, write_text
from .article_view import MAX_VISITED, places_of_hits, view_part
from .citations import plain_citation, quotation, standard_citation
from .compare_page import comparison_address
from .original import original_of
from .replaced import replacements

_RELATED = 5
_LONGEST_SUFFIX = 8
_CITED_LOOKED_UP = 30
_DESCRIBED = 120  # characters
_WHOLE = "all"  # for a book followed by which of its long parts: all-2
_NUMBER = re.compile("[0-9]{1,6}")
_HIT = re.compile("hit-([0-9]{1,6})")
_HEADING = re.compile("h-([0-9]{1,6})")
_QUOTES = re.compile('[“”"＂〝〞]')


@dataclass(frozen=True, slots=True)
class Pointed:
    """A sentence that a link points at: as it is, or what stands in its place; None: neither."""

    sentence: Sentence | None
    changed: bool
    begins: str
    quotation: str
    said: QuestionAddress  # finds it, or its longest part without marks
    trend: str


@dataclass(frozen=True, slots=True)
class Contents:
    """An entry of the table of contents: what to call it, where it is, and how deep it stands."""

    name: str
    url: str
    level: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of an article's text as its page shows it, and what leads to the others."""

    text: Markup
    contents: list[Contents]
    marks: int  # in the whole text
    visited: int  # of these, that can be visited one after another
    first_hit: str  # its address
    heights: tuple[float, ...]  # of the hits in this part: 0 to 100
    number: int  # 0 where the whole is shown
    pages: list[tuple[int, str]]  # parts with their addresses: none where there is but one
    here: dict[str, str]  # what asks for this part
    whole: str  # the address of the whole text, or of its long parts; empty among these
    is_book: bool  # too long for one page
    #: The anchor of the first doubtful passage of this part of a scan; empty without one.
    unsure: str


def article_page(
    engine: Engine, marked: MarkedArticle, address: QuestionAddress, marking: bool
) -> str:
    """Show an article, with what a query finds in it marked; `marking`: that was wanted."""
    article = marked.article
    permanent = absolute("pages.article", identifier=article.id)
    versions = [one for one in engine.heads(engine.versions(article.id)) if one.id != article.id]
    group = engine.heads(engine.copies(article.id))
    replaced = replacements(engine, [article]).get(article.id)
    pointed = _pointed(article)
    shown = _shown(marked, address, pointed, permanent, {} if marking else {"mark": "off"})
    part = shown.here if shown.whole else {}
    return render_template(
        "article.html",
        address=address,
        marked=marked,
        article=article,
        metadata=_metadata(article),
        original=_original(engine, article),
        shown=shown,
        group=group,
        compared={one.id: comparison_address(article, one) for one in (*versions, *group)},
        versions=versions,
        in_force=None if replaced else _in_force(article, versions),
        replaced=replaced,
        related=_related(engine, article, versions),
        cited=_cited(engine, article),
        citing=_citing(engine, article),
        pointed=pointed,
        marking=marking,
        section_path=section_path,
        permanent=permanent,
        canonical=canonical_address("pages.article", identifier=article.id, **part),
        description=_description(article),
        today=date.today(),
        citations=(
            standard_citation(article, permanent, date.today()),
            plain_citation(article, permanent),
        ),
    )


def _original(engine: Engine, article: Article) -> tuple[str, str] | None:
    """Say of which type and size the file is that an article was read from, where it is kept."""
    kept = engine.original(article.id)
    if kept is None:
        return None
    suffix = PurePosixPath(kept.name).suffix.removeprefix(".").upper()[:_LONGEST_SUFFIX]
    return suffix, _size(kept.size)


def _size(size: int) -> str:
    """Write a number of bytes: 23 KB, 1.4 MB."""
    if size < 1 << 20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1 << 20):.1f} MB"


def _shown(
    marked: MarkedArticle,
    address: QuestionAddress,
    pointed: Pointed | None,
    permanent: str,
    also: dict[str, str],
) -> Shown:
    """Lay out the part of an article that is asked for; `also` is what the addresses of others keep."""
    article = marked.article
    entries = outline(article.blocks)
    listed = own_contents(article.blocks)
    clauses = clause_places(article.blocks)
    is_long = request.args.get("part", "").startswith(_WHOLE)
    parts = parts_of(marked, {entry.block for entry in entries}, LONG if is_long else 1)
    marks = parts[-1].hits.stop - 1
    part = _asked(parts, article, clauses, pointed)
    is_whole = len(parts) == 1
    numbers = {one.number: _numbered(one, is_long) for one in parts}
    base = {one: address.of_article(article.id, **asks, **also) for one, asks in numbers.items()}

    def address_in(one: Part, anchor: str) -> str:
        is_here = is_whole or one is part
        return f"{'' if is_here else base[one.number]}#{anchor}"

    def hit_address(hit: int) -> str:
        return address_in(part_of_hit(parts, hit), f"hit-{hit}")

    def clause_address(anchor: str) -> str:
        # The number of a part is not for ever: the clause says where it is.
        asks = "" if is_whole and not is_long else f"?at={anchor}"
        return f"{permanent}{asks}#{anchor}"

    visited = min(marks, MAX_VISITED)
    links = TextLinks(
        visited,
        hit_address,
        clause_address,
        sentence_addresses(article.id) if "links" in request.args else None,
        pointed.sentence.key if pointed and pointed.sentence else "",
    )
    blocks = view_part(marked, part, entries, {block: one for one, block in clauses.items()})
    return Shown(
        text=write_text(blocks, listed, links),
        contents=[
            Contents(
                entry.name,
                address_in(part_of_block(parts, entry.block), f"h-{entry.block}"),
                entry.level,
            )
            for entry in entries
            if entry.block not in listed
        ],
        marks=marks,
        visited=visited,
        first_hit=hit_address(1),
        heights=places_of_hits(marked, part.blocks) if part.hits else (),
        number=0 if is_whole else part.number,
        pages=[] if is_whole else list(base.items()),
        here={} if is_whole else numbers[part.number],
        whole="" if is_long else address.of_article(article.id, part=_WHOLE, **also),
        is_book=len(parts) > LONG,
        unsure=_first_unsure(article, part),
    )


def _first_unsure(article: Article, part: Part) -> str:
    passages = enumerate(article.scanned.doubtful if article.scanned else (), 1)
    first = next((count for count, (block, _, _) in passages if block in part.blocks), None)
    return f"#unsure-{first}" if first else ""


def _numbered(part: Part, is_long: bool) -> dict[str, str]:
    if is_long:
        return {"part": f"{_WHOLE}-{part.number}" if part.number > 1 else _WHOLE}
    return {"part": str(part.number)} if part.number > 1 else {}


def _asked(
    parts: list[Part],
    article: Article,
    clauses: dict[ClauseAddress, int],
    pointed: Pointed | None,
) -> Part:
    """Return the part that is asked for, by its number or by what is in it."""
    asked, anchor = request.args.get("part", ""), request.args.get("at", "")
    if len(parts) == 1:
        return parts[0]
    if pointed and pointed.sentence:
        return part_of_block(parts, pointed.sentence.block)
    if hit := _HIT.fullmatch(anchor):
        return part_of_hit(parts, int(hit[1]))
    if anchor:
        return part_of_block(parts, _block_of(anchor, article, clauses))
    asked = asked.removeprefix(_WHOLE).removeprefix("-")
    number = int(asked) if _NUMBER.fullmatch(asked) else 1
    return parts[min(max(number, 1), len(parts)) - 1]


def _block_of(anchor: str, article: Article, clauses: dict[ClauseAddress, int]) -> int:
    """Return the block that has an anchor; the first, where there is none such."""
    if heading := _HEADING.fullmatch(anchor):
        return int(heading[1])
    if anchor.startswith("s-"):
        sentence = find_sentence(article, anchor.removeprefix("s-"))
        return sentence.block if sentence else 0
    return next(
        (
            block
            for clause, block in clauses.items()
            if anchor in {clause.anchor, clause.former_anchor}
        ),
        0,
    )


def _metadata(article: Article) -> list[tuple[ArticleField, str, Any]]:
    """Return what is known of an article: fields, each with what it is called and its value."""
    told = (
        (field, field.label_at(Place.PAGE).text, getattr(article, field.attribute_name))
        for field in shown_at(Place.PAGE)
    )
    return [
        (field, label, original_of(value) if field.kind is Kind.ADDRESS else value)
        for field, label, value in told
        if value and (field.kind is not Kind.ADDRESS or original_of(value))
    ]


def _description(article: Article) -> str:
    """Return the beginning of the text, for search engines."""
    paragraphs = (block.text for block in article.blocks if block.kind is BlockKind.PARAGRAPH)
    text = next(paragraphs, "")
    return text[:_DESCRIBED] + "…" * (len(text) > _DESCRIBED)


def sentence_addresses(identifier: str) -> Callable[[str, str], str]:
    """Return what gives the lasting address of a sentence: what it is known by, and how it begins.

    What the addresses of an article have in common is written once: a law has thousands of sentences.
    """
    own = QuestionAddress().of_article(identifier)
    own += "&sentence=" if "?" in own else "?sentence="

    def address(key: str, text: str) -> str:
        return f"{own}{key}&begins={quoted(_beginning(text))}#s-{key}"

    return address


def _beginning(text: str) -> str:
    return in_one_line(text).strip()[:BEGINS]


def _pointed(article: Article) -> Pointed | None:
    key, begins = request.args.get("sentence", ""), request.args.get("begins", "")[:BEGINS]
    if not key:
        return None
    found = find_sentence(article, key)
    shown = found or (find_changed(article, begins) if begins else None)
    quoted = ""
    if found:
        known_by = {"sentence": key, "begins": _beginning(found.text), "_anchor": f"s-{key}"}
        lasting = absolute("pages.article", identifier=article.id, **known_by)
        quoted = quotation(found.text, article, lasting)
    longest = max(_QUOTES.split(found.text), key=len).strip() if found else ""
    said = QuestionAddress(text=f"“{longest}”")
    trend = with_parameters(path_of("wording.trend"), [("w", longest)])
    return Pointed(shown, found is None, begins, quoted, said, trend)


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
