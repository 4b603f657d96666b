"""`update --watch`: an index follows its folder, whatever becomes of the folder meanwhile."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import watchfiles

from search.engines import open_engine
from search.upkeep import watching
from search.upkeep.indexing import rebuild
from search.upkeep.watching import changes

from .programs import COMMAND, Process, StartPython, run


def write(folder: Path, name: str, title: str = "夜校") -> Path:
    """Write an article into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"# {title}\n\n三江市{title}开班。\n", encoding="utf-8")
    return folder / name


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_STILL", 0.2)
    monkeypatch.setattr(watching, "_LOOKING_EVERY", 0.1)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", "a.md").parent


def watched(folder: Path, told: list[str], look_every: float | None = None) -> Iterator[bool]:
    """Watch a folder; that it has changed at first is passed over."""
    found = changes(folder, folder / "index", look_every, told.append)
    assert any(found)
    return found


@pytest.mark.parametrize("look_every", [None, 0.1], ids=["told", "looking"])
def test_files_that_come_are_renamed_and_go_are_changes(
    folder: Path, told: list[str], look_every: float | None
) -> None:
    found = watched(folder, told, look_every)
    path = write(folder / "deep", "b.md")
    assert any(found)
    path = path.rename(folder / "c.md")
    assert any(found)
    path.unlink()
    assert any(found)
    assert told == []


def test_what_changes_in_an_index_inside_the_folder_is_no_change(
    folder: Path, told: list[str]
) -> None:
    found = watched(folder, told)
    write(folder / "index", "CURRENT")
    assert [next(found) for _ in range(3)] == [False] * 3


def test_a_folder_that_goes_away_and_comes_back_has_changed_twice(
    folder: Path, told: list[str]
) -> None:
    found = watched(folder, told)
    folder.rename(folder.with_name("away"))
    assert any(found)
    assert [next(found) for _ in range(3)] == [False] * 3
    folder.with_name("away").rename(folder)
    assert any(found)
    write(folder, "b.md")
    assert any(found)


def test_what_is_too_much_for_the_system_is_looked_at(
    folder: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits of inotify are those of the machine: here the system refuses as it would past them."""

    def refused(*paths: Path, force_polling: bool, **given: object) -> object:
        if not force_polling:
            raise OSError("OS file watch limit reached.")
        return watchfiles.watch(*paths, force_polling=True, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "watch", refused)
    found = watched(folder, told)
    write(folder, "b.md")
    assert any(found)
    assert len(told) == 1
    assert "OS file watch limit reached." in told[0]
    assert "fs.inotify.max_user_watches" in told[0]


@pytest.fixture
def index(tmp_path: Path, folder: Path) -> Path:
    rebuild(folder, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def process(index: Path, start_python: StartPython) -> Process:
    """Start the command, and wait until it has looked for the first time."""
    process = start_python(*COMMAND, "update", "--watch", "--index", index)
    assert process.stdout
    assert process.stdout.readline().startswith("看着 ")
    assert "收入 0 篇，1 个文件未变" in process.stdout.readline()
    return process


def titles(index: Path) -> set[str]:
    with closing(open_engine(index)) as engine:
        return {article.title for article in engine.articles()}


def test_the_index_follows_line_by_line_until_it_is_stopped(
    process: Process, folder: Path, index: Path
) -> None:
    assert process.stdout
    for number in range(60):
        write(folder, f"burst-{number}.md", f"夜校{number}期")
    (folder / "a.md").rename(folder / "b.md")
    added = removed = 0
    while (added, removed) != (61, 1):  # in one line, unless writing takes long
        line = process.stdout.readline()
        added += int(line.partition("收入 ")[2].partition(" 篇")[0])
        removed += int(line.partition("删去 ")[2].partition(" 篇")[0] or 0)
    assert titles(index) == {"夜校", *(f"夜校{number}期" for number in range(60))}
    process.terminate()
    rest, errors = process.communicate()
    assert (process.returncode, rest, errors) == (0, "已停止。\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such interrupt")
def test_it_goes_on_after_an_update_that_fails(process: Process, folder: Path, index: Path) -> None:
    assert process.stdout and process.stderr
    dictionary = folder / "dictionary.txt"
    dictionary.write_text("三江夜校\n", encoding="utf-8")
    assert "没有更新：" in (line := process.stderr.readline())
    assert "用户词典" in line
    dictionary.unlink()
    write(folder, "b.md", "轮渡")
    assert "收入 1 篇" in process.stdout.readline()
    assert titles(index) == {"夜校", "轮渡"}
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate()[0] == "已停止。\n"
    assert process.returncode == 0


def test_looking_now_and_then_is_a_way_of_watching(index: Path) -> None:
    answer = run("update", "--poll", 5, "--index", index)
    assert (answer.returncode, answer.stderr) == (2, "错误：--poll 要和 --watch 一起用\n")
