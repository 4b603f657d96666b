"""A node that is behind the others, as one that the network has parted from them, answers nothing old or in part."""

import secrets
from contextlib import closing
from datetime import date

import pytest

from search.engines import open_engine, open_updater
from search.errors import IndexFault, IndexUnusableError

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


def test_a_node_that_tells_of_the_generation_before_is_not_believed(cluster: Cluster) -> None:
    name = f"test-{secrets.token_hex(4)}"
    location = cluster.location(name)
    build(location, some()).close()
    told: dict[str, bytes] = {}
    is_behind = [False]

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        if not path.startswith("/zhengsou-indexes/_doc/") or not path.endswith("builds"):
            return None
        is_behind[0] = not is_behind[0]  # every other node
        return (200, told["before"]) if told and is_behind[0] else None

    kept = contents_of(location).connection
    before = kept._client.transport.perform_request(
        "GET", f"/zhengsou-indexes/_doc/{name}%2Fbuilds"
    )
    with door(cluster.hosts, keeper) as host:
        add_one(location)
        with closing(open_engine(f"opensearch://{host}/{name}")) as engine:
            assert engine.statistics().generation == 2
            told["before"] = kept._client.transport.serializer.dumps(before).encode()
            for _ in range(6):
                engine.confirm_newest()
                assert engine.statistics().generation == 2


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
