"""Publishing: how does the index of what everyone may read come about? By a second pass over that alone.

The index of everything records what its articles say of who may read them; with the rules of a
site that tells what is public. The same builder then reads those files again, as if there were no
others: what it learns of sites, counts, compares and suggests comes from what everyone may read.
Whatever is taken back from everyone makes it be built afresh, and no older build is kept: in
what was only marked as deleted, its bytes would remain. It records itself by which rules it was
made: the index of everything forgets them when an earlier build of it is put in use again.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..article import Audience
from ..corpus_record import CorpusRecord, FileRecord
from ..engine import NO_PATIENCE, CommitListener, IndexWriter, Patience, no_listener
from ..engines import Location, mark_public, open_builder, open_engine, open_updater
from ..errors import IndexFault, IndexUnusableError, UsageError
from ..ingest import CorpusFile, FileReading, Listing, ReadArticle, Rejection, Remark, list_files
from ..text.dictionary import Dictionary
from ..text.segmentation import Segmenter
from .audience_rules import AudienceRules
from .file_records import IndexingReport, OpenRecord
from .following import Following
from .indexing import ReadingListener
from .locations import check_location
from .public_part import known_public_part

_NO_RULES = "没有 [audience] 规则：文件、旁注没有说是内部的文章，都当作公开的"
_IN_DOUBT = "%s：是链接，或旁注文件有两个、名称不对，按内部处理"
_MOST_TOLD = 5


#: Reads the file of a site's rules; None: there is none.
RulesReader = Callable[[str | None], AudienceRules]


@dataclass(frozen=True, slots=True)
class Published:
    """What became of the index of what everyone may read."""

    index: str
    articles: int  # in it
    internal: int  # articles of the index of everything that are not
    report: IndexingReport


@dataclass(frozen=True, slots=True)
class _Public:
    """What everyone may read, as the index of everything has recorded it."""

    rules: AudienceRules
    listing: Listing  # files with such an article
    ids: frozenset[str]
    internal: frozenset[str]  # ids that one file at least keeps from everyone
    in_doubt: frozenset[str]  # paths

    def admits(self, path: str, read: ReadArticle) -> bool:
        """Say whether everyone may read an article of the file at a path, as it says now."""
        is_ruled = self.rules.audience_of(path, read.audience) is Audience.PUBLIC
        return is_ruled and path not in self.in_doubt and read.article.id not in self.internal


def rules_for(public_index: Location, path: str | None, read_rules: RulesReader) -> AudienceRules:
    """Read the rules by which an index of what everyone may read is to be made; `path` is their file.

    Raises SettingsError, and UsageError when there are none, but were when the index that is there was
    made, or that cannot be told of it: all would be public.
    """
    rules = read_rules(path)
    if not rules.are_written and (made_by := _made_by(public_index)):
        raise UsageError(
            "公开的索引 %(index)s 是按 %(rules)s 里的 [audience] 规则建的，现在没有规则了，没有公开任何文章；"
            "请写回规则，或用 --config 指明它所在的文件，运行 zhengsou rebuild；"
            '真要全部公开，请写明 [audience] default = "public"',
            index=public_index,
            rules=made_by,
        )
    return rules


def publish(
    index: Location,
    read_rules: RulesReader,
    rules: str | None = None,
    afresh: bool = False,
    on_article: ReadingListener = lambda done, total, articles: None,
    on_posting: CommitListener = no_listener,
    patience: Patience = NO_PATIENCE,
) -> Published | None:
    """Bring the index of what everyone may read up to date with that of everything; None without one.

    `rules` is the file of the rules, if none was recorded; `read_rules` reads it. Raises SettingsError, UsageError when
    a rule names nothing, there are none any more (`rules_for`), or articles stand there (`check_location`), and
    IndexUnusableError.
    """
    with closing(open_engine(index)) as engine:
        record, words = engine.corpus_record(), engine.dictionary()
    part = known_public_part(index, record)
    if part.index is None:
        return None
    target, rules = part.index, part.rules or rules
    check_location(Path(record.corpus), target)
    public = _public(record, rules_for(target, rules, read_rules))
    record = replace(record, rules=rules if public.rules.are_written else None)
    old = None if afresh else _old_record(target, record, words)
    mark_public(target)
    run = _Run(record, public, on_article, on_posting)
    report = None
    if old and _ids(old.files) <= public.ids:
        with open_updater(target, words, patience) as writer:
            # Read again: another process may have committed before this one held the lock.
            old = _old_record(target, record, words) or old
            report = run.write(writer, old, _ids(old.files))
    if report is None:
        with open_builder(target, Segmenter(words), 1, patience) as writer:
            report = run.write(writer, None, frozenset())
    assert report is not None
    report.warnings += _warnings(public)
    with closing(open_engine(target)) as engine:
        articles = engine.statistics().articles
    return Published(target, articles, len(_ids(record.files)) - articles, report)


def _public(record: CorpusRecord, rules: AudienceRules) -> _Public:
    """Tell what everyone may read of what is recorded, and stands in the folder."""
    corpus = Path(record.corpus)
    rules.check(corpus)
    listing = list_files(corpus, record.follow_links)
    in_doubt = frozenset(file.path for file in listing.files if file.in_doubt)
    public: dict[str, set[str]] = {}
    internal: set[str] = set()
    for path, file in record.files.items():
        for identifier in {*file.ids, *file.duplicates, *file.said}:
            said = file.said.get(identifier)
            audience = rules.audience_of(path, Audience(said) if said else None)
            if audience is Audience.INTERNAL or path in in_doubt:
                internal.add(identifier)
            else:
                public.setdefault(path, set()).add(identifier)
    paths = {path for path, ids in public.items() if not ids <= internal}
    ids = frozenset(i for ids in public.values() for i in ids) - internal
    files = [file for file in listing.files if file.path in paths]
    own = Listing(files, closed=listing.closed)
    return _Public(rules, own, ids, frozenset(internal), in_doubt)


def _made_by(public_index: Location) -> str | None:
    """Return the file of the rules by which the public index that is there was made; None: by none."""
    try:
        with closing(open_engine(public_index)) as engine:
            record = engine.corpus_record()
            return record.rules if record.is_public else None
    except IndexUnusableError as error:
        if error.fault is IndexFault.MISSING:
            return None
        raise UsageError(
            "公开的索引 %(index)s 打不开，不知道它是不是按 [audience] 规则建的，现在又没有规则，没有公开任何文章；"
            '请写回规则；真要全部公开，请写明 [audience] default = "public"',
            index=public_index,
        ) from error


def _old_record(target: Location, record: CorpusRecord, words: Dictionary) -> CorpusRecord | None:
    """Return what the public index recorded last, if it can be updated: else it is built afresh."""
    with suppress(IndexUnusableError), closing(open_engine(target, words)) as engine:
        old = engine.corpus_record()
        if old.is_public and old.corpus == record.corpus:
            return replace(old, files=dict(old.files))
    return None


def _ids(files: Mapping[str, FileRecord]) -> frozenset[str]:
    return frozenset(identifier for file in files.values() for identifier in file.ids)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a pass over the public files needs, whatever it writes into."""

    record: CorpusRecord
    public: _Public
    on_article: ReadingListener
    on_posting: CommitListener

    def write(
        self, writer: IndexWriter, old: CorpusRecord | None, had: frozenset[str]
    ) -> IndexingReport | None:
        """Write what everyone may read; nothing, and None, when something they had is not among it."""
        keeps = self.record.keeps_originals
        run = _PublicPass(writer, self.public, self.on_article, old, keeps)
        run.bring_up_to_date()
        if not had <= run.ids:
            return None
        if run.changed or old is None or old.rules != self.record.rules:
            writer.commit(run.record_of(self.record), self.on_posting)
        return run.report


class _PublicPass(Following):
    """A pass that takes in what everyone may read, and notes nothing of anything else."""

    def __init__(
        self,
        writer: IndexWriter,
        public: _Public,
        on_article: ReadingListener,
        old: CorpusRecord | None,
        keeps_originals: bool,
    ) -> None:
        super().__init__(writer, public.listing, on_article, old, keeps_originals)
        self._public = public
        self._partly: set[str] = set()  # paths of files of which not all is for everyone

    @property
    def ids(self) -> frozenset[str]:
        """Return the articles that the index will hold."""
        return frozenset(self._owners)

    def record_of(self, full: CorpusRecord) -> CorpusRecord:
        """Record where everything came from: paths, fingerprints and ids, and no word of what was left out."""
        dictionary = Path(full.dictionary) if full.dictionary else None
        own = self.corpus_record(Path(full.corpus), dictionary, full.follow_links)
        files = {
            path: FileRecord(file.fingerprint, file.ids, file.duplicates)
            for path, file in own.files.items()
        }
        return replace(own, files=files, rules=full.rules, is_public=True)

    def _wanted(
        self, reading: FileReading
    ) -> Iterator[tuple[ReadArticle | Remark | Rejection, int]]:
        for item, done in reading.items:
            if isinstance(item, ReadArticle) and self._public.admits(reading.file.path, item):
                yield replace(item, audience=None, doubts=()), done
            elif not isinstance(item, Remark):  # an internal article, or what nobody could read
                self._partly.add(reading.file.path)

    def _keep_original(self, file: CorpusFile, record: OpenRecord) -> None:
        """Keep a file all of which everyone may read."""
        if file.path not in self._partly:
            super()._keep_original(file, record)

    def _put_empty(self, path: str, record: object) -> None:
        """Forget a file of which nothing is public any more: what it gave before may not be."""
        if self._records.get(path) is not record:
            self.forget(path)


def _warnings(public: _Public) -> list[str]:
    said = [_IN_DOUBT % path for path in sorted(public.in_doubt)]
    more = [f"……这样的文件还有 {len(said) - _MOST_TOLD} 个"] if len(said) > _MOST_TOLD else []
    return ([] if public.rules.are_written else [_NO_RULES]) + said[:_MOST_TOLD] + more
