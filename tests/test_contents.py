"""Contents: segments and deletions are read from Whoosh's table without Whoosh, and nothing in it runs."""

import pickle
from contextlib import closing
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.corpus_record import CorpusRecord
from search.engines import open_engine, open_updater
from search.engines.arrays.file.manifest import Manifest
from search.engines.whoosh.store import writer
from search.engines.whoosh.store.builds import current_build
from search.engines.whoosh.store.contents import contents_name, read_contents
from search.engines.whoosh.store.opening import usable_manifest
from search.errors import IndexUnusableError

from .articles import article, build
from .damage import write_as_if_sound
from .programs import RunPython


def several_segments(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    """Write an index of two segments, of which one has a deleted document."""
    monkeypatch.setattr(writer, "_SMALL", 0)  # a small segment stays
    monkeypatch.setattr(writer, "_GROWTH", 0)
    build(folder, [article(f"a{number}", "题", "职工夜校。") for number in range(9)]).close()
    with open_updater(folder) as updater:
        updater.add(article("b", "题", "夜校。"))
        updater.remove(["a1"])
        updater.commit(CorpusRecord(corpus="", files={}))
    return usable_manifest(current_build(folder))


def test_the_segments_read_are_those_that_whoosh_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = several_segments(tmp_path, monkeypatch)
    storage = FileStorage(str(manifest.folder), readonly=True)
    expected = TOC.read(storage, "MAIN", gen=manifest.generation).segments
    read = read_contents(manifest)
    assert sorted(segment.size for segment in read) == [1, 9]
    assert [segment.file_name for segment in read] == [one.file_name() for one in expected]
    assert [segment.live().tolist() for segment in read] == [
        one.live().tolist() for one in expected
    ]
    assert sum(len(segment.deleted) for segment in read) == 1


class Planted:
    """Does what it likes in whoever unpickles it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.trace,)


def test_what_is_planted_in_a_table_of_contents_never_runs(tmp_path: Path) -> None:
    index, trace = tmp_path / "index", tmp_path / "trace"
    build(index, [article("a", "题", "夜校。")]).close()
    manifest = usable_manifest(current_build(index))
    path = manifest.folder / contents_name(manifest.generation)
    content = path.read_bytes()
    head = content[: content.rindex(pickle.PROTO + b"\x05")]
    write_as_if_sound(path, head + pickle.dumps([Planted(trace)]))
    with pytest.raises(IndexUnusableError, match="zhengsou rebuild"):
        open_engine(index)
    assert not trace.exists()


def test_who_only_searches_loads_no_whoosh(tmp_path: Path, run_python: RunPython) -> None:
    with closing(build(tmp_path, [article("a", "题", "夜校。")])):
        searching = (
            "import sys; from pathlib import Path; from search.engines import open_engine; "
            "open_engine(Path(sys.argv[1])).days(); print(*sys.modules)"
        )
        loaded = run_python("-c", searching, tmp_path).stdout.split()
    assert "search.engines.whoosh.store.opening" in loaded
    assert "whoosh" not in loaded
