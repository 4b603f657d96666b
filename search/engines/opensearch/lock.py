"""Lock: who writes an index? Who says so on the cluster, again and again."""

import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ...errors import IndexFault, IndexUnusableError
from .connection import NODES_TRIED, Connection

#: What of all names is kept there: which builds of each, and who writes.
INDEX = "zhengsou-indexes"
#: A writer says so often that it is there; another takes its place once it has not for so long.
_SECONDS_BETWEEN, _SECONDS_UNTIL_GONE = 10.0, 60.0
_MOST_SHOWN = 200  # characters of a command


class Lock:
    """Says on the cluster who writes, again and again; who does not say so any more is gone."""

    def __init__(self, connection: Connection, identifier: str) -> None:
        self._connection, self._id = connection, identifier
        self._mark = secrets.token_hex(8)
        self._since = datetime.now().astimezone().isoformat(timespec="seconds")
        self._ended, self._saying = threading.Event(), threading.Lock()
        self.holder: Mapping[str, Any] | None = None

    def take(self) -> bool:
        """Become the holder, if nobody is, or whoever was is gone."""
        seen = self._connection.kept(INDEX, self._id)
        if seen and seen.content["mark"] != self._mark and _may_write(seen.content):
            self.holder = seen.content
            return False
        return self._connection.keep(INDEX, self._id, self._said(_in_a_minute()), seen) is not None

    def _said(self, until: float) -> dict[str, Any]:
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_MOST_SHOWN]
        return {
            "mark": self._mark,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "command": command,
            "since": self._since,
            "life": _life(os.getpid()),
            "until": until,
        }

    def confirm(self) -> None:
        """Say so once more. Raises IndexUnusableError when another has taken it meanwhile."""
        self._say(_in_a_minute())

    def _say(self, until: float) -> None:
        with self._saying:
            for _ in range(NODES_TRIED):
                seen = self._connection.kept(INDEX, self._id)
                is_own = seen is not None and seen.content["mark"] == self._mark
                if is_own and self._connection.keep(INDEX, self._id, self._said(until), seen):
                    return
        raise IndexUnusableError(
            IndexFault.IN_USE,
            f"{self._connection.address}: 与集群断开太久，写索引的位置已让给另一个进程"
            f"{shown(seen.content if seen else None)}；索引未改动，请再运行一次",
        )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Go on saying so until left."""
        thread = threading.Thread(target=self._go_on, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()
            with suppress(IndexUnusableError):  # then it is gone in a minute
                self._say(until=0.0)

    def _go_on(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN):
            # Tried again; `confirm` tells before anything counts.
            with suppress(IndexUnusableError):
                self.confirm()


def _may_write(holder: Mapping[str, Any]) -> bool:
    """Say whether who said so may still write: not long ago, and not ended since, where that can be told."""
    told: list[str] = holder.get("life") or []
    is_here = bool(told) and told[:-1] == _life(os.getpid())[:-1]
    has_ended = is_here and _life(int(holder["pid"])) != told
    return holder["until"] > time.time() and not has_ended


def _life(process: int) -> list[str]:
    """Return what tells the life of a process from all others: where it runs, and last when it began.

    Where: which start of which system, and what numbers its processes, as each container does for
    itself. Nothing where the system does not tell, or there is no such process. See proc(5).
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        numbering = str(Path("/proc/self/ns/pid").readlink())
        # Behind the name, in brackets, of which nobody knows what it holds.
        begun = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        return [boot, numbering, begun.split()[19]]
    except (OSError, ValueError, IndexError):
        return []


def _in_a_minute() -> float:
    return time.time() + _SECONDS_UNTIL_GONE


def shown(holder: Mapping[str, Any] | None) -> str:
    """Say who writes, in brackets; nothing where that is not known."""
    if not holder:
        return ""
    since = f"，自 {holder['since'].replace('T', ' ')[:19]}" if "since" in holder else ""
    return f"（{holder['host']} 上的进程 {holder['pid']}{since}：{holder['command']}）"
