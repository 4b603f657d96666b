"""The API is what its description says: every route, every example, every field."""

import re
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from search.engine import Engine
from webui import create_app
from webui.api import description

from .articles import article, build

OPERATIONS = {
    path: methods["get"] for path, methods in description()["paths"].items() if "get" in methods
}
EXAMPLES = [
    (path, example) for path, operation in OPERATIONS.items() for example in operation["x-examples"]
]


@pytest.fixture(scope="module")
def client(sample_engine: Engine) -> FlaskClient:
    return create_app(sample_engine).test_client()


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema | {"components": description()["components"]})


def test_the_description_is_openapi_3_1() -> None:
    validate(description())
    assert description()["openapi"].startswith("3.1")


@pytest.mark.parametrize(("path", "example"), EXAMPLES, ids=[one for _, one in EXAMPLES])
def test_an_example_answers_as_described(client: FlaskClient, path: str, example: str) -> None:
    answer = client.get(example)
    assert answer.status_code == 200
    schema = OPERATIONS[path]["responses"]["200"]["content"]["application/json"]["schema"]
    validator(schema).validate(answer.get_json())


@pytest.mark.parametrize(
    "url", ["/api/search?sort=best", "/api/complete?limit=0", "/api/articles/x"]
)
def test_what_is_wrong_is_answered_as_described(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code in {400, 404}
    validator({"$ref": "#/components/schemas/Problem"}).validate(answer.get_json(force=True))


def test_every_route_for_programs_is_described(client: FlaskClient) -> None:
    rules = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in client.application.url_map.iter_rules()
    }
    asked = {rule for rule in rules if rule.startswith(("/api/", "/healthz"))} - {"/api/"}
    assert asked == set(description()["paths"])


def test_every_parameter_that_is_read_is_described() -> None:
    from webui.asked.addresses import QuestionAddress  # noqa: PLC0415

    full = QuestionAddress(
        "q", (), "f", "t", "newest", "2", "20", "separate", "most", "off"
    ).parameters()
    described = {one["name"] for one in OPERATIONS["/api/search"]["parameters"]}
    assert set(full) <= described


def test_the_page_shows_every_operation_and_field(client: FlaskClient) -> None:
    page = client.get("/api/").text
    for path in OPERATIONS:
        assert f"GET {path}" in page
    for schema in description()["components"]["schemas"].values():
        for name in schema.get("properties", {}):
            assert f"<code>{name}</code>" in page


def test_the_page_shows_a_line_that_can_be_run_for_every_operation(client: FlaskClient) -> None:
    page = unescape(client.get("/api/").text)
    lines = re.findall(r"curl '(http://localhost(/[^']*))'", page)
    assert len(lines) == len(OPERATIONS)
    for line, path in lines:
        assert line.isascii()
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.get_json().get("total", 1)


def test_the_examples_of_the_page_find_something_in_any_collection(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("x-1", "甲", "乙。")])) as engine:
        client = create_app(engine).test_client()
        page = unescape(client.get("/api/").text)
        assert "/api/articles/x-1'" in page
        for path in re.findall(r"curl 'http://localhost(/[^']*)'", page):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("day", ["2024\n", "\t2024", "2024\x00", "\u20282024-05", "2024\x1b-05"])
def test_a_day_with_control_characters_is_none(client: FlaskClient, day: str) -> None:
    schema = {"$ref": "#/components/schemas/Period"}
    assert not validator(schema).is_valid(day + "-")  # Python lets $ stand before a line break
    assert client.get("/api/search", query_string={"from": day}).status_code == 400


def test_a_query_may_be_longer_than_what_is_read_of_it(client: FlaskClient) -> None:
    answer = client.get("/api/search", query_string={"q": "夜校" * 501})
    assert answer.status_code == 200
    assert "查询过长" in str(answer.json["notes"])  # type: ignore[index]
