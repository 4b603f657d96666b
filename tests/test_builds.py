"""Earlier builds are kept when an index is rebuilt, so many as were asked for, and nothing else."""

import json
import re
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search.corpus_record import CorpusRecord
from search.engine import Statistics
from search.engines import open_builder, open_engine, open_updater
from search.engines.arrays.file.durable import sealed
from search.engines.whoosh.store.builds import current_build, finished_builds, name_build
from search.errors import UsageError
from search.text.segmentation import Segmenter

from .articles import article
from .damage import write_as_if_sound
from .programs import RunPython, run

NO_FILES = CorpusRecord(corpus="", files={})


def rebuild(folder: Path, identifier: str, keep: int = 2) -> str:
    """Build an index of one article afresh, and return the name of the build."""
    with open_builder(folder, Segmenter(), keep) as writer:
        writer.add(article(identifier, "题", "夜校。"))
        writer.commit(NO_FILES)
    return current_build(folder).name


def names(folder: Path) -> list[str]:
    """Return the names of the builds that are listed, which must be those that are there."""
    listed = [build.name for build in finished_builds(folder)]
    assert sorted(listed) == sorted(path.name for path in folder.glob("build-*"))
    return listed


def ids_of(folder: Path) -> list[str]:
    with closing(open_engine(folder)) as engine:
        return [found.id for found in engine.articles()]


def statistics_of(folder: Path) -> Statistics:
    with closing(open_engine(folder)) as engine:
        return engine.statistics()


def test_a_rebuild_keeps_the_build_it_replaces(tmp_path: Path) -> None:
    first, second = (rebuild(tmp_path, identifier) for identifier in "ab")
    assert names(tmp_path) == [second, first]
    assert ids_of(tmp_path) == ["b"]


def test_a_rebuild_removes_the_oldest_beyond_those_kept(tmp_path: Path) -> None:
    _, second, third = (rebuild(tmp_path, identifier) for identifier in "abc")
    assert names(tmp_path) == [third, second]


def test_a_rebuild_that_keeps_one_leaves_no_other(tmp_path: Path) -> None:
    rebuild(tmp_path, "a")
    last = rebuild(tmp_path, "b", keep=1)
    assert names(tmp_path) == [last]


def test_keeping_fewer_removes_all_that_are_too_many(tmp_path: Path) -> None:
    first, second, third = (rebuild(tmp_path, identifier, keep=3) for identifier in "abc")
    assert names(tmp_path) == [third, second, first]
    last = rebuild(tmp_path, "d")
    assert names(tmp_path) == [last, third]


def test_none_at_all_cannot_be_kept(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="至少要保留一份索引"):
        rebuild(tmp_path, "a", keep=0)


def test_an_update_leaves_earlier_builds_as_they_are(tmp_path: Path) -> None:
    first, second = (rebuild(tmp_path, identifier) for identifier in "ab")
    with open_updater(tmp_path) as writer:
        writer.add(article("c", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert names(tmp_path) == [second, first]
    assert ids_of(tmp_path) == ["b", "c"]


def test_a_kept_build_is_whole(tmp_path: Path) -> None:
    rebuild(tmp_path, "a")
    _, first = (rebuild(tmp_path, "b"), finished_builds(tmp_path)[1])
    name_build(tmp_path, first)
    assert ids_of(tmp_path) == ["a"]


def test_a_build_of_another_format_is_replaced_and_kept(tmp_path: Path) -> None:
    first = rebuild(tmp_path, "a")
    settings = tmp_path / first / "settings.json"
    other = json.loads(settings.read_text()) | {"format": 5}
    write_as_if_sound(settings, json.dumps(other).encode())
    last = rebuild(tmp_path, "b")
    assert names(tmp_path) == [last, first]
    assert ids_of(tmp_path) == ["b"]


KILLED = """
import os, sys
from pathlib import Path
from search.corpus_record import CorpusRecord
from search.engines import open_builder
from search.text.segmentation import Segmenter
from tests.articles import article

with open_builder(Path(sys.argv[1]), Segmenter()) as writer:
    writer.add(article("b", "题", "夜校。"))
    writer.commit(CorpusRecord(corpus="", files={}), lambda done, total: os._exit(9))
"""


def test_killed_rebuilds_leave_no_harm_and_after_the_next_no_litter(
    tmp_path: Path, run_python: RunPython
) -> None:
    first = rebuild(tmp_path, "a")
    for _ in range(2):
        assert run_python("-c", KILLED, tmp_path).returncode == 9
    assert (ids_of(tmp_path), statistics_of(tmp_path).earlier_builds) == (["a"], 0)
    last = rebuild(tmp_path, "c")
    assert names(tmp_path) == [last, first]


def test_a_build_that_never_came_into_use_does_not_take_the_place_of_one_that_was(
    tmp_path: Path,
) -> None:
    """Killed after Whoosh has committed, before the build is named."""
    first = rebuild(tmp_path, "a")
    shutil.copytree(tmp_path / first, tmp_path / "build-29990101000000-abcdef")
    second = rebuild(tmp_path, "b")
    assert names(tmp_path) == [second, first]


def test_a_rebuild_killed_before_it_removes_the_oldest_leaves_it_to_the_next(
    tmp_path: Path,
) -> None:
    first, second = (rebuild(tmp_path, identifier) for identifier in "ab")
    (tmp_path / "CURRENT").write_text(sealed(f"{second} 1"), encoding="utf-8")
    assert (tmp_path / first).is_dir()
    last = rebuild(tmp_path, "c")
    assert names(tmp_path) == [last, second]


def test_a_rebuild_that_fails_leaves_all_builds_as_they_were(tmp_path: Path) -> None:
    first, second = (rebuild(tmp_path, identifier) for identifier in "ab")
    with pytest.raises(KeyboardInterrupt), open_builder(tmp_path, Segmenter()):
        raise KeyboardInterrupt
    assert names(tmp_path) == [second, first]


def test_a_build_tells_when_it_was_begun(tmp_path: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    rebuild(tmp_path, "a")
    (build,) = finished_builds(tmp_path)
    assert before <= build.begun <= datetime.now(UTC)


def test_a_build_that_is_gone_is_not_listed(tmp_path: Path) -> None:
    first, second = (rebuild(tmp_path, identifier) for identifier in "ab")
    shutil.rmtree(tmp_path / first)
    assert names(tmp_path) == [second]
    assert finished_builds(tmp_path / "elsewhere") == []


def test_statistics_count_earlier_builds_and_the_bytes_of_all(tmp_path: Path) -> None:
    rebuild(tmp_path, "a")
    alone = statistics_of(tmp_path)
    rebuild(tmp_path, "a")
    both = statistics_of(tmp_path)
    assert (alone.earlier_builds, alone.total_bytes) == (0, alone.bytes)
    assert (both.earlier_builds, both.total_bytes) == (1, alone.bytes + both.bytes)


def test_the_command_keeps_as_many_builds_as_it_is_told(tmp_path: Path) -> None:
    index = tmp_path / "index"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# 夜校\n\n职工夜校开班。\n", encoding="utf-8")
    counts: list[int] = []
    options: tuple[object, ...]
    for options in ((), (), (), ("--keep", 3), ("--keep", 1)):
        answer = run("rebuild", tmp_path / "corpus", "--index", index, *options)
        assert answer.returncode == 0
        counts.append(len(names(index)))
    assert counts == [1, 2, 2, 3, 1]


def test_the_command_does_not_keep_none(tmp_path: Path) -> None:
    assert run("rebuild", tmp_path, "--keep", "0").returncode == 2


def test_stats_say_how_many_builds_were_kept(tmp_path: Path) -> None:
    rebuild(tmp_path, "a")
    rebuild(tmp_path, "b")
    said = run("stats", "--index", tmp_path).stdout
    assert re.search(r"^旧索引 +1 份，连同在用的共 [\d.]+ [KM]B$", said, re.MULTILINE)
