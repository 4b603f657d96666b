"""Lock: who writes an index? One process at a time; another is told which, or waits for it.

LOCK     held by the process that writes, and let go by the system when it ends, however it does
WRITER   says which process that is; what one that was killed has left there is replaced
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from whoosh.util.filelock import FileLock

from ....engine import NO_PATIENCE, Patience
from ....errors import IndexFault, IndexUnusableError
from ...arrays.file.durable import write_whole

_LOCK, _WRITER = "LOCK", "WRITER"
_LOOK_AGAIN = 0.1  # seconds
_MOST_SHOWN = 200  # characters of a command


@dataclass(frozen=True, slots=True)
class _Writer:
    """A process that writes an index."""

    pid: int
    command: str
    since: str  # local time, ISO 8601 to the second

    def __str__(self) -> str:
        return f"进程 {self.pid}，自 {self.since.replace('T', ' ')[:19]}：{self.command}"


@contextmanager
def writing(location: Path, patience: Patience = NO_PATIENCE) -> Iterator[None]:
    """Hold the lock of an index.

    Raises IndexUnusableError (IN_USE) when another process still holds it at the end of patience.
    """
    location.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(location / _LOCK))
    _acquire(lock, location, patience)
    try:
        write_whole(location / _WRITER, [json.dumps(asdict(_this_process()), ensure_ascii=False)])
        yield
    finally:
        with suppress(OSError):  # where it cannot be removed, the next writer replaces it
            (location / _WRITER).unlink()
        lock.release()


def _acquire(lock: FileLock, location: Path, patience: Patience) -> None:
    until, is_told = time.monotonic() + patience.seconds, False
    while not lock.acquire(blocking=False):
        holder = _holder(location)
        if time.monotonic() >= until:
            raise IndexUnusableError(
                IndexFault.IN_USE,
                f"{location}: 另一个进程正在写这个索引{holder}；请等它写完再试，或加 --wait 等它写完",
            )
        if not is_told:
            patience.on_wait(f"另一个进程正在写这个索引{holder}，等它写完……")
            is_told = True
        time.sleep(_LOOK_AGAIN)


def _this_process() -> _Writer:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_MOST_SHOWN]
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return _Writer(os.getpid(), command, since)


def _holder(location: Path) -> str:
    """Say in brackets which process holds the lock, where it has said so."""
    try:
        said = json.loads((location / _WRITER).read_text(encoding="utf-8"))
        return f"（{_Writer(int(said['pid']), str(said['command']), str(said['since']))}）"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
