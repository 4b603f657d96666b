"""File records: what did a file of the corpus give, and what of it was left out or is doubtful?"""

from dataclasses import dataclass, field
from typing import Self

from ..article import Audience, agreed
from ..corpus_record import FileRecord
from ..ingest import Rejection, Remark


@dataclass(frozen=True, slots=True)
class Doubt:
    """An article that was taken in, and what of it a person should look at."""

    path: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """Articles of a file that were there at the last run and are nowhere now."""

    path: str
    articles: int
    is_gone: bool  # the file is no longer in the folder
    is_emptied: bool  # no article of the file is left

    @property
    def why(self) -> str:
        """Say what has become of the file, in Chinese."""
        return "文件不在了" if self.is_gone else "一篇也没有了" if self.is_emptied else "其余还在"

    def __str__(self) -> str:
        return f"{self.path}: 少了 {self.articles} 篇，{self.why}"


@dataclass(slots=True)
class IndexingReport:
    """What rebuilding or updating did."""

    added: int = 0  # articles
    removed: int = 0
    duplicates: int = 0  # articles left out, since another file has them
    unchanged_files: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)  # against the last run
    warnings: list[str] = field(default_factory=list)  # of what else is in the folder

    @property
    def lost(self) -> int:
        """Return how many articles of the last run are nowhere now."""
        return sum(loss.articles for loss in self.losses)

    @property
    def has_faults(self) -> bool:
        """Say whether a person must look: something was not read, or a file has lost all it had."""
        emptied = any(loss.is_emptied and not loss.is_gone for loss in self.losses)
        return bool(self.rejections) or emptied


@dataclass(slots=True)
class OpenRecord:
    """A FileRecord that is still being written; a file may give hundreds of thousands of articles."""

    fingerprint: str
    ids: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, None] = field(default_factory=dict)  # a set in the order of the file
    rejections: list[tuple[str | None, int | None, str]] = field(default_factory=list)
    doubts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    remarks: list[tuple[str | None, str]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    may_pass: bool = False  # whether something of the file may be read another time

    @classmethod
    def of(cls, record: FileRecord) -> Self:
        """Open a record of an earlier run."""
        duplicates = dict.fromkeys(record.duplicates)
        return cls(
            record.fingerprint,
            dict(record.ids),
            duplicates,
            list(record.rejections),
            list(record.doubts),
            list(record.remarks),
            dict(record.said),
        )

    def reject(self, reason: str, line: int | None = None, path: str | None = None) -> None:
        """Note why something of the file is left out; `path` where it is a file within it."""
        self.rejections.append((path, line, reason))

    def keep_articles_of(self, had: "OpenRecord") -> None:
        """Take over the articles of an earlier record of this file, which gave none now."""
        self.ids, self.duplicates = had.ids, had.duplicates
        self.doubts = had.doubts
        # What the file says now of who may read them is not known.
        self.said = dict.fromkeys([*had.ids, *had.duplicates], Audience.INTERNAL.value)
        self.reject(f"这次没有读出文章，仍用上次读出的 {len(had.ids)} 篇；不要了，请删去文件")

    def note_audience(self, identifier: str, audience: Audience | None) -> None:
        """Note what an article says of who may read it; of two with one id both count."""
        had = self.said.get(identifier)
        said = agreed((Audience(had) if had else None, audience))
        if said:
            self.said[identifier] = said.value

    def note(self, found: Remark | Rejection, path: str) -> None:
        """Note what was found in the file at a path, besides articles."""
        inner = None if found.path == path else found.path
        if isinstance(found, Rejection):
            self.reject(found.reason, found.line, inner)
            self.may_pass = self.may_pass or found.may_pass
        elif found.is_doubt:
            self.doubts.append(("", (found.text,)))
        else:
            self.remarks.append((inner, found.text))

    def read_from(self, fingerprint: str) -> None:
        """Note what the file was when it was read; nothing, so the next update looks at it again, if that may help."""
        self.fingerprint = "" if self.may_pass else fingerprint

    def closed(self) -> FileRecord:
        """Return the record as a CorpusRecord holds it."""
        return FileRecord(
            self.fingerprint,
            self.ids,
            tuple(self.duplicates),
            tuple(self.rejections),
            tuple(self.doubts),
            tuple(self.remarks),
            self.said,
        )

    def rejections_of(self, path: str) -> list[Rejection]:
        """Return what is left out of the file at a path."""
        return [Rejection(inner or path, line, reason) for inner, line, reason in self.rejections]

    def remarks_of(self, path: str) -> list[Remark]:
        """Return what is said of the file at a path."""
        return [Remark(inner or path, text) for inner, text in self.remarks]

    def doubts_of(self, path: str) -> list[Doubt]:
        """Return what is doubtful of the file at a path."""
        return [Doubt(path, title, reasons) for title, reasons in self.doubts]
