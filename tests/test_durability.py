"""What is on disk is known: any byte that changed is told, and nothing is lost when the power goes."""

import os
import random
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from search.corpus_record import CorpusRecord
from search.engines import open_builder, open_updater
from search.engines.arrays.file.manifest import read_manifest
from search.engines.whoosh.store.builds import current_build, lost_names
from search.engines.whoosh.store.opening import verify_build
from search.errors import IndexFault, IndexUnusableError
from search.text.segmentation import Segmenter

from .articles import article, build
from .contract.samples import collection
from .damage import files_of, flip

NO_FILES = CorpusRecord(corpus="", files={})


def told(index: Path) -> str:
    """Return what is said of an index: nothing where all is well."""
    if said := lost_names(index):
        return said
    try:
        verify_build(current_build(index))
    except IndexUnusableError as error:
        assert error.fault is IndexFault.DAMAGED
        return str(error)
    return ""


def test_any_byte_that_has_changed_is_told_with_its_file_and_what_to_do(
    tmp_path: Path,
) -> None:
    build(tmp_path, collection()).close()
    assert told(tmp_path) == ""
    chance = random.Random(0)
    for path in files_of(tmp_path):
        size = path.stat().st_size
        places = {0, size - 1} | {chance.randrange(size) for _ in range(8)}
        if path.name == "CURRENT":
            places = set(range(size))
        for place in sorted(places):
            mask = 1 << chance.randrange(8)
            flip(path, place, mask)
            said = told(tmp_path)
            assert path.name in said, (path.name, place, mask)
            assert "zhengsou rebuild" in said or "zhengsou rollback" in said
            flip(path, place, mask)
    assert told(tmp_path) == ""


def test_an_engine_tells_which_file_has_changed_under_it(tmp_path: Path) -> None:
    with closing(build(tmp_path, collection())) as engine:
        engine.verify()
        (path,) = tmp_path.glob("build-*/vocabulary-*")
        flip(path, path.stat().st_size // 2)
        with pytest.raises(IndexUnusableError, match=path.name):
            engine.verify()


class Calls:
    """What the system was asked to do with files, in order: syncs by inode, names by path."""

    def __init__(self) -> None:
        self.log: list[tuple[str, int | str]] = []

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Note what is named anew, or removed."""
        if event == "os.rename":
            self.log.append(("named", os.path.basename(given[1])))  # noqa: PTH119
        if event == "os.remove":
            self.log.append(("removed", os.path.basename(given[0])))  # noqa: PTH119

    def at(self, what: str, which: int | str) -> list[int]:
        """Return at which places of the order something was done."""
        return [place for place, call in enumerate(self.log) if call == (what, which)]


#: A hook stays for good, so there is one for all tests, which hears while one of them wants it to.
_heard: list[Calls] = []


def _hear(event: str, given: tuple[Any, ...]) -> None:
    for calls in _heard:
        calls.hear(event, given)


sys.addaudithook(_hear)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """Hear of every file that is synced, named or removed."""
    own, fsync = Calls(), os.fsync

    def synced(descriptor: int) -> None:
        own.log.append(("synced", os.fstat(descriptor).st_ino))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", synced)
    _heard.append(own)
    yield own
    _heard.clear()


@pytest.mark.parametrize("kind", ["build", "update"])
def test_all_is_on_disk_before_it_is_named_and_nothing_is_removed_until_that_is_on_disk(
    tmp_path: Path, calls: Calls, kind: str
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    old = {path.name for path in files_of(tmp_path / current_build(tmp_path).name)}
    calls.log.clear()
    is_update = kind == "update"
    with open_updater(tmp_path) if is_update else open_builder(tmp_path, Segmenter(), 1) as writer:
        writer.add(article("b", "题", "夜校。"))
        writer.commit(NO_FILES)
    current = current_build(tmp_path)
    new = [
        current.folder / name for name in read_manifest(current.folder, current.generation).files
    ]
    (in_use,) = calls.at("named", "CURRENT")
    for path in (*new, current.folder / f"MANIFEST-{current.generation}", tmp_path / "CURRENT"):
        if not (is_update and path.name == "settings.json"):
            assert min(calls.at("synced", path.stat().st_ino)) < in_use, path.name
    names = [place for path in new for place in calls.at("named", path.name)]
    folders = [calls.at("synced", folder.stat().st_ino) for folder in (current.folder, tmp_path)]
    assert max(names) < max(place for place in folders[0] if place < in_use)
    removed = [place for name in old for place in calls.at("removed", name)]
    assert in_use < max(folders[1]) < min(removed)
