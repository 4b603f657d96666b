"""What every engine must do, whatever holds the index."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.article import Article
from search.dictionary import Dictionary
from search.engine import (
    Engine,
    Filters,
    Manifest,
    SearchRequest,
    Sort,
    open_builder,
    open_engine,
    open_updater,
)
from search.errors import IndexLockedError, IndexUnusableError, UsageError
from search.facets import FACETS
from search.query import Phrase
from search.query_parser import parse_query
from search.segmentation import Segmenter

from .articles import article, build

NO_FILES = Manifest(corpus="", files={})
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


def test_builds_left_by_killed_processes_are_cleared_away(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (tmp_path / "build-killed").mkdir()
    build(tmp_path, [article("b", "题", "夜校。")]).close()
    assert len(list(tmp_path.glob("build-*"))) == 1


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with open_builder(tmp_path, Segmenter()), pytest.raises(IndexLockedError, match="另一个进程"):
        open_builder(tmp_path, Segmenter())


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="没有索引；请先运行 zhengsou rebuild"):
        open_engine(tmp_path)


def test_an_index_with_other_words_is_refused(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    with pytest.raises(IndexUnusableError, match="用户词典；请运行 zhengsou rebuild"):
        open_engine(tmp_path, Dictionary((("夜校", None),)))


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
    with pytest.raises(IndexUnusableError, match=f"{says}.*zhengsou rebuild"):
        open_engine(tmp_path)


# Whoosh leaves a file it could not read to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_damaged_index_is_refused_whichever_file_is_cut_short(tmp_path: Path) -> None:
    build(tmp_path, [article("a", "题", "夜校。")]).close()
    (folder,) = tmp_path.glob("build-*")
    for path in [*folder.iterdir(), tmp_path / "CURRENT"]:
        content = path.read_bytes()
        if not content:
            continue
        path.write_bytes(content[: len(content) // 3])
        with pytest.raises(IndexUnusableError, match="zhengsou rebuild"):
            open_engine(tmp_path)
        path.write_bytes(content)
    open_engine(tmp_path).close()
