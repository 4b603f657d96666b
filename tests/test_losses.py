"""Nothing is lost by accident: what a file gave stays while it cannot be read, and what goes is said."""

import json
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import pytest

from search.engines import open_engine
from search.ingest import CorpusFile, Readers, Rejection, SharedLines, read_file
from search.ingest.corpus import NOTHING_SHARED
from search.ingest.workers.reading_process import ReadFile
from search.ingest.workers.sent import Item
from search.upkeep import following, indexing
from search.upkeep.checking import check
from search.upkeep.file_records import Loss
from search.upkeep.following import update
from search.upkeep.indexing import rebuild
from search.upkeep.losses import LossError
from search.upkeep.report import write_report

from .files import HTML


def write(folder: Path, name: str, *ids: str) -> None:
    """Write a JSON Lines file of articles."""
    lines = [
        json.dumps(
            {"id": i, "title": f"题目{i}", "text": f"云江市第 {i} 号夜校开班。"}, ensure_ascii=False
        )
        for i in ids
    ]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder, "a.jsonl", *(f"a{n}" for n in range(30)))
    write(folder, "b.jsonl", "b1", "b2")
    (folder / "c.html").write_text(HTML, encoding="utf-8")
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    rebuild(corpus, tmp_path / "index")
    return tmp_path / "index"


def ids_of(index: Path) -> set[str]:
    with closing(open_engine(index)) as engine:
        return {article.id for article in engine.articles()}


def faults_of(index: Path) -> list[str]:
    with closing(open_engine(index)) as engine:
        return check(engine, 5, (1, 5), 0).faults


def read_with_a_hiccup(
    file: CorpusFile, shared: SharedLines, on_bytes: Callable[[int], None]
) -> Generator[Item, None, str]:
    """Fail on one file as long as a mark stands beside the folder."""
    if file.path == "b.jsonl" and (file.folder.parent / "hiccup").exists():
        yield Rejection(file.path, None, "读取时内存超过 400 MB，已停止", may_pass=True)
        return ""
    return (yield from read_file(file, shared, on_bytes))


@pytest.fixture
def hiccup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def readers(
        shared: SharedLines = NOTHING_SHARED,
        read: ReadFile = read_with_a_hiccup,
        **how: object,  # what is of no account here: where scans are remembered
    ) -> Readers:
        return Readers(shared, read)

    monkeypatch.setattr(indexing, "Readers", readers)
    monkeypatch.setattr(following, "Readers", readers)
    return tmp_path / "hiccup"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + bytes(100), b"%PDF-1.4 half", b"[]"])
def test_a_file_that_cannot_be_read_any_more_keeps_its_articles(
    corpus: Path, index: Path, content: bytes
) -> None:
    before = ids_of(index)
    (corpus / "c.html").write_bytes(content)
    report = update(corpus, index)
    assert ids_of(index) == before
    assert (report.removed, report.losses) == (0, [])
    assert any("仍用上次读出的 1 篇" in str(rejection) for rejection in report.rejections)
    assert faults_of(index) == []


def test_what_was_kept_is_said_again_by_every_update_and_goes_with_its_file(
    corpus: Path, index: Path
) -> None:
    (corpus / "c.html").write_bytes(b"")
    first, second = update(corpus, index), update(corpus, index)
    assert second.rejections == first.rejections
    assert second.unchanged_files == 3
    (corpus / "c.html").unlink()
    assert update(corpus, index).removed == 1


def test_what_was_kept_gives_way_when_its_file_can_be_read_again(corpus: Path, index: Path) -> None:
    (corpus / "c.html").write_bytes(b"")
    update(corpus, index)
    (corpus / "c.html").write_text(HTML.replace("下周", "明天"), encoding="utf-8")
    report = update(corpus, index)
    assert (report.added, report.removed, report.rejections) == (1, 1, [])
    assert len(ids_of(index)) == 33


def test_a_copy_stays_a_copy_while_its_original_is_kept(corpus: Path, index: Path) -> None:
    write(corpus, "d.jsonl", "b1")
    assert update(corpus, index).duplicates == 1
    (corpus / "b.jsonl").write_bytes(b"")
    assert update(corpus, index).duplicates == 1
    (corpus / "b.jsonl").unlink()
    report = update(corpus, index)
    assert "b1" in ids_of(index)
    assert report.losses == [Loss("b.jsonl", 1, is_gone=True, is_emptied=True)]
    assert faults_of(index) == []


def test_what_time_memory_or_a_crash_cost_is_tried_again_by_the_next_update(
    corpus: Path, tmp_path: Path, hiccup: Path
) -> None:
    index = tmp_path / "other"
    hiccup.touch()
    assert rebuild(corpus, index).added == 31
    assert update(corpus, index).added == 0
    hiccup.unlink()
    report = update(corpus, index)
    assert (report.added, report.rejections) == (2, [])
    assert update(corpus, index).unchanged_files == 3


def test_a_hiccup_costs_no_article_that_was_there(corpus: Path, index: Path, hiccup: Path) -> None:
    hiccup.touch()
    write(corpus, "b.jsonl", "b1", "b2", "b3")
    update(corpus, index)
    assert len(ids_of(index)) == 33
    hiccup.unlink()
    assert update(corpus, index).added == 3
    assert len(ids_of(index)) == 34


def test_an_update_of_a_file_that_still_fails_writes_nothing(
    corpus: Path, tmp_path: Path, hiccup: Path
) -> None:
    index = tmp_path / "other"
    hiccup.touch()
    rebuild(corpus, index)
    before = sorted(path.name for path in index.rglob("*"))
    update(corpus, index)
    assert sorted(path.name for path in index.rglob("*")) == before


def test_an_update_says_which_articles_are_nowhere_now(corpus: Path, index: Path) -> None:
    write(corpus, "a.jsonl", *(f"a{n}" for n in range(28)))
    (corpus / "b.jsonl").unlink()
    report = update(corpus, index)
    assert report.losses == [
        Loss("a.jsonl", 2, is_gone=False, is_emptied=False),
        Loss("b.jsonl", 2, is_gone=True, is_emptied=True),
    ]
    assert report.lost == 4
    assert not report.has_faults


def test_what_only_moved_to_another_file_is_not_lost(corpus: Path, index: Path) -> None:
    (corpus / "c.html").rename(corpus / "通知.html")
    (corpus / "b.jsonl").rename(corpus / "z.jsonl")
    assert update(corpus, index).losses == []


def test_a_rebuild_in_which_a_file_has_lost_all_it_had_has_faults(
    corpus: Path, index: Path
) -> None:
    (corpus / "c.html").write_bytes(b"")
    report = rebuild(corpus, index)
    assert report.losses == [Loss("c.html", 1, is_gone=False, is_emptied=True)]
    assert report.has_faults


def test_a_rebuild_that_loses_much_publishes_nothing(corpus: Path, index: Path) -> None:
    before = ids_of(index)
    (corpus / "b.jsonl").unlink()
    with pytest.raises(LossError, match=r"比上次少 2 篇（上次 33 篇，少了 6.1%），索引未改动"):
        rebuild(corpus, index)
    assert ids_of(index) == before
    assert rebuild(corpus, index, accept_loss=True).lost == 2
    assert len(ids_of(index)) == 31


def test_a_rebuild_of_another_folder_is_not_compared(
    corpus: Path, index: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "x.jsonl", "x1")
    assert rebuild(other, index).losses == []


def test_a_rebuild_over_an_index_that_cannot_be_opened_goes_on(corpus: Path, index: Path) -> None:
    for path in index.rglob("*.arrays"):
        path.write_bytes(b"")
    (corpus / "a.jsonl").unlink()
    assert rebuild(corpus, index).added == 3


def test_losses_stand_in_the_report(corpus: Path, index: Path, tmp_path: Path) -> None:
    (corpus / "c.html").unlink()
    report = update(corpus, index)
    write_report(report, corpus, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "比上次少" in page
    assert "c.html</td><td>1 篇，文件不在了" in page
