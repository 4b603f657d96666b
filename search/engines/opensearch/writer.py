"""Writers: how does an index on a cluster change? A new build beside the old, or more in the one in use.

Documents are sent as they come; what is worked out of all of them is worked out here, by the rooms that
write an index on disk, of the same arrays: these are then kept without the lists, which the cluster has.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Self

import numpy as np

from ...article import Article
from ...corpus_record import CorpusRecord
from ...engine import NO_PATIENCE, CommitListener, Patience, no_listener
from ...errors import IndexingError, IndexUnusableError, UsageError
from ...text.analysis import analysis_identity, analyze
from ...text.cutters import frequent_words
from ...text.dictionary import Dictionary
from ...text.normalization import TEXT_SEPARATOR
from ...text.segmentation import Segmenter
from ..arrays.answer.coining import write_whole
from ..arrays.answer.usable import usable_settings
from ..arrays.build.additions import Additions
from ..arrays.build.batches import Batches
from ..arrays.build.grouping import Before, find_groups
from ..arrays.build.source import Source
from ..arrays.build.terms_merging import merge_without_lists
from ..arrays.build.vocabulary_building import write_entries
from ..arrays.file.array_types import Marks
from ..arrays.file.arrays import ArrayFile
from ..arrays.file.layout import ID_DOCUMENTS, IDS
from ..arrays.file.manifest import Manifest, manifest_name
from ..arrays.file.records import (
    SETTINGS,
    Settings,
    read_copies,
    read_verdicts,
    record_names,
    vocabulary_name,
    write_copies,
    write_corpus_record,
    write_settings,
)
from ..arrays.file.stored import StoredArticle, store, untrained
from ..arrays.file.strings import Strings
from ..arrays.file.vocabulary import Vocabulary
from .address import Address
from .articles import ClusterArticles
from .builds import Build, Builds, new_name
from .connection import Connection
from .contents import Contents
from .mapping import document, orders_of
from .opening import Listed, listed_name, open_generation, read_listed, read_segments, write_listed
from .terms_file import write_terms

_SENT_AT_ONCE = 1 << 20  # characters
#: Of what was written, so many articles are read again before a build is put in use.
_READ_AGAIN = 20


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a writer builds on: the generation before, of a new build its settings only."""

    contents: Contents
    before: Manifest
    settings: Settings
    segmenter: Segmenter
    additions: Additions
    segments: Sequence[tuple[ArrayFile, Marks]] = ()
    listed: Listed = field(default_factory=Listed)


class _StoredSource(Source):
    """A segment of before, whose articles are read from the cluster."""

    def __init__(
        self, arrays: ArrayFile, live: Marks, first: int, articles: ClusterArticles
    ) -> None:
        super().__init__(arrays, live)
        self._first, self._articles = first, articles

    def stored(self, document: int) -> StoredArticle:
        """Return a document's article."""
        return self._articles.stored(self._first + document)


class _ClusterWriter:
    """What both ways of writing share. Holds the lock of the index until left."""

    _keep: int | None = None  # builds; None: all that are

    def __init__(self, builds: Builds, prepare: Callable[[], _Ground], patience: Patience) -> None:
        """Take the lock, then let `prepare` say what to build on."""
        self._builds = builds
        with ExitStack() as held:
            self._lock = held.enter_context(builds.writing(patience))
            builds.remove_unnamed()
            self._ground = prepare()
            scratch = held.enter_context(TemporaryDirectory())
            self._scratch = Path(scratch)
            self._held = held.pop_all()
        ground = self._ground
        self._dictionaries = untrained(ground.settings.frequent_words)
        self._batches = Batches(
            ground.segmenter, self._scratch, self._dictionaries, merge_without_lists
        )
        self._size = sum(len(live) for _, live in ground.segments)
        self._first = self._size  # of the documents added
        self._added: dict[str, int] = {}  # by id: the number of the document
        self._gone: set[int] = set()  # documents, old and new, that are removed now
        self._waiting: list[tuple[str, dict[str, object]]] = []
        self._waiting_characters = 0
        self._is_committed = False

    @property
    def _contents(self) -> Contents:
        return self._ground.contents

    @property
    def _name(self) -> str:
        """Return what the build is called."""
        return self._contents.index.partition(".")[2]

    def add(self, article: Article) -> None:
        """Add an article whose id is not in the index. Raises IndexUnusableError."""
        analysis = analyze(article, self._ground.segmenter)
        _, *lines = analysis.characters.split(TEXT_SEPARATOR)
        stored = store(article, list(map(len, lines)), self._dictionaries)
        moment = self._ground.additions.moment(article)
        orders = orders_of(article, moment)
        self._waiting.append((str(self._size), document(self._size, analysis, stored, orders)))
        self._waiting_characters += len(analysis.characters)
        self._batches.add(article, moment)
        self._added[article.id] = self._size
        self._size += 1
        if self._waiting_characters >= _SENT_AT_ONCE:
            self._send()

    def _send(self) -> None:
        self._contents.connection.write(self._contents.index, self._waiting)
        self._waiting, self._waiting_characters = [], 0

    def remove(self, ids: Iterable[str]) -> None:
        """Remove articles by id."""
        for identifier in ids:
            if identifier in self._added:
                self._gone.add(self._added.pop(identifier))
            else:
                self._gone.update(self._find(identifier.encode()))

    def _find(self, identifier: bytes) -> Iterable[int]:
        first = 0
        for arrays, live in self._ground.segments:
            at = Strings(arrays, IDS).find(identifier)
            if at is not None and live[number := int(arrays[ID_DOCUMENTS][at])]:
                yield first + number
            first += len(live)

    def keep_original(self, ids: Iterable[str], name: str, content: BinaryIO) -> None:
        """Refuse: a cluster keeps texts, not files."""
        raise UsageError("集群上的索引不留原件；请不加 --keep-originals 重建")

    def commit(self, record: CorpusRecord, on_posting: CommitListener = no_listener) -> None:
        """Make all changes visible. Raises IndexUnusableError; then nothing has changed."""
        ground = self._ground
        generation, folder = ground.before.generation + 1, self._contents.folder
        self._lock.confirm()
        self._send()
        added = self._merged_batches(on_posting)
        sources = [*self._old_sources(), *self._new_sources(added)]
        copies, verdicts = find_groups(sources, self._scratch, self._grouped_before())
        write_copies(folder, generation, copies, verdicts)
        write_corpus_record(folder, generation, record)
        write_entries(
            folder / vocabulary_name(generation), sources, ground.segmenter, self._vocabulary()
        )
        names = self._write_terms(generation, added)
        deleted = tuple(sorted({*ground.listed.deleted, *self._gone}))
        write_listed(ground.before, generation, Listed(tuple(names), deleted))
        names += [*record_names(generation), listed_name(generation)]
        manifest, articles = self._finish(ground.before.succeeding(generation, names))
        self._put_in_use(manifest, articles)

    def _merged_batches(self, on_posting: CommitListener) -> ArrayFile | None:
        """Return the arrays of what was added, without lists; None: nothing was."""
        files = self._batches.files()
        if not files:
            return None
        whole, articles = self._scratch / "whole", self._size - self._first
        on_posting(0, articles)
        merge_without_lists([Source(ArrayFile(path)) for path in files], whole, self._scratch)
        on_posting(articles, articles)
        return ArrayFile(whole)

    def _write_terms(self, generation: int, added: ArrayFile | None) -> list[str]:
        """Write what is kept of the terms of what was added, and name the segments that there will be."""
        names = [*self._ground.listed.segments]
        if added is None:
            return names
        own = self._contents.folder / f"terms-{generation}.arrays"
        new = added, ~self._marked_gone(self._first, self._size - self._first)
        taken = write_terms(own, new, list(self._live_segments()), self._scratch)
        return [*names[: len(names) - taken], own.name]

    def _old_sources(self) -> list[Source]:
        articles = ClusterArticles(self._contents, self._ground.before, self._dictionaries)
        sources: list[Source] = []
        first = 0
        for arrays, live in self._live_segments():
            sources.append(_StoredSource(arrays, live, first, articles))
            first += len(live)
        return sources

    def _live_segments(self) -> Iterator[tuple[ArrayFile, Marks]]:
        """Yield the segments of before, with marks for the documents that stay."""
        first = 0
        for arrays, live in self._ground.segments:
            yield arrays, live & ~self._marked_gone(first, len(live))
            first += len(live)

    def _new_sources(self, added: ArrayFile | None) -> list[Source]:
        live = ~self._marked_gone(self._first, self._size - self._first)
        return [] if added is None else [Source(added, live)]

    def _marked_gone(self, first: int, count: int) -> Marks:
        marks = np.zeros(count, bool)
        marks[[number - first for number in self._gone if first <= number < first + count]] = True
        return marks

    def _grouped_before(self) -> Before | None:
        ground = self._ground
        if not ground.segments:
            return None
        removed, first = [], 0
        for _, live in ground.segments:
            removed.append(live & self._marked_gone(first, len(live)))
            first += len(live)
        return Before(read_copies(ground.before), read_verdicts(ground.before), removed)

    def _vocabulary(self) -> Vocabulary | None:
        """Return the vocabulary of the generation before, of which parts are taken over."""
        before = self._ground.before
        name = vocabulary_name(before.generation)
        return Vocabulary(before.path(name)) if name in before.files else None

    def _finish(self, manifest: Manifest) -> tuple[Manifest, int]:
        """Work out what needs the whole, and copy all files to the cluster.

        Return which files there are, and how many articles.
        """
        generation = manifest.generation
        self._contents.connection.refresh(self._contents.index)
        snapshot = open_generation(self._contents, manifest, None)
        manifest = write_whole(manifest, snapshot, self._ground.before)
        self._compare()
        new = [name for name in manifest.files if name not in self._ground.before.files]
        if not self._ground.before.generation:
            new = list(manifest.files)
        self._contents.upload([*new, manifest_name(generation)], generation)
        return manifest, snapshot.live_count

    def _compare(self) -> None:
        """Count what is there, and read some of it again. Raises IndexingError when it is not what was sent."""
        there = self._contents.documents(self._first)
        added = self._size - self._first
        some = np.linspace(self._first, self._size - 1, min(_READ_AGAIN, added), dtype=np.int64)
        read = self._contents.stored(some.tolist())
        ids = {number: identifier for identifier, number in self._added.items()}
        wrong = [
            number
            for number in some.tolist()
            if number not in read
            or (
                StoredArticle(read[number], self._dictionaries).head().id != ids.get(number, "")
                and number in ids
            )
        ]
        if there != added or wrong:
            raise IndexingError(
                f"{self._contents.connection.address}: 送去 {added} 篇，集群上有 {there} 篇；"
                "索引未改动，请再运行一次"
            )

    def _put_in_use(self, manifest: Manifest, articles: int) -> None:
        """Let the new generation answer; what nobody answers from any more goes."""
        self._lock.confirm()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        build = Build(self._name, manifest.generation, articles, now)
        self._builds.put_in_use(build, self._keep)
        self._is_committed = True
        with suppress(IndexUnusableError):  # what is left goes with the next writer
            self._builds.remove_unnamed()
            self._contents.remove(self._ground.listed.deleted)
            if self._ground.before.generation:
                self._contents.remove_earlier(manifest, self._ground.before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with ExitStack() as last:
            last.callback(self._held.close)
            if not self._is_committed:
                last.callback(self._undo)
            last.callback(self._batches.close)

    def _undo(self) -> None:
        """Remove what was written in vain; where that cannot be, or another writes now, the next writer does."""
        generation = self._ground.before.generation
        with suppress(IndexUnusableError):
            self._lock.confirm()
            self._builds.settle()
            if self._builds.names(self._name, generation + 1):
                return  # in use after all
            if generation:
                self._contents.remove_unfinished(self._first, generation)
            else:
                self._contents.unmake()


class ClusterBuilder(_ClusterWriter):
    """Builds an index afresh; see `search.engines.open_builder`."""

    def __init__(
        self,
        location: str,
        segmenter: Segmenter,
        keep: int,
        patience: Patience = NO_PATIENCE,
    ) -> None:
        """Begin a build. `keep`: so many builds are kept when it is committed, this one included."""
        self._keep = keep
        connection = Connection(Address.read(location))
        builds = Builds(connection)
        settings = Settings(analysis_identity(segmenter), segmenter.dictionary, frequent_words())

        def prepare() -> _Ground:
            additions = _additions_to(builds)
            contents = Contents(connection, builds.index(new_name()))
            contents.make()
            write_settings(contents.folder, settings)
            before = Manifest(contents.folder, 0, {}).including([SETTINGS])
            return _Ground(contents, before, settings, segmenter, additions)

        super().__init__(builds, prepare, patience)


def _additions_to(builds: Builds) -> Additions:
    """Return the moments for an index that is built afresh in the place of one, if that can be read."""
    try:
        build = builds.kept()[0]
        contents = Contents(builds.connection, builds.index(build.name))
        return Additions(read_segments(contents.manifest(build.generation)))
    except (IndexUnusableError, ValueError, KeyError, OSError):
        return Additions(None)


class ClusterUpdater(_ClusterWriter):
    """Changes the index in use; see `search.engines.open_updater`."""

    def __init__(
        self,
        location: str,
        dictionary: Dictionary | None = None,
        patience: Patience = NO_PATIENCE,
    ) -> None:
        connection = Connection(Address.read(location))
        builds = Builds(connection)
        builds.kept()  # refuse before anything is made where there is none

        def prepare() -> _Ground:
            build = builds.kept()[0]
            contents = Contents(connection, builds.index(build.name))
            before = contents.manifest(build.generation)
            before.verify()
            settings = usable_settings(before, dictionary, connection.address)
            segments, listed = read_segments(before), read_listed(before)
            contents.forget_others(before)
            size = sum(len(live) for _, live in segments)
            contents.remove_unfinished(size, build.generation)
            segmenter = Segmenter(settings.dictionary)
            additions = Additions(segments)
            return _Ground(contents, before, settings, segmenter, additions, segments, listed)

        super().__init__(builds, prepare, patience)
