"""Who may import what, and is it ours?"""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import search
import webui
from search.query.nodes import Query

from .structure import imported

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "search").rglob("*.py"), *(ROOT / "webui").rglob("*.py")])

#: The page of each room within the two packages.
PAGES = sorted(
    path.relative_to(ROOT)
    for path in SOURCES
    if path.name == "__init__.py" and path.parent.parent != ROOT
)


def module_name(path: Path) -> str:
    """Return the full name of a file's module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


ENGINES = "search.engines."
STORE = "search/engines/whoosh/store"
#: What the page may know: the public door, and what is too particular for it.
WEBUI_KNOWS = {
    "search",
    "search.answer.absence",
    "search.answer.advice",
    "search.answer.as_json",
    "search.answer.as_sheet",
    "search.answer.as_table",
    "search.answer.facet_values",
    "search.answer.marking",
    "search.answer.matching",
    "search.answer.question",
    "search.answer.section_hint",
    "search.article",
    "search.article_fields",
    "search.corpus_record",
    "search.engine",
    "search.errors",
    "search.document_numbers",
    "search.facets",
    "search.followed_file",
    "search.partial_date",
    "search.query.budget",
    "search.query.date_hints",
    "search.query.hidden_wordings",
    "search.query.description",
    "search.query.nodes",
    "search.query.picks",
    "search.query.retyped",
    "search.query.synonyms",
    "search.query.waiting",
    "search.suggest.completion",
    "search.text.clauses",
    "search.text.outline",
    "search.text.own_contents",
    "search.text.normalization",
    "search.upkeep.audience_rules",
    "search.text.segmentation",
    "search.text.sentences",
    "search.validity",
    "search.wording.as_json",
    "search.wording.as_table",
    "search.wording.asked",
    "search.wording.context",
    "search.wording.evidence",
    "search.wording.evidence_file",
    "search.wording.evidence_told",
    "search.wording.trend",
    "search.wording.compared",
    "search.wording.comparison",
    "search.wording.newness",
    "search.wording.newness_told",
    "search.wording.own_wordings",
    "search.wording.side",
    "search.ingest.draft",
    "search.wording.findings",
    "search.wording.passages",
    "search.wording.quotations",
    "search.wording.told",
    "search.wording.word_file",
}
MODULES = frozenset(map(module_name, SOURCES))


def module_of(name: str) -> str:
    """Return the module that an imported name is, or is in."""
    return name if name in MODULES else name.rpartition(".")[0]


IMPORTS = {module_name(path): frozenset(map(module_of, imported(path, ROOT))) for path in SOURCES}


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
        for module in imported(path, ROOT)
        if any(module == name or module.startswith(name + ".") for name in names)
    }


def test_whoosh_is_imported_in_one_room_only() -> None:
    assert all(path.startswith(f"{STORE}/") for path in importers("whoosh"))


def test_the_client_of_a_cluster_is_imported_in_few_modules_of_one_room_only() -> None:
    assert importers("opensearchpy") == {
        f"search/engines/opensearch/{name}.py" for name in ("connection", "faults", "patience")
    }


def test_rooms_of_the_engines_import_none_above_them() -> None:
    order = (
        "arrays.file arrays.build arrays.answer arrays.engine whoosh.store whoosh.engine".split()
    )
    rank = {room: place for place, room in enumerate(order)} | {"arrays.answer": 1}
    rooms = {
        module: room
        for module in MODULES
        if (room := ".".join(module.removeprefix(ENGINES).split(".")[:2])) in rank
    }
    upward = [
        f"{module} imports {other}"
        for module, room in rooms.items()
        for other in IMPORTS[module] & rooms.keys()
        if rooms[other] != room and rank[rooms[other]] >= rank[room]
    ]
    assert upward == []


def test_segmenters_are_imported_in_one_module_only() -> None:
    assert importers("rjieba", "jieba") == {"search/text/cutters.py"}


def test_opencc_is_imported_in_few_modules_of_one_room_only() -> None:
    assert importers("opencc") == {"search/text/folding.py"}


def test_flask_is_imported_under_webui_only() -> None:
    assert all(path.startswith("webui/") for path in importers("flask", "werkzeug"))


def test_search_knows_webui_only_where_all_is_put_together() -> None:
    knows = {path for path in importers("webui") if path.startswith("search/")}
    of_settings = {f"search/command/{name}.py" for name in ("building", "configured", "options")}
    assert knows == {"search/command/serving.py", *of_settings}
    others = {module.replace(".", "/") + ".py" for module in reached_from("webui.settings.reading")}
    assert not others & importers("flask")


def imports_of_the_page() -> set[str]:
    """Return the modules of search/ that webui/ imports."""
    pages = (IMPORTS[module] for module in IMPORTS if module.split(".")[0] == "webui")
    return {module for imported in pages for module in imported if module.startswith("search")}


def test_webui_knows_the_public_door_of_search_and_what_is_listed() -> None:
    assert imports_of_the_page() == WEBUI_KNOWS


def test_webui_takes_by_the_public_door_what_it_offers() -> None:
    aside = [
        f"{path.name}: {alias.name}"
        for path in (ROOT / "webui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("search.")
        for alias in node.names
        if alias.name in search.__all__
    ]
    assert aside == []


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


def _names_of(pattern: ast.pattern) -> set[str]:
    """Return the classes that a pattern asks for at its top."""
    patterns = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    return {
        one.cls.id
        for one in patterns
        if isinstance(one, ast.MatchClass) and isinstance(one.cls, ast.Name)
    }


def _is_checked(last: ast.match_case) -> bool:
    """Say whether a case takes all that is left, and lets the type checker see that none is."""
    is_open = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
    return is_open and "assert_never" in ast.unparse(last.body[0])


def test_every_match_over_the_nodes_of_a_query_is_checked_to_be_whole() -> None:
    nodes = {node.__name__ for node in get_args(Query)}
    matches = [
        (path.relative_to(ROOT).as_posix(), found)
        for path in SOURCES
        for found in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(found, ast.Match)
        and any(_names_of(case.pattern) & nodes for case in found.cases)
    ]
    assert len(matches) > 5
    assert [
        f"{path}:{found.lineno}" for path, found in matches if not _is_checked(found.cases[-1])
    ] == []
