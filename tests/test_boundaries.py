"""Who may import what, and is it ours?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import search
import webui

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "search").rglob("*.py"), *(ROOT / "webui").rglob("*.py")])


def module_name(path: Path) -> str:
    """Return the full name of a file's module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


ENGINE = "search.engines.whoosh."
STORE = "search/engines/whoosh/store"
MODULES = frozenset(map(module_name, SOURCES))


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the full names of the modules a file imports, wherever in it, for types only too."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *(node.module.split(".") if node.module else ())])
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield inner if inner in MODULES else module


IMPORTS = {module_name(path): frozenset(imported_modules(path)) for path in SOURCES}


def reached_from(module: str) -> set[str]:
    """Return the modules that a module imports, that these import, and so on."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        new = IMPORTS.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return found


def importers(*names: str) -> set[str]:
    """Return the files that import one of the modules, or something inside it."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for module in imported_modules(path)
        if any(module == name or module.startswith(name + ".") for name in names)
    }


def test_whoosh_is_imported_in_one_room_only() -> None:
    assert all(path.startswith(f"{STORE}/") for path in importers("whoosh"))


def test_rooms_of_the_whoosh_engine_import_none_above_them() -> None:
    rank = {"file": 0, "build": 1, "answer": 1, "store": 2, "engine": 3}
    rooms = {
        module: module.removeprefix(ENGINE).split(".")[0]
        for module in MODULES
        if module.startswith(ENGINE)
    }
    upward = [
        f"{module} imports {other}"
        for module, room in rooms.items()
        for other in IMPORTS[module] & rooms.keys()
        if rooms[other] != room and rank[rooms[other]] >= rank[room]
    ]
    assert upward == []


def test_segmenters_are_imported_in_one_module_only() -> None:
    assert importers("rjieba", "jieba") == {"search/text/segmentation.py"}


def test_opencc_is_imported_in_one_module_only() -> None:
    assert importers("opencc") == {"search/text/normalization.py"}


def test_flask_is_imported_under_webui_only() -> None:
    assert all(path.startswith("webui/") for path in importers("flask", "werkzeug"))


def test_search_knows_webui_only_where_all_is_put_together() -> None:
    assert {path for path in importers("webui") if path.startswith("search/")} == {
        "search/command/cli.py"
    }


def test_no_file_imports_itself_by_way_of_others() -> None:
    assert [module for module in IMPORTS if module in reached_from(module)] == []


def test_an_engine_is_known_where_it_is_chosen_and_nowhere_else() -> None:
    known = importers("search.engines.whoosh")
    outside = {path for path in known if not path.startswith("search/engines/whoosh/")}
    assert outside == {"search/engines/__init__.py"}


def test_ingest_knows_neither_queries_nor_engines() -> None:
    beyond = importers(
        "search.engine", "search.query.nodes", "search.answer.results", "search.answer.snippets"
    )
    assert not [path for path in beyond if path.startswith("search/ingest/")]


@pytest.mark.parametrize("package", [search, webui])
def test_the_imported_package_is_ours(package: object) -> None:
    assert Path(getattr(package, "__file__", "")).is_relative_to(ROOT)


def test_no_module_is_called_like_the_standard_library() -> None:
    import sys  # noqa: PLC0415

    assert not {path.stem for path in SOURCES} & set(sys.stdlib_module_names)
