"""An index survives what befalls machines: kills, full and read-only disks, bits that flip."""

import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.engines import open_engine
from search.upkeep.indexing import rebuild

from .articles import build
from .contract.samples import collection
from .programs import RunPython, is_mounted, run, unmount

_LETTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="forks, and bounds what those take")


@on_linux
def test_flipped_bits_are_all_found_and_none_crashes_who_asks(
    tmp_path: Path, run_python: RunPython
) -> None:
    build(tmp_path, collection()).close()
    answer = run_python("-m", "benchmarks.flips", tmp_path, "--flips", 24, "--questions", 4)
    assert "24 of 24 flips are found by checksums" in answer.stdout
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.costly
@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_kills_leave_the_old_index_or_the_new_one(run_python: RunPython) -> None:
    answer = run_python("-m", "benchmarks.kills", "--kills", 4, "--large", 1000)
    assert "4 runs killed: each left the old index or the new one, whole" in answer.stdout
    assert answer.returncode == 0


def mount(*arguments: object) -> None:
    if not is_mounted(*arguments):
        pytest.skip("may not mount")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
    yield folder
    unmount(folder)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Write one short article."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text("# 夜校\n\n职工夜校开班。\n", encoding="utf-8")
    return folder


def titles(index: Path) -> list[str]:
    with closing(open_engine(index)) as engine:
        engine.verify()
        return [article.title for article in engine.articles()]


@pytest.mark.parametrize("command", ["rebuild", "update"])
def test_a_full_disk_leaves_the_index_as_it_was_and_no_litter(
    disk: Path, corpus: Path, command: str
) -> None:
    index = disk / "index"
    rebuild(corpus, index)
    before = sorted(disk.rglob("*"))
    text = "".join(random.Random(0).choices(_LETTERS, k=150_000))
    (corpus / "b.md").write_text(f"# 汇编\n\n{text}\n", encoding="utf-8")
    answer = run(command, corpus, "--index", index)
    assert (answer.returncode, "磁盘已满" in answer.stderr) == (4, True)
    assert (titles(index), sorted(disk.rglob("*"))) == (["夜校"], before)
    (corpus / "b.md").write_text("# 渡轮\n\n渡轮停航。\n", encoding="utf-8")
    assert run(command, corpus, "--index", index).returncode == 0
    assert sorted(titles(index)) == ["夜校", "渡轮"]


def test_a_disk_that_is_read_only_is_searched_and_not_written(
    tmp_path: Path, disk: Path, corpus: Path
) -> None:
    index = disk / "index"
    rebuild(corpus, tmp_path / "index")
    shutil.copytree(tmp_path / "index", index)
    mount("-o", "remount,ro", disk)
    for command in ("rebuild", "update"):
        answer = run(command, corpus, "--index", index)
        assert (answer.returncode, "磁盘只读" in answer.stderr) == (2, True)
    assert titles(index) == ["夜校"]
    assert run("check", "--index", index).returncode == 0
