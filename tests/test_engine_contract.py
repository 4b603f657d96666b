"""What every engine must do, whatever holds the index."""

import gc
import json
import shutil
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from search.article import Article
from search.copies.comparison import is_copy
from search.copies.differences import Comparable
from search.corpus_record import CorpusRecord
from search.engine import Engine, Matches
from search.engines import open_builder, open_engine, open_updater
from search.engines.whoosh.build import grouping
from search.engines.whoosh.store import opening
from search.engines.whoosh.store import writer as whoosh_writer
from search.errors import IndexFault, IndexUnusableError, UsageError
from search.facets import FACETS
from search.query.nodes import AnyOf, Phrase
from search.query.parser import parse_query
from search.request import Filters, SearchRequest, Sort
from search.text.dictionary import Dictionary
from search.text.segmentation import Segmenter

from .articles import article, build
from .programs import RunPython
from .republished import NOTICE

NO_FILES = CorpusRecord(corpus="", files={})
SECTIONS = [("新闻中心", "工会要闻"), ("新闻中心", "政务要闻"), ("政务公开", "通知公告"), ()]


def collection() -> list[Article]:
    return [
        article(
            f"a{i:02}",
            f"第{i}号",
            "职工夜校开班。" if i % 2 else "河道清淤。",
            published=None if i % 7 == 0 else date(2015 + i % 5, 1 + i % 12, 1 + i % 28),
            section=SECTIONS[i % 4],
            source=["云江日报", "云江工会网", None][i % 3],
        )
        for i in range(40)
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("index"), collection())) as engine:
        yield engine


def values_of(name: str, one: Article) -> tuple[str, ...]:
    return next(facet for facet in FACETS if facet.name == name).values(one)


def plain_counts(name: str, articles: list[Article]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in articles:
        for value in values_of(name, one):
            counts[value] = counts.get(value, 0) + 1
    return counts


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_a_facet_counts_every_value_of_the_articles_found(engine: Engine, name: str) -> None:
    found = [one for one in collection() if "职工" in "".join(one.texts())]
    matches = engine.find(SearchRequest(Phrase("职工")))
    assert {c.value: c.count for c in matches.facets[name]} == plain_counts(name, found)


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_a_facet_ignores_its_own_choice_and_heeds_the_others(engine: Engine, name: str) -> None:
    chosen = {"section": ("新闻中心",), "year": ("2016", "2017"), "source": ("云江日报",)}
    matches = engine.find(SearchRequest(filters=Filters(facets=dict(chosen))))
    others = {facet: values for facet, values in chosen.items() if facet != name}
    left = [
        one
        for one in collection()
        if all(set(values_of(facet, one)) & set(values) for facet, values in others.items())
    ]
    assert {c.value: c.count for c in matches.facets[name]} == plain_counts(name, left)


def test_sections_count_for_those_above_them(engine: Engine) -> None:
    counts = {c.value: c.count for c in engine.find(SearchRequest()).facets["section"]}
    assert counts["新闻中心"] == counts["新闻中心/工会要闻"] + counts["新闻中心/政务要闻"]


def test_years_are_listed_newest_first(engine: Engine) -> None:
    years = [c.value for c in engine.find(SearchRequest()).facets["year"]]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_are_parts_of_one_order(engine: Engine, sort: Sort) -> None:
    whole = engine.find(SearchRequest(Phrase("职工"), sort=sort, limit=100))
    paged = [
        match
        for offset in range(0, 40, 7)
        for match in engine.find(
            SearchRequest(Phrase("职工"), sort=sort, offset=offset, limit=7)
        ).matches
    ]
    assert tuple(paged) == whole.matches
    assert whole.total == len(whole.matches) == 20


@pytest.mark.parametrize(("sort", "sign"), [(Sort.NEWEST, -1), (Sort.OLDEST, 1)])
def test_by_date_articles_without_one_come_last_and_ties_by_id(
    engine: Engine, sort: Sort, sign: int
) -> None:
    def key(one: Article) -> tuple[bool, int, str]:
        return one.published is None, sign * (one.published or date.min).toordinal(), one.id

    matches = engine.find(SearchRequest(sort=sort, limit=100)).matches
    assert [match.id for match in matches] == [one.id for one in sorted(collection(), key=key)]


def test_a_date_range_takes_in_both_its_days(engine: Engine) -> None:
    days = sorted({one.published for one in collection() if one.published})
    first, last = days[3], days[-3]
    matches = engine.find(SearchRequest(filters=Filters(first=first, last=last)))
    assert matches.total == sum(
        one.published is not None and first <= one.published <= last for one in collection()
    )


def test_totals_are_exact_whatever_the_page(engine: Engine) -> None:
    assert engine.find(SearchRequest(Phrase("职工"), limit=0)).total == 20


def test_a_page_too_deep_is_refused() -> None:
    with pytest.raises(UsageError, match="最多只能翻到"):
        SearchRequest(offset=10_000, limit=10)


def test_an_unknown_facet_is_refused() -> None:
    with pytest.raises(UsageError, match="没有这种筛选"):
        Filters(facets={"colour": ("red",)})


def test_only_the_facets_asked_for_are_counted(engine: Engine) -> None:
    assert set(engine.find(SearchRequest(facets=("year",))).facets) == {"year"}
    assert engine.find(SearchRequest(facets=())).facets == {}
    with pytest.raises(UsageError, match="没有这种筛选"):
        SearchRequest(facets=("colour",))


def test_a_facet_lists_no_more_values_than_asked_for_those_with_most_articles(
    engine: Engine,
) -> None:
    counts = engine.find(SearchRequest(facets=("source", "year"), facet_values=1)).facets
    assert [(c.value, c.count) for c in counts["source"]] == [("云江日报", 14)]
    assert len(counts["year"]) == 5


def test_a_query_of_too_many_parts_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="检索式太长"):
        engine.find(SearchRequest(AnyOf(tuple(Phrase(chr(0x4E00 + n)) for n in range(600)))))


def test_articles_come_back_whole_in_the_order_asked_for(engine: Engine) -> None:
    originals = {one.id: one for one in collection()}
    assert engine.fetch(["a07", "none", "a03"]) == [originals["a07"], originals["a03"]]
    assert list(engine.articles()) == sorted(originals.values(), key=lambda one: one.id)


def test_threads_may_share_an_engine(engine: Engine) -> None:
    queries = ["职工", "“河道清淤”", "夜校|河道", "-职工", "第 号", "标题:1", "云江日报", "开班"]
    requests = [SearchRequest(parse_query(query).query, limit=50) for query in queries]
    expected = [engine.find(request) for request in requests]
    wrong: list[str] = []

    def ask(start: int) -> None:
        for turn in range(40):
            number = (start + turn) % len(requests)
            if engine.find(requests[number]) != expected[number]:
                wrong.append(queries[number])
            engine.fetch([f"a{turn:02}"])

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


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


def test_a_change_that_was_not_announced_is_seen_within_a_second(tmp_path: Path) -> None:
    """A writer that is killed may have committed without having replaced CURRENT."""
    with closing(build(tmp_path, [article("a", "题", "夜校。")])) as engine:
        engine.find(SearchRequest())
        current = tmp_path / "CURRENT"
        announced = current.stat()
        with open_updater(tmp_path) as writer:
            writer.add(article("b", "题", "夜校。"))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(whoosh_writer, "name_build", lambda location, build: None)
                writer.commit(NO_FILES)
        assert current.stat().st_ino == announced.st_ino
        time.sleep(1.1)
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
    monkeypatch.setattr(whoosh_writer, "remove_unnamed_builds", interrupted)
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
    [("columns/facet_source/values/bytes", 0xFF), ("bigrams/documents", 0xEE), ("ids/bytes", 0xFF)],
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
    damage(tmp_path, "bigrams/positions", 3)
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
from search.text.segmentation import Segmenter
from tests.articles import article

folder = Path(sys.argv[2])
with open_updater(folder) if sys.argv[1] == "update" else open_builder(folder, Segmenter()) as writer:
    writer.add(article("b", "题", "夜校。"))
    writer.commit(CorpusRecord(corpus="", files={}), lambda done, total: os._exit(9))
"""


@pytest.mark.parametrize("kind", ["build", "update"])
def test_a_writer_killed_while_it_commits_leaves_the_index_and_no_lock(
    tmp_path: Path, run_python: RunPython, kind: str
) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    killed = run_python("-c", KILLED, kind, tmp_path)
    assert killed.returncode == 9
    assert ids_of(tmp_path) == ["a"]
    with open_updater(tmp_path) as writer:
        writer.add(article("c", "题", "夜校。"))
        writer.commit(NO_FILES)
    assert ids_of(tmp_path) == ["a", "c"]


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
    settings.write_text(json.dumps(json.loads(settings.read_text()) | change))
    with pytest.raises(IndexUnusableError, match=f"{says}.*zhengsou rebuild") as refused:
        open_engine(tmp_path)
    assert refused.value.fault is IndexFault.OTHER_VERSION


@pytest.mark.parametrize("pattern", ["*/settings.json", "*/*.arrays"])
def test_an_index_without_one_of_its_files_is_damaged(tmp_path: Path, pattern: str) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    for path in tmp_path.glob(pattern):
        path.unlink()
    assert fault_of(lambda: open_engine(tmp_path)) is IndexFault.DAMAGED


def test_an_index_made_otherwise_is_not_updated_either(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (settings,) = tmp_path.glob("build-*/settings.json")
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"analysis": "other"}))
    with pytest.raises(IndexUnusableError, match="zhengsou rebuild"):
        open_updater(tmp_path)


def damaged(content: bytes) -> Iterator[bytes | None]:
    """Yield what a file may be left as: cut short anywhere, or None, gone."""
    for length in (0, 1, 7, len(content) // 3, len(content) * 2 // 3, len(content) - 1):
        if length < len(content):
            yield content[:length]
    yield None


# Whoosh leaves a file it could not read to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "pattern", ["CURRENT", "*/settings.json", "*/corpus-1.json", "*/*.toc", "*/*.arrays"]
)
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


@pytest.mark.parametrize("sort", list(Sort))
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


def copied_collection() -> list[Article]:
    """Two groups, of three and of two, among others; the second of the first group lacks a line."""
    first, second = NOTICE, [line.replace("夜校", "图书馆") for line in NOTICE]
    return [
        article("n1", "夜校的通知", *first, published=date(2023, 3, 1), source="云江日报"),
        article("n2", "【转载】夜校通知", *first[:-1], published=date(2023, 3, 2)),
        article("n3", "夜校的通知", *first, published=date(2024, 3, 3), source="云江工会网"),
        article("l1", "图书馆的通知", *second, published=date(2022, 3, 1)),
        article("l2", "图书馆的通知", *second),
        *(
            article(f"o{i}", f"第{i}号", "夜校开班。", published=date(2023, 4, i))
            for i in range(1, 6)
        ),
    ]


@pytest.fixture(scope="module")
def with_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("copies"), copied_collection())) as engine:
        yield engine


def merged(engine: Engine, text: str = "", **more: object) -> Matches:
    query = parse_query(text).query
    return engine.find(SearchRequest(query, merge_copies=True, **more))  # type: ignore[arg-type]


def test_copies_are_results_of_their_own_unless_merging_is_asked_for(with_copies: Engine) -> None:
    matches = with_copies.find(SearchRequest(limit=100))
    assert (matches.total, matches.groups, len(matches.matches)) == (10, 10, 10)
    assert all(match.copies == () and match.copy_count == 0 for match in matches.matches)


def test_a_group_of_copies_is_one_result_shown_by_its_head(with_copies: Engine) -> None:
    matches = merged(with_copies, sort=Sort.OLDEST)
    copied = {match.id: match.copies for match in matches.matches if match.copies}
    assert copied == {"l1": ("l2",), "n1": ("n2", "n3")}
    assert {match.id: match.copy_count for match in matches.matches if match.copy_count} == {
        "l1": 1, "n1": 2,
    }  # fmt: skip
    assert (matches.groups, len(matches.matches)) == (7, 7)


def test_total_occurrences_and_facets_count_articles_also_when_copies_are_merged(
    with_copies: Engine,
) -> None:
    apart = with_copies.find(SearchRequest(Phrase("夜校")))
    together = merged(with_copies, "“夜校”")
    assert (together.total, together.occurrences) == (apart.total, apart.occurrences)
    assert together.facets == apart.facets


def test_a_head_that_does_not_match_is_replaced_by_the_earliest_copy_that_does(
    with_copies: Engine,
) -> None:
    filters = Filters(first=date(2023, 3, 2), last=date(2024, 12, 31))
    matches = merged(with_copies, "“职工夜校”", filters=filters).matches
    assert [(match.id, match.copies) for match in matches] == [("n2", ("n3",))]


def test_only_copies_that_match_are_named(with_copies: Engine) -> None:
    matches = merged(with_copies, "附则 夜校").matches
    assert [(match.id, match.copies) for match in matches] == [("n1", ("n3",))]


def test_by_relevance_a_group_has_the_best_score_of_its_articles(with_copies: Engine) -> None:
    apart = with_copies.find(SearchRequest(parse_query("夜校").query, limit=100))
    best = max(match.score for match in apart.matches if match.id.startswith("n"))
    scores = {match.id: match.score for match in merged(with_copies, "夜校").matches}
    assert scores["n1"] == best


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_merged_results_are_parts_of_one_order(with_copies: Engine, sort: Sort) -> None:
    whole = merged(with_copies, "夜校", sort=sort, limit=100).matches
    paged = [
        match
        for offset in range(0, len(whole), 2)
        for match in merged(with_copies, "夜校", sort=sort, offset=offset, limit=2).matches
    ]
    assert tuple(paged) == whole


def test_an_article_knows_its_group(with_copies: Engine) -> None:
    for identifier in ("n1", "n2", "n3"):
        assert with_copies.copies(identifier) == ("n1", "n2", "n3")
    assert with_copies.copies("o1") == with_copies.copies("unknown") == ()


def test_statistics_count_groups_and_copies(with_copies: Engine) -> None:
    statistics = with_copies.statistics()
    assert (statistics.copy_groups, statistics.copies) == (2, 3)


def test_of_very_many_copies_the_first_fifty_are_named(tmp_path: Path) -> None:
    many = [article(f"m{i:02}", "通知", *NOTICE, published=date(2023, 1, 1)) for i in range(60)]
    with closing(build(tmp_path, many)) as engine:
        (match,) = merged(engine, "夜校").matches
    assert (match.id, match.copy_count) == ("m00", 59)
    assert match.copies == tuple(f"m{i:02}" for i in range(1, 51))


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
