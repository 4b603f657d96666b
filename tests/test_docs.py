"""The docs say what the program does: their examples are run."""

import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.answer.question import Question
from search.answer.results import article_json, run_query
from search.command.cli import cli
from search.engine import Engine
from search.engines import open_engine
from search.facets import FACETS
from search.upkeep.indexing import rebuild

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "corpus" / "README.md"])
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def search_examples() -> Iterator[tuple[str, str, str]]:
    """Yield page, command and expected first line of every search example in the docs."""
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
            lines = block.splitlines()
            for command, output in pairwise(lines):
                if command.startswith("$ zhengsou search "):
                    yield page.name, command[2:], output


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "index"
    rebuild(ROOT / "corpus", folder)
    return folder


@pytest.fixture(scope="module")
def engine(index: Path) -> Iterator[Engine]:
    engine = open_engine(index)
    yield engine
    engine.close()


@pytest.mark.parametrize(("page", "command", "output"), list(search_examples()))
def test_a_search_example_gives_what_stands_under_it(
    index: Path, page: str, command: str, output: str
) -> None:
    arguments = [*shlex.split(command)[1:], "--index", str(index)]
    first_line = CliRunner().invoke(cli, arguments).stdout.splitlines()[0]
    assert re.sub(r"（[0-9]+ 毫秒）$", "", first_line) == output


def test_the_docs_have_examples() -> None:
    assert len(list(search_examples())) >= 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_docs_lead_somewhere(page: Path) -> None:
    targets = [t for t in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_is_in_both_readmes(name: str) -> None:
    for readme in ("README.md", "README.zh.md"):
        assert f"zhengsou {name}" in (ROOT / readme).read_text(encoding="utf-8")


def test_every_option_of_the_search_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    options = [option for p in cli.commands["search"].params for option in p.opts if "--" in option]
    assert [option for option in options if option not in readme] == []


def test_every_key_of_the_json_is_documented(engine: Engine) -> None:
    page = (ROOT / "docs" / "json-api.md").read_text(encoding="utf-8")
    answer = run_query(engine, Question("云江")).to_json()
    article = article_json(engine.fetch([str(json.loads(json.dumps(answer))["hits"][0]["id"])])[0])
    hits = answer["hits"]
    assert isinstance(hits, list)
    keys = {*answer, *hits[0], *article, *(facet.name for facet in FACETS)}
    assert {key for key in keys if f"`{key}`" not in page and f'"{key}"' not in page} == set()


def test_every_module_is_in_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [*(ROOT / "search").rglob("*.py"), *(ROOT / "webui").rglob("*.py")]
    names = {path.name for path in modules if path.name != "__init__.py"}
    assert {name for name in names if name not in page} == set()


def test_every_runtime_dependency_is_explained() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"\ndependencies = \[(.*?)\]", pyproject, re.DOTALL)
    assert listed
    names = re.findall(r'"([A-Za-z-]+)', listed[1])
    assert [name for name in names if name not in page] == []
