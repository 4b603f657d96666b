"""How are many articles inverted? Batch by batch, in worker processes, each batch into a file.

A batch becomes an array file with the layout of a segment, so batches are merged as segments are
(`merging.py`). One batch alone is inverted in this process: starting others takes a second.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NoReturn

from ...article import Article
from ...dictionary import Dictionary
from ...errors import IndexingError
from ...segmentation import Segmenter
from .arrays import ArrayFile, write_arrays
from .inversion import invert
from .merging import Source, merge

_CHARACTERS_IN_BATCH = 1 << 20
_MOST_FILES = 64  # merged at once; more are merged to one meanwhile
_MOST_WORKERS = 8

_segmenter: Segmenter  # of a worker process


class Batches:
    """Takes articles in order, and gives array files that hold them in that order."""

    def __init__(self, segmenter: Segmenter, scratch: Path) -> None:
        self._segmenter = segmenter
        self._scratch = scratch
        self._articles: list[Article] = []
        self._characters = 0
        self._started = 0  # files
        self._executor: ProcessPoolExecutor | None = None
        self._running: deque[Future[Path]] = deque()
        self._done: list[tuple[int, Path]] = []  # how often merged, in the order of the articles

    def add(self, article: Article) -> None:
        """Take an article. Raises IndexingError."""
        self._articles.append(article)
        self._characters += sum(map(len, article.texts()))
        if self._characters >= _CHARACTERS_IN_BATCH:
            self._start_batch()

    def files(self) -> list[Path]:
        """Wait until everything is inverted, and return the files. Raises IndexingError."""
        if self._articles and self._executor is None:
            self._done.append((0, _invert_to(self._new_path(), self._articles, self._segmenter)))
            self._articles = []
        elif self._articles:
            self._start_batch()
        while self._running:
            self._finish_oldest()
        return [path for _, path in self._done]

    def close(self) -> None:
        """Stop the workers at once; what they have not finished is not wanted."""
        if self._executor is not None:
            with _interrupts_held():  # a second Ctrl-C must not leave them behind
                self._stop.close()
                self._executor.shutdown(wait=True, cancel_futures=True)

    def _start_batch(self) -> None:
        if self._executor is None:
            self._executor, self._stop = _start_workers(self._segmenter.dictionary)
        articles, self._articles, self._characters = self._articles, [], 0
        while len(self._running) > _workers():  # so that no more waits in memory
            self._finish_oldest()
        try:
            with _interrupts_held():  # starts a worker, as long as there are few
                batch = self._executor.submit(_invert_in_worker, self._new_path(), articles)
        except BrokenProcessPool as error:
            _say_broken(error)
        self._running.append(batch)

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
        merge([Source(ArrayFile(done)) for _, done in last], path, self._scratch)
        for _, done in last:
            done.unlink()
        self._done[-_MOST_FILES:] = [(merges + 1, path)]

    def _new_path(self) -> Path:
        self._started += 1
        return self._scratch / f"batch-{self._started}"


def _workers() -> int:
    available: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    count = len(available(0)) if available else os.cpu_count() or 1
    return min(count, _MOST_WORKERS)


def _start_workers(dictionary: Dictionary) -> tuple[ProcessPoolExecutor, Connection]:
    """Return the workers, and what to close to end them."""
    # Spawned, not forked: a process with threads, as a server is, must not be forked.
    context = multiprocessing.get_context("spawn")
    stopped, stop = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(_workers(), context, _begin_worker, (dictionary, stopped))
    return executor, stop


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C until afterwards, and for good from the processes started meanwhile.

    So it never finds a worker that is about to begin, and ends it with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # started first: it lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker(dictionary: Dictionary, stopped: Connection) -> None:
    """Prepare a worker process: it leaves Ctrl-C to its parent, and ends with it or when told."""
    global _segmenter  # noqa: PLW0603 - a worker has one, for all its batches
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_when_told, args=(stopped,), daemon=True).start()
    _segmenter = Segmenter(dictionary)


def _end_when_told(stopped: Connection) -> None:
    parent = multiprocessing.parent_process()
    wait([stopped, *([parent.sentinel] if parent else [])])  # until the other end is closed
    os._exit(1)


def _invert_in_worker(path: Path, articles: list[Article]) -> Path:
    return _invert_to(path, articles, _segmenter)


def _invert_to(path: Path, articles: list[Article], segmenter: Segmenter) -> Path:
    write_arrays(path, invert(articles, segmenter))
    return path


def _say_broken(error: BrokenProcessPool) -> NoReturn:
    raise IndexingError("一个分词进程意外中止（也许内存不足），索引未改动；请重试") from error
