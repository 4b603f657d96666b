"""Indexing: how does a folder of articles become an index?

Two files may hold the same article, by its id: the file first by path has it, others are noted
as holding a duplicate and are read again when it goes.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from ..article import Article
from ..corpus_record import CorpusRecord, PublicPart
from ..engine import NO_PATIENCE, CommitListener, IndexWriter, Patience, no_listener
from ..engines import (
    KEPT_BUILDS,
    Location,
    is_marked_public,
    note_public_part,
    open_builder,
    open_engine,
)
from ..errors import IndexUnusableError, UsageError
from ..ingest import (
    CorpusFile,
    FileReading,
    Listing,
    PageLines,
    ReadArticle,
    Readers,
    Rejection,
    Remark,
    ScanMemory,
    SharedLines,
    learn_sites,
    list_files,
    read_page,
)
from ..query.picks import PICKS_NAME, faults_of_picks
from ..text.dictionary import corpus_dictionary
from ..text.segmentation import Segmenter
from .file_records import IndexingReport, OpenRecord
from .locations import check_location
from .losses import check_losses, losses
from .public_part import known_public_part

#: Told after every article: bytes of the corpus done, of how many, and articles done.
ReadingListener = Callable[[int, int, int], None]


def rebuild(  # noqa: PLR0913, PLR0917 - what an administrator may choose
    corpus: Path,
    index: Location,
    dictionary: Path | None = None,
    on_article: ReadingListener = lambda done, total, articles: None,
    on_posting: CommitListener = no_listener,
    keep: int = KEPT_BUILDS,
    accept_loss: bool = False,
    follow_links: bool = False,
    public_part: PublicPart | None = None,
    patience: Patience = NO_PATIENCE,
    keep_originals: bool = False,
) -> IndexingReport:
    """Build the index of a folder afresh; the old one stays until the new one is whole.

    At most `keep` builds are kept afterwards, the new one included, those used last. Links that
    lead out of the folder are refused unless `follow_links`; updates then follow them, too.
    `keep_originals`: the files are kept beside their articles; updates and `publish` then keep them, too.
    `public_part` is recorded for `publish`; without it what was recorded before stays.
    Raises UsageError when there is no such folder, not one article in it, or the index would lie
    among articles (`check_location`), DictionaryError,
    IndexUnusableError when another process writes the index, longer than `patience` waits, and
    LossError when more than 5 % of the articles that the last build of this folder had are lost,
    unless that is accepted.
    """
    refuse_public(index)
    check_location(corpus, index)
    words, dictionary_path = corpus_dictionary(corpus, dictionary)
    listing = list_files(corpus, follow_links)
    with open_builder(index, Segmenter(words), keep, patience) as writer:
        if patience.seconds:
            listing = list_files(corpus, follow_links)  # much may have changed while it waited
        indexing = Indexing(writer, listing, on_article, keeps_originals=keep_originals)
        indexing.learn(listing.files)
        indexing.read_all()
        if not indexing.has_articles:
            raise UsageError(
                "%(corpus)s: 没有一篇可用的文章，索引未改动%(reason)s",
                corpus=corpus,
                reason=first_reason(indexing),
            )
        last = _last_record(index)
        public_part = public_part or known_public_part(index, last)
        record = replace(
            indexing.corpus_record(corpus, dictionary_path, follow_links),
            public_index=public_part.index,
            rules=public_part.rules,
        )
        if (old := last) and old.corpus == record.corpus:
            record = indexing.note_losses(old, record)
            if not accept_loss:
                check_losses(indexing.report, old)
        if public_part.index:
            note_public_part(index, public_part)
        writer.commit(record, on_posting)
        if not public_part.index:
            note_public_part(index, PublicPart())
    indexing.look_at_picks(corpus)
    return indexing.report


def refuse_public(index: Location) -> None:
    """Raise UsageError when an index is kept by another one: by itself it would take in everything."""
    if is_marked_public(index):
        raise UsageError(
            "%(index)s 只放公开的文章，由全库的索引带着重建、更新；请对全库的索引运行，"
            "不再要它时请删去这个文件夹",
            index=index,
        )


def _last_record(index: Location) -> CorpusRecord | None:
    """Return what the last build recorded; None where there is none that can be read."""
    try:
        with closing(open_engine(index)) as engine:
            record = engine.corpus_record()
        return replace(record, files=dict(record.files))
    except IndexUnusableError:
        return None


def _read_pages(files: Sequence[CorpusFile]) -> Iterator[Iterator[object]]:
    """Read pages in processes, where a hostile one harms nobody."""
    with Readers(read=read_page) as readers:
        for reading in readers.read(files):
            yield (item for item, _ in reading.items)


class Indexing:
    """One pass over files in the order of their paths, writing what they hold and noting it."""

    def __init__(
        self,
        writer: IndexWriter,
        listing: Listing,
        on_article: ReadingListener,
        old: CorpusRecord | None = None,
        keeps_originals: bool = False,
    ) -> None:
        self._writer = writer
        self._keeps_originals = keeps_originals
        self._listing = listing
        self._on_article = on_article
        self._total = sum(file.size for file in listing.files)
        known = old.files.items() if old else ()
        self._records = {path: OpenRecord.of(record) for path, record in known}
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

    def corpus_record(
        self, corpus: Path, dictionary: Path | None, follow_links: bool = False
    ) -> CorpusRecord:
        """Record where everything came from."""
        return CorpusRecord(
            corpus=str(corpus.absolute()),
            files={path: record.closed() for path, record in sorted(self._records.items())},
            dictionary=str(dictionary) if dictionary else None,
            shared_lines={site: sorted(lines) for site, lines in sorted(self._shared.items())},
            follow_links=follow_links,
            passed_over=[(one.path, one.reason) for one in self._listing.rejections],
            keeps_originals=self._keeps_originals,
            built=datetime.now().astimezone().isoformat(timespec="milliseconds"),
        )

    def note_losses(self, old: CorpusRecord, new: CorpusRecord) -> CorpusRecord:
        """Report the articles that the last run had and this one has not; record them, too."""
        present = {file.path for file in self._listing.files}
        self.report.losses = losses(old, new, present)
        lost = [(loss.path, loss.articles, loss.why) for loss in self.report.losses]
        return replace(new, losses=lost)

    def look_at_picks(self, corpus: Path) -> None:
        """Warn of what is wrong in the folder's file of picks."""
        self.report.warnings += faults_of_picks(corpus / PICKS_NAME, self._owners)

    def learn(self, files: list[CorpusFile]) -> None:
        """Learn what the pages of the sites share that nothing is known of yet."""
        self._shared = learn_sites(files, self._shared, _read_pages)

    def read_all(self) -> None:
        """Read every file."""
        with Readers(self._shared, scans=ScanMemory(), on_bytes=self._tell) as readers:
            for reading in readers.read(self._listing.files):
                self.read(reading)

    def _tell(self, done: int) -> None:
        """Say how far the file is that is read now, while nothing comes of it yet."""
        self._on_article(self._bytes + done, self._total, self._articles)

    def read(self, reading: FileReading) -> None:
        """Take in a file; what it gave before goes when an article comes in its place.

        So a file that could be read before and cannot now keeps its articles.
        """
        file = reading.file
        record = OpenRecord("")
        for item, done in self._wanted(reading):
            if isinstance(item, ReadArticle):
                self._put(file.path, record)
            self._take(item, file.path, record)
            self._articles += 1
            self._on_article(self._bytes + min(done, file.size), self._total, self._articles)
        record.read_from(reading.fingerprint)
        self._put_empty(file.path, record)
        if self._keeps_originals and self._records.get(file.path) is record and record.ids:
            self._keep_original(file, record)
        self.report.duplicates += len(record.duplicates)
        self.report.rejections += record.rejections_of(file.path)
        self.report.doubts += record.doubts_of(file.path)
        self.report.remarks += record.remarks_of(file.path)
        self._bytes += file.size
        self._on_article(self._bytes, self._total, self._articles)

    def _keep_original(self, file: CorpusFile, record: OpenRecord) -> None:
        """Keep a file beside its articles; one that is gone meanwhile is read again by the next update."""
        with suppress(OSError), file.open() as content:
            self._writer.keep_original(record.ids, PurePosixPath(file.path).name, content)

    def _wanted(
        self, reading: FileReading
    ) -> Iterator[tuple[ReadArticle | Remark | Rejection, int]]:
        """Yield what is taken in of a file."""
        for item, done in reading.items:
            if not isinstance(item, PageLines):  # which nobody asked for here
                yield item, done

    def _put(self, path: str, record: OpenRecord) -> None:
        """Put a new record of a file in the place of the old one, whose articles go."""
        if self._records.get(path) is not record:
            self.forget(path)
            self._records[path] = record
            self.changed = True

    def _put_empty(self, path: str, record: OpenRecord) -> None:
        """Put the record of a file that gave no article in the place of the old one, whose articles stay."""
        had = self._records.get(path)
        if had is record:
            return
        if had and had.ids:
            record.keep_articles_of(had)
        self._records[path] = record
        self.changed = self.changed or had is None or record.closed() != had.closed()

    def forget(self, path: str) -> None:
        """Remove what a file gave, if it gave anything."""
        record = self._records.pop(path, None)
        if record is None:
            return
        self._writer.remove(record.ids)
        for identifier in record.ids:
            del self._owners[identifier]
        self.report.removed += len(record.ids)
        self.changed = True

    def _take(self, found: ReadArticle | Remark | Rejection, path: str, record: OpenRecord) -> None:
        """Write an article if it is the first with its id, and note it in the file's record."""
        if not isinstance(found, ReadArticle):
            record.note(found, path)
            return
        item = found.article
        record.note_audience(item.id, found.audience)
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

    def _leave_out(self, record: OpenRecord, identifier: str, digest: str, owner: str) -> None:
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


def _digest(article: Article) -> str:
    """Hash what makes two articles the same one: title, date and text."""
    content = "\0".join([str(article.day), *article.texts()])
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def fingerprint(file: CorpusFile) -> str:
    """Hash a file's content; that of one that does not open is empty, until it opens again."""
    try:
        return file.fingerprint()
    except OSError:
        return ""


def first_reason(indexing: Indexing) -> str:
    """Say, in brackets, why the first file was left out; nothing when none was."""
    rejections = indexing.report.rejections
    return f"（{rejections[0]}）" if rejections else ""
