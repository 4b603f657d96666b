"""Every field of an article is in the table, and every place shows what the table says."""

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.answer.as_json import article_json, hit_json
from search.answer.question import Question
from search.answer.results import run_query
from search.article import Article, Block, BlockKind, Scanned
from search.article_fields import (
    FIELD,
    FIELDS,
    GIVEN,
    ArticleField,
    FieldName,
    Kind,
    Place,
    Use,
    shown_at,
)
from search.engine import Engine
from search.engines.arrays.file.layout import COLUMNS
from search.ingest.fields.evidence import evidence_given
from search.ingest.lines.labels import labelled_values
from search.validity import Validity
from webui import create_app
from webui.api import description

from .articles import build
from .records import read_record

ROOT = Path(__file__).parents[1]
FULL = Article(
    id="a",
    title="夜校通知",
    published=date(2024, 3, 8),
    section=("要闻", "工会"),
    source="云江日报",
    author="李禾",
    doc_number="云工发〔2024〕3号",
    url="https://www.yunjiang.example/a",
    blocks=(Block(BlockKind.PARAGRAPH, "夜校下周开班，见云政发〔2023〕9号。"),),
    signed=date(2024, 3, 5),
    issuer="云江市总工会",
    index_number="YJ000-0101-2024-00017",
    validity=Validity.IN_FORCE,
    cites=("云政发〔2023〕9号",),
    effective=date(2024, 3, 8),
    expires=date(2999, 3, 7),
    repeals=("云江市夜校办法",),
    scanned=Scanned(0.97, ((0, 0, 4),)),
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(build(tmp_path / "index", [FULL])) as engine:
        yield engine


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def keys(place: Place) -> list[str]:
    return [field.json_key for field in shown_at(place)]


def test_every_attribute_of_an_article_is_in_the_table() -> None:
    attributes = [
        row.attribute_name for row in FIELDS if row.kind not in {Kind.DAY_KIND, Kind.PRECISION}
    ]
    assert sorted(attributes) == sorted(field.name for field in fields(Article))


def test_every_name_of_a_field_has_one_row() -> None:
    assert list(FIELD) == list(FieldName)
    assert len(FIELDS) == len(FieldName)


@pytest.mark.parametrize("field", GIVEN, ids=lambda field: field.name)
def test_a_field_that_is_given_is_read_by_each_of_its_names(field: ArticleField) -> None:
    value = getattr(FULL, field.attribute_name)
    given = "/".join(value) if field.kind is Kind.PATH else str(value)
    for name in field.all_names:
        read = read_record({"title": "夜校通知", "text": "夜校下周开班。", name: given}, "a.json")
        assert getattr(read, field.attribute_name) == value


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_labelled_line_tells_a_field_by_each_of_its_labels(field: ArticleField) -> None:
    for label in field.line_labels.split():
        assert list(labelled_values(f"{label}：云江")) == [(field.name, "云江")]


def test_an_article_as_json_has_the_fields_of_the_table() -> None:
    assert list(article_json(FULL)) == keys(Place.JSON)


def test_a_hit_has_the_fields_of_the_table(engine: Engine) -> None:
    (hit,) = run_query(engine, Question("夜校")).hits
    shown = [key for key in hit_json(hit) if key in {field.json_key for field in FIELDS}]
    assert shown == keys(Place.HIT)


@pytest.mark.parametrize(("schema", "place"), [("Article", Place.JSON), ("Hit", Place.HIT)])
def test_the_description_of_the_api_has_the_fields_of_the_table(schema: str, place: Place) -> None:
    described = description()["components"]["schemas"][schema]
    assert list(described["properties"])[: len(keys(place))] == keys(place)
    assert described["required"] == list(described["properties"])


def test_an_export_has_the_columns_of_the_table(client: FlaskClient) -> None:
    header, row = csv.reader(
        client.get("/export.csv?q=夜校").text.removeprefix("\ufeff").splitlines()
    )
    known = dict(zip(header, row, strict=True))
    labels = [str(field.label_at(Place.EXPORT)) for field in shown_at(Place.EXPORT)]
    assert [name for name in header if name in labels] == labels
    assert "" not in [known[label] for label in labels]


def test_the_page_of_an_article_has_the_fields_of_the_table(client: FlaskClient) -> None:
    named = re.findall(r"<dt>(.*?)</dt>", client.get("/articles/a").text)
    assert named == [str(field.label_at(Place.PAGE)) for field in shown_at(Place.PAGE)]


def test_there_is_evidence_of_the_fields_of_the_table() -> None:
    shown = [field.name for field in shown_at(Place.INSPECT) if field.kind is not Kind.BLOCKS]
    assert [evidence.field for evidence in evidence_given(FULL)] == shown


def test_the_index_has_the_columns_of_the_table() -> None:
    names = [column.name for column in COLUMNS if not column.name.startswith("facet_")]
    looked_through = [field.name.value for field in FIELDS if Use.LOOKED_THROUGH in field.use]
    completed = [f"{field.name.value}_written" for field in FIELDS if Use.COMPLETED in field.use]
    # What people call the article by, which paper it is a version of, whether it is in force, what it repeals,
    # and the keys of the numbers that it bears and cites.
    others = [
        "name", "paper", "validity", "repeals",
        "own_numbers", "cited_numbers", "doc_number_written",
    ]  # fmt: skip
    assert sorted(names) == sorted([*looked_through, *completed, *others])


def test_the_docs_name_every_field() -> None:
    api = (ROOT / "docs" / "json-api.md").read_text(encoding="utf-8")
    assert [key for key in keys(Place.JSON) if f"`{key}`" not in api] == []
    corpus = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    assert [field.label.text for field in GIVEN if field.label.text not in corpus] == []
