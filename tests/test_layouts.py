"""Saved pages of many kinds of sites: fixtures/layouts/NAME.html, and in NAME.toml what to read from it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from search.article import Article
from search.ingest import ReadArticle, read_file, single_file

LAYOUTS = Path(__file__).parent / "fixtures" / "layouts"
NAMES = sorted(path.stem for path in LAYOUTS.glob("*.toml"))


def read(name: str) -> Article:
    (item,) = read_file(single_file(LAYOUTS / f"{name}.html"))
    assert isinstance(item, ReadArticle), item
    return item.article


def wanted(name: str) -> dict[str, Any]:
    return tomllib.loads((LAYOUTS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_tells_of_its_article_is_read(name: str) -> None:
    article, expected = read(name), wanted(name)
    assert article.title == expected["title"], expected["about"]
    assert (article.published, article.signed) == (expected.get("date"), expected.get("signed"))
    assert list(article.section) == expected["section"]
    for field in ("source", "author", "issuer", "doc_number", "index_number"):
        assert getattr(article, field) == expected.get(field), field


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_whole_and_nothing_else(name: str) -> None:
    blocks, expected = read(name).blocks, wanted(name)
    assert (blocks[0].text, blocks[-1].text) == (expected["first"], expected["last"])
    assert len(blocks) == expected["count"], expected["about"]
