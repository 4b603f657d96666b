"""What the pages say of the code is what the code says."""

import re
from pathlib import Path

import pytest

from docs.generate import BLOCKS, PAGES, blocks_of, renewed
from docs.rooms import ROOT
from search.query.signs import VALUE_NAMES, WORD_NAMES
from webui.api import description

CELL = re.compile(r"^\|([^|]*)\|", re.MULTILINE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_generated_is_up_to_date(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page == renewed(page), f"{path.name} says otherwise than the code: run `make docs`"


def test_every_block_stands_in_a_page() -> None:
    standing = {name for path in PAGES for name in blocks_of(path.read_text(encoding="utf-8"))}
    assert standing == set(BLOCKS)


def test_every_name_before_a_colon_is_in_the_page_of_the_language_and_no_other() -> None:
    page = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)[:：](?:\(.*?\)|编号)?`", page))
    assert told == {*WORD_NAMES, *VALUE_NAMES}


def _told(before: str) -> set[str]:
    """Return the names in the first column of the table that follows a line of json-api.md."""
    page = (ROOT / "docs" / "json-api.md").read_text(encoding="utf-8")
    rows = page.partition(before)[2].partition("\n|")[2].partition("\n\n")[0]
    return set(re.findall(r"`(\w+)`", " ".join(CELL.findall(f"|{rows}")))) - {"null"}


def test_the_tables_of_the_api_have_every_name_and_no_other() -> None:
    parameters = description()["paths"]["/api/search"]["get"]["parameters"]
    schemas = description()["components"]["schemas"]
    assert _told("`GET /api/search`") == {parameter["name"] for parameter in parameters}
    assert _told("The answer, the same as") == set(schemas["ResultPage"]["properties"])
    assert _told("A hit:") == set(schemas["Hit"]["properties"])
