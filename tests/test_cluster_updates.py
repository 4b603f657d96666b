"""Updates of an index on a cluster leave few files, are made in one step, and disturb nobody who reads."""

import secrets
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.article import Article
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.engines.opensearch import terms_file
from search.engines.opensearch.address import VARIABLES
from search.engines.opensearch.builds import Build, Builds
from search.engines.opensearch.opening import read_listed
from search.query.nodes import Prefix
from search.query.parser import parse_query
from search.request import SearchRequest, Sort

from .articles import article, build
from .cluster.indexes import NO_RECORD, change, contents_of, ids, ids_soon, new_location, some
from .cluster.nodes import Cluster

QUERIES = ["夜校", "职工 夜校", "“夜校招生”", "yx*", "-职工", "标题:第3", "招生 河道"]


@pytest.fixture
def location(cluster: Cluster) -> str:
    return new_location(cluster)


def new(number: int) -> Article:
    texts = (f"第{number}所 yx{number:02}", "夜校招生，河道清淤。", f"职工报名 yx{number % 3:02}。")
    return article(f"n{number:02}", *texts, published=date(2025, 1, 1 + number), source="云江日报")


def update(location: str, number: int) -> None:
    with open_updater(location) as writer:
        change(writer, [new(number)])
        writer.commit(NO_RECORD)


def answers(engine: Engine) -> list[object]:
    queries = [*(parse_query(text).query for text in QUERIES), Prefix("yx0")]
    found = [
        engine.find(SearchRequest(query, sort=sort, limit=100))
        for query in queries
        for sort in (Sort.RELEVANCE, Sort.NEWEST)
    ]
    lexicon = engine.lexicon()
    counts = lexicon.counts(["夜校", "夜校招生", "开班"]), lexicon.words_beginning("yx")
    return [*found, counts, list(engine.articles()), engine.days()]


def on_cluster(location: str) -> set[str]:
    """Name the files that lie on the cluster."""
    contents = contents_of(location)
    contents.connection.refresh(contents.index)
    body = {"size": 10_000, "_source": False, "query": {"exists": {"field": "generation"}}}
    (answer,) = contents.connection.search_all(contents.index, [body])
    return {hit["_id"].rpartition(":")[0] for hit in answer["hits"]["hits"]}


def named(location: str, *generations: int) -> set[str]:
    """Name the files that generations are made of."""
    contents = contents_of(location)
    manifests = [contents.manifest(number) for number in generations]
    return {name for one in manifests for name in (*one.files, f"MANIFEST-{one.generation}")}


def test_many_updates_leave_few_files_and_give_what_a_rebuild_would(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms_file, "_SMALL", 0)
    build(location, some(6)).close()
    for number in range(8):
        update(location, number)
    contents = contents_of(location)
    assert len(read_listed(contents.manifest(9)).segments) <= 3
    assert on_cluster(location) == named(location, 8, 9)
    everything = [*some(6), *map(new, range(8))]
    with (
        closing(open_engine(location)) as updated,
        closing(build(f"{location}-rebuilt", everything)) as rebuilt,
    ):
        assert answers(updated) == answers(rebuilt)
        updated.verify()


def test_what_was_removed_stays_removed_when_segments_become_one(location: str) -> None:
    build(location, some(4)).close()
    with open_updater(location) as writer:
        change(writer, [new(1)], ["a1"])
        writer.commit(NO_RECORD)
    with open_updater(location) as writer:
        change(writer, [new(2)], ["a2", "n01"])
        writer.commit(NO_RECORD)
    assert len(read_listed(contents_of(location).manifest(3)).segments) == 1
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a3", "n02"]
        assert [one.id for one in engine.articles()] == ["a0", "a3", "n02"]
        engine.verify()


def test_a_writer_that_fails_at_the_last_step_leaves_the_generation_before_whole(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, some(3)).close()
    update(location, 1)

    def fail(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(Builds, "put_in_use", fail)
        with pytest.raises(OSError, match="no room"):
            update(location, 2)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2", "n01"]
        engine.verify()
    update(location, 3)
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "a2", "n01", "n03"]
        engine.verify()


def test_who_reads_follows_and_keeps_copies_of_two_generations(location: str) -> None:
    with closing(build(location, some(2))) as engine:
        for number in range(3):
            update(location, number)
            assert ids_soon(engine, ["a0", "a1", *(f"n{one:02}" for one in range(number + 1))])
        copies = {path.name for path in contents_of(location).folder.iterdir()}
        assert copies == named(location, 3, 4)
        assert engine.fetch(["n00"])[0].source == "云江日报"


def test_who_opens_a_generation_that_is_gone_meanwhile_opens_the_one_in_use(
    location: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build(location, some(2)).close()
    (first,) = contents_builds(location)
    for number in range(2):
        update(location, number)
    monkeypatch.setenv(f"{VARIABLES}CACHE", str(tmp_path / secrets.token_hex(4)))
    told = iter([[first]])
    kept = Builds.kept
    monkeypatch.setattr(Builds, "kept", lambda builds: next(told, None) or kept(builds))
    with closing(open_engine(location)) as engine:
        assert ids(engine) == ["a0", "a1", "n00", "n01"]


def contents_builds(location: str) -> list[Build]:
    return Builds(contents_of(location).connection).kept()
