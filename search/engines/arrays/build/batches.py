"""Batches: how are many articles inverted? In worker processes, each batch into a file.

A batch becomes an array file with the layout of a segment, so batches are merged as segments are
(`merging.py`). One batch alone is inverted in this process: starting others takes a second.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from ....article import Article
from ....errors import IndexingError
from ....processes import SPAWN, begin_worker, interrupts_held, useful_workers
from ....text.dictionary import Dictionary
from ....text.segmentation import Segmenter
from ..file.arrays import ArrayFile, write_arrays
from ..file.compression import Dictionaries
from ..file.stored import learned
from .inversion import invert
from .merging import merge
from .source import Source

_CHARACTERS_IN_BATCH = 1 << 20
_MOST_FILES = 64  # merged at once; more are merged to one meanwhile

#: Articles, and when each was added.
_Taken = tuple[list[Article], list[int]]
#: Writes one file of several, given a folder for what does not last.
Merge = Callable[[Sequence[Source], Path, Path], object]

_segmenter: Segmenter  # of a worker process


class Batches:
    """Takes articles in order, and gives array files that hold them in that order."""

    def __init__(
        self,
        segmenter: Segmenter,
        scratch: Path,
        dictionaries: Dictionaries,
        merged: Merge = merge,
        *,
        learning: bool = False,
    ) -> None:
        """Take what articles are compressed with, too, and how files become one.

        `learning`: with what the first of several batches teaches instead.
        """
        self._segmenter = segmenter
        self._dictionaries, self._learning = dictionaries, learning
        self._scratch = scratch
        self._merge = merged
        self._articles: list[Article] = []
        self._moments: list[int] = []  # when they were added
        self._characters = 0
        self._started = 0  # files
        self._executor: ProcessPoolExecutor | None = None
        self._running: deque[Future[Path]] = deque()
        self._done: list[tuple[int, Path]] = []  # how often merged, in the order of the articles

    def add(self, article: Article, moment: int) -> None:
        """Take an article, and when it was added: seconds since 1970. Raises IndexingError."""
        self._articles.append(article)
        self._moments.append(moment)
        self._characters += sum(map(len, article.texts()))
        if self._characters >= _CHARACTERS_IN_BATCH:
            self._start_batch()

    def files(self) -> list[Path]:
        """Wait until everything is inverted, and return the files. Raises IndexingError."""
        if self._articles and self._executor is None:
            taken = self._taken()
            self._done.append(
                (0, _invert_to(self._new_path(), taken, self._segmenter, self._dictionaries))
            )
        elif self._articles:
            self._start_batch()
        while self._running:
            self._finish_oldest()
        return [path for _, path in self._done]

    def close(self) -> None:
        """Stop the workers at once; what they have not finished is not wanted."""
        if self._executor is not None:
            with interrupts_held():  # a second Ctrl-C must not leave them behind
                self._stop.close()
                self._executor.shutdown(wait=True, cancel_futures=True)

    def _start_batch(self) -> None:
        if self._executor is None:
            self._executor, self._stop = _start_workers(self._segmenter.dictionary)
        taken = self._taken()
        if self._learning:
            self._dictionaries = learned(taken[0], self._dictionaries)
            self._learning = False
        while len(self._running) > useful_workers():  # so that no more waits in memory
            self._finish_oldest()
        try:
            with interrupts_held():  # starts a worker, as long as there are few
                batch = self._executor.submit(
                    _invert_in_worker, self._new_path(), taken, self._dictionaries
                )
        except BrokenProcessPool as error:
            _say_broken(error)
        self._running.append(batch)

    def _taken(self) -> _Taken:
        taken = self._articles, self._moments
        self._articles, self._moments, self._characters = [], [], 0
        return taken

    def _finish_oldest(self) -> None:
        try:
            self._done.append((0, self._running.popleft().result()))
        except BrokenProcessPool as error:
            _say_broken(error)
        self._merge_last()

    def _merge_last(self) -> None:
        last = self._done[-_MOST_FILES:]
        merges = last[0][0]
        if len(last) < _MOST_FILES or any(other != merges for other, _ in last):
            return
        path = self._new_path()
        self._merge([Source(ArrayFile(done)) for _, done in last], path, self._scratch)
        for _, done in last:
            done.unlink()
        self._done[-_MOST_FILES:] = [(merges + 1, path)]

    def _new_path(self) -> Path:
        self._started += 1
        return self._scratch / f"batch-{self._started}"


def _start_workers(dictionary: Dictionary) -> tuple[ProcessPoolExecutor, Connection]:
    """Return the workers, and what to close to end them."""
    stopped, stop = SPAWN.Pipe(duplex=False)
    executor = ProcessPoolExecutor(useful_workers(), SPAWN, _begin_worker, (dictionary, stopped))
    return executor, stop


def _begin_worker(dictionary: Dictionary, stopped: Connection) -> None:
    """Prepare a worker process."""
    global _segmenter  # noqa: PLW0603 - a worker has one, for all its batches
    begin_worker(stopped)
    _segmenter = Segmenter(dictionary)


def _invert_in_worker(path: Path, taken: _Taken, dictionaries: Dictionaries) -> Path:
    return _invert_to(path, taken, _segmenter, dictionaries)


def _invert_to(path: Path, taken: _Taken, segmenter: Segmenter, dictionaries: Dictionaries) -> Path:
    articles, moments = taken
    write_arrays(path, invert(articles, segmenter, dictionaries, moments))
    return path


def _say_broken(error: BrokenProcessPool) -> NoReturn:
    raise IndexingError("一个分词进程意外中止（也许内存不足），索引未改动；请重试") from error
