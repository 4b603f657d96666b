"""Starting: what does the command load before it answers? Only what this answer needs."""

from inspect import signature
from pathlib import Path

import pytest

from search.command import (
    building,
    comparing,
    completing,
    configured,
    evidencing,
    inspection,
    keeping,
    new_wordings,
    quoting,
    searching,
    serving,
    wordings,
)
from search.command.cli import cli

from .programs import COMMAND, RunPython

#: Libraries that read files, and what serves the page.
READERS = {"lxml", "pypdfium2", "python_calamine", "olefile", "frontmatter", "yaml", "markdown_it"}
PAGE = {"flask", "jinja2", "babel", "cheroot", "xlsxwriter"}
#: What opening an index and understanding a query needs.
SEARCHING = {"numpy", "whoosh", "opencc", "rjieba", "jieba"}
#: The modules with a function for each command.
DOING = (
    building, comparing, completing, configured, evidencing, inspection, keeping, new_wordings, quoting, searching,
    serving,
    wordings,
)  # fmt: skip


def loaded(run_python: RunPython, *arguments: object, **environment: str) -> set[str]:
    """Run Python, and return the packages that it has loaded; ours by their rooms."""
    answer = run_python("-X", "importtime", *arguments, **environment)
    assert answer.returncode == 0, answer.stderr
    lines = [line for line in answer.stderr.splitlines() if line.startswith("import time:")]
    names = [line.rpartition("|")[2].strip().split(".") for line in lines]
    return {".".join(name[: 2 if name[0] == "search" else 1]) for name in names}


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"], ["--version"]])
def test_help_loads_nothing_that_answers(run_python: RunPython, arguments: list[str]) -> None:
    names = loaded(run_python, *COMMAND, *arguments)
    assert names & {"search.ingest", "search.answer", "webui", *READERS, *PAGE, *SEARCHING} == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "夜校"],
        ["show", "yj-2018-0103"],
        ["explain", "夜校", "yj-2018-0103"],
        ["stats"],
    ],
)
def test_a_search_loads_nothing_that_reads_files_or_serves(
    run_python: RunPython, sample_index: Path, arguments: list[str]
) -> None:
    names = loaded(run_python, *COMMAND, *arguments, ZHENGSOU_INDEX=str(sample_index))
    assert "numpy" in names
    assert names & {"search.ingest", "search.upkeep", "webui", *READERS, *PAGE} == set()


def test_the_public_door_loads_what_is_taken_through_it(run_python: RunPython) -> None:
    names = loaded(run_python, "-c", "import search")
    assert names & {"search.answer", *READERS, *SEARCHING} == set()
    names = loaded(run_python, "-c", "from search import open_engine, run_query")
    assert "search.answer" in names
    assert names & {"search.ingest", *READERS} == set()


def test_the_page_loads_nothing_that_reads_files(run_python: RunPython) -> None:
    names = loaded(run_python, "-c", "import webui.server")
    assert "flask" in names
    own = {"lxml", "yaml"}  # writes its feeds, reads its description
    assert names & {"search.ingest", "search.upkeep", *READERS} <= own


@pytest.mark.parametrize("name", list(cli.commands))
def test_what_does_a_command_takes_what_the_command_is_given(name: str) -> None:
    command = cli.commands[name]
    (done,) = (vars(room)[name] for room in DOING if name in vars(room))
    taken = signature(done).parameters.values()
    names = {one.name for one in taken if one.kind is not one.VAR_KEYWORD}
    given = {parameter.name for parameter in command.params if parameter.expose_value}
    assert names <= given
    assert names == given or any(one.kind is one.VAR_KEYWORD for one in taken)
