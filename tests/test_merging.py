"""However an index came about, it answers as one built afresh of the same articles."""

import os
import random
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.engines.arrays.build import batches, inversion, merging
from search.engines.arrays.build.source import Source
from search.engines.arrays.file.arrays import ArrayFile, write_arrays
from search.engines.whoosh.store import writer as whoosh_writer
from search.errors import IndexingError
from search.query.parser import parse_query
from search.request import Filters, SearchRequest, Sort
from search.text.dictionary import Dictionary
from search.text.segmentation import Segmenter

from .articles import article, build

NO_FILES = CorpusRecord(corpus="", files={})
QUERIES = [
    "", "夜校", "工会 夜校", "“工会夜校”", "职工夜校", "夜|江", "-夜校", "标题:夜校", "来源:日报",
    "栏目:新闻", "“会”", "covid-19", "日期:2021..2023", "（工会 OR 江） -“夜校开”",
]  # fmt: skip
SECTIONS = [("新闻中心", "工会要闻"), ("新闻中心",), ("政务公开", "通知"), ()]


def some_article(number: int, version: int) -> Article:
    """Make the same article for the same number and version, with words that others have too."""
    chance = random.Random(number * 1000 + version)
    words = ["工会", "夜校", "开班", "职工", "云江", "日报", "COVID-19", "。", "，", "江"]
    texts = ["".join(chance.choices(words, k=chance.randint(1, 12))) for _ in range(3)]
    return article(
        f"a{number}",
        *texts,
        published=date(2020 + chance.randrange(5), 1, 1) if chance.random() < 0.8 else None,
        section=chance.choice(SECTIONS),
        source=chance.choice(["云江日报", "云江工会网", None]),
        headings=("工会要闻",) if chance.random() < 0.3 else (),
    )


def answers(engine: Engine) -> list[object]:
    """Return all that an engine says of the queries, in every order and under filters."""
    filters = Filters(facets={"section": ("新闻中心",)}, first=date(2021, 1, 1))
    return [
        *(
            engine.find(SearchRequest(parse_query(query).query, kept, sort, limit=100))
            for query in QUERIES
            for sort in Sort
            if sort is not Sort.ADDED  # what updates bring is added later
            for kept in (Filters(), filters)
        ),
        list(engine.articles()),
        engine.statistics().articles,
        engine.statistics().characters,
    ]


def change(folder: Path, added: Sequence[Article], removed: Sequence[str]) -> None:
    with open_updater(folder) as writer:
        writer.remove(removed)
        for one in added:
            writer.add(one)
        writer.commit(NO_FILES)


steps = st.lists(
    st.tuples(st.sets(st.integers(0, 11), max_size=5), st.sets(st.integers(0, 11), max_size=4)),
    max_size=6,
)


@pytest.mark.parametrize("growth", [0, 1, 4])
@given(steps=steps)
@settings(max_examples=12, deadline=None)
def test_after_any_changes_all_answers_are_those_of_a_fresh_build(
    growth: int, steps: list[tuple[set[int], set[int]]]
) -> None:
    present = {number: some_article(number, 0) for number in range(6)}
    with (
        TemporaryDirectory() as changed,
        TemporaryDirectory() as fresh,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(whoosh_writer, "_GROWTH", growth)
        patch.setattr(whoosh_writer, "_SMALL", 0)
        build(Path(changed), present.values()).close()
        for version, (written, gone) in enumerate(steps, 1):
            old = [f"a{number}" for number in written | gone if number in present]
            for number in gone:
                present.pop(number, None)
            new = {number: some_article(number, version) for number in written - gone}
            present |= new
            change(Path(changed), list(new.values()), old)
        with (
            closing(open_engine(Path(changed))) as one,
            closing(build(Path(fresh), present.values())) as other,
        ):
            assert answers(one) == answers(other)


def test_an_article_added_and_removed_before_the_commit_is_not_there(tmp_path: Path) -> None:
    build(tmp_path, [some_article(0, 0)]).close()
    with open_updater(tmp_path) as writer:
        writer.add(some_article(1, 0))
        writer.add(some_article(2, 0))
        writer.remove(["a1"])
        writer.commit(NO_FILES)
    with closing(open_engine(tmp_path)) as engine:
        assert [one.id for one in engine.articles()] == ["a0", "a2"]


def test_an_index_may_lose_all_its_articles(tmp_path: Path) -> None:
    build(tmp_path, [some_article(0, 0)]).close()
    change(tmp_path, [], ["a0"])
    with closing(open_engine(tmp_path)) as engine:
        assert engine.find(SearchRequest(parse_query("夜校").query)).total == 0
    change(tmp_path, [some_article(1, 0)], [])
    with closing(open_engine(tmp_path)) as engine:
        assert [one.id for one in engine.articles()] == ["a1"]


def segment_files(folder: Path) -> list[Path]:
    return list(folder.glob("build-*/*.arrays"))


def test_many_small_updates_leave_few_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_writer, "_SMALL", 0)
    build(tmp_path, [some_article(n, 0) for n in range(50)]).close()
    for number in range(50, 80):
        change(tmp_path, [some_article(number, 0)], [])
        assert len(segment_files(tmp_path)) <= 5


def test_a_segment_most_of_which_is_deleted_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_writer, "_SMALL", 0)
    build(tmp_path, [some_article(n, 0) for n in range(20)]).close()
    (before,) = segment_files(tmp_path)
    size = before.stat().st_size
    change(tmp_path, [], ["a0"])
    assert segment_files(tmp_path) == [before]
    change(tmp_path, [], [f"a{n}" for n in range(1, 9)])
    (after,) = segment_files(tmp_path)
    assert after != before
    assert after.stat().st_size < size


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_CHARACTERS_IN_BATCH", 100)
    monkeypatch.setattr(batches, "_MOST_FILES", 3)
    monkeypatch.setattr(merging, "_POSTINGS_AT_ONCE", 50)


@pytest.mark.usefixtures("small_batches")
def test_many_batches_in_worker_processes_make_the_same_index(tmp_path: Path) -> None:
    articles = [some_article(number, 0) for number in range(40)]
    built = build(tmp_path / "batches", articles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "_CHARACTERS_IN_BATCH", 10**6)
        one_batch = build(tmp_path / "one", articles)
    with closing(built), closing(one_batch):
        assert answers(built) == answers(one_batch)


@pytest.mark.usefixtures("small_batches")
def test_workers_end_when_a_build_is_interrupted(tmp_path: Path) -> None:
    build(tmp_path, [some_article(0, 0)]).close()
    with pytest.raises(KeyboardInterrupt), open_updater(tmp_path) as writer:
        for number in range(1, 30):
            writer.add(some_article(number, 0))
        raise KeyboardInterrupt
    with closing(open_engine(tmp_path)) as engine:
        assert [one.id for one in engine.articles()] == ["a0"]
    assert not list(tmp_path.glob("build-*/*.tmp"))


def die(dictionary: Dictionary, stopped: Connection) -> None:
    """End a worker process as the system does when memory runs out."""
    os._exit(9)


@pytest.mark.usefixtures("small_batches")
def test_a_worker_that_dies_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [some_article(0, 0)]).close()
    monkeypatch.setattr(batches, "_begin_worker", die)
    with pytest.raises(IndexingError, match=r"分词进程意外中止.*索引未改动"):
        change(tmp_path, [some_article(number, 0) for number in range(1, 30)], [])
    with closing(open_engine(tmp_path)) as engine:
        assert [one.id for one in engine.articles()] == ["a0"]


@pytest.mark.parametrize("module", [inversion, merging])
def test_more_characters_than_a_segment_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    build(tmp_path, [some_article(0, 0)]).close()
    monkeypatch.setattr(module, "MAX_POSITIONS", 60)
    with pytest.raises(IndexingError, match=r"文章太多.*索引未改动"):
        change(tmp_path, [some_article(number, 0) for number in range(1, 20)], [])
    with closing(open_engine(tmp_path)) as engine:
        assert [one.id for one in engine.articles()] == ["a0"]


def test_segments_too_large_to_merge_stay_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [some_article(n, 0) for n in range(5)]).close()
    monkeypatch.setattr(whoosh_writer, "MAX_POSITIONS", 60)
    change(tmp_path, [some_article(9, 0)], [])
    assert len(segment_files(tmp_path)) == 2


def test_the_example_of_the_architecture_is_what_is_written(tmp_path: Path) -> None:
    build(tmp_path, [article("0", "三江善治"), article("1", "治", "三江善水")]).close()
    arrays = ArrayFile(segment_files(tmp_path)[0])
    keys = arrays["bigrams/keys"].tolist()
    assert [chr(k >> 21) + chr(k & 0x1FFFFF) for k in keys] == [
        "三江", "善水", "善治", "水\n", "江善", "治\n",
    ]  # fmt: skip
    assert arrays["bigrams/list_starts"].tolist() == [0, 2, 3, 4, 5, 7, 9]
    assert arrays["bigrams/pieces"].tolist() == [0, 1, 1, 0, 1, 0, 1, 0, 1]
    assert arrays["bigrams/counts/nibbles"].tolist() == [0x11] * 4 + [1]
    assert arrays["bigrams/title_counts/at"].tolist() == [0, 3, 5, 7, 8]
    assert arrays["bigrams/title_counts/at/before"].tolist() == [0]
    assert arrays["bigrams/title_counts/nibbles"].tolist() == [0x11, 0x11, 1]
    assert arrays["bigrams/offset_starts"].tolist() == [0, 2, 3, 4, 5, 7, 9]
    assert arrays["bigrams/offsets"].tolist() == [0, 2, 4, 2, 5, 1, 3, 3, 0]
    assert arrays["bigrams/offsets/nibbles"].tolist() == [0] * 5
    assert arrays["bigrams/offsets_before"].tolist() == [0]


def test_what_is_merged_has_the_columns_and_ids_of_what_is_inverted_at_once(tmp_path: Path) -> None:
    articles = [some_article(number, 0) for number in range(40)]
    live = np.arange(40) % 3 > 0
    sources = []
    for number, first in enumerate(range(0, 40, 10)):
        path = tmp_path / str(number)
        write_arrays(path, inversion.invert(articles[first : first + 10], Segmenter()))
        sources.append(Source(ArrayFile(path), live[first : first + 10]))
    merging.merge(sources, tmp_path / "merged", tmp_path)
    left = [one for one, stays in zip(articles, live.tolist(), strict=True) if stays]
    write_arrays(tmp_path / "at once", inversion.invert(left, Segmenter()))
    merged, at_once = ArrayFile(tmp_path / "merged"), ArrayFile(tmp_path / "at once")
    assert set(merged) == set(at_once)
    for name in at_once:
        if name.startswith(("columns/", "ids/")):
            assert merged[name].tolist() == at_once[name].tolist(), name
