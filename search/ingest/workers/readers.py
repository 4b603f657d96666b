"""Readers: how are many files read at once, a hostile one stopped? In processes, watched from here.

Files are handed out in batches, a few ahead; what they hold comes back in the order of the files.
A worker sends what it has read of a file in chunks, and waits for a sign to go on after each that
is not the last of its file: so memory stays bounded, and how long it works without a word is known.
When one is killed, its file is read once more: something else may have been the cause.
"""

import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from typing import Self

from ...errors import IndexingError
from ...processes import interrupts_held, useful_workers
from ..corpus import NOTHING_SHARED, read_file
from ..files.listing import CorpusFile, Rejection
from ..scans.memory import ScanMemory
from ..understanding.sites import SharedLines
from .reading_process import Limits, ReadFile, ReadingProcess
from .sent import Chunk, Item, JunkError

_FILES_IN_BATCH, _BYTES_IN_BATCH = 16, 4 * 1024 * 1024
_BATCHES_AHEAD = 2  # of each worker
_FILES_AHEAD = 128  # of the one wanted: what they hold waits in memory
_MANY_FILES, _MANY_BYTES = 20, 16 * 1024 * 1024  # up to these one worker is enough
_SECONDS_BETWEEN_LOOKS = 0.1
_KILL = 9  # by what a system ends whoever takes its last memory

_CRASHED = "读取时程序崩溃，读了两次都是如此"
_GUARD = "；在自己的程序里调用时，请放在 if __name__ == '__main__': 之下"
_JUNK = "读取它的进程传回的不是文章，已停止；文件可能有害"

_spare: list[
    ReadingProcess
] = []  # started before, for whoever reads next; starting takes half a second


@dataclass(slots=True)
class FileReading:
    """What one file holds: each item with the bytes of the file that are done."""

    file: CorpusFile
    items: Iterator[tuple[Item, int]]
    #: Of the bytes that were read, known when all items are taken; empty when not all could be read.
    fingerprint: str = ""


class Readers:
    """Reads files in worker processes; use as a context."""

    def __init__(
        self,
        shared: SharedLines = NOTHING_SHARED,
        read: ReadFile = read_file,
        limits: Limits | None = None,
        keeps_spare: bool = True,
        scans: ScanMemory | None = None,
        on_bytes: Callable[[int], None] = lambda done: None,
    ) -> None:
        """Say how to read; without `keeps_spare` no process is left that has read these files.

        Pages of scans are remembered in `scans`; as they are recognised, `on_bytes` is told how much
        of the file that is wanted is done.
        """
        self._on_bytes = on_bytes
        self._scans = scans
        self._keeps_spare = keeps_spare
        self._shared = shared
        self._read = read
        self._limits = limits or Limits()
        self._files: Sequence[CorpusFile] = ()
        self._pending: deque[deque[int]] = deque()  # batches of indexes of files
        self._chunks: dict[int, deque[Chunk]] = defaultdict(deque)  # received, by index of file
        self._owners: dict[int, ReadingProcess] = {}  # who waits for a sign to go on with a file
        self._received: Counter[int] = Counter()  # items, by index of file
        self._again: dict[int, int] = {}  # items that come a second time, of files read once more
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
            reading = FileReading(file, iter(()))
            reading.items = items = self._items(index, reading)
            yield reading
            for _ in items:  # what was not taken is not wanted
                pass

    def _items(self, index: int, reading: FileReading) -> Iterator[tuple[Item, int]]:
        while True:
            chunk = self._next_chunk(index)
            yield from chunk.items
            if chunk.is_last:
                reading.fingerprint = chunk.fingerprint
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
            self._give(idlest, self._pending.popleft())

    def _give(self, worker: ReadingProcess, batch: deque[int]) -> None:
        worker.give(batch, self._read, self._shared, [self._files[index] for index in batch])

    def _new_worker(self, is_fresh: bool = False) -> ReadingProcess:
        with interrupts_held():
            worker = _spare.pop() if _spare and not is_fresh else ReadingProcess()
            self._workers.append(worker)
        worker.watch(self._limits, self._scans)
        return worker

    def _receive(self, worker: ReadingProcess) -> None:
        """Take in all that a worker has sent; when it has ended, hand its files to another."""
        try:
            while worker.connection.poll():
                received = worker.receive()
                if received is None:
                    self._tell_scanned(worker)
                    continue
                index, chunk = received
                self._chunks[index].append(self._without_known(index, chunk))
                if not chunk.is_last:
                    self._owners[index] = worker
        except JunkError:
            worker.stop(_JUNK)
            self._replace(worker)
        except (EOFError, OSError):
            self._replace(worker)

    def _tell_scanned(self, worker: ReadingProcess) -> None:
        index, share = worker.scanned
        if index == self._wanted:
            self._on_bytes(int(share * self._files[index].size))

    def _without_known(self, index: int, chunk: Chunk) -> Chunk:
        """Cut off a chunk what had come before its file was read once more."""
        known = min(self._again.get(index, 0), len(chunk.items))
        if known:
            self._again[index] -= known
        self._received[index] += len(chunk.items) - known
        return replace(chunk, items=chunk.items[known:])

    def _replace(self, worker: ReadingProcess) -> None:
        """Have the file at which a worker was killed read once more, or reject it; the rest is pending."""
        self._workers.remove(worker)
        reason = worker.end()
        if not worker.began:
            raise IndexingError(_not_started(worker))
        if worker.batches and not worker.retired:
            index = worker.batches[0].popleft()
            self._owners.pop(index, None)
            if reason is None and index not in self._again:
                self._read_again(index, worker)
                return
            self._reject(index, reason or _CRASHED)
        self._pending.extendleft(batch for batch in reversed(worker.batches) if batch)

    def _read_again(self, index: int, killed: ReadingProcess) -> None:
        """Read a file in a process that has read nothing before, which takes over all the killed one had.

        Were its batches pending, whoever is ahead of them could get them, and wait for ever: what
        it has read is wanted only after them.
        """
        self._again[index] = self._received[index]
        fresh = self._new_worker(is_fresh=True)
        for batch in (deque([index]), *killed.batches):
            if batch:
                self._give(fresh, batch)

    def _reject(self, index: int, reason: str) -> None:
        file = self._files[index]
        rejection = Rejection(file.path, None, reason, may_pass=True)
        self._chunks[index].append(Chunk([(rejection, file.size)], is_last=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with interrupts_held():  # a second Ctrl-C must not leave them behind
            for worker in self._workers:
                worker.unwatch()
                if worker.batches or not worker.began or _spare or not self._keeps_spare:
                    worker.end()
                else:
                    _spare.append(worker)
            self._workers = []


def _not_started(worker: ReadingProcess) -> str:
    """Say why a worker has ended before it read anything, as far as that can be told."""
    if worker.killed_by is None:
        is_ours = "search.command" in sys.modules  # whose program begins as it should
        return f"读取文件的进程无法启动，索引未改动{'；请重试' if is_ours else _GUARD}"
    memory = "多半是内存不足，请腾出内存再试" if worker.killed_by == _KILL else "请重试"
    return f"读取文件的进程一启动就被停止了（信号 {worker.killed_by}），索引未改动；{memory}"


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
