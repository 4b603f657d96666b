"""An index follows its folder."""

import json
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.engine import SearchRequest, open_engine
from search.errors import DictionaryError, IndexUnusableError, UsageError
from search.indexing import rebuild, update
from search.query_parser import parse_query


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


files = st.dictionaries(
    st.sampled_from(["a.jsonl", "b.jsonl", "c.jsonl"]),
    st.lists(st.tuples(st.sampled_from("wxyz"), st.sampled_from(["职工夜校。", "河道，职工。"])), max_size=3),
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
