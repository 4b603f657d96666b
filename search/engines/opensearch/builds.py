"""Builds: which indexes of a name does the cluster keep, which is in use, and who writes?

    zhengsou-indexes      of each name two documents: which builds are kept, and who writes
    NAME.build-…          one build: texts, and the files of its generations in parts

What the document of builds names first is the index, so replacing that document, which only the
writer does who has seen it last, is the one step by which a new build, or a new generation of the
one in use, takes the place of the old. A generation is a number of documents and some files; an
update adds documents behind those that there are, so what was committed before answers until the
step is done. What the document does not name was never finished, and goes with the next writer.
"""

import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...engine import Generation, Patience
from ...errors import IndexFault, IndexUnusableError, UsageError
from .connection import NODES_TRIED, Connection, Kept

_INDEX = "zhengsou-indexes"
_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-2"}
_MAPPINGS = {"dynamic": False, "properties": {}}
#: A writer says so often that it is there; another takes its place once it has not for so long.
_SECONDS_BETWEEN, _SECONDS_UNTIL_GONE = 10.0, 60.0
_LOOK_AGAIN = 0.5
_MOST_SHOWN = 200  # characters of a command


@dataclass(frozen=True, slots=True)
class Build:
    """A build that is kept, at one of its generations."""

    name: str
    generation: int
    articles: int
    written: str  # ISO 8601, UTC


class Builds:
    """The builds of one name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._name = connection.address.name
        self._last_seen: Kept | None = None

    def index(self, build: str) -> str:
        """Return what the index of a build is called on the cluster."""
        return f"{self._name}.{build}"

    def kept(self) -> list[Build]:
        """Return the builds that are kept, the one in use first. Raises IndexUnusableError when there is none."""
        builds, _ = self._seen()
        if not builds:
            raise self.connection.missing()
        return builds

    def _seen(self) -> tuple[list[Build], Kept | None]:
        for _ in range(NODES_TRIED):  # one that is parted from the others tells what was before
            seen = self.connection.kept(_INDEX, f"{self._name}/builds")
            if seen is None or self._last_seen is None or not seen.is_before(self._last_seen):
                break
        self._last_seen = seen
        return [Build(**one) for one in seen.content["builds"]] if seen else [], seen

    def put_in_use(self, build: Build, keep: int | None = None) -> None:
        """Put a build in use, or a new generation of the one that is; at most `keep` stay, None: all.

        Raises IndexUnusableError when another writer has meanwhile.
        """
        builds, seen = self._seen()
        named = [build, *(one for one in builds if one.name != build.name)][:keep]
        content = {"builds": [asdict(one) for one in named]}
        if not self.connection.keep(_INDEX, f"{self._name}/builds", content, seen):
            raise self._in_use(None)

    def remove_unnamed(self) -> None:
        """Remove the builds that are not kept. Only the writer may."""
        builds, _ = self._seen()
        names = {self.index(one.name) for one in builds}
        for index in self.connection.indexes(f"{self._name}.build-*"):
            if index not in names:
                self.connection.unmake(index)

    def mark_public(self) -> None:
        """Mark the name as that of an index of what everyone may read."""
        self._prepare()
        self.connection.keep(_INDEX, f"{self._name}/public", {}, None)

    def is_marked_public(self) -> bool:
        """Say whether it is marked so."""
        return self.connection.kept(_INDEX, f"{self._name}/public") is not None

    def _prepare(self) -> None:
        if not self.connection.indexes(f"{_INDEX}*"):
            self.connection.make(_INDEX, _SETTINGS, _MAPPINGS)

    @contextmanager
    def writing(self, patience: Patience) -> Iterator["Lock"]:
        """Be the one who writes. Raises IndexUnusableError (IN_USE) when another does, longer than patience."""
        self.connection.check_version()
        self._prepare()
        lock = Lock(self.connection, f"{self._name}/writer")
        until, is_told = time.monotonic() + patience.seconds, False
        while not lock.take():
            if time.monotonic() >= until:
                raise self._in_use(lock.holder)
            if not is_told:
                patience.on_wait(f"另一个进程正在写这个索引{_shown(lock.holder)}，等它写完……")
                is_told = True
            time.sleep(_LOOK_AGAIN)
        with lock.held():
            yield lock

    def _in_use(self, holder: Mapping[str, Any] | None) -> IndexUnusableError:
        return IndexUnusableError(
            IndexFault.IN_USE,
            f"{self.connection.address}: 另一个进程正在写这个索引{_shown(holder)}；"
            "请等它写完再试，或加 --wait 等它写完",
        )

    def generations(self) -> list[Generation]:
        """List what is kept, the one in use first."""
        return [self._described(one, not at) for at, one in enumerate(self.kept())]

    def _described(self, build: Build, is_in_use: bool) -> Generation:
        size, fault = 0, ""
        try:
            size = self.connection.bytes(self.index(build.name))
        except IndexUnusableError as error:
            fault = str(error)
        written = datetime.fromisoformat(build.written)
        return Generation(build.name, is_in_use, written, build.articles, size, fault)

    def chosen(self, wanted: str | None) -> Build:
        """Return a build by its place in the list, from 1, or how its name begins; None: the one before.

        Raises UsageError when there is none such.
        """
        builds = self.kept()
        if wanted is None:
            if len(builds) < 2:
                raise UsageError("只有在用的这一份索引，没有可换回的；重建时用 --keep N 可多留几份")
            return builds[1]
        if wanted.isdecimal() and len(wanted) <= 4:
            if not 0 < int(wanted) <= len(builds):
                raise UsageError(
                    "没有第 %(number)s 份索引，一共留着 %(count)s 份；zhengsou generations 列出各份",
                    number=wanted,
                    count=len(builds),
                )
            return builds[int(wanted) - 1]
        beginning = wanted.removeprefix("build-")
        found = [one for one in builds if one.name.removeprefix("build-").startswith(beginning)]
        if not beginning or len(found) != 1:
            raise UsageError(
                "名称以 %(wanted)s 开头的索引有 %(count)s 份；zhengsou generations 列出各份",
                wanted=wanted,
                count=len(found),
            )
        return found[0]


def new_name() -> str:
    """Return what a build that is begun now is called."""
    return f"build-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"


class Lock:
    """Says on the cluster who writes, again and again; who does not say so any more is gone."""

    def __init__(self, connection: Connection, identifier: str) -> None:
        self._connection, self._id = connection, identifier
        self._mark = secrets.token_hex(8)
        self._ended, self._saying = threading.Event(), threading.Lock()
        self.holder: Mapping[str, Any] | None = None

    def take(self) -> bool:
        """Become the holder, if nobody is, or whoever was is gone."""
        seen = self._connection.kept(_INDEX, self._id)
        if seen and seen.content["until"] > time.time() and seen.content["mark"] != self._mark:
            self.holder = seen.content
            return False
        return self._connection.keep(_INDEX, self._id, self._said(), seen)

    def _said(self) -> dict[str, Any]:
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_MOST_SHOWN]
        return {
            "mark": self._mark,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "command": command,
            "until": time.time() + _SECONDS_UNTIL_GONE,
        }

    def confirm(self) -> None:
        """Say so once more. Raises IndexUnusableError when another has taken it meanwhile."""
        with self._saying:
            seen = self._connection.kept(_INDEX, self._id)
            is_own = seen is not None and seen.content["mark"] == self._mark
            if is_own and self._connection.keep(_INDEX, self._id, self._said(), seen):
                return
        raise IndexUnusableError(
            IndexFault.IN_USE,
            f"{self._connection.address}: 与集群断开太久，写索引的位置已让给另一个进程"
            f"{_shown(seen.content if seen else None)}；索引未改动，请再运行一次",
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
            with suppress(IndexUnusableError):
                seen = self._connection.kept(_INDEX, self._id)
                if seen and seen.content["mark"] == self._mark:
                    self._connection.drop(_INDEX, self._id)

    def _go_on(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN):
            with suppress(
                IndexUnusableError
            ):  # tried again; `confirm` tells before anything counts
                self.confirm()


def _shown(holder: Mapping[str, Any] | None) -> str:
    if not holder:
        return ""
    return f"（{holder['host']} 上的进程 {holder['pid']}：{holder['command']}）"
