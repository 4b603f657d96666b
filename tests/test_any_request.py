"""Whatever is asked, the answer is what the description says, and never an error of the server."""

import random
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from search.engine import Engine
from webui import create_app
from webui.api import description

from .examples import examples

#: Of all runs together.
ADDRESSES = 20_000
RUNS = 8
CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
)  # fmt: skip
#: Of days and pages a schema cannot say which there are.
REFUSES_MORE = {"/api/search", "/api/trend", "/api/context", "/api/evidence", "/api/new"}
OPERATIONS = [(path, one) for path, methods in description()["paths"].items() for one in methods]

NAMES = ("q", "section", "year", "month", "source", "type", "validity", "from", "to", "sort", "page", "size", "copies",
         "matching", "synonyms", "lang", "name", "mark", "at", "go", "limit", "order", "part",
         "w", "by", "measure", "a", "b", "since", "until", "least", "x[]", "")  # fmt: skip
TELLING = (
    "", "0", "-1", "1", "10001", "99999999999999999999", "1e9", "NaN", "on", "off", "zh", "newest", "most", "2024",
    "2024-02-31", "2024-05..2025", "9999-12-31", "0000-01", "section", "职工", "“夜校”", "“夜校 职工”~99999",
    "同句:(夜校 职工)", "标题:", "精确:的", "像:x", "日期:2024..", "a*", "的*", "-", "NOT", "(((((((", "”“", "|||",
    "国发〔2025〕5号",
    "第四条", "\0", "\n\r\t", "\x1b[0m", "\u202e", "\ufffe", "\ud800", "𠮷", "e\u0301", "哈" * 1001, "'\"<script>",
    "../../etc/passwd", "%00", "{{7*7}}", "${x}", "a" * 5000,
)  # fmt: skip


@pytest.fixture(scope="module")
def client(sample_engine: Engine) -> FlaskClient:
    return create_app(sample_engine).test_client()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_a_program_asks_is_answered_as_described(
    client: FlaskClient, path: str, method: str
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", client.application)
    operation = schema[path][method.upper()]
    checks = [*CHECKS, *([] if path in REFUSES_MORE else [positive_data_acceptance])]

    @settings(max_examples=examples(100))
    @given(case=operation.as_strategy())
    def answers(case: schemathesis.Case[Any]) -> None:
        case.validate_response(case.call(headers={"Accept-Encoding": "identity"}), checks=checks)

    answers()


def addresses(chance: random.Random, paths: list[str], count: int) -> Iterator[tuple[str, str]]:
    """Draw paths and queries, as bytes of which a server makes Latin-1."""
    for _ in range(count):
        path = chance.choice(paths)
        if chance.random() < 0.2:
            path += _text(chance)
        parts = [
            f"{chance.choice(NAMES)}={_escaped(_text(chance), chance)}"
            for _ in range(chance.randrange(5))
        ]
        yield path.encode("utf-8", "replace").decode("latin-1"), "&".join(parts)


def _text(chance: random.Random) -> str:
    if chance.random() < 0.7:
        return chance.choice(TELLING)
    return "".join(
        chr(chance.choice((chance.randrange(256), chance.randrange(0x11_0000))))
        for _ in range(chance.randrange(9))
    )


def _escaped(text: str, chance: random.Random) -> str:
    encoding = chance.choice(("utf-8", "utf-8", "gb18030", "utf-16"))
    if chance.random() < 0.1:
        return "".join(f"%u{ord(c) & 0xFFFF:04x}" for c in text)
    if chance.random() < 0.1:
        return text.encode("ascii", "replace").decode().replace("&", "%")
    return quote_from_bytes(
        text.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")
    )


@pytest.mark.parametrize("run", range(RUNS))
def test_no_address_is_an_error_of_the_server(
    sample_engine: Engine, client: FlaskClient, run: int
) -> None:
    chance = random.Random(run)
    known = sample_engine.days()
    rules = {rule.rule for rule in client.application.url_map.iter_rules()}
    paths = [
        rule.replace("<identifier>", chance.choice([*known, "x"])).replace("<int:number>", "1")
        .replace("<int:year>", "2024").replace("<path:section>", "政务公开").replace("<path:filename>", "zhengsou.css")
        for rule in sorted(rules)
    ]  # fmt: skip
    for path, query in addresses(chance, paths, examples(ADDRESSES // RUNS)):
        wanted = {"PATH_INFO": path, "QUERY_STRING": query}
        with closing(client.get("/", environ_overrides=wanted, buffered=False)) as answer:
            assert answer.status_code < 500, (quote(path), query)
