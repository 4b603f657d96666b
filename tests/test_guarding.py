"""A damaged index is never served silently: all files are verified beside serving, and an older index answers."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_builder, open_engine, open_updater
from search.engines.arrays.file.manifest import read_manifest
from search.engines.whoosh.store import newest
from search.engines.whoosh.store.builds import current_build
from search.engines.whoosh.store.soundness import Soundness
from search.errors import IndexFault, IndexUnusableError
from search.text.segmentation import Segmenter

from .articles import article
from .damage import fault
from .programs import COMMAND, StartPython
from .test_serving import ask, served

NO_FILES = CorpusRecord(corpus="", files={})


def write(folder: Path, identifier: str) -> None:
    """Build an index of one article, beside those that are there."""
    with open_builder(folder, Segmenter(), keep=3) as writer:
        writer.add(article(identifier, "题", "夜校。"))
        writer.commit(NO_FILES)


def damage(folder: Path, pattern: str = "*.arrays") -> None:
    """Flip a bit in a file of the build in use that no query of these tests reads."""
    (path,) = current_build(folder).folder.glob(pattern)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what happens in the background, at most a minute."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.01)


def ids(engine: Engine) -> list[str]:
    return [*engine.days()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(newest, "_SECONDS_UNTIL_LOOKING_AGAIN", 0.01)
    write(tmp_path, "old")
    return tmp_path


@pytest.fixture
def guarded(folder: Path) -> Iterator[Engine]:
    """Open an index of which an older one is kept, and guard it."""
    write(folder, "new")
    with closing(open_engine(folder)) as engine:
        engine.guard()
        yield engine


@pytest.mark.parametrize("file", ["*.arrays", "*.entries", "files-*.json", "settings.json"])
def test_what_is_damaged_answers_no_more_and_what_was_before_it_does(
    folder: Path, file: str
) -> None:
    write(folder, "new")
    with closing(open_engine(folder)) as engine:
        damage(folder, file)  # before it is verified, which happens once a day
        engine.guard()
        until(lambda: fault(engine) is IndexFault.DAMAGED)
        assert ids(engine) == ["old"]
        write(folder, "newer")
        until(lambda: fault(engine) is None)
        assert ids(engine) == ["newer"]


def test_where_nothing_is_sound_nothing_is_answered(folder: Path) -> None:
    with closing(open_engine(folder)) as engine:
        damage(folder)
        engine.guard()
        until(lambda: fault(engine) is IndexFault.DAMAGED)
        with pytest.raises(IndexUnusableError, match=r"arrays: 索引已损坏；"):
            engine.statistics()
        write(folder, "new")
        until(lambda: fault(engine) is None)
        assert ids(engine) == ["new"]


def test_what_an_update_removes_is_not_damaged(guarded: Engine, folder: Path) -> None:
    for number in range(8):
        with open_updater(folder) as writer:
            writer.add(article(f"n{number}", "题", "夜校。"))
            writer.commit(NO_FILES)
        assert fault(guarded) is None
    assert len(ids(guarded)) == 9


def test_without_a_guard_what_cannot_be_opened_is_said(folder: Path) -> None:
    write(folder, "new")
    damage(folder, "settings.json")
    with pytest.raises(IndexUnusableError, match="settings"):
        open_engine(folder)


def test_who_falls_back_opens_what_was_before(folder: Path) -> None:
    write(folder, "newer")
    damage(folder, "settings.json")
    with closing(open_engine(folder, falls_back=True)) as engine:
        assert ids(engine) == ["old"]
        assert fault(engine) is IndexFault.DAMAGED
        write(folder, "newest")
        assert ids(engine) == ["newest"]
        assert fault(engine) is None


def test_who_falls_back_has_nothing_to_fall_back_on(folder: Path) -> None:
    damage(folder, "settings.json")
    with pytest.raises(IndexUnusableError, match="settings"):
        open_engine(folder, falls_back=True)


def test_a_file_is_read_once_a_day(folder: Path) -> None:
    build = current_build(folder)
    manifest = read_manifest(build.folder, build.generation)
    days = [date(2024, 3, 8)]
    soundness = Soundness(lambda: days[-1])
    soundness.verify(manifest)
    damage(folder)
    soundness.verify(manifest)
    days.append(date(2024, 3, 9))
    with pytest.raises(IndexUnusableError, match="arrays"):
        soundness.verify(manifest)


def test_serve_says_what_is_damaged_once_and_answers_from_what_was_before(
    tmp_path: Path, start_python: StartPython
) -> None:
    for identifier in ("old", "new"):
        write(tmp_path, identifier)
    damage(tmp_path)
    process = start_python(
        *COMMAND, "serve", "--index", tmp_path, "--port", 0, "--workers", 2, "--metrics-port", 0
    )
    host = served(process)
    assert process.stdout
    place = process.stdout.readline().split("http://")[1].partition("/")[0]
    until(lambda: ask(place, "/healthz")[0] == 503)
    red = [0]
    while len(red) < 20:  # in a row: of both workers
        red = [*red, 0] if ask(host, "/healthz")[0] == 503 else []
    assert json.loads(ask(host, "/healthz")[2])["fault"] == "damaged"
    assert ask(host, "/articles/old")[0] == 200
    assert ask(host, "/articles/new")[0] == 404
    assert "zhengsou_index_outdated 1" in ask(place, "/metrics")[2]
    assert process.stderr
    line = process.stderr.readline()
    assert "最新的索引用不了，用旧的回答：" in line
    assert ".arrays: 索引已损坏；" in line
    process.terminate()
    assert process.communicate() == ("已停止。\n", "")
