"""The page that lists what was left out and what is doubtful."""

from pathlib import Path

from search.ingest import Rejection
from search.upkeep.file_records import Doubt, IndexingReport
from search.upkeep.following import update
from search.upkeep.indexing import rebuild
from search.upkeep.report import write_report

from .files import HTML


def written(report: IndexingReport, folder: Path) -> str:
    target = folder / "report.html"
    write_report(report, folder, target)
    return target.read_text(encoding="utf-8")


def test_every_rejection_and_every_doubt_is_listed(tmp_path: Path) -> None:
    page = written(
        IndexingReport(
            added=2,
            rejections=[
                Rejection("扫描.pdf", None, "扫描件"),
                Rejection("a.csv", 7, "没有标题 title"),
            ],
            doubts=[Doubt("b.html", "夜校开班", ("没有找到日期",))],
        ),
        tmp_path,
    )
    for expected in (
        "扫描.pdf",
        "扫描件",
        "a.csv:7",
        "没有标题 title",
        "b.html",
        "夜校开班",
        "没有找到日期",
    ):
        assert expected in page


def test_what_files_say_is_escaped(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    page = written(
        IndexingReport(
            rejections=[Rejection(hostile, None, hostile)],
            doubts=[Doubt(hostile, hostile, (hostile,))],
        ),
        tmp_path,
    )
    assert "<script" not in page


def test_a_report_without_anything_to_look_at_says_so(tmp_path: Path) -> None:
    assert "每个字段都有可靠的依据" in written(IndexingReport(added=1), tmp_path)


def test_doubts_are_told_by_a_rebuild_and_again_by_an_update(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.html").write_text(HTML.replace("<p>发布时间：2024-03-08</p>", ""), "utf-8")
    (doubt,) = rebuild(corpus, index).doubts
    assert (doubt.path, doubt.title, doubt.reasons[-1]) == (
        "a.html",
        "关于夜校开班的通知",
        "没有找到日期",
    )
    assert update(corpus, index).doubts == [doubt]
    (corpus / "a.html").write_text(HTML.replace("请大家相互转告", "请大家相互转告，" * 4), "utf-8")
    assert update(corpus, index).doubts == []
