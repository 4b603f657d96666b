"""Losses: which articles that the last run had are nowhere now, and how many are too many?"""

from collections.abc import Container

from ..corpus_record import CorpusRecord
from ..errors import IndexingError
from .file_records import IndexingReport, Loss

#: Share of its articles that a rebuild may lose, unless it is told that more may go.
MOST_LOST = 0.05


class LossError(IndexingError):
    """A rebuild would lose more than it may; `report` says what, and nothing was published."""

    def __init__(self, report: IndexingReport, had: int) -> None:
        super().__init__(
            f"比上次少 {report.lost} 篇（上次 {had} 篇，少了 {report.lost / had:.1%}），索引未改动；"
            "请看文件是否还在、为何读不出来；确实要少，请加 --accept-loss"
        )
        self.report = report


def losses(old: CorpusRecord, new: CorpusRecord, present: Container[str]) -> list[Loss]:
    """Return what was lost between two runs, by file; `present` are the files in the folder now.

    An article that another file has now, by its id or its text, is not lost.
    """
    ids = {i for record in new.files.values() for i in (*record.ids, *record.duplicates)}
    digests = {digest for record in new.files.values() for digest in record.ids.values()}
    found = []
    for path, record in old.files.items():
        lost = [i for i, digest in record.ids.items() if i not in ids and digest not in digests]
        if lost:
            is_emptied = path not in new.files or not new.files[path].ids
            found.append(Loss(path, len(lost), path not in present, is_emptied))
    return found


def check_losses(report: IndexingReport, old: CorpusRecord) -> None:
    """Raise LossError when more was lost than a rebuild may lose unasked."""
    had = sum(len(record.ids) for record in old.files.values())
    if report.lost > MOST_LOST * had:
        raise LossError(report, had)
