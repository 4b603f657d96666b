"""How does an index change? A new build beside the old, or new segments in the build in use."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from whoosh import index
from whoosh.writing import PostingPool

from ...analysis import analysis_identity, analyze
from ...article import Article
from ...dictionary import Dictionary
from ...engine import CommitListener, Manifest, no_listener
from ...segmentation import Segmenter
from .opening import open_snapshot, usable_settings
from .schema import make_document, make_schema
from .storage import (
    Settings,
    current_build,
    new_build,
    remove_old_manifests,
    use_build,
    write_manifest,
    write_settings,
    writing,
)

_POSTINGS_BETWEEN_REPORTS = 20_000
_POSTINGS_IN_MEMORY_MB = 256  # as Whoosh estimates them; the rest goes to disk until the commit


class _CountedPool(PostingPool):
    """Whoosh's sorter of postings, telling how many have gone through it to the index."""

    added = 0
    on_posting: CommitListener = staticmethod(no_listener)

    def add(self, item: tuple[Any, ...]) -> None:
        self.added += 1
        super().add(item)

    def iter_postings(self) -> Iterator[tuple[Any, ...]]:
        for number, posting in enumerate(super().iter_postings()):
            if number % _POSTINGS_BETWEEN_REPORTS == 0:
                self.on_posting(number, self.added)
            yield posting
        self.on_posting(self.added, self.added)


class _WhooshWriter:
    """What both ways of writing share. Holds the lock of the index until left."""

    def __init__(self, location: Path, prepare: Callable[[], tuple[Path, Segmenter]]) -> None:
        """Take the lock, then let `prepare` say which build to write into, with what segmenter."""
        self._location = location
        with ExitStack() as held:
            held.enter_context(writing(location))
            self._build, self._segmenter = prepare()
            self._held = held.pop_all()

    @cached_property
    def _writer(self) -> Any:
        """Open Whoosh's writer, which makes files at once, only when there is something to write."""
        writer = index.open_dir(str(self._build)).writer()
        writer.pool = _CountedPool(
            writer.temp_storage(), writer.newsegment, limitmb=_POSTINGS_IN_MEMORY_MB
        )
        return writer

    def add(self, article: Article) -> None:
        """Add an article whose id is not in the index."""
        self._writer.add_document(**make_document(article, analyze(article, self._segmenter)))

    def remove(self, ids: Iterable[str]) -> None:
        """Remove articles by id."""
        for identifier in ids:
            self._writer.delete_by_term("id", identifier)

    def commit(self, manifest: Manifest, on_posting: CommitListener = no_listener) -> None:
        """Make all changes visible."""
        generation = self._writer.generation
        self._writer.pool.on_posting = on_posting
        write_manifest(self._build, generation, manifest)
        self._writer.commit()
        remove_old_manifests(self._build, generation)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if "_writer" in self.__dict__ and not self._writer.is_closed:
                self._writer.cancel()
        finally:
            self._held.close()


class WhooshBuilder(_WhooshWriter):
    """Builds an index afresh; see `search.engine.open_builder`."""

    def __init__(self, location: Path, segmenter: Segmenter) -> None:
        def prepare() -> tuple[Path, Segmenter]:
            build = new_build(location)
            write_settings(build, Settings(analysis_identity(segmenter), segmenter.dictionary))
            index.create_in(str(build), make_schema())
            return build, segmenter

        self._committed = False
        super().__init__(location, prepare)

    def commit(self, manifest: Manifest, on_posting: CommitListener = no_listener) -> None:
        """Finish the new index and put it in the place of the old."""
        super().commit(manifest, on_posting)
        use_build(self._location, self._build)
        self._committed = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Remove the new index if it was not committed."""
        try:
            super().__exit__(kind, error, traceback)
        finally:
            if not self._committed:
                shutil.rmtree(self._build, ignore_errors=True)


class WhooshUpdater(_WhooshWriter):
    """Changes the index in use; see `search.engine.open_updater`."""

    def __init__(self, location: Path, dictionary: Dictionary | None = None) -> None:
        def prepare() -> tuple[Path, Segmenter]:
            build = current_build(location)
            return build, Segmenter(usable_settings(build, dictionary).dictionary)

        open_snapshot(location, dictionary).reader.close()  # refuse before anything is touched
        super().__init__(location, prepare)
