"""Writers: how does an index change? A new build beside the old, or new segments in the one in use."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh import index

from ....article import Article
from ....corpus_record import CorpusRecord
from ....engine import CommitListener, no_listener
from ....text.analysis import analysis_identity
from ....text.cutters import frequent_words
from ....text.dictionary import Dictionary
from ....text.segmentation import Segmenter
from ..build.batches import Batches
from ..build.grouping import Before, find_groups
from ..build.source import Source
from ..build.vocabulary_building import write_entries
from ..file.arrays import ArrayFile, ArrayFileError
from ..file.damage import damaged
from ..file.layout import ID_DOCUMENTS, IDS, MAX_POSITIONS, PUBLISHED
from ..file.records import (
    Copies,
    Settings,
    Verdicts,
    read_copies,
    read_settings,
    read_verdicts,
    remove_old_records,
    remove_records,
    vocabulary_path,
    write_copies,
    write_corpus_record,
    write_repeals,
    write_settings,
)
from ..file.stored import ARTICLE_DAMAGE
from ..file.strings import Strings
from ..file.vocabulary import Vocabulary
from .builds import (
    current_build,
    is_in_use,
    name_build,
    new_build,
    remove_unnamed_builds,
    writing,
)
from .codec import ArrayCodec, SegmentPool, make_schema, segment_path
from .opening import latest_generation, open_build, open_snapshot, usable_settings

# A new segment takes in all others up to so many times its size, so sizes grow by that factor and
# there are few segments; and all small ones, which cost next to nothing.
_GROWTH = 4
_SMALL = 1 << 20  # characters
# What numbers that lead nowhere, and bytes that are no article, lead to.
_DAMAGE = ARTICLE_DAMAGE
_MOST_DELETED = 0.2  # of a segment's documents; more, and it is written anew


class _WhooshWriter:
    """What both ways of writing share. Holds the lock of the index until left."""

    def __init__(self, location: Path, prepare: Callable[[], tuple[Path, Segmenter]]) -> None:
        """Take the lock, then let `prepare` say which build to write into, with what segmenter."""
        self._location = location
        self._added: dict[str, int] = {}  # by id: the number of the article among those added
        self._added_count = 0
        self._dropped: list[int] = []  # of the articles added
        self._removed: list[int] = []  # documents of the generation before
        with ExitStack() as held:
            held.enter_context(writing(location))
            self._build, self._segmenter = prepare()
            self._held = held.pop_all()

    @cached_property
    def _writer(self) -> Any:
        """Open Whoosh's writer, which makes files at once, only when there is something to write."""
        writer = index.open_dir(str(self._build)).writer(codec=ArrayCodec(), compound=False)
        writer.pool = SegmentPool(Path(writer.temp_storage().folder))
        return writer

    @cached_property
    def _batches(self) -> Batches:
        return Batches(
            self._segmenter,
            self._writer.pool.scratch,
            read_settings(self._build).frequent_words,
        )

    @cached_property
    def _segment_ids(self) -> list[tuple[int, Strings, Any]]:
        """Return, for each segment, its first document, its ids and their documents."""
        found, first = [], 0
        for segment in self._writer.segments:
            arrays = ArrayFile(segment_path(self._writer.storage, segment))
            found.append((first, Strings(arrays, IDS), arrays[ID_DOCUMENTS]))
            first += segment.doc_count_all()
        return found

    def add(self, article: Article) -> None:
        """Add an article whose id is not in the index."""
        self._added[article.id] = self._added_count
        self._added_count += 1
        self._batches.add(article)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove articles by id."""
        for identifier in ids:
            if identifier in self._added:
                self._dropped.append(self._added.pop(identifier))
                continue
            for first, strings, documents in self._segment_ids:
                at = strings.find(identifier.encode())
                if at is not None:
                    document = first + int(documents[at])
                    if not self._writer.is_deleted(document):
                        self._removed.append(document)
                    self._writer.delete_document(document)

    def commit(self, record: CorpusRecord, on_posting: CommitListener = no_listener) -> None:
        """Make all changes visible. Raises IndexingError, IndexUnusableError when a file is damaged."""
        writer = self._writer
        writer.pool.on_merge = on_posting
        writer.pool.sources += self._new_sources()
        write_copies(self._build, writer.generation, *self._copies())
        write_corpus_record(self._build, writer.generation, record)
        self._write_vocabulary()
        writer.commit(mergetype=_merge_segments)
        self._write_repeals()
        self._publish()
        remove_old_records(self._build, writer.generation)

    def _write_repeals(self) -> None:
        """Record what repeals what, which each opening would have to work out."""
        snapshot = open_build(self._build, None)
        write_repeals(self._build, snapshot.generation, snapshot.repeals)

    def _copies(self) -> tuple[Copies, Verdicts]:
        """Group all articles that there will be, asking nothing again that was asked before."""
        writer = self._writer
        kept = [_source(writer.storage, segment) for segment in writer.segments]
        before = self._before(kept) if kept else None
        try:
            return find_groups([*kept, *writer.pool.sources], before)
        except _DAMAGE as error:
            raise damaged(self._build) from error

    def _before(self, kept: Sequence[Source]) -> Before:
        """Say what there was, of the sources that make it up."""
        generation = self._writer.generation - 1
        removed = np.zeros(sum(source.size for source in kept), bool)
        removed[self._removed] = True
        of_sources = np.split(removed, np.cumsum([source.size for source in kept])[:-1])
        copies, verdicts = (
            read_copies(self._build, generation),
            read_verdicts(self._build, generation),
        )
        return Before(copies, verdicts, of_sources)

    def _write_vocabulary(self) -> None:
        """Record what people may want to type. Phrases are mined when the collection is another."""
        writer = self._writer
        sources = [_source(writer.storage, segment) for segment in writer.segments]
        sources += writer.pool.sources
        path = vocabulary_path(self._build, writer.generation)
        before = vocabulary_path(self._build, writer.generation - 1)
        try:
            known = Vocabulary(before) if before.exists() else None
            write_entries(path, sources, self._segmenter, known)
        except (*_DAMAGE, ArrayFileError) as error:
            raise damaged(self._build) from error

    def _publish(self) -> None:
        """Let engines see what Whoosh has committed."""
        name_build(self._location, self._build)

    def _new_sources(self) -> list[Source]:
        """Return the articles added, without those removed again."""
        live = np.ones(self._added_count, bool)
        live[self._dropped] = False
        sources, first = [], 0
        for path in self._batches.files():
            arrays = ArrayFile(path)
            size = len(arrays[PUBLISHED])
            sources.append(Source(arrays, live[first : first + size]))
            first += size
        return sources

    def _remove_uncommitted(self) -> None:
        """Remove what was written for a generation that there is not."""
        generation = self._writer.generation
        if latest_generation(self._build) < generation:
            segment_path(self._writer.storage, self._writer.newsegment).unlink(missing_ok=True)
            remove_records(self._build, generation)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with ExitStack() as last:
            last.callback(self._held.close)
            if "_writer" in self.__dict__ and not self._writer.is_closed:
                last.callback(self._remove_uncommitted)
                last.callback(self._writer.cancel)
            if "_batches" in self.__dict__:
                last.callback(self._batches.close)


def _merge_segments(writer: Any, segments: list[Any]) -> list[Any]:
    """Return the segments that stay as they are; the pool takes in the others.

    Whoosh asks for this when it commits, and calls it a merge policy.
    """
    pool = writer.pool
    new = len(pool.sources)
    size = sum(source.characters for source in pool.sources)
    candidates = [(_source(writer.storage, segment), segment) for segment in segments]
    kept = []
    for source, segment in sorted(candidates, key=lambda pair: pair[0].characters):
        small = source.characters <= max(size * _GROWTH, _SMALL)
        worn = source.count < source.size * (1 - _MOST_DELETED)
        if (small or worn) and size + source.characters <= MAX_POSITIONS:
            _verify(source)
            pool.sources.append(source)
            size += source.characters
        else:
            kept.append(segment)
    if new == 0 and len(pool.sources) == 1 and pool.sources[0].whole:
        pool.cleanup()  # it would be written anew as it is
        return segments
    writer.docnum = sum(source.count for source in pool.sources)
    # Asked by Whoosh before it writes a segment; it counts what `add_document` takes.
    writer._added = writer.docnum > 0
    return kept


def _verify(source: Source) -> None:
    """Refuse to copy damage into a new file, where its checksums would be right."""
    try:
        source.arrays.verify()
    except ArrayFileError as error:
        raise damaged(source.arrays.path.parent) from error


def _source(storage: Any, segment: Any) -> Source:
    return Source(ArrayFile(segment_path(storage, segment)), segment.live())


class WhooshBuilder(_WhooshWriter):
    """Builds an index afresh; see `search.engines.open_builder`."""

    def __init__(self, location: Path, segmenter: Segmenter, keep: int) -> None:
        """Begin a build. `keep`: so many builds are kept when it is committed, this one included."""
        self._keep = keep

        def prepare() -> tuple[Path, Segmenter]:
            build = new_build(location)
            with ExitStack() as undo:
                undo.callback(shutil.rmtree, build, ignore_errors=True)
                identity = analysis_identity(segmenter)
                write_settings(build, Settings(identity, segmenter.dictionary, frequent_words()))
                index.create_in(str(build), make_schema())
                undo.pop_all()  # the build stays
            return build, segmenter

        super().__init__(location, prepare)

    def _publish(self) -> None:
        """Put the new index in the place of the old."""
        name_build(self._location, self._build, self._keep)
        remove_unnamed_builds(self._location)

    def __exit__(self, *raised: object) -> None:
        """Remove the new index if it is not in use."""
        try:
            super().__exit__(*raised)
        finally:
            if not is_in_use(self._location, self._build):
                shutil.rmtree(self._build, ignore_errors=True)


class WhooshUpdater(_WhooshWriter):
    """Changes the index in use; see `search.engines.open_updater`."""

    def __init__(self, location: Path, dictionary: Dictionary | None = None) -> None:
        def prepare() -> tuple[Path, Segmenter]:
            build = current_build(location)
            return build, Segmenter(usable_settings(build, dictionary).dictionary)

        open_snapshot(location, dictionary)  # refuse before anything is touched
        super().__init__(location, prepare)
