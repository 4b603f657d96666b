"""Who may import what, and is it ours?"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import search
import webui

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "search").rglob("*.py"), *(ROOT / "webui").rglob("*.py")])


@cache
def imported_modules(path: Path) -> tuple[str, ...]:
    """Return the full names of the modules a file imports, wherever in it."""
    return tuple(_imported_modules(path))


def _imported_modules(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*base, *(node.module.split(".") if node.module else ())])


def importers(*names: str) -> set[str]:
    """Return the files that import one of the modules, or something inside it."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for module in imported_modules(path)
        if any(module == name or module.startswith(name + ".") for name in names)
    }


def test_whoosh_is_imported_in_one_folder_only() -> None:
    assert all(path.startswith("search/engines/whoosh/") for path in importers("whoosh"))


def test_segmenters_are_imported_in_one_module_only() -> None:
    assert importers("rjieba", "jieba") == {"search/segmentation.py"}


def test_opencc_is_imported_in_one_module_only() -> None:
    assert importers("opencc") == {"search/normalization.py"}


def test_flask_is_imported_under_webui_only() -> None:
    assert all(path.startswith("webui/") for path in importers("flask", "werkzeug"))


def test_search_knows_webui_only_where_all_is_put_together() -> None:
    assert {path for path in importers("webui") if path.startswith("search/")} == {"search/cli.py"}


def test_webui_knows_no_engine_but_the_protocol() -> None:
    assert not [p for p in importers("search.engines") if p.startswith("webui/")]


def test_engines_are_loaded_by_the_engine_module_only() -> None:
    outside = {p for p in importers("search.engines") if not p.startswith("search/engines/")}
    assert outside == {"search/engine.py"}


def test_ingest_knows_neither_queries_nor_engines() -> None:
    beyond = importers("search.engine", "search.query", "search.results", "search.snippets")
    assert not [path for path in beyond if path.startswith("search/ingest/")]


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
