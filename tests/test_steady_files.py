"""A file is known by the bytes that were read of it, whatever is written meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines import open_builder
from search.engines.whoosh.store.lock import writing
from search.ingest import CorpusFile, ReadArticle, list_files, read_file
from search.ingest.corpus import NOTHING_SHARED
from search.text.segmentation import Segmenter
from search.upkeep.following import update
from search.upkeep.indexing import rebuild

OLD = "# 夜校开班\n\n夜校下周开班，请大家相互转告。\n"
NEW = "# 夜校停课\n\n夜校下周停课，请大家相互转告。\n"


@pytest.fixture
def file(tmp_path: Path) -> CorpusFile:
    (tmp_path / "a.md").write_text(OLD, encoding="utf-8")
    (one,) = list_files(tmp_path).files
    return one


def read(file: CorpusFile, meanwhile: Callable[[], object]) -> tuple[list[str], str]:
    """Return the titles of a file, and the fingerprint of what was read."""
    titles: list[str] = []

    def on_bytes(done: int) -> None:
        meanwhile()

    reading = read_file(file, NOTHING_SHARED, on_bytes)
    while True:
        try:
            item = next(reading)
        except StopIteration as end:
            return titles, end.value
        assert isinstance(item, ReadArticle)
        titles.append(item.article.title)
        meanwhile()


def test_what_was_read_has_the_fingerprint_that_the_file_had(file: CorpusFile) -> None:
    assert read(file, lambda: None) == (["夜校开班"], file.fingerprint())


def test_a_file_that_is_written_meanwhile_is_known_by_what_was_read(file: CorpusFile) -> None:
    before = file.fingerprint()
    titles, fingerprint = read(file, lambda: file.place.write_text(NEW, encoding="utf-8"))
    assert (titles, fingerprint) == (["夜校开班"], before)
    assert file.fingerprint() != before


def test_a_large_file_that_is_written_meanwhile_is_read_again(
    file: CorpusFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.ingest.files.steady._HELD_BYTES", 10)
    assert read(file, lambda: None) == (["夜校开班"], file.fingerprint())
    _, fingerprint = read(file, lambda: file.place.write_text(NEW, encoding="utf-8"))
    assert fingerprint == ""


def test_a_file_that_is_gone_meanwhile_has_no_fingerprint(file: CorpusFile) -> None:
    file.place.unlink()
    *_, end = _to_its_end(file)
    assert end == ""


def _to_its_end(file: CorpusFile) -> list[object]:
    reading, found = read_file(file), []
    while True:
        try:
            found.append(next(reading))
        except StopIteration as end:
            return [*found, end.value]


def test_a_sidecar_belongs_to_what_was_read(file: CorpusFile) -> None:
    (file.folder / "a.md.meta.toml").write_text('source = "云江市总工会"\n', encoding="utf-8")
    (one,) = list_files(file.folder).files
    assert read(one, lambda: None)[1] == one.fingerprint() != file.fingerprint()


def test_links_out_of_the_folder_are_refused_unless_they_are_wanted(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "outside.md").write_text(NEW, encoding="utf-8")
    (corpus / "b.md").symlink_to(tmp_path / "outside.md")
    (corpus / "c.md").symlink_to(corpus / "a.md")
    told = "b.md: 链接指向文件夹之外，未读入；要读入请加 --follow-links 重建"
    assert [file.path for file in list_files(corpus).files] == ["a.md", "c.md"]
    assert told in map(str, rebuild(corpus, index).rejections)
    assert told in map(str, update(corpus, index).rejections)
    assert not rebuild(corpus, index, follow_links=True).rejections
    assert not update(corpus, index).rejections


def test_an_index_in_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(OLD, encoding="utf-8")
    rebuild(tmp_path, tmp_path / "var" / "index")
    listing = list_files(tmp_path)
    assert [file.path for file in listing.files] == ["a.md"]
    assert list(map(str, listing.rejections)) == ["var/index: 是检索用的索引，未读入"]


def test_an_index_in_the_folder_is_not_read_before_its_first_build_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(OLD, encoding="utf-8")
    index = tmp_path / "index"
    with writing(index):  # as far as one comes that is killed at once
        assert [file.path for file in list_files(tmp_path).files] == ["a.md"]
    with open_builder(index, Segmenter()):
        (build,) = index.glob("build-*")
        (build / "half.md").write_text(NEW, encoding="utf-8")
        assert [file.path for file in list_files(tmp_path).files] == ["a.md"]
