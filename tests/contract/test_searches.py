"""How queries are read and answered, as data (tests/searches/*.toml), by every engine."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search.answer.question import TypedQuestion
from search.answer.results import run_query
from search.article import Article
from search.engine import Engine
from search.ingest.understanding.citations import with_numbers
from search.validity import read_validity

from ..articles import article
from .conftest import MakeEngine

FOLDER = Path(__file__).parents[1] / "searches"


def cases() -> Iterator[Any]:
    """Yield every search of every file with its collection."""
    for path in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in content["searches"]:
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['query']}")


@pytest.fixture(scope="module")
def engines(make_engine: MakeEngine) -> dict[str, Engine]:
    """Make an engine of each collection."""
    return {
        path.stem: make_engine(
            map(as_article, tomllib.loads(path.read_text(encoding="utf-8"))["articles"])
        )
        for path in FOLDER.glob("*.toml")
    }


def as_article(entry: dict[str, Any]) -> Article:
    fields = {name: entry[name] for name in ("source", "doc_number") if name in entry}
    made = article(
        entry["id"],
        entry["title"],
        *entry.get("text", []),
        published=entry.get("date"),
        section=tuple(entry.get("section", ())),
        headings=tuple(entry.get("headings", ())),
        validity=read_validity(entry.get("validity", "")),
        **fields,
    )
    return with_numbers(replace(made, author=entry.get("author"), issuer=entry.get("issuer")))


@pytest.mark.parametrize(("collection", "case"), list(cases()))
def test_a_search_finds_what_its_case_says(
    engines: dict[str, Engine], collection: str, case: dict[str, Any]
) -> None:
    question = TypedQuestion(
        text=case["query"],
        facets=tuple(
            (name, value) for name, values in case.get("facets", {}).items() for value in values
        ),
        first=case.get("from", ""),
        last=case.get("to", ""),
        sort=case.get("sort", ""),
        matching=case.get("matching", ""),
        copies=case.get("copies", ""),
        size="100",
    ).checked()
    page = run_query(engines[collection], question)
    found = [hit.article.id for hit in page.hits]
    rest = case.get("then", [])  # with some of the words, after those with all of them
    whole = found[: len(found) - len(rest)]
    if "in_order" in case:
        assert whole == case["in_order"], case["because"]
    else:
        assert sorted(whole) == sorted(case["finds"]), case["because"]
    assert sorted(found[len(whole) :]) == sorted(rest), case["because"]
    assert page.total == case.get("total", len(found))  # more where copies and versions are merged
    if "occurrences" in case:
        assert page.complete.occurrences == case["occurrences"], case["because"]
    if "wording" in case:
        assert page.wording and page.wording.articles == case["wording"], case["because"]
    assert any(case["notes"] in str(note) for note in page.notes) if "notes" in case else True
