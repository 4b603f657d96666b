"""One process at a time writes an index; another is told which one that is, or waits for it."""

import re
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from search.corpus_record import CorpusRecord
from search.engine import Patience
from search.engines import open_builder, open_engine, open_updater, roll_back
from search.errors import IndexFault, IndexUnusableError
from search.text.segmentation import Segmenter

from .articles import article, build
from .programs import RunPython, run

NO_FILES = CorpusRecord(corpus="", files={})
SAYS_WHO = r"另一个进程正在写这个索引（进程 \d+，自 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d：.+）"


def test_a_second_writer_is_told_who_holds_the_lock_and_since_when(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    with open_updater(tmp_path):
        for second in (open_updater, lambda index: open_builder(index, Segmenter()), roll_back):
            with pytest.raises(IndexUnusableError, match=f"{SAYS_WHO}；.*--wait") as refused:
                second(tmp_path)
            assert refused.value.fault is IndexFault.IN_USE


def test_nothing_is_left_of_who_wrote(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"CURRENT", "LOCK"}


def test_one_that_waits_says_so_once_and_goes_on_when_the_other_has_finished(
    tmp_path: Path,
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    said: list[str] = []
    with ExitStack() as held:
        first = held.enter_context(open_updater(tmp_path))
        first.add(article("b", "题", "夜校。"))
        first.commit(NO_FILES)

        def finish(told: str) -> None:
            said.append(told)
            held.close()

        with open_updater(tmp_path, None, Patience(60, finish)) as second:
            second.add(article("c", "题", "夜校。"))
            second.commit(NO_FILES)
    assert re.fullmatch(f"{SAYS_WHO}，等它写完……", said[0])
    assert len(said) == 1
    with closing(open_engine(tmp_path)) as engine:
        assert [found.id for found in engine.articles()] == ["a", "b", "c"]


def test_patience_ends(tmp_path: Path) -> None:
    with open_builder(tmp_path, Segmenter()), pytest.raises(IndexUnusableError, match=SAYS_WHO):
        open_builder(tmp_path, Segmenter(), patience=Patience(0.2))


KILLED = """
import os, sys
from pathlib import Path
from search.engines import open_updater

held = open_updater(Path(sys.argv[1]))
os._exit(9)
"""


def test_the_lock_of_a_process_that_was_killed_holds_nobody_up(
    tmp_path: Path, run_python: RunPython
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    assert run_python("-c", KILLED, tmp_path).returncode == 9
    assert (tmp_path / "WRITER").exists()
    open_updater(tmp_path).__exit__()
    assert not (tmp_path / "WRITER").exists()


def test_the_commands_say_who_writes_or_wait(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "1.md").write_text("# 夜校\n\n开班。\n", encoding="utf-8")
    assert run("rebuild", corpus, "--index", index).returncode == 0
    with open_updater(index):
        refused = run("update", "--index", index)
        assert (refused.returncode, bool(re.search(SAYS_WHO, refused.stderr))) == (3, True)
        waited = run("rebuild", corpus, "--index", index, "--wait", "0.2")
        assert (waited.returncode, "等它写完……" in waited.stderr) == (3, True)
    assert run("update", "--index", index, "--wait").returncode == 0


@pytest.mark.parametrize("wait", [["--wait"], ["--wait", "2"], ["--wait=2"]])
def test_a_folder_behind_wait_is_no_number_of_seconds(tmp_path: Path, wait: list[str]) -> None:
    corpus = tmp_path / "2024年文章"
    corpus.mkdir()
    (corpus / "a.md").write_text("# 夜校\n\n职工。\n", encoding="utf-8")
    for command in ("rebuild", "update"):
        assert run(command, *wait, corpus, "--index", tmp_path / "index").returncode == 0


def test_what_should_be_seconds_and_is_none_is_said(tmp_path: Path) -> None:
    answer = run("rebuild", "--wait", "5s", "--index", tmp_path / "index")
    assert (answer.returncode, "'5s' 不是数字" in answer.stderr) == (2, True)
