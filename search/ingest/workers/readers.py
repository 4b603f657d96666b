"""Readers: how are many files read at once, a hostile one stopped? In processes, watched from here.

Files are handed out in batches, a few ahead; what they hold comes back in the order of the files.
A worker sends what it has read of a file in chunks, and waits for a sign to go on after each that
is not the last of its file: so memory stays bounded, and how long it works without a word is known.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Self

from ...errors import IndexingError
from ...processes import interrupts_held, useful_workers
from ..corpus import NOTHING_SHARED, read_file
from ..files.listing import CorpusFile, Rejection
from ..understanding.sites import SharedLines
from .reading_process import Chunk, Item, Limits, ReadFile, ReadingProcess

_FILES_IN_BATCH, _BYTES_IN_BATCH = 16, 4 * 1024 * 1024
_BATCHES_AHEAD = 2  # of each worker
_FILES_AHEAD = 128  # of the one wanted: what they hold waits in memory
_MANY_FILES, _MANY_BYTES = 20, 16 * 1024 * 1024  # up to these one worker is enough
_SECONDS_BETWEEN_LOOKS = 0.1

_CRASHED = "读取时程序崩溃"

_spare: list[
    ReadingProcess
] = []  # started before, for whoever reads next; starting takes half a second


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file holds: each item with the bytes of the file that are done."""

    file: CorpusFile
    items: Iterator[tuple[Item, int]]


class Readers:
    """Reads files in worker processes; use as a context."""

    def __init__(
        self,
        shared: SharedLines = NOTHING_SHARED,
        read: ReadFile = read_file,
        limits: Limits | None = None,
    ) -> None:
        self._shared = shared
        self._read = read
        self._limits = limits or Limits()
        self._files: Sequence[CorpusFile] = ()
        self._pending: deque[deque[int]] = deque()  # batches of indexes of files
        self._chunks: dict[int, deque[Chunk]] = defaultdict(deque)  # received, by index of file
        self._owners: dict[int, ReadingProcess] = {}  # who waits for a sign to go on with a file
        self._workers: list[ReadingProcess] = []
        self._most_workers = 1
        self._wanted = 0  # index of the file that is taken now

    def read(self, files: Sequence[CorpusFile]) -> Iterator[FileReading]:
        """Yield what each file holds, in their order. Raises IndexingError when no worker starts."""
        self._files = files
        self._pending = _batches(files)
        is_many = len(files) > _MANY_FILES or sum(file.size for file in files) > _MANY_BYTES
        self._most_workers = useful_workers() if is_many else 1
        for index, file in enumerate(files):
            self._wanted = index
            items = self._items(index)
            yield FileReading(file, items)
            for _ in items:  # what was not taken is not wanted
                pass

    def _items(self, index: int) -> Iterator[tuple[Item, int]]:
        while True:
            chunk = self._next_chunk(index)
            yield from chunk.items
            if chunk.is_last:
                return

    def _next_chunk(self, index: int) -> Chunk:
        """Wait for the next chunk of a file; meanwhile, keep everyone busy."""
        self._attend(0)
        while not self._chunks[index]:
            self._attend(_SECONDS_BETWEEN_LOOKS)
        chunk = self._chunks[index].popleft()
        if chunk.is_last:
            del self._chunks[index]
        elif index in self._owners:
            self._owners.pop(index).go_on()
        return chunk

    def _attend(self, seconds: float) -> None:
        """Hand out batches, take in what has been read, and stop who takes too long."""
        self._hand_out()
        busy = {worker.connection: worker for worker in self._workers if worker.batches}
        for connection in wait(list(busy), seconds):
            self._receive(busy[connection])  # type: ignore[index]
        for worker in self._workers:
            worker.stop_if_overdue(self._limits)

    def _hand_out(self) -> None:
        while self._pending and self._pending[0][0] <= self._wanted + _FILES_AHEAD:
            idlest = min(self._workers, key=lambda worker: len(worker.batches), default=None)
            if idlest is None or (idlest.batches and len(self._workers) < self._most_workers):
                idlest = self._new_worker()
            if len(idlest.batches) >= _BATCHES_AHEAD:
                return
            batch = self._pending.popleft()
            files = [self._files[index] for index in batch]
            idlest.give(batch, self._read, self._shared, files)

    def _new_worker(self) -> ReadingProcess:
        with interrupts_held():
            worker = _spare.pop() if _spare else ReadingProcess()
            self._workers.append(worker)
        worker.watch(self._limits)
        return worker

    def _receive(self, worker: ReadingProcess) -> None:
        """Take in all that a worker has sent; when it has ended, hand its files to another."""
        try:
            while worker.connection.poll():
                received = worker.receive()
                if received is None:
                    continue
                index, chunk = received
                self._chunks[index].append(chunk)
                if not chunk.is_last:
                    self._owners[index] = worker
        except (EOFError, OSError):
            self._replace(worker)

    def _replace(self, worker: ReadingProcess) -> None:
        """Reject the file at which a worker ended, unless it ended in good order; the rest is pending."""
        self._workers.remove(worker)
        reason = worker.end() or _CRASHED
        if not worker.began:
            raise IndexingError(
                "读取文件的进程无法启动；在自己的程序里调用时，请放在 if __name__ == '__main__': 之下"
            )
        if not worker.retired:
            index = worker.batches[0].popleft()
            rejection = Rejection(self._files[index].path, None, reason)
            self._chunks[index].append(Chunk([(rejection, self._files[index].size)], is_last=True))
            self._owners.pop(index, None)
        self._pending.extendleft(batch for batch in reversed(worker.batches) if batch)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with interrupts_held():  # a second Ctrl-C must not leave them behind
            for worker in self._workers:
                worker.unwatch()
                if worker.batches or not worker.began or _spare:
                    worker.end()
                else:
                    _spare.append(worker)
            self._workers = []


def _batches(files: Sequence[CorpusFile]) -> deque[deque[int]]:
    """Divide files into batches, small enough that workers share them evenly."""
    batches: deque[deque[int]] = deque()
    size = 0
    for index, file in enumerate(files):
        size += file.size
        if not batches or len(batches[-1]) >= _FILES_IN_BATCH or size > _BYTES_IN_BATCH:
            batches.append(deque())
            size = file.size
        batches[-1].append(index)
    return batches
