"""Writers: how does an index change? A new build beside the old, or new segments in the one in use."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np

from ....article import Article
from ....corpus_record import CorpusRecord
from ....engine import NO_PATIENCE, CommitListener, Patience, no_listener
from ....text.analysis import analysis_identity
from ....text.cutters import frequent_words
from ....text.dictionary import Dictionary
from ....text.segmentation import Segmenter
from ...arrays.answer.coining import write_whole
from ...arrays.answer.usable import usable_settings
from ...arrays.build.additions import Additions
from ...arrays.build.batches import Batches
from ...arrays.build.grouping import Before, find_groups
from ...arrays.build.source import Source
from ...arrays.build.vocabulary_building import write_entries
from ...arrays.file.arrays import ArrayFile, ArrayFileError
from ...arrays.file.compression import Dictionaries
from ...arrays.file.damage import damaged
from ...arrays.file.durable import sync
from ...arrays.file.layout import DICTIONARIES, ID_DOCUMENTS, IDS, MAX_POSITIONS, PUBLISHED
from ...arrays.file.manifest import Manifest
from ...arrays.file.originals import KeptOriginals
from ...arrays.file.records import (
    SETTINGS,
    Copies,
    Settings,
    Verdicts,
    read_copies,
    read_verdicts,
    record_names,
    vocabulary_name,
    write_copies,
    write_corpus_record,
    write_settings,
)
from ...arrays.file.stored import ARTICLE_DAMAGE, untrained
from ...arrays.file.strings import Strings
from ...arrays.file.vocabulary import Vocabulary
from .additions import additions_of, additions_to
from .builds import (
    Build,
    current_build,
    name_build,
    new_build,
    remove_leftovers,
)
from .codec import GenerationWriter, create_empty, segment_path
from .contents import contents_name, read_contents
from .keeping import mend_names
from .lock import writing
from .opening import (
    open_generation,
    open_snapshot,
    usable_manifest,
)

# A new segment takes in all others up to so many times its size, so sizes grow by that factor and
# there are few segments; and all small ones, which cost next to nothing.
_GROWTH = 4
_SMALL = 1 << 20  # characters
# What numbers that lead nowhere, and bytes that are no article, lead to.
_DAMAGE = ARTICLE_DAMAGE
_MOST_DELETED = 0.2  # of a segment's documents; more, and it is written anew


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a writer builds on: the generation before, of a new build its settings only."""

    before: Manifest
    settings: Settings
    segmenter: Segmenter
    additions: Additions


class _WhooshWriter:
    """What both ways of writing share. Holds the lock of the index until left."""

    def __init__(self, location: Path, prepare: Callable[[], _Ground], patience: Patience) -> None:
        """Take the lock, then let `prepare` say what to build on."""
        self._location = location
        self._added: dict[str, int] = {}  # by id: the number of the article among those added
        self._added_count = 0
        self._dropped: list[int] = []  # of the articles added
        self._removed: list[int] = []  # documents of the generation before
        with ExitStack() as held:
            held.enter_context(writing(location, patience))
            ground = prepare()
            self._held = held.pop_all()
        self._before, self._settings = ground.before, ground.settings
        self._segmenter = ground.segmenter
        self._additions = ground.additions
        self._build = ground.before.folder

    _keep: int | None = None  # builds; None: all that are

    @cached_property
    def _writer(self) -> Any:
        """Open Whoosh's writer, which makes files at once, only when there is something to write."""
        return GenerationWriter(self._build)

    @cached_property
    def _originals(self) -> KeptOriginals:
        return KeptOriginals(self._before)

    @cached_property
    def _batches(self) -> Batches:
        known = self._known_dictionaries()
        return Batches(
            self._segmenter,
            self._writer.pool.scratch,
            known or untrained(self._settings.frequent_words),
            learning=known is None,
        )

    def _known_dictionaries(self) -> Dictionaries | None:
        """Return what the articles of the build are compressed with; None where there are none yet."""
        for segment in self._writer.segments:
            source = _source(self._writer.storage, segment)
            _verify(source, DICTIONARIES)
            return Dictionaries.of(source.arrays)
        return None

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
        self._batches.add(article, self._additions.moment(article))

    def remove(self, ids: Iterable[str]) -> None:
        """Remove articles by id."""
        for identifier in ids:
            self._originals.forget(identifier)
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

    def keep_original(self, ids: Iterable[str], name: str, content: BinaryIO) -> None:
        """Keep the file that articles were read from. Raises OSError."""
        self._originals.keep(ids, name, content)

    def commit(self, record: CorpusRecord, on_posting: CommitListener = no_listener) -> None:
        """Make all changes visible. Raises IndexingError, IndexUnusableError when a file is damaged."""
        writer = self._writer
        writer.pool.on_merge = on_posting
        writer.pool.sources += self._new_sources()
        write_copies(self._build, writer.generation, *self._copies())
        write_corpus_record(self._build, writer.generation, record)
        self._write_vocabulary()
        writer.commit(mergetype=_merge_segments)
        self._list_files()
        name_build(self._location, Build(self._build, writer.generation), self._keep)

    def _list_files(self) -> None:
        """Write what the generation is made of; first what opening it tells."""
        generation = self._writer.generation
        contents = contents_name(generation)
        sync(self._build / contents)  # Whoosh leaves that to the system
        names = [*record_names(generation), contents]
        names += [segment.file_name() for segment in self._writer.segments]
        names += self._originals.write(generation)
        manifest = self._before.succeeding(generation, names)
        write_whole(manifest, open_generation(manifest, None), self._before)

    def _copies(self) -> tuple[Copies, Verdicts]:
        """Group all articles that there will be, asking nothing again that was asked before."""
        writer = self._writer
        kept = [_source(writer.storage, segment) for segment in writer.segments]
        before = self._grouped_before(kept) if kept else None
        try:
            return find_groups([*kept, *writer.pool.sources], writer.pool.scratch, before)
        except _DAMAGE as error:
            raise damaged(self._build) from error

    def _grouped_before(self, kept: Sequence[Source]) -> Before:
        """Say what there was, of the sources that make it up."""
        removed = np.zeros(sum(source.size for source in kept), bool)
        removed[self._removed] = True
        of_sources = np.split(removed, np.cumsum([source.size for source in kept])[:-1])
        return Before(read_copies(self._before), read_verdicts(self._before), of_sources)

    def _write_vocabulary(self) -> None:
        """Record what people may want to type. Phrases are mined when the collection is another."""
        writer = self._writer
        sources = [_source(writer.storage, segment) for segment in writer.segments]
        sources += writer.pool.sources
        path = self._build / vocabulary_name(writer.generation)
        try:
            write_entries(path, sources, self._segmenter, self._known_vocabulary())
        except (*_DAMAGE, ArrayFileError) as error:
            raise damaged(self._build) from error

    def _known_vocabulary(self) -> Vocabulary | None:
        """Return the vocabulary of the generation before, of which parts are taken over."""
        name = vocabulary_name(self._before.generation)
        if name not in self._before.files:
            return None
        self._before.verify_file(name)
        return Vocabulary(self._build / name)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with ExitStack() as last:
            last.callback(self._held.close)
            last.callback(remove_leftovers, self._location)
            if "_writer" in self.__dict__ and not self._writer.is_closed:
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


def _verify(source: Source, names: Iterable[str] | None = None) -> None:
    """Refuse to copy damage into a new file, where its checksums would be right."""
    try:
        source.arrays.verify(names)
    except ArrayFileError as error:
        raise damaged(error.path.parent, error.path.name) from error


def _source(storage: Any, segment: Any) -> Source:
    return Source(ArrayFile(segment_path(storage, segment)), segment.live())


class WhooshBuilder(_WhooshWriter):
    """Builds an index afresh; see `search.engines.open_builder`."""

    def __init__(
        self, location: Path, segmenter: Segmenter, keep: int, patience: Patience = NO_PATIENCE
    ) -> None:
        """Begin a build. `keep`: so many builds are kept when it is committed, this one included."""
        self._keep = keep
        settings = Settings(analysis_identity(segmenter), segmenter.dictionary, frequent_words())

        def prepare() -> _Ground:
            additions = additions_to(location)
            build = new_build(location)
            with ExitStack() as undo:
                undo.callback(shutil.rmtree, build, ignore_errors=True)
                write_settings(build, settings)
                create_empty(build)
                before = Manifest(build, 0, {}).including([SETTINGS])
                undo.pop_all()  # the build stays
            return _Ground(before, settings, segmenter, additions)

        super().__init__(location, prepare, patience)


class WhooshUpdater(_WhooshWriter):
    """Changes the index in use; see `search.engines.open_updater`."""

    def __init__(
        self,
        location: Path,
        dictionary: Dictionary | None = None,
        patience: Patience = NO_PATIENCE,
    ) -> None:
        def prepare() -> _Ground:
            build = current_build(location)
            before = usable_manifest(build)
            settings = usable_settings(before, dictionary)
            remove_leftovers(location)
            read_contents(before)  # Whoosh reads them without comparing a checksum
            return _Ground(before, settings, Segmenter(settings.dictionary), additions_of(before))

        mend_names(location, patience)
        open_snapshot(location, dictionary)  # refuse before anything else is touched
        super().__init__(location, prepare, patience)
