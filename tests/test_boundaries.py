"""Who may import what, and is it ours?"""

import ast
import re
from pathlib import Path

import pytest

import search
import webui

from .structure import imported

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "search").rglob("*.py"), *(ROOT / "webui").rglob("*.py")])

#: The page of each room within the two packages.
PAGES = sorted(
    path.relative_to(ROOT)
    for path in SOURCES
    if path.name == "__init__.py" and path.parent.parent != ROOT
)


def importers(*names: str) -> set[str]:
    """Return the files that import one of the modules, or something inside it."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for module in imported(path, ROOT)
        if any(module == name or module.startswith(name + ".") for name in names)
    }


def test_whoosh_is_imported_in_one_folder_only() -> None:
    assert all(path.startswith("search/engines/whoosh/") for path in importers("whoosh"))


def test_segmenters_are_imported_in_one_module_only() -> None:
    assert importers("rjieba", "jieba") == {"search/text/cutters.py"}


def test_opencc_is_imported_in_one_module_only() -> None:
    assert importers("opencc") == {"search/text/normalization.py"}


def test_flask_is_imported_under_webui_only() -> None:
    assert all(path.startswith("webui/") for path in importers("flask", "werkzeug"))


def test_search_knows_webui_only_where_all_is_put_together() -> None:
    assert {path for path in importers("webui") if path.startswith("search/")} == {
        "search/command/cli.py"
    }


def test_webui_knows_no_engine_but_the_protocol() -> None:
    assert not [p for p in importers("search.engines") if p.startswith("webui/")]


def test_engines_are_loaded_by_the_engine_module_only() -> None:
    outside = {p for p in importers("search.engines") if not p.startswith("search/engines/")}
    assert outside == {"search/engine.py"}


def test_ingest_knows_neither_queries_nor_engines() -> None:
    beyond = importers(
        "search.engine", "search.query.nodes", "search.answer.results", "search.answer.snippets"
    )
    assert not [path for path in beyond if path.startswith("search/ingest/")]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_room_never_imports_what_its_page_says(page: Path) -> None:
    text = ast.get_docstring(ast.parse((ROOT / page).read_text(encoding="utf-8"))) or ""
    (promise,) = [line for line in text.splitlines() if line.startswith("Never imports: ")]
    names = promise.removeprefix("Never imports: ").split(", ")
    for name in names:
        place = ROOT.joinpath(*name.split("."))
        assert place.is_dir() or place.with_suffix(".py").is_file() or "." not in name
    room = page.parent.as_posix()
    assert not [path for path in importers(*names) if path.startswith(f"{room}/")]


@pytest.mark.parametrize("package", [search, webui])
def test_the_imported_package_is_ours(package: object) -> None:
    assert Path(getattr(package, "__file__", "")).is_relative_to(ROOT)


def test_no_module_is_called_like_the_standard_library() -> None:
    import sys  # noqa: PLC0415

    assert not {path.stem for path in SOURCES} & set(sys.stdlib_module_names)


def test_tests_start_programs_and_browsers_by_the_fixtures_that_mark_them() -> None:
    starting = re.compile(r"^import subprocess$|with sync_playwright\(\)", re.MULTILINE)
    files = [*(ROOT / "tests").glob("*.py"), *(ROOT / "tests").glob("[a-z]*/test_*.py")]
    starters = {file.name for file in files if starting.search(file.read_text(encoding="utf-8"))}
    assert starters == {"browsers.py", "programs.py"}
