"""An index on a cluster changes as a whole or not at all, is kept, and says when it is not as it was."""

import secrets
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.cluster import Spread, measure
from benchmarks.supply import prepare
from search.corpus_record import PublicPart
from search.engine import Patience
from search.engines import (
    is_marked_public,
    list_generations,
    mark_public,
    note_public_part,
    noted_public_part,
    open_builder,
    open_engine,
    open_updater,
    roll_back,
    verify_generation,
)
from search.engines.opensearch.address import VARIABLES, Access, Address
from search.engines.opensearch.builds import Builds
from search.engines.opensearch.connection import Connection
from search.errors import IndexFault, IndexUnusableError, UsageError
from search.query.nodes import Phrase
from search.request import SearchRequest
from search.text.segmentation import Segmenter

from .articles import article, build
from .cluster.doors import door
from .cluster.indexes import NO_RECORD, change, contents_of, ids, ids_soon, new_location, some
from .cluster.nodes import Cluster
from .contract.samples import copied_collection, versioned_collection
from .programs import StartPython, run

ROOT = Path(__file__).parents[1]


@pytest.fixture
def location(cluster: Cluster) -> str:
    return new_location(cluster)


def test_an_update_is_seen_when_it_is_committed_and_not_before(location: str) -> None:
    with closing(build(location, some())) as engine:
        with open_updater(location) as writer:
            change(writer, [article("new", "新", "夜校招生。", published=date(2025, 1, 1))], ["a0"])
            assert ids(engine) == ["a0", "a1", "a2"]
            writer.commit(NO_RECORD)
        assert ids_soon(engine, ["a1", "a2", "new"])
        assert engine.statistics().generation == 2


def test_an_article_that_changes_keeps_its_id(location: str) -> None:
    with closing(build(location, some())) as engine:
        with open_updater(location) as writer:
            changed = replace(some()[1], title="改了的题目")
            change(writer, [changed], ["a1"])
            writer.commit(NO_RECORD)
        engine.confirm_newest()
        assert ids(engine) == ["a0", "a1", "a2"]
        assert [one.title for one in engine.fetch(["a1"])] == ["改了的题目"]
        assert ids(engine, "第1号") == []


def test_an_update_that_is_given_up_leaves_nothing_behind(location: str) -> None:
    build(location, some()).close()
    with open_updater(location) as writer:
        change(writer, some(40)[3:], ["a0"])
    assert contents_of(location).documents() == 3
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2"]


def test_what_a_killed_update_has_left_goes_with_the_next(location: str) -> None:
    build(location, some()).close()
    contents = contents_of(location)
    contents.connection.write(contents.index, [("7", {"number": 7, "rest": "夜校夜校"})])
    contents.connection.refresh(contents.index)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2"]
    with open_updater(location) as writer:
        assert contents.documents() == 3
        change(writer, [article("b", "新", "夜校。", published=date(2025, 1, 1))])
        writer.commit(NO_RECORD)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2", "b"]


def test_updates_give_what_a_rebuild_would(location: str) -> None:
    everything = [*copied_collection(), *versioned_collection()[:5]]
    build(location, everything[:6]).close()
    for part in (everything[6:9], everything[9:]):
        with open_updater(location) as writer:
            change(writer, [*part, everything[0]], ["n1"])
            writer.commit(NO_RECORD)
    rebuilt = f"{location}-rebuilt"
    with closing(open_engine(location)) as updated, closing(build(rebuilt, everything)) as new:
        for text in ("夜校", "通知", "图书馆", "课程"):
            for merge in (False, True):
                request = SearchRequest(Phrase(text), merge_copies=merge)
                assert updated.find(request) == new.find(request)
        assert updated.copies("n1") == new.copies("n1")
        assert updated.versions("v1") == new.versions("v1")
        assert [*updated.articles()] == [*new.articles()]
        assert updated.days() == new.days()


def test_only_one_writes_and_another_is_told_which(location: str) -> None:
    build(location, some()).close()
    waits: list[str] = []
    with open_updater(location):
        with pytest.raises(IndexUnusableError, match="另一个进程正在写") as caught:
            open_updater(location, patience=Patience(0.5, waits.append))
        assert caught.value.fault is IndexFault.IN_USE
    assert len(waits) == 1
    with open_updater(location):  # the first has ended
        pass


def test_who_has_not_said_for_a_minute_that_he_writes_is_gone(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, some()).close()
    with open_updater(location) as first:
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + 61)
        with open_updater(location) as second:
            change(second, [article("b", "新", "夜校。", published=date(2025, 1, 1))])
            second.commit(NO_RECORD)
        with pytest.raises(IndexUnusableError, match="再运行一次"):
            first.commit(NO_RECORD)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2", "b"]


def test_who_was_gone_never_writes_over_what_another_has_written(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, some()).close()
    with open_updater(location) as first:
        change(first, [article("late", "迟到", "夜校。")])
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + 61)
        with open_updater(location) as second:
            change(second, [article("b", "新", "夜校。", published=date(2025, 1, 1))])
            second.commit(NO_RECORD)
        contents = contents_of(location)
        with pytest.raises(IndexUnusableError, match="另一个进程也在写"):
            contents.connection.write(contents.index, [("3", {"stored": {"bytes": "AAAA"}})])
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2", "b"]
        engine.verify()


def test_a_rebuild_takes_the_place_of_the_old_one_and_can_be_taken_back(location: str) -> None:
    with closing(build(location, some())) as engine:
        build(location, some(5)).close()
        assert ids_soon(engine, ["a0", "a1", "a2", "a3", "a4"])
        kept = list_generations(location)
        assert [(one.is_in_use, one.articles, one.fault) for one in kept] == [
            (True, 5, ""),
            (False, 3, ""),
        ]
        assert roll_back(location).articles == 3
        assert ids_soon(engine, ["a0", "a1", "a2"])
        assert engine.statistics().earlier_builds == 1
        with pytest.raises(UsageError, match="已经在用"):
            roll_back(location, "1")


def test_no_more_builds_are_kept_than_asked_for(location: str) -> None:
    for count in (1, 2, 3):
        with open_builder(location, Segmenter(), keep=2) as writer:
            change(writer, some(count))
            writer.commit(NO_RECORD)
    assert [one.articles for one in list_generations(location)] == [3, 2]
    builds = Builds(Connection(Address.read(location)))
    assert len(builds.connection.indexes(f"{builds.connection.address.name}.*")) == 2


def test_a_build_that_is_given_up_leaves_the_old_one(location: str) -> None:
    build(location, some()).close()
    with open_builder(location, Segmenter()) as writer:
        change(writer, some(9))
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2"]
    assert len(list_generations(location)) == 1


def test_verifying_tells_of_an_article_that_is_gone(location: str) -> None:
    with closing(build(location, some())) as engine:
        engine.verify()
        contents = contents_of(location)
        contents.remove([1])
        contents.connection.refresh(contents.index)
        with pytest.raises(IndexUnusableError, match="应有 3 篇，集群上有 2 篇"):
            engine.verify()
        with pytest.raises(IndexUnusableError, match="应有 3 篇"):
            verify_generation(location, list_generations(location)[0].name)


def test_verifying_tells_of_a_file_that_has_changed(location: str) -> None:
    with closing(build(location, some())) as engine:
        contents = contents_of(location)
        part = "copies-1.json:0"
        contents.connection.write(contents.index, [(part, None)])
        contents.connection.write(contents.index, [(part, {"file": {"bytes": "AAAA"}})])
        with pytest.raises(IndexUnusableError, match=r"copies-1\.json 已损坏"):
            engine.verify()


def test_a_copy_of_a_file_that_has_changed_is_made_once_more(location: str) -> None:
    build(location, some()).close()
    (path,) = contents_of(location).folder.glob("copies-*.json")
    path.write_bytes(b"x" * path.stat().st_size)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2"]


def test_a_copy_that_is_damaged_while_it_answers_is_told_with_the_address(location: str) -> None:
    with closing(build(location, some())) as engine:
        (path,) = contents_of(location).folder.glob("coinage-*.json")
        path.write_bytes(b"x" * path.stat().st_size)
        with pytest.raises(IndexUnusableError) as caught:
            engine.coined()
    assert caught.value.fault is IndexFault.DAMAGED
    told = f"{location}: 在本机的副本 {path} 已损坏；请删去 {path.parent} 再启动"
    assert str(caught.value).startswith(told)


def test_where_nothing_was_built_there_is_no_index(location: str) -> None:
    for opening in (open_engine, open_updater):
        with pytest.raises(IndexUnusableError, match="没有索引；请运行 zhengsou rebuild") as caught:
            opening(location)
        assert caught.value.fault is IndexFault.MISSING


def test_a_name_is_marked_as_public(location: str) -> None:
    assert not is_marked_public(location)
    mark_public(location)
    mark_public(location)
    assert is_marked_public(location)


def test_what_is_public_beside_it_is_noted_of_a_name(location: str) -> None:
    assert noted_public_part(location) == PublicPart()
    for part in (PublicPart("/三江/公开", None), PublicPart("/三江/公开", "/三江/zhengsou.toml")):
        build(location, some()).close()
        note_public_part(location, part)
        assert noted_public_part(location) == part


def test_a_public_index_is_kept_on_the_cluster_too(
    location: str, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    public = new_location(cluster)
    corpus = tmp_path / "文章"
    corpus.mkdir()
    for name, audience in (("公开", "public"), ("内部", "internal")):
        matter = f"---\ntitle: 夜校{name}\naudience: {audience}\n---\n{name}的夜校开班。\n"
        (corpus / f"{name}.md").write_text(matter, "utf-8")
    assert run("rebuild", corpus, "--index", location, "--public-index", public).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["文章"]
    assert "1 篇 1 处" in run("search", "“的夜校开班”", "--index", public).stdout.splitlines()[0]
    assert noted_public_part(location).index == public
    refused = run("rebuild", corpus, "--index", public)
    assert (refused.returncode, "只放公开的文章" in refused.stderr) == (2, True)
    refused = run("serve", "--index", location, "--port", 0)
    assert (refused.returncode, "要加 --staff" in refused.stderr) == (2, True)
    for other in (location, f"opensearch://elsewhere:9200/{Address.read(location).name}"):
        refused = run("rebuild", corpus, "--index", location, "--public-index", other)
        assert (refused.returncode, "要用两个名称" in refused.stderr) == (2, True)


def test_who_asks_while_a_build_that_is_not_kept_is_replaced_is_answered(location: str) -> None:
    with closing(build(location, some())) as engine:
        assert ids(engine, "夜校") == ["a0", "a1", "a2"]
        with open_builder(location, Segmenter(), keep=1) as writer:
            change(writer, some(4))
            writer.commit(NO_RECORD)
        # Asked for at once, and not kept from before.
        assert ids(engine, "开班") == ["a0", "a1", "a2", "a3"]
        assert [one.id for one in engine.fetch(["a0"])] == ["a0"]


def test_copies_of_what_is_not_kept_any_more_are_removed(location: str) -> None:
    with closing(build(location, some())) as engine:
        before = contents_of(location).folder
        for count in (4, 5):
            with open_builder(location, Segmenter(), keep=1) as writer:
                change(writer, some(count))
                writer.commit(NO_RECORD)
            assert ids_soon(engine, [f"a{n}" for n in range(count)])
    now = contents_of(location).folder
    assert (before.exists(), now.exists()) == (False, True)


def test_where_no_copy_can_be_kept_it_is_said_and_not_that_the_index_is_damaged(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, some()).close()
    (tmp_path / "file").touch()
    monkeypatch.setenv(f"{VARIABLES}CACHE", str(tmp_path / "file"))
    with pytest.raises(IndexUnusableError, match="本机的副本读写不了") as caught:
        open_engine(location)
    assert caught.value.fault is IndexFault.NO_COPY
    assert "或用 [cluster] cache 另指一个能写的文件夹" in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells processes that have ended")
def test_a_writer_of_this_machine_that_was_killed_holds_nobody_up(
    location: str, start_python: StartPython
) -> None:
    build(location, some()).close()
    process = start_python(
        "-c",
        "import sys, time\nfrom search.engines import open_updater\n"
        "with open_updater(sys.argv[1]):\n    print('writes', flush=True)\n    time.sleep(600)",
        location,
    )
    assert process.stdout
    assert process.stdout.readline() == "writes\n"
    with pytest.raises(IndexUnusableError, match=f"进程 {process.pid}，自 20"):
        open_updater(location)
    process.kill()
    process.wait()
    with open_updater(location) as writer:
        change(writer, some(5)[3:])
        writer.commit(NO_RECORD)


def test_every_command_takes_an_index_on_a_cluster(location: str, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        text = (
            f"---\ntitle: 夜校{name}\ndate: 2024-05-01\n---\n职工夜校开班，课程由学员投票决定。\n"
        )
        (tmp_path / name).write_text(text, "utf-8")
    index = ("--index", location)
    assert run("rebuild", tmp_path, *index).returncode == 0
    assert "2 篇 2 处" in run("search", "职工夜校", *index).stdout.splitlines()[0]
    assert run("update", *index).returncode == 0
    assert run("check", *index, "--phrases", "5").returncode == 0
    assert run("trend", "夜校", *index).returncode == 0
    assert run("stats", *index).stdout.startswith("文章      2 篇")
    assert "在用" in run("generations", *index).stdout
    refused = run("rebuild", tmp_path, *index, "--keep-originals")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "集群上的索引不留原件；请不加 --keep-originals 重建" in refused.stderr.splitlines()[-1]
    assert "2 篇 2 处" in run("search", "职工夜校", *index).stdout.splitlines()[0]


def test_a_cluster_that_has_too_much_to_do_is_asked_again(cluster: Cluster) -> None:
    name = f"test-{secrets.token_hex(4)}"
    refusals = iter([(429, b"{}")] * 3)

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        return next(refusals, None) if path.partition("?")[0].endswith("_bulk") else None

    with door(cluster.hosts, keeper) as host:
        with closing(build(f"opensearch://{host}/{name}", some())) as engine:
            assert ids(engine) == ["a0", "a1", "a2"]
        assert next(refusals, None) is None


def test_a_cluster_that_goes_on_refusing_is_said_to_be_too_busy(cluster: Cluster) -> None:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        return (429, b"{}") if path.startswith("/_msearch") else None

    with (
        door(cluster.hosts, keeper) as host,
        closing(open_engine(f"opensearch://{host}/{name}")) as engine,
    ):
        with pytest.raises(IndexUnusableError, match="集群太忙") as caught:
            ids(engine)
        assert caught.value.fault is IndexFault.UNREACHABLE


@pytest.mark.parametrize(
    "answer",
    [
        b'{"responses": [{"status": 503, "error": {"type": "search_phase_execution_exception"}}]}',
        b'{"responses": [{"timed_out": true, "_shards": {"failed": 0}}]}',
        b'{"responses": [{"timed_out": false, "_shards": {"failed": 1}}]}',
    ],
    ids=["error", "timed out", "failed shard"],
)
def test_an_answer_in_part_is_none(cluster: Cluster, answer: bytes) -> None:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        return (200, answer) if path.startswith("/_msearch") else None

    with (
        door(cluster.hosts, keeper) as host,
        closing(open_engine(f"opensearch://{host}/{name}")) as engine,
    ):
        with pytest.raises(IndexUnusableError) as caught:
            ids(engine)
        assert caught.value.fault is IndexFault.UNREACHABLE


def test_a_cluster_of_another_kind_or_too_old_is_not_written_to(cluster: Cluster) -> None:
    told = b'{"version": {"number": "1.3.20", "distribution": "opensearch"}}'

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        return (200, told) if path == "/" else None

    with door(cluster.hosts, keeper) as host:
        with pytest.raises(IndexUnusableError, match=r"集群是 opensearch 1\.3\.20") as caught:
            open_builder(f"opensearch://{host}/test-old", Segmenter())
        assert caught.value.fault is IndexFault.OTHER_VERSION


def test_a_cluster_that_may_only_be_read_is_left_as_it_is(cluster: Cluster, location: str) -> None:
    build(location, some()).close()
    contents = contents_of(location)
    block = {"index.blocks.read_only_allow_delete": True}
    client = contents.connection._client
    client.indices.put_settings(index=contents.index, body=block)
    with open_updater(location) as writer:
        change(writer, [article("b", "新", "夜校。")])
        with pytest.raises(IndexUnusableError, match="集群现在只读"):
            writer.commit(NO_RECORD)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2"]
    client.indices.put_settings(index=contents.index, body=dict.fromkeys(block))


def test_a_cluster_that_speaks_no_tls_is_not_trusted(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{VARIABLES}TLS", "true")
    with pytest.raises(IndexUnusableError) as caught:
        open_engine(location)
    assert caught.value.fault in {IndexFault.REFUSED, IndexFault.UNREACHABLE}


def test_how_one_is_let_in_is_read_from_the_environment() -> None:
    access = Access.of({f"{VARIABLES}API_KEY": "k", f"{VARIABLES}TLS": "true"})
    assert (access.api_key, access.tls, access.shards, access.replicas) == ("k", True, 1, 1)


@pytest.mark.parametrize("split", [False, True], ids=["built", "split"])
def test_the_benchmark_finds_the_same_on_both(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, split: bool
) -> None:
    for name in ("SHARDS", "REPLICAS"):  # which it sets
        monkeypatch.setenv(f"{VARIABLES}{name}", "1")
    monkeypatch.setenv(f"{VARIABLES}CACHE", str(tmp_path / "copies"))
    supply = tmp_path / "supply"
    supply.mkdir()
    prepare(ROOT / "corpus", supply)
    spreads = [Spread(1, 0), Spread(2, 1)]
    every = [*measure(cluster, supply, 60, spreads, 3, tmp_path, split, warm=0)]
    assert [one.spread for one in every] == spreads
    assert all(asked.equal == asked.questions for one in every for asked in one.asked.values())
    assert [one.build is None for one in every] == [False, split]
