"""An index follows its folder."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import MagicMock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.engines import open_engine
from search.errors import DictionaryError, IndexUnusableError, UsageError
from search.ingest import CorpusFile, FileReading, ReadArticle, Rejection
from search.query.parser import parse_query
from search.request import SearchRequest
from search.upkeep import indexing
from search.upkeep.checking import check
from search.upkeep.following import update
from search.upkeep.indexing import rebuild

from .articles import article
from .clocks import no_minutes


def write(folder: Path, name: str, *articles: tuple[str, str]) -> None:
    """Write a JSON Lines file of (id, text)."""
    lines = [
        json.dumps({"id": i, "title": f"题目{i}", "text": text}, ensure_ascii=False)
        for i, text in articles
    ]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder, "a.jsonl", ("a1", "职工夜校。"), ("a2", "河道清淤。"))
    write(folder, "b.jsonl", ("b1", "职工体检。"))
    return folder


def articles_of(index: Path) -> list[Article]:
    with closing(open_engine(index)) as engine:
        return list(engine.articles())


def ids_of(index: Path) -> list[str]:
    return [article.id for article in articles_of(index)]


def test_a_rebuild_takes_in_every_article(corpus: Path, tmp_path: Path) -> None:
    report = rebuild(corpus, tmp_path / "index")
    assert report.added == 3
    assert ids_of(tmp_path / "index") == ["a1", "a2", "b1"]


def test_an_update_reads_only_what_changed(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild(corpus, index)
    write(corpus, "a.jsonl", ("a1", "职工夜校，改了。"))
    write(corpus, "c.jsonl", ("c1", "新来的。"))
    report = update(corpus, index)
    assert (report.added, report.removed, report.unchanged_files) == (2, 2, 1)
    assert ids_of(index) == ["a1", "b1", "c1"]


def test_an_update_of_nothing_writes_nothing(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild(corpus, index)
    before = sorted((p.name, p.stat().st_mtime_ns) for p in index.rglob("*") if p.is_file())
    report = update(corpus, index)
    after = sorted((p.name, p.stat().st_mtime_ns) for p in index.rglob("*") if p.is_file())
    assert (report.added, report.unchanged_files) == (0, 2)
    assert after == before


def test_a_removed_file_takes_its_articles_along(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild(corpus, index)
    (corpus / "a.jsonl").unlink()
    update(corpus, index)
    assert ids_of(index) == ["b1"]


def test_what_stays_rejected_is_reported_every_time(corpus: Path, tmp_path: Path) -> None:
    (corpus / "bad.jsonl").write_text("{", encoding="utf-8")
    rebuild(corpus, tmp_path / "index")
    report = update(corpus, tmp_path / "index")
    assert [str(r) for r in report.rejections] == [
        "bad.jsonl:1: 不是完整的 JSON: Expecting property name enclosed in double quotes"
    ]


def test_the_same_article_in_two_files_is_taken_once(corpus: Path, tmp_path: Path) -> None:
    write(corpus, "copy.jsonl", ("a1", "职工夜校。"))
    report = rebuild(corpus, tmp_path / "index")
    assert (report.added, report.duplicates, report.rejections) == (3, 1, [])


def test_another_article_with_the_same_id_is_reported(corpus: Path, tmp_path: Path) -> None:
    write(corpus, "other.jsonl", ("a1", "别的文章。"))
    report = rebuild(corpus, tmp_path / "index")
    assert "编号 a1 已用于 a.jsonl" in str(report.rejections[0])


def test_a_copy_takes_over_when_its_original_goes(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(corpus, "copy.jsonl", ("a1", "职工夜校。"))
    rebuild(corpus, index)
    (corpus / "a.jsonl").unlink()
    update(corpus, index)
    assert ids_of(index) == ["a1", "b1"]


def test_a_file_that_comes_first_by_path_takes_an_article_over(
    corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    rebuild(corpus, index)
    write(corpus, "0.jsonl", ("a1", "职工夜校。"), ("a2", "别的文章。"))
    report = update(corpus, index)
    fresh = rebuild(corpus, tmp_path / "fresh")
    assert articles_of(index) == articles_of(tmp_path / "fresh")
    assert [str(r) for r in report.rejections] == [str(r) for r in fresh.rejections]


def test_a_folder_without_articles_leaves_the_index_as_it_was(corpus: Path, tmp_path: Path) -> None:
    index, empty = tmp_path / "index", tmp_path / "empty"
    rebuild(corpus, index)
    empty.mkdir()
    with pytest.raises(UsageError, match="没有一篇可用的文章"):
        rebuild(empty, index)
    assert ids_of(index) == ["a1", "a2", "b1"]


def test_an_index_is_not_updated_from_another_folder(corpus: Path, tmp_path: Path) -> None:
    rebuild(corpus, tmp_path / "index")
    with pytest.raises(UsageError, match="索引建自"):
        update(tmp_path, tmp_path / "index")


def test_a_changed_dictionary_asks_for_a_rebuild(corpus: Path, tmp_path: Path) -> None:
    rebuild(corpus, tmp_path / "index")
    (corpus / "dictionary.txt").write_text("清淤\n", encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="用户词典；请运行 zhengsou rebuild"):
        update(corpus, tmp_path / "index")


def test_a_dictionary_given_by_name_is_used_by_updates_too(corpus: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("清淤\n", encoding="utf-8")
    rebuild(corpus, tmp_path / "index", words)
    write(corpus, "c.jsonl", ("c1", "新来的。"))
    assert update(corpus, tmp_path / "index").added == 1


def test_a_bad_dictionary_is_named_by_line(corpus: Path, tmp_path: Path) -> None:
    (corpus / "dictionary.txt").write_text("# 注\n清淤\nabc\n", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"dictionary\.txt:3"):
        rebuild(corpus, tmp_path / "index")


# None of them is empty: such a file keeps the articles that it had.
files = st.dictionaries(
    st.sampled_from(["a.jsonl", "b.jsonl", "c.jsonl"]),
    st.lists(
        st.tuples(st.sampled_from("wxyz"), st.sampled_from(["职工夜校。", "河道，职工。"])),
        min_size=1, max_size=3,
    ),
    max_size=3,
)  # fmt: skip


@given(states=st.lists(files, min_size=2, max_size=4))
@settings(max_examples=25, deadline=None)
def test_updating_leads_to_the_same_index_as_building_afresh(
    states: list[dict[str, list[tuple[str, str]]]],
) -> None:
    with TemporaryDirectory() as folder:
        corpus, updated, fresh = (Path(folder) / name for name in ("corpus", "updated", "fresh"))
        corpus.mkdir()
        write(corpus, "always.jsonl", ("v", "总在的职工文章。"))
        rebuild(corpus, updated)
        for state in states:
            for path in corpus.glob("[abc].jsonl"):
                path.unlink()
            for name, articles in state.items():
                write(corpus, name, *articles)
            update(corpus, updated)
        rebuild(corpus, fresh)
        with closing(open_engine(updated)) as one, closing(open_engine(fresh)) as other:
            assert list(one.articles()) == list(other.articles())
            for query in ("职工", "“夜校”", "河道 职工", ""):
                request = SearchRequest(parse_query(query).query, limit=50)
                assert one.find(request) == other.find(request)


def test_an_update_follows_many_small_changes_and_check_agrees(
    corpus: Path, tmp_path: Path
) -> None:
    """So many generations that segments are merged."""
    index = tmp_path / "index"
    rebuild(corpus, index)
    for number in range(12):
        write(corpus, f"n{number % 4}.jsonl", (f"n{number}", f"职工夜校第{number}期。"))
        update(corpus, index)
    rebuild(corpus, tmp_path / "fresh")
    with closing(open_engine(index)) as one, closing(open_engine(tmp_path / "fresh")) as other:
        assert check(one, 50, (1, 9), 0).faults == []
        assert one.find(SearchRequest(parse_query("职工夜校").query)) == other.find(
            SearchRequest(parse_query("职工夜校").query)
        )


def test_an_update_records_where_each_article_is(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild(corpus, index)
    write(corpus, "c.jsonl", ("c1", "新来的。"))
    (corpus / "b.jsonl").unlink()
    update(corpus, index)
    with closing(open_engine(index)) as engine:
        files = engine.corpus_record().files
    assert {path: list(record.ids) for path, record in files.items()} == {
        "a.jsonl": ["a1", "a2"],
        "c.jsonl": ["c1"],
    }


def test_an_interrupted_rebuild_leaves_the_index_as_it_was(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild(corpus, index)
    write(corpus, "c.jsonl", ("c1", "新来的。"))

    def stop(done: int, total: int, articles: int) -> None:
        if articles == 2:
            raise KeyboardInterrupt

    for change in (rebuild, update):
        with pytest.raises(KeyboardInterrupt):
            change(corpus, index, on_article=stop)
        assert ids_of(index) == ["a1", "a2", "b1"]
    update(corpus, index)
    assert ids_of(index) == ["a1", "a2", "b1", "c1"]


def test_the_listener_hears_of_every_byte_in_the_end(corpus: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    rebuild(corpus, tmp_path / "index", on_article=lambda *step: told.append(step))
    size = sum(path.stat().st_size for path in corpus.iterdir())
    assert told[-1] == (size, size, 3)
    assert told == sorted(told)


def test_a_rejected_line_names_file_line_and_reason_and_the_others_are_taken(
    corpus: Path, tmp_path: Path
) -> None:
    good = '{"id": "g%d", "title": "题", "text": "文"}'
    lines = [good % 1, "[1]", '{"title": "题"}', '{"text": "文"}', "{", good % 2]
    (corpus / "mixed.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = rebuild(corpus, tmp_path / "index")
    assert [(r.path, r.line) for r in report.rejections] == [
        ("mixed.jsonl", n) for n in (2, 3, 4, 5)
    ]
    assert [str(r).split(": ")[1][:4] for r in report.rejections] == [
        "不是 J",
        "没有正文",
        "没有标题",
        "不是完整",
    ]
    assert ids_of(tmp_path / "index") == ["a1", "a2", "b1", "g1", "g2"]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["新闻\ud800中心", "新闻\u001f中心", "新闻\u0000中心", "新闻\n中心", "/", "名" * 5000]
)
def test_a_strange_section_name_counts_as_one_value_or_none(
    corpus: Path, tmp_path: Path, name: str
) -> None:
    line = {"id": "s", "title": "题", "text": "文", "section": [name]}
    (corpus / "s.jsonl").write_text(json.dumps(line), encoding="ascii")
    rebuild(corpus, tmp_path / "index")
    with closing(open_engine(tmp_path / "index")) as engine:
        facets = engine.find(SearchRequest()).facets
    assert len(facets["section"]) <= 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are always Unicode")
def test_a_file_whose_name_is_not_utf_8_is_read_or_reported(corpus: Path, tmp_path: Path) -> None:
    """Archives packed on Chinese Windows unpack with names in GBK."""
    name = os.fsdecode("夜校.md".encode("gbk"))
    (corpus / name).write_text("# 夜校\n\n职工夜校。\n", encoding="utf-8")
    report = rebuild(corpus, tmp_path / "index")
    assert report.added + len(report.rejections) == 4
    assert update(corpus, tmp_path / "index").unchanged_files in {2, 3}


@given(states=st.lists(files, min_size=2, max_size=4))
@settings(max_examples=15, deadline=None)
def test_an_update_reports_what_a_rebuild_reports(
    states: list[dict[str, list[tuple[str, str]]]],
) -> None:
    with TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        corpus.mkdir()
        write(corpus, "always.jsonl", ("v", "总在的职工文章。"))
        rebuild(corpus, index)
        for state in states:
            for path in corpus.glob("[abc].jsonl"):
                path.unlink()
            for name, articles in state.items():
                write(corpus, name, *dict(articles).items())
            updated = update(corpus, index)
        fresh = rebuild(corpus, Path(folder) / "fresh")
    assert sorted(map(str, updated.rejections)) == sorted(map(str, fresh.rejections))
    assert updated.duplicates == fresh.duplicates


def test_articles_in_a_folder_that_does_not_open_are_kept_and_it_is_reported(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    (corpus / "news").mkdir()
    write(corpus, "news/n.jsonl", ("n1", "职工夜校开班。"))
    rebuild(corpus, index)
    (corpus / "b.jsonl").unlink()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path) == corpus / "news":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    with monkeypatch.context() as closed:
        closed.setattr(os, "scandir", refuse)
        report = update(corpus, index)
        with closing(open_engine(index)) as engine:
            checked = check(engine, 5, (1, 5), 0)
    assert [str(rejection) for rejection in report.rejections] == ["news: 无法打开: 没有权限"]
    assert ids_of(index) == ["a1", "a2", "n1"]
    assert (checked.faults, checked.warnings) == ([], ["news: 无法打开: 没有权限"])
    assert update(corpus, index).rejections == []


@pytest.mark.parametrize("rest", ["nothing", "no article"])
def test_a_folder_that_has_lost_all_its_articles_leaves_the_index_as_it_was(
    corpus: Path, tmp_path: Path, rest: str
) -> None:
    index = tmp_path / "index"
    rebuild(corpus, index)
    for path in corpus.iterdir():
        path.unlink()
    if rest == "no article":
        (corpus / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(UsageError, match=r"一篇可用的文章也没有了，索引未改动.*zhengsou rebuild"):
        update(corpus, index)
    assert ids_of(index) == ["a1", "a2", "b1"]


class _Given:
    """Gives items as if they had been read."""

    def __init__(self, items: dict[str, list[Article | Rejection]]) -> None:
        self._items = items

    def __enter__(self) -> "_Given":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def read(self, files: list[CorpusFile]) -> Iterator[FileReading]:
        for file in files:
            items = self._items[file.path]
            readings = [ReadArticle(one) if isinstance(one, Article) else one for one in items]
            yield FileReading(file, ((one, 0) for one in readings))


def test_noting_many_articles_of_one_file_takes_no_time(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As much as the record held was copied for each article: 30,000 took a minute."""
    many = [article(str(number), "夜校", "职工。") for number in range(30_000)]
    rejections = [Rejection("a.jsonl", number, "空") for number in range(30_000)]
    items: dict[str, list[Article | Rejection]] = {
        "a.jsonl": [*many, *rejections],
        "b.jsonl": [*many],
    }
    monkeypatch.setattr(indexing, "open_builder", MagicMock())
    monkeypatch.setattr(indexing, "Readers", MagicMock(return_value=_Given(items)))
    with no_minutes():
        report = rebuild(corpus, tmp_path / "index")
    assert (report.added, report.duplicates, len(report.rejections)) == (30_000, 30_000, 30_000)
