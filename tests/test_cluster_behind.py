"""A node that is behind the others, as one that the network has parted from them, answers nothing old or in part."""

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import cycle

import pytest

from search.engines import list_generations, open_builder, open_engine, open_updater
from search.engines.opensearch import connection
from search.errors import IndexFault, IndexUnusableError
from search.text.segmentation import Segmenter

from .articles import article, build
from .cluster.doors import door
from .cluster.indexes import NO_RECORD, change, contents_of, ids, new_location, some
from .cluster.nodes import Cluster


@pytest.fixture
def location(cluster: Cluster) -> str:
    return new_location(cluster)


def add_one(location: str) -> None:
    with open_updater(location) as writer:
        change(writer, [article("new", "新", "夜校招生。", published=date(2025, 1, 1))])
        writer.commit(NO_RECORD)


def test_lists_of_a_node_without_what_was_committed_last_are_no_answer(location: str) -> None:
    build(location, some()).close()
    add_one(location)
    contents = contents_of(location)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2", "new"]
    contents.remove([3])
    contents.connection.refresh(contents.index)
    with closing(open_engine(location)) as engine:
        with pytest.raises(IndexUnusableError, match="缺少最近写入的内容") as caught:
            ids(engine)
        assert caught.value.fault is IndexFault.UNREACHABLE


def test_articles_that_a_node_has_not_are_no_damage(location: str) -> None:
    with closing(build(location, some())) as engine:
        contents = contents_of(location)
        contents.remove([1])
        assert [one.id for one in engine.fetch(["a0"])] == ["a0"]
        with pytest.raises(IndexUnusableError, match="缺少最近写入的内容") as caught:
            engine.fetch(["a0", "a1"])
        assert caught.value.fault is IndexFault.UNREACHABLE


def test_where_another_node_is_not_behind_that_one_is_asked(cluster: Cluster) -> None:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()
    shards = b'"_shards": {"failed": 0}, "timed_out": false'
    one = b"{" + shards + b', "aggregations": {"list": {"value": []}}}'
    behind = iter([(200, b'{"responses": [' + one + b"]}")] * 2)

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        return next(behind, None) if path.startswith("/_msearch") else None

    with (
        door(cluster.hosts, keeper) as host,
        closing(open_engine(f"opensearch://{host}/{name}")) as engine,
    ):
        assert ids(engine) == ["a0", "a1", "a2"]
        assert next(behind, None) is None


@contextmanager
def door_that_tells_of_before(cluster: Cluster, name: str) -> Iterator[tuple[str, list[bytes]]]:
    """Open a door that tells twice out of three times of the builds as they were, once that is in the list."""
    told: list[bytes] = []
    is_behind = cycle([True, True, False])

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        is_asked = method == "GET" and is_of_builds(path)
        return (200, told[0]) if is_asked and told and next(is_behind) else None

    with door(cluster.hosts, keeper) as host:
        yield f"opensearch://{host}/{name}", told


def is_of_builds(path: str) -> bool:
    return path.startswith("/zhengsou-indexes/_doc/") and path.partition("?")[0].endswith("builds")


def builds_told(cluster: Cluster, name: str) -> bytes:
    """Return what a node tells of the builds now."""
    return json.dumps(cluster.ask(f"/zhengsou-indexes/_doc/{name}%2Fbuilds")).encode()


def test_a_node_that_tells_of_the_generation_before_is_not_believed(cluster: Cluster) -> None:
    name = f"test-{secrets.token_hex(4)}"
    location = cluster.location(name)
    build(location, some()).close()
    before = builds_told(cluster, name)
    add_one(location)
    with (
        door_that_tells_of_before(cluster, name) as (by_door, told),
        closing(open_engine(by_door)) as engine,
    ):
        assert engine.statistics().generation == 2
        told.append(before)
        for _ in range(6):
            engine.confirm_newest()
            assert engine.statistics().generation == 2


@pytest.mark.parametrize("change_index", [add_one, lambda location: rebuild_beside(location, 4)])
def test_a_writer_removes_nothing_that_is_kept_by_what_a_node_tells_of_before(
    cluster: Cluster, change_index: Callable[[str], None]
) -> None:
    name = f"test-{secrets.token_hex(4)}"
    location = cluster.location(name)
    build(location, some()).close()
    before = builds_told(cluster, name)
    rebuild_beside(location, 3)
    with door_that_tells_of_before(cluster, name) as (by_door, told):
        told.append(before)
        change_index(by_door)
    with closing(open_engine(location)) as engine:
        assert len(ids(engine)) == 4
        engine.verify()
    assert [one.fault for one in list_generations(location)] == ["", ""]


def rebuild_beside(location: str, count: int) -> None:
    with open_builder(location, Segmenter(), keep=2) as writer:
        change(writer, some(count))
        writer.commit(NO_RECORD)


@pytest.mark.parametrize("lost", [3, 6])
def test_a_last_step_of_which_the_answer_is_lost_is_done_all_the_same(
    cluster: Cluster, impatient: None, lost: int
) -> None:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()
    with (
        door_that_loses_answers(cluster, lost) as (host, lose),
        open_updater(f"opensearch://{host}/{name}") as writer,
    ):
        change(writer, [article("new", "新", "夜校招生。", published=date(2025, 1, 1))])
        lose.set()
        writer.commit(NO_RECORD)
    with closing(open_engine(cluster.location(name))) as engine:
        assert ids(engine) == ["a0", "a1", "a2", "new"]
        engine.verify()


@pytest.mark.parametrize("is_new", [False, True])
def test_who_is_never_told_of_the_last_step_says_so_and_removes_nothing_of_it(
    cluster: Cluster, impatient: None, is_new: bool
) -> None:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()
    with door_that_loses_answers(cluster, 1000) as (host, lose):
        location = f"opensearch://{host}/{name}"
        with (
            open_builder(location, Segmenter()) if is_new else open_updater(location) as writer,
            pytest.raises(IndexUnusableError, match="最后一步没有得到答复") as caught,
        ):
            change(writer, [article("new", "新", "夜校招生。", published=date(2025, 1, 1))])
            lose.set()
            writer.commit(NO_RECORD)
        assert caught.value.fault is IndexFault.UNREACHABLE
    with closing(open_engine(cluster.location(name))) as engine:
        assert ids(engine) == (["new"] if is_new else ["a0", "a1", "a2", "new"])
        engine.verify()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait before a request is tried again."""
    monkeypatch.setattr(connection, "_PAUSES", (0.0,))
    monkeypatch.setattr(connection, "_WRITERS_PAUSES", (0.0,))


@contextmanager
def door_that_loses_answers(cluster: Cluster, count: int) -> Iterator[tuple[str, threading.Event]]:
    """Open a door that, once so told, does what is asked about the builds but answers so many times that it is busy."""
    lose, left = threading.Event(), iter(range(count))

    def loser(path: str, answer: tuple[int, bytes]) -> tuple[int, bytes]:
        is_lost = lose.is_set() and is_of_builds(path) and next(left, None) is not None
        return (503, b'{"error": {"type": "busy"}, "status": 503}') if is_lost else answer

    with door(cluster.hosts, lambda method, path, said: None, teller=loser) as host:
        yield host, lose


def test_a_node_that_knows_of_no_manager_is_not_read_only(cluster: Cluster) -> None:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()
    told = (
        b'{"error": {"type": "cluster_block_exception", "reason": "blocked by:'
        b' [SERVICE_UNAVAILABLE/2/no cluster-manager];"}, "status": 503}'
    )
    refusals = iter([(503, told)] * 2)

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        return next(refusals, None) if path.startswith("/_msearch") else None

    with (
        door(cluster.hosts, keeper) as host,
        closing(open_engine(f"opensearch://{host}/{name}")) as engine,
    ):
        assert ids(engine) == ["a0", "a1", "a2"]
        assert next(refusals, None) is None
