"""The index on local disk: crashes, damage, several writers and readers; what its files must survive."""

import gc
import json
import shutil
import struct
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from search.article import Article
from search.copies.comparison import is_copy
from search.copies.differences import Comparable
from search.corpus_record import CorpusRecord
from search.engine import Engine, Matches
from search.engines import open_builder, open_engine, open_updater
from search.engines.arrays.build import grouping
from search.engines.arrays.file.arrays import ArrayFile, write_arrays
from search.engines.arrays.file.manifest import read_manifest
from search.engines.arrays.file.records import FORMAT_VERSION
from search.engines.arrays.file.vocabulary import SPELLED
from search.engines.whoosh.store import opening
from search.engines.whoosh.store import writer as whoosh_writer
from search.engines.whoosh.store.builds import finished_builds
from search.errors import IndexFault, IndexUnusableError
from search.query.nodes import Phrase
from search.query.parser import parse_query
from search.request import PlacesRequest, SearchRequest, Sort, TallyRequest
from search.text.dictionary import Dictionary
from search.text.segmentation import Segmenter
from search.upkeep.following import update
from search.upkeep.indexing import rebuild

from .articles import article, build
from .contract.samples import collection, copied_collection, merged, versioned_collection
from .damage import write_as_if_sound
from .programs import RunPython
from .republished import NOTICE

NO_FILES = CorpusRecord(corpus="", files={})


def test_threads_may_share_an_engine_that_was_just_opened(tmp_path: Path) -> None:
    queries = ["职工", "“夜校开”", "河道", "标题:第", "来源:云江", "-职工", "栏目:要闻", "“班”"]
    requests = [SearchRequest(parse_query(query).query, limit=50) for query in queries]
    with closing(build(tmp_path, collection())) as engine:
        expected = [engine.find(request) for request in requests]
    for _ in range(5):
        together = threading.Barrier(8)
        with closing(open_engine(tmp_path)) as engine, ThreadPoolExecutor(8) as threads:

            def ask(request: SearchRequest, shared: Engine, start: threading.Barrier) -> Matches:
                start.wait()
                return shared.find(request)

            answers = [threads.submit(ask, one, engine, together) for one in requests]
            assert [answer.result() for answer in answers] == expected


def test_tallies_and_places_are_those_of_an_index_built_at_once(tmp_path: Path) -> None:
    articles = [*collection(), *copied_collection()]
    with (
        closing(build(tmp_path / "parts", articles[::2])),
        open_updater(tmp_path / "parts") as writer,
    ):
        writer.remove(["a04"])
        for one in articles[1::2]:
            writer.add(one)
        writer.commit(NO_FILES)
    left = [one for one in articles if one.id != "a04"]
    with (
        closing(open_engine(tmp_path / "parts")) as parts,
        closing(build(tmp_path / "whole", left)) as whole,
    ):
        for query in map(Phrase, ("夜校", "职工夜校", "。", "第")):
            for copies in (True, False):
                tally, places = (
                    TallyRequest(query, "month", copies=copies),
                    PlacesRequest(query, copies=copies),
                )
                assert parts.tally(tally) == whole.tally(tally)
                assert parts.places(places) == whole.places(places)


def test_threads_are_answered_while_the_index_changes(tmp_path: Path) -> None:
    """Every answer is that of one state of the index, never of a mixture."""
    request = SearchRequest(Phrase("夜校"), limit=100)
    with closing(build(tmp_path, [article("a0", "题", "夜校。")])) as engine:
        with ThreadPoolExecutor(4) as threads:
            answers = [threads.submit(engine.find, request) for _ in range(400)]
            for number in range(1, 6):
                with open_updater(tmp_path) as writer:
                    writer.add(article(f"a{number}", "题", "夜校。"))
                    writer.commit(NO_FILES)
        for matches in (answer.result() for answer in answers):
            ids = {match.id for match in matches.matches}
            assert ids == {f"a{n}" for n in range(matches.total)}
        assert engine.find(request).total == 6


def test_an_open_engine_sees_an_update_and_a_new_build(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "题", "夜校。")])) as engine:
        with open_updater(tmp_path) as writer:
            writer.add(article("b", "题", "夜校。"))
            writer.commit(NO_FILES)
        after_update = engine.find(SearchRequest(Phrase("夜校"))).total
        build(tmp_path, [article("c", "题", "夜校、夜校。")]).close()
        after_build = engine.find(SearchRequest(Phrase("夜校"))).matches
    assert after_update == 2
    assert [(match.id, match.occurrences) for match in after_build] == [("c", 2)]


def test_an_update_is_seen_once_it_is_named_and_not_before(tmp_path: Path) -> None:
    """Whoosh has committed by then: a writer killed there has changed nothing."""

    def killed(*named: object) -> NoReturn:
        seen.append(engine.find(SearchRequest(Phrase("夜校"))).total)
        seen.extend(len(ids) for ids in [ids_of(tmp_path)])
        raise KeyboardInterrupt

    seen: list[int] = []
    with closing(build(tmp_path, [article("a", "题", "夜校。")])) as engine:
        with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(whoosh_writer, "name_build", killed)
            _replace(tmp_path, added=[article("b", "题", "夜校。")], removed=["a"])
        assert (seen, ids_of(tmp_path)) == ([1, 1], ["a"])
        _replace(tmp_path, added=[article("b", "题", "夜校。")], removed=[])
        assert engine.find(SearchRequest(Phrase("夜校"))).total == 2


def test_a_build_that_is_not_committed_changes_nothing(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "题", "夜校。")])) as engine:
        with pytest.raises(KeyboardInterrupt), open_builder(tmp_path, Segmenter()) as writer:
            writer.add(article("b", "题", "夜校。"))
            raise KeyboardInterrupt
        assert [one.id for one in engine.articles()] == ["a"]
    assert len(list(tmp_path.glob("build-*"))) == 1


def test_an_update_that_is_not_committed_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    with pytest.raises(KeyboardInterrupt), open_updater(tmp_path) as writer:
        writer.remove(["a"])
        writer.add(article("b", "题", "夜校。"))
        raise KeyboardInterrupt
    with closing(open_engine(tmp_path)) as engine:
        assert [one.id for one in engine.articles()] == ["a"]


def interrupt(done: int, total: int) -> NoReturn:
    raise KeyboardInterrupt


def test_a_build_interrupted_while_it_is_committed_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    with pytest.raises(KeyboardInterrupt), open_builder(tmp_path, Segmenter()) as writer:
        writer.add(article("b", "题", "夜校。"))
        writer.commit(NO_FILES, interrupt)
    assert ids_of(tmp_path) == ["a"]


def test_an_update_interrupted_while_it_is_committed_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    with pytest.raises(KeyboardInterrupt), open_updater(tmp_path) as writer:
        writer.remove(["a"])
        writer.add(article("b", "题", "夜校。"))
        writer.commit(NO_FILES, interrupt)
    assert ids_of(tmp_path) == ["a"]


def test_a_build_interrupted_once_it_is_in_use_is_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(location: Path) -> NoReturn:
        raise KeyboardInterrupt

    build(tmp_path, [article("a", "题", "夜校。")]).close()
    monkeypatch.setattr(whoosh_writer, "remove_leftovers", interrupted)
    with pytest.raises(KeyboardInterrupt), open_builder(tmp_path, Segmenter()) as writer:
        writer.add(article("b", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert ids_of(tmp_path) == ["b"]


def test_an_update_that_fails_leaves_no_file(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(KeyboardInterrupt), open_updater(tmp_path) as writer:
        writer.add(article("b", "题", "夜校。"))
        writer.commit(NO_FILES, interrupt)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_build_that_cannot_begin_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(build: Path, settings: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whoosh_writer, "write_settings", full)
    with pytest.raises(OSError, match="No space"):
        open_builder(tmp_path, Segmenter())
    assert not list(tmp_path.glob("build-*"))


def damage(folder: Path, array: str, byte: int) -> None:
    """Change the first byte of an array, wherever it lies in its file."""
    (path,) = folder.glob("build-*/*.arrays")
    content = bytearray(path.read_bytes())
    offset, length, _, _ = struct.unpack("<QQI4x8s", content[-32:])
    content[json.loads(content[offset : offset + length])[array]["offset"]] = byte
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("array", "byte"),
    [("columns/facet_source/values/bytes", 0xFF), ("bigrams/pieces", 0xEE), ("ids/bytes", 0xFF)],
)
def test_damage_met_by_a_query_is_one_clear_line(tmp_path: Path, array: str, byte: int) -> None:
    one = article("a", "题", "夜校。", source="云江日报")
    build(tmp_path, [one]).close()
    damage(tmp_path, array, byte)
    with (
        closing(open_engine(tmp_path)) as engine,
        pytest.raises(IndexUnusableError, match="索引已损坏；请运行 zhengsou rebuild"),
    ):
        for text in "题夜校。":
            engine.find(SearchRequest(Phrase(text)))


def test_an_update_does_not_copy_damage(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    damage(tmp_path, "bigrams/offsets", 3)
    with (
        pytest.raises(IndexUnusableError, match="索引已损坏；请运行 zhengsou rebuild"),
        open_updater(tmp_path) as writer,
    ):
        writer.add(article("b", "题", "夜校。"))
        writer.commit(NO_FILES)


KILLED = """
import os, sys
from pathlib import Path
from search.corpus_record import CorpusRecord
from search.engines import open_builder, open_updater
from search.engines.whoosh.store import writer as whoosh_writer
from search.engines.whoosh.store.builds import finished_builds
from search.text.segmentation import Segmenter
from tests.articles import article

kind, moment, folder = *sys.argv[1:3], Path(sys.argv[3])
def kill(*told):
    os._exit(9)

if moment == "before it is named":
    whoosh_writer.name_build = kill
with open_updater(folder) if kind == "update" else open_builder(folder, Segmenter()) as writer:
    writer.add(article("b", "题", "夜校。"))
    on_posting = kill if moment == "while it merges" else lambda done, total: None
    writer.commit(CorpusRecord(corpus="", files={}), on_posting)
"""


def strays(folder: Path) -> set[str]:
    """Return the files in the folder of an index that do not belong to it."""
    named = {folder / "CURRENT", folder / "LOCK"}
    for kept in finished_builds(folder):
        names = read_manifest(kept.folder, kept.generation).files
        named |= {kept.folder / name for name in (*names, f"MANIFEST-{kept.generation}")}
    return {path.name for path in folder.rglob("*") if path.is_file()} - {p.name for p in named}


@pytest.mark.parametrize(
    ("kind", "moment"),
    [("build", "while it merges"), ("update", "while it merges"), ("update", "before it is named")],
)
def test_a_writer_killed_while_it_commits_leaves_the_index_and_no_lock_and_the_next_tidies_up(
    tmp_path: Path, run_python: RunPython, kind: str, moment: str
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    killed = run_python("-c", KILLED, kind, moment, tmp_path)
    assert killed.returncode == 9
    assert strays(tmp_path)
    assert ids_of(tmp_path) == ["a"]
    with open_updater(tmp_path) as writer:
        writer.add(article("c", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert ids_of(tmp_path) == ["a", "c"]
    assert not strays(tmp_path)
    assert len(list(tmp_path.glob("build-*"))) == 1


def ids_of(folder: Path) -> list[str]:
    with closing(open_engine(folder)) as engine:
        return [one.id for one in engine.articles()]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with open_builder(tmp_path, Segmenter()), pytest.raises(IndexUnusableError, match="另一个进程"):
        open_builder(tmp_path, Segmenter())


def test_a_second_writer_is_refused_whatever_the_first_does(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    with open_updater(tmp_path):
        with pytest.raises(IndexUnusableError, match="另一个进程"):
            open_updater(tmp_path)
        with pytest.raises(IndexUnusableError, match="另一个进程"):
            open_builder(tmp_path, Segmenter())
    assert ids_of(tmp_path) == ["a"]


def test_a_refused_writer_leaves_the_first_its_lock(tmp_path: Path) -> None:
    with open_builder(tmp_path, Segmenter()) as writer:
        for _ in range(2):
            with pytest.raises(IndexUnusableError, match="另一个进程"):
                open_builder(tmp_path, Segmenter())
        writer.add(article("a", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert ids_of(tmp_path) == ["a"]


def fault_of(call: Callable[[], object]) -> IndexFault:
    """Return why an index is refused."""
    with pytest.raises(IndexUnusableError) as refused:
        call()
    return refused.value.fault


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="没有索引；请先运行 zhengsou rebuild") as refused:
        open_engine(tmp_path)
    assert refused.value.fault is IndexFault.MISSING


def test_an_index_that_another_process_writes_is_in_use(tmp_path: Path) -> None:
    with open_builder(tmp_path, Segmenter()):
        assert fault_of(lambda: open_builder(tmp_path, Segmenter())) is IndexFault.IN_USE


def test_an_index_of_a_version_that_had_no_checksums_asks_for_a_rebuild(
    tmp_path: Path,
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (settings,) = tmp_path.glob("build-*/settings.json")
    settings.write_text(settings.read_text().replace(f'"format": {FORMAT_VERSION}', '"format": 10'))
    (tmp_path / "CURRENT").write_text(settings.parent.name, encoding="utf-8")
    with pytest.raises(IndexUnusableError, match=r"索引格式为 10.*zhengsou rebuild") as refused:
        open_engine(tmp_path)
    assert refused.value.fault is IndexFault.OTHER_VERSION
    build(tmp_path, [article("b", "题", "夜校。")]).close()
    assert (ids_of(tmp_path), strays(tmp_path)) == (["b"], set())


def test_an_index_with_other_words_is_refused(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    words = Dictionary((("夜校", None),))
    with pytest.raises(IndexUnusableError, match="用户词典；请运行 zhengsou rebuild") as refused:
        open_engine(tmp_path, words)
    assert refused.value.fault is IndexFault.OTHER_DICTIONARY


@pytest.mark.parametrize(
    ("change", "says"),
    [({"format": 99}, "索引格式"), ({"analysis": "normalization 0"}, "另一版分词")],
)
def test_an_index_made_otherwise_is_refused(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (settings,) = tmp_path.glob("build-*/settings.json")
    write_as_if_sound(settings, json.dumps(json.loads(settings.read_text()) | change).encode())
    with pytest.raises(IndexUnusableError, match=f"{says}.*zhengsou rebuild") as refused:
        open_engine(tmp_path)
    assert refused.value.fault is IndexFault.OTHER_VERSION


@pytest.mark.parametrize("pattern", ["*/settings.json", "*/*.arrays"])
def test_an_index_without_one_of_its_files_is_damaged(tmp_path: Path, pattern: str) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    for path in tmp_path.glob(pattern):
        path.unlink()
    assert fault_of(lambda: open_engine(tmp_path)) is IndexFault.DAMAGED


def test_names_that_lead_nowhere_are_damage(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "云江市职工夜校招生", "夜校。")]).close()
    (path,) = tmp_path.glob("build-*/vocabulary-*")
    known = ArrayFile(path)
    arrays = {name: np.array(known[name]) for name in known}
    arrays[SPELLED][:] = 255  # of a handful of entries
    write_arrays(tmp_path / "other", arrays)
    write_as_if_sound(path, (tmp_path / "other").read_bytes())
    with closing(open_engine(tmp_path)) as engine:
        lexicon = engine.lexicon()
        assert fault_of(lambda: lexicon.spelled("y", 10)) is IndexFault.DAMAGED


def test_an_index_made_otherwise_is_not_updated_either(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (settings,) = tmp_path.glob("build-*/settings.json")
    made = json.loads(settings.read_text()) | {"analysis": "other"}
    write_as_if_sound(settings, json.dumps(made).encode())
    with pytest.raises(IndexUnusableError, match="zhengsou rebuild"):
        open_updater(tmp_path)


def damaged(content: bytes) -> Iterator[bytes | None]:
    """Yield what a file may be left as: cut short anywhere, or None, gone."""
    for length in (0, 1, 7, len(content) // 3, len(content) * 2 // 3, len(content) - 1):
        if length < len(content):
            yield content[:length]
    yield None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("pattern", ["*/settings.json", "*/corpus-1.json", "*/*.toc", "*/*.arrays"])
def test_a_damaged_index_is_refused_whichever_file_is_cut_short_or_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    monkeypatch.setattr(opening, "_PAUSES", (0.0, 0.0))  # no writer is waited for
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (path,) = tmp_path.glob(pattern)
    content = path.read_bytes()
    for left in damaged(content):
        path.unlink() if left is None else path.write_bytes(left)
        with pytest.raises(IndexUnusableError, match="zhengsou rebuild"):
            open_engine(tmp_path)
        path.write_bytes(content)
    gc.collect()
    open_engine(tmp_path).close()


@pytest.mark.parametrize("name", ["files", "verdicts"])
def test_an_update_refuses_an_index_whose_records_are_damaged(tmp_path: Path, name: str) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# 题\n\n夜校。", encoding="utf-8")
    index = tmp_path / "index"
    rebuild(tmp_path / "corpus", index)
    (record,) = index.glob(f"*/{name}-1.json")
    record.write_text("{", encoding="utf-8")
    (tmp_path / "corpus" / "b.md").write_text("# 题二\n\n夜校。", encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="zhengsou rebuild"):
        update(tmp_path / "corpus", index)
    rebuild(tmp_path / "corpus", index)
    assert len(ids_of(index)) == 2


def test_a_damaged_index_can_be_built_anew(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (tmp_path / "CURRENT").write_bytes(b"\xff\xfe")
    build(tmp_path, [article("b", "题", "夜校。")]).close()
    assert ids_of(tmp_path) == ["b"]


def test_a_closed_engine_says_so(tmp_path: Path) -> None:
    engine = build(tmp_path, [article("a", "题", "夜校。")])
    engine.close()
    with pytest.raises(IndexUnusableError, match="已关闭") as refused:
        engine.find(SearchRequest())
    assert refused.value.fault is IndexFault.CLOSED


def test_an_open_engine_answers_on_when_its_folder_is_gone(tmp_path: Path) -> None:
    with closing(build(tmp_path / "index", [article("a", "题", "夜校。")])) as engine:
        shutil.rmtree(tmp_path / "index")
        assert engine.find(SearchRequest(Phrase("夜校"))).total == 1


@pytest.mark.parametrize("sort", [sort for sort in Sort if sort is not Sort.ADDED])
def test_ties_come_in_the_same_order_however_the_index_was_built(
    tmp_path: Path, sort: Sort
) -> None:
    same = [article(f"t{i}", "题", "夜校。", published=date(2020, 1, 1 + i % 2)) for i in range(9)]
    request = SearchRequest(Phrase("夜校"), sort=sort)
    orders = set()
    for number, articles in enumerate([same, same[::-1], same[5:] + same[:5]]):
        build(tmp_path / str(number), articles[:4]).close()
        with open_updater(tmp_path / str(number)) as writer:
            for one in articles[4:]:
                writer.add(one)
            writer.commit(NO_FILES)
        with closing(open_engine(tmp_path / str(number))) as engine:
            orders.add(tuple(match.id for match in engine.find(request).matches))
    assert len(orders) == 1


@pytest.mark.parametrize("growth", [0, 4])
def test_an_update_groups_as_a_rebuild_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, growth: int
) -> None:
    monkeypatch.setattr(whoosh_writer, "_GROWTH", growth)
    monkeypatch.setattr(whoosh_writer, "_SMALL", 0)
    articles = {one.id: one for one in copied_collection()}
    with closing(build(tmp_path / "a", list(articles.values())[2:])) as engine:
        _replace(tmp_path / "a", added=[articles["n1"], articles["n2"]], removed=[])
        assert engine.copies("n3") == ("n1", "n2", "n3")
        other = article("l2", "图书馆的通知", *NOTICE, published=date(2021, 1, 1))
        _replace(tmp_path / "a", added=[other], removed=["l2", "n2"])
        left = [one for one in articles.values() if one.id not in {"l2", "n2"}]
        with closing(build(tmp_path / "b", [*left, other])) as rebuilt:
            assert merged(engine, limit=100) == merged(rebuilt, limit=100)
            assert engine.copies("l2") == ("l2", "n1", "n3")


@pytest.mark.parametrize("growth", [0, 4])
def test_an_update_finds_the_versions_that_a_rebuild_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, growth: int
) -> None:
    monkeypatch.setattr(whoosh_writer, "_GROWTH", growth)
    monkeypatch.setattr(whoosh_writer, "_SMALL", 0)
    articles = versioned_collection()
    with closing(build(tmp_path / "a", [articles[0], *articles[4:]])) as engine:
        assert engine.versions("v1") == ("v4", "v1")
        _replace(tmp_path / "a", added=articles[1:4], removed=[])
        with closing(build(tmp_path / "b", articles)) as rebuilt:
            assert merged(engine, limit=100) == merged(rebuilt, limit=100)
        assert engine.versions("v1") == ("v3", "v4", "v2", "v1")
        _replace(tmp_path / "a", added=[], removed=["v3", "v4"])
        assert engine.versions("v1") == ("v2", "v1")


def test_an_update_compares_no_texts_that_were_compared_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Comparable] = []

    def noting(head: Comparable, text: Comparable) -> bool:
        compared.append(text)
        return is_copy(head, text)

    monkeypatch.setattr(grouping, "is_copy", noting)
    with closing(build(tmp_path, copied_collection())) as engine:
        before = len(compared)
        _replace(tmp_path, added=[article("z", "天气", "晴。")], removed=["o1"])
        assert len(compared) == before > 0
        assert engine.copies("n2") == ("n1", "n2", "n3")


def _replace(folder: Path, added: list[Article], removed: list[str]) -> None:
    with open_updater(folder) as writer:
        writer.remove(removed)
        for one in added:
            writer.add(one)
        writer.commit(NO_FILES)
