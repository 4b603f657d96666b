"""Following: how does an index keep up with its folder, reading only what was added or changed?"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ..corpus_record import CorpusRecord
from ..engine import NO_PATIENCE, CommitListener, Patience, no_listener
from ..engines import Location, note_public_part, open_engine, open_updater
from ..errors import UsageError
from ..ingest import CorpusFile, Readers, ScanMemory, list_files
from ..text.dictionary import DICTIONARY_NAME, corpus_dictionary
from .file_records import IndexingReport
from .indexing import Indexing, ReadingListener, fingerprint, first_reason, refuse_public
from .locations import check_location
from .public_part import known_public_part


def update(
    corpus: Path | None,
    index: Location,
    dictionary: Path | None = None,
    on_article: ReadingListener = lambda done, total, articles: None,
    on_posting: CommitListener = no_listener,
    patience: Patience = NO_PATIENCE,
) -> IndexingReport:
    """Bring an index up to date with its folder, reading only files that were added or changed.

    Without `corpus`, the folder the index was built from. Raises IndexUnusableError when there is
    no index, it was built with other words, or another process writes it longer than `patience`
    waits, UsageError when it was built from another folder or no article is left in it: more
    likely a share is not mounted than everything deleted.
    """
    refuse_public(index)
    old = _corpus_record(index)
    corpus = corpus or Path(old.corpus)
    check_location(corpus, index)
    if corpus.absolute() != Path(old.corpus):
        raise UsageError(
            "索引建自 %(old)s，不是 %(corpus)s；要换文件夹请运行 zhengsou rebuild",
            old=old.corpus,
            corpus=corpus,
        )
    words, dictionary_path = corpus_dictionary(corpus, dictionary or _given_before(old, corpus))
    with open_updater(index, words, patience) as writer:
        # Read again: another process may have committed before this one held the lock.
        old = _corpus_record(index)
        listing = list_files(corpus, old.follow_links)
        following = Following(writer, listing, on_article, old, old.keeps_originals)
        following.bring_up_to_date()
        if not following.has_articles:
            raise UsageError(
                "%(corpus)s: 一篇可用的文章也没有了，索引未改动%(reason)s；"
                "请看文件夹是否还在、共享盘是否连着；要从头建索引，放好文章后运行 zhengsou rebuild",
                corpus=corpus,
                reason=first_reason(following),
            )
        part = known_public_part(index, old)
        record = replace(
            following.corpus_record(corpus, dictionary_path, old.follow_links),
            public_index=part.index,
            rules=part.rules,
        )
        record = following.note_losses(old, record)
        if part.index:
            note_public_part(index, part)
        if following.changed:
            writer.commit(record, on_posting)
    following.look_at_picks(corpus)
    return following.report


class Following(Indexing):
    """A pass over what has changed since the files were last read."""

    def bring_up_to_date(self) -> None:
        """Read what was added or changed, forget what is gone, keep the rest."""
        present = {file.path: file for file in self._listing.files}
        stale = self._stale(present)
        for path in stale - present.keys():
            self.forget(path)
        unread = {path for path in present if path in stale or path not in self._records}
        wanted = [present[path] for path in present if path in unread]
        self.learn(wanted)
        with Readers(self._shared, scans=ScanMemory(), on_bytes=self._tell) as readers:
            readings = readers.read(wanted)
            for path, file in present.items():
                if path in unread:
                    self.read(next(readings))
                else:
                    self._keep(file)
        kept = self._records.items()
        self.report.duplicates = sum(len(record.duplicates) for _, record in kept)
        self.report.rejections = self._listing.rejections + [
            rejection for path, record in kept for rejection in record.rejections_of(path)
        ]
        self.report.doubts = [doubt for path, record in kept for doubt in record.doubts_of(path)]
        self.report.remarks = [one for path, record in kept for one in record.remarks_of(path)]

    def _stale(self, present: dict[str, CorpusFile]) -> set[str]:
        """Name recorded files that are gone or changed, or hold a copy of what such a file had.

        A file that cannot be looked at now is not gone.
        """
        stale = {
            path
            for path, record in self._records.items()
            if not self._listing.hides(path)
            and (path not in present or fingerprint(present[path]) != record.fingerprint)
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

    def _keep(self, file: CorpusFile) -> None:
        self.report.unchanged_files += 1
        self._bytes += file.size
        self._articles += len(self._records[file.path].ids)
        self._on_article(self._bytes, self._total, self._articles)


def _corpus_record(index: Location) -> CorpusRecord:
    with closing(open_engine(index)) as engine:
        return engine.corpus_record()


def _given_before(record: CorpusRecord, corpus: Path) -> Path | None:
    """Return the dictionary that was given by name when the index was built, None for the corpus's own."""
    if record.dictionary is None or Path(record.dictionary) == corpus.absolute() / DICTIONARY_NAME:
        return None
    return Path(record.dictionary)
