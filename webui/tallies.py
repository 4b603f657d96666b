"""Tallies: what do people look for, and what do they not find? Counts a day, never who asked or when."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from search import UsageError

#: Among the extensions of an application.
TALLIES = "zhengsou-tallies"
_LONGEST = 100  # characters of a query; longer ones are pasted, and may say much of who asks
_MOST_AT_ONCE = 1000  # queries that are kept until they are written
_WRITING_EVERY = 30  # seconds
_PATIENCE = 10  # seconds for another process that writes
_TABLE = (
    "CREATE TABLE IF NOT EXISTS asked (day TEXT, query TEXT, times INTEGER, found INTEGER, "
    "slowest_ms REAL, PRIMARY KEY (day, query)) WITHOUT ROWID"
)
_ADD = (
    "INSERT INTO asked VALUES (?, ?, ?, ?, ?) ON CONFLICT (day, query) DO UPDATE SET "
    "times = times + excluded.times, found = coalesce(excluded.found, found), "
    "slowest_ms = max(slowest_ms, excluded.slowest_ms)"
)


@dataclass(slots=True)
class _Asked:
    times: int = 0
    found: int | None = None  # articles, the last time it was looked for
    slowest_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """A query, how often it was asked, what it found, and how long it took at most."""

    query: str
    times: int
    found: int | None
    slowest_ms: float


@dataclass(slots=True)
class Tallies:
    """Counts queries, and writes the counts to a file now and then. Threads may share it."""

    path: Path
    days: int  # that counts are kept
    _asked: dict[str, _Asked] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _writing: threading.Thread | None = None

    def open(self) -> None:
        """Count from now on. Not before: what forks has no threads, and what warms it up is nobody's question."""
        self._writing = threading.Thread(target=self._write_on, daemon=True)
        self._writing.start()

    def ask(self, query: str) -> None:
        """Count that a query was asked, whether its answer is made or kept."""
        with self._of(query) as asked:
            asked.times += 1

    def answer(self, query: str, found: int, ms: float) -> None:
        """Note what a query has found, and how long that took."""
        with self._of(query) as asked:
            asked.found, asked.slowest_ms = found, max(asked.slowest_ms, ms)

    def write(self) -> None:
        """Write what was counted since, and forget what is too old."""
        with self._lock:
            asked, self._asked = self._asked, {}
        today = date.today()
        with closing(sqlite3.connect(self.path, timeout=_PATIENCE)) as base, base:
            base.execute(_TABLE)
            base.executemany(
                _ADD,
                [
                    (today.isoformat(), query, one.times, one.found, one.slowest_ms)
                    for query, one in asked.items()
                ],
            )
            first = today - timedelta(days=self.days)
            base.execute("DELETE FROM asked WHERE day <= ?", (first.isoformat(),))

    def close(self) -> None:
        """Write what is left."""
        with _said_only():
            self.write()

    @contextmanager
    def _of(self, query: str) -> Iterator[_Asked]:
        text = " ".join(query.split())
        with self._lock:
            is_full = len(self._asked) >= _MOST_AT_ONCE and text not in self._asked
            if self._writing is None or not text or len(text) > _LONGEST or is_full:
                yield _Asked()
            else:
                yield self._asked.setdefault(text, _Asked())

    def _write_on(self) -> None:
        wake = threading.Event()
        while not wake.wait(_WRITING_EVERY):
            with _said_only():
                self.write()


@contextmanager
def _said_only() -> Iterator[None]:
    """Let a full disk, or a file in the way, lose counts, and nothing else."""
    try:
        yield
    except (OSError, sqlite3.Error):
        return


def read_tallies(path: Path, most: int) -> dict[str, list[Tally]]:
    """Return the most frequent queries, those that found nothing, and the slowest. Raises UsageError."""
    if not path.is_file():
        raise UsageError("%(path)s: 没有这个文件；[log] queries 写明了才记", path=path)
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as base:
            base.execute(_TABLE)
            return {
                "frequent": _read(base, "HAVING all_times > 0", "all_times DESC", most),
                "nothing": _read(base, "HAVING last_found = 0", "all_times DESC", most),
                "slow": _read(base, "HAVING slowest > 0", "slowest DESC", most),
            }
    except sqlite3.Error as error:
        raise UsageError("%(path)s: 不是查询记录（%(reason)s）", path=path, reason=error) from error


def _read(base: sqlite3.Connection, having: str, order: str, most: int) -> list[Tally]:
    rows = base.execute(
        "SELECT query, sum(times) AS all_times, (SELECT found FROM asked AS last WHERE "  # noqa: S608 - ours
        "last.query = asked.query AND found IS NOT NULL ORDER BY day DESC LIMIT 1) AS last_found, "
        f"max(slowest_ms) AS slowest FROM asked GROUP BY query {having} ORDER BY {order}, query LIMIT ?",
        (most,),
    )
    return [Tally(*row) for row in rows]
