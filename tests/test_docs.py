"""The docs say what the program does: their examples are run."""

import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from docs import rooms
from search.answer.as_json import article_json, page_json
from search.answer.question import Question
from search.answer.results import run_query
from search.command.cli import cli
from search.engine import Engine
from search.facets import FACETS
from webui.settings.sections import Server

from .programs import run

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "corpus" / "README.md"])
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
NOUN_FIRST = re.compile(r"[A-Z`].{2,40}?: ")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def search_examples() -> Iterator[tuple[str, str, str]]:
    """Yield page, command and expected first line of every search example in the docs."""
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
            lines = block.splitlines()
            for command, output in pairwise(lines):
                if command.startswith("$ zhengsou search "):
                    yield page.name, command[2:], output


@pytest.mark.parametrize(("page", "command", "output"), list(search_examples()))
def test_a_search_example_gives_what_stands_under_it(
    sample_index: Path, page: str, command: str, output: str
) -> None:
    answer = run(*shlex.split(command)[1:], "--index", sample_index)
    assert answer.stdout.splitlines()[0] == output


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_session_in_the_readme_goes_as_it_stands_there(name: str, tmp_path: Path) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    session = next(block for block in CONSOLE.findall(page) if "zhengsou rebuild" in block)
    *steps, serving = re.findall(r"^\$ zhengsou (.*)\n(.*)\n", session, re.MULTILINE)
    for command, output in steps:
        arguments = [*shlex.split(command), "--index", str(tmp_path / "index")]
        if command.startswith("rebuild"):
            arguments[1] = str(ROOT / arguments[1])
        assert run(*arguments).stdout.splitlines()[0] == output
    usual = Server()
    assert serving == ("serve", f"政搜在 http://{usual.host}:{usual.port}")


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


def test_every_key_of_the_json_is_documented(sample_engine: Engine) -> None:
    page = (ROOT / "docs" / "json-api.md").read_text(encoding="utf-8")
    answer = page_json(run_query(sample_engine, Question("云江")))
    article = article_json(
        sample_engine.fetch([str(json.loads(json.dumps(answer))["hits"][0]["id"])])[0]
    )
    hits = answer["hits"]
    assert isinstance(hits, list)
    keys = {*answer, *hits[0], *article, *(facet.name for facet in FACETS)}
    assert {key for key in keys if f"`{key}`" not in page and f'"{key}"' not in page} == set()


def test_the_architecture_names_only_files_that_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`([\w/]+\.py)`", page))
    there = [path.relative_to(ROOT).as_posix() for path in rooms.modules()]
    for folder in ("benchmarks", "tests"):
        there += [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py")]
    assert {n for n in names if not any(f"/{path}".endswith(f"/{n}") for path in there)} == set()


def test_a_module_begins_with_its_noun() -> None:
    first_lines = {
        path.relative_to(ROOT).as_posix(): rooms.first_line(path) for path in rooms.modules()
    }
    other = {place for place, line in first_lines.items() if not NOUN_FIRST.match(line)}
    assert other == set()


def test_every_runtime_dependency_is_explained() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"\ndependencies = \[(.*?)\]", pyproject, re.DOTALL)
    assert listed
    names = re.findall(r'"([A-Za-z-]+)', listed[1])
    assert [name for name in names if name not in page] == []
