"""API: what do programs get? JSON; `openapi.yaml` describes it, and a page that is made of it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, quote

import yaml
from flask import Blueprint, Response, abort, jsonify, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from search import (
    Article,
    Engine,
    IndexFault,
    IndexUnusableError,
    PicksFile,
    Question,
    Sort,
    SynonymsFile,
    UsageError,
    Validity,
    complete,
    run_query,
)
from search.answer.as_json import article_json, page_json
from search.article_fields import ArticleField, FieldName, Kind, Place, shown_at
from search.partial_date import Precision
from search.query.hidden_wordings import HiddenFile
from search.suggest.completion import read_limit
from search.wording.as_json import context_json, groups_json, trend_json
from search.wording.compared import compare_articles, compare_with_text
from search.wording.context import context, group
from search.wording.newness import find_new
from search.wording.newness_told import as_json as new_json
from search.wording.quotations import check_draft
from search.wording.told import checked_json
from search.wording.trend import trend

from .asked.addresses import QuestionAddress
from .asked.paths import absolute
from .errors import unusable
from .noting import note_found
from .templating import render_template
from .wording.asked import TrendAddress
from .wording.context_asked import ContextAddress, read_size
from .wording.drafts import in_turn
from .wording.evidence_page import evidence_json
from .wording.new_page import TOLD, NewAddress

_SEARCH, _COMPARISON = "/api/search", "/api/compare"
_TYPES = {name: {"type": "string"} for name in (FieldName.ID, FieldName.TITLE)}  # never null
_TYPES_OF_KINDS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"$ref": "#/components/schemas/Text"},
    Kind.ADDRESS: {"$ref": "#/components/schemas/Text"},
    Kind.DAY: {"$ref": "#/components/schemas/Day"},
    Kind.DAY_KIND: {"enum": ["published", "signed", None]},
    Kind.PRECISION: {"enum": [*(precision.value for precision in Precision), None]},
    Kind.PATH: {"type": "array", "items": {"type": "string"}},
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
    Kind.VALIDITY: {"enum": [*(validity.value for validity in Validity), None]},
    Kind.ARTICLE: {"$ref": "#/components/schemas/Text"},
    Kind.BLOCKS: {"type": "array", "items": {"$ref": "#/components/schemas/Block"}},
    Kind.SCAN: {
        "type": ["object", "null"],
        "required": ["confidence", "doubtful"],
        "properties": {
            "confidence": {"type": "number"},
            "doubtful": {
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "minItems": 3,
                    "maxItems": 3,
                },
            },
        },
    },
}


def make_blueprint(
    engine: Engine, synonyms: SynonymsFile, picks: PicksFile, hidden: HiddenFile
) -> Blueprint:
    """Make the API over an engine."""
    blueprint = Blueprint("api", __name__)

    @blueprint.get("/api/search")
    def search() -> Response:
        question = QuestionAddress.of(request.args).checked()
        result = run_query(engine, question, synonyms.current(), picks.current())
        note_found(result)
        return jsonify(page_json(result))

    @blueprint.get("/api/new")
    def new_wordings() -> Response:
        asked = NewAddress.of(request.args).checked()
        return jsonify(new_json(find_new(engine, asked, hidden.current(), limit=TOLD)))

    @blueprint.post("/api/check")
    def check() -> Response:
        (text,) = _sent("text")
        with in_turn():
            return jsonify(checked_json(check_draft(engine, text)))

    @blueprint.get("/api/complete")
    def completions() -> Response:
        limit = read_limit(request.args.get("limit", ""))
        typed = request.args.get("q", "")
        found = complete(engine.lexicon(), typed, limit, synonyms.current())
        entries = [{"text": entry.text, "kind": entry.kind.value} for entry in found]
        return jsonify({"completions": entries})

    @blueprint.get("/api/trend")
    def wordings_through_time() -> Response:
        return jsonify(trend_json(trend(engine, TrendAddress.of(request.args).checked())))

    @blueprint.get("/api/context")
    def context_of_wordings() -> Response:
        asked, size = ContextAddress.of(request.args), read_size(request.args.get("size", ""))
        wanted, by = asked.places(size), asked.grouped
        if by:
            return jsonify(groups_json(group(engine, wanted, by)))
        return jsonify(context_json(context(engine, wanted)))

    @blueprint.get("/api/evidence")
    def evidence() -> Response:
        return evidence_json(engine)

    @blueprint.get("/api/articles/<identifier>")
    def article(identifier: str) -> Response:
        return jsonify(article_json(_article(engine, identifier)))

    @blueprint.get("/api/compare")
    def comparison() -> Response:
        one, other = (_article(engine, request.args.get(name, "")) for name in ("a", "b"))
        return jsonify(compare_articles(engine, one, other).plain())

    @blueprint.post("/api/compare")
    def comparison_with_text() -> Response:
        identifier, text = _sent("a", "text")
        return jsonify(compare_with_text(engine, _article(engine, identifier), text).plain())

    @blueprint.get("/api/openapi.json")
    def openapi() -> Response:
        return jsonify(description())

    @blueprint.get("/api/")
    def documentation() -> str:
        return render_template(
            "api.html",
            address=QuestionAddress(),
            api=description(),
            examples=_examples(engine),
            absolute_url=lambda path: (
                f"{absolute('pages.home').rstrip('/')}{quote(path, safe='/?&=-')}"
            ),
        )

    @blueprint.get("/healthz")
    def health() -> Response:
        statistics = engine.statistics()
        try:
            engine.confirm_newest()
        except IndexUnusableError as error:
            if error.fault is IndexFault.UNNAMED:
                said = _("CURRENT 不见了或已损坏，由完好的一份回答；写回用 zhengsou rollback。")
                return unusable(error, _("不知道在用哪一份索引"), said)
            return unusable(error, _("索引不是最新的"), _("最新的索引用不了，用旧的回答。"))
        return jsonify(
            {
                "status": "ok",
                "articles": statistics.articles,
                "generation": statistics.generation,
            }
        )

    return blueprint


def _article(engine: Engine, identifier: str) -> Article:
    found = engine.fetch([identifier])
    if not found:
        abort(404, description=_("没有编号为 %(id)s 的文章。", id=identifier))
    return found[0]


def _sent(*names: str) -> list[str]:
    """Return texts of the JSON that was sent. Raises UsageError where one is missing."""
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # lists within lists, thousands deep
        sent = None
    texts = [sent.get(name) for name in names] if isinstance(sent, dict) else []
    found = [text for text in texts if isinstance(text, str)]
    if len(found) < len(names):
        wanted = ", ".join(f'"{name}": "…"' for name in names)
        raise UsageError("请求里的 JSON 不全：应是 {%(wanted)s}", wanted=wanted)
    return found


def _examples(engine: Engine) -> dict[str, list[str]]:
    """Return examples of each operation, by its path: those of the description that find something here."""
    newest = run_query(engine, Question(sort=Sort.NEWEST, size=2)).hits
    ids = [hit.article.id for hit in newest]
    identifier = ids[0] if ids else ""
    found: dict[str, list[str]] = {}
    for path, methods in description()["paths"].items():
        if "get" not in methods:
            continue
        given: list[str] = methods["get"]["x-examples"]
        if "{identifier}" in path:
            given = [path.replace("{identifier}", identifier)] if identifier else []
        elif path == _COMPARISON:
            given = [f"{path}?a={quote(ids[-1])}&b={quote(identifier)}"] if identifier else []
        found[path] = [example for example in given if _finds(engine, example)]
        if path == _SEARCH and not found[path]:
            found[path] = [f"{_SEARCH}?size=3"]
    return found


def _finds(engine: Engine, example: str) -> bool:
    """Say whether an example of a search finds something; what is no search always does."""
    path, _mark, query = example.partition("?")
    if path != _SEARCH:
        return True
    address = QuestionAddress.of(MultiDict(parse_qsl(query)))
    result = run_query(engine, replace(address, size="1").checked())
    return bool(result.total or result.suggestion)


def extract_texts(
    file: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the texts of the description, for the catalogue: an extraction method of Babel."""
    for text in dict.fromkeys(_texts(yaml.safe_load(file))):
        yield 0, None, text, []


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in {"summary", "description"} and isinstance(value, str):
                yield value
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


@cache
def description() -> dict[str, Any]:
    """Return the description of the API: OpenAPI 3.1, with the fields of articles as their table has them."""
    text = Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    for schema in read["components"]["schemas"].values():
        if place := schema.pop("x-fields", None):
            fields = {field.json_key: _schema(field) for field in shown_at(Place(place))}
            schema["required"] = [*fields, *schema.get("required", ())]
            schema["properties"] = fields | schema.get("properties", {})
    return read


def _schema(field: ArticleField) -> dict[str, Any]:
    """Describe a field of an article, as `Article.plain` gives it."""
    return {"description": field.label.text, **_TYPES.get(field.name, _TYPES_OF_KINDS[field.kind])}
