"""How does a folder of articles become an index, and follow the folder's changes?

Two files may hold the same article, by its id: the file first by path has it, others are noted
as holding a duplicate and are read again when it goes.
"""

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from ..article import Article
from ..corpus_record import CorpusRecord, FileRecord
from ..engine import CommitListener, IndexWriter, no_listener
from ..engines import KEPT_BUILDS, Location, open_builder, open_engine, open_updater
from ..errors import UsageError
from ..ingest import (
    CorpusFile,
    FileReading,
    Listing,
    Readers,
    Reading,
    Rejection,
    SharedLines,
    learn_sites,
    list_files,
)
from ..text.dictionary import DICTIONARY_NAME, Dictionary, read_dictionary
from ..text.segmentation import Segmenter


@dataclass(frozen=True, slots=True)
class Doubt:
    """An article that was taken in, and what of it a person should look at."""

    path: str
    title: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class IndexingReport:
    """What rebuilding or updating did."""

    added: int = 0  # articles
    removed: int = 0
    duplicates: int = 0  # articles left out, since another file has them
    unchanged_files: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


#: Told after every article: bytes of the corpus done, of how many, and articles done.
ReadingListener = Callable[[int, int, int], None]


def corpus_dictionary(corpus: Path, given: Path | None) -> tuple[Dictionary, Path | None]:
    """Return the user dictionary of a corpus, and where it is: the given one, else the corpus's own."""
    path = given or corpus / DICTIONARY_NAME
    if given is None and not path.is_file():
        return Dictionary(), None
    return read_dictionary(path), path.absolute()


def rebuild(
    corpus: Path,
    index: Location,
    dictionary: Path | None = None,
    on_article: ReadingListener = lambda done, total, articles: None,
    on_posting: CommitListener = no_listener,
    keep: int = KEPT_BUILDS,
) -> IndexingReport:
    """Build the index of a folder afresh; the old one stays until the new one is whole.

    At most `keep` builds are kept afterwards, the new one included, those used last.
    Raises UsageError when there is no such folder or not one article in it, DictionaryError, and
    IndexUnusableError when another process writes the index.
    """
    words, dictionary_path = corpus_dictionary(corpus, dictionary)
    listing = list_files(corpus)
    with open_builder(index, Segmenter(words), keep) as writer:
        indexing = _Indexing(writer, listing, on_article)
        indexing.learn(listing.files)
        indexing.read_all()
        if not indexing.has_articles:
            raise UsageError(
                "%(corpus)s: 没有一篇可用的文章，索引未改动%(reason)s",
                corpus=corpus,
                reason=_first_reason(indexing),
            )
        writer.commit(indexing.corpus_record(corpus, dictionary_path), on_posting)
    return indexing.report


def update(
    corpus: Path | None,
    index: Location,
    dictionary: Path | None = None,
    on_article: ReadingListener = lambda done, total, articles: None,
    on_posting: CommitListener = no_listener,
) -> IndexingReport:
    """Bring an index up to date with its folder, reading only files that were added or changed.

    Without `corpus`, the folder the index was built from. Raises IndexUnusableError when there is
    no index or it was built with other words, UsageError when it was built from another folder or
    no article is left in it: more likely a share is not mounted than everything deleted.
    """
    old = _corpus_record(index)
    corpus = corpus or Path(old.corpus)
    if corpus.absolute() != Path(old.corpus):
        raise UsageError(
            "索引建自 %(old)s，不是 %(corpus)s；要换文件夹请运行 zhengsou rebuild",
            old=old.corpus,
            corpus=corpus,
        )
    words, dictionary_path = corpus_dictionary(corpus, dictionary or _given_before(old, corpus))
    listing = list_files(corpus)
    with open_updater(index, words) as writer:
        # Read again: another process may have committed before this one held the lock.
        indexing = _Indexing(writer, listing, on_article, _corpus_record(index))
        indexing.bring_up_to_date()
        if not indexing.has_articles:
            raise UsageError(
                "%(corpus)s: 一篇可用的文章也没有了，索引未改动%(reason)s；"
                "请看文件夹是否还在、共享盘是否连着；要从头建索引，放好文章后运行 zhengsou rebuild",
                corpus=corpus,
                reason=_first_reason(indexing),
            )
        if indexing.changed:
            writer.commit(indexing.corpus_record(corpus, dictionary_path), on_posting)
    return indexing.report


@dataclass(slots=True)
class _OpenRecord:
    """A FileRecord that is still being written; a file may give hundreds of thousands of articles."""

    fingerprint: str
    ids: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, None] = field(default_factory=dict)  # a set in the order of the file
    rejections: list[tuple[str | None, int | None, str]] = field(default_factory=list)
    doubts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

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
        )

    def reject(self, reason: str, line: int | None = None, path: str | None = None) -> None:
        """Note why something of the file is left out; `path` where it is a file within it."""
        self.rejections.append((path, line, reason))

    def closed(self) -> FileRecord:
        """Return the record as a CorpusRecord holds it."""
        return FileRecord(
            self.fingerprint,
            self.ids,
            tuple(self.duplicates),
            tuple(self.rejections),
            tuple(self.doubts),
        )

    def rejections_of(self, path: str) -> list[Rejection]:
        """Return what is left out of the file at a path."""
        return [Rejection(inner or path, line, reason) for inner, line, reason in self.rejections]

    def doubts_of(self, path: str) -> list[Doubt]:
        """Return what is doubtful of the file at a path."""
        return [Doubt(path, title, reasons) for title, reasons in self.doubts]


class _Indexing:
    """One pass over files in the order of their paths, writing what they hold and noting it."""

    def __init__(
        self,
        writer: IndexWriter,
        listing: Listing,
        on_article: ReadingListener,
        old: CorpusRecord | None = None,
    ) -> None:
        self._writer = writer
        self._listing = listing
        self._on_article = on_article
        self._total = sum(file.size for file in listing.files)
        known = old.files.items() if old else ()
        self._records = {path: _OpenRecord.of(record) for path, record in known}
        self._owners = {i: path for path, record in self._records.items() for i in record.ids}
        self._bytes = 0  # of the files done
        self._articles = 0
        self._shared: SharedLines = {}
        if old:
            self._shared = {site: frozenset(lines) for site, lines in old.shared_lines.items()}
        self.changed = False
        self.report = IndexingReport(rejections=list(listing.rejections))

    @property
    def has_articles(self) -> bool:
        """Say whether the index will hold any article."""
        return bool(self._owners)

    def corpus_record(self, corpus: Path, dictionary: Path | None) -> CorpusRecord:
        """Record where everything came from."""
        return CorpusRecord(
            corpus=str(corpus.absolute()),
            files={path: record.closed() for path, record in sorted(self._records.items())},
            dictionary=str(dictionary) if dictionary else None,
            shared_lines={site: sorted(lines) for site, lines in sorted(self._shared.items())},
            built=datetime.now().astimezone().isoformat(timespec="milliseconds"),
        )

    def learn(self, files: list[CorpusFile]) -> None:
        """Learn what the pages of the sites share that nothing is known of yet."""
        self._shared = learn_sites(files, self._shared)

    def read_all(self) -> None:
        """Read every file."""
        with Readers(self._shared) as readers:
            for reading in readers.read(self._listing.files):
                self.read(reading)

    def bring_up_to_date(self) -> None:
        """Read what was added or changed, forget what is gone, keep the rest."""
        present = {file.path: file for file in self._listing.files}
        for path in self._stale(present):
            self._forget(path)
        wanted = [file for path, file in present.items() if path not in self._records]
        self.learn(wanted)
        with Readers(self._shared) as readers:
            readings = readers.read(wanted)
            for path, file in present.items():
                if path in self._records:
                    self._keep(file)
                else:
                    self.read(next(readings))
        kept = self._records.items()
        self.report.duplicates = sum(len(record.duplicates) for _, record in kept)
        self.report.rejections = self._listing.rejections + [
            rejection for path, record in kept for rejection in record.rejections_of(path)
        ]
        self.report.doubts = [doubt for path, record in kept for doubt in record.doubts_of(path)]

    def read(self, reading: FileReading) -> None:
        """Take in a file that has no record yet."""
        self.changed = True
        file = reading.file
        record = self._records[file.path] = _OpenRecord(_fingerprint(file))
        for item, done in reading.items:
            self._take(item, file.path, record)
            self._articles += 1
            self._on_article(self._bytes + min(done, file.size), self._total, self._articles)
        self.report.duplicates += len(record.duplicates)
        self.report.rejections += record.rejections_of(file.path)
        self.report.doubts += record.doubts_of(file.path)
        self._bytes += file.size
        self._on_article(self._bytes, self._total, self._articles)

    def _take(self, found: Reading | Rejection, path: str, record: _OpenRecord) -> None:
        """Write an article if it is the first with its id, and note it in the file's record."""
        if isinstance(found, Rejection):
            record.reject(found.reason, found.line, None if found.path == path else found.path)
            return
        item = found.article
        owner, digest = self._owners.get(item.id), _digest(item)
        if item.id in record.ids or item.id in record.duplicates:
            record.reject(f"编号 {item.id} 在本文件中不止一篇，只收了第一篇")
        elif owner is not None and owner < path:
            self._leave_out(record, item.id, digest, owner)
        else:
            if owner is not None:
                self._disown(owner, item.id, digest, path)
            self._owners[item.id] = path
            self._writer.add(item)
            self.report.added += 1
            record.ids[item.id] = digest
            if found.doubts:
                record.doubts.append((item.title, found.doubts))

    def _leave_out(self, record: _OpenRecord, identifier: str, digest: str, owner: str) -> None:
        record.duplicates[identifier] = None
        if self._records[owner].ids[identifier] != digest:
            record.reject(f"编号 {identifier} 已用于 {owner} 中内容不同的文章，请改编号")

    def _disown(self, owner: str, identifier: str, digest: str, path: str) -> None:
        """Give an article to a file that comes before its owner."""
        self._writer.remove([identifier])
        self.report.removed += 1
        record = self._records[owner]
        record.duplicates[identifier] = None
        if record.ids.pop(identifier) != digest:
            record.reject(f"编号 {identifier} 已用于 {path} 中内容不同的文章，请改编号")

    def _stale(self, present: dict[str, CorpusFile]) -> set[str]:
        """Name recorded files that are gone or changed, or hold a copy of what such a file had.

        A file that cannot be looked at now is not gone.
        """
        stale = {
            path
            for path, record in self._records.items()
            if not self._listing.hides(path)
            and (path not in present or _fingerprint(present[path]) != record.fingerprint)
        }
        while True:
            lost = {identifier for path in stale for identifier in self._records[path].ids}
            heirs = {
                path
                for path, record in self._records.items()
                if path not in stale and not lost.isdisjoint(record.duplicates)
            }
            if not heirs:
                return stale
            stale |= heirs

    def _forget(self, path: str) -> None:
        record = self._records.pop(path)
        self._writer.remove(record.ids)
        for identifier in record.ids:
            del self._owners[identifier]
        self.report.removed += len(record.ids)
        self.changed = True

    def _keep(self, file: CorpusFile) -> None:
        self.report.unchanged_files += 1
        self._bytes += file.size
        self._articles += len(self._records[file.path].ids)
        self._on_article(self._bytes, self._total, self._articles)


def _digest(article: Article) -> str:
    """Hash what makes two articles the same one: title, date and text."""
    content = "\0".join([str(article.day), *article.texts()])
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def _corpus_record(index: Location) -> CorpusRecord:
    with closing(open_engine(index)) as engine:
        return engine.corpus_record()


def _fingerprint(file: CorpusFile) -> str:
    """Hash a file's content; that of one that does not open is empty, until it opens again."""
    try:
        return file.fingerprint()
    except OSError:
        return ""


def _given_before(record: CorpusRecord, corpus: Path) -> Path | None:
    """Return the dictionary that was given by name when the index was built, None for the corpus's own."""
    if record.dictionary is None or Path(record.dictionary) == corpus.absolute() / DICTIONARY_NAME:
        return None
    return Path(record.dictionary)


def _first_reason(indexing: _Indexing) -> str:
    rejections = indexing.report.rejections
    return f"（{rejections[0]}）" if rejections else ""
